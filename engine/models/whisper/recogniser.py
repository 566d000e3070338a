"""Speech to text by faster-whisper, on this machine.

Each window of speech is decoded once, whole, without timestamps and by beam search: the library's usual way goes on
decoding in the last quarter of a second after the last word, where it writes sentences that nobody said, and draws lots
where it is unsure, so that a second listening gives other words.

What was said is what is heard without a prompt. Names and words of the test are read to the model for a second reading
of the same window, of which only those names are taken (:mod:`engine.models.whisper.readings`).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from engine.errors import OperatorMistake, TryAgain
from engine.ielts.speaking.heard import Span, Transcript, Word
from engine.models.whisper.folder import missing_files
from engine.models.whisper.joins import joined
from engine.models.whisper.phantoms import Piece, goes_round, said
from engine.models.whisper.readings import with_names
from engine.models.whisper.windows import clips, unheard, voiced, within
from engine.ports import HEARING_RATE, Hints

if TYPE_CHECKING:
    from faster_whisper.transcribe import Segment

    from engine.models.whisper.model import ListeningModel
    from engine.ports import Samples

Device = Literal["auto", "cpu", "cuda"]

ANOTHER_LANGUAGE = 0.7
"""Probability from which another language than English is taken to be spoken."""
_LONGEST_PROMPT = 400  # characters; about 100 of the 223 tokens that fit
_BEAM = 8
_LENGTH_PENALTY = 0  # by the mean of its tokens, as the library judges, a reading wins that adds easy ones
_NO_LOOPS = 3  # words of which none may come twice, where a first reading went round in a loop
_LEAST_PROMPTED = 1.5  # seconds of speech: of a shorter answer a prompt makes a longer one
_TOKENS_A_SECOND = 10  # more than anybody speaks: what goes beyond is a loop, and costs time
_MOST_TOKENS = 220  # of 448, of which a prompt may take 227
_THREADS = 4
_NO_MEMORY = ("out of memory", "bad_alloc", "cannot allocate memory")


class WhisperRecogniser:
    """The CTranslate2 model in ``folder``, loaded when it first listens; one recording at a time.

    ``compute_type`` is CTranslate2's; by default int8 on a CPU and int8_float16 on CUDA.

    Raises:
        OperatorMistake: the library is not installed, or a file of the model is missing.
    """

    def __init__(self, folder: Path, device: Device = "auto", compute_type: str | None = None) -> None:
        import importlib.util

        if importlib.util.find_spec("faster_whisper") is None:
            raise OperatorMistake('faster-whisper is not installed: pip install "bandmate[whisper]"')
        missing = missing_files(folder)
        if missing:
            raise OperatorMistake(f"{missing[0]} is missing from {folder}: {_mend(folder)}")
        self._folder = folder
        self._device = device
        self._compute_type = compute_type
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The folder's name, such as ``whisper-small``."""
        name = self._folder.resolve().name
        return name if "whisper" in name else f"whisper {name}"

    def transcribe(self, samples: Samples, hints: Hints) -> Transcript:
        """The words in ``samples`` (mono, 16 kHz, shape (n,)), with times and probabilities, hallucinations dropped.

        Raises:
            TryAgain: no memory now.
            OperatorMistake: the weights are damaged, or do not run on this device.
        """
        speech = voiced(samples)
        if not speech:
            return Transcript("", ())
        with self._lock:
            try:
                self._model.forget()  # of a recording that failed
                windows = [self._heard(samples, clip, speech, hints) for clip in clips(speech)]
                left_out = unheard(speech, [word for window in windows for word in window])
                windows += [self._heard(samples, gap, speech, Hints()) for gap in left_out]
                language = self._another_language()
            except (RuntimeError, MemoryError) as error:
                raise _trouble(error, self._folder) from error
        words = joined(windows)
        return Transcript(" ".join(word.text for word in words), words, language=language)

    def _heard(self, samples: Samples, clip: Span, speech: Sequence[Span], hints: Hints) -> tuple[Word, ...]:
        spoken = within(speech, clip)
        plain = said(self._read(samples, clip, None), spoken)
        if not plain or not hints.words or sum(span.seconds for span in spoken) < _LEAST_PROMPTED:
            return plain
        return with_names(plain, said(self._read(samples, clip, prompt_for(hints)), spoken), hints.words)

    def _read(self, samples: Samples, clip: Span, prompt: str | None) -> tuple[Piece, ...]:
        read = self._decoded(samples, clip, prompt, 0)
        return self._decoded(samples, clip, prompt, _NO_LOOPS) if any(map(goes_round, read)) else read

    def _decoded(self, samples: Samples, clip: Span, prompt: str | None, unrepeated: int) -> tuple[Piece, ...]:
        from faster_whisper import BatchedInferencePipeline

        segments, _ = BatchedInferencePipeline(self._model).transcribe(
            samples,
            language="en",
            beam_size=_BEAM,
            length_penalty=_LENGTH_PENALTY,
            temperature=0.0,
            no_repeat_ngram_size=unrepeated,
            max_new_tokens=min(_MOST_TOKENS, 20 + round(_TOKENS_A_SECOND * clip.seconds)),
            word_timestamps=True,
            without_timestamps=True,
            hotwords=prompt,
            clip_timestamps=[{"start": clip.start, "end": clip.end}],
        )
        return tuple(pieces(segments, len(samples) / HEARING_RATE))

    def _another_language(self) -> str | None:
        language, probability = self._model.language() or ("en", 1.0)
        return language if language != "en" and probability >= ANOTHER_LANGUAGE else None

    @cached_property
    def _model(self) -> ListeningModel:
        import ctranslate2

        from engine.models.whisper.model import ListeningModel

        cuda = self._device == "cuda" or (self._device == "auto" and ctranslate2.get_cuda_device_count() > 0)
        try:
            # The tokenizer's own library raises nothing narrower than Exception.
            if "model" not in json.loads((self._folder / "tokenizer.json").read_bytes()):
                raise ValueError("no tokenizer")
            return ListeningModel(
                str(self._folder),
                device="cuda" if cuda else "cpu",
                compute_type=self._compute_type or ("int8_float16" if cuda else "int8"),
                cpu_threads=min(_THREADS, os.cpu_count() or 1),
            )
        except (RuntimeError, MemoryError, ValueError, TypeError, OSError) as error:
            raise _trouble(error, self._folder) from error


