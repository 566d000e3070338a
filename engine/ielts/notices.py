"""What Bandmate has to say, without the words: front ends turn each Notice into text, buttons and files.

A notice with a ``slot`` belongs to one message that changes as work proceeds: the front end edits the message that
it last showed in that slot, and sends a new one where there is none (or where it cannot be edited any more).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.ielts.learners import Reader
from engine.ielts.passages import Passage
from engine.ielts.reports import BandReport


@dataclass(frozen=True, slots=True)
class Notice:
    """Root of all notices. ``reader`` is who reads it, where that is known: it changes how a notice is said, never what."""

    reader: Reader | None = field(default=None, kw_only=True, compare=False)

    @property
    def slot(self) -> str | None:
        """The message that this notice replaces, by name; ``None``: always a new message."""
        return None


@dataclass(frozen=True, slots=True)
class Welcome(Notice):
    """The first thing a learner reads: what to send and what comes back."""


@dataclass(frozen=True, slots=True)
class Help(Notice):
    """Every command and what may be sent."""


@dataclass(frozen=True, slots=True)
class Refused(Notice):
    """One clear, friendly sentence: see :class:`engine.errors.LearnerMistake` for ``reason`` and ``facts``."""

    reason: str
    facts: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AboutSubmission(Notice):
    """The status message of one submission."""

    submission_id: int

    @property
    def slot(self) -> str | None:
        """One status message a submission."""
        return f"submission-{self.submission_id}"


@dataclass(frozen=True, slots=True)
class AskTask(AboutSubmission):
    """Which task is this? Buttons for ``tasks``. More text may still be added to the same essay."""

    word_count: int
    tasks: tuple[str, ...] = ("W2", "W1A", "W1G")


@dataclass(frozen=True, slots=True)
class AskPrompt(AboutSubmission):
    """What was the question? A message answers; a button skips. ``task`` is the code already known."""

    word_count: int
    task: str


@dataclass(frozen=True, slots=True)
class Queued(AboutSubmission):
    """Accepted and safe. ``position`` 1 is next in line; ``edited`` when an edit made it wait anew."""

    word_count: int
    task: str
    position: int
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Working(AboutSubmission):
    """A worker is marking it now."""


@dataclass(frozen=True, slots=True)
class Marked(AboutSubmission):
    """Marked: the report is in a message of its own."""


@dataclass(frozen=True, slots=True)
class Withdrawn(AboutSubmission):
    """The learner took it back before it was marked."""


@dataclass(frozen=True, slots=True)
class ReportReady(Notice):
    """The short report, with buttons to open the rest. Delivered through the outbox."""

    submission_id: int
    report: BandReport


@dataclass(frozen=True, slots=True)
class ReportView(Notice):
    """One part of a report that a button opened.

    ``view`` is ``TA|TR|CC|LR|GRA`` (a criterion), ``corrections``, ``kind-`` and a kind of error (the corrections of that
    kind), ``clean`` (the answer with the corrections made), ``figures`` (what was held against the visual), ``samples``
    (answers with bands to compare with), ``next`` (what
    to do), ``better`` (a paragraph written anew, where there is one), ``full`` (the whole report as a file) or ``short``
    (back to the start). ``full_text`` is the Markdown of the whole, for ``full`` only; ``answer`` is what was marked;
    ``liked`` is which thumb is up, if one is; ``cited`` is what the operator's documents say about the
    criterion that was opened.
    """

    submission_id: int
    report: BandReport
    view: str
    full_text: str | None = None
    answer: str = ""
    liked: bool | None = None
    cited: Passage | None = None


@dataclass(frozen=True, slots=True)
class MarkingFailed(Notice):
    """It could not be marked, after every retry; no score is invented. The essay is kept and may be sent again."""

    submission_id: int


@dataclass(frozen=True, slots=True)
class Accuracy(Notice):
    """How wrong the scorer is, measured on essays with bands by people that it was not fitted on.

    ``mean_error`` and ``bias`` are in bands (bias above 0: too generous); shares are 0 to 1.
    """

    scorer: str
    essays: int
    mean_error: float
    bias: float
    within_half: float
    within_one: float


@dataclass(frozen=True, slots=True)
class UnknownCommand(Notice):
    """A slash command that does not exist here."""
