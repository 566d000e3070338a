"""Telegram's side of what is between the bot and one learner: settings, history, what is kept."""

from __future__ import annotations

from telegram.constants import ChatType

from bots.answers import Answers
from bots.desk.frontdesk import FrontDesk
from bots.desk.private import COMMANDS, PrivateVerb, private_verbs
from bots.telegram.commands import Context, Handler, Update, answer
from engine.ielts.notices import Refused


def private_commands(desk: FrontDesk, answers: Answers, *, standalone: bool) -> dict[str, Handler]:
    """Commands by name; in a group each is refused in one sentence. In a host's bot ``/stats`` is the host's."""

    def alone(verb: PrivateVerb) -> Handler:
        async def handle(update: Update, _: Context) -> None:
            chat = update.effective_chat
            if chat is not None and chat.type == ChatType.PRIVATE:
                await answer(answers, update, verb, below=False)
            else:
                await answer(answers, update, lambda *_: (Refused("only-in-private"),))

        return handle

    return {name: alone(verb) for name, verb in private_verbs(desk).items() if standalone or name in COMMANDS}
