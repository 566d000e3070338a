"""Lines that were wrapped by a page, not ended by the writer: put together again, with words that were cut at the end.

A PDF, an e-mail or a terminal breaks a line where the next word would not have fitted. Where it would have fitted, the
writer ended the line: that is a paragraph's end.
"""

from __future__ import annotations

import re
from itertools import pairwise

from engine.marking.text.traced import Traced

_LINE = re.compile(r"[^\n]+")
_NARROWEST, _WIDEST = 30, 130  # characters: no page has longer lines, and a paragraph on one line is mostly longer
_FITS = 0.85  # of the width: in proportional type lines of one width differ in characters
_FEWEST = 3  # lines broken inside a sentence, from which a text counts as wrapped
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")
_STARTS_SMALL = re.compile(r"[a-z]")
_LIST = re.compile(r"(?:[-•*·–]|\(?\d{1,2}[.)])\s")
_HYPHEN_AT_END = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u2010][ \t]{0,9}\n[ \t]{0,99}([a-z]+)")
_KNOWN = 3.0  # Zipf: a word that everybody writes


def unwrapped(text: Traced, *, surely: bool = False) -> Traced:
    """The text with wrapped lines joined; ``surely``: it is from a page, so it need not look wrapped to be so."""
    text = _joined_at_hyphens(text)
    lines = [line for line in _LINE.finditer(text.text) if not line.group().isspace()]
    width = max((len(line.group().rstrip()) for line in lines), default=0)
    if len(lines) < 2 or not _NARROWEST <= width <= _WIDEST:
        return text
    inside = {i for i in range(len(lines) - 1) if _is_inside_a_sentence(lines[i], lines[i + 1], width)}
    if not surely and (len(inside) < _FEWEST or 4 * len(inside) < len(lines)):
        return text
    spaced = _is_double_spaced(text.text, lines, inside)
    # In type of one width no word that would have fitted goes down: this page's own lines tell how exact it is.
    full = max(_FITS * width, min((_reach(lines[i].group(), lines[i + 1].group()) for i in inside), default=0))
    joints: list[tuple[int, int, str]] = []
    for line, following in pairwise(lines):
        gap = text.text[line.end() : following.start()]
        if gap.count("\n") > (2 if spaced else 1):
            continue
        if _is_wrapped(line.group().strip(), following.group().strip(), width, full):
            begins = following.start() + len(following.group()) - len(following.group().lstrip())
            joints.append((line.start() + len(line.group().rstrip()), begins, " "))
    return text.rewritten(joints)


def _joined_at_hyphens(text: Traced) -> Traced:
    """Words that were cut at a line's end are whole again; a compound keeps its hyphen."""
    return text.replaced(_HYPHEN_AT_END, lambda cut: f"{cut[1]}{_between(cut[1], cut[2])}{cut[2]}")


def _between(first: str, second: str) -> str:
    """What belongs between the halves of a word that was cut: nothing, or the hyphen of a compound."""
    from wordfreq import zipf_frequency

    if zipf_frequency(first + second, "en") >= _KNOWN:
        return ""
    parts = min(zipf_frequency(first, "en"), zipf_frequency(second, "en"))
    return "-" if parts >= _KNOWN else ""


def _is_inside_a_sentence(line: re.Match[str], following: re.Match[str], width: int) -> bool:
    """The sentence goes on in the next line, and this one is as long as lines are."""
    this = line.group().strip()
    return (
        len(this) >= 0.6 * width
        and not _ENDS.search(this)
        and bool(_STARTS_SMALL.match(following.group().strip()) or len(this) >= _FITS * width)
    )


def _is_wrapped(line: str, following: str, width: int, full: float) -> bool:
    """The next word would not have fitted on the line, or the sentence goes on with a small letter."""
    if _LIST.match(following):
        return False
    if not _ENDS.search(line) and _STARTS_SMALL.match(following) and len(line) >= 0.5 * width:
        return True
    return _reach(line, following) >= full


def _reach(line: str, following: str) -> int:
    """How long the line would be with the first word of the next one."""
    return len(line.strip()) + 1 + len(following.split(maxsplit=1)[0])


def _is_double_spaced(text: str, lines: list[re.Match[str]], inside: set[int]) -> bool:
    """Blank lines stand inside sentences as well: they say nothing about paragraphs."""
    blank = sum(text[lines[i].end() : lines[i + 1].start()].count("\n") > 1 for i in inside)
    return bool(inside) and 2 * blank > len(inside)
