"""Tells Discord which commands there are: once for each set of them, not at each start (Discord counts how often)."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord import app_commands

from engine.private_folder import private_folder

log = logging.getLogger(__name__)
_FILE = "discord-commands"


async def sync_once(tree: app_commands.CommandTree[Any], home: Path) -> bool:
    """Sync the tree unless this very set was synced for this application before; whether it was done now.

    ``home`` is the folder that keeps the digest of what was synced last.
    """
    digest = await _digest(tree)
    path = home / _FILE
    if path.exists() and path.read_text("utf-8") == digest:
        return False
    try:
        await tree.sync()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        log.warning("the commands could not be told to Discord (%s); the next start tries again", type(error).__name__)
        return False
    await asyncio.to_thread(_keep, path, digest)
    return True


def _keep(path: Path, digest: str) -> None:
    private_folder(path.parent)
    path.write_text(digest, "utf-8")


async def _digest(tree: app_commands.CommandTree[Any]) -> str:
    translator = tree.translator
    payloads = [
        command.to_dict(tree) if translator is None else await command.get_translated_payload(tree, translator)
        for command in tree.get_commands()
    ]
    whole = json.dumps([tree.client.application_id, payloads], sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()
