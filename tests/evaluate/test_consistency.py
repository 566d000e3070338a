"""Variants that change what they say they change, shifts that are counted, claims that are held against the text."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.evaluate.comments.claims import claims_in
from engine.evaluate.consistency import (
    consistency,
    one_paragraph_less,
    one_paragraph_more,
    paraphrased,
    swapped,
    with_a_plea,
)
from engine.evaluate.essays import read_essays
from engine.evaluate.paraphraser import Paraphraser
from engine.evaluate.sheet import drawn, people, read_sheet, write_sheet
from engine.ielts.bands import mean_of, round_to_band
from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from engine.ports import Completion, Prompt, Request, Stopped
from tests.finetune.essays import line, write_jsonl


def test_swaps_are_whole_words_and_keep_capitals() -> None:
    assert swapped("names", "China and Chinese food; Chinatown.") == "Brazil and Brazilian food; Chinatown."
    assert swapped("names", swapped("names", "John met Linh in Oslo.")) == "John met Linh in Oslo."
    assert swapped("spelling", "Colour and behaviour.") == "Color and behavior."
    assert swapped("wording", "For example, in my opinion") == "For instance, in my view"


def test_other_words_keep_capitals_and_leave_names_and_parts_of_words_alone() -> None:
    assert paraphrased("However, it’s big; bigotry isn't.") == "Nevertheless, it is large; bigotry is not."
    assert paraphrased("I'm sure that Bigg's shop helps.") == "I am sure that Bigg's shop assists."
    told = tomllib.loads(files("engine.data").joinpath("consistency/paraphrases.toml").read_text("utf-8"))
    words = [pair[0].lower() for kind in told.values() for pair in kind["pairs"]]
    assert len(words) == len(set(words))


def test_two_paragraphs_become_one() -> None:
    text = "One.\n\nTwo.\n\nThree.\n\nFour."
    assert one_paragraph_less(text) == "One.\n\nTwo. Three.\n\nFour."
    assert one_paragraph_less("One.\n\nTwo.") == "One.\n\nTwo."


def test_a_model_may_say_it_in_other_words_of_a_like_length() -> None:
    class Says:
        name = "says"

        def __init__(self, text: str) -> None:
            self.text = text

        def room(self, prompt: Prompt) -> int:  # noqa: ARG002
            return 8000

        def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:  # noqa: ARG002
            assert "People like trains." in request.prompt.own
            return Completion(json.dumps({"text": self.text}), Stopped.END, 1, 1)

    assert Paraphraser(Says("Folk love railways."), 1)("People like trains.") == "Folk love railways."
    assert Paraphraser(Says("No."), 1)("People like trains.") == "People like trains."


def test_a_paragraph_is_divided_and_no_word_lost() -> None:
    text = sample_essay().text
    divided = one_paragraph_more(text)
    assert divided.split() == text.split()
    assert divided.count("\n\n") > text.count("\n\n")
    assert with_a_plea(text).startswith(text.rstrip())


class Unfair:
    """Half a band more for whoever writes of Brazil, and nothing else."""

    name = "unfair"

    def __init__(self, report: BandReport, band: Callable[[float], object]) -> None:
        self._report, self._band = report, band

    def mark(self, essay: Essay, language: str | None = None) -> BandReport:  # noqa: ARG002
        if "Brazil" not in essay.text:
            return self._report
        raised = tuple(replace(each, band=type(each.band)(float(each.band) + 0.5)) for each in self._report.criteria)
        mean = mean_of([each.band for each in raised])
        return replace(self._report, criteria=raised, unrounded=mean, overall=round_to_band(mean))


def test_a_band_that_moves_with_a_name_is_found() -> None:
    essay = sample_essay()
    report = OfflineMarker(OfflineScorer.load(), load_rubric()).mark(essay)
    chinese = replace(essay, text=essay.text + " I saw this in China.")
    found = {each.variant: each for each in consistency(Unfair(report, float), [chinese, essay], again=1)}
    assert found["again"].farthest == 0
    assert (found["names swapped"].essays, found["names swapped"].up) == (1, 1.0)
    assert found["a plea at the end"].half == 0


def test_the_offline_marker_is_the_same_each_time_and_heeds_no_name() -> None:
    essays = [replace(sample_essay(), text=sample_essay().text.replace("people", "people in China", 1))]
    found = {each.variant: each for each in consistency(OfflineMarker(OfflineScorer.load(), load_rubric()), essays, 2)}
    assert found["again"].farthest == 0
    assert abs(found["names swapped"].farthest) < 0.5
    assert found["a plea at the end"].up == 0


def test_claims_are_held_against_rubric_and_text() -> None:
    essay, rubric = sample_essay(), load_rubric()
    real = essay.text[:40].rsplit(" ", 1)[0]
    wrong = {"rule": "W2.TR.5.zz", "quote": real, "comment": "c"}
    rows = {
        criterion: {
            "findings": [{"rule": next(r.id for r in rubric.rules("W2", criterion, 6)), "quote": real, "comment": "c"}]
        }
        for criterion in essay.task.criteria
    }
    whole = claims_in(json.dumps(rows), essay, rubric)
    assert (whole.findings, whole.real) == (4, 1.0)
    rows[essay.task.criteria[0]]["findings"] = [wrong, {**wrong, "rule": "W2.TR.6.a", "quote": "words of nobody"}]
    broken = claims_in(json.dumps(rows), essay, rubric)
    assert (broken.invented_rules, broken.invented_quotes, broken.findings) == (1, 1, 5)
    assert claims_in("I think band 7.", essay, rubric).unread == 1
    assert (whole + broken).records == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_goes_out_blind_and_comes_back(tmp_path: Path, ending: str) -> None:
    if ending == "xlsx":
        pytest.importorskip("openpyxl", reason="needs the train extra")
    rows = [line(seed, 4.0 + seed % 5, essay=f"={seed} looks like a formula") for seed in range(40)]
    essays = read_essays(write_jsonl(tmp_path / "e.jsonl", rows))
    chosen = drawn(essays, 10, seed=1)
    assert sorted(each.band for each in chosen) == sorted([4.0, 5.0, 6.0, 7.0, 8.0] * 2)
    sheet = tmp_path / f"sheet.{ending}"
    write_sheet(chosen, sheet)
    with pytest.raises(OperatorMistake, match="no marks"):
        read_sheet(sheet)
    marked = tmp_path / "marked.csv"
    header, *lines = (
        sheet.read_text("utf-8-sig") if ending == "csv" else "id,task,question,answer,TR,CC,LR,GRA,overall\n"
    ).splitlines()
    ids = [row.split(",")[0] for row in lines] or ["a" * 16]
    marked.write_text("\n".join([header, f"{ids[0]},W2,q,a,6,6,7,6,", f"{ids[-1]},W2,q,a,,,,,5.5"]), "utf-8")
    assert set(read_sheet(marked).values()) <= {6.5, 5.5}
    marked.write_text("\n".join([header, f"{ids[0]},W2,q,a,,,,,6.2"]), "utf-8")
    with pytest.raises(OperatorMistake, match="row 2"):
        read_sheet(marked)


def test_people_are_compared_on_what_all_marked() -> None:
    found = people({"a": 6, "b": 7, "c": 5}, {"a": 6, "b": 6, "d": 4}, {"a": 6.5, "b": 7, "c": 5})
    assert found.essays == 2
    assert found.together.exact == 0.5
    assert found.first.mean_error == 0.25


def test_the_commands(tmp_path: Path) -> None:
    data = write_jsonl(tmp_path / "e.jsonl", [line(seed, 6.0) for seed in range(2)])
    page = tmp_path / "moved.html"
    done = CliRunner().invoke(
        app, ["evaluate", "consistency", "--data", str(data), "--html", str(page), "--again", "1", "--json"]
    )
    variants = [each["variant"] for each in json.loads(done.output)]
    assert variants[:3] == ["again", "paraphrased", "names swapped"]
    told = page.read_text("utf-8")
    assert all(variant in told for variant in variants)
    assert told.count("<svg") == 1
    no_model = CliRunner().invoke(app, ["evaluate", "comments", "--data", str(data), "--system", "fused"])
    assert isinstance(no_model.exception, OperatorMistake)
    sheet = CliRunner().invoke(app, ["evaluate", "sheet", "--data", str(data), "--out", str(tmp_path / "s.csv")])
    assert "2 essays" in sheet.output
