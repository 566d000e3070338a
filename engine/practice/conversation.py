"""What can be told from a message alone: is it an answer, a question paper, both, or neither? Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.errors import LearnerMistake
from engine.ielts.question_paper import PROMPT_WORDS, reads_like_a_question, task_from
from engine.ielts.writing import count_words

SHORTEST = 21
"""Words from which an answer can be marked at all: 20 or fewer are band 1 whatever they say."""

_BELONGS_TO_THE_QUESTION = re.compile(
    r"\s*(?:[-•*·–]\s|\d[.)]\s|begin your letter|in your letter|you should|write at least|give reasons|include any"
    r"|make comparisons|summari[sz]e|discuss both|to what extent|do you (?:agree|think)|you do not need|write about)",
    re.IGNORECASE,
)
_DEAR = re.compile(r"^\s*dear\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?:prompt|question|topic|task|essay|answer|my essay|my answer)\s*(?:[12]\s*)?:\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as we read it: the question (if it begins with one), the answer, and the task if the text tells it."""

    prompt: str | None
    answer: str
    task: str | None


def read(text: str) -> Reading:
    """Tell a question paper at the start of ``text`` from the answer that follows it.

    Only a whole paragraph that speaks as a question paper does is taken for one, and only if an answer follows;
    everything else stays part of the answer, so nothing a learner wrote is lost.
    """
    lines = text.strip().splitlines()
    for end in range(1, len(lines)):
        if not reads_like_a_question("\n".join(lines[:end])):
            continue
        while end < len(lines) and (not lines[end].strip() or _BELONGS_TO_THE_QUESTION.match(lines[end])):
            end += 1  # noqa: PLW2901 - bullet points and further instructions
        head, rest = "\n".join(lines[:end]).strip(), "\n".join(lines[end:]).strip()
        if count_words(head) <= PROMPT_WORDS and count_words(rest) >= SHORTEST:
            return Reading(_LABEL.sub("", head), _LABEL.sub("", rest), task_from(head))
        break
    return Reading(None, text.strip(), "W1G" if _DEAR.match(text) else None)


def check_text(text: str, max_words: int) -> None:
    """Refuse what can be no answer.

    Raises:
        LearnerMistake: ``empty``, ``not-english``, ``too-short`` or ``too-long``.
    """
    words = count_words(text)
    if words == 0 and not any(char.isalnum() for char in text):
        raise LearnerMistake("empty")
    if not is_english(text):
        raise LearnerMistake("not-english")
    if words < SHORTEST:
        raise LearnerMistake("too-short", words=words)
    if words > max_words:
        raise LearnerMistake("too-long", words=words, limit=max_words)


def is_english(text: str) -> bool:
    """Whether this may be English, however weak: the benefit of the doubt is the learner's.

    Function words tell English from other languages in Latin letters better than a statistical guess does on
    learners' texts; the guess (py3langid) decides only where there are few of them. Keys hit at random are English
    to nobody, but that is for the marker to say.
    """
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return True
    if sum(char.isascii() for char in letters) < 0.7 * len(letters):
        return False
    words = re.findall(r"[a-z']+", text.lower())
    if len(words) < 8 or sum(word in _ENGLISH for word in words) >= 0.12 * len(words):
        return True
    import py3langid

    return str(py3langid.classify(text)[0]) == "en"


_ENGLISH = frozenset(
    "the of and to in is are was were that it for as with be have has this they he she we you i not on by from or at"
    " which their there can will would should more people because if but so when my your our an".split()
)
