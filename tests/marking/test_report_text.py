"""The file that a learner keeps: whole, true to the report, and not broken by what a learner wrote."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.ielts.reports import Correction
from engine.ielts.rubric import load_rubric
from engine.marking.sentences import Sentences
from engine.marking.writing.marker import OfflineMarker
from engine.marking.writing.offline import OfflineScorer
from engine.marking.writing.report_text import full_report
from engine.marking.writing.samples import SAMPLES, sample_essay
from tests.marking.reports import ESSAY, TEXT, a_report


def test_everything_in_the_report_is_in_the_file() -> None:
    report = a_report()
    text = full_report(report, TEXT)
    assert text.startswith("# Writing Task 2: band 6.5\n")
    for score in report.criteria:
        assert f"## {score.criterion.label}: {score.band}" in text
        for finding in score.findings:
            assert finding.message in text
            assert f"`{finding.rule}`" in text
    for wanted in (
        "6.25",
        "they are",
        "Use fewer links.",
        "`W2.CC.7.b`",
        "You say what you like.",
        "offline-3",
        Sentences()("estimate"),
    ):
        assert wanted in text
    assert f"{report.word_count} words, and the task asks for at least 250." in text


def test_task_2_is_never_called_task_achievement() -> None:
    marker = OfflineMarker(OfflineScorer.load(), load_rubric())
    for code in SAMPLES:
        essay = sample_essay(code)
        text = full_report(marker.mark(essay), essay.text)
        assert ("Task Achievement" in text) is (essay.task.number == 1)
        assert ("Task Response" in text) is (essay.task.number == 2)


def test_a_learner_s_markup_is_only_text() -> None:
    text = full_report(a_report(), TEXT)
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "\\*cars\\*" in text
    assert "😀" in text


def test_a_table_stays_a_table() -> None:
    wrong = "b>cars</b> |"
    start = TEXT.index(wrong)
    report = replace(
        a_report(), corrections=(Correction(start, start + len(wrong), wrong, "", "Take | it\nout.", TEXT),)
    )
    rows = [line for line in full_report(report, TEXT).splitlines() if "leave it out" in line]
    assert len(rows) == 1
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 3


def test_paragraphs_of_the_answer_are_kept_and_nothing_in_it_is_a_heading() -> None:
    text = full_report(a_report(), "# One\n\nTwo\r\nThree")
    assert text.count("## ") == len(re.findall(r"^#?## ", text, re.MULTILINE))
    assert "> \\# One\n>\n> Two\n>\n> Three" in text


def test_no_corrections_is_not_called_no_errors() -> None:
    assert "does not see everything" in full_report(replace(a_report(), corrections=()), TEXT)


def test_bands_below_four_are_shown_as_they_are() -> None:
    report = a_report((2, 1.5, 1, 1))
    assert "# Writing Task 2: band 1.5" in full_report(report, TEXT)


def test_an_empty_answer_still_gets_a_file() -> None:
    report = replace(a_report(), strengths=(), next_steps=(), corrections=())
    assert "## Your answer" in full_report(report, "")
    assert ESSAY.task.prompt is not None


def test_a_comma_without_a_space_is_shown_with_the_word_that_it_touches() -> None:
    text = "It is due to bad techniques,failure of managing time."
    spot = Correction(17, 28, "techniques,", "techniques, ", "A space.", text, kind="punctuation")
    row = next(
        line for line in full_report(replace(a_report(), corrections=(spot,)), text).splitlines() if "~~" in line
    )
    assert "~~techniques,failure~~ of managing" in row
    assert "| techniques, failure |" in row
