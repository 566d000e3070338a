"""Does the answer belong to its question? Only ever lowers a band, never raises one.

The content words of a question come back in an answer to it: as they are, or in another form (``educate`` for
``education``), so words are compared by their first five letters.
"""

from __future__ import annotations

from engine.ielts.text import Text
from engine.marking.numbers import Numbers, share
from engine.marking.words.lists import FUNCTION

_OF_THE_EXAM = frozenset(
    "agree disagree extent discuss opinion reasons answer include relevant examples experience knowledge summarise"
    " summarize information selecting reporting main features comparisons chart graph table diagram shows below give"
    " people some think believe others advantages disadvantages positive negative development views essay write letter"
    " illustrates percentage number different picture process bar line pie map maps".split()
)


def relevance(text: Text, prompt: str | None) -> Numbers:
    """``relevance.asked``: content stems in the question; ``relevance.share``: how many of them come back (0 to 1).

    An unknown question, or one with fewer than three content words, counts as answered.
    """
    asked = _stems(Text(prompt or ""))
    if len(asked) < 3:
        return {"relevance.asked": float(len(asked)), "relevance.share": 1.0}
    answered = _stems(text)
    return {"relevance.asked": float(len(asked)), "relevance.share": share(len(asked & answered), len(asked))}


def _stems(text: Text) -> set[str]:
    return {
        word.removesuffix("s")[:5]
        for word in text.lower
        if word not in FUNCTION and word not in _OF_THE_EXAM and len(word) > 3
    }
