"""How a question paper speaks: what tells it from an answer, and which task it sets. From the text alone."""

from __future__ import annotations

import re

from engine.ielts.writing import count_words

PROMPT_WORDS = 150
"""A longer text is no question paper."""

_INSTRUCTION = re.compile(
    r"\b(?:to what exten[td]|write about the following|do you agree|discuss both|give (?:your own|your) opinion|give reasons for your answer"
    r"|what is your opinion|outweigh|positive or (?:a )?negative|summari\w+ the information|make comparisons"
    r"|write (?:a|an) (?:letter|email|essay|report)|write at least|you should spend|in your letter"
    r"|why (?:is|do|are) th|what (?:are|is) the (?:causes?|reasons?|problems?|effects?)|how can|what can be done"
    r"|include any relevant|advantages and (?:the )?disadvantages)\b",
    re.IGNORECASE,
)
_CHART = re.compile(
    r"\b(?:charts?|graphs?|tables?|diagrams?|maps?|plans?|flow ?chart|process|figures?) (?:below|above|shows?|gives?|compares?"
    r"|illustrates?|and (?:chart|graph|table)s?)\b|\bsummari[sz]e the information\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:^|[.?!:]\s*|\n\s*)(?:discuss both|give (?:your|reasons)|to what exten[td]|summari\w+ the|write (?:a|an|at|about)|do |does "
    r"|is this|is it|are |what |why |how |which |you should spend|in your letter)",
    re.IGNORECASE,
)
_SHORTHAND = re.compile(
    r"(?:\(\s*(?:agree\s*/\s*disagree|discuss|opinion|reasons and solutions)\W*|\b(?:agree or disagree|agree/disagree|discuss))\W*$",
    re.IGNORECASE,
)
_WRITER = re.compile(r"\b(?:I|my|this essay (?:will|argues|agrees))\b")
_LETTER = re.compile(
    r"\b(?:write an? (?:\w+ ){0,3}(?:letter|e-?mail) (?:to|in|about)|(?:in|begin) (?:your|the) (?:letter|e-?mail))\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:write a report (?:for|to)|(?:information|data|changes?) (?:shown )?(?:below|above)|report(?:ing)? (?:in )?the main features"
    r"|write at least 150|20 minutes)\b",
    re.IGNORECASE,
)
# Pasted questions often lose the space between two sentences: "... in 2007Summarise the information".
_GLUED = re.compile(r"(?<=[a-z\d.?!])(?=[A-Z][a-z])")


def reads_like_a_question(text: str) -> bool:
    """Whether ``text`` speaks to a candidate as a question paper does: an instruction or a question, and no "I"."""
    text = _GLUED.sub("\n", text)
    return (
        count_words(text) <= PROMPT_WORDS
        and (bool(_INSTRUCTION.search(text) and _ASKS.search(text)) or bool(_SHORTHAND.search(text)))
        and not _WRITER.search(text)
    )


def task_from(prompt: str) -> str:
    """The task that a question paper sets: a letter, a visual to describe, or else an essay."""
    prompt = _GLUED.sub("\n", prompt)
    if _LETTER.search(prompt):
        return "W1G"
    return "W1A" if _CHART.search(prompt) or _REPORT.search(prompt) else "W2"
