"""Ears that work out once what they make of a sound: a test has forty answers of four recordings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from engine.marking.speaking.sound.alignment import align
from engine.marking.speaking.sound.measure import measure_sound
from engine.practice.hearing import Ears


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[tuple[Any, ...], Any] = {}

    def asked(samples: Any, *more: str) -> Any:
        key = (samples.tobytes(), *more)
        if key not in known:
            known[key] = function(samples, *more)
        return known[key]

    return asked


EARS = Ears(_once(measure_sound), align=_once(align))


def once(ears: Ears) -> Ears:
    """The same ears, but for what they heard before."""
    assert (ears.measure, ears.align) == (measure_sound, align)
    return replace(EARS, recogniser=ears.recogniser)
