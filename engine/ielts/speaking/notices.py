"""What Bandmate has to say about a Speaking test, without the words: see :mod:`engine.ielts.notices`."""

from __future__ import annotations

from dataclasses import dataclass

from engine.ielts.learners import USUAL, Manner
from engine.ielts.notices import Notice
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.report import SpeakingReport
from engine.ielts.speaking.steps import OnBreak, Prepare, Step


@dataclass(frozen=True, slots=True)
class AskMode(Notice):
    """How shall the test be sat? Buttons ``exam`` and ``practice``."""


@dataclass(frozen=True, slots=True)
class UnderWay(Notice):
    """There is a test already: go on with it, or stop it. Buttons do either."""

    test_id: int
    scope: Scope
    paused: bool


@dataclass(frozen=True, slots=True)
class ExaminerStep(Notice):
    """What the examiner does now, said by a voice where there is one.

    ``ears``: what is said can be written down here; without, ``first`` asks the candidate once to type it, and at the
    end ``wordless`` answers still lack their words. ``manner`` is how the candidate wants the examiner to speak.
    """

    test_id: int
    step: Step
    mode: Mode
    scope: Scope
    ears: bool
    first: bool = False
    wordless: int = 0
    manner: Manner = USUAL

    @property
    def slot(self) -> str | None:
        """The timer and a break are messages that change; a question is a message of its own."""
        return f"test-{self.test_id}" if isinstance(self.step, Prepare | OnBreak) else None


@dataclass(frozen=True, slots=True)
class TurnHeard(Notice):
    """What was heard in an answer, under that answer: the words, and in practice mode what to make of it.

    ``text`` is ``None`` where nobody could write it down; ``typed``: the learner did. ``better`` is a pair: the words, a
    better way to say them. ``language`` is another language than English that was noticed. ``again``: the question may be
    answered once more; ``hear``: the better way can be heard. ``compared`` says how a second try differs from the first.
    """

    test_id: int
    turn_id: int
    text: str | None
    silent: bool = False
    typed: bool = False
    language: str | None = None
    doubted: tuple[str, ...] = ()
    strength: str | None = None
    advice: str | None = None
    better: tuple[str, str] | None = None
    again: bool = False
    hear: bool = False
    compared: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerDifference(Notice):
    """What was said in an answer, where its recording is kept, and then the better way to say it, as sound (OGG/Opus)."""

    test_id: int
    sound: bytes
    own: bool


@dataclass(frozen=True, slots=True)
class WordsKept(Notice):
    """The learner wrote down, or put right, what was said; ``missing`` answers have no words yet.

    ``over``: the test has ended; ``renewed``: it is being rated with these words. ``put_in`` is the whole answer where only a
    name was put right.
    """

    test_id: int
    over: bool
    missing: int
    renewed: bool = False
    put_in: str | None = None


@dataclass(frozen=True, slots=True)
class RatedAgain(Notice):
    """A test is being rated once more; ``recordings`` of it are listened to again, none where they were erased."""

    test_id: int
    recordings: int


@dataclass(frozen=True, slots=True)
class SpeakingRated(Notice):
    """The short report on a test, with buttons to open the rest. ``changes`` is what changed since the last test."""

    test_id: int
    report: SpeakingReport
    changes: tuple[str, ...] = ()
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class SpeakingView(Notice):
    """One part of a report that a button opened.

    ``view`` is ``FC|LR|GRA|P`` (a criterion), ``parts``, ``again`` (moments to hear again), ``next``, ``short``,
    ``fluency`` or ``pauses`` (pictures), ``hear`` (a recording), ``transcript`` or ``full`` (files). ``content`` is
    the picture, the sound or the file. ``liked`` is which thumb is up, if one is.
    """

    test_id: int
    report: SpeakingReport
    view: str
    content: bytes | None = None
    changes: tuple[str, ...] = ()
    recorded: bool = False
    liked: bool | None = None


@dataclass(frozen=True, slots=True)
class SpeakingUnrated(Notice):
    """No band, and why: ``no-words`` (``missing`` answers have no words), ``nothing-to-mark`` or ``failed``."""

    test_id: int
    reason: str
    missing: int = 0
