"""What a chat shows: words in a small HTML, buttons, files, pictures, sound; and what keeps them harmless and short."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.ielts.learners import Line
from engine.ielts.speaking.questions import CueCard

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
    """A file to send; ``data`` is its content, ``alt`` what a picture shows, for platforms that read it out."""

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to show: HTML, rows of buttons, perhaps a file, a picture or sound.

    ``voice`` is what the examiner says here, to be spoken where there is a voice, with the HTML as its caption (a plain
    text: in the house's own voice);
    ``card`` is a cue card to be shown as a picture; ``sound`` is OGG/Opus.
    """

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    file: FileReply | None = None
    voice: Line | str | None = None
    card: CueCard | None = None
    picture: FileReply | None = None
    sound: bytes | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of the people who are named in it: see :func:`member`."""
        return tuple(dict.fromkeys(found[1] for found in _MEMBER.finditer(self.html)))

    def named(self, names: Mapping[str, str]) -> Reply:
        """The same with people's names in place, by id; names are asked of the platform, for they are kept nowhere."""

        def name(found: re.Match[str]) -> str:
            return html.escape(names[found[1]], quote=False) if found[1] in names else found[2]

        return replace(self, html=_MEMBER.sub(name, self.html))

    @property
    def plain(self) -> str:
        """The text without markup."""
        return html.unescape(re.sub(r"<[^>]+>", "", self.html))

    @property
    def digest(self) -> str:
        """Equal for replies that look the same."""
        labels = "|".join(f"{b.label}:{b.data}" for row in self.buttons for b in row)
        return hashlib.sha256(f"{self.html}|{labels}".encode()).hexdigest()[:32]


_MEMBER = re.compile("\ue000([^\ue001]*)\ue001([^\ue002]*)\ue002")


def member(user_id: str, otherwise: str) -> str:
    """A place for the name of somebody, which only the platform knows; ``otherwise`` stands for one that it does not."""
    return f"\ue000{user_id}\ue001{otherwise}\ue002"


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
    return re.split(r" \(“|（“", strength, maxsplit=1)[0]
