"""Notices about questions to words: why this band and not the next, and what was answered."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.exam_questions import cited_lines
from bots.replies.preferences import thumbs
from bots.replies.reply import Button, Reply, escape, within
from bots.replies.words import Words
from engine.ielts import report_question_notices as a
from engine.ielts.bands import Band, Criterion
from engine.ielts.languages import language_of
from engine.ielts.notices import Notice
from engine.ielts.opinions import About, Subject
from engine.ielts.rubric import load_rubric


def why_button(submission_id: int, criterion: Criterion, band: Band, say: Words) -> tuple[Button, ...]:
    """The button that asks why a criterion has this band; none at band 9, above which there is nothing."""
    if float(band) >= 9:
        return ()
    higher = str(Band(float(band) + 0.5))
    return (Button(say("button-why", band=str(band), higher=higher), f"bm:why:{submission_id}:{criterion}"),)


def _why(notice: a.WhyBand, say: Words) -> Reply:
    why, rubric = notice.why, load_rubric(language_of(say.language))
    back = ((_back(notice.submission_id, why.criterion, say),),)
    if why.wanted == why.band:
        return Reply(say("refused-nothing-above"), back)
    title = say("why-title", criterion=say(f"criterion-{why.criterion}"), band=str(why.band), higher=str(why.wanted))
    parts = [title]
    if why.held:
        parts.append(say("why-held"))
        parts += [
            f"<blockquote>{escape(finding.quote)}</blockquote>\n{escape(finding.message, 400)} <code>{finding.rule}</code>"
            for finding in why.held
        ]
    else:
        parts.append(say("why-limits", band=str(why.band)))
        parts += [f"• {escape(rubric.told(rule))} <code>{rule.id}</code>" for rule in why.limits]
    parts.append(say("why-asked", higher=str(why.wanted)))
    parts += [f"• {escape(rubric.told(rule))} <code>{rule.id}</code>" for rule in why.asked]
    marks = thumbs(Subject(About.WHY, notice.submission_id, why.criterion), notice.liked, say)
    return Reply(within("\n".join([*parts, *cited_lines(notice.cited, say)])), (*back, marks))


def _taken(notice: a.QuestionTaken, say: Words) -> Reply:
    return Reply(say("question-taken", criterion=say(f"criterion-{notice.criterion}"), left=notice.left))


def _answered(notice: a.QuestionAnswered, say: Words) -> Reply:
    title = say("criterion-title", criterion=say(f"criterion-{notice.criterion}"), band=str(notice.band))
    text = f"{title}\n{escape(notice.answer, 700)}\n{say('question-answered')}"
    by_rule = why_button(notice.submission_id, notice.criterion, notice.band, say)
    rows = tuple((button,) for button in (*by_rule, _back(notice.submission_id, notice.criterion, say)))
    return Reply(text, (*rows, thumbs(Subject(About.QUESTION, notice.question_id), notice.liked, say)))


def _back(submission_id: int, criterion: Criterion, say: Words) -> Button:
    return Button(say("button-back"), f"bm:view:{submission_id}:{criterion}")


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    a.WhyBand: _why,
    a.QuestionTaken: _taken,
    a.QuestionAnswered: _answered,
}
