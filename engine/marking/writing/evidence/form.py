"""What any answer can lack whatever its task: connected text, and enough of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.ielts.bands import Criterion
from engine.ielts.text import Span
from engine.marking.observation import Observation, Seen, cut, limit

_BULLET = re.compile(r"(?:[-–•*·▪●]|\(?\d{1,2}[.)]|[a-h]\))\s")


def is_notes(paragraph: Span) -> bool:
    """Whether a line begins as a bullet point or a numbered note does."""
    return bool(_BULLET.match(paragraph.text))


def notes(seen: Seen, criterion: Criterion) -> Iterator[Observation]:
    """Bullet points and notes, which the exam does not accept in place of text."""
    listed = [p for p in seen.text.paragraphs if is_notes(p)]
    if len(listed) >= 2:
        yield limit(
            criterion,
            "form",
            0.9,
            *cut(listed[0]),
            "notes",
            count=len(listed),
        )


def unrelated(seen: Seen, criterion: Criterion, aspect: str) -> Iterator[Observation]:
    """A Task 1 answer in which no content word of the question comes back."""
    if seen.measures["relevance.asked"] >= 5 and seen.measures["relevance.share"] == 0:
        yield limit(
            criterion,
            aspect,
            0.99,
            *cut(seen.text.sentences[0]),
            "off-topic",
        )


def short(seen: Seen, criterion: Criterion, aspect: str) -> Iterator[Observation]:
    """An answer under the minimum. It is judged by what it lacks; nothing is taken off by the word."""
    task, words = seen.essay.task, seen.essay.word_count
    missing = task.minimum_words - words
    if missing > 0:
        yield limit(
            criterion,
            aspect,
            min(0.35 + missing / task.minimum_words, 0.95),
            *cut(seen.closing),
            "short",
            topic="short",
            words=words,
            least=task.minimum_words,
        )
