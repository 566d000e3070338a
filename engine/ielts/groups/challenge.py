"""Five questions for whoever is there: drawn by the members' commonest kinds of error, answered by buttons, counted."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.ielts.groups.prompts import GAP, WordFamily, load_families

LENGTH = 5
_FROM_FAMILIES = 2
_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One question: ``choices`` as they are shown, ``right`` the place of the right one (from 0).

    ``why`` is by language (``en``, ``zh-Hans``); a question about a word family has none but the word.
    """

    id: str
    kind: str
    ask: str
    choices: tuple[str, ...]
    right: int
    why: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One member's place: how many were right of how many that were answered."""

    user_id: str
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class Press:
    """One member's choice at one question (``number`` from 0), in the order in which they were made."""

    user_id: str
    number: int
    choice: int


def draw_challenge(weak: Sequence[str], used: Iterable[str], seed: int) -> tuple[str, ...]:
    """Ids of :data:`LENGTH` different questions, two of them about word families.

    The others take the kinds in ``weak`` (the commonest first) in turn, then any; what was ``used`` lately waits.
    """
    chance, old = random.Random(seed), set(used)
    items = list(load_items().values())
    chance.shuffle(items)
    items.sort(key=lambda item: item.id in old)
    families = [item.id for item in items if item.id.startswith("family:")]
    others = [item for item in items if not item.id.startswith("family:")]
    chosen: list[Item] = []
    kinds = [kind for kind in weak if any(item.kind == kind for item in others)][:_CHOICES]
    while len(chosen) < LENGTH - _FROM_FAMILIES:
        wanted = kinds[len(chosen) % len(kinds)] if kinds else None
        left = [item for item in others if item not in chosen]
        new = [item for item in left if item.kind not in {each.kind for each in chosen}]
        chosen.append(next((item for item in left if item.kind == wanted), (new or left)[0]))
    ids = [*(item.id for item in chosen), *families[:_FROM_FAMILIES]]
    chance.shuffle(ids)
    return tuple(ids)


def item_of(item_id: str, seed: int) -> Item:
    """The question with this id, its choices in this challenge's order.

    Raises:
        KeyError: there is none.
    """
    item = load_items()[item_id]
    order = list(range(len(item.choices)))
    random.Random(f"{seed}:{item_id}").shuffle(order)
    choices = tuple(item.choices[place] for place in order)
    return Item(item.id, item.kind, item.ask, choices, order.index(item.right), item.why)


def table(presses: Sequence[Press], items: Sequence[Item]) -> tuple[Standing, ...]:
    """Everybody who joined: most right answers first, then who answered more, then who came first.

    The first choice of a member at a question counts.
    """
    first: dict[tuple[str, int], int] = {}
    for press in presses:
        first.setdefault((press.user_id, press.number), press.choice)
    members = list(dict.fromkeys(press.user_id for press in presses))
    standings = [
        Standing(
            member,
            sum(choice == items[number].right for (who, number), choice in first.items() if who == member),
            sum(who == member for who, _ in first),
        )
        for member in members
    ]
    return tuple(sorted(standings, key=lambda each: (-each.right, -each.answered)))


@cache
def load_items() -> dict[str, Item]:
    """Every question by its id, the right choice first.

    Raises:
        ValueError: a choice comes twice in a question, or an id twice.
    """
    text = files("engine.data").joinpath("practice", "challenge.toml").read_text("utf-8")
    found = [
        Item(f"{kind}:{number}", kind, ask, tuple(choices), 0, (why, chinese))
        for kind, rows in tomllib.loads(text).items()
        for number, (ask, choices, why, chinese) in enumerate(rows, 1)
    ]
    found += [item for family in load_families() for item in _of_family(family)]
    if len({item.id for item in found}) != len(found) or any(len(set(i.choices)) != len(i.choices) for i in found):
        raise ValueError("a question's id, or a choice in a question, comes twice")
    return {item.id: item for item in found}


def _of_family(family: WordFamily) -> list[Item]:
    """The gaps of a family, with other forms of it to choose from."""
    items = []
    for number, gap in enumerate(family.gaps, 1):
        others = [word for word in dict.fromkeys(form.word for form in family.forms) if word != gap.answer]
        if len(others) >= _CHOICES - 1:
            choices = (gap.answer, *others[: _CHOICES - 1])
            items.append(Item(f"family:{family.id}:{number}", "word-form", gap.sentence, choices, 0))
    return items


def filled(item: Item) -> str:
    """The question with its right answer in place; where it has no gap, the right answer."""
    right = item.choices[item.right]
    if GAP not in item.ask:
        return right
    whole = " ".join(item.ask.replace(GAP, "" if right.startswith("(") else right).split())
    return whole[:1].upper() + whole[1:]
