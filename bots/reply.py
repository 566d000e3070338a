"""What a chat shows: words in a small HTML, buttons, files, pictures, sound; and what keeps them harmless and short."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass

from engine.ielts.questions import CueCard

LIMIT = 4096
"""Characters that a message may have on the narrowest platform (Telegram)."""

_ROOM = 3800  # leaves space for markup that is not counted in advance


@dataclass(frozen=True, slots=True)
class Button:
    """A button; ``data`` comes back when it is pressed (at most 64 bytes on Telegram)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class FileReply:
    """A file to send; ``data`` is its content."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show: HTML, rows of buttons, perhaps a file, a picture or sound.

    ``voice`` is what the examiner says here, to be spoken where there is a voice, with the HTML as its caption;
    ``card`` is a cue card to be shown as a picture; ``sound`` is OGG/Opus.
    """

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: FileReply | None = None
    voice: str | None = None
    card: CueCard | None = None
    picture: FileReply | None = None
    sound: bytes | None = None

    @property
    def plain(self) -> str:
        """The text without markup."""
        return html.unescape(re.sub(r"<[^>]+>", "", self.html))

    @property
    def digest(self) -> str:
        """Equal for replies that look the same."""
        labels = "|".join(f"{b.label}:{b.data}" for row in self.buttons for b in row)
        return hashlib.sha256(f"{self.html}|{labels}".encode()).hexdigest()[:32]


def escape(text: str, most: int = 300) -> str:
    """A learner's words, made harmless and short enough."""
    one_line = " ".join(text.split())
    return html.escape(one_line if len(one_line) <= most else one_line[: most - 1] + "…", quote=False)


def within(text: str) -> str:
    """Cut at a line, never inside a tag, so that any report fits into a message.

    Telegram counts in UTF-16: a character outside the basic plane is two.
    """
    room = _ROOM
    kept: list[str] = []
    for line in text.split("\n"):
        room -= len(line.encode("utf-16-le")) // 2 + 1
        if room < 0:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return text


def band_bar(band: float) -> str:
    """A band as a bar of six."""
    return "▰" * round(band / 1.5) + "▱" * (6 - round(band / 1.5))


def without_quote(strength: str) -> str:
    """The words quoted in brackets are for the full report; a phone's first view has no room for them."""
    return strength.split(" (“", maxsplit=1)[0]
