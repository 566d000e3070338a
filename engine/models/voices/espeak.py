"""espeak-ng: the voice that every install has, with no network and no system package.

The library comes with the package ``espeakng-loader`` and is called by ctypes, whose signatures are those of
``speak_lib.h``. It holds one voice and one rate for the whole process, so one lock guards every call.
"""

from __future__ import annotations

import ctypes
import itertools
import threading
from collections.abc import Iterator
from functools import cache

import numpy as np

from engine.errors import OperatorMistake, TryAgain
from engine.models.voices.sentences import spoken
from engine.ports import Speech

_LOCK = threading.Lock()
_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples go to the callback, in this thread
_POSITION_CHARACTER = 1
_CHARS_UTF8 = 1  # alone: neither SSML nor [[phonemes]] in the text mean anything
_RATE = 1
_WORDS_A_MINUTE = 160
_SLOWEST, _FASTEST = 80, 450  # of the library
_LONGEST_TEXT = 2000
_LONGEST_SECONDS = 180
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakVoice:
    """One of espeak-ng's voices, by language (``en-gb``, ``en-us``, ``en-gb-x-rp``) or by the library's own name.

    Speed 1 is 160 words a minute, the pace of a careful speaker. A recogniser understands
    Received Pronunciation, the default, and ``en-us`` better than ``en-gb`` (tests/bench/bench_voice.py).
    """

    def __init__(self, voice: str = "en-gb-x-rp") -> None:
        self._voice = voice

    @property
    def name(self) -> str:
        """``espeak-ng`` and the voice."""
        return f"espeak-ng {self._voice}"

    def say(self, text: str, speed: float) -> Speech:
        """``text`` spoken, at 22,050 samples a second.

        Raises:
            OperatorMistake: no such voice, or the library cannot be loaded.
            TryAgain: the library gave up.
            ValueError: the text is too long for one sentence.
        """
        if len(text) > _LONGEST_TEXT:
            raise ValueError(f"{len(text)} characters are no sentence")
        with _LOCK:
            library = _library()
            return library.speak(spoken(text), self._voice, round(_WORDS_A_MINUTE * speed))


class _Listed(ctypes.Structure):
    """``espeak_VOICE``. ``languages`` is a row of (priority byte, zero-ended code), ended by a zero priority."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )

    def codes(self) -> Iterator[str]:
        """The languages that it speaks, best first."""
        at = self.languages
        while at and ctypes.string_at(at, 1) != b"\0":
            code = ctypes.string_at(at + 1)
            yield code.decode("ascii", "replace")
            at += len(code) + 2


class _Library:
    """The library, set up once a process; the callback is kept here, because C only borrows it."""

    def __init__(self, path: str, data: str) -> None:
        self._espeak = ctypes.CDLL(path)
        self._espeak.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Listed))
        self._espeak.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        self._espeak.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        self.rate = int(self._espeak.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), 0))
        if self.rate <= 0:
            raise OSError("espeak_Initialize")
        self._pieces: list[bytes] = []
        self._samples = 0
        self._callback = _CALLBACK(self._take)
        self._voices = self._listed()

    def speak(self, text: str, voice: str, words_a_minute: int) -> Speech:
        identifier = self._voices.get(voice.lower(), voice)
        if "\0" in identifier or self._espeak.espeak_SetVoiceByName(identifier.encode()) != 0:
            raise OperatorMistake(
                f"espeak-ng has no voice {voice!r}: set BANDMATE_VOICE_NAME to one such as en-gb, en-us"
            )
        self._espeak.espeak_SetParameter(_RATE, min(max(words_a_minute, _SLOWEST), _FASTEST), 0)
        # The library is one for the whole process: somebody else in it may have set a callback of their own.
        self._espeak.espeak_SetSynthCallback(self._callback)
        self._pieces, self._samples = [], 0
        content = text.encode()
        if (
            self._espeak.espeak_Synth(content, len(content) + 1, 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None)
            != 0
        ):
            raise TryAgain("espeak-ng gave up")
        spoken_pieces, self._pieces = self._pieces, []
        samples = np.frombuffer(b"".join(spoken_pieces), "<i2").astype(np.float32) / np.float32(32768)
        return Speech(samples, self.rate)

    def _take(self, wave: ctypes._Pointer[ctypes.c_short], count: int, _: int | None) -> int:
        """The callback: keeps the samples; 1 ends the speech."""
        if count > 0:
            self._pieces.append(ctypes.string_at(wave, 2 * count))
            self._samples += count
        return int(self._samples > _LONGEST_SECONDS * self.rate)

    def _listed(self) -> dict[str, str]:
        """Language and voice; where two voices speak a language first, the earlier in the list."""
        voices = self._espeak.espeak_ListVoices(None)
        found: dict[str, str] = {}
        for listed in itertools.takewhile(bool, (voices[index] for index in itertools.count())):
            best = next(listed.contents.codes(), "")
            found.setdefault(best.lower(), listed.contents.identifier.decode("utf-8", "replace"))
        return found


@cache
def _library() -> _Library:
    """The library, once a process.

    Raises:
        OperatorMistake: it is not there, or not for this system.
    """
    try:
        import espeakng_loader

        return _Library(espeakng_loader.get_library_path(), espeakng_loader.get_data_path())
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        raise OperatorMistake("espeak-ng cannot be loaded: pip install --force-reinstall espeakng-loader") from error
