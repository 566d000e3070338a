"""What can be told from a message alone: is it an answer, a question paper, both, or neither?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.errors import LearnerMistake
from engine.ielts.question_form import is_like_a_question, question_end
from engine.ielts.question_paper import reads_like_a_question, task_from
from engine.ielts.writing import count_words
from engine.marking.text.cleaning import clean
from engine.marking.text.not_theirs import Apart, told_apart, without_top_lines
from engine.marking.text.traced import Traced

SHORTEST = 21
"""Words from which an answer can be marked at all: 20 or fewer are band 1 whatever they say."""

_DEAR = re.compile(r"^\s*dear\b", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W*(?:ielts )?(?:writing )?(?:prompt|question|topic|task|essay (?:question|topic))\s*(?:[12]\b)?\s*[:.\n]\s*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\btask ?(?:2|two)\b", re.IGNORECASE)
_ASKS_RATHER = -1.5  # the mean of pieces: nearly every question is above it, and hardly an answer
_AROUND = ' \t\n[]()“”"*_#>'


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as we read it: the question (if it begins with one), the learner's own answer, and the task if it is told.

    ``own`` knows where in the text as it was sent each of its characters was; ``set_aside`` are lines that came along
    and are not the learner's.
    """

    prompt: str | None
    own: Traced
    task: str | None
    set_aside: tuple[str, ...]

    @property
    def answer(self) -> str:
        """What is marked."""
        return self.own.text


def read(text: str, prompt: str | None = None) -> Reading:
    """Clean ``text``, and tell a question paper at its start from the answer that follows it and from what is neither.

    ``prompt`` is the question, if it is known already: what is copied from it is set aside.
    """
    top = without_top_lines(clean(text))
    end = question_end(top.own.text)
    found = question_of(top.own.text[:end]) if end else None
    apart = told_apart(top.own[end:].stripped(), prompt or found)
    again = (found,) if found and prompt and found != prompt else ()
    return Reading(
        prompt or found, apart.own, _task(top, found, apart.own.text), (*top.set_aside, *again, *apart.set_aside)
    )


def question_of(text: str) -> str:
    """The question in a text that holds nothing else: without a label, and without brackets around it."""
    bare = without_top_lines(clean(text)).own.text
    bare = _LABEL.sub("", bare)
    return bare.strip(_AROUND) if bare[:1] in '[(“"*' else bare.strip()


def _task(top: Apart, found: str | None, answer: str) -> str | None:
    if found is not None:
        return task_from(found)
    if _DEAR.match(answer):
        return "W1G"
    return "W2" if any(_NAMED.search(line) for line in top.set_aside) else None


def is_question_alone(text: str) -> bool:
    """Whether this is a question paper and no answer follows it."""
    bare = clean(text).text.strip()
    return reads_like_a_question(bare) and is_like_a_question(bare) > _ASKS_RATHER


def is_answer_or_question(text: str) -> bool:
    """Whether a picture's caption is more than a remark."""
    return count_words(text) >= SHORTEST or is_question_alone(text)


def check_text(text: str, max_words: int) -> None:
    """Refuse what can be no answer.

    Raises:
        LearnerMistake: ``empty``, ``not-english``, ``too-short`` or ``too-long``.
    """
    text = clean(text).text
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
