"""Whisper's real code on a random model: loading, windows, decoding, word times, language, and every way to fail."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("faster_whisper", reason="needs the whisper extra")

from faster_whisper.transcribe import Segment
from faster_whisper.transcribe import Word as Written
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import OperatorMistake, TryAgain
from engine.ielts.speaking.heard import Span, Transcript, Word
from engine.models.voices.espeak import EspeakVoice
from engine.models.whisper import recogniser as whisper
from engine.models.whisper.model import trimmed
from engine.models.whisper.phantoms import Piece
from engine.models.whisper.recogniser import WhisperRecogniser, pieces, prompt_for
from engine.models.whisper.windows import PADDING, clips, unheard, voiced
from engine.ports import HEARING_RATE, Hints
from tests.doubles.tiny_whisper import write_tiny_whisper
from tests.spoken import plain_words, recordings, word_errors

Sound = np.ndarray[tuple[int], np.dtype[np.float32]]


@pytest.fixture(scope="session")
def random_whisper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch", reason="needs the llm extra, to make a tiny model")
    pytest.importorskip("transformers", reason="needs the llm extra, to make a tiny model")
    return write_tiny_whisper(tmp_path_factory.mktemp("whisper"))


@pytest.fixture(scope="session")
def speech() -> Sound:
    """A few seconds of a real voice's speech at 16 kHz, a second of silence before and after it."""
    said = EspeakVoice().say("I come from a small town near the sea.", 1.0)
    moments = np.arange(0, len(said.samples) / said.rate, 1 / HEARING_RATE)
    at_16k = np.interp(moments, np.arange(len(said.samples)) / said.rate, said.samples)
    return np.pad(at_16k, HEARING_RATE).astype(np.float32)


def test_words_have_times_and_probabilities(random_whisper: Path, speech: Sound) -> None:
    heard = WhisperRecogniser(random_whisper).transcribe(speech, Hints("Where do you come from?", ("sea", "town")))
    assert heard.words
    assert heard.text == " ".join(word.text for word in heard.words)
    starts = [word.start for word in heard.words]
    assert starts == sorted(starts)
    assert heard.words[-1].end <= len(speech) / HEARING_RATE
    assert all(0 <= word.probability <= 1 for word in heard.words)


def test_its_name_is_the_folders(random_whisper: Path) -> None:
    assert WhisperRecogniser(random_whisper).name == "whisper-random"


def test_silence_and_noise_are_no_words(random_whisper: Path) -> None:
    recogniser = WhisperRecogniser(random_whisper)
    noise = np.random.default_rng(1).normal(0, 0.05, 5 * HEARING_RATE).astype(np.float32)
    for samples in (np.zeros(0, np.float32), np.zeros(5 * HEARING_RATE, np.float32), noise):
        assert recogniser.transcribe(samples, Hints()) == Transcript("", ())


def test_the_weights_are_loaded_once(random_whisper: Path, speech: Sound) -> None:
    recogniser = WhisperRecogniser(random_whisper)
    found: list[Transcript] = []
    threads = [threading.Thread(target=lambda: found.append(recogniser.transcribe(speech, Hints()))) for _ in range(2)]
    assert "_model" not in vars(recogniser)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2


