"""What the use cases need from outside, each as narrow as it can be; ``engine.wiring`` picks who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from engine.ielts.bands import Criterion
from engine.ielts.bank.tasks import BankTask
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport
from engine.ielts.speaking.heard import HeardTurn, Transcript
from engine.ielts.speaking.report import SpeakingReport
from engine.ielts.speaking.test import SpeakingTest
from engine.ielts.writing import Essay

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Samples = npt.NDArray[np.float32]
    """Mono sound, shape (n,), from -1 to 1."""

HEARING_RATE = 16_000
"""Samples a second of everything that is listened to."""


class EssayMarker(Protocol):
    """Marks one answer."""

    @property
    def name(self) -> str:
        """What marks and its version, such as ``offline-3``."""

    def mark(self, essay: Essay, language: str | None = None) -> BandReport:
        """The examiner's report; ``language`` is the learner's (a tag such as ``zh-hans``), for who can write in it.

        Raises:
            TryAgain: passing trouble.
            ModelMisbehaved: the answer failed verification.
        """


class Explainer(Protocol):
    """Answers questions about a report."""

    def explain(
        self, report: BandReport, essay: Essay, criterion: Criterion, question: str, language: Language
    ) -> str | None:
        """Plain text in ``language``, held against report and essay; ``None``: there is no answer that holds."""


class TaskPictures(Protocol):
    """Tasks of Academic Task 1, and the pictures that they speak of."""

    def tasks(self) -> Sequence[BankTask]:
        """Every task of theirs, with ``picture`` set."""

    def picture(self, task_id: str) -> tuple[bytes, str]:
        """The picture of a task as PNG, and what it shows in words.

        Raises:
            KeyError: there is no such task.
        """

    def in_words(self, task_id: str) -> str:
        """What the picture of a task shows, in words, without drawing it.

        Raises:
            KeyError: there is no such task.
        """


class Work(StrEnum):
    """What a worker can be called to, by the name of its task; the number that goes with it is a row's."""

    MARK = "bandmate.mark"  # a submission: an essay
    HEAR = "bandmate.hear"  # a turn: a recording
    RATE = "bandmate.rate"  # a Speaking test
    ANSWER = "bandmate.answer"  # a question about a report
    REACT = "bandmate.react"  # a member's answer to what a group was asked


class JobQueue(Protocol):
    """Tells a worker that something waits. Losing a call costs time and nothing else: the sweeper calls again."""

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        """Ask for this row to be worked on.

        Raises:
            TryAgain: the broker is away.
        """


class Clock(Protocol):
    """The time, so that tests can set it."""

    def __call__(self) -> datetime:
        """Now, with a time zone."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is asked.

    ``shared`` is the same in every request of its kind (role, rubric, instructions), so that its work is done once;
    ``own`` holds this request's text and is never read as control tokens, whatever a learner spelt in it.
    """

    shared: str
    own: str


@dataclass(frozen=True, slots=True)
class Request:
    """One generation. ``max_seconds`` counts from the call, waiting included; ``schema`` (JSON Schema) is enforced.

    ``adapter`` names one that was loaded with the model; an ``urgent`` request goes before the others. ``temperature`` 0 is
    the likeliest answer; above it, tokens are drawn, the same ones for the same ``seed``.
    """

    prompt: Prompt
    max_tokens: int
    max_seconds: float
    schema: Mapping[str, object] | None = None
    adapter: str | None = None
    urgent: bool = False
    temperature: float = 0.0
    seed: int = 0


class Stopped(StrEnum):
    """Why a generation ended: the model was done, its budget was, or a server broke off in the middle."""

    END = "end"
    TOKENS = "tokens"
    TIME = "time"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where the schema left few ways on: their probabilities by text, and where in the answer that was."""

    offset: int
    options: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model answered; ``adapter`` is the version that was on it, such as ``essay_v2``."""

    text: str
    stopped: Stopped
    prompt_tokens: int
    tokens: int
    choices: tuple[Choice, ...] = ()
    adapter: str | None = None


class LanguageModel(Protocol):
    """Answers prompts: weights in this process, or a server."""

    @property
    def name(self) -> str:
        """Which model answers."""

    def room(self, prompt: Prompt) -> int:
        """Tokens that are left for an answer to this prompt (less than none: it is too long); a server's are estimated.

        Raises:
            TryAgain: passing trouble, such as no memory for the weights.
            OperatorMistake: it is set up wrongly.
        """

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        """The answer; ``on_text`` gets it piece by piece as it comes.

        Raises:
            TryAgain: passing trouble, such as no memory or a server that is away.
            ModelMisbehaved: no answer that could be used.
            OperatorMistake: no such adapter, or a broken one.
        """


@dataclass(frozen=True, slots=True)
class Hints:
    """What a recogniser may expect to hear: the question that was asked, and names and words of its topic."""

    question: str = ""
    words: tuple[str, ...] = ()


class Recogniser(Protocol):
    """Writes down what was said."""

    @property
    def name(self) -> str:
        """Which model hears, such as ``whisper-small``."""

    def transcribe(self, samples: Samples, hints: Hints) -> Transcript:
        """The words in ``samples`` (mono, :data:`HEARING_RATE`); no text where nobody spoke, hallucinations dropped.

        Raises:
            TryAgain: passing trouble, such as no memory.
            OperatorMistake: its weights are missing or damaged, or its libraries are not installed.
        """


@dataclass(frozen=True, slots=True)
class Speech:
    """Sound that a voice made: mono ``samples`` at ``rate`` a second."""

    samples: Samples
    rate: int


class Voice(Protocol):
    """Says a sentence."""

    @property
    def name(self) -> str:
        """Engine and voice, such as ``espeak-ng en-gb``: part of the key under which speech is cached."""

    def say(self, text: str, speed: float) -> Speech:
        """``text`` spoken; ``speed`` 1 is the voice's own pace.

        Raises:
            TryAgain: passing trouble, such as a network that is away.
            OperatorMistake: its library or its voice is missing.
        """


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """A sentence as a chat shows it: OGG/Opus, its length, and its loudness over time (at most 256 bytes of 0 to 255)."""

    ogg: bytes
    seconds: float
    waveform: bytes


class Speaker(Protocol):
    """Turns what the examiner says into voice notes, from a cache where it was said before."""

    def note(self, text: str) -> VoiceNote:
        """The note that says ``text``.

        Raises:
            TryAgain: passing trouble.
            OperatorMistake: no voice can be used.
        """


class SpeakingMarker(Protocol):
    """Marks one Speaking test."""

    @property
    def name(self) -> str:
        """What marks and its version, such as ``speaking-4``."""

    def mark(self, test: SpeakingTest, heard: Mapping[str, HeardTurn], language: str | None = None) -> SpeakingReport:
        """The examiner's report on a test that has ended, in the learner's ``language``; ``heard`` is by turn id.

        Raises:
            LearnerMistake: ``nothing-to-mark``: too little was said, or written down, for any band.
            TryAgain: passing trouble.
        """
