"""How long the parts of a test last, and what counts.

Exam time is what passes in the exam room: the examiner's words at speaking pace, the minute of preparation as far as
it is used, and the candidate's answers as far as the examiner listens to them. What the software takes to fetch, hear,
think and send is no exam time, and neither is a pause. EXAM.md has the limits: Part 1 four to five minutes, Part 2
three to four, Part 3 four to five, so eleven to fourteen together. No limit for single answers is published for Parts 1
and 3: :data:`LISTENS` is ours, and so is what counts as short.

The upper limits hold whatever is sent. The lower ones hold for a candidate who speaks, for :data:`SPEAKS` seconds or
more an answer, and uses the preparation; an examiner cannot make a silent candidate last eleven minutes.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from engine.ielts.speaking.recollection import PartNumber
from engine.ielts.writing import count_words


class Stage(StrEnum):
    """Where in a test one is."""

    IDENTITY = "identity"
    PART_1 = "part 1"
    CARD = "card"
    PREPARATION = "preparation"
    LONG_TURN = "long turn"
    ROUNDING_OFF = "rounding off"
    PART_3 = "part 3"
    END = "end"

    @property
    def part(self) -> PartNumber:
        """The part that the stage's time belongs to; the end belongs to Part 3."""
        if self in (Stage.IDENTITY, Stage.PART_1):
            return 1
        return 3 if self in (Stage.PART_3, Stage.END) else 2


BEFORE_TALK = (Stage.CARD, Stage.PREPARATION)
"""Stages in which the candidate has the card and does not speak yet."""
AT_LEAST = {1: 240.0, 2: 180.0, 3: 240.0}
"""Seconds that a part should last."""
AT_MOST = {1: 300.0, 2: 240.0, 3: 300.0}
"""Seconds that a part never exceeds."""
PREPARATION = timedelta(seconds=60)
LONG_TURN = (60.0, 120.0)
"""Seconds: below the first the examiner asks for more, at the second the examiner stops the candidate."""
LISTENS = {
    Stage.IDENTITY: 15.0,
    Stage.PART_1: 30.0,
    Stage.LONG_TURN: LONG_TURN[1],
    Stage.ROUNDING_OFF: 20.0,
    Stage.PART_3: 60.0,
}
"""Seconds of one answer that the examiner listens to; what comes after is neither counted nor marked."""
SHORT = {Stage.PART_1: 7.0, Stage.PART_3: 15.0}
"""Seconds below which an answer is short, and "why?" follows."""
SPEAKS = {
    Stage.IDENTITY: 3.0,
    Stage.PART_1: 14.0,
    Stage.LONG_TURN: LONG_TURN[0],
    Stage.ROUNDING_OFF: 18.0,
    Stage.PART_3: 22.0,
}
"""Seconds an answer of a candidate for whom the lower limits hold."""
ROOM_FOR_AN_ANSWER = 8.0
"""Seconds that must be left in a part for another question to be worth asking."""
GIVEN_UP = timedelta(days=7)
"""A test that nothing is heard of for so long has ended."""

_WORDS_A_SECOND = {"examiner": 2.7, "candidate": 2.2}


def examiner_seconds(text: str) -> float:
    """What saying ``text`` takes at an examiner's pace of about 160 words a minute."""
    return round(count_words(text) / _WORDS_A_SECOND["examiner"], 1)


def typed_seconds(text: str) -> float:
    """What saying a typed answer would have taken, at about 130 words a minute."""
    return round(count_words(text) / _WORDS_A_SECOND["candidate"], 1)
