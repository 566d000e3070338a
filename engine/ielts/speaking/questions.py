"""The question bank: Part 1 topics, and cue cards with their rounding-off and Part 3 questions.

The questions are the project's own, in TOML files. A bank is checked when it is loaded, so that a test can rely on it.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from engine.ielts.bank.labels import Label, label_of

QUESTIONS_A_TOPIC = 6
ROUNDING_OFF = (1, 2)
DISCUSSION = (4, 8)
SHIPPED_DISCUSSION = 6
"""Ours have as many; an operator's may have fewer or more."""
TOPIC_QUESTIONS = (3, 12)


@dataclass(frozen=True, slots=True)
class Question:
    """One question, as the examiner reads it.

    ``why`` is asked after a short answer (Part 1); ``other_words`` says the same in another way (Part 3 only: a Part 1
    question may be repeated but never explained).

    Raises:
        ValueError: the question is blank, or two of its wordings are the same.
    """

    ask: str
    why: str | None = None
    other_words: str | None = None

    def __post_init__(self) -> None:
        wordings = [text for text in (self.ask, self.why, self.other_words) if text is not None]
        if any(text != text.strip() or not text.endswith(("?", ".")) for text in wordings):
            raise ValueError(f"a question ends with ? or . and has no space around it: {self.ask!r}")
        if len(set(wordings)) != len(wordings):
            raise ValueError(f"the same wording twice: {self.ask!r}")


@dataclass(frozen=True, slots=True)
class Topic:
    """A familiar topic of Part 1. ``name`` completes "Let's talk about ..."; ``opens``: a test may begin with it.

    Raises:
        ValueError: it has no question, or has one twice.
    """

    id: str
    name: str
    questions: tuple[Question, ...]
    opens: bool = False

    def __post_init__(self) -> None:
        _distinct(self.id, (question.ask for question in self.questions))
        if not self.questions or not self.name:
            raise ValueError(f"topic {self.id}: a name and questions are needed")


_ORIGIN = re.compile(
    r"\b(?:where (?:are|do) you (?:come )?from|do you come from|were you born|home ?town)\b", re.IGNORECASE
)


def opens_with_origin(topic: Topic) -> bool:
    """Whether a topic begins by asking where the candidate is from."""
    return bool(_ORIGIN.search(topic.name) or _ORIGIN.search(topic.questions[0].ask))


class CardKind(StrEnum):
    """What a cue card asks about."""

    PERSON = "person"
    PLACE = "place"
    OBJECT = "object"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class CueCard:
    """A Part 2 task with what follows from it. ``theme`` completes "attitudes to ...": Part 3 discusses it.

    Raises:
        ValueError: a line is missing or said twice.
    """

    id: str
    kind: CardKind
    theme: str
    describe: str
    say: tuple[str, ...]
    explain: str
    rounding_off: tuple[Question, ...]
    discussion: tuple[Question, ...]

    def __post_init__(self) -> None:
        _distinct(self.id, [*self.say, *(question.ask for question in self.rounding_off + self.discussion)])
        if not (self.theme and self.describe and self.explain and len(self.say) >= 2):
            raise ValueError(f"card {self.id}: a theme, a task, two points or more and an explanation are needed")

    @property
    def text(self) -> str:
        """The card as the candidate reads it."""
        points = "\n".join(f"• {point}" for point in self.say)
        return f"{self.describe}\nYou should say:\n{points}\n{self.explain}"


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """Everything that a test may ask, in the order of the files; ``labels`` by the ids of topics and cards.

    Raises:
        ValueError: an id or a question comes twice, or a test cannot be drawn from it.
    """

    topics: tuple[Topic, ...]
    cards: tuple[CueCard, ...]
    labels: Mapping[str, Label] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        _distinct("topics", (topic.id for topic in self.topics))
        _distinct("cards", (card.id for card in self.cards))
        asked = [question.ask for topic in self.topics for question in topic.questions]
        asked += [question.ask for card in self.cards for question in card.rounding_off + card.discussion]
        _distinct("questions", asked)
        if len(self.topics) < 3 or not self.cards or not any(topic.opens for topic in self.topics):
            raise ValueError("a bank needs three topics, one of which opens, and a cue card")

    def topic(self, topic_id: str) -> Topic:
        """The Part 1 topic with this id.

        Raises:
            KeyError: there is none.
        """
        return {topic.id: topic for topic in self.topics}[topic_id]

    def card(self, card_id: str) -> CueCard:
        """The cue card with this id.

        Raises:
            KeyError: there is none.
        """
        return {card.id: card for card in self.cards}[card_id]

    def on(self, day: date) -> QuestionBank:
        """What is in season on this day; everything, where that is too little for a test."""

        def asked(item: Topic | CueCard) -> bool:
            label = self.labels.get(item.id)
            return label is None or label.in_season(day)

        topics, cards = tuple(filter(asked, self.topics)), tuple(filter(asked, self.cards))
        if (topics, cards) == (self.topics, self.cards):
            return self
        try:
            return replace(self, topics=topics, cards=cards)
        except ValueError:
            return self


