"""Notices about tasks to write, to words: the task as the exam prints it, why it was chosen, and another one."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.reply import Button, FileReply, Reply, escape, within
from bots.replies.words import Words
from engine.ielts.bank import notices as t
from engine.ielts.bank.draw import WEAK, Because, Drawn
from engine.ielts.bank.labels import load_subjects
from engine.ielts.languages import language_of
from engine.ielts.notices import Notice
from engine.ielts.submissions import task_of
from engine.marking.errors.reasons import reason

_FIRST_WORDS = 110


def _which(notice: t.AskWhichTask, say: Words) -> Reply:
    rows = tuple(
        (Button(say(f"task-{code}"), f"bm:tk:{code}:"), Button(say("button-task-weak"), f"bm:tk:{code}:{WEAK}"))
        for code in notice.codes
    )
    return Reply(say("task-which"), rows)


def _given(notice: t.TaskGiven, say: Words) -> Reply:
    task = notice.drawn.task
    asked, text = task_of(task.code), "\n".join(escape(line, 600) for line in task.text.splitlines())
    lines = [
        say("task-title", task=say(f"task-{task.code}"), minutes=asked.minutes, words=asked.minimum_words),
        *(f"<i>{why}</i>" for why in _because(notice.drawn, say)),
        "",
        f"<blockquote>{text}</blockquote>",
        say("task-how"),
    ]
    another = Button(say("button-task-another"), f"bm:tk:{task.code}:{notice.how if _fits(notice.how) else ''}")
    weak = Button(say("button-task-weak"), f"bm:tk:{task.code}:{WEAK}")
    buttons = ((another,),) if notice.how == WEAK else ((another, weak),)
    picture = None
    if notice.picture is not None:
        picture = FileReply("task.png", notice.picture.png, notice.picture.alt)
        buttons = ((Button(say("button-task-words"), f"bm:tw:{task.id}"),), *buttons)
    return Reply(within("\n".join(lines)), buttons, picture=picture)


def _because(drawn: Drawn, say: Words) -> list[str]:
    match drawn.because:
        case Because.TOPIC:
            return [say("task-topic", topic=_subject(drawn.about, say))]
        case Because.KIND:
            return [say("task-because-kind", kind=reason(drawn.about, language_of(say.language)).name)]
        case Because.CRITERION:
            return [say(f"task-because-{drawn.about}")]
        case Because.UNKNOWN:
            return [say("task-because-unknown")]
        case Because.CHANCE:
            return []


def _in_words(notice: t.TaskInWords, say: Words) -> Reply:
    return Reply(within(say("task-in-words", alt=escape(notice.alt, 3000))))


def _none(notice: t.NoSuchSubject, say: Words) -> Reply:
    return Reply(say("task-no-subject", subjects=say.listed(_subject(each, say) for each in notice.subjects)))


def _answers(notice: t.AnswersTask, say: Words) -> Reply:
    words = " ".join(notice.prompt.split())
    first = words if len(words) <= _FIRST_WORDS else f"{words[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"
    return Reply(say("task-answered", prompt=first))


def _subject(subject: str, say: Words) -> str:
    return load_subjects()[subject][language_of(say.language)]


def _fits(how: str) -> bool:
    """Whether a button can carry it: Telegram takes 64 bytes."""
    return len(how.encode()) <= 48


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    t.AskWhichTask: _which,
    t.TaskGiven: _given,
    t.TaskInWords: _in_words,
    t.NoSuchSubject: _none,
    t.AnswersTask: _answers,
}
