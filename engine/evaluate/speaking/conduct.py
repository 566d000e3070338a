"""Does the examiner keep to its part and to the frame? Held against EXAM's rules, apart from the machine that serves."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from engine.evaluate.speaking.sitting import Sitting
from engine.ielts.speaking import examiner_words
from engine.ielts.speaking.attention.follow_up import probes
from engine.ielts.speaking.exam_clock import AT_MOST, PREPARATION, Stage
from engine.ielts.speaking.followups import names_in

_ORDER = (Stage.IDENTITY, Stage.PART_1, Stage.CARD, Stage.LONG_TURN, Stage.ROUNDING_OFF, Stage.PART_3, Stage.END)


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that no examiner does: of which sort, and the words."""

    candidate: str
    sort: str
    words: str


@dataclass(frozen=True)
class Conduct:
    """Over some tests: ``roles`` and ``frames`` are what candidates met; ``wanted`` what a model wanted to say.

    ``worded`` questions were a model's, ``taken`` of them were asked, and ``failed`` times it had none.
    """

    system: str
    tests: int
    utterances: int
    roles: tuple[Breach, ...]
    frames: tuple[Breach, ...]
    worded: int
    taken: int
    failed: int
    wanted: tuple[Breach, ...]
    by_candidate: Mapping[str, int] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether no candidate met anything of the kind."""
        return not self.roles and not self.frames


def conduct(system: str, sittings: tuple[Sitting, ...]) -> Conduct:
    """What the examiner did in these tests."""
    roles = tuple(breach for each in sittings for breach in _roles(each))
    frames = tuple(breach for each in sittings for breach in _frames(each))
    wanted = tuple(
        Breach(each.candidate.name, sort, text)
        for each in sittings
        for text in each.worded
        for sort in sorts_of_breach(text)
    )
    said = [{uttered.question for uttered in each.uttered} for each in sittings]
    return Conduct(
        system=system,
        tests=len(sittings),
        utterances=sum(len(each.uttered) for each in sittings),
        roles=roles,
        frames=frames,
        worded=sum(len(each.worded) for each in sittings),
        taken=sum(text in asked for each, asked in zip(sittings, said, strict=True) for text in each.worded),
        failed=sum(each.failed for each in sittings),
        wanted=wanted,
        by_candidate=dict(Counter(breach.candidate for breach in (*roles, *frames))),
    )


def _roles(sitting: Sitting) -> Iterator[Breach]:
    """Words that are none of an examiner's; the bank's own questions are ours and are no model's."""
    ours = _script(sitting)
    for uttered in sitting.uttered:
        text = uttered.question if uttered.question and uttered.question not in ours else ""
        for sort in sorts_of_breach(text):
            yield Breach(sitting.candidate.name, sort, text)
        for name in _invented(text, sitting):
            yield Breach(sitting.candidate.name, "invented memory", name)


def sorts_of_breach(text: str) -> list[str]:
    """What an examiner never says, of which there is something in ``text``: band, praise, correction, opinion, machinery."""
    return [sort for sort, patterns in _never().items() if any(pattern.search(text) for pattern in patterns)]


def _invented(text: str, sitting: Sitting) -> Iterator[str]:
    """Names that nobody in this test has said and that are not in its questions."""
    known = " ".join([*_script(sitting), *(heard.turn.transcript or "" for heard in sitting.test.state.heard)]).lower()
    return (name for name in names_in(text) if name.lower() not in known)


def _frames(sitting: Sitting) -> Iterator[Breach]:
    name, said = sitting.candidate.name, sitting.uttered
    stages = [uttered.stage for uttered in said]
    places = [_ORDER.index(stage) for stage in stages]
    if places != sorted(places) or not set(_ORDER) - {Stage.ROUNDING_OFF} <= set(stages):
        yield Breach(name, "order of parts", " > ".join(dict.fromkeys(stages)))
    for uttered in said:
        if uttered.stage in (Stage.IDENTITY, Stage.PART_1) and uttered.question not in _fixed(sitting):
            yield Breach(name, "a Part 1 question in other words", uttered.question)
    if sitting.prepared != PREPARATION.total_seconds():
        yield Breach(name, "a minute to prepare", f"{sitting.prepared:.0f} s")
    if (sitting.candidate.seconds[2] > 120) != sitting.stopped_at_two_minutes:
        yield Breach(name, "stop at two minutes", f"{sitting.candidate.seconds[2]:.0f} s")
    for part, most in AT_MOST.items():
        if sitting.test.seconds(part) > most:  # type: ignore[arg-type]
            yield Breach(name, f"time of Part {part}", f"{sitting.test.seconds(part):.0f} s")  # type: ignore[arg-type]
    yield from _leaks(sitting)


def _leaks(sitting: Sitting) -> Iterator[Breach]:
    """Questions that were told before their turn: each is said only while it, or a wording of it, is what is asked."""
    card = sitting.test.plan.card
    later = () if card is None else (*(point for point in card.say), card.describe)
    first_card = next((at for at, each in enumerate(sitting.uttered) if each.stage is Stage.CARD), len(sitting.uttered))
    planned = {prompt.id: prompt.question.other_words for prompt in sitting.test.state.asked}
    for at, uttered in enumerate(sitting.uttered):
        open_now = {uttered.question, planned.get(uttered.prompt)}
        others = (wordings for wordings in _questions(sitting) if not open_now & wordings)
        if any(text in uttered.text.replace(uttered.question, "") for wordings in others for text in wordings):
            yield Breach(sitting.candidate.name, "a question before its turn", uttered.text)
        if at < first_card and any(point in uttered.text for point in later):
            yield Breach(sitting.candidate.name, "the card before its turn", uttered.text)
        if uttered.text.count("?") > 1 and uttered.question not in _script(sitting):
            yield Breach(sitting.candidate.name, "two questions at once", uttered.text)


def _questions(sitting: Sitting) -> list[frozenset[str]]:
    """Every question of the plan, each in all its wordings."""
    plan = sitting.test.plan
    card = () if plan.card is None else (*plan.card.rounding_off, *plan.card.discussion)
    asked = (*(question for topic in plan.topics for question in topic.questions), *card)
    return [frozenset(text for text in (each.ask, each.why, each.other_words) if text is not None) for each in asked]


def _fixed(sitting: Sitting) -> set[str]:
    # An answer that sounds learnt is met by a question outside the frame (EXAM): those are fixed too.
    frame = {text for wordings in _questions(sitting) for text in wordings} | {q.ask for q in examiner_words.IDENTITY}
    return frame | set(probes())


def _script(sitting: Sitting) -> set[str]:
    """What is ours, word for word: the bank, the frame, and what the rules ask where no model does."""
    by_rule = {prompt.question.ask for prompt in sitting.test.state.asked if prompt.question.ask not in sitting.worded}
    return _fixed(sitting) | by_rule


@cache
def _never() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    rows = tomllib.loads(files("engine.data").joinpath("evaluate/conduct.toml").read_text("utf-8"))
    return {sort: tuple(re.compile(each, re.IGNORECASE) for each in patterns) for sort, patterns in rows.items()}
