"""One slip that learners make: the pattern that finds it, and what should stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from engine.marking.errors.error import Kind
from engine.marking.errors.forms import in_form, is_form
from engine.marking.tables import table

_FLAGS = re.IGNORECASE | re.ASCII
_SPAN = "span"
_PART = re.compile(r"\{([a-z_]+)\}")
_GROUP_IN_TEMPLATE = re.compile(r"\\(?:(\d)|g<(\w+)>)")
_FORM_IN_PATTERN = r"\(\?P<{}>([a-z'|]+)\)"


class Row(BaseModel):
    """A row as it is written; what the fields are is said at the head of ``written.toml``."""

    model_config = ConfigDict(extra="forbid")

    pattern: str
    why: str
    better: str | None = None
    not_after: str | None = None
    family: str = "Grammar"
    kind: Kind | None = None


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")

    parts: Mapping[str, str]
    slips: list[Row]


@dataclass(frozen=True, slots=True)
class Slip:
    """A row of ``engine/data/language/slips``, read.

    ``forms`` are the groups of the pattern whose words stand in another form in what is better.
    """

    pattern: re.Pattern[str]
    better: str | None
    why: str
    family: str
    kind: Kind | None
    not_after: re.Pattern[str] | None
    forms: tuple[str, ...]

    @classmethod
    def of(cls, row: Row, parts: Mapping[str, str]) -> Slip:
        """The slip that a row describes, with ``parts`` for the names in braces.

        Raises:
            ValueError: a pattern is none, or a group or the other form of a word is missing; the message has the pattern.
        """
        try:
            written = _PART.sub(lambda part: parts[part[1]], row.pattern)
            pattern = re.compile(written, _FLAGS)
            not_after = None if row.not_after is None else re.compile(rf"\b(?:{row.not_after})\s+$", _FLAGS)
            forms = tuple(each for each in pattern.groupindex if each != _SPAN)
            for form in forms:
                _check_form(written, form)
            for group in _GROUP_IN_TEMPLATE.finditer(row.better or ""):
                if (int(group[1]) > pattern.groups) if group[1] else (group[2] not in pattern.groupindex):
                    raise ValueError(f"no group {group[0]}")
        except (KeyError, ValueError, re.error) as wrong:
            raise ValueError(f"slip {row.pattern!r}: {wrong}") from wrong
        return cls(pattern, row.better, row.why, row.family, row.kind, not_after, forms)

    def places(self, text: str) -> Iterator[tuple[int, int, str | None]]:
        """Where it is made, and what should stand there; None: that is not sure."""
        for match in self.pattern.finditer(text):
            if self.not_after is not None and self.not_after.search(text[: match.start()]):
                continue
            start, end = match.span(_SPAN) if _SPAN in self.pattern.groupindex else match.span()
            better = self._better(match, start, end)
            if better != text[start:end]:
                yield start, end, better

    def _better(self, match: re.Match[str], start: int, end: int) -> str | None:
        if self.better is not None:
            better = _GROUP_IN_TEMPLATE.sub(lambda group: self._group(match, group[2] or int(group[1])), self.better)
        elif self.forms:
            better = match.string[start:end]
            for name in sorted(self.forms, key=match.start, reverse=True):
                better = (
                    better[: match.start(name) - start] + self._group(match, name) + better[match.end(name) - start :]
                )
        else:
            return None
        return better[:1].upper() + better[1:] if match.string[start].isupper() else better

    def _group(self, match: re.Match[str], group: str | int) -> str:
        words = match[group] or ""
        return in_form(words, str(group)) or words if group in self.forms else words


def read_slips(name: str) -> tuple[Slip, ...]:
    """The table ``engine/data/language/slips/<name>.toml``.

    Raises:
        ValueError: it has another shape, or a row is none.
    """
    found = table(f"slips/{name}", _Table)
    return tuple(Slip.of(row, found.parts) for row in found.slips)


def _check_form(pattern: str, form: str) -> None:
    """A word for which there is no such form would be found and never put right."""
    words = re.search(_FORM_IN_PATTERN.format(form), pattern)
    if not is_form(form) or words is None:
        raise ValueError(f"the group {form} is no form of plain words")
    for word in words[1].split("|"):
        if in_form(word, form) in (None, word):
            raise ValueError(f"{word!r} has no form {form}")
