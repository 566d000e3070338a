"""What the examiner says, as voice notes: spoken sentence by sentence, joined, encoded once, kept."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import TryAgain
from engine.models.voices.opus import encode_ogg
from engine.models.voices.sentences import spoken_sentences
from engine.models.voices.sound_cache import SoundCache
from engine.models.voices.waveform import waveform
from engine.ports import Speech, Voice, VoiceNote

if TYPE_CHECKING:
    from engine.ports import Samples

LONGEST = 5000
"""Characters of one note: about six minutes, longer than any examiner speaks."""
_GAP = 0.35
"""Seconds between two sentences at speed 1."""
_SILENT = 0.004
_MARGIN = 0.02
_FORM = "1"
"""Part of every key: another number where the same words would be joined or encoded in another way."""
_SPEECH_HEAD = struct.Struct("<I")
_NOTE_HEAD = struct.Struct("<dH")


class SpokenNotes:
    """Notes in one voice at one speed, kept in ``folder``: a sentence is synthesised once, a whole note encoded once.

    It may be used by several threads and, on one folder, by several processes; at worst two of them make the same
    sound at the same time.

    Raises:
        OperatorMistake: the folder cannot be made.
    """

    def __init__(self, voice: Voice, folder: Path, speed: float = 1.0) -> None:
        self._voice = voice
        self._speed = speed
        self._cache = SoundCache(folder)

    def note(self, text: str) -> VoiceNote:
        """The note that says ``text``.

        Raises:
            TryAgain: passing trouble.
            OperatorMistake: no voice can be used.
            ValueError: there is nothing to say in it, or more than :data:`LONGEST` characters.
        """
        if len(text) > LONGEST:
            raise ValueError(f"{len(text)} characters are no voice note")
        sentences = spoken_sentences(text)
        if not sentences:
            raise ValueError("there is nothing to say")
        return _unpack(
            self._cache.get("note", *self._key, "\n".join(sentences), make=lambda: self._pack(self.speech(text)))
        )

    def speech(self, text: str) -> Speech:
        """``text`` spoken, as samples: its sentences from the cache, with a pause between them.

        Raises:
            TryAgain: passing trouble.
            OperatorMistake: no voice can be used.
        """
        said = [self._sentence(sentence) for sentence in spoken_sentences(text)]
        rate = said[0].rate
        gap = np.zeros(round(_GAP / self._speed * rate), np.float32)
        pieces = [piece for each in said for piece in (gap, _trimmed(each))][1:]
        return Speech(np.concatenate(pieces), rate)

    @property
    def _key(self) -> tuple[str, str, str]:
        return _FORM, self._voice.name, f"{self._speed:g}"

    def _sentence(self, sentence: str) -> Speech:
        def make() -> bytes:
            speech = self._voice.say(sentence, self._speed)
            if not speech.samples.size:
                raise TryAgain(f"{self._voice.name} said nothing")
            whole = np.round(np.clip(speech.samples, -1, 1) * 32767).astype("<i2")
            return _SPEECH_HEAD.pack(speech.rate) + whole.tobytes()

        content = self._cache.get("sentence", *self._key, sentence, make=make)
        samples = np.frombuffer(content, "<i2", offset=_SPEECH_HEAD.size).astype(np.float32) / np.float32(32767)
        return Speech(samples, _SPEECH_HEAD.unpack_from(content)[0])

    @staticmethod
    def _pack(speech: Speech) -> bytes:
        drawn = waveform(speech.samples, speech.rate)
        head = _NOTE_HEAD.pack(len(speech.samples) / speech.rate, len(drawn))
        return head + drawn + encode_ogg(speech)


def _unpack(content: bytes) -> VoiceNote:
    seconds, points = _NOTE_HEAD.unpack_from(content)
    start = _NOTE_HEAD.size + points
    return VoiceNote(ogg=content[start:], seconds=seconds, waveform=content[_NOTE_HEAD.size : start])


def _trimmed(speech: Speech) -> Samples:
    """Without the silence at both ends, which is another in each engine."""
    heard = np.flatnonzero(np.abs(speech.samples) > _SILENT)
    if not heard.size:
        return speech.samples
    margin = round(_MARGIN * speech.rate)
    return speech.samples[max(0, heard[0] - margin) : heard[-1] + margin]
