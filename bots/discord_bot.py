"""The door for a host: ``await bot.load_extension("bots.discord_bot")`` takes Bandmate into a bot that exists already."""

from bots.discord.plugging import plug_into, setup, teardown

__all__ = ["plug_into", "setup", "teardown"]
