"""The named rules that take out of an essay what its writer did not write: ``engine/data/cleaning/rules.toml``."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Literal

import ftfy
from pydantic import BaseModel, ConfigDict

from engine.ielts.writing import count_words

_LEAST_BEFORE_A_COMMENT = 30
"""Words: with fewer before it, a comment stands at the head of its essay, and only its line is cut."""
_NOTHING_TO_MEND = re.compile(r"[\t\n -%'-~]*")
"""Plain ASCII without `&` and control characters: ftfy leaves it as it is, and takes its time over it."""
_BLOCKS = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|table|blockquote|section|article)\b[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style|head|nav|footer|aside)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_RULER = re.compile(r"^[ \t]*(?:[-*_=~][ \t]*){3,}$", re.MULTILINE)


class _Described(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    kind: Literal["line", "span", "tail", "code"]
    about: str
    before: str
    after: str
    patterns: list[str] = []
    needs: list[str] = []
    put: str = ""
    keep: Literal["comment", "bands"] | None = None
    cased: bool = False
    personal: bool = False


@dataclass
class Found:
    """What rules took out of one essay and a row has a place for."""

    comment: str | None = None
    bands: dict[str, float] = field(default_factory=dict)


_Change = Callable[[str, Found], str]


@dataclass(frozen=True)
class Rule:
    """One rule: its name, what it is about, an example of ours, and how it changes a text; ``personal``: personal data."""

    name: str
    about: str
    example: tuple[str, str]
    apply: _Change
    personal: bool = False


def mend_mojibake(text: str) -> str:
    """Wrong decodings put right, typographic quotes made plain, control characters out."""
    return text if _NOTHING_TO_MEND.fullmatch(text) else str(ftfy.fix_text(text, normalization="NFC"))


def without_markup(text: str) -> str:
    """The text of HTML or Markdown; what begins a block begins a paragraph."""
    text = _HIDDEN.sub("\n", text)
    text = _TAG.sub("", _BLOCKS.sub("\n\n", text))
    text = html.unescape(text)
    return _EMPHASIS.sub(r"\2", _HEADING.sub("", _RULER.sub("", text)))


def tidy_spaces(text: str) -> str:
    """One space between words, at most one empty line between lines."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_CODE: Mapping[str, Callable[[str], str]] = {
    "mojibake": mend_mojibake,
    "markup": without_markup,
    "white-space": tidy_spaces,
}


@cache
def cleaning_rules() -> tuple[Rule, ...]:
    """All rules in the order in which they are applied.

    Raises:
        ValueError: the table is not as it should be.
    """
    table = tomllib.loads(files("engine.data").joinpath("cleaning/rules.toml").read_text("utf-8"))
    return tuple(_rule(_Described.model_validate(each)) for each in table["rule"])


def _rule(told: _Described) -> Rule:
    flags = re.MULTILINE | (0 if told.cased else re.IGNORECASE)
    patterns = [re.compile(pattern, flags) for pattern in told.patterns]

    def code(text: str, _: Found) -> str:
        return _CODE[told.name](text)

    def lines(text: str, found: Found) -> str:
        return "\n".join(line for line in text.split("\n") if not taken(line.strip(), found))

    def taken(line: str, found: Found) -> bool:
        match = next((match for pattern in patterns if (match := pattern.fullmatch(line))), None)
        if match is None:
            return False
        if told.keep == "bands":
            found.bands |= {name: float(band) for name, band in _bands(match.groupdict()) if name not in found.bands}
        return True

    def spans(text: str, _: Found) -> str:
        for pattern in patterns:
            text = pattern.sub(told.put, text)
        return text

    def tail(text: str, found: Found) -> str:
        kept = text.split("\n")
        for number, line in enumerate(kept):
            if any(pattern.match(line.strip()) for pattern in patterns):
                long_enough = count_words("\n".join(kept[:number])) >= _LEAST_BEFORE_A_COMMENT
                cut = kept[number:] if long_enough else [line]
                found.comment = found.comment or "\n".join(cut).strip()
                rest = [] if long_enough else kept[number + 1 :]
                return "\n".join([*kept[:number], *rest])
        return text

    apply = _where({"code": code, "line": lines, "span": spans, "tail": tail}[told.kind], told.needs)
    return Rule(told.name, told.about, (told.before, told.after), apply, told.personal)


def _where(apply: _Change, needs: list[str]) -> _Change:
    """The same change, and a text that holds none of ``needs`` is not even searched."""

    def changed(text: str, found: Found) -> str:
        small = text.lower()
        return apply(text, found) if any(each in small for each in needs) else text

    return changed if needs else apply


def _bands(groups: Mapping[str, str | None]) -> list[tuple[str, str]]:
    return [("TR" if name == "TA" else name, band) for name, band in groups.items() if band is not None]
