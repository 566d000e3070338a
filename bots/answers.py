"""Gives answers in chats: at once, or again and again beside everything else until the platform takes them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

from bots.courier import Sender, Undeliverable
from bots.desk.frontdesk import FrontDesk
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress
from engine.ielts.groups.notices import AskKind, AskTime, AskZone, DailyPanel
from engine.ielts.learner_notices import Privacy, SettingsView
from engine.ielts.notices import Notice, ReportView
from engine.ielts.opinion_notices import SuggestionCalledOff
from engine.ielts.report_question_notices import QuestionAnswered, WhyBand
from engine.ielts.speaking.notices import ExaminerStep, SpeakingView

log = logging.getLogger(__name__)
_TRIES = 6
_IN_A_MESSAGE_OF_THEIR_OWN = frozenset({"full", "transcript", "fluency", "pauses", "hear"})


_ANSWERS = WhyBand | QuestionAnswered | SuggestionCalledOff
_IN_PLACE = _ANSWERS | SettingsView | Privacy | DailyPanel | AskZone | AskKind | AskTime


class EditingSender(Sender, Protocol):
    """A platform's way of showing a notice, also in place of what stands in a message."""

    async def replace(self, address: ChatAddress, message_id: str, notice: Notice, language: str | None) -> None:
        """Show it in that message, or below where that cannot be edited any more; raises as ``show`` does."""


class Answers:
    """An answer that the platform does not take at once is no trouble of the update's: what it answers is safe by then."""

    def __init__(self, desk: FrontDesk, sender: EditingSender) -> None:
        self._desk = desk
        self._sender = sender
        self._later: set[asyncio.Task[None]] = set()

    async def settled(self) -> None:
        """Until answers that were put off have been given, or given up."""
        if self._later:
            await asyncio.wait(self._later)

    async def give(
        self, address: ChatAddress, notices: Sequence[Notice], answering: str | None, language: str | None
    ) -> None:
        """Show notices in a chat, as answers to a message."""
        for notice in notices:
            await self._now_or_later(self._shower(address, notice, answering, language))

    async def replace(self, address: ChatAddress, message_id: str, notice: Notice, language: str | None) -> None:
        """Show a notice in place of what stands in a message."""
        await self._now_or_later(lambda: self._sender.replace(address, message_id, notice, language))

    def _shower(
        self, address: ChatAddress, notice: Notice, answering: str | None, language: str | None
    ) -> Callable[[], Coroutine[Any, Any, None]]:
        async def show() -> None:
            # An examiner does not answer a message but goes on: no question hangs below the note before it.
            answers = None if isinstance(notice, ExaminerStep) else answering
            await self._sender.show(address, notice, answering=answers, language=language)
            if isinstance(notice, ExaminerStep):
                await asyncio.to_thread(self._desk.speaking.shown, notice)

        return show

    async def _now_or_later(self, show: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await show()
        except Undeliverable as never:
            log.info("an answer could not be shown (%s)", never.why)
        except TryAgain as trouble:
            log.info("an answer was put off (%s)", trouble)
            task = asyncio.create_task(self._persist(show, trouble))
            self._later.add(task)
            task.add_done_callback(self._later.discard)

    async def _persist(self, show: Callable[[], Coroutine[Any, Any, None]], trouble: TryAgain) -> None:
        for tried in range(_TRIES):
            await asyncio.sleep(max(trouble.after.total_seconds(), 0.5 * 2**tried))
            try:
                await show()
            except Undeliverable as never:
                log.info("an answer could not be shown (%s)", never.why)
                return
            except TryAgain as again:
                trouble = again
            else:
                return
        log.warning("an answer was given up: the platform did not take it")


def takes_the_place(notice: Notice) -> bool:
    """Whether a view is text, and so takes the place of the one before it in the same message."""
    if isinstance(notice, _IN_PLACE):
        return True
    return isinstance(notice, ReportView | SpeakingView) and notice.view not in _IN_A_MESSAGE_OF_THEIR_OWN
