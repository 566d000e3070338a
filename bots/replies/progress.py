"""Bands over time to words: every report a line, and what may be said of them together."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.reply import Reply, band_bar, within
from bots.replies.words import Words
from engine.ielts.learner_notices import History
from engine.ielts.notices import Notice
from engine.ielts.progress import Series, trend
from engine.marking.errors.reasons import reason

_LINES = 8


def _history(notice: History, say: Words) -> Reply:
    if not notice.series:
        return Reply(say("history-off" if notice.off else "history-empty"))
    goal = None if notice.reader is None else notice.reader.goal
    blocks = [say("history-title")]
    if goal is not None:
        target = "" if goal.target is None else say("history-target", target=str(goal.target))
        days = "" if goal.days is None else say("goal-days", days=goal.days)
        blocks.append(f"🏁 {' · '.join(part for part in (target, days) if part)}")
    blocks += [_series(each, say) for each in notice.series]
    blocks.append(f"<i>{say('history-off' if notice.off else 'history-estimate')}</i>")
    return Reply(within("\n\n".join(blocks)))


def _series(series: Series, say: Words) -> str:
    shown = series.marked[-_LINES:]
    lines = [say(f"history-{series.skill.name.lower().replace('_', '-')}", count=len(series.marked))]
    lines += [
        f"<code>{each.day}</code> {band_bar(float(each.band))} <b>{each.band}</b> "
        f"{say('history-range', low=str(each.interval.low), high=str(each.interval.high))}"
        for each in shown
    ]
    if series.commonest:
        kinds = say.listed(
            say("button-kind", kind=reason(kind, say.language).name, count=count) for kind, count in series.commonest
        )
        lines.append(say("history-errors", kinds=kinds))
    went = trend(series.marked)
    if went is not None:
        facts = {"earlier": f"{went.earlier:.1f}", "later": f"{went.later:.1f}", "margin": f"{went.margin:.1f}"}
        lines.append(say(f"trend-{went.way}", **facts))
    return "\n".join(lines)


WRITERS: dict[type[Notice], Callable[..., Reply]] = {History: _history}
