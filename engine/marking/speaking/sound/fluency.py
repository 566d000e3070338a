"""Fluency of one answer: how fast, how long at a stretch, where the silences fall, and what was said twice.

After Skehan (2003) there are three sides to it: speed (rates), breakdown (silent and filled pauses) and repair
(repetitions, self-corrections). What a number is over is in its docstring; of everything that is counted the count and
the seconds are kept, so that the answers of a test can be put together and still be rated as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.ielts.speaking.heard import Sound, Span, Transcript
from engine.ielts.text import tokens
from engine.marking.speaking.sound.clauses import Placed, place_pauses
from engine.marking.speaking.sound.repairs import Filler, Repair, fillers_in, repairs_in
from engine.marking.speaking.sound.syllables import syllables

LONG_PAUSE = 1.0
"""Seconds from which a pause is a long one; listeners begin to hear trouble there (Riggenbach 1991, De Jong 2016)."""
_SAME_FILLER = 0.15


@dataclass(frozen=True, slots=True)
class Fluency:
    """What was counted in one answer, or in several put together (:func:`together`).

    ``syllables`` are those of the transcript where there is one (fillers included), else nuclei heard in the sound;
    ``words`` is ``None`` without a transcript. ``pauses`` are silent and 0.25 s or longer, each with its place where word
    times are known; ``fillers`` are the filled pauses, from words and sound together; ``repairs`` are empty without a
    transcript. Seconds are of the recording, characters of the transcript.
    """

    speaking_seconds: float = 0.0
    phonation_seconds: float = 0.0
    runs: int = 0
    syllables: int = 0
    words: int | None = None
    pauses: tuple[Placed, ...] = ()
    fillers: tuple[Filler, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def speech_rate(self) -> float:
        """Syllables a second, pauses counted (De Jong and Wempe 2009)."""
        return _over(self.syllables, self.speaking_seconds)

    @property
    def articulation_rate(self) -> float:
        """Syllables a second of phonation (De Jong and Wempe 2009)."""
        return _over(self.syllables, self.phonation_seconds)

    @property
    def words_per_minute(self) -> float | None:
        """Words a minute of speaking time; ``None`` without a transcript."""
        return None if self.words is None else _over(60 * self.words, self.speaking_seconds)

    @property
    def mean_length_of_run(self) -> float:
        """Syllables between two pauses (Towell, Hawkins and Bazergui 1996)."""
        return _over(self.syllables, self.runs)

    @property
    def phonation_ratio(self) -> float:
        """Share of the speaking time that is speech, 0 to 1 (Kormos and Dénes 2004)."""
        return _over(self.phonation_seconds, self.speaking_seconds)

    @property
    def mean_pause(self) -> float:
        """Seconds of a silent pause."""
        return _over(sum(pause.span.seconds for pause in self.pauses), len(self.pauses))

    @property
    def pauses_per_minute(self) -> float:
        """Silent pauses in a minute of speaking time."""
        return self._per_minute(len(self.pauses))

    @property
    def long_pauses_per_minute(self) -> float:
        """Silent pauses of :data:`LONG_PAUSE` and longer in a minute of speaking time."""
        return self._per_minute(sum(pause.span.seconds >= LONG_PAUSE for pause in self.pauses))

    @property
    def pauses_within_clauses(self) -> int:
        """Silent pauses inside a clause: where less fluent speakers stop (Tavakoli 2011, De Jong 2016)."""
        return sum(pause.within is True for pause in self.pauses)

    @property
    def pauses_between_clauses(self) -> int:
        """Silent pauses where a clause ends: where everybody stops."""
        return sum(pause.within is False for pause in self.pauses)

    @property
    def share_within_clauses(self) -> float | None:
        """Share of the placed pauses that lie inside a clause, 0 to 1; ``None`` where none could be placed."""
        placed = self.pauses_within_clauses + self.pauses_between_clauses
        return self.pauses_within_clauses / placed if placed else None

    @property
    def fillers_per_minute(self) -> float:
        """Filled pauses in a minute of speaking time."""
        return self._per_minute(len(self.fillers))

    @property
    def repairs_per_minute(self) -> float:
        """Repetitions and self-corrections in a minute of speaking time (Kormos 1999)."""
        return self._per_minute(len(self.repairs))

    def _per_minute(self, count: int) -> float:
        return _over(60.0 * count, self.speaking_seconds)


def fluency(sound: Sound, transcript: Transcript | None = None) -> Fluency:
    """The fluency of one answer; a ``transcript`` with word times tells where the pauses lie."""
    text = transcript.text if transcript is not None else ""
    words = transcript.words if transcript is not None and transcript.words is not None else ()
    said = len(tokens(text))
    return Fluency(
        speaking_seconds=sound.speaking_time,
        phonation_seconds=sound.phonation_time,
        runs=len(sound.runs),
        syllables=syllables(text) if said else len(sound.nuclei),
        words=said or None,
        pauses=place_pauses(sound.pauses, words),
        fillers=_all_fillers(fillers_in(text, words), sound.fillers),
        repairs=repairs_in(text, words),
    )


def together(answers: Iterable[Fluency]) -> Fluency:
    """Several answers rated as one performance: everything counted is added up."""
    parts = [answer for answer in answers if answer.runs]
    counted = [answer.words for answer in parts if answer.words is not None]
    return Fluency(
        speaking_seconds=sum(part.speaking_seconds for part in parts),
        phonation_seconds=sum(part.phonation_seconds for part in parts),
        runs=sum(part.runs for part in parts),
        syllables=sum(part.syllables for part in parts),
        words=sum(counted) if parts and len(counted) == len(parts) else None,
        pauses=tuple(pause for part in parts for pause in part.pauses),
        fillers=tuple(filler for part in parts for filler in part.fillers),
        repairs=tuple(repair for part in parts for repair in part.repairs),
    )


def _all_fillers(written: tuple[Filler, ...], heard: Iterable[Span]) -> tuple[Filler, ...]:
    """Both kinds without counting one twice: a recogniser drops many fillers, and writes some of them down.

    Where the written ones have no times, the longer of the two lists is what was said.
    """
    sounds = tuple(Filler(span=span) for span in heard)
    if any(filler.span is None for filler in written):
        return written if len(written) >= len(sounds) else sounds
    new = tuple(sound for sound in sounds if not any(_meet(sound.span, filler.span) for filler in written))
    return tuple(sorted((*written, *new), key=lambda filler: filler.span.start if filler.span else 0.0))


def _meet(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return False
    return one.start < other.end + _SAME_FILLER and other.start < one.end + _SAME_FILLER


def _over(count: float, of: float) -> float:
    return count / of if of > 0 else 0.0
