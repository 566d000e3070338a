"""Bandmate in Telegram: as a bot of its own, or plugged into somebody else's by :func:`register`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import telegram
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ApplicationBuilder, filters

from bots.courier import Courier
from bots.desk.frontdesk import FrontDesk
from bots.replies.words import Words
from bots.signals import until_signalled
from bots.telegram.command_names import COMMANDS, GROUP_COMMANDS, CommandNames
from bots.telegram.handlers import TelegramHandlers
from bots.telegram.intake import UPDATES, AnyApplication, Intake, patiently, poll
from bots.telegram.pace import Pace
from bots.telegram.sender import TelegramSender
from bots.telegram.webhook import serve_webhook
from engine.errors import OperatorMistake, TryAgain
from engine.ielts.chat import Platform
from engine.settings import Settings

log = logging.getLogger(__name__)
GROUP = 71
"""The handler group that :func:`register` uses unless told otherwise: handlers of the host's groups still run."""


def register(
    application: AnyApplication,
    settings: Settings | None = None,
    desk: FrontDesk | None = None,
    *,
    group: int = GROUP,
    only: filters.BaseFilter = filters.ALL,
    prefix: str = "",
    names: Mapping[str, str] | None = None,
) -> Courier:
    """Plug Bandmate into ``application``, which belongs to somebody else.

    Adds handlers in one group, callback data that begins with ``bm:`` and the commands ``/mark``, ``/cancel``,
    ``/accuracy``, ``/ask``, ``/why``, ``/task``, ``/speaking``, ``/drill``, ``/said``, ``/repeat``, ``/pause``, ``/resume``,
    ``/stop``, ``/rerate``, ``/daily``, ``/challenge``, ``/settings``, ``/history``, ``/privacy``, ``/export`` and ``/forget``,
    each with ``prefix`` before it (``ielts_`` makes ``/ielts_speaking``, and adds ``/ielts_start`` and ``/ielts_help``) or by the
    name that ``names`` has for it; what Bandmate says uses these names. Every other command, error handlers,
    ``post_init`` and every kind of message but text, files and recordings stay the host's.
    Texts in private chats are taken for essays (or for answers, while a Speaking test is open), and in groups those
    that answer or mention the bot: ``only`` narrows that. Recordings are answered only while a test is open, or where
    daily practice asked for one.
    Start the courier that is returned when the application runs: ``application.create_task(courier.run())`` in
    ``post_init``. A worker must run too (``bandmate worker``).

    Where the database is away the handlers raise :class:`engine.errors.TryAgain`, which the host's error handlers see.

    Raises:
        ValueError: a command of Telegram cannot be called so.
    """
    hide_tokens()
    settings = settings or Settings()
    desk = desk or FrontDesk.open(settings)
    called = CommandNames(prefix, names or {})
    sender = TelegramSender(application.bot, desk, called)
    handlers = TelegramHandlers(desk, sender, settings.max_file_bytes)
    handlers.add_to(application, group, standalone=False, only=only, names=called)
    return Courier(desk, sender)


