"""Notices to words, buttons and files. Every sentence a learner reads is in ``bots/locales``.

A reply is HTML of the small kind that chats understand; whatever came from a learner is escaped. ``plain`` is the
same without markup, for a platform (or a moment) in which markup breaks.
"""

from __future__ import annotations

from dataclasses import replace

from bots.replies import (
    challenges,
    exam_questions,
    groups,
    preferences,
    privacy,
    progress,
    report_questions,
    settings,
    speaking,
    tasks,
    visuals,
    writing,
)
from bots.replies.goal import with_goal
from bots.replies.reply import Reply
from bots.replies.words import Words
from engine.ielts import notices as n
from engine.ielts import opinion_notices as o
from engine.ielts import report_question_notices as q
from engine.ielts.speaking import notices as s

_WRITERS = (
    writing.WRITERS
    | speaking.WRITERS
    | report_questions.WRITERS
    | preferences.WRITERS
    | exam_questions.WRITERS
    | settings.WRITERS
    | privacy.WRITERS
    | progress.WRITERS
    | tasks.WRITERS
    | visuals.WRITERS
    | groups.WRITERS
    | challenges.WRITERS
)
_FEEDBACK = (n.ReportReady, n.ReportView, q.WhyBand, q.QuestionAnswered, s.TurnHeard, s.SpeakingRated, s.SpeakingView)


def reply_to(notice: n.Notice, language: str | None = None) -> Reply:
    """The reply that says ``notice`` in the language that its reader chose, else in ``language``, else in English."""
    say = _words(notice, language)
    return with_goal(_WRITERS[type(notice)](notice, say), notice, say)


def in_group(reply: Reply, notice: n.Notice, language: str | None = None) -> Reply:
    """The same for a group, in which the bot sees only what is meant for it: a question says how to answer it."""
    if not isinstance(notice, n.AskTask | n.AskPrompt | o.AskSuggestion):
        return reply
    return replace(reply, html=f"{reply.html}\n{_words(notice, language)('group-hint')}")


def _words(notice: n.Notice, language: str | None) -> Words:
    if notice.reader is None:
        return Words(language)
    chosen = notice.reader.feedback if isinstance(notice, _FEEDBACK) else notice.reader.language
    return Words(chosen or language)
