"""Sample answers in an operator's document: what somebody wrote, the band it was given, and what the examiner said of it.

A sample is what stands under a heading that names a band, or in a document that was put in with one, where it has an
examiner's comment or is called an essay, an answer or a letter. Question and comment stand under headings of their own or
begin a paragraph: ``Question:``, ``Examiner's comment:``. The patterns are in ``engine/data/retrieval/headings.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from engine.documents.document import Block, Document
from engine.ielts.passages import Passage, Scope, SourceKind
from engine.ielts.writing import count_words
from engine.retrieval.orders import without_orders
from engine.retrieval.scopes import about_in

_SHORTEST, _LONGEST = 60, 600
"""Words of a sample answer."""
Part = Literal["answer", "question", "comment"]


@dataclass
class _Gathered:
    """What stands under one heading with a band, as it is read."""

    path: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)
    parts: dict[Part, list[str]] = field(default_factory=lambda: {"answer": [], "question": [], "comment": []})
    page: int | None = None
    named: bool = False
    """Whether a heading calls it an answer."""


def part_samples(document: Document, given: Scope) -> tuple[list[Passage], Document, int]:
    """The samples of a document, the document without them, and how many paragraphs gave orders and were left out."""
    samples: list[Passage] = []
    rest: list[Block] = []
    left_out = 0
    for found in _gathered(document.blocks, given):
        passage, orders = _sample(found, document.name, given)
        if passage is None:
            rest += found.blocks
        else:
            samples.append(passage)
            left_out += orders
    return samples, replace(document, blocks=tuple(rest)), left_out


def _gathered(blocks: Sequence[Block], given: Scope) -> Iterator[_Gathered]:
    """The document cut where a heading names a band (or, where ``given`` has one, at every heading of the first level)."""
    path: list[tuple[int, str]] = []
    found = _Gathered(())
    level, part = 0, _ANSWER
    for block in blocks:
        if height := block.level or _height(block.text):
            path = [each for each in path if each[0] < height] + [(height, block.text)]
            of_a_sample = _kind(block.text)
            names_a_band = about_in(block.text).band is not None
            if names_a_band or (of_a_sample is None and (given.band is not None or height <= level)):
                yield found
                found = _Gathered(tuple(text for _, text in path), page=block.page)
                level = height
            part = of_a_sample or _ANSWER
            found.named = found.named or _matches("answer", block.text)
            found.blocks.append(block)
            continue
        found.blocks.append(block)
        of, text = _labelled(block.text, part)
        # A question is one paragraph; what is said of an answer goes on.
        part = _ANSWER if of == "question" and part != "question" else of
        if text:
            found.parts[of].append(text)
            found.page = found.page if found.page is not None else block.page
    yield found


_ANSWER: Part = "answer"
_LINE = 6
_LOWEST = 9


def _height(text: str) -> int:
    """How high a line stands that is a heading where a file has none, as a PDF: a short one, with a band or a part's name."""
    if count_words(text) > _LINE or text.rstrip()[-1:] in ".!?;":
        return 0
    if about_in(text).band is not None:
        return _LOWEST - 1
    return _LOWEST if _kind(text) is not None and not any(p.match(text) for p in _patterns()["labels"].values()) else 0


def _labelled(text: str, part: Part) -> tuple[Part, str]:
    """What a paragraph is, by how it begins or as those before it, and the rest of it."""
    for kind in ("comment", "question", "answer"):
        found = _patterns()["labels"][kind].match(text)
        if found is not None:
            return kind, text[found.end() :].strip()
    return part, text.strip()


def _kind(heading: str) -> Part | None:
    return next((kind for kind in ("comment", "question") if _matches(kind, heading)), None)


def _matches(kind: str, heading: str) -> bool:
    return _patterns()["headings"][kind].search(heading) is not None


def _sample(found: _Gathered, name: str, given: Scope) -> tuple[Passage | None, int]:
    scope = about_in(*found.path, given=given)
    answer, orders = _kept(found.parts["answer"])
    if scope.band is None or not _SHORTEST <= count_words(answer) <= _LONGEST:
        return None, 0
    if not (found.named or found.parts["comment"]):
        return None, 0
    comment, more = _kept(found.parts["comment"])
    question, others = _kept(found.parts["question"])
    heading = question or " › ".join(found.path)
    if without_orders(heading) != heading:
        heading, others = "", others + 1
    about = replace(scope, task=scope.task or about_in(question).task or "W2", criterion=None, language="en")
    passage = Passage(answer, name, SourceKind.SAMPLE, heading, found.page, about, comment=comment)
    return passage, orders + more + others


def _kept(paragraphs: Iterable[str]) -> tuple[str, int]:
    given = [*paragraphs]
    kept = [without_orders(each) for each in given]
    return "\n\n".join(each for each in kept if each.strip()), sum(a != b for a, b in zip(given, kept, strict=True))


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    table = tomllib.loads(files("engine.data").joinpath("retrieval/headings.toml").read_text("utf-8"))["samples"]
    return {
        group: {kind: re.compile("|".join(rows), re.IGNORECASE) for kind, rows in table[group].items()}
        for group in ("headings", "labels")
    }
