"""An answer's figures held against the data of its visual, as a part of the report."""

from __future__ import annotations

from bots.replies.reply import Button, escape, within
from bots.replies.words import Words
from engine.ielts.reports import BandReport, FiguresChecked

_MOST = 10
"""Wrong claims, or features, shown in a chat; the full report has them all."""


def figure_lines(report: BandReport, say: Words) -> tuple[str, ...]:
    """One line for the short report, where anything was checked, or where nothing could be."""
    found = report.figures
    if found is None:
        return (say("figures-unknown"), "") if report.task.code == "W1A" else ()
    if not (found.agreeing or found.wrong):
        return ()
    return (say("report-figures", agreeing=found.agreeing, wrong=len(found.wrong)), "")


def figure_buttons(i: int, report: BandReport, say: Words) -> tuple[Button, ...]:
    """The way to all that was checked."""
    found = report.figures
    if found is None:
        return ()
    checked = bool(found.agreeing or found.wrong)
    label = say("button-figures", wrong=len(found.wrong)) if checked else say("button-features")
    return (Button(label, f"bm:view:{i}:figures"),)


def figures_checked(found: FiguresChecked, say: Words) -> str:
    """What is wrong, each with what the visual shows; how much agrees; what was missed."""
    parts = [say("figures-title-typed" if found.typed else "figures-title")]
    parts += [f"❌ {escape(each.message, 400)}" for each in found.wrong[:_MOST]]
    if found.agreeing and not found.wrong:
        parts.append(say("figures-none"))
    if found.agreeing:
        parts.append(say("figures-agree", agreeing=found.agreeing))
    parts.append(say("figures-features", told=found.features - len(found.missed), all=found.features))
    if found.missed:
        parts.append("\n".join([say("figures-missed"), *(f"• {escape(each, 200)}" for each in found.missed[:_MOST])]))
    parts.append(say("figures-caveat"))
    return within("\n\n".join(parts))
