"""Systems against baselines: ranges that hold, a comparison that knows chance, a report that needs nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.evaluate.bootstrap import compare, intervals
from engine.evaluate.essays import Marked, read_essays
from engine.evaluate.html_report import html_report
from engine.evaluate.measured import measure
from engine.evaluate.scored import Scored, ScoredEssay
from engine.evaluate.systems import baseline, language_model, offline
from engine.ielts.rubric import load_rubric
from engine.marking.llm.fusion import Fusion
from engine.marking.llm.marker import LlmMarker
from engine.marking.writing.offline import OfflineScorer
from tests.doubles.fake_model import FakeModel
from tests.finetune.essays import line, write_jsonl


def scored(noise: float, seed: int = 0, bias: float = 0.0, name: str = "x") -> Scored:
    """200 essays on 40 questions: a system that is off by ``noise`` bands on the mean."""
    people = np.random.default_rng(1).choice(np.arange(4, 9, 0.5), 200)
    said = people + bias + np.random.default_rng(seed).normal(0, noise, 200)
    return Scored(
        system=name,
        essays=tuple(
            ScoredEssay(essay=str(n), task="W2", group=n % 40, people=p, said=s, low=s - 1, high=s + 1)
            for n, (p, s) in enumerate(zip(people.tolist(), said.tolist(), strict=True))
        ),
    )


def test_ranges_hold_the_number_and_widen_with_fewer_questions() -> None:
    many = scored(0.7)
    few = Scored(system="x", essays=tuple(e.model_copy(update={"group": e.group % 4}) for e in many.essays[:40]))
    for found in (intervals(many), intervals(few)):
        assert all(each.low <= each.value <= each.high for each in found.values())
    width = [intervals(run)["rmse"].high - intervals(run)["rmse"].low for run in (few, many)]
    assert width[0] > width[1]


def test_a_comparison_knows_chance_from_difference() -> None:
    assert compare(scored(0.8), scored(0.8, seed=5)).verdict == "no more than chance"
    assert compare(scored(1.2), scored(0.4)).verdict == "better"
    assert compare(scored(0.4), scored(1.2)).verdict == "worse"
    assert compare(scored(0.8), scored(0.8)).rmse.value == 0
    with pytest.raises(OperatorMistake, match="no essay in common"):
        compare(scored(1), Scored(system="y", essays=(scored(1).essays[0].model_copy(update={"essay": "z"}),)))


def test_what_is_measured_is_what_was_put_in() -> None:
    found = measure(scored(0.0, bias=0.5))
    assert found.agreement["bias"].value == pytest.approx(0.5, abs=0.03)
    assert all(each.bias == pytest.approx(0.5) for each in found.bands if each.band < 8.5)
    assert found.coverage == 1.0
    assert found.slope == pytest.approx(1.0)
    assert sum(each.n for each in found.bands) == found.n == 200


@pytest.fixture
def essays(tmp_path: Path) -> tuple[Marked, ...]:
    rows = [line(seed, 4.0 + seed % 9 / 2) for seed in range(24)]
    return read_essays(write_jsonl(tmp_path / "essays.jsonl", rows))


def test_baselines_know_nothing_of_the_essays_that_they_judge(essays: tuple[Marked, ...]) -> None:
    constant, words = baseline("constant", essays), baseline("words", essays)
    assert measure(constant).agreement["pearson"].value <= 0.05
    assert len({round(each.said, 6) for each in constant.essays}) <= 5, "one mean a fold"
    assert words.essays[0].essay == constant.essays[0].essay
    with pytest.raises(OperatorMistake, match="one question"):
        baseline("constant", essays[:1])


def test_a_language_model_that_fails_is_counted(essays: tuple[Marked, ...]) -> None:
    model = FakeModel("8.0", quote="many", rule=None)
    marker = LlmMarker(model, OfflineScorer.load(), load_rubric(), Fusion())
    assert {each.said for each in language_model(marker, essays[:3], fused=False).essays} == {8.0}
    offline_bands = [each.said for each in offline(essays[:3]).essays]
    fused = language_model(marker, essays[:3], fused=True)
    assert [each.said for each in fused.essays] == pytest.approx(offline_bands, abs=0.3)


def test_the_commands(tmp_path: Path, essays: tuple[Marked, ...]) -> None:
    assert essays
    page, runs = tmp_path / "report.html", tmp_path / "runs"
    data = ["evaluate", "writing", "--data", str(tmp_path / "essays.jsonl"), "--system", "offline"]
    done = CliRunner().invoke(app, [*data, "--out", str(runs), "--html", str(page), "--json"])
    assert done.exit_code == 0, done.output
    assert list(json.loads(done.output)) == ["constant", "words", "offline"]
    told = page.read_text("utf-8")
    assert told.count("<svg") == 3
    assert "http://" not in told.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
    scored(0.3, name="a").write(runs / "a.json")
    scored(1.5, name="b").write(runs / "b.json")
    compared = CliRunner().invoke(app, ["evaluate", "compare", str(runs / "a.json"), str(runs / "b.json"), "--gate"])
    assert compared.exit_code == 1
    assert "worse" in compared.output
    assert (
        CliRunner().invoke(app, ["evaluate", "compare", str(runs / "b.json"), str(runs / "a.json"), "--gate"]).exit_code
        == 0
    )
    unknown = CliRunner().invoke(app, [*data[:4], "--system", "oracle"])
    assert isinstance(unknown.exception, OperatorMistake)


def test_a_page_is_made_of_data_and_no_markup_of_it() -> None:
    run = scored(0.5, name="<script>")
    assert "<script>" not in html_report([(run, measure(run))], "<b>")
