"""Which of two is better, asked in both orders: a judge who is swayed by the order has not judged."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Verdict(StrEnum):
    """Which of two is better; ``swayed``: the other order of the two gave another answer."""

    FIRST = "first"
    SECOND = "second"
    EQUAL = "equal"
    SWAYED = "swayed"


GIVEN = (Verdict.FIRST, Verdict.SECOND, Verdict.EQUAL)
"""What a judge may say of one order."""


def in_both_orders(better: Callable[[str, str], Verdict | None], first: str, second: str) -> Verdict | None:
    """What ``better`` says of the two and of them the other way round; ``None`` where it gave no verdict on one."""
    one, other = better(first, second), better(second, first)
    if one is None or other is None:
        return None
    turned = {Verdict.FIRST: Verdict.SECOND, Verdict.SECOND: Verdict.FIRST}.get(other, other)
    return one if one is turned else Verdict.SWAYED
