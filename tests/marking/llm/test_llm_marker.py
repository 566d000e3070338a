"""A report with a model in it: real quotes and rules whatever the model says, bands by measured weight alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ModelMisbehaved, OperatorMistake, TryAgain
from engine.ielts.bands import Band
from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay
from engine.marking.llm.belief import expected_band
from engine.marking.llm.fusion import Fusion, fit
from engine.marking.llm.marker import LlmMarker
from engine.marking.llm.quotes import locate
from engine.marking.llm.steering import steers
from engine.marking.marker import OfflineMarker
from engine.marking.offline import OfflineScorer
from engine.marking.samples import sample_essay
from engine.ports import Choice, Completion, Request, Stopped
from engine.prompts import fence_for, marking_prompt, record_schema

ATTACKS: list[str] = json.loads((Path(__file__).parents[2] / "data" / "attacks.json").read_text("utf-8"))
SCORER = OfflineScorer.load()
RUBRIC = load_rubric()


class FakeModel:
    """Answers with a record in which every criterion has the given band and finding."""

    name = "fake"

    def __init__(self, band: str = "9.0", quote: str = "no such words", rule: str | None = None) -> None:
        self.band, self.quote, self.rule = band, quote, rule
        self.asked: list[Request] = []
        self.failure: Exception | None = None
        self.stopped = Stopped.END

    def generate(self, request: Request, on_text: Callable[[str], None] | None = None) -> Completion:
        del on_text
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        assert request.schema is not None
        record: dict[str, Any] = {}
        for code, schema in request.schema["properties"].items():  # type: ignore[attr-defined]
            rules = schema["properties"]["findings"]["items"]["properties"]["rule"]["enum"]
            finding = {"rule": self.rule or rules[0], "quote": self.quote, "comment": "Look at this."}
            record[code] = {"reasoning": "Because.", "findings": [finding], "band": self.band}
        return Completion(json.dumps(record), self.stopped, 10, 10)


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


@pytest.mark.parametrize("broken", [{"quote": "words that nobody wrote here"}, {"quote": "a"}, {"rule": "W2.TR.10.z"}])
def test_a_finding_that_is_not_real_is_not_shown(broken: dict[str, str]) -> None:
    report = marker(FakeModel(**{"quote": "technology", **broken})).mark(sample_essay())
    assert said(report) == []
    assert all(score.findings for score in report.criteria)


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


def test_a_record_cut_short_is_no_record() -> None:
    model = FakeModel(quote="technology")
    model.stopped = Stopped.TOKENS
    assert said(marker(model).mark(sample_essay())) == []


def test_essays_of_a_like_band_share_the_beginning_of_their_prompt() -> None:
    model = FakeModel()
    essay = sample_essay()
    for text in (essay.text, essay.text.replace("bread", "milk")):
        marker(model).mark(Essay(text, essay.task))
    one, two = (asked.prompt for asked in model.asked)
    assert one.shared == two.shared
    assert one.own != two.own
    assert essay.text not in one.shared


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_raises_the_band_beyond_the_offline_scorers_own_movement(attack: str) -> None:
    """The worst model there is: it obeys every attack (band 9), and marks the clean essay at 5."""
    essay = sample_essay()
    attacked = Essay(f"{essay.text}\n\n{attack}", essay.task)
    trust = Fusion(0.5, 100)
    honest, fooled = marker(FakeModel("5.0"), trust).mark(essay), marker(FakeModel("9.0"), trust).mark(attacked)
    moved = SCORER.score(attacked).target - SCORER.score(essay).target
    clean = SCORER.score(essay).target
    assert steers(attack)
    assert fooled.unrounded <= max(honest.unrounded, clean) + max(moved, 0) + 0.25


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_stays_between_its_fences(attack: str) -> None:
    essay = Essay(f"{sample_essay().text}\n{attack}", sample_essay().task)
    rules = [rule for rule in RUBRIC.by_id.values() if rule.task == "W2"]
    prompt = marking_prompt(essay, rules, {"words": essay.word_count})
    fence = fence_for(essay.text + str(essay.task.prompt))
    assert prompt.own.count(f"\n{fence}\n") + prompt.own.endswith(f"\n{fence}") == 4
    assert prompt.own.endswith(f"{fence}\n{essay.text}\n{fence}")
    assert attack not in prompt.shared


def test_at_least_sixty_attacks() -> None:
    assert len(set(ATTACKS)) >= 60


def test_ordinary_answers_are_not_suspected() -> None:
    assert not steers(sample_essay().text)
    assert not steers("The chart shows sales: in 2010 they rose by 9% (from 3.5 to 4 million), and then fell.")


def test_the_prompt_is_the_one_that_was_agreed() -> None:
    essay = sample_essay()
    rules = [RUBRIC.rule("W2.TR.6.a"), RUBRIC.rule("W2.CC.6.a")]
    prompt = marking_prompt(essay, rules, {"words": 280, "paragraphs": 4})
    assert prompt.shared.startswith("You are an IELTS Writing examiner. You mark one answer by the rules below")
    assert "Criteria: TR is Task Response, CC is Coherence and Cohesion" in prompt.shared
    assert "W2.TR.6.a: The main parts of the question are addressed.\nW2.CC.6.a: " in prompt.shared
    assert prompt.own.startswith("Measured:\nwords: 280\nparagraphs: 4\n\nThe task:\n~~~~\n")


def test_the_schema_offers_each_criterion_its_own_rules() -> None:
    rules = [rule for rule in RUBRIC.by_id.values() if rule.task == "W2" and rule.band == 6]
    schema: Any = record_schema(sample_essay().task.criteria, rules)
    for code, part in schema["properties"].items():
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
