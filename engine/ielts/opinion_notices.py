"""What Bandmate has to say when a learner judges what it said: see :mod:`engine.ielts.notices`."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.bands import Criterion
from engine.ielts.groups.notices import OnlyForYou
from engine.ielts.notices import Notice
from engine.ielts.opinions import Subject


@dataclass(frozen=True, slots=True)
class NotTaught(OnlyForYou):
    """The first thumb of somebody who does not allow training: it counts, teaches nothing, and this is how it would."""


@dataclass(frozen=True, slots=True)
class AskWhichComment(Notice):
    """A better comment on which criterion of this report?"""

    submission_id: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class AskSuggestion(Notice):
    """The next message is taken for a better comment, ``longest`` characters at most; a button calls it off.

    ``criterion`` is what the comment is about and ``comment`` what would be replaced.
    """

    subject: Subject
    criterion: Criterion
    comment: str
    longest: int


@dataclass(frozen=True, slots=True)
class SuggestionTaken(Notice):
    """The suggestion is safe."""


@dataclass(frozen=True, slots=True)
class SuggestionCalledOff(Notice):
    """No suggestion is waited for any more. ``waited``: one was."""

    waited: bool