def test_another_language_is_noticed(random_whisper: Path, speech: Sound, monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser = WhisperRecogniser(random_whisper)
    assert recogniser.transcribe(speech, Hints()).language is None  # a random model is sure of nothing
    monkeypatch.setattr(whisper, "ANOTHER_LANGUAGE", 0.0)
    assert recogniser.transcribe(speech, Hints()).language not in ("", "en")


def test_a_recording_that_failed_leaves_no_language(
    random_whisper: Path, speech: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    recogniser = WhisperRecogniser(random_whisper)
    with monkeypatch.context() as broken:
        broken.setattr(whisper, "said", _listened_in_vain)
        with pytest.raises(TryAgain):
            recogniser.transcribe(speech, Hints())
    stale = recogniser._model.first_window
    assert stale is not None
    judged: list[object] = []
    monkeypatch.setattr(recogniser._model, "language", lambda: judged.append(recogniser._model.first_window))
    recogniser.transcribe(speech, Hints())
    assert judged[0] is not stale


def _listened_in_vain(found: Iterable[Piece], *_: object) -> None:
    list(found)
    raise MemoryError


@pytest.mark.parametrize("name", ["config.json", "model.bin", "tokenizer.json"])
def test_missing_and_damaged_files(random_whisper: Path, speech: Sound, tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(random_whisper, tmp_path / "whisper-small"))
    (folder / name).write_bytes((folder / name).read_bytes()[:100])
    with pytest.raises(OperatorMistake, match="bandmate models pull whisper-small"):
        WhisperRecogniser(folder).transcribe(speech, Hints())
    (folder / name).unlink()
    with pytest.raises(OperatorMistake, match=rf"{name} is missing.*bandmate models pull whisper-small"):
        WhisperRecogniser(folder)


def test_without_the_library(random_whisper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(OperatorMistake, match=r"bandmate\[whisper\]"):
        WhisperRecogniser(random_whisper)


@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (RuntimeError("CUDA failed with error out of memory"), TryAgain),
        (MemoryError(), TryAgain),
        (RuntimeError("Library libcublas.so.12 is not found or cannot be loaded"), OperatorMistake),
    ],
)
def test_trouble_while_listening(
    random_whisper: Path,
    speech: Sound,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    becomes: type[Exception],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("engine.models.whisper.model.ListeningModel.encode", fail)
    with pytest.raises(becomes):
        WhisperRecogniser(random_whisper).transcribe(speech, Hints())


def test_the_prompt_is_of_names_and_holds_no_control_token() -> None:
    read = prompt_for(Hints("Where do you live?", ("<|endoftext|> Chengdu", "Li Wei")))
    assert read == "endoftext Chengdu, Li Wei."
    assert len(prompt_for(Hints(words=("word " * 1000,)))) < 500


def test_of_two_readings_the_likelier_wins_not_the_one_with_more_easy_words(
    random_whisper: Path, speech: Sound, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    recogniser = WhisperRecogniser(random_whisper)
    model = recogniser._model.model

    class Listening:
        def __getattr__(self, name: str) -> object:
            return getattr(model, name)

        def generate(self, *given: object, **options: object) -> object:
            asked.append(options["length_penalty"])
            return model.generate(*given, **options)

    monkeypatch.setattr(recogniser._model, "model", Listening())
    assert recogniser.transcribe(speech, Hints()).words
    assert set(asked) == {0}


def test_a_second_listening_hears_the_same(random_whisper: Path, speech: Sound) -> None:
    recogniser = WhisperRecogniser(random_whisper)
    hints = Hints("Where do you come from?", ("Li Wei",))
    assert recogniser.transcribe(speech, hints) == recogniser.transcribe(speech, hints)


def test_no_window_is_longer_than_a_recogniser_listens(speech: Sound) -> None:
    without_pauses = np.tile(speech[HEARING_RATE:-HEARING_RATE], 20)
    found = voiced(without_pauses)
    assert len(without_pauses) > 40 * HEARING_RATE
    assert all(span.seconds <= 15 + 2 * PADDING for span in found)
    assert sum(span.seconds for span in found) > 0.95 * len(without_pauses) / HEARING_RATE


@pytest.mark.parametrize(("frames", "sounding", "kept"), [(3000, 300, 1500), (3000, 1601, 2102), (3000, 2900, 3000)])
def test_a_window_is_not_filled_up_with_silence(frames: int, sounding: int, kept: int) -> None:
    features = np.zeros((1, 80, frames), np.float32)
    features[..., :sounding] = -0.5
    assert trimmed(features).shape == (1, 80, kept)
    assert (trimmed(features) == -0.5).all()


def test_a_window_ends_as_quietly_as_its_quietest_moment() -> None:
    features = np.zeros((1, 80, 3000), np.float32)
    features[..., :400] = np.random.default_rng(1).uniform(-0.7, 1.2, (80, 400))
    heard = trimmed(features)
    assert (heard[..., :400] == features[..., :400]).all()
    assert (heard[..., 400:] == features.min()).all()
    assert not features[..., 400:].any()  # the library's own array is left as it was


@given(st.lists(st.floats(0, 300), max_size=20).map(sorted))
def test_clips_hold_all_speech_in_order(cuts: list[float]) -> None:
    speech = [Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    found = clips(speech)
    assert all(any(clip.start <= span.start and span.end <= clip.end for clip in found) for span in speech)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))
    assert all(clip.seconds <= 8 or clip in speech for clip in found)


def test_what_was_left_out() -> None:
    speech = (Span(0, 10), Span(12, 13))
    heard = tuple(Word("a", start, start + 0.4, 0.9) for start in (0.5, 1.0, 1.5, 2.0, 6.0, 6.5))
    assert moments(unheard(speech, heard)) == [(2.7, 5.7), (7.2, 10), (12, 13)]
    stretched = (*heard[:4], Word("stretched", 2.4, 5.5, 0.9), *heard[4:])
    assert moments(unheard(speech[:1], stretched)) == [(3.7, 5.7), (7.2, 10)]
    assert unheard((Span(0.3, 2.2),), heard) == ()


def test_a_sentence_left_out_between_two_others_is_found() -> None:
    heard = (Word("one", 0.2, 1.2, 0.9), Word("three", 6.1, 6.9, 0.9))
    assert unheard((Span(0, 1.5), Span(2.5, 5.5), Span(6, 7)), heard) == (Span(2.5, 5.5),)


def moments(spans: Iterable[Span]) -> list[tuple[float, float]]:
    return [(round(span.start, 3), round(span.end, 3)) for span in spans]


@given(
    st.lists(st.floats(0, 60), max_size=10).map(sorted),
    st.lists(st.tuples(st.floats(0, 60), st.floats(0, 3)), max_size=10).map(sorted),
)
def test_what_was_left_out_is_speech(cuts: list[float], said: list[tuple[float, float]]) -> None:
    speech = tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))
    words = [Word("a", start, start + length, 1.0) for start, length in said]
    for found in unheard(speech, words):
        assert found.seconds >= 1 - 1e-9
        assert any(span.start <= found.start and found.end <= span.end for span in speech)
        assert not any(found.start + 1e-9 < word.start < found.end - 1e-9 for word in words)


