"""Notices about a learner's own visual to words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bots.replies.reply import Button, Reply, escape, within
from bots.replies.words import Words
from engine.ielts.charts import notices as v
from engine.ielts.charts.chart import Panel, shown
from engine.ielts.notices import Notice

_LINES = 12


def _picture(notice: v.PictureKept, say: Words) -> Reply:
    kept = say("picture-with-essay" if notice.with_essay else "picture-waits")
    return Reply(f"{kept}\n{say('picture-unread')}")


def _figures(notice: v.FiguresKept, say: Words) -> Reply:
    lines = [say("data-read"), f"<blockquote>{_table(notice.panel)}</blockquote>", say("data-look")]
    buttons: tuple[tuple[Button, ...], ...] = ()
    if notice.with_essay:
        lines.append(say("data-with-essay"))
    elif notice.marked is not None:
        lines.append(say("data-marked"))
        buttons = ((Button(say("button-data-again"), f"bm:dv:{notice.marked}"),),)
    else:
        lines.append(say("data-waits"))
    return Reply(within("\n".join(lines)), buttons)


def _table(panel: Panel) -> str:
    rows = [
        f"{f'{name}: ' if name else ''}"
        + ", ".join(
            f"{point} {shown(value, unit)}".strip()
            for point, value, unit in zip(panel.points, row, panel.units, strict=True)
        )
        for name, row in zip(panel.series, panel.values, strict=True)
    ]
    return "\n".join(escape(each, 200) for each in _first(rows))


def _first(rows: Sequence[str]) -> Sequence[str]:
    return rows if len(rows) <= _LINES else [*rows[:_LINES], "…"]


def _how(_: v.HowToTypeFigures, say: Words) -> Reply:
    return Reply(say("data-how"))


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    v.PictureKept: _picture,
    v.FiguresKept: _figures,
    v.HowToTypeFigures: _how,
}
