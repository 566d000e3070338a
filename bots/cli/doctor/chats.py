"""Telegram and Discord, asked who we are."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

from bots.cli.doctor.finding import Finding
from engine.settings import Settings


def telegram(settings: Settings) -> Finding:
    """Whether the token is good and the server answers."""
    if settings.telegram_token is None:
        return Finding("Telegram", "off", "no token", "set BANDMATE_TELEGRAM_TOKEN (README: how to get one)")
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token.get_secret_value()}/getMe"
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - the operator's own Bot API server
            name = json.load(answer)["result"]["username"]
    except urllib.error.HTTPError:
        return Finding("Telegram", "broken", "the token is refused", "check BANDMATE_TELEGRAM_TOKEN")
    except (OSError, ValueError, KeyError):
        return Finding("Telegram", "broken", "the Bot API server does not answer", "check BANDMATE_TELEGRAM_API_URL")
    if settings.telegram_webhook_url is not None and settings.telegram_webhook_secret is None:
        return Finding("Telegram", "broken", "a webhook without its word", "set BANDMATE_TELEGRAM_WEBHOOK_SECRET")
    way = "polling" if settings.telegram_webhook_url is None else "webhook"
    return Finding("Telegram", "fine", f"@{name}, by {way}")


def discord(settings: Settings) -> Finding:
    """Likewise."""
    if settings.discord_token is None:
        return Finding("Discord", "off", "no token", "set BANDMATE_DISCORD_TOKEN (README: how to get one)")
    request = urllib.request.Request(  # noqa: S310 - the operator's own server
        f"{settings.discord_api_url.rstrip('/')}/users/@me",
        headers={
            "Authorization": f"Bot {settings.discord_token.get_secret_value()}",
            "User-Agent": "DiscordBot (bandmate, 0)",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 - as above
            name = json.load(answer)["username"]
    except urllib.error.HTTPError as refused:
        if refused.code in (401, 403):
            return Finding("Discord", "broken", "the token is refused", "check BANDMATE_DISCORD_TOKEN")
        return Finding(
            "Discord", "broken", f"it answers {refused.code}", "try later, or check BANDMATE_DISCORD_API_URL"
        )
    except (OSError, ValueError, KeyError):
        return Finding("Discord", "broken", "it does not answer", "check the network, and BANDMATE_DISCORD_API_URL")
    return Finding("Discord", "fine", f"@{name}")
