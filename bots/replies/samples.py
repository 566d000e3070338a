"""Sample answers of the operator's beside a report."""

from __future__ import annotations

from bots.replies.reply import Button, escape, within
from bots.replies.words import Words
from engine.ielts.reports import BandReport


def sample_lines(report: BandReport, say: Words) -> tuple[str, ...]:
    """One line for the short report, where there are any."""
    if not report.compared:
        return ()
    bands = say.listed(dict.fromkeys(str(each.band) for each in report.compared))
    return (say("report-compared", count=len(report.compared), bands=bands), "")


def sample_buttons(i: int, report: BandReport, say: Words) -> tuple[Button, ...]:
    """The way to them."""
    return (Button(say("button-samples"), f"bm:view:{i}:samples"),) if report.compared else ()


def samples_told(report: BandReport, say: Words) -> str:
    """Each with its band, its beginning, what the examiner said, and where it stands."""
    parts = [say("samples-title", band=str(report.overall))]
    for each in report.compared:
        page = "" if each.page is None else say("passage-page", page=each.page)
        lines = [
            f"<b>{say('samples-band', band=str(each.band))}</b> {escape(each.about, 160)}",
            f"<blockquote>{escape(each.opening, 500)}</blockquote>",
            *([f"{say('samples-comment')} {escape(each.comment, 600)}"] if each.comment else []),
            f"<i>{say('passage-document', source=each.source)}{page}</i>",
        ]
        parts.append("\n".join(lines))
    return within("\n\n".join([*parts, say("samples-caveat")]))
