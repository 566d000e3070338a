"""What earlier parts carry into later ones: facts in the candidate's own words, each with the turn it came from.

Every value is cut from the transcript as it stands, and a fact whose value is not there cannot be built.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import InitVar, dataclass
from typing import Literal

from engine.ielts.speaking.fact_patterns import FactKind, statements

PartNumber = Literal[1, 2, 3]
LONGEST_VALUE = 8
"""Words in a value. Longer ones are not facts but stories."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the candidate said. ``value`` is verbatim; ``turn`` is the id of the turn whose transcript holds it.

    Raises:
        ValueError: ``value`` is blank, too long or not in ``transcript``.
    """

    kind: FactKind
    value: str
    turn: str
    part: PartNumber
    transcript: InitVar[str]

    def __post_init__(self, transcript: str) -> None:
        if not self.value.strip() or self.value not in transcript or len(self.value.split()) > LONGEST_VALUE:
            raise ValueError("recalled what was not said")

    @property
    def addressed(self) -> str:
        """The value as the examiner says it back: "My sister" becomes "your sister", "peru" becomes "Peru"."""
        if self.kind in (FactKind.HOME_TOWN, FactKind.COUNTRY, FactKind.LIVES) and self.value.islower():
            return self.value.title()
        said = self.value[0].lower() + self.value[1:] if self.value.startswith("My") else self.value
        return _MINE.sub(lambda found: _YOURS[found.group().lower()], said)

    @property
    def line(self) -> str:
        """One line for a model's prompt."""
        return f"- {self.kind}: {self.value} (Part {self.part})"


@dataclass(frozen=True, slots=True)
class Recollection:
    """Facts in the order in which they were said: for each kind the last value of each part."""

    facts: tuple[Fact, ...] = ()

    def remember(self, part: PartNumber, turn: str, transcript: str) -> Recollection:
        """With what this turn adds; the same turn again (a corrected transcript) replaces what it gave before."""
        found = tuple(find_facts(part, turn, transcript))
        replaced = {(fact.kind, fact.part) for fact in found}
        kept = (fact for fact in self.facts if fact.turn != turn and (fact.kind, fact.part) not in replaced)
        return Recollection((*kept, *found))

    def of(self, *kinds: FactKind) -> tuple[Fact, ...]:
        """The facts of these kinds, in the order of the kinds."""
        return tuple(fact for kind in kinds for fact in self.facts if fact.kind is kind)

    def lines(self, tokens: int) -> tuple[str, ...]:
        """The facts for a model's prompt within a budget, in the order said.

        Part 1 comes first into the budget, then Part 2, then Part 3 from its newest fact back. A kind has one value a
        part and a value at most :data:`LONGEST_VALUE` words, so Part 1 is bounded by :func:`floor` and never lost.

        Raises:
            ValueError: ``tokens`` is below :func:`floor`.
        """
        if tokens < floor():
            raise ValueError(f"a budget below {floor()} tokens could lose Part 1")
        by_right = sorted(
            enumerate(self.facts), key=lambda item: (item[1].part, -item[0] if item[1].part == 3 else item[0])
        )
        kept: list[int] = []
        for place, fact in by_right:
            tokens -= token_count(fact.line)
            if tokens < 0:
                break
            kept.append(place)
        return tuple(self.facts[place].line for place in sorted(kept))


def token_count(line: str) -> int:
    """An upper estimate of a line's tokens: two for every three characters, more than English ever takes."""
    return math.ceil(len(line) * 2 / 3)


def floor() -> int:
    """Tokens that hold every fact that Part 1 can give, at their longest."""
    return len(FactKind) * _LONGEST_LINE_TOKENS


def find_facts(part: PartNumber, turn: str, transcript: str) -> Iterator[Fact]:
    """The facts in one transcript, at most one a kind: the first that is said plainly."""
    seen: set[FactKind] = set()
    for kind, value in statements(transcript, long_turn=part == 2):
        usable = kind not in seen and len(value.split()) <= LONGEST_VALUE and len(value) <= _LONGEST_CHARACTERS
        if usable and value.strip():
            seen.add(kind)
            yield Fact(kind, value, turn, part, transcript)


_YOURS = {"my": "your", "me": "you", "i": "you", "myself": "yourself", "our": "your", "mine": "yours", "us": "you"}
_MINE = re.compile(rf"\b(?:{'|'.join(_YOURS)})\b", re.IGNORECASE)


_LONGEST_CHARACTERS = 60
_LONGEST_LINE_TOKENS = math.ceil(2 / 3 * (_LONGEST_CHARACTERS + 50))
