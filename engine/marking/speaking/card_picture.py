"""The cue card as a picture, as it lies on the table in the exam."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.ielts.speaking.questions import CueCard

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_WIDE = 900
_EDGE, _INSIDE = 36, 54
_TABLE, _CARD, _RIM, _INK, _FAINT, _ACCENT = "#dfe5e3", "#fffdf8", "#e2ddcf", "#22303c", "#6b7783", "#3a7d8c"
_LEADING = 1.36
_INDENT = 38
_TIGHTER = 14
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
"""The font has plain Latin letters only: no typographic signs, and accents are left out."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    font: FreeTypeFont
    colour: str
    above: int = 0
    indent: int = 0
    point: bool = False

    @property
    def height(self) -> int:
        return round(self.font.size * _LEADING) + self.above


def cue_card(card: CueCard) -> bytes:
    """PNG, 900 pixels wide and as high as the text needs; the font comes with Pillow."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    def font(size: float) -> FreeTypeFont:
        return ImageFont.load_default(size)  # type: ignore[return-value]

    title, body, small, dot = font(38), font(31), font(23), font(96)
    left, room = _EDGE + _INSIDE, _WIDE - 2 * (_EDGE + _INSIDE)
    lines = [_Line("PART 2  ·  CUE CARD", small, _ACCENT)]
    lines += _block(card.describe, title, _INK, room, above=18)
    lines.append(_Line("You should say:", body, _FAINT, above=22))
    for point in card.say:
        first, *others = _block(point, body, _INK, room - _INDENT, above=9)
        lines += [replace(first, indent=_INDENT, point=True), *(replace(line, indent=_INDENT) for line in others)]
    lines += _block(card.explain, body, _INK, room, above=18)
    lines.append(_Line("One minute to prepare, then talk for one to two minutes.", small, _FAINT, above=36))
    high = 2 * (_EDGE + _INSIDE) - _TIGHTER + sum(line.height for line in lines)
    picture = Image.new("RGB", (_WIDE, high), _TABLE)
    box = (_EDGE, _EDGE, _WIDE - _EDGE, high - _EDGE)
    shade = Image.new("L", picture.size, 0)
    ImageDraw.Draw(shade).rounded_rectangle((box[0], box[1] + 8, box[2], box[3] + 8), 22, fill=90)
    picture.paste("#8a9692", mask=shade.filter(ImageFilter.GaussianBlur(12)))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle(box, 22, fill=_CARD, outline=_RIM, width=2)
    top = _EDGE + _INSIDE - _TIGHTER
    for line in lines:
        if line.point:
            draw.text((left + 12, top + line.above + line.font.size * 0.54), "·", font=dot, fill=_ACCENT, anchor="mm")
        draw.text((left + line.indent, top + line.above), line.text, font=line.font, fill=line.colour)
        top += line.height
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _block(text: str, font: FreeTypeFont, colour: str, room: int, above: int) -> list[_Line]:
    return [
        _Line(line, font, colour, above if number == 0 else 0) for number, line in enumerate(_wrapped(text, font, room))
    ]


def _wrapped(text: str, font: FreeTypeFont, room: int) -> list[str]:
    """Lines that fit; a word that is longer than a line is broken."""
    lines: list[str] = []
    line = ""
    letters = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    for word in "".join(char for char in letters if not unicodedata.combining(char)).split():
        rest = word
        while font.getlength(rest) > room:
            fits = max(1, next(n for n in range(len(rest), 0, -1) if n == 1 or font.getlength(rest[:n]) <= room))
            lines += [line, rest[:fits]] if line else [rest[:fits]]
            line, rest = "", rest[fits:]
        if line and font.getlength(f"{line} {rest}") > room:
            lines.append(line)
            line = rest
        else:
            line = f"{line} {rest}".strip()
    return [*lines, line] if line else lines
