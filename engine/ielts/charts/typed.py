"""A visual's figures as somebody types them: spaced lines, CSV, tabs or a Markdown table."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import LearnerMistake
from engine.ielts.charts.chart import Chart, Kind, Panel, is_time

MOST_SERIES, MOST_POINTS, LONGEST_LABEL = 12, 30, 60
_FIGURE = re.compile(
    r"(?P<money>[$£€¥]?)\s*(?P<number>[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>%|per ?cent|[kmb](?:n|illion)?)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_WITH_UNIT = re.compile(r"(?P<label>.*?)\s*[(\[](?P<unit>[^()\[\]]{1,40})[)\]]\s*$")
_UNIT_LINE = re.compile(r"\s*(?:units?\s*[:=]|in\s)\s*(?P<unit>[^\d\s]\D{0,39}?)\s*", re.IGNORECASE)
_RULE = re.compile(r"[\s|:\-+=]+")
_GAP = re.compile(r"\t|\s{2,}")
_CORNERS = frozenset(
    {"", "year", "years", "month", "country", "countries", "city", "age", "sector", "item", "category"}
)
_SCALES = {"k": "thousand", "m": "million", "b": "billion"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table: ``number`` counts from 1 among the lines as they were typed."""

    number: int
    cells: tuple[str, ...]


def read_table(text: str) -> Chart:
    """A table as a visual: one unit for all, or one for each column, from brackets in the head or from the figures.

    The first line names the columns, the first cell of every other line names that line. Years, months or days may
    stand either way. Without a head there may be one column of figures.

    Raises:
        LearnerMistake: ``data-none``, ``data-too-large``, ``data-no-header`` (columns without names), ``data-uneven``
            (a line with more or fewer figures than the head names), ``data-not-a-number`` or ``data-twice`` (a name
            that stands there twice); the facts name the line.
    """
    unit, rows = _rows(unicodedata.normalize("NFKC", text))
    head, body = (rows[0], rows[1:]) if rows and _is_head(rows) else (None, rows)
    if not any(_FIGURE.fullmatch(cell) for row in body for cell in row.cells[1:]) or len(rows) < 2:
        raise LearnerMistake("data-none")
    width = len(body[0].cells) - 1
    if head is None and width > 1:
        raise LearnerMistake("data-no-header", columns=width)
    columns = [] if head is None else _head(head.cells, width, head.number)
    if len(body) > MOST_POINTS or width > MOST_POINTS or min(len(body), width) > MOST_SERIES:
        raise LearnerMistake("data-too-large", rows=MOST_POINTS, columns=MOST_SERIES)
    values: list[tuple[float, ...]] = []
    found: list[list[str]] = [[] for _ in range(width)]
    for row in body:
        if len(row.cells) != width + 1:
            raise LearnerMistake("data-uneven", line=row.number, found=len(row.cells) - 1, wanted=width)
        read = [_figure(cell, row.number, column) for column, cell in enumerate(row.cells[1:], 2)]
        values.append(tuple(value for value, _ in read))
        for own, (_, each) in zip(found, read, strict=True):
            own.append(each)
    names = [_label(row.cells[0]) for row in body]
    labels = [label for label, _ in columns] or [""]
    units = [given or _common(own) or unit for (_, given), own in zip(columns or [("", "")], found, strict=True)]
    if twice := next((place for place, name in enumerate(names) if name in names[:place]), None):
        raise LearnerMistake("data-twice", line=body[twice].number)
    if head is not None and len(set(labels)) < len(labels):
        raise LearnerMistake("data-twice", line=head.number)
    return _typed(_panel(names, labels, values, units))


def _panel(names: list[str], labels: list[str], values: list[tuple[float, ...]], units: list[str]) -> Panel:
    """Time goes along the points where there is one unit; columns with units of their own are points."""
    down, across = is_time(names) and len(names) > 1, is_time(labels) and len(labels) > 1
    turned = down and not across and len(set(units)) == 1
    series, points = (labels, names) if turned else (names, labels)
    rows = list(zip(*values, strict=True)) if turned else values
    return Panel(
        # An axis is read by eye, also by who types what it shows.
        kind=Kind.LINE if turned or across else Kind.BAR,
        title="",
        series=tuple(series),
        points=tuple(points),
        values=tuple(rows),
        units=tuple([units[0]] * len(points) if turned else units),
    )


