"""The form of ``/data``: a small table. A command of Discord's has no lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bots.discord.essay_form import MOST, field, values_of
from bots.replies.words import Words

FIGURES = "bm:data"


def figures_form(language: str | None) -> discord.ui.Modal:
    """An empty form."""
    say = Words(language)
    form = discord.ui.Modal(title=say("form-data-title"), custom_id=FIGURES, timeout=None)
    table = field("table", MOST, None, required=True)
    form.add_item(discord.ui.Label(text=say("form-data"), description=say("form-data-hint"), component=table))
    form.stop()  # nobody waits for this one: what comes back is read from itself
    return form


def read_figures(data: Mapping[str, Any]) -> str:
    """The table of a form that was sent."""
    return dict(values_of(data.get("components", ()))).get("table", "")
