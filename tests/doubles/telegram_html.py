"""Telegram's HTML, as the Bot API parses it: the same few tags, the same complaints."""

from __future__ import annotations

import re

TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler"}
_TOKEN = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z0-9-]*)(?P<rest>[^>]*)(?P<close>>?)|&(?P<entity>#x?[0-9a-fA-F]+|\w+);"
)
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


class CannotParse(ValueError):
    """The sentence that the Bot API answers after ``Bad Request: can't parse entities:``."""


def visible(html: str) -> str:
    """The text that a reader sees.

    Raises:
        CannotParse: the markup is not Telegram's.
    """
    shown: list[str] = []
    open_tags: list[str] = []
    last = 0
    for match in _TOKEN.finditer(html):
        shown.append(html[last : match.start()])
        last = match.end()
        offset = len(html[: match.start()].encode())
        if match["entity"] is not None:
            shown.append(_character(match["entity"]) or match.group())
            continue
        name = match["name"].lower()
        if not match["close"]:
            raise CannotParse(f"Unclosed start tag at byte offset {offset}")
        if match["end"]:
            if not open_tags:
                raise CannotParse(f"Unexpected end tag at byte offset {offset}")
            expected = open_tags.pop()
            if name not in ("", expected):
                raise CannotParse(
                    f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"'
                )
        elif name not in TAGS:
            raise CannotParse(f'Unsupported start tag "{name}" at byte offset {offset}')
        else:
            open_tags.append(name)
    if open_tags:
        raise CannotParse(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join([*shown, html[last:]])


def _character(entity: str) -> str | None:
    if entity.startswith("#"):
        number = int("0" + entity[1:], 0) if entity[1] in "xX" else int(entity[1:])
        return chr(number) if 0 < number < 0x110000 else None
    return _ENTITIES.get(entity)


def units(text: str) -> int:
    """UTF-16 code units: how Telegram counts."""
    return len(text.encode("utf-16-le")) // 2
