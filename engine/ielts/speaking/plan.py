"""What a test will ask, drawn before it begins: mode, scope, topics and card, whole, so that it can be replayed."""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from engine.ielts.bands import Criterion
from engine.ielts.speaking.questions import CardKind, CueCard, Question, QuestionBank, Topic

RULES = 4
"""Version of the rules that a test is conducted by; a test is replayed by the rules that it began with. By rules 1 the examiner
asked why after every short answer, and recalled one fact; by rules 2 a typed word that is said in less than a second, such as a name,
was silence, and Part 3 referred to whoever was named first; by rules 3 a reason that was given without "because" was asked for once
more where the question had been why."""
KNOWN_RULES = (1, 2, 3, RULES)


class Mode(StrEnum):
    """Exam: no feedback until the end. Practice: feedback after each answer."""

    EXAM = "exam"
    PRACTICE = "practice"


class Scope(StrEnum):
    """The whole test, or one question of a part."""

    TEST = "test"
    PART_1 = "part1"
    PART_2 = "part2"
    PART_3 = "part3"


@dataclass(frozen=True, slots=True)
class Plan:
    """The content of one test. It holds the questions themselves, so a later change of the bank changes no test.

    Raises:
        ValueError: what the scope needs is not there.
    """

    mode: Mode
    scope: Scope
    seed: int
    topics: tuple[Topic, ...]
    card: CueCard | None
    rules: int = RULES

    def __post_init__(self) -> None:
        topics = {Scope.TEST: 3, Scope.PART_1: 1}.get(self.scope, 0)
        if len(self.topics) != topics or (self.card is None) != (self.scope is Scope.PART_1):
            raise ValueError(f"not a plan for {self.scope}: {len(self.topics)} topics, card {self.card is not None}")
        if self.rules not in KNOWN_RULES:
            raise ValueError(f"a test by rules {self.rules}; known are {KNOWN_RULES}")


def draw_test(
    bank: QuestionBank, mode: Mode, seed: int, used: Sequence[str] = (), weak: Criterion | None = None
) -> Plan:
    """A whole test. ``used``: ids of topics and cards asked before, oldest first; they come again only when all were.

    Part 1 begins with a topic that opens; of three opening topics one is drawn, as the others would repeat it. ``weak`` is
    what was weakest in the last test: the card is one that asks for it, where such a card is new.
    """
    chance = random.Random(seed)
    first = _fresh([topic.id for topic in bank.topics if topic.opens], used, chance)
    others = [topic.id for topic in bank.topics if not topic.opens]
    second = _fresh(others, used, chance)
    third = _fresh([topic for topic in others if topic != second], used, chance)
    returning = [card.id for card in bank.cards if weak is not None and card.kind in _asked_for_by(weak)]
    card = _fresh(_without(returning, used) or [card.id for card in bank.cards], used, chance)
    topics = tuple(bank.topic(topic) for topic in (first, second, third))
    return Plan(mode, Scope.TEST, seed, topics, bank.card(card))


@cache
def _asked_for_by(weak: Criterion) -> frozenset[CardKind]:
    text = files("engine.data").joinpath("examiner", "weak_points.toml").read_text("utf-8")
    return frozenset(CardKind(kind) for kind in tomllib.loads(text)[weak.value])


def draw_drill(
    bank: QuestionBank, mode: Mode, scope: Scope, seed: int, used: Sequence[str] = (), topic: str | None = None
) -> Plan:
    """One question of a part; ``topic`` is what the learner asked for, and is matched by :func:`find`.

    Raises:
        ValueError: the scope is the whole test, or nothing in the bank matches ``topic``.
    """
    if scope is Scope.TEST:
        raise ValueError("a drill is of one part")
    source = bank.topics if scope is Scope.PART_1 else bank.cards
    matching = find(source, topic) if topic else [item.id for item in source]
    if not matching:
        raise ValueError("nothing in the bank matches the topic")
    chance = random.Random(seed)
    drawn = _fresh(matching, used, chance)
    if scope is Scope.PART_1:
        whole = bank.topic(drawn)
        one = replace(whole, questions=(chance.choice(whole.questions),))
        return Plan(mode, scope, seed, (one,), None)
    card = bank.card(drawn)
    if scope is Scope.PART_2:
        return Plan(mode, scope, seed, (), replace(card, rounding_off=(), discussion=()))
    question = chance.choice(card.discussion)
    return Plan(mode, scope, seed, (), replace(card, rounding_off=(), discussion=(question,)))


def find(source: Sequence[Topic | CueCard], words: str) -> list[str]:
    """Ids of the topics or cards that hold most of the words in their id, name, theme or task; none: no match."""
    wanted = {word for word in words.casefold().replace("-", " ").split() if len(word) > 2} or {
        words.casefold().strip()
    }

    def hits(item: Topic | CueCard) -> int:
        about = item.name if isinstance(item, Topic) else f"{item.theme} {item.describe}"
        text = f" {item.id} {about} ".casefold()
        return sum(word in text for word in wanted)

    best = max(map(hits, source), default=0)
    return [item.id for item in source if best and hits(item) == best]


def _fresh(ids: Sequence[str], used: Sequence[str], chance: random.Random) -> str:
    """One that was never used; otherwise one of the older half of those that were."""
    never = _without(ids, used)
    if never:
        return chance.choice(never)
    last_use = {topic: place for place, topic in enumerate(used)}
    oldest = sorted(ids, key=lambda topic: last_use[topic])
    return chance.choice(oldest[: max(1, len(oldest) // 2)])


def _without(ids: Sequence[str], used: Collection[str]) -> list[str]:
    return [topic for topic in ids if topic not in set(used)]


def dump_plan(plan: Plan) -> str:
    """A plan as JSON, without loss."""
    return json.dumps(asdict(plan), ensure_ascii=False)


def load_plan(text: str) -> Plan:
    """The plan that :func:`dump_plan` wrote.

    Raises:
        ValueError: it is not one, or of other rules.
    """
    try:
        row = json.loads(text)
        topics = tuple(Topic(**{**topic, "questions": _questions(topic["questions"])}) for topic in row["topics"])
        card = row["card"]
        if card is not None:
            lists = {name: _questions(card[name]) for name in ("rounding_off", "discussion")}
            card = CueCard(**{**card, **lists, "kind": CardKind(card["kind"]), "say": tuple(card["say"])})
        return Plan(Mode(row["mode"]), Scope(row["scope"]), row["seed"], topics, card, row["rules"])
    except (KeyError, TypeError) as wrong:
        raise ValueError("not a plan") from wrong


def _questions(rows: list[dict[str, str | None]]) -> tuple[Question, ...]:
    return tuple(Question(**row) for row in rows)  # type: ignore[arg-type]
