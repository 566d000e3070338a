"""How many prompts' days in a row somebody has answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date


def streak(asked: Iterable[date], answered: Collection[date]) -> int:
    """Days in a row, counted back from the last on which the group was asked, on which there was an answer.

    Days without a prompt break nothing: a group that practises on weekdays keeps its streaks over the weekend.
    """
    count = 0
    for day in sorted(set(asked), reverse=True):
        if day not in answered:
            break
        count += 1
    return count
