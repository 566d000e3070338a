"""Notices about questions to words: why this band and not the next, and what was answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.ielts import aside_notices as a
from engine.ielts.bands import Band, Criterion
from engine.ielts.notices import Notice

if TYPE_CHECKING:
    from bots.replies import Words

from bots.reply import Button, Reply, escape, within


def why_button(submission_id: int, criterion: Criterion, band: Band, say: Words) -> tuple[Button, ...]:
    """The button that asks why a criterion has this band; none at band 9, above which there is nothing."""
    if float(band) >= 9:
        return ()
    higher = str(Band(float(band) + 0.5))
    return (Button(say("button-why", band=str(band), higher=higher), f"bm:why:{submission_id}:{criterion}"),)


def _why(notice: a.WhyBand, say: Words) -> Reply:
    why = notice.why
    back = ((_back(notice.submission_id, why.criterion, say),),)
    if why.wanted == why.band:
        return Reply(say("refused-nothing-above"), back)
    title = say("why-title", criterion=say(f"criterion-{why.criterion}"), band=str(why.band), higher=str(why.wanted))
    parts = [title]
    if why.held:
        parts.append(say("why-held"))
        parts += [
            f"<blockquote>{escape(finding.quote)}</blockquote>\n{escape(finding.message)} <code>{finding.rule}</code>"
            for finding in why.held
        ]
    else:
        parts.append(say("why-limits", band=str(why.band)))
        parts += [f"• {escape(rule.text)} <code>{rule.id}</code>" for rule in why.limits]
    parts.append(say("why-asked", higher=str(why.wanted)))
    parts += [f"• {escape(rule.text)} <code>{rule.id}</code>" for rule in why.asked]
    return Reply(within("\n".join(parts)), back)


def _taken(notice: a.QuestionTaken, say: Words) -> Reply:
    return Reply(say("question-taken", criterion=say(f"criterion-{notice.criterion}"), left=notice.left))


def _answered(notice: a.QuestionAnswered, say: Words) -> Reply:
    title = say("criterion-title", criterion=say(f"criterion-{notice.criterion}"), band=str(notice.band))
    text = f"{title}\n{escape(notice.answer, 700)}\n{say('question-answered')}"
    by_rule = why_button(notice.submission_id, notice.criterion, notice.band, say)
    return Reply(text, tuple((button,) for button in (*by_rule, _back(notice.submission_id, notice.criterion, say))))


def _back(submission_id: int, criterion: Criterion, say: Words) -> Button:
    return Button(say("button-back"), f"bm:view:{submission_id}:{criterion}")


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    a.WhyBand: _why,
    a.QuestionTaken: _taken,
    a.QuestionAnswered: _answered,
}