def prompt_for(hints: Hints) -> str:
    """What Whisper reads before it listens again: names and words of the test."""
    # The tokenizer would take what is spelt like a control token for one.
    plain = " ".join(", ".join(hints.words).replace("<|", " ").replace("|>", " ").split())
    return f"{plain[:_LONGEST_PROMPT]}."


def pieces(segments: Iterable[Segment], duration: float) -> Iterator[Piece]:
    """The segments in our own terms; a word's parts are put together, and its times are in order and in the recording."""
    at = 0.0
    for segment in segments:
        words: list[Word] = []
        for each in segment.words or ():
            start = min(max(float(each.start), at), duration)
            at = min(max(float(each.end), start), duration)
            probability = min(max(float(each.probability), 0.0), 1.0)
            text = each.word.strip()
            if words and not each.word.startswith(" "):
                last = words.pop()
                words.append(Word(last.text + text, last.start, at, min(last.probability, probability)))
            elif text:
                words.append(Word(text, start, at, probability))
        yield Piece(tuple(words), segment.no_speech_prob, segment.avg_logprob, segment.compression_ratio)


def _mend(folder: Path) -> str:
    return f"run `bandmate models pull {folder.name}`, or copy the model anew"


def _trouble(error: Exception, folder: Path) -> TryAgain | OperatorMistake:
    """What CTranslate2's one error type means."""
    what = str(error).lower()
    if isinstance(error, MemoryError) or any(sign in what for sign in _NO_MEMORY):
        return TryAgain("no memory to listen")
    if "cuda" in what or "cublas" in what or "cudnn" in what or "compute type" in what:
        return OperatorMistake("Whisper does not run on this GPU: set BANDMATE_WHISPER_DEVICE=cpu")
    return OperatorMistake(f"{folder} is damaged: {_mend(folder)}")
