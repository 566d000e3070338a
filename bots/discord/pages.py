"""A reply as a Discord message: text or embeds, files, rows of buttons, all within what Discord takes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import discord

from bots.discord.buttons import PressedButton
from bots.discord.markdown import markdown
from bots.replies.reply import Button, FileReply, Reply

CONTENT = 2000
DESCRIPTION = 4096
TOTAL = 6000
ROWS, IN_A_ROW, LABEL = 5, 5, 80
_ALT = 1024
_TITLE = re.compile(r"([^\w\s<]+ )?<b>")
"""What begins in bold, perhaps after a sign, has a title."""
_COLOUR = discord.Colour(0x2F6FDE)


@dataclass(frozen=True, slots=True)
class Page:
    """One message. Short sentences are plain text; what has a title, a picture or length is an embed."""

    content: str
    texts: tuple[str, ...]
    attached: tuple[FileReply, ...]
    rows: tuple[tuple[Button, ...], ...]
    picture: str | None = None

    def embeds(self) -> list[discord.Embed]:
        """The embeds; a picture stands in the first."""
        made = [discord.Embed(description=text, colour=_COLOUR) for text in self.texts]
        if self.picture is not None and made:
            made[0].set_image(url=f"attachment://{self.picture}")
        return made

    def files(self) -> list[discord.File]:
        """The files, to be sent once."""
        return [
            discord.File(io.BytesIO(file.data), file.name, description=file.alt[:_ALT] or None)
            for file in self.attached
        ]

    def view(self) -> discord.ui.View | None:
        """The buttons; they know all about themselves, so nothing waits for them."""
        if not self.rows:
            return None
        view = discord.ui.View(timeout=None)
        for number, row in enumerate(self.rows):
            for button in row:
                view.add_item(PressedButton(button.label[:LABEL], button.data, row=number))
        return view


def page_of(reply: Reply, *, card: bytes | None = None, voice: bytes | None = None) -> Page:
    """The page that shows a reply; ``card`` is its cue card as a picture, ``voice`` what is spoken, as a file."""
    text = markdown(reply.html)
    pictures = [] if reply.picture is None else [reply.picture]
    if card is not None:
        pictures.append(FileReply("card.png", card))
    files = [file for file in (reply.file,) if file is not None]
    files += [FileReply("voice.ogg", sound) for sound in (voice, reply.sound) if sound is not None]
    rows = rows_of(reply.buttons)
    titled = bool(_TITLE.match(reply.html) or pictures)
    if not titled and size(text) <= CONTENT:
        return Page(text, (), tuple(files), rows)
    texts = cut(text, DESCRIPTION)
    if size(text) > TOTAL:
        # Nothing is lost: what an embed cannot hold is in a file.
        texts = [f"{cut(text, DESCRIPTION - 2)[0]}\n…"]
        files.append(FileReply("message.txt", reply.plain.encode()))
    return Page("", tuple(texts), (*pictures, *files), rows, pictures[0].name if pictures else None)


def size(text: str) -> int:
    """Characters as the strictest of Discord's counters counts them (UTF-16)."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, most: int) -> list[str]:
    """The text in parts of at most ``most`` characters, cut at lines; a line that is longer is cut where it must be."""
    parts, part = [], ""
    for line in text.split("\n"):
        while size(line) > most:
            head = line[:most].encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
            parts += [part, head] if part else [head]
            line, part = line[len(head) :], ""  # noqa: PLW2901 - what is left of it
        longer = f"{part}\n{line}" if part else line
        if size(longer) > most:
            parts.append(part)
            longer = line
        part = longer
    return [*parts, part] if part or not parts else parts


def rows_of(buttons: Sequence[Sequence[Button]]) -> tuple[tuple[Button, ...], ...]:
    """At most five rows of at most five: neighbours that fit into one row share it.

    Raises:
        ValueError: there are more than 25.
    """
    rows = [tuple(row[at : at + IN_A_ROW]) for row in buttons for at in range(0, len(row), IN_A_ROW)]
    while len(rows) > ROWS:
        sums = [len(one) + len(other) for one, other in pairwise(rows)]
        at = sums.index(min(sums))
        if sums[at] > IN_A_ROW:
            flat = [button for row in rows for button in row]
            if len(flat) > ROWS * IN_A_ROW:
                raise ValueError(f"{len(flat)} buttons are more than a message can have")
            return tuple(tuple(flat[at : at + IN_A_ROW]) for at in range(0, len(flat), IN_A_ROW))
        rows[at : at + 2] = [rows[at] + rows[at + 1]]
    return tuple(rows)