def _rows(text: str) -> tuple[str, list[_Row]]:
    """The lines that hold something, cut into cells in the one way that they all share; and the unit, if a line says it."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    lines = [(number, line) for number, line in lines if not _RULE.fullmatch(line)]
    unit = ""
    for place, (_, line) in enumerate(lines):
        said = _UNIT_LINE.fullmatch(line)
        if said is not None:
            unit = _unit(said["unit"])
            del lines[place]
            break
    if not lines:
        raise LearnerMistake("data-none")
    separator = next((each for each in "|\t;" if all(each in line for _, line in lines)), None)
    if separator is None and all(_by_commas(line) for _, line in lines):
        separator = ","
    return unit, [_Row(number, _cells(line, separator)) for number, line in lines]


def _by_commas(line: str) -> bool:
    """Whether commas stand between cells: ``1,200`` is one figure."""
    return bool(re.search(r",(?!\d{3}(?!\d))|,(?=[12]\d{3}\b)|(?<!\d),", line))


def _cells(line: str, separator: str | None) -> tuple[str, ...]:
    if separator == "|":
        return tuple(each.strip() for each in line.strip().removeprefix("|").removesuffix("|").split("|"))
    if separator == ",":
        return _comma_separated(line)
    if separator is not None:
        return tuple(each.strip() for each in line.split(separator))
    if len(wide := [each.strip() for each in _GAP.split(line.strip())]) > 1:
        return tuple(wide)
    return _spaced(line.split())


def _comma_separated(line: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in next(csv.reader([line], skipinitialspace=True)))


def _spaced(words: Sequence[str]) -> tuple[str, ...]:
    """``United Kingdom 35 40``: figures end the line, and what stands before them is its name."""
    at = len(words)
    while at > 1 and _FIGURE.fullmatch(words[at - 1]):
        at -= 1
    if at == len(words):  # a head
        return tuple(_with_brackets(words))
    return (" ".join(words[:at]), *words[at:])


def _with_brackets(words: Sequence[str]) -> list[str]:
    """``Coal (million tonnes)`` is one cell."""
    cells: list[str] = []
    for word in words:
        if cells and (word.startswith(("(", "[")) or cells[-1].count("(") > cells[-1].count(")")):
            cells[-1] = f"{cells[-1]} {word}"
        else:
            cells.append(word)
    return cells


def _is_head(rows: Sequence[_Row]) -> bool:
    """Words above figures, or years above what are no years."""
    first, rest = rows[0].cells[1:], rows[1:]
    if not first or not rest:
        return False
    if not all(_FIGURE.fullmatch(cell) for cell in first):
        return True
    years = all(_YEAR.fullmatch(cell) for cell in first) and is_time(first)
    return years and not _YEAR.fullmatch(rows[0].cells[0])


def _head(cells: tuple[str, ...], width: int, line: int) -> list[tuple[str, str]]:
    """Names of the columns of figures, with their units; the corner may be left out."""
    named = cells[1:] if len(cells) == width + 1 or cells[0].lower() in _CORNERS else cells
    if len(named) != width or not all(named):
        raise LearnerMistake("data-uneven", line=line, found=len(named), wanted=width)
    return [_named(each) for each in named]


def _named(cell: str) -> tuple[str, str]:
    within = _WITH_UNIT.fullmatch(cell)
    if within is not None and within["label"]:
        return _label(within["label"]), _unit(within["unit"])
    if cell.endswith("%"):
        return _label(cell.rstrip(" %")), "%"
    return _label(cell), ""


def _label(cell: str) -> str:
    label = " ".join(cell.strip(" *_`\"'").split())
    if len(label) > LONGEST_LABEL:
        raise LearnerMistake("data-too-large", rows=MOST_POINTS, columns=MOST_SERIES)
    return label


def _unit(said: str) -> str:
    said = " ".join(said.split())
    lower = said.lower()
    if lower in {"%", "percent", "per cent", "percentage", "percentages", "in %"}:
        return "%"
    if lower in {"$", "usd", "dollar", "dollars", "us$", "us dollars"}:
        return "$"
    for scale in _SCALES.values():
        if lower.startswith(f"{scale}s"):
            return f"{scale}{lower[len(scale) + 1 :]}"
        if lower.startswith(scale):
            return lower
    return said


def _figure(cell: str, line: int, column: int) -> tuple[float, str]:
    """A figure and the unit that it carries."""
    found = _FIGURE.fullmatch(cell.strip(" *"))
    if found is None:
        raise LearnerMistake("data-not-a-number", line=line, column=column)
    unit = (found["unit"] or "").lower()
    if unit.startswith(("%", "per")):
        unit = "%"
    elif unit:
        unit = _SCALES[unit[0]]
    elif found["money"] == "$":
        unit = "$"
    return float(found["number"].replace(",", "").replace("−", "-")), unit


def _common(units: Sequence[str]) -> str:
    return units[0] if len(set(units)) == 1 else ""


def dump_table(chart: Chart) -> str:
    """What :func:`read_table` made, to be read back by :func:`load_table`."""
    (panel,) = chart.panels
    return json.dumps(
        {
            "kind": panel.kind,
            "series": panel.series,
            "points": panel.points,
            "values": panel.values,
            "units": panel.units,
        },
        ensure_ascii=False,
    )


def load_table(text: str) -> Chart:
    """The visual that :func:`dump_table` wrote."""
    found = json.loads(text)
    return _typed(
        Panel(
            Kind(found["kind"]),
            "",
            tuple(found["series"]),
            tuple(found["points"]),
            tuple(tuple(row) for row in found["values"]),
            tuple(found["units"]),
        )
    )


def _typed(panel: Panel) -> Chart:
    return Chart(id="typed", kind=panel.kind, topic="typed", opening="", panels=(panel,))
