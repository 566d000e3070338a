"""What the way here did to a text, undone: invisible characters, look-alike letters, hard line ends and the like.

Nothing that a learner wrote is mended: no spelling, no spacing, no punctuation that is not a mere form of another.
The cleaned text is what is kept apart, marked and quoted; it knows the place of each character in what was sent.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

from engine.marking.text.lookalikes import without_lookalikes
from engine.marking.text.traced import Traced
from engine.marking.text.wrapping import unwrapped


def clean(raw: str) -> Traced:
    """``raw`` as its writer saw it, on lines that are paragraphs; plain English text comes back as it is."""
    text = Traced.of(raw)
    for pattern, by in _STEPS:
        text = text.replaced(pattern, by)
    text = unwrapped(without_lookalikes(text))
    return text.rewritten(_lost_breaks(text.text))


def _lost_breaks(text: str) -> Iterator[tuple[int, int, str]]:
    """Paragraph breaks that were lost on the way ("...the end.However, ...") are put back where several were lost."""
    for paragraph in _PARAGRAPH.finditer(text):
        stops = list(_GLUED.finditer(text, *paragraph.span()))
        if len(stops) >= 2:
            yield from ((*stop.span(), f"{stop.group()}\n") for stop in stops)


def _said_in_utf8(found: re.Match[str]) -> str:
    """Text in UTF-8 that was read as Windows Latin ("donâ€™t")."""
    import ftfy

    return str(ftfy.fix_encoding(found.group()))


def _composed(found: re.Match[str]) -> str:
    """A letter and its accents as one letter; marks that make no letter (strokes through it, dots upon it) go."""
    whole = unicodedata.normalize("NFC", found.group())
    return whole if len(whole) == 1 else whole.rstrip(_MARKS) if whole[0].isascii() else whole


def _plain_letters(found: re.Match[str]) -> str:
    """Full-width, mathematical and joined letters ("ﬁ") as plain ones."""
    plain = unicodedata.normalize("NFKC", found.group())
    return plain if plain.isascii() and plain.isalnum() else found.group()


def _narrow(found: re.Match[str]) -> str:
    """A full-width stop after English words, with the space that its width stood for."""
    narrow = _NARROW[found.group(1)]
    follows = found.string[found.end() : found.end() + 1]
    return narrow + (" " if narrow not in "()" and follows.isalnum() else "")


_PARAGRAPH = re.compile(r"[^\n]+")
_GLUED = re.compile(r"(?<=[a-z\d)])[.?!](?=[A-Z][a-z])")
_MARKS = "".join(chr(code) for code in range(0x300, 0x370))
_NARROW = {
    **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if not chr(0x21 + i).isalnum()},
    "。": ".", "、": ",", "．": ".",
}  # fmt: skip
# Format characters (no-break, joiners, directions, byte order marks), controls, and letters that show nothing.
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_CJK = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"

_STEPS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"&(?:nbsp|amp|quot|apos|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});"),
     lambda found: html.unescape(found.group())),
    (re.compile(r"[\u00c2-\u00f4][\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}"), _said_in_utf8),
    (re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]"), "\n"),
    (re.compile(r"\u00ad[ \t]{0,9}\n[ \t]{0,99}"), ""),
    (re.compile(f"[{_UNSEEN}]"), ""),
    (re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"), " "),
    (re.compile(r"[^\W\d_][\u0300-\u036f]+"), _composed),
    (re.compile(r"[\u00aa\u00ba\u2100-\u214f\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]"),
     _plain_letters),
    (re.compile(r"(?<=[^\W\d_])[\u00b4\u0060\u02bc\u02b9\u2032\u201b\uff07](?=[^\W\d_])"), "'"),
    (re.compile(r"(?<=[^\W\d_])[\u2010\u2011\u00ac\ufe63\uff0d](?=[^\W\d_])"), "-"),
    (re.compile(rf"(?<![{_CJK}])(?<=\S)([{re.escape(''.join(_NARROW))}])(?![{_CJK}])"), _narrow),
)  # fmt: skip
