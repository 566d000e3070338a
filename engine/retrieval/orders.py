"""Documents are read and cannot give orders: sentences that try are not taken in."""

from __future__ import annotations

import re
from functools import cache

from engine.ielts.text import Text
from engine.retrieval.stems import words_table


def gives_orders(text: str) -> bool:
    """Whether ``text`` talks to whoever, or whatever, answers questions from it."""
    return _orders().search(text) is not None


def without_orders(text: str) -> str:
    """``text`` without the sentences that give orders; nothing, where an order runs over several."""
    if not gives_orders(text):
        return text
    kept = " ".join(sentence.text for sentence in Text(text).sentences if not gives_orders(sentence.text))
    return "" if gives_orders(kept) else kept


@cache
def _orders() -> re.Pattern[str]:
    return re.compile("|".join(words_table()["orders"]), re.IGNORECASE)
