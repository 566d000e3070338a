"""Bandmate in a discord.py bot, its own or somebody else's."""

from __future__ import annotations

from collections.abc import Mapping

from discord.ext import commands

from bots.desk.frontdesk import FrontDesk
from bots.discord.buttons import COG
from bots.discord.cog import BandmateCog
from bots.discord.discreet import keep_words_out_of_logs
from engine.ielts.chat import Platform
from engine.settings import Settings

_GUESTS_HELP = "bandmate"


async def setup(bot: commands.Bot) -> None:
    """``await bot.load_extension("bots.discord_bot")``: with settings from the environment, as a guest."""
    await plug_into(bot)


async def teardown(bot: commands.Bot) -> None:
    """``await bot.unload_extension("bots.discord_bot")``."""
    await bot.remove_cog(COG)


async def plug_into(
    bot: commands.Bot,
    settings: Settings | None = None,
    desk: FrontDesk | None = None,
    *,
    guest: bool = True,
    prefix: str = "",
    names: Mapping[str, str] | None = None,
    pause: float = 0.3,
) -> BandmateCog:
    """Plug Bandmate into ``bot``.

    It adds slash commands, the message command "Mark this essay", buttons whose ids begin with ``bm:``, and reads what
    learners write to the bot in private.

    As a guest in somebody else's bot it leaves alone mentions, texts that are neither an essay nor an answer in a test,
    and every command that the host has: ``names`` gives one of ours another name, ``prefix`` stands before all others,
    and where a name is the host's already ours begins with ``bandmate-``. ``/help`` is ``/bandmate`` there. The tree is
    the host's to sync. The courier looks into the outbox every ``pause`` seconds. A worker must run too.

    Raises:
        OperatorMistake: the settings name a database or a broker that cannot be.
    """
    keep_words_out_of_logs()
    settings = settings or Settings()
    cog = BandmateCog(
        bot, desk or FrontDesk.open(settings), settings.max_file_bytes, guest=guest, owns_desk=desk is None, pause=pause
    )
    if guest:
        _rename(cog, {"help": _GUESTS_HELP, **(names or {})}, prefix, {each.name for each in bot.tree.get_commands()})
    await bot.add_cog(cog)
    if not any(name.startswith(f"{Platform.DISCORD}:") for name in settings.admins):
        # A command that nobody may use is in nobody's list.
        bot.tree.remove_command(cog.stats.name)
    return cog


def _rename(cog: BandmateCog, names: Mapping[str, str], prefix: str, taken: set[str]) -> None:
    for command in cog.get_app_commands():
        wanted = names.get(command.name, f"{prefix}{command.name}")
        command.name = f"bandmate-{wanted}" if wanted in taken else wanted
