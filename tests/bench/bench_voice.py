"""Ears and voice: what speaking, encoding and listening cost, and how well they are understood."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from engine.errors import OperatorMistake
from engine.ielts.speaking.questions import load_bank
from engine.models.voices import opus
from engine.models.voices.espeak import EspeakVoice
from engine.models.voices.notes import SpokenNotes
from engine.models.voices.piper import PiperVoice
from engine.ports import HEARING_RATE, Hints, Recogniser, Speech, Voice
from tests.spoken import Recording, plain_words, word_errors

ROOT = Path(__file__).parents[2]
QUESTION = "Some people say that children learn more from their friends than from their teachers. Do you agree?"


def measure() -> Iterator[str]:
    """The sections, as Markdown."""
    yield from voices()
    yield from notes()
    yield from detector()
    yield from random_whisper()


def main() -> None:
    """Print them."""
    for part in measure():
        sys.stdout.write(part + "\n")
        sys.stdout.flush()


def timed(work: Callable[[], object], rounds: int = 15) -> float:
    """Median milliseconds of one call, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def speakers() -> list[tuple[Voice, str]]:
    """The local voices that are here, with what an install of each weighs."""
    found: list[tuple[Voice, str]] = [
        (EspeakVoice("en-gb"), weight("espeakng_loader")),
        (EspeakVoice("en-gb-x-rp"), "as above"),
        (EspeakVoice("en-us"), "as above"),
    ]
    if "BENCH_PIPER_VOICE" in os.environ and find_spec("piper") is not None:
        path = Path(os.environ["BENCH_PIPER_VOICE"])
        heavy = f"{weight('piper', 'onnxruntime')} and a voice of {path.stat().st_size / 1e6:.0f} MB"
        found.append((PiperVoice(path), heavy))
    return found


def weight(*packages: str) -> str:
    """Size of installed packages."""
    size = 0
    for package in packages:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            size += sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return f"{size / 1e6:.0f} MB"


def voices() -> Iterator[str]:
    """Speed, size and, where a recogniser is here, how well each voice is understood."""
    recogniser = real_recogniser()
    heard = f"word errors of {recogniser.name}" if recogniser else "word errors (no recogniser here: not measured)"
    questions = [question.ask for topic in load_bank().topics for question in topic.questions[:2]][:30]
    yield f"A question, spoken ({QUESTION.count(' ') + 1} words):\n"
    yield f"| voice | ms | seconds of speech | ms a second | installed | {heard} |\n|---|---|---|---|---|---|"
    for voice, size in speakers():
        spent = timed(lambda voice=voice: voice.say(QUESTION, 1.0))  # type: ignore[misc]
        speech = voice.say(QUESTION, 1.0)
        seconds = len(speech.samples) / speech.rate
        errors = "-"
        if recogniser is not None:
            wrong = total = 0
            for question in questions:
                said = plain_words(question)
                found = recogniser.transcribe(at_16k(voice.say(question, 1.0)), Hints()).text
                wrong, total = wrong + word_errors(said, plain_words(found)), total + len(said)
            errors = f"{wrong / total:.1%} of {total}"
        yield f"| {voice.name} | {spent:.1f} | {seconds:.1f} | {spent / seconds:.1f} | {size} | {errors} |"


def notes() -> Iterator[str]:
    """A voice note: made, made of known sentences, found."""
    yield "\nThe same question as a voice note (espeak-ng):\n"
    yield "| what | ms |\n|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        number = iter(range(10**6))
        speaker = SpokenNotes(EspeakVoice(), Path(folder))
        new = timed(lambda: speaker.note(f"Question {next(number)}. {QUESTION}"))
        yield f"| a new sentence and a known one | {new:.1f} |"
        yield f"| known | {timed(lambda: speaker.note(QUESTION)):.2f} |"
    speech = EspeakVoice().say(QUESTION, 1.0)
    shipped = dict(opus._OPTIONS)
    for level in ("10", "5", "1"):
        opus._OPTIONS["compression_level"] = level
        size = len(opus.encode_ogg(speech))
        yield f"| Opus alone, complexity {level} ({size / 1000:.0f} kB) | {timed(lambda: opus.encode_ogg(speech)):.1f} |"
    opus._OPTIONS.update(shipped)


def detector() -> Iterator[str]:
    """The voice detector."""
    if find_spec("faster_whisper") is None:
        yield "\nThe whisper extra is not installed: listening was not measured."
        return
    from engine.models.whisper.windows import voiced

    sound = np.tile(at_16k(EspeakVoice().say(QUESTION, 1.0)), 12)[: 60 * HEARING_RATE]
    yield f"\nVoice detector (silero): {timed(lambda: voiced(sound)) / 60:.2f} ms a second of sound.\n"


def random_whisper() -> Iterator[str]:
    """What the pipeline costs around a model: a random one of 16 dimensions."""
    if any(find_spec(name) is None for name in ("faster_whisper", "torch", "transformers")):
        yield "No torch or transformers here to make a random Whisper: the pipeline alone was not measured.\n"
        return
    from engine.models.whisper.recogniser import WhisperRecogniser
    from tests.doubles.tiny_whisper import write_tiny_whisper

    sound = at_16k(EspeakVoice().say(QUESTION, 1.0))
    with tempfile.TemporaryDirectory() as folder:
        recogniser = WhisperRecogniser(write_tiny_whisper(Path(folder)), "cpu")
        start = time.perf_counter()
        recogniser.transcribe(sound, Hints())
        first = 1000 * (time.perf_counter() - start)
        spent = timed(lambda: recogniser.transcribe(sound, Hints(QUESTION)), 7)
    yield (
        f"Pipeline around a random Whisper, {len(sound) / HEARING_RATE:.1f} s of speech (detector, spectrogram, 51,865"
        f" logits a token, word times): {spent:.0f} ms; the first time, with loading, {first:.0f} ms.\n"
    )


def joined(sounds: list[Recording]) -> Recording:
    """Several recordings as one answer, with a pause after each."""
    pause = np.zeros(round(0.7 * HEARING_RATE), np.float32)
    samples = np.concatenate([piece for each in sounds for piece in (each.samples, pause)])
    return Recording(" ".join(each.text for each in sounds), samples)


def real_recogniser() -> Recogniser | None:
    """The weights that BANDMATE_WHISPER names, if they are here."""
    folder = os.environ.get("BANDMATE_WHISPER", "")
    if not folder or not Path(folder, "model.bin").is_file():
        return None
    from engine.models.whisper.recogniser import WhisperRecogniser

    try:
        return WhisperRecogniser(Path(folder))
    except OperatorMistake:
        return None


def at_16k(speech: Speech) -> npt.NDArray[np.float32]:
    """Speech as a recogniser takes it."""
    frame = av.AudioFrame.from_ndarray(speech.samples[np.newaxis], format="flt", layout="mono")
    frame.sample_rate = speech.rate
    resampler = av.AudioResampler("flt", "mono", HEARING_RATE)
    return np.concatenate([p.to_ndarray()[0] for p in (*resampler.resample(frame), *resampler.resample(None))])


if __name__ == "__main__":
    main()