def segment(*written: tuple[str, float, float, float]) -> Segment:
    words = [Written(start=start, end=end, word=word, probability=chance) for word, start, end, chance in written]
    return Segment(1, 0, 0.0, 9.0, "", [], -0.2, 1.1, 0.1, words, 0.0)


def test_parts_of_a_word_are_put_together() -> None:
    (found,) = pieces([segment((" ten", 0, 1, 0.9), ("-year", 1, 2, 0.4), (" plan.", 2, 3, 0.8))], 9.0)
    assert [(word.text, word.start, word.end, word.probability) for word in found.words] == [
        ("ten-year", 0, 2, 0.4),
        ("plan.", 2, 3, 0.8),
    ]


def test_times_are_put_in_order() -> None:
    (found,) = pieces([segment((" a", 2, 1, 1.01), (" b", 0.5, 0.2, -0.1), (" ", 3, 3, 1), (" c", 8, 12, 1))], 9.0)
    assert [(word.text, word.start, word.end) for word in found.words] == [("a", 2, 2), ("b", 2, 2), ("c", 8, 9)]
    assert [word.probability for word in found.words] == [1, 0, 1]


@pytest.mark.needs_data
def test_the_detector_finds_every_real_speaker(dev_data: Path) -> None:
    assert all(voiced(recording.samples) for recording in recordings(dev_data))


@pytest.mark.needs_data
@pytest.mark.slow
def test_real_recordings_go_through(random_whisper: Path, dev_data: Path) -> None:
    recogniser = WhisperRecogniser(random_whisper)
    for recording in recordings(dev_data, 4):
        heard = recogniser.transcribe(recording.samples, Hints("What do you do at weekends?"))
        assert heard.words is not None


@pytest.mark.needs_data
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_word_error_rate_of_real_weights(dev_data: Path) -> None:
    folder = os.environ.get("BANDMATE_WHISPER", "")
    if not Path(folder, "model.bin").is_file():
        pytest.skip("BANDMATE_WHISPER names no folder of real weights: word error rate not measured")
    recogniser = WhisperRecogniser(Path(folder))
    wrong = total = 0
    for recording in recordings(dev_data):
        heard = recogniser.transcribe(recording.samples, Hints())
        said = plain_words(recording.text)
        wrong += word_errors(said, plain_words(heard.text))
        total += len(said)
    rate = wrong / total
    print(f"{recogniser.name}: {rate:.1%} word errors in {total} words")
    assert rate < 0.5
