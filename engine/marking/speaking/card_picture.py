"""The cue card as a picture, as it lies on the table in the exam."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from engine.ielts.questions import CueCard

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_WIDE = 900
_EDGE, _INSIDE = 36, 54
_TABLE, _CARD, _RIM, _INK, _FAINT, _ACCENT = "#dfe5e3", "#fffdf8", "#e2ddcf", "#22303c", "#6b7783", "#3a7d8c"
_LEADING = 1.36


def cue_card(card: CueCard) -> bytes:
    """PNG, 900 pixels wide and as high as the text needs; the font comes with Pillow."""
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    def font(size: float) -> FreeTypeFont:
        return ImageFont.load_default(size)  # type: ignore[return-value]

    title, body, small = font(38), font(31), font(23)
    room = _WIDE - 2 * (_EDGE + _INSIDE)
    lines: list[tuple[str, FreeTypeFont, str, int, int]] = [("PART 2   ·   CUE CARD", small, _ACCENT, 0, 20)]
    lines += [(text, title, _INK, 0, 0) for text in _wrapped(card.describe, title, room)]
    lines.append(("You should say:", body, _FAINT, 0, 22))
    for point in card.say:
        for number, text in enumerate(_wrapped(point, body, room - 44)):
            lines.append((text, body, _INK if number else f"•{_INK}", 44, 8 if number == 0 else 0))
    lines += [(text, body, _INK, 0, 16 if number == 0 else 0) for number, text in enumerate(_wrapped(card.explain, body, room))]
    lines.append(("One minute to prepare, then talk for one to two minutes.", small, _FAINT, 0, 34))
    high = 2 * (_EDGE + _INSIDE) + sum(round(face.size * _LEADING) + above for _, face, _, _, above in lines)
    picture = Image.new("RGB", (_WIDE, high), _TABLE)
    box = (_EDGE, _EDGE, _WIDE - _EDGE, high - _EDGE)
    shade = Image.new("L", picture.size, 0)
    ImageDraw.Draw(shade).rounded_rectangle((box[0], box[1] + 8, box[2], box[3] + 8), 22, fill=90)
    picture.paste("#8a9692", mask=shade.filter(ImageFilter.GaussianBlur(12)))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle(box, 22, fill=_CARD, outline=_RIM, width=2)
    top = _EDGE + _INSIDE
    for text, face, colour, indent, above in lines:
        top += above
        if colour.startswith("•"):
            middle = top + face.size * 0.62
            draw.ellipse((_EDGE + _INSIDE + 10, middle - 6, _EDGE + _INSIDE + 22, middle + 6), fill=_ACCENT)
            colour = colour[1:]
        draw.text((_EDGE + _INSIDE + indent, top), text, font=face, fill=colour)
        top += round(face.size * _LEADING)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _wrapped(text: str, font: FreeTypeFont, room: int) -> list[str]:
    """Lines that fit; a word that is longer than a line is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split():
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
