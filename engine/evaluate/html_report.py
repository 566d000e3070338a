"""Systems side by side as one HTML file: numbers with ranges, and three pictures of each. Needs nothing to be seen."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl

mpl.use("svg")

import numpy as np
from matplotlib.figure import Figure

from engine.evaluate.consistency import Moved
from engine.evaluate.measured import Measured
from engine.evaluate.scored import Scored

_SHOWN = ("qwk", "rmse", "mean_error", "exact", "within_half", "within_one", "pearson", "bias")
_STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}table{border-collapse:collapse}"
    "td,th{padding:.2em .8em;text-align:right;border-bottom:1px solid #ccc}td:first-child,th:first-child{text-align:left}"
    "small{color:#666}svg{max-width:100%;height:auto}"
)


def html_report(found: Sequence[tuple[Scored, Measured]], data: str) -> str:
    """The page; ``data`` says on what was measured."""
    head = "".join(f"<th>{name.replace('_', ' ')}</th>" for name in _SHOWN)
    rows = "".join(_row(measured) for _, measured in found)
    each = "".join(_section(scored, measured) for scored, measured in found)
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Bandmate: bands against examiners'</title>"
        f"<style>{_STYLE}</style><h1>Bands against examiners'</h1><p>{html.escape(data)}. Below each number the range "
        f"that holds it in 95 of 100 draws of questions.</p><table><tr><th>system</th>{head}</tr>{rows}</table>{each}"
    )


def consistency_page(name: str, found: Sequence[Moved], data: str) -> str:
    """How far bands moved in each variant, as a table and one picture of every essay's shift."""
    cells = "".join(
        f"<tr><td>{html.escape(each.variant)}</td><td>{each.essays}</td><td>{each.mean:+.2f}</td>"
        f"<td>{each.farthest:+.2f}</td><td>{each.half:.0%}</td><td>{each.up:.0%}</td></tr>"
        for each in found
    )
    figure = Figure(figsize=(10, 0.5 * len(found) + 1.5), layout="constrained")
    axes = figure.subplots()
    for at, each in enumerate(reversed(found)):
        axes.scatter(each.shifts, [at] * len(each.shifts), s=14, alpha=0.5)
    axes.axvspan(-0.5, 0.5, color="#eee", zorder=0)
    axes.set_yticks(range(len(found)), [each.variant for each in reversed(found)])
    axes.set(title="One point an essay; grey: less than half a band", xlabel="bands")
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Bandmate: do bands stay?</title><style>{_STYLE}</style>"
        f"<h1>Do bands stay where they should?</h1><p>{html.escape(name)} on {html.escape(data)}: shifts of the unrounded "
        "band.</p><table><tr><th>variant</th><th>essays</th><th>mean</th><th>farthest</th><th>half a band or more</th>"
        f"<th>of these upwards</th></tr>{cells}</table>{_svg(figure)}"
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page: what it shows, the names of its columns, and its cells row by row."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables_page(title: str, about: str, tables: Sequence[Table]) -> str:
    """A page of tables alone, for what is counted and has no bands to draw."""
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Bandmate: {html.escape(title)}</title>"
        f"<style>{_STYLE}</style><h1>{html.escape(title)}</h1><p>{html.escape(about)}</p>{''.join(map(_table, tables))}"
    )


def _table(table: Table) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<h2>{html.escape(table.heading)}</h2><table><tr>{head}</tr>{rows}</table>"


def _row(measured: Measured) -> str:
    cells = "".join(
        f"<td>{each.value:.2f}<br><small>{each.low:.2f} to {each.high:.2f}</small></td>"
        for each in (measured.agreement[name] for name in _SHOWN)
    )
    return f"<tr><td>{html.escape(measured.system)}</td>{cells}</tr>"


def _section(scored: Scored, measured: Measured) -> str:
    tasks = ", ".join(
        f"{code}: QWK {each.qwk:.2f}, RMSE {each.rmse:.2f} ({each.n} essays)" for code, each in measured.tasks.items()
    )
    coverage = "" if measured.coverage is None else f" Its ranges hold {measured.coverage:.0%} of examiners' bands."
    failed = f" {measured.failed} essays got no band." if measured.failed else ""
    return (
        f"<h2>{html.escape(measured.system)}</h2><p>{tasks}. Slope of examiners' bands on its own: {measured.slope:.2f}."
        f"{coverage}{failed}</p>{_pictures(scored, measured)}"
    )


def _pictures(scored: Scored, measured: Measured) -> str:
    """Confusion, bias by band, calibration."""
    figure = Figure(figsize=(13, 4), layout="constrained")
    confusion, by_band, calibration = figure.subplots(1, 3)
    said, people = scored.said, scored.people
    counts = np.zeros((19, 19))
    np.add.at(counts, (np.rint(2 * people).astype(int), np.rint(2 * said).astype(int)), 1)
    confusion.imshow(counts, origin="lower", extent=(-0.25, 9.25, -0.25, 9.25), cmap="Blues")
    confusion.plot([0, 9], [0, 9], linewidth=0.5, color="grey")
    confusion.set(title="Who got which band", xlabel="system", ylabel="examiner", xlim=(2.75, 9.25), ylim=(2.75, 9.25))
    by_band.bar([each.band for each in measured.bands], [each.bias for each in measured.bands], width=0.4)
    by_band.axhline(0, linewidth=0.5, color="grey")
    by_band.set(title="Too generous (up) or too strict, by band", xlabel="examiner", ylabel="bands")
    levels = np.unique(said)
    means = [float(people[said == level].mean()) for level in levels]
    sizes = [5 + 100 * float((said == level).mean()) for level in levels]
    calibration.scatter(levels, means, s=sizes)
    calibration.plot([3, 9], [3, 9], linewidth=0.5, color="grey")
    calibration.set(title="Mean of examiners where the system says ...", xlabel="system", ylabel="examiner")
    return _svg(figure)


def _svg(figure: Figure) -> str:
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None})
    return drawn.getvalue().partition("<svg")[1] + drawn.getvalue().partition("<svg")[2]
