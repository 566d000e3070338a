"""Written answers said aloud: by a voice, at a pace, with pauses where a candidate of that level makes them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.models.voices.opus import encode_ogg
from engine.ports import Speech, Voice

_ENDS = re.compile(r"[.,;:?!]$")
_ROOM = 0.0006  # the amplitude of a quiet room's noise
_SILENT, _MARGIN = 0.004, 0.03


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody speaks: ``pace`` beside the voice's own, chance and seconds of pauses inside clauses and between them."""

    pace: float
    within: float = 0.0
    within_seconds: float = 0.6
    between_seconds: float = 0.5


HALTING = Manner(0.72, within=0.16, within_seconds=0.9, between_seconds=1.1)
STEADY = Manner(0.9, within=0.05, within_seconds=0.6, between_seconds=0.7)
FLUENT = Manner(1.1, within=0.01, within_seconds=0.4, between_seconds=0.45)


def aloud(text: str, voice: Voice, manner: Manner) -> tuple[bytes, float]:
    """A voice note (OGG/Opus) and its seconds; an empty text is six seconds of a quiet room."""
    chance = random.Random(text)
    rate, pieces = 16_000, []
    for phrase, pause in _phrases(text, manner, chance):
        said = voice.say(phrase, manner.pace)
        rate = said.rate
        pieces += [_trimmed(said), np.zeros(round(pause * rate), np.float32)]
    edge = np.zeros(rate // 2 if pieces else 6 * rate, np.float32)
    whole = np.concatenate([edge, *pieces, edge])
    whole += np.random.default_rng(len(text)).normal(0, _ROOM, len(whole)).astype(np.float32)
    return encode_ogg(Speech(whole, rate)), len(whole) / rate


def _phrases(text: str, manner: Manner, chance: random.Random) -> Iterator[tuple[str, float]]:
    """What is said in one breath, and the seconds of silence after it."""
    words: list[str] = []
    for word in text.split():
        words.append(word)
        ends = _ENDS.search(word)
        if ends or chance.random() < manner.within:
            pause = manner.between_seconds if ends else manner.within_seconds
            yield " ".join(words), pause * chance.uniform(0.6, 1.6)
            words = []
    if words:
        yield " ".join(words), 0.0


def _trimmed(speech: Speech) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Without the voice's own silence at both ends, so that pauses are as long as they are meant to be."""
    heard = np.flatnonzero(np.abs(speech.samples) > _SILENT)
    margin = round(_MARGIN * speech.rate)
    return speech.samples[max(0, heard[0] - margin) : heard[-1] + margin] if heard.size else speech.samples
