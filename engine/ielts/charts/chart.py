"""A Task 1 visual as data: what is drawn, asked, told to who cannot see it, and checked against an essay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_ASK = "Summarise the information by selecting and reporting the main features, and make comparisons where relevant."


class Kind(StrEnum):
    """What sort of visual it is."""

    LINE = "line"
    BAR = "bar"
    PIE = "pie"
    TABLE = "table"
    MIXED = "mixed"
    PROCESS = "process"
    MAP = "map"


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture with figures: ``values[series][point]``, in ``units[point]``.

    ``series`` are lines, groups of bars, slices or rows; ``points`` are moments, categories, pies or columns. ``names``
    holds other words for a label. ``of`` is what the figures count (``of homes``), as an axis says it.

    Raises:
        ValueError: the figures are not a full rectangle, or the slices of a pie do not make 100.
    """

    kind: Kind
    title: str
    series: tuple[str, ...]
    points: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    units: tuple[str, ...]
    of: str = ""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.values) != len(self.series) or any(len(row) != len(self.points) for row in self.values):
            raise ValueError(f"{self.title}: not a full table of figures")
        if len(self.units) != len(self.points):
            raise ValueError(f"{self.title}: a unit for every point")
        if self.kind is Kind.PIE and any(sum(pie) != 100 for pie in zip(*self.values, strict=True)):
            raise ValueError(f"{self.title}: a pie that does not make 100 %")

    @property
    def unit(self) -> str | None:
        """The unit, where it is one for all."""
        return self.units[0] if len(set(self.units)) == 1 else None

    @property
    def moments(self) -> bool:
        """Whether its points follow each other in time."""
        return is_time(self.points)

    @property
    def series_are_moments(self) -> bool:
        """Whether its series are years, as two colours of bars often are."""
        return len(self.series) > 1 and is_time(self.series)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a process; ``words`` are beginnings of words by which a text tells of it."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What stood and what stands at one place of two plans: ``at`` column and row, ``size`` in columns and rows."""

    at: tuple[int, int]
    size: tuple[int, int]
    was: str | None
    now: str | None
    form: str = "building"


@dataclass(frozen=True, slots=True)
class Chart:
    """One Task 1 question with its visual: ``panels``, or ``stages`` of a process, or ``places`` of a map.

    ``titles`` are those of a process, or of the two plans.
    """

    id: str
    kind: Kind
    topic: str
    opening: str
    panels: tuple[Panel, ...] = ()
    stages: tuple[Stage, ...] = ()
    places: tuple[Place, ...] = ()
    titles: tuple[str, ...] = ()
    cycle: bool = False
    north: bool = False

    @property
    def prompt(self) -> str:
        """The question as the exam words it."""
        return f"{self.opening}\n\n{_ASK}"

    @property
    def alt(self) -> str:
        """The whole visual in words, for who cannot see it."""
        return " ".join(self._told())

    def _told(self) -> Iterator[str]:
        for panel in self.panels:
            yield f"{_SORT[panel.kind]}: {panel.title}."
            for name, row in zip(panel.series, panel.values, strict=True):
                figures = (
                    f"{point} {shown(value, unit)}"
                    for point, value, unit in zip(panel.points, row, panel.units, strict=True)
                )
                yield f"{name}: {', '.join(figures)}."
        if self.stages:
            yield f"{'Cycle' if self.cycle else 'Process'}: {self.titles[0]}."
            yield from (f"{number}. {stage.label}." for number, stage in enumerate(self.stages, 1))
        if self.places:
            yield f"Two plans: {self.titles[0]}; {self.titles[1]}."
            for place in self.places:
                where = _where(place)
                if place.was == place.now:
                    yield f"{where}: {place.was}, in both."
                else:
                    yield f"{where}: before {place.was or 'nothing'}, after {place.now or 'nothing'}."


_SORT = {Kind.LINE: "Line graph", Kind.BAR: "Bar chart", Kind.PIE: "Pie chart", Kind.TABLE: "Table"}
_TIMES = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "spring summer autumn winter",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for number, name in enumerate(names.split())
}


def is_time(labels: Sequence[str]) -> bool:
    """Whether labels are years, months, days or seasons, one after the other."""
    found = [int(label) if label.isdigit() and len(label) == 4 else _TIMES.get(label.lower()) for label in labels]
    times = [each for each in found if each is not None]
    return len(times) == len(labels) and times == sorted(times)


def shown(value: float, unit: str) -> str:
    """A figure with its unit, as a reader of English writes it: ``35 %``, ``$6,200``, ``41 thousand``."""
    number = f"{value:,.10g}"
    return f"${number}" if unit == "$" else f"{number} {unit}".strip()


def _where(place: Place) -> str:
    across, down = place.at[0] + place.size[0] / 2, place.at[1] + place.size[1] / 2
    height = "top" if down < 1.4 else "bottom" if down > 2.6 else "middle"
    side = "left" if across < 2 else "right" if across > 4 else "centre"
    return f"{height} {side}".capitalize()
