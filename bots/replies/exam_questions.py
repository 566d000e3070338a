"""Answers about the exam, each under what it stands under and above where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bots.replies.reply import Button, Reply, escape, within
from bots.replies.words import Words
from engine.ielts.exam_question_notices import ExamAnswered, NotInSources, OwnMistakes
from engine.ielts.languages import language_of
from engine.ielts.notices import Notice
from engine.ielts.passages import Passage, SourceKind
from engine.marking.errors.reasons import reason

_MOST, _MOST_BESIDE = 1500, 700


def source_of(passage: Passage, say: Words) -> str:
    """Where a passage stands, as a line."""
    kind = "passage-document" if passage.kind is SourceKind.DOCUMENT else "passage-source"
    page = "" if passage.page is None else say("passage-page", page=passage.page)
    return f"<i>{say(kind, source=passage.source)}{page}</i>"


def cited_lines(passage: Passage | None, say: Words) -> list[str]:
    """What an operator's document says, below something else."""
    if passage is None:
        return []
    return [
        say("passage-title"),
        f"<blockquote>{escape(passage.text, _MOST_BESIDE)}</blockquote>",
        source_of(passage, say),
    ]


def _answered(notice: ExamAnswered, say: Words) -> Reply:
    passage = notice.passage
    text = escape(notice.text, _MOST)
    if passage.kind is SourceKind.RUBRIC:
        text = "\n".join(f"• {escape(line, 300)}" for line in notice.text.splitlines())
    elif passage.kind is SourceKind.DOCUMENT:
        text = f"<blockquote>{text}</blockquote>"
    title = [f"<b>{escape(passage.heading, 120)}</b>"] if passage.heading else []
    lines = [*title, text, source_of(passage, say), *([say("near-facts")] if notice.near else [])]
    return Reply(within("\n".join(lines)), _offered(notice.near))


def _own(notice: OwnMistakes, say: Words) -> Reply:
    why = reason(notice.kind, language_of(say.language))
    lines = [
        say("own-mistakes", kind=why.name, times=notice.times, reports=notice.reports),
        *(f"• <s>{escape(was, 80)}</s> → {escape(now, 80) or '∅'}" for was, now in notice.examples),
        escape(why.rule, 400),
        f"<i>{say('own-mistakes-source', last=f'{notice.last:%Y-%m-%d}')}</i>",
    ]
    return Reply(within("\n".join(lines)))


def _unknown(notice: NotInSources, say: Words) -> Reply:
    lines = [say("not-in-sources"), *([say("near-facts")] if notice.near else [])]
    return Reply("\n".join(lines), _offered(notice.near))


def _offered(facts: Sequence[Passage]) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(fact.heading, f"bm:ef:{fact.scope.language}:{fact.reference}"),) for fact in facts)


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    ExamAnswered: _answered,
    OwnMistakes: _own,
    NotInSources: _unknown,
}
