"""What a group can be asked: a speaking question, a cue card, a Task 2 question or a word family; and which comes next."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from engine.ielts.bank.rows import OwnBank
from engine.ielts.bank.tasks import BankTask, load_tasks
from engine.ielts.groups.schedule import Level, PromptKind
from engine.ielts.speaking.questions import CardKind, CueCard, QuestionBank, load_bank

GAP = "___"
_TURNS = (PromptKind.SPEAKING, PromptKind.VOCABULARY, PromptKind.WRITING)
_OF_CARDS = {
    CardKind.EVENT: ("verb-form", "preposition"),
    CardKind.PERSON: ("agreement", "word-form"),
    CardKind.PLACE: ("article", "preposition"),
    CardKind.OBJECT: ("article", "number"),
}
"""Kinds of error that talking about each kind of card is likely to bring out: a story has tenses, a person has a verb
in the third person, a place has articles, a thing is counted or not."""


@dataclass(frozen=True, slots=True)
class Form:
    """One word of a family and what it is: ``noun``, ``verb``, ``adjective`` or ``adverb``."""

    word: str
    part: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence with :data:`GAP` in it, and the form that fills it."""

    sentence: str
    answer: str


@dataclass(frozen=True, slots=True)
class WordFamily:
    """Words of one root, how they are used, and sentences to fill. ``gloss`` is the root in Chinese.

    Raises:
        ValueError: a gap's answer is no form of the family, or there is no gap.
    """

    id: str
    gloss: str
    forms: tuple[Form, ...]
    note: str
    gaps: tuple[Gap, ...]

    def __post_init__(self) -> None:
        words = {form.word for form in self.forms}
        if not self.gaps or any(gap.answer not in words or gap.sentence.count(GAP) != 1 for gap in self.gaps):
            raise ValueError(f"family {self.id}: every gap is filled by one of its forms")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to ask a group. ``kinds`` are the kinds of error that it practises, ``asks`` what is asked.

    ``kind`` is never ``mixed``. ``asks`` is a question (of Speaking or of Task 2), a cue card or a word family.
    """

    id: str
    kind: PromptKind
    level: Level
    kinds: tuple[str, ...]
    asks: str | CueCard | WordFamily


def draw(
    prompts: Sequence[Prompt],
    wanted: PromptKind,
    level: Level | None,
    used: Collection[str],
    weak: Sequence[str],
    posted: int,
    seed: int,
) -> Prompt:
    """The next prompt. ``used``: ids that may not come again; where none is left, any may.

    ``weak``: kinds of error that the group makes, the commonest first; a prompt that practises one of the first three
    goes before the others. ``posted`` counts what the group was asked so far: ``mixed`` takes turns by it. A level that
    is used up gives way to its neighbours.
    """
    kind = _TURNS[posted % len(_TURNS)] if wanted is PromptKind.MIXED else wanted
    chance = random.Random(seed)
    of_kind = [prompt for prompt in prompts if prompt.kind is kind]
    fresh = [prompt for prompt in of_kind if prompt.id not in used] or of_kind
    at_level = [prompt for prompt in fresh if level is None or prompt.level is level] or fresh
    for error in weak[:3]:
        practising = [prompt for prompt in at_level if error in prompt.kinds]
        if practising:
            return chance.choice(practising)
    return chance.choice(at_level)


def fits(answer: str, gap: Gap) -> bool:
    """Whether a member's words fill the gap: the word alone, or the sentence with it."""
    said = re.findall(r"[a-z'’-]+", answer.lower())
    wanted = gap.answer.lower()
    whole = re.findall(r"[a-z'’-]+", gap.sentence.replace(GAP, gap.answer).lower())
    return said == [wanted] or said == whole


def own_prompts(bank: OwnBank, day: date | None = None) -> tuple[Prompt, ...]:
    """What the operator imported, as prompts; with a ``day`` only what is in season then."""
    labels = bank.labels or {}
    seasonal = replace(
        bank,
        topics=tuple(each for each in bank.topics if day is None or labels[each.id].in_season(day)),
        cards=tuple(each for each in bank.cards if day is None or labels[each.id].in_season(day)),
        tasks=tuple(each for each in bank.tasks if day is None or each.label.in_season(day)),
    )
    return (*_spoken(seasonal), *_written(seasonal.tasks))


def prompt_of(prompt_id: str, own: Iterable[Prompt] = ()) -> Prompt | None:
    """The prompt with this id, ours or one of ``own``; ``None``: the bank has lost it."""
    return {prompt.id: prompt for prompt in (*own, *load_prompts())}.get(prompt_id)


@cache
def load_prompts() -> tuple[Prompt, ...]:
    """Everything that ships with Bandmate, in a fixed order.

    Raises:
        ValueError: a file is not as it should be, or an id comes twice.
    """
    found = (
        *_spoken(load_bank()),
        *_written(load_tasks()),
        *(_family(row) for row in _families()),
    )
    if len({prompt.id for prompt in found}) != len(found):
        raise ValueError("a prompt's id comes twice")
    return found


@cache
def load_families() -> tuple[WordFamily, ...]:
    """The word families alone."""
    return tuple(prompt.asks for prompt in load_prompts() if isinstance(prompt.asks, WordFamily))


def _families() -> list[dict[str, Any]]:
    text = files("engine.data").joinpath("practice", "families.toml").read_text("utf-8")
    return list(tomllib.loads(text)["family"])


def _family(row: dict[str, Any]) -> Prompt:
    forms = tuple(Form(word, part) for part, _, word in (form.partition(" ") for form in row["forms"]))
    gaps = tuple(Gap(sentence, answer) for sentence, answer in row["gaps"])
    family = WordFamily(row["id"], row["gloss"], forms, row["note"], gaps)
    kinds = ("word-form", *(kind for kind in row.get("kinds", ()) if kind != "word-form"))
    return Prompt(f"family:{family.id}", PromptKind.VOCABULARY, Level(row["level"]), kinds, family)


def _written(tasks: Iterable[BankTask]) -> list[Prompt]:
    return [
        Prompt(task.id, PromptKind.WRITING, task.label.level, task.practises, task.text)
        for task in tasks
        if task.code == "W2"
    ]


def _spoken(bank: QuestionBank | OwnBank) -> list[Prompt]:
    """Part 1 questions are easy, cue cards in the middle, and the questions of Part 3 hard."""
    speaking = PromptKind.SPEAKING
    found = [
        Prompt(f"part1:{topic.id}:{number}", speaking, Level.EASY, (), question.ask)
        for topic in bank.topics
        for number, question in enumerate(topic.questions, 1)
    ]
    found += [Prompt(f"card:{card.id}", speaking, Level.MEDIUM, _OF_CARDS[card.kind], card) for card in bank.cards]
    return found + [
        Prompt(f"part3:{card.id}:{number}", speaking, Level.HARD, (), question.ask)
        for card in bank.cards
        for number, question in enumerate(card.discussion, 1)
    ]
