"""Thumbs under what was said, and the asking for a better comment."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.reply import Button, Reply, escape
from bots.replies.words import Words
from engine.ielts import opinion_notices as o
from engine.ielts.notices import Notice
from engine.ielts.opinions import About, Subject

_BUTTON = "bm:op"


def thumbs(subject: Subject, liked: bool | None, say: Words) -> tuple[Button, ...]:  # noqa: FBT001 - which thumb is up
    """One small row of buttons; the thumb that is up is marked."""
    marks = ("👍 ✓" if liked is True else "👍", "👎 ✓" if liked is False else "👎")
    row = [Button(mark, f"{_BUTTON}:{verb}:{subject}") for mark, verb in zip(marks, ("up", "down"), strict=True)]
    if subject.about is not About.TEST:
        row.append(Button(say("button-better-comment"), f"{_BUTTON}:better:{subject}"))
    return tuple(row)


def _which(notice: o.AskWhichComment, say: Words) -> Reply:
    def button(subject: Subject) -> tuple[Button, ...]:
        return (Button(say(f"criterion-{subject.criterion}"), f"{_BUTTON}:better:{subject}"),)

    subjects = (Subject(About.WHY, notice.submission_id, criterion) for criterion in notice.criteria)
    return Reply(say("which-comment"), tuple(button(each) for each in subjects))


def _ask(notice: o.AskSuggestion, say: Words) -> Reply:
    text = (
        f"{say('ask-suggestion', criterion=say(f'criterion-{notice.criterion}'))}\n"
        f"<blockquote>{escape(notice.comment, 700)}</blockquote>\n{say('ask-suggestion-how', limit=notice.longest)}"
    )
    return Reply(text, ((Button(say("button-no-suggestion"), f"{_BUTTON}:off"),),))


def _off(notice: o.SuggestionCalledOff, say: Words) -> Reply:
    return Reply(say("suggestion-off" if notice.waited else "suggestion-none"))


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    o.NotTaught: lambda _, say: Reply(say("not-taught")),
    o.AskWhichComment: _which,
    o.AskSuggestion: _ask,
    o.SuggestionTaken: lambda _, say: Reply(say("suggestion-taken")),
    o.SuggestionCalledOff: _off,
}
