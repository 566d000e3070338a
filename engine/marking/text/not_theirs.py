"""What comes along with an answer and is not the learner's: a marker's note, a band, a word count, a heading, a message.

It would be quoted as theirs, counted as theirs, and praised as theirs where it praises. Told by its form alone; the
patterns are data (engine/data/language/set_aside.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from engine.ielts.question_paper import reads_like_a_question
from engine.ielts.text import Span, Text, tokens
from engine.ielts.writing import count_words
from engine.marking.tables import any_of, table
from engine.marking.text.remarks import is_about_the_answer, to_the_marker
from engine.marking.text.traced import Traced
from engine.marking.words.lists import AUXILIARIES, PRONOUNS

_LINE = re.compile(r"[^\n]+")
_DRESS = " \t#*_>~=|\"“”'‘’•·-–—([{【<)]}】.,;:!?…"
_BRACKETS = re.compile(r"[ \t]{0,9}(?:\[([^\[\]\n]{1,300})\]|【([^【】\n]{1,300})】|\(([^()\n]{1,300})\))")
_MARKED_UP = re.compile(r"#{1,6} |(\*\*|__).*\1$")
_DEAR = re.compile(r"dear\b|(?:hi|hello|hey)\b[^.?!]{0,30}$", re.IGNORECASE)
_SIGNS_OFF = re.compile(
    r"(?:yours|kind|best|warm|sincerely|regards|love|see you|take care|cheers|thanks)\b", re.IGNORECASE
)
_LONGEST = 40  # words: a longer line is told by what it says, not by its form
_TITLE = 12  # words
_PARAGRAPH = 25  # words: so many follow a heading
_COPIED, _ALIKE = 6, 0.85  # trigrams of a sentence, and the share of them that is the question's


@dataclass(frozen=True, slots=True)
class Apart:
    """The learner's own words, and the lines that are not theirs, in order."""

    own: Traced
    set_aside: tuple[str, ...]


def told_apart(text: Traced, prompt: str | None = None) -> Apart:
    """``text`` without what is not the learner's, sentences of the ``prompt`` that were copied among it.

    An answer never vanishes whole: then it is left as it is.
    """
    spans = sorted(_spans(text.text))
    own = text.without(_widened(text.text, spans)).stripped()
    set_aside = [text.text[start:end] for start, end in spans]
    copied = list(_copied(own.text, prompt or ""))
    left = own.without((each.start, each.end) for each in copied).stripped()
    if not left.text:
        return Apart(text, ())
    return Apart(left, tuple(line.strip() for line in (*set_aside, *(each.text for each in copied))))


def without_top_lines(text: Traced) -> Apart:
    """``text`` from the first line on that is no label, no form to be filled in, and no message to the reader."""
    found: list[str] = []
    rest = text.stripped()
    while True:
        line, end, _ = rest.text.partition("\n")
        if not end or not _is_set_aside(line, "", may_be_message=not _DEAR.match(line), first=False, question=False):
            return Apart(rest, tuple(found))
        found.append(line.strip())
        rest = rest[len(line) :].stripped()


def _copied(text: str, prompt: str) -> Iterator[Span]:
    """Sentences that are nearly all the question's words in the question's order."""
    theirs = _trigrams(prompt)
    for sentence in Text(text).sentences:
        ours = _trigrams(sentence.text)
        if len(ours) >= _COPIED and len(ours & theirs) > _ALIKE * len(ours):
            yield sentence


def _trigrams(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


def _spans(text: str) -> Iterator[tuple[int, int]]:
    lines = [line for line in _LINE.finditer(text) if not line.group().isspace()]
    dear = next((i for i, line in enumerate(lines[:6]) if _DEAR.match(line.group().strip())), None)
    letter = range(0) if dear is None else range(dear, _signed_off(lines, dear) + 1)
    for i, line in enumerate(lines):
        at_an_end = i < 2 or i >= len(lines) - 2
        following = next((each.group() for each in lines[i + 1 : i + 2]), "")
        if _is_set_aside(line.group(), following, may_be_message=at_an_end and i not in letter, first=i == 0):
            yield line.span()
            continue
        yield from _inside(line)


def _signed_off(lines: list[re.Match[str]], dear: int) -> int:
    """The line of a letter's last words: its name follows, on a line of its own."""
    ends = [i for i, line in enumerate(lines) if i > dear and _SIGNS_OFF.match(line.group().strip())]
    return min(ends[-1] + 1, len(lines) - 1) if ends else len(lines) - 1


def _is_set_aside(line: str, following: str, *, may_be_message: bool, first: bool, question: bool = True) -> bool:
    bare = line.strip(_DRESS)
    if not bare:
        return False
    kinds = _patterns()["lines"]
    if kinds["remark"].fullmatch(bare) or is_about_the_answer(line) or _is_foreign(line):
        return True
    if count_words(line) > _LONGEST:
        return False
    if any(pattern.fullmatch(bare) for kind, pattern in kinds.items() if kind != "message"):
        return True
    if may_be_message and _says_only(bare):
        return True
    if to_the_marker(line) or (question and reads_like_a_question(line)):
        return True
    return _is_heading(line.strip(), following, first=first)


def _says_only(line: str) -> bool:
    """Every sentence of it speaks to whoever reads the answer."""
    sentences = re.split(r"(?<=[.!?])\s+", line)
    return all(
        _patterns()["lines"]["message"].fullmatch(each.strip(" .!,")) for each in sentences if each.strip(" .!,")
    )


def _is_heading(line: str, following: str, *, first: bool) -> bool:
    """Marked up as one; or a title, without a verb or a stop, over a paragraph."""
    if _MARKED_UP.match(line):
        return count_words(line) <= _TITLE
    if line.endswith((".", "!", "?", ",", ";")) or _DEAR.match(line) or line[0] in "-•*·–0123456789":
        return False
    words = re.findall(r"[^\W\d_]+", line)
    if not words or len(words) > _TITLE or count_words(following) < _PARAGRAPH:
        return False
    if {word.lower() for word in words} & (AUXILIARIES | PRONOUNS):
        return False
    long_ones = [word for word in words if len(word) > 3]
    capital = sum(word[0].isupper() for word in long_ones) >= 0.6 * len(long_ones)
    return len(words) >= 2 and (first or (capital and len(long_ones) >= 2))


def _is_foreign(line: str) -> bool:
    """Another script than Latin."""
    letters = [char for char in line if char.isalpha()]
    return bool(letters) and sum(char < "\u0250" for char in letters) < 0.5 * len(letters)


def _inside(line: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Notes in brackets, and a label in front."""
    label = _patterns()["labels"]["any"].match(line.group().lstrip())
    if label:
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        yield start, start + label.end()
    for note in _BRACKETS.finditer(line.group()):
        square, black, round_ = note.groups()
        said = (square or black or round_).strip(" .,;")
        if ((square or black) and not said.isdigit()) or _patterns()["inside"]["any"].fullmatch(said):
            yield line.start() + note.start(), line.start() + note.end()


def _widened(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A whole line goes with its line end."""
    for start, end in spans:
        whole = (start == 0 or text[start - 1] == "\n") and (end == len(text) or text[end] == "\n")
        yield start, min(end + 1, len(text)) if whole else end


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    """Every kind of every table as one pattern.

    Raises:
        ValueError: the file is damaged.
    """
    tables = table("set_aside", dict[str, dict[str, list[str]]])
    return {
        name: {kind: any_of([f"(?:{each})" for each in listed]) for kind, listed in kinds.items()}
        for name, kinds in tables.items()
    }
