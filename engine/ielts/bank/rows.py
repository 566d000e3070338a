"""An item of the bank as one row of a file: a mapping with ``kind`` (essay, letter, topic or card) and the item's fields.

The same fields as in ``engine/data/bank``: what ships, what is imported and what is exported have one form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from engine.ielts.bank.labels import Label
from engine.ielts.bank.tasks import BankTask, essay_of, letter_of
from engine.ielts.speaking.questions import CueCard, QuestionBank, Topic, card_of, topic_of

OWN = "own-"
"""How ids of imported items begin, so that none can be taken for one that ships."""
Item = BankTask | Topic | CueCard


class ItemKind(StrEnum):
    """What a row is."""

    ESSAY = "essay"
    LETTER = "letter"
    TOPIC = "topic"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class OwnBank:
    """The operator's own items."""

    tasks: tuple[BankTask, ...] = ()
    topics: tuple[Topic, ...] = ()
    cards: tuple[CueCard, ...] = ()
    labels: Mapping[str, Label] | None = None

    def added_to(self, bank: QuestionBank) -> QuestionBank:
        """The bank of Speaking with the operator's own items. A question that stands in both is asked once, as ours."""
        known = {question.ask for topic in bank.topics for question in topic.questions}
        known |= {question.ask for card in bank.cards for question in card.rounding_off + card.discussion}
        topics = [topic for topic in self.topics if not known & {question.ask for question in topic.questions}]
        cards = [
            card
            for card in self.cards
            if not known & {question.ask for question in card.rounding_off + card.discussion}
        ]
        if not topics and not cards:
            return bank
        labels = {**bank.labels, **(self.labels or {})}
        return replace(bank, topics=(*bank.topics, *topics), cards=(*bank.cards, *cards), labels=labels)


def item_of(row: Mapping[str, Any]) -> tuple[Item, Label]:
    """The item that a row describes.

    Raises:
        ValueError: it describes none; the message says what is wrong with it.
    """
    fields = dict(row)
    try:
        kind = ItemKind(fields.pop("kind"))
        match kind:
            case ItemKind.ESSAY:
                task = essay_of(**fields)
                return task, task.label
            case ItemKind.LETTER:
                task = letter_of(**fields)
                return task, task.label
            case ItemKind.TOPIC:
                return topic_of(**fields)
            case ItemKind.CARD:
                return card_of(**fields)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(_said(wrong)) from wrong


def bank_of(rows: Sequence[Mapping[str, Any]]) -> OwnBank:
    """Rows that were checked when they were imported, as items; one that is no item any more is left out."""
    tasks: list[BankTask] = []
    topics: list[Topic] = []
    cards: list[CueCard] = []
    labels: dict[str, Label] = {}
    for row in rows:
        try:
            item, label = item_of(row)
        except ValueError:
            continue
        if isinstance(item, BankTask):
            tasks.append(item)
            continue
        labels[item.id] = label
        if isinstance(item, Topic):
            topics.append(item)
        else:
            cards.append(item)
    return OwnBank(tuple(tasks), tuple(topics), tuple(cards), labels)


def _said(wrong: Exception) -> str:
    if isinstance(wrong, KeyError):
        return f"{wrong.args[0]} is missing"
    return str(wrong).partition("() ")[2] or "a field has the wrong form"
