"""What is heard: how near pauses, times and rates come to a truth that was put there, and what it costs.

Sentences of four synthetic voices with pauses of 0.25 to 3 s between them; noise is laid over or into them. Rates are over
the syllables of the known words, and over those that are heard in the sound alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.marking.speaking.sound.measure import measure_sound
from engine.ports import HEARING_RATE
from engine.practice.recordings import decode
from tests.doubles.recordings import encoded
from tests.doubles.spoken import VOICES, Spoken, spoken

if TYPE_CHECKING:
    from engine.ports import Samples

PAUSES = (0.25, 0.3, 0.5, 0.9, 1.6, 3.0)
WAYS: dict[str, dict[str, Any]] = {
    "clean": {},
    "room noise in the pauses": {"filled": "pink"},
    "white noise at 20 dB": {"snr": ("white", 20.0)},
    "room noise at 20 dB": {"snr": ("pink", 20.0)},
    "hum at 20 dB": {"snr": ("hum", 20.0)},
    "room noise at 15 dB": {"snr": ("pink", 15.0)},
    "very quiet (peak at -40 dB)": {"peak": 0.01},
    "clipped": {"peak": 4.0},
}


def as_it_is(samples: Samples) -> Samples:
    """Nothing in between."""
    return samples


def through_opus(samples: Samples) -> Samples:
    """As a voice note of 24 kbit/s."""
    return decode(encoded(samples, "voice.ogg", bits=24_000))


def row(what: str, truths: list[Spoken], way: Callable[[Samples], Samples]) -> str:
    """One line: what was missed or invented, edges in milliseconds, errors in per cent."""
    wrong, edges, times, known, heard = 0, [], [], [], []
    for truth in truths:
        sound = measure_sound(way(truth.samples))
        times.append(abs(sound.phonation_time / truth.seconds - 1))
        true_rate = truth.syllables / truth.seconds
        known.append(abs(sound.articulation_rate(truth.syllables) / true_rate - 1))
        heard.append(sound.articulation_rate() / true_rate - 1)
        if len(sound.pauses) != len(truth.pauses):
            wrong += abs(len(sound.pauses) - len(truth.pauses))
            continue
        for found, true in zip(sound.pauses, truth.pauses, strict=True):
            edges += [abs(found.start - true.start), abs(found.end - true.end)]
    middle, worst = 1000 * np.median(edges), 1000 * np.max(edges)
    return (
        f"| {what} | {wrong} of {len(truths) * len(PAUSES)} | {middle:.0f} / {worst:.0f} | {100 * max(times):.1f} % "
        f"| {100 * max(known):.1f} % | {100 * min(heard):+.0f} to {100 * max(heard):+.0f} % |"
    )


def main() -> None:
    """The table, and the cost."""
    lines = [
        (
            "| sound | pauses missed or invented | edges, median / worst ms | phonation time, worst"
            " | articulation rate, words known, worst | from the sound alone |"
        ),
        "|---|---|---|---|---|---|",
    ]
    for what, how in WAYS.items():
        lines.append(row(what, [spoken(voice, PAUSES, **how) for voice in VOICES], as_it_is))
    for what in ("clean", "room noise at 20 dB"):
        truths = [spoken(voice, PAUSES, **WAYS[what]) for voice in VOICES]
        lines.append(row(f"{what}, as a voice note of 24 kbit/s", truths, through_opus))
    long = spoken(VOICES[0], PAUSES).samples
    long = np.resize(long, 12 * HEARING_RATE).astype(np.float32)
    measure_sound(long)
    began = time.process_time()
    for _ in range(10):
        measure_sound(long)
    cost = 100 * (time.process_time() - began)
    sys.stdout.write("\n".join(lines) + f"\n\nMeasuring 12 s of sound: {cost:.0f} ms of one core.\n")


if __name__ == "__main__":
    main()
