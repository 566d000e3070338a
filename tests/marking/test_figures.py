"""What an essay says, held against the data of its visual."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.ielts.bands import Criterion
from engine.ielts.charts.shipped import charts
from engine.ielts.writing import Essay, WritingTask
from engine.marking.sentences import Said
from engine.marking.writing.figures.check import claims
from engine.marking.writing.figures.checked import accuracy_limit, checked
from engine.marking.writing.figures.claim import Sort
from engine.marking.writing.figures.features import features
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.report_json import dump_report, load_report, to_json
from engine.marking.writing.report_text import full_report
from engine.settings import Settings
from engine.wiring import build_marker
from tests.marking.figure_claims import DATA, measured, written

RIGHT = [*sorted((DATA / "right").glob("*.txt")), *sorted((DATA / "right_unseen").glob("*.txt"))]
HOMES = charts()["line-homes-online"]


def answer(text: str, chart: str = "line-homes-online") -> Essay:
    return Essay(text, WritingTask(1, prompt=charts()[chart].prompt))


def called_wrong(text: str, chart: str) -> list[str]:
    return [text[each.start : each.end] for each in claims(text, charts()[chart]) if each.wrong]


def test_the_claims_are_many_and_their_halves_alike() -> None:
    every = written()
    assert len(every) >= 120
    assert len({each.text for each in every}) == len(every)
    seen, unseen = [e for e in every if e.seen], [e for e in every if not e.seen]
    assert min(len(seen), len(unseen)) > 60
    assert min(sum(e.wrong is not None for e in half) for half in (seen, unseen)) > 25


def test_on_claims_that_the_rules_have_not_seen() -> None:
    found = measured(each for each in written() if not each.seen)
    assert found.precision >= 0.9
    assert found.recall >= 0.8


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_a_right_answer_is_not_called_wrong(path: Path) -> None:
    text = path.read_text("utf-8")
    assert called_wrong(text, path.stem) == []
    assert len(claims(text, charts()[path.stem])) >= 6


@pytest.mark.parametrize(
    ("chart", "text", "wrong"),
    [
        ("line-homes-online", "In 2010 the internet was in about 44 % of homes.", []),
        ("line-homes-online", "In 2010 the internet was in 64 % of homes.", ["64 %"]),
        ("line-homes-online", "In 2007 the internet was in 64 % of homes.", []),  # the graph has no such year
        ("line-homes-online", "It was 64 % in 2010.", []),  # what was?
        ("line-homes-online", "Landlines did not increase between 1990 and 2020.", []),
        ("pie-transport-goods", "Rail and road had 46% and 27% respectively in 1970.", []),
        ("pie-transport-goods", "Rail and road had 27% and 46% respectively in 1970.", ["27% and 46%"]),
        ("pie-transport-goods", "Rail lost 28 percentage points.", []),
        ("bar-crops", "Maize tripled between 1990 and 2020.", []),
        ("bar-crops", "Wheat tripled between 1990 and 2020.", ["tripled"]),
        ("bar-crops", "In 2020, 460 thousand tonnes of maize were grown.", []),
        ("bar-crops", "In 2020, 460 million tonnes of maize were grown.", ["460 million"]),
        ("table-shops", "In 2015 there were five times more cafés than in 1995.", []),
    ],
)
def test_one_claim(chart: str, text: str, wrong: list[str]) -> None:
    assert called_wrong(text, chart) == wrong


def test_what_the_visual_shows_is_said() -> None:
    text = "Coal fell to 45 TWh in 2010."
    (found,) = [each for each in claims(text, charts()["line-power"]) if each.wrong]
    assert found.sort is Sort.FIGURE
    assert found.wrong == Said("figure-wrong", {"quote": "45", "shown": "Coal, 2010: 33 TWh"})


@pytest.mark.parametrize("text", ["", "…", "2010", "%", "in 1990 " * 400, "44 % " * 400, "internet " * 800])
def test_nothing_that_is_sent_breaks_it(text: str) -> None:
    for chart in charts().values():
        claims(text[:400], chart)
        features(text[:400], chart)


def test_main_features_are_told_or_missed() -> None:
    told = features("The internet rose from 0% to 91%, and landlines fell.", HOMES)
    names = {each.told.name: each.covered for each in told}
    assert names == {"feature-rise": True, "feature-fall": True, "feature-peak": False, "feature-lead": True}


def test_stages_and_changes_are_features_too() -> None:
    stages = features("First used paper is collected and sorted. Ink is removed.", charts()["process-paper"])
    assert [each.covered for each in stages] == [True, True, False, False, True, False, False]
    places = features("The forest became a golf course and a hotel was built.", charts()["map-village-shore"])
    assert sum(each.covered for each in places) == 2


def test_wrong_figures_hold_task_achievement_down() -> None:
    right = (DATA / "right" / "line-homes-online.txt").read_text("utf-8")
    assert accuracy_limit(checked(answer(right))) == 9
    assert accuracy_limit(checked(answer(right.replace("86%", "66%")))) == 8
    wrong = "In 1990, 66% had a landline. In 2020, 51% had a landline. Internet fell from 1990 to 2020."
    assert accuracy_limit(checked(answer(wrong))) == 6
    assert accuracy_limit(checked(Essay(wrong, WritingTask(1, prompt="The graph below shows coal.")))) == 9
    assert accuracy_limit(checked(Essay(wrong, WritingTask(2, prompt=HOMES.prompt)))) == 9


@pytest.fixture(scope="module")
def marker() -> OfflineMarker:
    made = build_marker(Settings(_env_file=None))
    assert isinstance(made, OfflineMarker)
    return made


def test_the_report_says_what_was_checked(marker: OfflineMarker) -> None:
    right = (DATA / "right" / "line-homes-online.txt").read_text("utf-8")
    text = right.replace("86%", "66%").replace("reached nearly 80%", "reached 59%")
    report = marker.mark(answer(text), "zh-Hans")
    assert report.figures is not None
    assert [each.quote for each in report.figures.wrong] == ["66%", "59%"]
    assert report.criteria[0].criterion is Criterion.TASK_ACHIEVEMENT
    assert float(report.criteria[0].band) <= 8
    assert "你写的是“66%”；图中是：Landline telephone, 1990: 86 %。" in full_report(report, text, "zh-Hans")
    assert load_report(dump_report(report)) == report
    assert to_json(report)["figures"]["wrong"][0]["quote"] == "66%"
