"""The visuals that come with Bandmate, in ``engine/data/charts``: a file a kind."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from engine.ielts.charts.chart import Chart, Kind, Panel, Place, Stage
from engine.ielts.charts.drawn import Drawn

_LETTERS = re.compile(r"[^a-z0-9]+")


@cache
def charts() -> Mapping[str, Chart]:
    """Every shipped visual by its id.

    Raises:
        ValueError: a file does not say what a visual needs; the message names the visual.
    """
    found: dict[str, Chart] = {}
    for kind in Kind:
        text = files("engine.data").joinpath("charts", f"{kind}.toml").read_text("utf-8")
        for row in tomllib.loads(text)["chart"]:
            try:
                chart = _chart(kind, row)
            except (KeyError, TypeError, ValueError) as wrong:
                raise ValueError(f"{kind}.toml, {row.get('id')}: {wrong}") from wrong
            if chart.id in found:
                raise ValueError(f"{kind}.toml: {chart.id} is there twice")
            found[chart.id] = chart
    return found


def chart_of(prompt: str | None) -> Chart | None:
    """The visual that a question is about, known by the question's first sentence; white space and case do not count."""
    asked = _plain(prompt or "")
    return next((chart for opening, chart in _openings().items() if opening in asked), None)


@cache
def _openings() -> Mapping[str, Chart]:
    return {_plain(chart.opening): chart for chart in charts().values()}


def _plain(text: str) -> str:
    return _LETTERS.sub(" ", text.lower()).strip()


def _chart(kind: Kind, row: Mapping[str, Any]) -> Chart:
    panels = row.get("panels") or ([{**row, "kind": kind}] if "points" in row else [])
    return Chart(
        id=row["id"],
        kind=kind,
        topic=row["topic"],
        opening=row["opening"],
        panels=tuple(_panel(row["id"], each) for each in panels),
        stages=tuple(Stage(each["label"], tuple(each["words"])) for each in row.get("stages", ())),
        places=tuple(
            Place(
                (each["at"][0], each["at"][1]),
                (each["size"][0], each["size"][1]),
                each.get("was"),
                each.get("is"),
                each.get("form", "building"),
            )
            for each in row.get("features", ())
        ),
        titles=tuple(row["titles"]) if "titles" in row else (row["title"],) if "stages" in row else (),
        cycle=row.get("cycle", False),
        north=row.get("north", False),
    )


def _panel(seed: str, row: Mapping[str, Any]) -> Panel:
    points = tuple(str(each) for each in row["points"])
    kind = Kind(row["kind"])
    unit = "%" if kind is Kind.PIE else row.get("unit", "")
    return Panel(
        kind=kind,
        title=row["title"],
        series=tuple(row["series"]),
        points=points,
        values=tuple(
            _values(each, len(points), f"{seed} {name}", row.get("step", 1)) for name, each in row["series"].items()
        ),
        units=tuple(row.get("units", [unit] * len(points))),
        of=row.get("of", ""),
        names={label: tuple(others) for label, others in row.get("names", {}).items()},
    )


def _values(given: Any, count: int, seed: str, step: float) -> tuple[float, ...]:  # noqa: ANN401 - TOML
    if isinstance(given, list):
        return tuple(given)
    return Drawn(given["from"], given["to"], given["shape"], given.get("top"), given.get("turn", 0.5)).values(
        count, seed, step
    )
