"""Where a test stands: what was asked, what was heard, how much time it took."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from engine.ielts.speaking.attention.follow_up import Purpose
from engine.ielts.speaking.events import Turn
from engine.ielts.speaking.exam_clock import AT_MOST, LISTENS, PREPARATION, ROOM_FOR_AN_ANSWER, Stage, examiner_seconds
from engine.ielts.speaking.questions import Question
from engine.ielts.speaking.recollection import Fact, PartNumber, Recollection
from engine.ielts.speaking.steps import End


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something that the examiner asked. ``lead`` comes before the question; ``began`` is the part's time at that moment.

    ``topic`` counts Part 1 topics from 0. ``follows``: a why or a follow-up, not a question of its own, and ``purpose`` is
    what it asks for.
    """

    id: str
    stage: Stage
    question: Question
    lead: str = ""
    topic: int = 0
    follows: bool = False
    recalls: Fact | None = None
    purpose: Purpose | None = None
    began: float = 0.0

    @property
    def text(self) -> str:
        """What is said the first time."""
        return f"{self.lead} {self.question.ask}".strip()

    @property
    def unscripted(self) -> bool:
        """The candidate cannot have rehearsed an answer to it."""
        return self.purpose is Purpose.PROBE or (
            self.stage is Stage.PART_3 and (self.follows or self.recalls is not None)
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn, the prompt that it answers and how many of its seconds, from its start, the examiner listened to.

    ``request``: it asked for something instead of answering; ``retry``: it answered once more. Neither is marked.
    """

    turn: Turn
    prompt: str
    counted: float
    request: bool = False
    retry: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Everything that follows from a test's plan and events so far.

    ``wording`` is what the open prompt was last asked with and ``times`` how often, ``shown_at`` when the candidate got
    that. ``spent`` are the seconds of exam time in each part, ``prepared`` those of the preparation until the last break.
    ``undecided`` is how it stood when the last answer had come and nothing had been asked after it yet: what was asked is
    decided again when the answer's words come before the question was shown. ``retrying`` is the id of an earlier prompt that is
    being answered once more, before the open one.
    """

    last: datetime
    stage: Stage = Stage.IDENTITY
    asked: tuple[Prompt, ...] = ()
    wording: str = ""
    times: int = 0
    shown_at: datetime | None = None
    prepared: float = 0.0
    spent: tuple[float, float, float] = (0.0, 0.0, 0.0)
    heard: tuple[Heard, ...] = ()
    recollection: Recollection = field(default_factory=Recollection)
    paused: bool = False
    end: End | None = None
    undecided: State | None = None
    retrying: str | None = None

    @property
    def prompt(self) -> Prompt:
        """The open prompt; after the end, the last one."""
        return self.asked[-1]

    @property
    def step_id(self) -> str:
        """The id of the step that asks the open prompt."""
        return self.prompt.id if self.times == 1 else f"{self.prompt.id}#{self.times}"

    def left(self, part: PartNumber) -> float:
        """Seconds left in a part."""
        return AT_MOST[part] - self.spent[part - 1]

    def asked_in(self, stage: Stage) -> tuple[Prompt, ...]:
        """The questions of a stage, follow-ups not among them."""
        return tuple(prompt for prompt in self.asked if prompt.stage is stage and not prompt.follows)

    def counted(self, *, stage: Stage | None = None, prompt: str | None = None) -> float:
        """Seconds listened to in a stage or in answer to a prompt."""
        of = {each.id for each in self.asked if each.stage is stage} if prompt is None else {prompt}
        return sum(heard.counted for heard in self.heard if heard.prompt in of and not heard.request)

    def said_to(self, prompt: str) -> str | None:
        """What was answered to a prompt, as far as anybody knows its words; ``None``: nobody does."""
        known = [h.turn.transcript for h in self.heard if h.prompt == prompt and not h.request and h.turn.transcript]
        return " ".join(known) or None

    def said_elsewhere(self, prompt: str) -> tuple[str, ...]:
        """What was answered to other prompts."""
        others = (h for h in self.heard if h.prompt != prompt and not h.request)
        return tuple(heard.turn.transcript for heard in others if heard.turn.transcript)

    def fits(self, prompt: Prompt) -> bool:
        """Whether the part has time for the prompt and an answer to it."""
        return examiner_seconds(prompt.text) + ROOM_FOR_AN_ANSWER <= self.left(prompt.stage.part)

    def ask(self, prompt: Prompt) -> State:
        """With this prompt open, its words on the clock."""
        part = prompt.stage.part
        begun = replace(prompt, began=round(self.spent[part - 1], 1))
        asked = replace(
            self, stage=prompt.stage, asked=(*self.asked, begun), wording=prompt.text, times=1, shown_at=None
        )
        return asked.spend(part, examiner_seconds(prompt.text))

    def ask_again(self, wording: str) -> State:
        """With the open prompt asked once more."""
        again = replace(self, wording=wording, times=self.times + 1, shown_at=None)
        return again.spend(self.stage.part, examiner_seconds(wording))

    def listens(self, prompt: Prompt) -> float:
        """Seconds that the examiner would still listen to in answer to a prompt."""
        long_turn = prompt.stage is Stage.LONG_TURN
        so_far = self.counted(stage=prompt.stage) if long_turn else self.counted(prompt=prompt.id)
        return max(0.0, min(LISTENS[prompt.stage] - so_far, self.left(prompt.stage.part)))

    def hear(self, turn: Turn, prompt: Prompt, *, request: bool = False) -> State:
        """With the part of a turn that the examiner listens to on the clock."""
        part = prompt.stage.part
        here = self.end is None and part == self.stage.part
        counted = min(turn.seconds, self.listens(prompt)) if here else 0.0
        heard = replace(self, heard=(*self.heard, Heard(turn, prompt.id, round(counted, 3), request)))
        if turn.transcript is not None:
            heard = heard.remember(turn.id, turn.transcript)
        return heard.spend(part, counted)

    def remember(self, turn: str, transcript: str) -> State:
        """With the transcript of a turn that has been heard, and the facts in it."""
        stages = {prompt.id: prompt.stage for prompt in self.asked}
        heard = tuple(
            replace(each, turn=replace(each.turn, transcript=transcript)) if each.turn.id == turn else each
            for each in self.heard
        )
        recollection = self.recollection
        for each in heard:
            if each.turn.id == turn and not each.request:
                recollection = recollection.remember(stages[each.prompt].part, turn, transcript)
        return replace(self, heard=heard, recollection=recollection)

    def spend(self, part: PartNumber, seconds: float) -> State:
        """With more exam time gone by."""
        return replace(self, spent=tuple(s + seconds * (n == part) for n, s in enumerate(self.spent, 1)))  # type: ignore[arg-type]

    def prepared_by(self, at: datetime) -> float:
        """Seconds of preparation used at a moment, at most the whole minute."""
        since = 0.0 if self.shown_at is None else max(0.0, (at - self.shown_at).total_seconds())
        return min(PREPARATION.total_seconds(), self.prepared + since)

    @property
    def prepared_until(self) -> datetime | None:
        """When the preparation ends, if it runs."""
        if self.stage is not Stage.PREPARATION or self.shown_at is None:
            return None
        return self.shown_at + PREPARATION - timedelta(seconds=self.prepared)
