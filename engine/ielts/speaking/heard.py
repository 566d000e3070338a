"""What was heard in one recording: the words, with their times, and what the sound itself says.

Every time is in seconds from the start of the recording. Nothing here holds sound: a recording is measured and erased.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

PAUSE = 0.25
"""Seconds from which a silence inside speech is a pause: the usual threshold (Goldman-Eisler 1968, De Jong 2013)."""
DOUBTED = 0.5
"""Probability below which the recogniser doubts a word: such a word is nobody's mistake."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time.

    Raises:
        ValueError: it ends before it begins, or before the recording does.
    """

    start: float
    end: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start) and math.isfinite(self.end) and 0 <= self.start <= self.end):
            raise ValueError(f"not a stretch of time: {self.start} to {self.end}")

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a transcript; ``probability`` is how sure the recogniser is of it, 0 to 1.

    Raises:
        ValueError: its times or its probability are none.
    """

    text: str
    start: float
    end: float
    probability: float

    def __post_init__(self) -> None:
        Span(self.start, self.end)
        if not 0 <= self.probability <= 1:
            raise ValueError(f"not a probability: {self.probability}")

    @property
    def doubted(self) -> bool:
        """Whether the recogniser may have misheard it."""
        return self.probability < DOUBTED


class Origin(StrEnum):
    """Where the words of a transcript come from."""

    RECOGNISED = "recognised"
    TYPED = "typed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one answer. ``words`` is ``None`` where nobody knows when they were said.

    ``language`` is another language than English that was noticed (an IETF tag), else ``None``.
    """

    text: str
    words: tuple[Word, ...] | None = None
    origin: Origin = Origin.RECOGNISED
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """What can be measured of a recording without knowing its words.

    ``runs`` are the stretches of speech between pauses; ``pauses`` the silences of :data:`PAUSE` or longer between two
    runs; ``nuclei`` the moments of syllable nuclei; ``fillers`` stretches that sound like "er" or "um". ``pitch_range``
    is the distance of the 10th and 90th percentile of pitch in semitones and ``clearness`` the ratio of speech to
    noise in decibels; either is ``None`` where there was too little to measure.
    """

    duration: float
    runs: tuple[Span, ...] = ()
    nuclei: tuple[float, ...] = ()
    fillers: tuple[Span, ...] = ()
    pitch_range: float | None = None
    clearness: float | None = None

    @property
    def pauses(self) -> tuple[Span, ...]:
        """Silences inside the speech."""
        return tuple(Span(before.end, after.start) for before, after in zip(self.runs, self.runs[1:], strict=False))

    @property
    def silent(self) -> bool:
        """Nothing was said."""
        return not self.runs

    @property
    def phonation_time(self) -> float:
        """Seconds of speech, pauses not counted."""
        return sum(run.seconds for run in self.runs)

    @property
    def speaking_time(self) -> float:
        """Seconds from the first sound of speech to the last, pauses counted."""
        return self.runs[-1].end - self.runs[0].start if self.runs else 0.0

    def speech_rate(self, syllables: int | None = None) -> float:
        """Syllables a second of speaking time (De Jong and Wempe 2009); ``syllables`` as counted in the words."""
        return self._rate(syllables, self.speaking_time)

    def articulation_rate(self, syllables: int | None = None) -> float:
        """Syllables a second of phonation time."""
        return self._rate(syllables, self.phonation_time)

    def mean_length_of_run(self, syllables: int | None = None) -> float:
        """Syllables between two pauses, on average (Towell, Hawkins and Bazergui 1996)."""
        return self._rate(syllables, len(self.runs))

    @property
    def mean_pause(self) -> float:
        """Seconds of a pause, on average; 0 without pauses."""
        pauses = self.pauses
        return sum(pause.seconds for pause in pauses) / len(pauses) if pauses else 0.0

    def _rate(self, syllables: int | None, over: float) -> float:
        count = len(self.nuclei) if syllables is None else syllables
        return count / over if over > 0 else 0.0


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """One answer of a Speaking test as it was heard; ``sound`` is ``None`` for a typed one."""

    turn: str
    transcript: Transcript | None
    sound: Sound | None


def dump_heard(heard: Transcript | Sound) -> str:
    """A transcript or a sound as JSON, without loss."""
    return json.dumps(asdict(heard), ensure_ascii=False)


def load_transcript(text: str) -> Transcript:
    """The transcript that :func:`dump_heard` wrote.

    Raises:
        ValueError: it is not one.
    """
    row = _object(text)
    try:
        words = row["words"]
        read = None if words is None else tuple(Word(**word) for word in words)
        return Transcript(row["text"], read, Origin(row["origin"]), row["language"])
    except (KeyError, TypeError) as wrong:
        raise ValueError("not a transcript") from wrong


def load_sound(text: str) -> Sound:
    """The sound that :func:`dump_heard` wrote.

    Raises:
        ValueError: it is not one.
    """
    row = dict(_object(text))
    try:
        runs, fillers = (tuple(Span(**span) for span in row.pop(name)) for name in ("runs", "fillers"))
        return Sound(runs=runs, fillers=fillers, nuclei=tuple(row.pop("nuclei")), **row)
    except (KeyError, TypeError) as wrong:
        raise ValueError("not a sound") from wrong


def _object(text: str) -> Mapping[str, Any]:
    row = json.loads(text)
    if not isinstance(row, dict):
        raise ValueError("not what was heard")  # noqa: TRY004 - what is read here is a text, not a type
    return row
