"""What Discord takes for a message, and what it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.doubles.discord_chats import Json, Shown

if TYPE_CHECKING:
    from tests.doubles.discord_chats import Chat

Files = dict[str, tuple[str, bytes]]
_VOICE = 8192


@dataclass
class Trouble:
    """What goes wrong with the next calls whose path ends so."""

    method: str
    ending: str
    times: int
    status: int = 0
    code: int = 0
    retry_after: float = 0.0
    dropped: bool = False
    after_doing: bool = False
    chat: int | None = None


class Refused(Exception):
    """An error as the API words it."""

    def __init__(self, status: int, code: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.code = code
        self.words = words


async def files_in(request: web.Request) -> tuple[Json, Files]:
    """The JSON of a request, and its files by field."""
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return (json.loads(text) if text else {}), {}
    payload: Json = {}
    files: Files = {}
    async for part in await request.multipart():
        name = getattr(part, "name", None) or ""
        data = bytes(await part.read(decode=False))  # type: ignore[union-attr, call-arg]
        if name == "payload_json":
            payload = json.loads(data)
        else:
            files[name] = (getattr(part, "filename", None) or "", data)
    return payload, files


def shown_of(number: int, payload: Json, files: Files, chat: Chat) -> Shown:
    """The message as it stands on the screen.

    Raises:
        Refused: Discord would not take it.
    """
    content = payload.get("content") or ""
    embeds = payload.get("embeds") or []
    buttons = _buttons(payload.get("components") or [])
    flags = int(payload.get("flags") or 0)
    if flags & _VOICE:
        return _voice(number, payload, files, chat)
    if len(content.encode("utf-16-le")) > 2 * 2000:
        raise Refused(400, 50035, "Invalid Form Body: content must be 2000 or fewer in length.")
    texts = [embed.get("description") or "" for embed in embeds]
    if any(len(text) > 4096 for text in texts) or sum(map(len, texts)) > 6000 or len(embeds) > 10:
        raise Refused(400, 50035, "Invalid Form Body: embed size exceeds maximum size")
    if not content and not embeds and not files:
        raise Refused(400, 50006, "Cannot send an empty message")
    if payload.get("allowed_mentions") is None:
        raise AssertionError("a message without allowed_mentions may call everybody")
    sent = list(files.values())
    images = [data for _, data in sent if data.startswith((b"\x89PNG", b"\xff\xd8"))]
    others = [(name, data) for name, data in sent if not data.startswith((b"\x89PNG", b"\xff\xd8"))]
    reference = payload.get("message_reference") or {}
    answered = int(reference["message_id"]) if reference else None
    if answered is not None and answered not in chat.sent and answered not in chat.now:
        if reference.get("fail_if_not_exists", True):
            raise Refused(400, 50035, "Invalid Form Body: Unknown message")
        answered = None
    return Shown(
        number,
        "\n".join(text for text in (content, *texts) if text),
        buttons,
        reply_to=answered,
        file=others[0] if others else None,
        photo=images[0] if images else None,
        embeds=len(embeds),
        payload=payload,
    )


def _voice(number: int, payload: Json, files: Files, chat: Chat) -> Shown:
    if chat.no_voice:
        raise Refused(403, 50173, "Cannot send voice messages in this channel")
    attachments = payload.get("attachments") or []
    if payload.get("content") or payload.get("embeds") or payload.get("components"):
        raise Refused(400, 50161, "Voice messages do not support additional content")
    if len(files) != 1 or len(attachments) != 1:
        raise Refused(400, 50160, "Voice messages must have a single audio attachment")
    if not attachments[0].get("duration_secs") or not attachments[0].get("waveform"):
        raise Refused(400, 50162, "Voice messages must have supporting metadata")
    ((_, sound),) = files.values()
    if not sound.startswith(b"OggS") or b"OpusHead" not in sound[:100]:
        raise Refused(400, 50160, "Voice messages must have a single audio attachment")
    return Shown(number, "", (), voice=sound, is_voice=True, payload=payload)


def _buttons(rows: list[Any]) -> tuple[tuple[str, str], ...]:
    if len(rows) > 5 or any(not 1 <= len(row["components"]) <= 5 for row in rows):
        raise Refused(400, 50035, "Invalid Form Body: components")
    found = [(each["label"], each["custom_id"]) for row in rows for each in row["components"]]
    ids = [custom_id for _, custom_id in found]
    if len(set(ids)) != len(ids):
        raise Refused(400, 50035, "Invalid Form Body: Component custom id cannot be duplicated")
    if any(not 1 <= len(label) <= 80 or not 1 <= len(custom_id) <= 100 for label, custom_id in found):
        raise Refused(400, 50035, "Invalid Form Body: components")
    return tuple(found)


def answered(body: Any, status: int, headers: dict[str, str]) -> web.Response:
    """discord.py reads JSON only where the type says so and says no more."""
    headers = {**headers, "Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)


def hang_up(request: web.Request) -> web.Response:
    """The connection breaks."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
