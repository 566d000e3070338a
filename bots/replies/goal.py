"""Where a learner wants to get, below each report."""

from __future__ import annotations

from dataclasses import replace

from bots.replies.reply import Reply
from bots.replies.words import Words
from engine.ielts.bands import Band
from engine.ielts.learners import Goal
from engine.ielts.notices import Notice, ReportReady, ReportView
from engine.ielts.reports import BandReport
from engine.ielts.speaking.notices import SpeakingRated, SpeakingView
from engine.ielts.speaking.report import SpeakingReport

_VIEWS = ("short", "next")


def with_goal(reply: Reply, notice: Notice, say: Words) -> Reply:
    """The reply, and under a report (or what to do next) how far the goal is and how many days are left."""
    goal = None if notice.reader is None else notice.reader.goal
    if goal is None or not isinstance(notice, ReportReady | ReportView | SpeakingRated | SpeakingView):
        return reply
    if isinstance(notice, ReportView | SpeakingView) and notice.view not in _VIEWS:
        return reply
    line = goal_line(goal, _band(notice.report), say)
    return replace(reply, html=f"{reply.html}\n\n{line}") if line else reply


def _band(report: BandReport | SpeakingReport) -> Band | None:
    """``None``: too little was said for a band, so nobody knows how far the goal is."""
    return report.overall if isinstance(report, BandReport) or report.enough else None


def goal_line(goal: Goal, band: Band | None, say: Words) -> str:
    """Goal, distance and days, as far as they are known."""
    parts = []
    if goal.target is not None and band is not None:
        missing = float(goal.target) - float(band)
        key = "goal-missing" if missing > 0 else "goal-reached"
        parts.append(say(key, target=str(goal.target), missing=f"{missing:.1f}"))
    if goal.days is not None:
        parts.append(say("goal-days", days=goal.days))
    return f"🏁 {' · '.join(parts)}" if parts else ""
