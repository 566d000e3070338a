"""Telegram's side of a Speaking test: commands, buttons, voice notes. No rule of the exam lives here."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import telegram
from telegram.ext import ContextTypes, filters

from bots.answers import Answers
from bots.attachments import taken_in
from bots.desk.frontdesk import FrontDesk
from bots.desk.latency import Stopwatch
from bots.telegram.commands import Handler, Verb, answering
from bots.telegram.files import Fetchable, fetch
from bots.telegram.messages import is_addressed, message_of
from engine.ielts.chat import ChatFile, ChatMessage
from engine.ielts.notices import Notice, Refused

Update = telegram.Update
Context = ContextTypes.DEFAULT_TYPE
RECORDINGS = filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE | filters.Document.AUDIO | filters.Document.VIDEO
_COMMANDS = ("repeat", "pause", "resume", "stop", "rerate")


class SpeakingHandlers:
    """Handlers for one application; see :class:`bots.telegram.handlers.TelegramHandlers` for how errors go."""

    def __init__(self, desk: FrontDesk, answers: Answers) -> None:
        self._desk = desk
        self._answers = answers

    @property
    def commands(self) -> dict[str, Handler]:
        """Commands by name."""
        desk = self._desk.speaking
        verbs: dict[str, Verb] = {"speaking": desk.begin, "drill": desk.drill, "said": desk.said}
        verbs |= {name: self._commanding(name) for name in _COMMANDS}
        return {name: answering(self._answers, verb) for name, verb in verbs.items()}

    def _commanding(self, name: str) -> Verb:
        return lambda address, person, _: self._desk.speaking.command(address, person, name)

    async def on_recording(self, update: Update, context: Context, *, standalone: bool) -> None:
        """A voice note, a video note or a file with sound: an answer, if a test is open.

        As a guest in somebody else's bot it stays silent where none is: the recording was not meant for us.
        """
        message, user = update.effective_message, update.effective_user
        if message is None or user is None or not is_addressed(message, context.bot):
            return
        watch = Stopwatch()
        sent = message.voice or message.audio or message.video_note or message.document
        if sent is None:
            return
        chat = message_of(message, user, "")
        claimed = getattr(sent, "duration", None)
        seconds = claimed.total_seconds() if isinstance(claimed, timedelta) else claimed
        notices = await self._take(chat, sent, getattr(sent, "file_name", None), seconds, watch)
        if not standalone and any(isinstance(each, Refused) and each.reason == "no-test" for each in notices):
            return
        watch.stage("decide")
        await self._answers.give(chat.address, notices, chat.message_id, chat.sender.language)
        watch.stage("send")
        await asyncio.to_thread(self._desk.speaking.timed, watch)

    async def _take(
        self, chat: ChatMessage, sent: Fetchable, name: str | None, seconds: float | None, watch: Stopwatch
    ) -> Sequence[Notice]:
        def take(data: bytes) -> Sequence[Notice]:
            watch.stage("fetch")
            return self._desk.recording(chat, ChatFile(name or "", data), seconds)

        desk = self._desk.speaking
        too_big = partial(desk.recording_too_big, chat)
        return await taken_in(fetch(sent, desk.most_bytes), take, too_big=too_big, broken="broken-recording")
