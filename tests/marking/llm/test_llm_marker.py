"""A report with a model in it: real quotes and rules whatever the model says, bands by measured weight alone."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.bands import Band
from engine.ielts.languages import Language
from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay
from engine.marking.llm.belief import expected_band
from engine.marking.llm.exchanges import overheard
from engine.marking.llm.fusion import Fusion, fit
from engine.marking.llm.marker import LlmMarker
from engine.marking.llm.quotes import locate
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.samples import sample_essay
from engine.ports import Choice, Completion, Request, Stopped
from engine.prompts import answering_schema, record_schema, rewriting_schema, second_look_schema
from tests.doubles.fake_model import FakeModel

SCORER = OfflineScorer.load()
RUBRIC = load_rubric()


def marker(model: FakeModel, fusion: Fusion | None = None, **rest: Any) -> LlmMarker:
    return LlmMarker(model, SCORER, RUBRIC, fusion or Fusion(), **rest)


def said(report: BandReport) -> list[str]:
    return [f.quote for score in report.criteria for f in score.findings if f.message == "Look at this."]


def test_verified_findings_come_first_and_every_criterion_keeps_two() -> None:
    essay = sample_essay()
    words = " ".join(essay.text.split()[5:12])
    report = marker(FakeModel(quote=f"  {words}\n")).mark(essay)
    assert len(said(report)) == 4
    assert all("".join(quote.split()) == "".join(words.split()) for quote in said(report))
    assert all(score.findings[0].message == "Look at this." for score in report.criteria)
    assert all(2 <= len(score.findings) <= 3 for score in report.criteria)
    report.check_against(essay)


@pytest.mark.parametrize("broken", [{"rule": "W2.TR.10.z"}, {"comment": "\u200bLook"}, {"comment": "See www.x.org"}])
def test_a_finding_that_is_not_real_is_not_shown(broken: dict[str, Any]) -> None:
    report = marker(FakeModel(**{"quote": "supermarkets", **broken})).mark(sample_essay())
    assert all("ook" not in f.message and "www" not in f.message for score in report.criteria for f in score.findings)
    assert all(score.findings for score in report.criteria)


@pytest.mark.parametrize("quote", ["words that nobody wrote here", "a"])
def test_what_quotes_nothing_is_asked_for_again_once(quote: str) -> None:
    model, essay = FakeModel(quote=quote), sample_essay()
    report = marker(model).mark(essay)
    first, second = model.asked[:2]
    assert second.prompt.shared == first.prompt.shared
    assert "copied words that are not in the answer" in second.prompt.own
    assert len([asked for asked in model.asked if "copied words that are not" in asked.prompt.own]) == 1
    assert len(said(report)) == 4
    assert all(quoted in essay.text for quoted in said(report))


def test_nothing_is_asked_again_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    model = FakeModel()
    now = iter([0.0, 1.0])
    monkeypatch.setattr("engine.marking.llm.consultation.time.monotonic", lambda: next(now, 80.0))
    assert said(marker(model, max_seconds=90.0).mark(sample_essay())) == []
    assert len(model.asked) == 1


def test_a_second_look_that_fails_leaves_the_first() -> None:
    class Tired(FakeModel):
        def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
            if self.asked:
                raise TryAgain("busy")
            return super().generate(request, on_text)

    report = marker(Tired("9.0"), Fusion(0.5, 100)).mark(sample_essay())
    assert said(report) == []
    assert "did not answer" not in report.scorer


def test_an_unmeasured_model_explains_and_does_not_mark() -> None:
    essay = sample_essay()
    offline = OfflineMarker(SCORER, RUBRIC).mark(essay)
    for band in ("0.0", "9.0"):
        report = marker(FakeModel(band)).mark(essay)
        assert [score.band for score in report.criteria] == [score.band for score in offline.criteria]
        assert (report.overall, report.interval) == (offline.overall, offline.interval)
        assert "never measured" in report.scorer


def test_a_measured_model_moves_the_band_by_its_weight_and_up_by_half_at_most() -> None:
    essay = sample_essay()
    target = SCORER.score(essay).target
    low, high = (float(marker(FakeModel(band), Fusion(0.3, 100)).mark(essay).unrounded) for band in ("3.0", "9.0"))
    assert low == pytest.approx(target + 0.3 * (3 - target), abs=0.25)
    assert high == pytest.approx(target + min(0.3 * (9 - target), 0.5), abs=0.25)


def test_the_operator_is_told_what_an_unmeasured_model_is_worth() -> None:
    assert "moves no band" in str(marker(FakeModel()).caveat)
    assert marker(FakeModel(), Fusion(0.2, 50)).caveat is None


@pytest.mark.parametrize("failure", [TryAgain("busy"), ModelMisbehaved("nonsense"), OperatorMistake("no folder")])
def test_a_learner_gets_the_offline_report_when_the_model_fails(failure: Exception) -> None:
    model = FakeModel()
    model.failure = failure
    report = marker(model).mark(sample_essay())
    assert report.scorer.endswith("(fake did not answer)")
    assert report.overall == OfflineMarker(SCORER, RUBRIC).mark(sample_essay()).overall


def test_an_operator_who_asks_hears_what_to_mend() -> None:
    model = FakeModel()
    model.failure = OperatorMistake("no folder")
    with pytest.raises(OperatorMistake):
        marker(model, strict=True).mark(sample_essay())


class CutShort(FakeModel):
    """Its answers end before the ``ends``-th ``before``."""

    def __init__(self, before: str, ends: int) -> None:
        super().__init__("9.0", quote="supermarkets", corrections=(("bread", "loaves", "Plural."),) * 3)
        self.stopped, self._before, self._ends = Stopped.BROKEN, before, ends

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        whole = super().generate(request, on_text)
        return dataclasses.replace(whole, text=self._before.join(whole.text.split(self._before)[: self._ends]))


@pytest.mark.parametrize(
    ("before", "ends", "findings"), [('"band"', 1, 0), ('"band"', 2, 1), ('"band"', 4, 3), ('"why"', 2, 4)]
)
def test_of_a_record_cut_short_the_complete_items_are_kept(before: str, ends: int, findings: int) -> None:
    report = marker(CutShort(before, ends), Fusion(0.5, 100)).mark(sample_essay())
    assert len(said(report)) == findings
    assert all(score.findings for score in report.criteria)
    moved = report.overall != OfflineMarker(SCORER, RUBRIC).mark(sample_essay()).overall
    assert moved == (findings == 4), "a band moves only if the model has seen every criterion"


def test_half_a_record_measures_nothing_and_teaches_nothing() -> None:
    with pytest.raises(ModelMisbehaved, match="cut short"):
        marker(CutShort('"band"', 3)).each_alone(sample_essay())
    with overheard() as heard:
        marker(CutShort('"band"', 3)).mark(sample_essay())
    assert not heard


def strings(schema: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(schema, Mapping):
        if schema.get("type") == "string":
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from strings(each)


@pytest.mark.parametrize("language", Language)
def test_no_string_of_a_schema_is_without_an_end(language: Language) -> None:
    rules = list(RUBRIC.by_id.values())
    criteria = sample_essay().task.criteria
    schemas = [
        record_schema(criteria, rules, language),
        second_look_schema(criteria, rules, 3, language),
        rewriting_schema(500),
        answering_schema(language),
    ]
    found = list(strings(schemas))
    assert len(found) > 20
    assert all("maxLength" in each or re.search(r"\{\d+,\d+\}(\\\?)?\$$", each["pattern"]) for each in found)


def test_essays_of_a_like_band_share_the_beginning_of_their_prompt() -> None:
    model = FakeModel()
    essay = sample_essay()
    for text in (essay.text, essay.text.replace("bread", "milk")):
        marker(model).mark(Essay(text, essay.task))
    one, two = (asked.prompt for asked in model.asked if asked.prompt.own.startswith("Measured"))
    assert one.shared == two.shared
    assert one.own != two.own
    assert essay.text not in one.shared


def test_the_schema_offers_each_criterion_its_own_rules() -> None:
    rules = [rule for rule in RUBRIC.by_id.values() if rule.task == "W2" and rule.band == 6]
    schema: Any = record_schema(sample_essay().task.criteria, rules)
    for code in sample_essay().task.criteria:
        part = schema["properties"][code]
        ids = part["properties"]["findings"]["items"]["properties"]["rule"]["enum"]
        assert ids
        assert all(each.startswith(f"W2.{code}.6.") for each in ids)


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("big  cities", "In big\ncities we live.", "big\ncities"),
        ("don't worry", "I don’t worry.", "don’t worry"),
        (' "well" ', "He is “well” now.", "“well”"),
        ("cost (low)", "The cost (low) is", "cost (low)"),
    ],
)
def test_quotes_are_found_in_the_learners_own_spelling(quote: str, text: str, found: str) -> None:
    start, end = locate(quote, text)
    assert text[start:end] == found


@given(st.text(max_size=60), st.text(max_size=200))
def test_what_is_located_is_what_was_quoted(quote: str, text: str) -> None:
    try:
        start, end = locate(quote, text)
    except ModelMisbehaved:
        return
    assert 0 <= start < end <= len(text)


def test_belief_is_an_expectation() -> None:
    choices = [Choice(3, {"6": 0.5, "7": 0.25, "8": 0.25}), Choice(5, {"0": 0.6, "5": 0.4})]
    assert expected_band(Band(6.0), 3, choices) == pytest.approx(0.5 * 6 + 0.25 * 7 + 0.25 * 8 + 0.2)
    assert expected_band(Band(6.5), 3, []) == 6.5
    assert expected_band(Band(9.0), 3, [Choice(3, {"9": 1.0}), Choice(5, {"0": 1.0})]) == 9.0


def test_the_fitted_weight_is_the_best_one(tmp_path: Path) -> None:
    offline, model, people = [5.0, 6.0, 7.0, 5.5], [6.0, 6.5, 6.0, 7.0], [5.5, 6.5, 6.5, 6.0]

    def error(weight: float) -> float:
        return sum((p - Fusion(weight, 1).overall(o, m)) ** 2 for o, m, p in zip(offline, model, people, strict=True))

    best = fit(offline, model, people)
    assert all(error(best.weight) <= error(step / 20) + 1e-9 for step in range(21))
    best.write(tmp_path / "fusion.json", "chatglm2")
    assert Fusion.read(tmp_path / "fusion.json", "chatglm2") == best
    assert not Fusion.read(tmp_path / "fusion.json", "another").measured
    (tmp_path / "fusion.json").write_text("[]")
    with pytest.raises(OperatorMistake):
        Fusion.read(tmp_path / "fusion.json", "chatglm2")
