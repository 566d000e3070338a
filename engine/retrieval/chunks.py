"""A document in passages: by its headings, then by paragraphs, then by sentences; never across a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.documents.document import Block, Document
from engine.ielts.passages import ANYTHING, Passage, Scope, SourceKind
from engine.ielts.text import Text
from engine.ielts.writing import count_words
from engine.retrieval.orders import without_orders
from engine.retrieval.samples import part_samples
from engine.retrieval.scopes import about_in
from engine.retrieval.stems import is_chinese

LONGEST = 160
"""Words in a passage: what fits into a chat beside its source. A Chinese character counts as one."""
_BETWEEN = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cut:
    """The passages of a document, and how many sentences or paragraphs gave orders and were left out."""

    passages: tuple[Passage, ...]
    left_out: int


def cut(document: Document, given: Scope = ANYTHING) -> Cut:
    """The passages of an operator's document. What ``given`` leaves open is read from headings, as ``Band 6``.

    A sample answer is one passage, however long it is.
    """
    samples, document, left_out = part_samples(document, given)
    passages = [*samples]
    for path, blocks in _sections(document.blocks):
        heading = " › ".join(path)
        for text, page in _pieces(blocks):
            kept = without_orders(text)
            left_out += kept != text
            if not kept.strip():
                continue
            if without_orders(heading) != heading:
                heading, left_out = "", left_out + 1
            scope = replace(about_in(*path, given=given), language="zh-Hans" if is_chinese(kept) else "en")
            passages.append(Passage(kept, document.name, SourceKind.DOCUMENT, heading, page, scope))
    return Cut(tuple(passages), left_out)


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[tuple[str, ...], list[Block]]]:
    path: list[tuple[int, str]] = []
    inside: list[Block] = []
    for block in blocks:
        if not block.level:
            inside.append(block)
            continue
        if inside:
            yield tuple(text for _, text in path), inside
            inside = []
        path = [each for each in path if each[0] < block.level] + [(block.level, block.text)]
    if inside:
        yield tuple(text for _, text in path), inside


def _pieces(blocks: Sequence[Block]) -> Iterator[tuple[str, int | None]]:
    """Paragraphs together as long as they fit; a long one by sentences. The page is that of the beginning."""
    held: list[str] = []
    page, size = None, 0
    for block in blocks:
        for part in _parts(block.text):
            words = _size(part)
            if held and size + words > LONGEST:
                yield "\n".join(held), page
                held, size = [], 0
            if not held:
                page = block.page
            held.append(part)
            size += words
    if held:
        yield "\n".join(held), page


def _parts(text: str) -> Iterator[str]:
    if _size(text) <= LONGEST:
        yield text
        return
    held, size = "", 0
    for sentence in Text(text).sentences:
        # What has no stops is no sentence: it is cut where it is too long.
        for piece in _at_most(sentence.text):
            words = _size(piece)
            if held and size + words > LONGEST:
                yield held
                held, size = "", 0
            held, size = f"{held} {piece}".strip(), size + words
    if held:
        yield held


def _at_most(text: str) -> Iterator[str]:
    if _size(text) <= LONGEST:
        yield text
    elif is_chinese(text):
        yield from (text[at : at + LONGEST] for at in range(0, len(text), LONGEST))
    else:
        words = _BETWEEN.split(text)
        yield from (" ".join(words[at : at + LONGEST]) for at in range(0, len(words), LONGEST))


def _size(text: str) -> int:
    return sum("\u3400" <= char <= "\u9fff" for char in text) or count_words(text)