def build(settings: Settings) -> AnyApplication:
    """An application for the settings' token and Bot API server.

    Raises:
        OperatorMistake: no token is set.
    """
    if settings.telegram_token is None:
        raise OperatorMistake("No Telegram token: get one from @BotFather and set BANDMATE_TELEGRAM_TOKEN.")
    base = settings.telegram_api_url.rstrip("/")
    return (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{base}/bot")
        .base_file_url(f"{base}/file/bot")
        .rate_limiter(Pace())
        .read_timeout(20)
        .get_updates_read_timeout(10)  # on top of the seconds of the long poll
        .updater(None)
        .job_queue(None)
        .build()
    )


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT.

    Raises:
        OperatorMistake: the token is missing or refused, another process polls with it, or the webhook cannot be set.
    """
    # The library warns, at each 429, of a type that will change; this asks for the coming one.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    asyncio.run(until_signalled(settings, serve))


async def serve(settings: Settings, desk: FrontDesk, stop: asyncio.Event) -> None:
    """Serve on this event loop until ``stop`` is set; what is under way is finished first.

    Raises:
        OperatorMistake: see :func:`run`.
    """
    hide_tokens()
    application = build(settings)
    sender = TelegramSender(application.bot, desk)
    handlers = TelegramHandlers(desk, sender, settings.max_file_bytes)
    handlers.add_to(application, 0, standalone=True)
    intake = Intake(application)
    async with _initialized(application, stop):
        if stop.is_set():
            return
        await _introduce(application.bot)
        if settings.telegram_webhook_url is None:
            receive = poll(application.bot, intake, stop)
        else:
            receive = _webhook(application.bot, desk, intake, settings, stop)
        await _both(receive, Courier(desk, sender).run())


async def _both(arrivals: Any, deliveries: Any) -> None:  # noqa: ANN401 - two coroutines
    """Until there are no more arrivals; an error in either ends both."""
    receiving, delivering = asyncio.create_task(arrivals), asyncio.create_task(deliveries)
    try:
        await asyncio.wait((receiving, delivering), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (receiving, delivering):
            task.cancel()
        outcomes = await asyncio.gather(receiving, delivering, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


@contextlib.asynccontextmanager
async def _initialized(application: AnyApplication, stop: asyncio.Event) -> AsyncIterator[None]:
    try:
        while not stop.is_set():
            try:
                await application.initialize()
                break
            except InvalidToken:
                # Not chained: the library's error holds the token.
                raise OperatorMistake("Telegram does not accept this token: check BANDMATE_TELEGRAM_TOKEN.") from None
            except (NetworkError, RetryAfter):
                log.warning("the Bot API server does not answer; trying again")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), 3)
        yield
    finally:
        await application.shutdown()
        await application.bot.shutdown()  # an application that never came up does not do it


async def _introduce(bot: telegram.Bot) -> None:
    """The menus of commands, in both languages; a courtesy, so trouble is only logged."""
    places = (
        (telegram.BotCommandScopeAllPrivateChats(), COMMANDS),
        (telegram.BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
    )
    try:
        for scope, names in places:
            for language in (None, "zh"):
                say = Words(language)
                commands = [telegram.BotCommand(name, say(f"command-{name}")) for name in names]
                await bot.set_my_commands(commands, scope=scope, language_code=language)
    except TelegramError as error:
        log.info("the menu of commands was not set (%s)", type(error).__name__)


async def _webhook(bot: telegram.Bot, desk: FrontDesk, intake: Intake, settings: Settings, stop: asyncio.Event) -> None:
    secret = settings.telegram_webhook_secret
    if secret is None or not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
        raise OperatorMistake("Set BANDMATE_TELEGRAM_WEBHOOK_SECRET: 16 to 256 letters, digits, _ or -.")
    word = secret.get_secret_value()

    async def take(payload: dict[str, Any]) -> None:
        update = telegram.Update.de_json(payload, bot)
        # Other bots may serve the same webhook, and Telegram brings an update again that was answered slowly.
        if not await asyncio.to_thread(desk.take_update, Platform.TELEGRAM, update.update_id):
            return
        try:
            await intake.take(update)
        except TryAgain:
            await asyncio.to_thread(desk.let_update_go, Platform.TELEGRAM, update.update_id)
            raise
        await asyncio.to_thread(desk.update_done, Platform.TELEGRAM, update.update_id)

    url = settings.telegram_webhook_url or ""
    await patiently(lambda: bot.set_webhook(url, secret_token=word, allowed_updates=UPDATES), stop)
    await serve_webhook(settings.telegram_webhook_listen, word, take, stop)


class _NoTokens(logging.Filter):
    """The HTTP library logs addresses, and a Bot API address holds the token."""

    _token = re.compile(r"\b\d{6,}:[\w-]{20,}")

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the token and without a traceback: its addresses hold the token too."""
        record.exc_info = record.exc_text = None
        said = record.getMessage()
        if self._token.search(said):
            record.msg, record.args = self._token.sub("<token>", said), ()
        return True


def hide_tokens() -> None:
    """Keep tokens, and what the libraries would say of messages, out of every log line, whatever level is set."""
    for name in ("httpx", "httpcore", "telegram", "telegram.Bot", "telegram.ext", "telegram.ext.AIORateLimiter"):
        logger = logging.getLogger(name)
        if not any(isinstance(each, _NoTokens) for each in logger.filters):
            logger.addFilter(_NoTokens())
        logger.setLevel(max(logger.level, logging.WARNING))
