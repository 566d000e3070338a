"""Notices about questions to words: why this band and not the next, and what was answered."""

from __future__ import annotations

import math
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
    parts = [*([say("why-unnamed"), ""] if notice.unnamed else []), title]
    if why.held:
        parts.append(say("why-held"))
        parts += [
            f"<blockquote>{escape(finding.quote)}</blockquote>\n{escape(finding.message, 400)} <code>{finding.rule}</code>"
            for finding in why.held
        ]
    else:
        between = "no" if float(why.band).is_integer() else "yes"
        parts.append(say("why-limits", band=str(why.band), higher=str(why.wanted), between=between))
        parts += [f"• {escape(rubric.told(rule))} <code>{rule.id}</code>" for rule in why.limits]
    # Half a band up from a whole one is some of the next whole band, whose rules these are.
    whole = str(Band(math.ceil(float(why.wanted))))
    parts.append(
        say("why-asked" if whole == str(why.wanted) else "why-asked-some", higher=str(why.wanted), whole=whole)
    )
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
