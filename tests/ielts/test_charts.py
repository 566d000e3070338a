"""The sixty visuals of Academic Task 1: whole, plausible, each with something to tell, and always the same."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from engine.ielts.charts.chart import Chart, Kind, Panel
from engine.ielts.charts.drawn import Drawn
from engine.ielts.charts.shipped import chart_of, charts

EVERY = list(charts().values())
WITH_FIGURES = [chart for chart in EVERY if chart.panels]


def test_there_are_sixty_of_seven_kinds() -> None:
    assert Counter(chart.kind.value for chart in EVERY) == {
        "line": 12,
        "bar": 12,
        "table": 10,
        "pie": 8,
        "mixed": 6,
        "process": 6,
        "map": 6,
    }


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.id)
def test_a_task_is_asked_as_the_exam_asks_it(chart: Chart) -> None:
    first, _, ask = chart.prompt.partition("\n\n")
    assert first.startswith("The ")
    assert first.endswith(".")
    assert ask.startswith("Summarise the information by selecting and reporting the main features")
    assert chart_of(chart.prompt) is chart
    assert (
        chart_of(f"You should spend about 20 minutes on this task.\n{first.upper()}\nWrite at least 150 words.")
        is chart
    )


@pytest.mark.parametrize("chart", WITH_FIGURES, ids=lambda chart: chart.id)
def test_every_figure_is_told_in_words(chart: Chart) -> None:
    for panel in chart.panels:
        for name, row in zip(panel.series, panel.values, strict=True):
            assert f"{name}: {panel.points[0]}" in chart.alt
            assert all(f"{value:,.10g}" in chart.alt for value in row)


@pytest.mark.parametrize("chart", WITH_FIGURES, ids=lambda chart: chart.id)
def test_there_is_a_story(chart: Chart) -> None:
    """Two series change places, one turns, or one figure stands out: there is something to select."""
    assert any(_crosses(panel) or _turns(panel) or _stands_out(panel) for panel in chart.panels)


def test_no_two_tasks_are_nearly_the_same() -> None:
    words = {chart.id: {word for word in chart.opening.lower().split() if len(word) > 4} for chart in EVERY}
    for one, other in combinations(words, 2):
        shared = len(words[one] & words[other]) / len(words[one] | words[other])
        assert shared < 0.6, f"{one} and {other}"


def test_another_question_has_no_visual_of_ours() -> None:
    assert chart_of(None) is None
    assert chart_of("The graph below shows how much coal was dug in Wales.") is None


def test_a_series_is_drawn_the_same_each_time_and_keeps_its_story() -> None:
    story = Drawn(20, 30, "peak", top=80, turn=0.5)
    values = story.values(7, "seed", 1)
    assert values == story.values(7, "seed", 1) != story.values(7, "other", 1)
    assert (values[0], max(values), values.index(max(values)), values[-1]) == (20, 80, 3, 30)


def test_a_peak_needs_to_know_how_high() -> None:
    with pytest.raises(ValueError, match="turns"):
        Drawn(1, 2, "peak")


def test_a_pie_that_makes_no_hundred_is_refused() -> None:
    with pytest.raises(ValueError, match="100"):
        Panel(Kind.PIE, "Half a pie", ("A", "B"), ("2020",), ((30,), (20,)), ("%",))


def test_a_table_with_a_hole_is_refused() -> None:
    with pytest.raises(ValueError, match="full table"):
        Panel(Kind.TABLE, "A hole", ("A", "B"), ("2010", "2020"), ((30, 1), (20,)), ("%", "%"))


def _crosses(panel: Panel) -> bool:
    rows = panel.values
    return any(
        (one[i] - other[i]) * (one[j] - other[j]) < 0
        for one, other in combinations(rows, 2)
        for i, j in combinations(range(len(panel.points)), 2)
    )


def _turns(panel: Panel) -> bool:
    return any(max(row) > 1.2 * max(row[0], row[-1]) or min(row) < 0.8 * min(row[0], row[-1]) for row in panel.values)


def _stands_out(panel: Panel) -> bool:
    return any(len(column) > 1 and max(column) > 1.3 * sorted(column)[-2] for column in zip(*panel.values, strict=True))
