"""A panel turned so that time, where there is any, goes along its points."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from engine.ielts.charts.chart import Kind, Panel, is_time, shown

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_READ = {Kind.LINE: 0.03, Kind.BAR: 0.03, Kind.PIE: 0.006, Kind.TABLE: 0.006}
"""Share of the longest value by which a reading may be out: axes are read by eye, printed figures are not."""


@dataclass(frozen=True, slots=True)
class Grid:
    """``values[series][point]``; ``timed`` where points are moments. ``panel`` is what it was made of."""

    panel: Panel
    series: tuple[str, ...]
    points: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    timed: bool
    turned: bool

    @classmethod
    def of(cls, panel: Panel) -> Grid:
        """The panel, turned where its series are the moments."""
        if panel.series_are_moments and not panel.moments:
            columns = tuple(zip(*panel.values, strict=True))
            return cls(panel, panel.points, panel.series, columns, timed=True, turned=True)
        return cls(panel, panel.series, panel.points, panel.values, is_time(panel.points), turned=False)

    def unit(self, series: int, point: int) -> str:
        """The unit of one figure."""
        return self.panel.units[series if self.turned else point]

    def is_share(self, series: int, point: int) -> bool:
        """Whether a figure is a percentage."""
        return self.unit(series, point) == "%"

    def scale(self, series: int, point: int) -> float:
        """What one stands for, such as 1,000."""
        return _SCALES.get(self.unit(series, point).split(" ")[0], 1.0)

    def slack(self, series: int, point: int) -> float:
        """By how much a figure may be misread and still be right."""
        column = [row[point] for row in self.values] if not self.panel.unit else [v for row in self.values for v in row]
        if self.panel.unit is None and self.turned:
            column = list(self.values[series])
        return _READ[self.panel.kind] * max(map(abs, column))

    def shown(self, series: int, point: int) -> str:
        """One figure with its unit, as a learner reads it."""
        return shown(self.values[series][point], self.unit(series, point))

    @property
    def spread(self) -> float:
        """From the lowest figure to the highest."""
        found = [value for row in self.values for value in row]
        return max(found) - min(found)

    def pairs(self) -> list[tuple[int, int]]:
        """Every earlier point with every later one."""
        return list(combinations(range(len(self.points)), 2))