@cache
def load_bank() -> QuestionBank:
    """The bank that ships with Bandmate.

    Raises:
        ValueError: a file is not as it should be; the message names the file.
    """
    folder = files("engine.data").joinpath("bank", "speaking")
    texts = {item.name: item.read_text("utf-8") for item in folder.iterdir() if item.name.endswith(".toml")}
    return parse_bank(dict(sorted(texts.items())))


def parse_bank(texts: Mapping[str, str]) -> QuestionBank:
    """A bank from TOML by file name: tables ``[[topic]]`` and ``[[card]]``.

    Raises:
        ValueError: a file is not TOML, has an unknown key or lacks one; the message names the file.
    """
    topics: list[Topic] = []
    cards: list[CueCard] = []
    labels: dict[str, Label] = {}
    for name, text in texts.items():
        try:
            tables = tomllib.loads(text)
            read = _tables(**tables)
        except (TypeError, ValueError) as wrong:
            raise ValueError(f"{name}: {wrong}") from wrong
        topics += [topic for topic, _ in read[0]]
        cards += [card for card, _ in read[1]]
        labels |= {topic.id: label for topic, label in read[0]} | {card.id: label for card, label in read[1]}
    return QuestionBank(tuple(topics), tuple(cards), labels)


def _tables(
    *, topic: Sequence[dict[str, Any]] = (), card: Sequence[dict[str, Any]] = ()
) -> tuple[list[tuple[Topic, Label]], list[tuple[CueCard, Label]]]:
    for row in topic:
        if len(row.get("questions", ())) != QUESTIONS_A_TOPIC:
            raise ValueError(
                f"topic {row.get('id')}: {len(row.get('questions', ()))} questions, not {QUESTIONS_A_TOPIC}"
            )
    for row in card:
        if len(row.get("discussion", ())) != SHIPPED_DISCUSSION:
            raise ValueError(f"card {row.get('id')}: {SHIPPED_DISCUSSION} Part 3 questions")
    return [topic_of(**table) for table in topic], [card_of(**table) for table in card]


def topic_of(
    *,
    id: str,  # noqa: A002
    name: str,
    questions: Sequence[Mapping[str, str]],
    opens: bool = False,
    **label: Any,  # noqa: ANN401 - what a file says, checked by label_of
) -> tuple[Topic, Label]:
    """A topic of Part 1 from a row, and its label.

    Raises:
        ValueError: it is not one.
        TypeError: a field is unknown or missing.
    """
    if not TOPIC_QUESTIONS[0] <= len(questions) <= TOPIC_QUESTIONS[1]:
        raise ValueError(
            f"topic {id}: {len(questions)} questions; it should have {TOPIC_QUESTIONS[0]} to {TOPIC_QUESTIONS[1]}"
        )
    return Topic(id, name, tuple(Question(**question) for question in questions), opens), label_of(**label)


def card_of(
    *,
    id: str,  # noqa: A002
    type: str,  # noqa: A002
    theme: str,
    describe: str,
    say: Sequence[str],
    explain: str,
    rounding_off: Sequence[str],
    discussion: Sequence[Sequence[str]],
    **label: Any,  # noqa: ANN401
) -> tuple[CueCard, Label]:
    """A cue card from a row, and its label. Each question of ``discussion`` may come with the same in other words.

    Raises:
        ValueError: it is not one.
        TypeError: a field is unknown or missing.
    """
    if not ROUNDING_OFF[0] <= len(rounding_off) <= ROUNDING_OFF[1]:
        raise ValueError(f"card {id}: one or two rounding-off questions")
    if not DISCUSSION[0] <= len(discussion) <= DISCUSSION[1]:
        raise ValueError(f"card {id}: {DISCUSSION[0]} to {DISCUSSION[1]} Part 3 questions")
    card = CueCard(
        id=id,
        kind=CardKind(type),
        theme=theme,
        describe=describe,
        say=tuple(say),
        explain=explain,
        rounding_off=tuple(Question(ask) for ask in rounding_off),
        discussion=tuple(Question(ask, other_words=other[0] if other else None) for ask, *other in discussion),
    )
    return card, label_of(**label)


def _distinct(what: str, texts: Iterable[str]) -> None:
    twice = [text for text, times in Counter(texts).items() if times > 1]
    if twice:
        raise ValueError(f"{what}: twice {twice[0]!r}")
