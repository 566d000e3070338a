"""Voice messages, which discord.py reads but does not send: one OGG/Opus file with its length and loudness, flag 8192."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import discord
from discord.http import MultipartParameters

from engine.ports import VoiceNote

REFUSED = range(50160, 50174)
"""Discord's codes for a voice message that may not be sent in this place, or as it is."""
_FLAG = 8192
_NAME = "voice-message.ogg"


async def send_voice(client: discord.Client, channel_id: int, note: VoiceNote, nonce: str) -> None:
    """Send ``note`` into a channel, once for one ``nonce``. Nothing else can stand in the same message.

    Raises:
        discord.HTTPException: as any message.
    """
    payload: dict[str, Any] = {
        "flags": _FLAG,
        "nonce": nonce,
        "enforce_nonce": True,
        "attachments": [
            {
                "id": "0",
                "filename": _NAME,
                "duration_secs": round(note.seconds, 3),
                "waveform": base64.b64encode(note.waveform).decode(),
            }
        ],
    }
    file = discord.File(io.BytesIO(note.ogg), _NAME)
    parts: list[dict[str, Any]] = [
        {"name": "payload_json", "value": json.dumps(payload)},
        {"name": "files[0]", "value": file.fp, "filename": _NAME, "content_type": "audio/ogg"},
    ]
    with MultipartParameters(payload, parts, [file]) as params:
        await client.http.send_message(channel_id, params=params)
