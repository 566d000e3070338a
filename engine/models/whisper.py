"""Speech to text by faster-whisper, on this machine.

The prompt is written like speech with hesitations, because Whisper copies the manner of what it reads: after clean
text it leaves out the "um" and the repeated word by which fluency is heard. It goes in as ``hotwords``, which
faster-whisper puts before every window, where an ``initial_prompt`` reaches the first alone. A prompt also makes
Whisper leave out sentences, the more the longer its window is: so windows are short, and what was left out all the
same is listened to again without a prompt.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.errors import OperatorMistake, TryAgain
from engine.ielts.heard import Span, Transcript, Word
from engine.models.phantoms import Piece, said
from engine.models.whisper_folder import missing_files
from engine.ports import HEARING_RATE, Hints

if TYPE_CHECKING:
    from faster_whisper.transcribe import Segment

    from engine.models.whisper_model import ListeningModel
    from engine.ports import Samples

Device = Literal["auto", "cpu", "cuda"]

HESITANT = "Um, well, I, I think so."
"""Short on purpose: a longer row of hesitations makes Whisper hear some that nobody made, and an ellipsis at the end
makes it leave out whole sentences (tests/bench/bench_voice.py)."""
ANOTHER_LANGUAGE = 0.7
"""Probability from which another language than English is taken to be spoken."""
_LONGEST_PROMPT = 600  # characters; about 150 of the 223 tokens that fit
_BEAM = 5
_TEMPERATURES = [0.0, 0.4]  # the second where the first went round in a loop or is sure of nothing
_SAMPLES = 2
_WINDOW = 15.0  # of Whisper's 30 seconds
_NEAR, _LONGEST_WORD, _LEFT_OUT = 0.3, 1.0, 1.0  # seconds
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
        prompt = prompt_for(hints)
        with self._lock:
            try:
                self._model.first_window = None  # of a recording that failed
                words = said(self._listened(samples, clips(speech), prompt), speech, prompt)
                missed = unheard(speech, words)
                if missed:
                    again = said(self._listened(samples, missed, None), missed)
                    words = tuple(sorted((*words, *again), key=lambda word: (word.start, word.end)))
                language = self._another_language()
            except (RuntimeError, MemoryError) as error:
                raise _trouble(error, self._folder) from error
        return Transcript(" ".join(word.text for word in words), words, language=language)

    def _listened(self, samples: Samples, stretches: Sequence[Span], prompt: str | None) -> Iterator[Piece]:
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=_BEAM,
            temperature=_TEMPERATURES,
            best_of=_SAMPLES,
            max_new_tokens=_most_tokens(stretches),
            condition_on_previous_text=False,
            word_timestamps=True,
            hotwords=prompt,
            clip_timestamps=[moment for stretch in stretches for moment in (stretch.start, stretch.end)],
        )
        return pieces(segments, len(samples) / HEARING_RATE)

    def _another_language(self) -> str | None:
        language, probability = self._model.language() or ("en", 1.0)
        return language if language != "en" and probability >= ANOTHER_LANGUAGE else None

    @cached_property
    def _model(self) -> ListeningModel:
        import ctranslate2

        from engine.models.whisper_model import ListeningModel

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


def voiced(samples: Samples) -> tuple[Span, ...]:
    """Where somebody speaks, by the silero VAD that comes with faster-whisper; cut at silences of half a second."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    if not samples.size:
        return ()
    options = VadOptions(min_speech_duration_ms=100, min_silence_duration_ms=500, speech_pad_ms=200)
    found = get_speech_timestamps(np.ascontiguousarray(samples, np.float32), options)
    return tuple(Span(each["start"] / HEARING_RATE, each["end"] / HEARING_RATE) for each in found)


def clips(speech: Iterable[Span]) -> tuple[Span, ...]:
    """``speech`` in stretches of 15 seconds where a silence allows, so that no word is cut in two."""
    joined: list[Span] = []
    for span in speech:
        if joined and span.end - joined[-1].start <= _WINDOW:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


def unheard(speech: Iterable[Span], words: Sequence[Word]) -> tuple[Span, ...]:
    """Stretches of ``speech`` of a second or more with no word near: what Whisper left out, as it does after a prompt."""
    found: list[Span] = []
    for span in speech:
        at = span.start
        for word in words:
            start, end = word.start - _NEAR, min(word.end, word.start + _LONGEST_WORD) + _NEAR
            if start - at >= _LEFT_OUT and start < span.end:
                found.append(Span(at, start))
            at = max(at, end)
        if span.end - at >= _LEFT_OUT:
            found.append(Span(at, span.end))
    return tuple(found)


def _most_tokens(listened: Sequence[Span]) -> int:
    longest = max(min(clip.seconds, _WINDOW) for clip in listened)
    return min(_MOST_TOKENS, 20 + round(_TOKENS_A_SECOND * longest))


def prompt_for(hints: Hints) -> str:
    """What Whisper reads before it listens: words of the topic, the question, and how people really talk."""
    read = f"{', '.join(hints.words)}. {hints.question}" if hints.words else hints.question
    # The tokenizer would take what is spelt like a control token for one.
    plain = " ".join(read.replace("<|", " ").replace("|>", " ").split())
    return f"{plain[: _LONGEST_PROMPT - len(HESITANT)]} {HESITANT}".strip()


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
