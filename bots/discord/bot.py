"""Bandmate's own bot in Discord."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bots.desk.frontdesk import FrontDesk
from bots.discord.discreet import keep_words_out_of_logs
from bots.discord.plugging import plug_into
from bots.discord.synced import sync_once
from bots.replies.words import Words
from bots.signals import until_signalled
from engine.errors import OperatorMistake, TryAgain
from engine.ielts.languages import Language, language_of
from engine.settings import Settings

log = logging.getLogger(__name__)
_TOKEN_REFUSED = 4004
_LONGEST_WAIT = 30.0


class BandmateBot(commands.Bot):
    """One bot, one desk. It asks for no privileged intent: what it reads was written to it, or mentions it."""

    def __init__(self, settings: Settings, desk: FrontDesk, pause: float = 0.3) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True, messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            max_ratelimit_timeout=_LONGEST_WAIT,
        )
        self._settings = settings
        self._desk = desk
        self._pause = pause

    async def setup_hook(self) -> None:
        """Commands, and their names in both languages."""
        await self.tree.set_translator(_OurTranslations())
        await plug_into(self, self._settings, self._desk, guest=False, pause=self._pause)
        if await sync_once(self.tree, self._settings.home):
            log.info("Discord knows the commands of this version")

    async def on_message(self, message: discord.Message, /) -> None:
        """There are no commands with a prefix; the cog hears the message too."""

    async def on_error(self, event_method: str, /, *_: object, **__: object) -> None:
        """Never the error's own words: they may be a learner's."""
        logging.getLogger("discord.client").error("%s", event_method, exc_info=sys.exc_info())


class _OurTranslations(app_commands.Translator):
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - the base class's signature
    ) -> str | None:
        """The Chinese sentence for a sentence of ours; English is there already."""
        key = string.extras.get("key")
        chinese = locale is discord.Locale.chinese and language_of(str(locale)) is Language.CHINESE
        return Words(str(locale))(key) if key and chinese else None


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        OperatorMistake: the token is missing or refused.
        TryAgain: Discord closed the connection for good.
    """
    asyncio.run(until_signalled(settings, serve))


async def serve(settings: Settings, desk: FrontDesk, stop: asyncio.Event) -> None:
    """Serve on this event loop until ``stop`` is set; what is under way is finished first.

    Raises:
        OperatorMistake: see :func:`run`.
        TryAgain: see :func:`run`.
    """
    keep_words_out_of_logs()
    token = settings.discord_token
    if token is None:
        raise OperatorMistake("No Discord token: make a bot in the developer portal and set BANDMATE_DISCORD_TOKEN.")
    # Sound in voice channels is not used: its missing libraries are no news.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    Route.BASE = settings.discord_api_url.rstrip("/")
    async with BandmateBot(settings, desk) as bot:
        if not await _logged_in(bot, token.get_secret_value(), stop):
            return
        if settings.discord_api_url != Settings.model_fields["discord_api_url"].default:
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await bot.http.request(Route("GET", "/gateway")))["url"])
        await _connected(bot, stop)


async def _logged_in(bot: BandmateBot, token: str, stop: asyncio.Event) -> bool:
    """Whether Discord knows us now; ``False``: told to stop before that."""
    wait = 1.0
    while not stop.is_set():
        try:
            await bot.login(token)
        except discord.LoginFailure:
            raise OperatorMistake("Discord does not accept this token: check BANDMATE_DISCORD_TOKEN.") from None
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("Discord does not answer (%s); again in %d s", type(error).__name__, wait)
            await bot.http.close()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        else:
            return True
    return False


async def _connected(bot: BandmateBot, stop: asyncio.Event) -> None:
    connection, stopping = asyncio.create_task(bot.connect()), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((connection, stopping), return_when=asyncio.FIRST_COMPLETED)
        if connection.done():
            connection.result()
    except discord.PrivilegedIntentsRequired:
        raise OperatorMistake(
            "Discord refuses our intents, though none is privileged: check the application."
        ) from None
    except discord.ConnectionClosed as closed:
        if closed.code == _TOKEN_REFUSED:
            raise OperatorMistake("Discord does not accept this token: check BANDMATE_DISCORD_TOKEN.") from None
        raise TryAgain(f"Discord closed the connection ({closed.code})") from None
    finally:
        stopping.cancel()
        await bot.close()
        if not connection.done():
            connection.cancel()
        await asyncio.gather(connection, stopping, return_exceptions=True)
