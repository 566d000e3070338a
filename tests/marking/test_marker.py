"""The offline marker: whole reports on our samples, on odd texts and, where they are here, on real essays."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.ielts.bands import Band, Interval, mean_of, round_to_band
from engine.ielts.reports import BandReport
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay, Module, WritingTask
from engine.marking.errors.finder import shipped
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.measures.collect import measure
from engine.marking.writing.offline import CriterionBand, OfflineScorer, Scores
from engine.marking.writing.report_json import dump_report, load_report
from engine.marking.writing.samples import SAMPLES, sample_essay

SAMPLE = sample_essay("W2")


class FixedScorer:
    """Gives the bands that it is told to give."""

    name = "fixed-1"

    def __init__(self, *bands: float) -> None:
        self._bands = [Band(band) for band in bands]

    def score(self, essay: Essay) -> Scores:
        mean = mean_of(self._bands)
        overall = round_to_band(mean)
        return Scores(
            overall=overall,
            unrounded=mean,
            target=mean,
            interval=Interval(overall, overall, 0.8),
            criteria=tuple(
                CriterionBand(each, band, Interval(band, band, 0.8))
                for each, band in zip(essay.task.criteria, self._bands, strict=True)
            ),
            measures=measure(essay),
        )


@pytest.fixture(scope="module")
def marker() -> OfflineMarker:
    return OfflineMarker(OfflineScorer.load(), load_rubric())


def fixed(*bands: float) -> OfflineMarker:
    return OfflineMarker(FixedScorer(*bands), load_rubric())


def check(report: BandReport, essay: Essay) -> None:
    """What must hold of every report."""
    report.check_against(essay)
    rubric = load_rubric()
    for score in report.criteria:
        assert len(score.findings) <= 3
        assert len({(each.rule, each.start, each.end) for each in score.findings}) == len(score.findings)
        for finding in score.findings:
            rule = rubric.rule(finding.rule)
            assert (rule.task, rule.criterion) == (essay.task.code, score.criterion)
            assert rule.side == "negative" or rule.band - float(score.band) <= 2
            assert finding.message.endswith((".", "”"))
    for step in report.next_steps:
        assert rubric.rule(step.rule).task == essay.task.code
        assert step.exercise
    for correction in report.corrections:
        assert correction.original != correction.replacement
    assert load_report(dump_report(report)) == report


@pytest.mark.parametrize("code", SAMPLES)
def test_our_samples_get_whole_reports(marker: OfflineMarker, code: str) -> None:
    essay = sample_essay(code)
    report = marker.mark(essay)
    check(report, essay)
    assert all(2 <= len(score.findings) <= 3 for score in report.criteria)
    assert len(report.next_steps) == 2
    assert len({step.criterion for step in report.next_steps}) == 2
    assert report.strengths
    assert report.scorer == marker.name
    assert Band(5) <= report.overall <= Band(7.5)


def test_many_errors_of_grammar_take_nothing_from_the_ideas(marker: OfflineMarker) -> None:
    faults = (
        "In many country, child begin to learns foreign language when he are very young. In my opinion the advantages is"
        " bigger than disadvantages.\n\nFirst of all, young child learn more easy than older one, because they is not afraid"
        " to makes mistake. For example, my cousin start learning English when he were six and now he speak it very good.\n\n"
        "On the other hand, there is some disadvantages. Teachers is often not trained, so the childrens learns wrong"
        " pronunciation, and they has already a lot of subject.\n\nIn conclusion, although there is some problem with"
        " teachers, I believe that learning a language early have more benefits than drawbacks."
    )
    report = marker.mark(Essay(faults, replace(SAMPLE.task, prompt=None)))
    assert len(report.corrections) > 12
    assert any("position" in strength for strength in report.strengths)


def test_where_nothing_stands_out_nothing_is_praised(marker: OfflineMarker) -> None:
    report = marker.mark(Essay("Shop good. Shop near. Man buy. Man go. " * 6, SAMPLE.task))
    assert report.strengths == ("Nothing stands out yet. Begin with the first step below.",)


def test_the_report_on_our_essay_sees_what_is_in_it(marker: OfflineMarker) -> None:
    report = marker.mark(SAMPLE)
    messages = " ".join(finding.message for score in report.criteria for finding in score.findings)
    assert "position is stated in the introduction" in messages
    assert "“Moreover” is used 3 times" in messages
    wrong = {each.original: each.replacement for each in report.corrections}
    assert wrong["there"] == "their"
    assert wrong["which"] == "who"
    assert report.clean is not None
    assert "their food" in report.clean


def test_the_same_essay_gets_the_same_report(marker: OfflineMarker) -> None:
    again = OfflineMarker(OfflineScorer.load(), load_rubric())
    assert dump_report(marker.mark(SAMPLE)) == dump_report(again.mark(SAMPLE))


def test_task_2_is_marked_by_task_response_and_task_1_by_task_achievement(marker: OfflineMarker) -> None:
    for code in SAMPLES:
        essay = sample_essay(code)
        assert marker.mark(essay).criteria[0].criterion.label == (
            "Task Response" if essay.task.number == 2 else "Task Achievement"
        )


def test_a_mean_of_six_and_a_quarter_is_six_and_a_half() -> None:
    report = fixed(6, 6, 6, 7).mark(SAMPLE)
    assert (report.unrounded, report.overall) == (6.25, Band(6.5))


@pytest.mark.parametrize("band", [0.0, 1.0, 2.5, 3.5, 5.0, 7.0, 9.0])
def test_any_band_can_be_reported_and_its_rules_are_near_it(band: float) -> None:
    report = fixed(band, band, band, band).mark(SAMPLE)
    check(report, SAMPLE)
    assert report.overall == Band(band)
    for score in report.criteria:
        assert all(abs(load_rubric().rule(each.rule).band - band) <= 3 for each in score.findings)


def test_a_strong_text_hears_first_what_earns_its_band_and_a_weak_one_what_holds_it() -> None:
    def sides(report: BandReport) -> Counter[str]:
        return Counter(load_rubric().rule(f.rule).side for score in report.criteria for f in score.findings)

    strong, weak = sides(fixed(8, 8, 8, 8).mark(SAMPLE)), sides(fixed(4, 4, 4, 4).mark(SAMPLE))
    assert strong["positive"] >= strong["negative"]
    assert weak["negative"] > strong["negative"] - 1


def test_no_penalty_by_the_word_is_spoken_of(marker: OfflineMarker) -> None:
    short = Essay(SAMPLE.text[:600], SAMPLE.task)
    report = marker.mark(short)
    text = dump_report(report).lower()
    assert "at least 250" in text
    assert not re.search(r"penal|deduct|lose \d|minus|marks? off|per word", text)


def test_a_translated_question_is_not_marked_against(marker: OfflineMarker) -> None:
    chinese = Essay(
        SAMPLE.text, WritingTask(2, prompt="在许多城市，人们在大型超市购买食品。这样做的好处是否大于坏处？请给出理由。")
    )
    unknown = Essay(SAMPLE.text, WritingTask(2))
    assert marker.mark(chinese).overall == marker.mark(unknown).overall
    assert "question come back" not in dump_report(marker.mark(chinese))


def test_a_copied_question_is_named(marker: OfflineMarker) -> None:
    prompt = SAMPLE.task.prompt or ""
    only = marker.mark(Essay(prompt, SAMPLE.task))
    assert "the question itself" in dump_report(only)
    before = marker.mark(Essay(f"{prompt}\n\n{SAMPLE.text}", SAMPLE.task))
    assert "the question's own" in dump_report(before)


def test_an_answer_to_another_question_is_told_so(marker: OfflineMarker) -> None:
    report = marker.mark(Essay(sample_essay("W1A").text, SAMPLE.task))
    assert "something else" in report.criteria[0].findings[0].message
    assert all(load_rubric().rule(each.rule).side == "negative" for each in report.criteria[0].findings)


def test_five_words_get_one_finding_for_each_criterion_at_least(marker: OfflineMarker) -> None:
    essay = Essay("I like big supermarkets much", SAMPLE.task)
    report = marker.mark(essay)
    check(report, essay)
    assert report.overall == Band(1)
    assert all(score.findings for score in report.criteria)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "!!! ???",
        "123 456",
        "超市很大。" * 40,
        "😀 " + SAMPLE.text.replace(". ", ". 😀 "),
        SAMPLE.text.replace("\n", "\r\n"),
        SAMPLE.text.replace("\n", " "),
        "\n".join(f"- {sentence}" for sentence in SAMPLE.text.replace("\n", " ").split(". ")),
        SAMPLE.text.replace("supermarkets", "超市"),
        "\n\n".join(SAMPLE.text.replace("rice", f"rice{n}") for n in range(8)),
        "<b>I think</b> | `x` **y** & <script>z</script> shops are nice. " * 12,
        "a\x00b " * 50,
        "word " * 3000,
    ],
    ids="empty blank marks digits chinese emoji crlf block notes mixed long markup nul one-word".split(),
)
@pytest.mark.parametrize(
    "task", [WritingTask(2), WritingTask(1), WritingTask(1, Module.GENERAL)], ids=["W2", "W1A", "W1G"]
)
def test_no_text_is_too_odd(marker: OfflineMarker, text: str, task: WritingTask) -> None:
    essay = Essay(text, WritingTask(task.number, task.module, SAMPLE.task.prompt))
    check(marker.mark(essay), essay)


def test_notes_are_named(marker: OfflineMarker) -> None:
    notes = "\n".join(f"- {sentence}" for sentence in SAMPLE.text.replace("\n", " ").split(". "))
    assert "connected text" in dump_report(marker.mark(Essay(notes, SAMPLE.task)))


def test_emoji_do_not_move_the_quotes(marker: OfflineMarker) -> None:
    text = "😀😀 " + SAMPLE.text
    plain, moved = marker.mark(SAMPLE), marker.mark(Essay(text, SAMPLE.task))
    assert [each.original for each in moved.corrections] == [each.original for each in plain.corrections]
    assert [each.start - 3 for each in moved.corrections] == [each.start for each in plain.corrections]


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=300))
def test_any_text_at_all(text: str) -> None:
    essay = Essay(text, WritingTask(2, prompt="Do you agree?"))
    check(fixed(5, 5, 5, 5).mark(essay), essay)


@pytest.mark.needs_data
@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_real_essays_get_two_or_three_findings_and_advice_of_their_own(marker: OfflineMarker, dev_data: Path) -> None:
    rows = [json.loads(line) for line in (dev_data / "ielts_essays_dev.jsonl").read_text("utf-8").splitlines()][::36]
    fewer = 0
    advice: Counter[str] = Counter()
    for row in rows:
        essay = Essay(row["essay"], WritingTask(row["task"], Module.ACADEMIC, row["prompt"]))
        report = marker.mark(essay)
        check(report, essay)
        assert len(report.next_steps) == 2
        fewer += sum(len(score.findings) < 2 for score in report.criteria)
        advice.update(step.advice for step in report.next_steps)
        reading = shipped().read(essay.text)
        for finding in (finding for score in report.criteria for finding in score.findings):
            if "we found no error" in finding.message or "this one among them" in finding.message:
                here = [word for word in reading.words if finding.start <= word.start and word.end <= finding.end]
                assert all(word.probability < 0.1 for word in here)
    assert fewer <= 0.01 * 4 * len(rows)
    assert max(advice.values()) <= len(rows) / 3, advice.most_common(3)
