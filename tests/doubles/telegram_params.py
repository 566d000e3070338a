"""What a call to the Bot API carries, checked as the real server checks it."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tests.doubles.telegram_chats import LONGEST, Json
from tests.doubles.telegram_html import CannotParse, units, visible


class Refusal(Exception):
    """An answer with ``ok: false``."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def text_in(params: Json, name: str) -> tuple[str, str]:
    raw = str(params.get(name) or "")
    text = raw
    if params.get("parse_mode") == "HTML":
        try:
            text = visible(raw)
        except CannotParse as error:
            raise Refusal(400, f"Bad Request: can't parse entities: {error}") from error
    text = text.strip()
    if not text:
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > (LONGEST if name == "text" else 1024):
        raise Refusal(400, f"Bad Request: message {'' if name == 'text' else 'caption '}is too long")
    return text, raw


def buttons_in(params: Json) -> tuple[tuple[str, str], ...]:
    rows: list[list[dict[str, Any]]] = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    found = tuple((button["text"], button["callback_data"]) for row in rows for button in row)
    if any(not 1 <= len(data.encode()) <= 64 for _, data in found):
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return found


async def params_of(request: web.Request) -> Json:
    """What a request carries, files included."""
    if request.content_type == "application/json":
        return dict(await request.json())
    found: Json = dict(request.query)
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            found[name] = (value.filename, value.file.read())
        elif name in ("reply_markup", "reply_parameters", "commands", "allowed_updates", "scope"):
            found[name] = json.loads(value)
        else:
            found[name] = value
    # A file is sent under a name of its own, and its parameter points there.
    for name, value in list(found.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            found[name] = found[value.removeprefix("attach://")]
    return found


def snake(name: str) -> str:
    """``sendMessage`` as ``send_message``."""
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
