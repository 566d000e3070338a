"""Updates into the application, each until it is safe: by polling, or as a webhook brings them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Iterable
from itertools import groupby
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import telegram
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bots.telegram.sender import wait_of
from engine.errors import OperatorMistake, TryAgain

log = logging.getLogger(__name__)
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Result = TypeVar("Result")
UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_SECONDS = 25

_LONGEST_WAIT = 30.0
_CONFLICTS = 4
_FORGOTTEN = 120.0
"""Seconds without a conflict after which earlier ones count no more. Two pollers that each get an answer now and then are
still two."""


class Intake:
    """Feeds updates to an application one chat at a time, in order, and knows which were not taken in."""

    def __init__(self, application: AnyApplication) -> None:
        self._application = application
        self._failed: dict[int, Exception] = {}
        self._lines: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        application.add_error_handler(self._note)

    async def take(self, update: telegram.Update) -> None:
        """Process one update, after those of its chat that came before.

        Raises:
            TryAgain: it was not taken in, because the database or Telegram is away.
        """
        line = self._lines.setdefault(_chat(update), asyncio.Lock())
        async with line:
            await self._application.process_update(update)
        error = self._failed.pop(update.update_id, None)
        if isinstance(error, TryAgain):
            raise error
        if error is not None:
            # Never the error's own words: they may be a learner's. Coming again with it would not help.
            log.error("update %d: %s%s", update.update_id, type(error).__name__, _where(error))

    async def take_all(self, updates: Iterable[telegram.Update], stop: asyncio.Event) -> bool:
        """Process updates, chats side by side, each again until it is taken in; ``False``: told to stop before that."""
        by_chat = groupby(sorted(updates, key=lambda update: (_chat(update), update.update_id)), key=_chat)
        return all(await asyncio.gather(*(self._insist(list(line), stop) for _, line in by_chat)))

    async def _insist(self, updates: list[telegram.Update], stop: asyncio.Event) -> bool:
        for update in updates:
            wait = 0.5
            while True:
                try:
                    await self.take(update)
                    break
                except TryAgain as trouble:
                    log.warning("update %d was not taken in (%s); trying again", update.update_id, trouble)
                    wait = min(2 * wait, _LONGEST_WAIT)
                    await _or_stop(asyncio.sleep(wait), stop)
                    if stop.is_set():
                        return False
        return True

    async def _note(self, update: object, context: Any) -> None:  # noqa: ANN401 - the library's own context
        if isinstance(update, telegram.Update) and context.error is not None:
            self._failed[update.update_id] = context.error


async def poll(bot: telegram.Bot, intake: Intake, stop: asyncio.Event) -> None:
    """Fetch updates, process them, and only then tell Telegram that they were taken, until told to stop.

    The library's own updater confirms a batch before its handlers have run; a kill in between would lose an essay.

    Raises:
        OperatorMistake: another process polls with the same token.
    """
    await patiently(lambda: bot.delete_webhook(), stop)  # noqa: PLW0108 - a fresh call each time
    offset: int | None = None
    conflicts, last, wait = 0, 0.0, 0.5
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        try:
            updates = await _or_stop(
                bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=UPDATES), stop
            )
        except Conflict as error:
            # A process that was just replaced may still hang on the line; one that stays is a mistake.
            conflicts = conflicts + 1 if loop.time() - last < _FORGOTTEN else 1
            last = loop.time()
            if conflicts >= _CONFLICTS:
                raise OperatorMistake(
                    "Another process polls Telegram with this token: end one of the two, or give each a token."
                ) from error
            if conflicts == 1:
                log.warning("another process polls Telegram with this token; it has some seconds to end")
            await _or_stop(asyncio.sleep(2 ** (conflicts - 1)), stop)
        except RetryAfter as error:
            await _or_stop(asyncio.sleep(wait_of(error).total_seconds()), stop)
        except NetworkError:
            wait = min(2 * wait, _LONGEST_WAIT)
            log.warning("the Bot API server does not answer; again in %d s", wait)
            await _or_stop(asyncio.sleep(wait), stop)
        else:
            wait = 0.5
            if updates and await intake.take_all(updates, stop):
                offset = updates[-1].update_id + 1
    if offset is not None:
        with contextlib.suppress(TelegramError):
            await bot.get_updates(offset=offset, timeout=0, limit=1)


async def patiently(call: Any, stop: asyncio.Event) -> None:  # noqa: ANN401 - any call of the API
    """Make a call again until Telegram answers."""
    while not stop.is_set():
        try:
            await call()
        except RetryAfter as error:
            await _or_stop(asyncio.sleep(wait_of(error).total_seconds()), stop)
        except NetworkError as error:
            if isinstance(error, telegram.error.BadRequest):
                raise OperatorMistake(f"Telegram refuses: {error.message}") from error
            log.warning("the Bot API server does not answer; trying again")
            await _or_stop(asyncio.sleep(2), stop)
        else:
            return


async def _or_stop(work: Awaitable[Result], stop: asyncio.Event) -> Result | None:
    """The result of ``work``, or ``None`` as soon as ``stop`` is set."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        stopped.cancel()
        while not task.done():
            # Once is not always enough: a connection that is just being made may swallow it.
            task.cancel()
            await asyncio.wait((task,), timeout=0.2)
        if not task.cancelled():
            task.exception()


def _chat(update: telegram.Update) -> int:
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0


def _where(error: BaseException) -> str:
    """File and line of the innermost frame of ours or a library's."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "" if trace is None else f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
