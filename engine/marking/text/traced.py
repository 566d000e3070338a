"""A text that remembers where in the original each of its characters was, through any number of changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traced:
    """``text``, and for each of its characters the span (start, end) of the original that it stands for."""

    text: str
    origin: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Traced:
        """A text in which nothing has been changed yet."""
        return cls(text, tuple((i, i + 1) for i in range(len(text))))

    def __getitem__(self, part: slice) -> Traced:
        return Traced(self.text[part], self.origin[part])

    def replaced(self, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str]) -> Traced:
        """Every match of ``pattern`` replaced; a replacement as long as its match keeps the place of each character."""
        found = ((*match.span(), by if isinstance(by, str) else by(match)) for match in pattern.finditer(self.text))
        return self.rewritten((start, end, new) for start, end, new in found if new != self.text[start:end])

    def rewritten(self, changes: Iterable[tuple[int, int, str]]) -> Traced:
        """``text[start:end]`` replaced by a third for each change; the changes are in order, apart, and not empty."""
        text: list[str] = []
        origin: list[tuple[int, int]] = []
        at = 0
        for start, end, new in changes:
            text += [self.text[at:start], new]
            origin += self.origin[at:start]
            same = len(new) == end - start
            origin += self.origin[start:end] if same else [self.span(start, end)] * len(new)
            at = end
        if not at:
            return self
        return Traced("".join([*text, self.text[at:]]), (*origin, *self.origin[at:]))

    def without(self, spans: Iterable[tuple[int, int]]) -> Traced:
        """The text without these spans, which are in order and apart."""
        return self.rewritten((start, end, "") for start, end in spans)

    def stripped(self) -> Traced:
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` was in the original.

        Raises:
            IndexError: the span is empty or not in the text.
        """
        return self.origin[start][0], self.origin[end - 1][1]
