"""What Bandmate has to say in a group, without the words: see :mod:`engine.ielts.notices`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.ielts.groups.challenge import Item, Standing
from engine.ielts.groups.prompts import Prompt
from engine.ielts.groups.reactions import Reaction
from engine.ielts.groups.schedule import PromptKind, QuietHours, Schedule
from engine.ielts.notices import Notice


@dataclass(frozen=True, slots=True)
class OnlyForYou(Notice):
    """Something that only whoever acted should see: a toast, or a message that nobody else is shown."""


@dataclass(frozen=True, slots=True)
class ListedSchedule:
    """A schedule as a list shows it."""

    id: int
    schedule: Schedule
    paused: bool
    next_at: datetime


@dataclass(frozen=True, slots=True)
class DailyPanel(Notice):
    """What is scheduled here, with buttons. ``change`` names what was just done: ``set``, ``paused``, ``quiet``, ..."""

    schedules: tuple[ListedSchedule, ...]
    zone: str
    quiet: QuietHours | None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class AskZone(Notice):
    """Buttons ask for the group's time zone, before the first schedule is set by buttons."""


@dataclass(frozen=True, slots=True)
class AskKind(Notice):
    """Buttons ask what shall be practised."""


@dataclass(frozen=True, slots=True)
class AskTime(Notice):
    """Buttons ask when, in ``zone``."""

    kind: PromptKind
    zone: str


@dataclass(frozen=True, slots=True)
class PromptPosted(Notice):
    """Today's prompt. Members answer this message. ``focus``: a kind of error that the group makes."""

    post_id: int
    prompt: Prompt
    focus: str | None = None

    @property
    def slot(self) -> str | None:
        """Where it stands is kept: a reply to it is an answer, and it is never posted twice."""
        return f"post-{self.post_id}"


@dataclass(frozen=True, slots=True)
class PromptPreview(Notice):
    """What a prompt looks like; it cannot be answered."""

    prompt: Prompt


@dataclass(frozen=True, slots=True)
class ReactionGiven(Notice):
    """A few words on an answer, in the thread or in private (then ``asked`` begins what was asked)."""

    answer_id: int
    reaction: Reaction
    private: bool
    asked: str

    @property
    def slot(self) -> str | None:
        """An edited answer gets another reaction in the same message."""
        return f"reaction-{self.answer_id}"


@dataclass(frozen=True, slots=True)
class ReactionClosed(Notice):
    """A reaction could not be given in private: the group is told that, and nothing of what was in it."""

    user_id: str


@dataclass(frozen=True, slots=True)
class MemberDay:
    """One member in a digest: answers of that day, and days in a row."""

    user_id: str
    answers: int
    streak: int


@dataclass(frozen=True, slots=True)
class Digest(Notice):
    """Who took part, and one phrase worth keeping (the words, and who wrote them and wanted them shown)."""

    digest_id: int
    members: tuple[MemberDay, ...]
    phrase: tuple[str, str] | None

    @property
    def slot(self) -> str | None:
        """Never posted twice."""
        return f"digest-{self.digest_id}"


@dataclass(frozen=True, slots=True)
class OfChallenge(Notice):
    """The one message of a challenge. Its reader is the group, whoever pressed."""

    challenge_id: int

    @property
    def slot(self) -> str | None:
        """One message a challenge."""
        return f"challenge-{self.challenge_id}"


@dataclass(frozen=True, slots=True)
class ChallengeQuestion(OfChallenge):
    """The open question (``number`` from 1), with the one before it solved.

    ``knew`` is of the question before: how many were right, of how many who answered.
    """

    number: int
    total: int
    item: Item
    before: Item | None
    knew: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class ChallengeTable(OfChallenge):
    """It is over: the table of those who joined, and the answers."""

    standings: tuple[Standing, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Pressed(OnlyForYou):
    """Whether a choice was right, and why; ``again``: the first choice stands."""

    item: Item
    right: bool
    again: bool


@dataclass(frozen=True, slots=True)
class AskChoice(Notice):
    """How does each member want to be answered? Every press counts for whoever presses."""


@dataclass(frozen=True, slots=True)
class Chosen(OnlyForYou):
    """It is noted: ``thread``, ``private``, ``muted`` or ``out``."""

    choice: str


@dataclass(frozen=True, slots=True)
class PhraseShared(OnlyForYou):
    """The phrase will be in the digest, or it will not."""

    shared: bool
