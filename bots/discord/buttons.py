"""Buttons that still work after a restart: all there is to know of one is in its own id."""

from __future__ import annotations

import re
from typing import Any, Protocol, Self, cast

import discord

from bots.discord.places import Interaction

COG = "Bandmate"


class TakesPresses(Protocol):
    """Who answers a press."""

    async def pressed(self, interaction: Interaction, data: str) -> None:
        """Acknowledge within three seconds, then do what the button says."""


class PressedButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"bm:.+"):
    """One of our buttons, as it is sent and as it comes back."""

    def __init__(self, label: str, data: str, row: int | None = None) -> None:
        style = discord.ButtonStyle.secondary
        super().__init__(discord.ui.Button(label=label, custom_id=data, style=style), row=row)

    @classmethod
    async def from_custom_id(
        cls,
        interaction: Interaction,  # noqa: ARG003 - the base class's signature
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """The button that was pressed."""
        return cls(getattr(item, "label", None) or "", match.string)

    async def callback(self, interaction: Interaction) -> None:
        """It was pressed."""
        cog = getattr(interaction.client, "get_cog", lambda _: None)(COG)
        if cog is not None:
            await cast(TakesPresses, cog).pressed(interaction, self.custom_id)
