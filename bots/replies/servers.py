"""Replies that only a platform with servers needs: where something goes on, and what waits behind a closed door."""

from __future__ import annotations

from bots.replies.reply import Button, Reply
from bots.replies.words import Words
from engine.ielts.notices import MarkingFailed, Notice, ReportReady
from engine.ielts.speaking.notices import SpeakingRated, SpeakingUnrated


def behind_a_closed_door(notice: Notice, language: str | None) -> Reply | None:
    """What is said in a server of something that cannot be sent to somebody: that it is there, never what it says.

    ``None``: it is not worth saying. The button shows it to its owner alone.
    """
    say = Words(language)
    match notice:
        case ReportReady():
            opens = f"bm:view:{notice.submission_id}:short"
        case SpeakingRated():
            opens = f"bm:sv:{notice.test_id}:short"
        case MarkingFailed() | SpeakingUnrated():
            return Reply(say("door-closed"))
        case _:
            return None
    return Reply(say("door-closed-report"), ((Button(say("button-show-here"), opens),),))


def goes_on_in_private(language: str | None) -> Reply:
    """Said to somebody in a server, and to nobody else there: it goes on in their direct messages."""
    return Reply(Words(language)("goes-on-in-private"))


def door_is_closed(language: str | None) -> Reply:
    """Said to somebody in a server, and to nobody else there: this needs direct messages, and theirs are closed."""
    return Reply(Words(language)("needs-private"))


def reply_needs_mention(language: str | None) -> Reply:
    """Said below a reply to a prompt that does not mention the bot: Discord does not show the bot what it says."""
    return Reply(Words(language)("reply-needs-mention"))
