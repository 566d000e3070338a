"""What an examiner says when an answer asks for it: why, tell me more, once more, in other words, and as you said.

All of it is chosen by rule, without a model, and each wording is used at most once in a test.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from engine.ielts.speaking.fact_patterns import FactKind
from engine.ielts.speaking.recollection import Fact, Recollection
from engine.ielts.writing import count_words

WHY = (
    "Why do you think that is?",
    "What makes you say that?",
    "Could you explain why?",
    "What are the reasons for that?",
    "Why do you see it that way?",
    "Can you say why?",
    "What is behind that, in your opinion?",
)
MORE = (
    "Can you give me an example of that?",
    "Is that true for everybody, or only for some people?",
    "Has that always been the case?",
    "What might somebody say who sees it differently?",
    "Do you expect that to change in the future?",
    "Could you say a little more about that?",
    "How does that show in everyday life?",
)

_BUILT_ON = {
    FactKind.HOME_TOWN: "Earlier you mentioned {value}. How do attitudes to {theme} there differ between generations?",
    FactKind.LIVES: "Earlier you mentioned {value}. How do attitudes to {theme} there differ between generations?",
    FactKind.JOB: "You told me that you are {value}. How far does that shape a person's attitudes to {theme}?",
    FactKind.STUDY: "You told me that you study {value}. How might people in that field think about {theme}?",
    FactKind.COUNTRY: "Earlier you mentioned {value}. How have attitudes to {theme} changed there?",
    FactKind.HOBBY: "Earlier you spoke about {value}. Do people who like that have different attitudes to {theme}?",
    FactKind.FAMILY: "You mentioned that you have {value}. How far does a family shape people's attitudes to {theme}?",
    FactKind.SUBJECT: "In your talk you spoke about {value}. Where do people's attitudes to {theme} come from?",
}
"""Part 1 first, the plainest to discuss before the others; the long turn's subject when Part 1 gave nothing."""

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")


class Request(StrEnum):
    """What a candidate may ask for."""

    REPEAT = "repeat"
    REPHRASE = "rephrase"


_AT_ONCE = r"^\W*(?:(?:sorry|excuse me|please|oh|um|er|well)\W+)*"
"""Where a request begins: "some people say it is a job for the state" is none."""
_REPEAT = re.compile(
    r"\b(?:(?:can|could|would|will) you (?:please )?(?:repeat|say)(?: (?:that|it|the question))?(?: again)?|"
    r"(?:repeat|say) (?:that|it) again|pardon(?: me)?|come again|i beg your pardon)\b|"
    rf"{_AT_ONCE}(?:(?:please )?(?:repeat|say) (?:that|it|the question)|once more|one more time)\b|"
    rf"{_AT_ONCE}i (?:did not|didn't) (?:hear|catch)(?: (?:you|that|it|the question|what)\b|\W*$)",
    re.IGNORECASE,
)
_REPHRASE = re.compile(
    r"\b(?:what (?:do you|does (?:that|it|this|\w+)) mean|(?:explain|rephrase) (?:that|it|the question)"
    r"|in other words,? please|what is the meaning)\b|"
    rf"{_AT_ONCE}i (?:do not|don't|did not|didn't) (?:really |quite )?understand(?: (?:you|your|that|it|this|the|what)\b|\W*$)",
    re.IGNORECASE,
)
_LONGEST_REQUEST = 14


def request_in(transcript: str) -> Request | None:
    """What a short turn asks the examiner for, if it asks at all instead of answering."""
    text = transcript.replace("’", "'")
    if count_words(text) > _LONGEST_REQUEST:
        return None
    if _REPHRASE.search(text):
        return Request.REPHRASE
    return Request.REPEAT if _REPEAT.search(text) else None


def built_on_memory(recollection: Recollection, theme: str) -> tuple[str, Fact] | None:
    """A Part 3 question on the theme that refers to something said in Part 1 or 2, and the fact; ``None``: no fact."""
    from_earlier = [fact for fact in recollection.of(*_BUILT_ON) if fact.part < 3]
    for fact in sorted(from_earlier, key=lambda fact: fact.part):
        return _BUILT_ON[fact.kind].format(value=fact.addressed, theme=theme), fact
    return None


def follow_up(*, short: bool, used: Collection[str], choice: int) -> str | None:
    """A follow-up that was not used yet, starting from the ``choice``-th; ``None``: all of them were."""
    pool = WHY if short else MORE
    turned = [pool[(choice + step) % len(pool)] for step in range(len(pool))]
    return next((text for text in turned if text not in used), None)


def names_in(text: str) -> list[str]:
    """Words inside a sentence that a capital letter makes names."""
    return _NAME.findall(text)
