"""Descriptions of commands and their options, in both languages."""

from __future__ import annotations

from discord.app_commands import locale_str

from bots.replies.words import Words


def described(key: str) -> locale_str:
    """A sentence of ours where Discord shows it: English, and with the key under which its translations are."""
    return locale_str(Words(None)(key), key=key)
