"""JFLEG and the measures on it: words found against four correctors, and GLEU after mending.

JFLEG: Napoles, Sakaguchi and Tetreault (2017), "JFLEG: A fluency corpus and benchmark for grammatical error correction".
GLEU: Napoles, Sakaguchi, Post and Tetreault (2015; 2016, without tuning), n-grams up to four, references drawn at random.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from engine.errors import OperatorMistake

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d[\d,.]*%?|[^\sA-Za-z\d]")
_SPACED_ENDING = re.compile(r" (n't|'s|'re|'ve|'m|'ll|'d)\b")
_SPACED_MARK = re.compile(r" ([.,;:!?)])")
_REFERENCES = 4
_DRAWS = 200
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure or a mark at ``text[start:end]`` of a sentence."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Corrected:
    """A learner's sentence as it would be written, its corrections, its tokens and how many correctors changed each."""

    text: str
    corrections: tuple[str, ...]
    tokens: tuple[Token, ...]
    changed: tuple[int, ...]


def read_jfleg(folder: Path) -> tuple[Corrected, ...]:
    """The sentences of a folder with one ``NAME.src`` and ``NAME.ref0`` to ``NAME.ref3``, a sentence a line.

    Raises:
        OperatorMistake: a file is missing, or the files have not as many lines.
    """
    sources = sorted(folder.glob("*.src")) if folder.is_dir() else []
    if len(sources) != 1:
        raise OperatorMistake(f"{folder} must hold one file that ends in .src, with .ref0 to .ref3 beside it.")
    files = [sources[0], *(sources[0].with_suffix(f".ref{number}") for number in range(_REFERENCES))]
    try:
        lines = [[written(line) for line in each.read_text("utf-8").rstrip("\n").split("\n")] for each in files]
    except OSError as error:
        raise OperatorMistake(f"{error.filename} cannot be read.") from error
    if len({len(each) for each in lines}) != 1:
        raise OperatorMistake(f"The files of {folder} do not have the same number of lines.")
    return tuple(_corrected(text, tuple(corrections)) for text, *corrections in zip(*lines, strict=True))


def written(tokenised: str) -> str:
    """A sentence of JFLEG's, which has spaces before marks and endings, as one writes it."""
    text = _SPACED_MARK.sub(r"\1", _SPACED_ENDING.sub(r"\1", tokenised))
    return text.replace("( ", "(").replace("`` ", '"').replace(" ''", '"')


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens that are counted."""
    return tuple(Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(text))


def words(text: str) -> list[str]:
    """The tokens in lower case: the measures do not see capitals."""
    return [token.text.lower() for token in tokens_of(text)]


def _corrected(text: str, corrections: tuple[str, ...]) -> Corrected:
    tokens = tokens_of(text)
    counts = [0] * len(tokens)
    for correction in corrections:
        for at in _changed(words(text), words(correction)):
            counts[at] += 1
    return Corrected(text, corrections, tokens, tuple(counts))


def _changed(before: list[str], after: list[str]) -> set[int]:
    """Words that were replaced or left out, or before which something was put in."""
    found: set[int] = set()
    for what, start, end, _, _ in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what in {"replace", "delete"}:
            found.update(range(start, end))
        elif what == "insert" and before:
            found.add(min(start, len(before) - 1))
    return found


def distance(before: list[str], after: list[str]) -> int:
    """Words between two sentences."""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return sum(max(end - start, last - first) for what, start, end, first, last in codes if what != "equal")


def brings_nearer(sentence: Corrected, mended: str) -> bool:
    """Whether a mended sentence is nearer than the learner's to any corrector's."""
    was, now = words(sentence.text), words(mended)
    return any(distance(now, words(each)) < distance(was, words(each)) for each in sentence.corrections)


def gleu(sentences: Sequence[Corrected], mended: Sequence[str], seed: int = 0) -> float:
    """GLEU of the mended sentences, from 0 to 1: the mean over draws of one reference for each sentence."""
    rows = [
        [_counts(words(new), words(each.text), words(reference)) for reference in each.corrections]
        for each, new in zip(sentences, mended, strict=True)
    ]
    draw = random.Random(seed)
    total = 0.0
    for _ in range(_DRAWS):
        picked = [row[draw.randrange(len(row))] for row in rows]
        total += _score([sum(column) for column in zip(*picked, strict=True)])
    return total / _DRAWS


def _counts(mended: list[str], source: list[str], reference: list[str]) -> list[int]:
    """Lengths, then for each n the n-grams that agree less those kept that should have gone, and all of them."""
    counts = [len(mended), len(reference)]
    for n in range(1, _LONGEST + 1):
        ours, theirs = _ngrams(mended, n), _ngrams(reference, n)
        gone = Counter({gram: count for gram, count in _ngrams(source, n).items() if gram not in theirs})
        counts += [max((ours & theirs).total() - (ours & gone).total(), 0), max(len(mended) - n + 1, 0)]
    return counts


def _ngrams(tokens: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[at : at + n]) for at in range(len(tokens) - n + 1))


def _score(counts: list[int]) -> float:
    length, wanted, *rest = counts
    if not length or not all(rest):
        return 0.0
    logs = sum(math.log(rest[2 * n] / rest[2 * n + 1]) for n in range(_LONGEST)) / _LONGEST
    return math.exp(min(0.0, 1 - wanted / length) + logs)
