"""Remarks that came along with an answer: a marker's comment on it, and what is said to whoever marks it.

Essays copied from a web page or sent back after marking carry a comment: about the essay and its writer, in the terms of
the criteria. It is not the learner's writing, and as it praises in careful English it would lift any answer that it is
pasted under.
"""

from __future__ import annotations

import re

from engine.ielts.text import Text

_OF_THE_ANSWER = re.compile(
    r"\b(?:this|the) (?:is an? (?:\w+ ){0,2}(?:essay|response|answer|sample|(?:piece of )?work)"
    r"|(?:essay|response|answer|sample|work|report|letter) (?:is|was|has|seems?|looks?|covers?|addresses|fully|could|can"
    r"|deserves?|shows?|contains?|demonstrates?|responds?|presents?|needs?|follow|in general))\b"
    r"|\bthe (?:writer|author|candidate)(?:[’']s| (?:also |has |have )?(?:shows?|showed|uses?|used|states?|stated|presents?|maintains?"
    r"|expresses|demonstrates?|is|has|was|can|manages?))"
    r"|\bworth(?:y of)? (?:an? )?(?:ielts )?band\b|\bmake this essay\b|\bin this (?:essay (?:include|are|is)|work\b)",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(
    r"^(?:the )?(?:teacher|examiner|marker|tutor)(?:[’']s)? (?:comments?|feedback|remarks?)\b", re.IGNORECASE
)
_TERMS = (
    r"\bvocabulary\b", r"\bparagraph(?:s|ing)?\b", r"\bsentence (?:structures?|forms?)\b|\bcomplex sentences\b",
    r"\b(?:linking|connecting|transition) (?:words|phrases)\b|\bcohesi(?:on|ve)\b|\bcoheren(?:t|ce|tly)\b",
    r"\btask (?:statement|requirements?|response|achievement)\b|\b(?:the|all) (?:parts of the )?(?:task|topic|question|prompt)\b",
    r"\b(?:grammar|grammatical|spelling|punctuation|(?:minor|some|few) errors?|inaccurac\w+|word choice)\b",
    r"\bcorrections?\b|\bunderlined\b|\baccuracy of expression\b",
    r"\beasy to (?:follow|read|understand)\b|\blogical(?:ly)?\b|\bsequenc\w+\b|\borgani[sz](?:ed|ation)\b",
    r"\bbands?\b(?: \d)?|\bielts\b|\bscore\b",
    r"\bthe recommended\b|\bword (?:count|limit)\b|\b\d+ words\b",
)  # fmt: skip
_CRITERIA = tuple(re.compile(term, re.IGNORECASE) for term in _TERMS)
_ENOUGH = 3


def is_about_the_answer(paragraph: str) -> bool:
    """Whether this speaks of the essay or its writer, and of at least three things that essays are marked on; or says whose it is."""
    if _SAYS_SO.search(paragraph):
        return True
    if _OF_THE_ANSWER.search(paragraph) is None:
        return False
    return sum(criterion.search(paragraph) is not None for criterion in _CRITERIA) >= _ENOUGH


_TO_THE_MARKER = re.compile(
    r"\b(?:please )?(?:ignore|disregard|override|forget)\b.{0,40}\b(?:rubric|instructions?|prompt|criteria|descriptors?|guidelines)\b"
    r"|\b(?:please )?(?:give|award|assign|grant|output|mark)\b.{0,40}\b(?:band (?:score )?(?:of )?(?:nine|eight|[6-9])"
    r"|(?:maximum|highest|full|top) (?:scores?|marks?|bands?))\b"
    r"|\bband (?:score )?(?:of )?(?:nine|eight|[6-9])\b"
    r"|\b(?:the |dear )?(?:rubric|examiners?|grader|marker)\b.{0,60}\b(?:must|should|award|give|score|mark|ignore)\b"
    r"|\b(?:as an? (?:ai|language model)|system prompt|you are (?:now )?(?:an? |the )?(?:examiner|grader|assistant|ai))\b",
    re.IGNORECASE | re.DOTALL,
)


def to_the_marker(line: str) -> bool:
    """Whether every sentence of it speaks to whoever marks the answer."""
    return all(_TO_THE_MARKER.search(sentence.text) for sentence in Text(line).sentences)


def before_a_remark(sentence: str) -> str:
    """The sentence up to where it begins to speak to the marker."""
    remark = _TO_THE_MARKER.search(sentence)
    return sentence if remark is None else sentence[: remark.start()].rstrip()
