"""The whole report as Markdown: the file that a learner keeps."""

from __future__ import annotations

from collections.abc import Iterator

from engine.ielts.reports import BandReport, CriterionScore
from engine.ielts.rubric import Rubric, load_rubric
from engine.ielts.writing import Module
from engine.marking.markdown import ESTIMATE, escaped, remark, steps


def full_report(report: BandReport, essay_text: str) -> str:
    """Markdown: bands, strengths, next steps, every criterion with its findings and rules, corrections, the answer.

    Learners' words are escaped, so that nothing in them is read as markup; a table's cells stay on one line.
    """
    rubric = load_rubric()
    lines = [*_head(report)]
    if report.strengths:
        lines += ["## What works", "", *(f"- {escaped(strength)}" for strength in report.strengths), ""]
    lines += steps(report.next_steps, rubric, "looks")
    for score in report.criteria:
        lines += _criterion(score, rubric)
    lines += _corrections(report)
    lines += _better(report)
    if report.task.prompt and report.task.prompt.strip():
        lines += ["## The question", "", *_quoted(report.task.prompt), ""]
    lines += ["## Your answer", "", *_quoted(essay_text), "", "---", "", ESTIMATE, ""]
    return "\n".join(lines)


def _head(report: BandReport) -> Iterator[str]:
    task = report.task
    kind = "" if task.number == 2 else " (Academic)" if task.module is Module.ACADEMIC else " (General Training)"
    yield f"# Writing Task {task.number}{kind}: band {report.overall}"
    yield ""
    yield "| Criterion | Band | Likely range |"
    yield "|---|---|---|"
    for score in report.criteria:
        yield f"| {score.criterion.label} | {score.band} | {score.interval.low} to {score.interval.high} |"
    yield f"| **Overall** | **{report.overall}** | **{report.interval.low} to {report.interval.high}** |"
    yield ""
    yield (
        f"The mean of the four criteria is {report.unrounded:g}, rounded to the nearest half band. An examiner's band lies"
        f" in the likely range in about {round(10 * report.interval.coverage)} of 10 cases."
    )
    minimum = report.task.minimum_words
    yield ""
    yield (
        f"{report.word_count} words, and the task asks for at least {minimum}."
        if report.word_count < minimum
        else f"{report.word_count} words."
    ) + f" Marked by {report.scorer}."
    yield ""


def _criterion(score: CriterionScore, rubric: Rubric) -> Iterator[str]:
    yield f"## {score.criterion.label}: {score.band}"
    yield ""
    for finding in score.findings:
        yield f"> {escaped(finding.quote)}"
        yield ""
        yield from remark(finding.message, finding.rule, rubric)


def _corrections(report: BandReport) -> Iterator[str]:
    yield "## Corrections"
    yield ""
    if report.corrections:
        yield "| You wrote | Better | Why |"
        yield "|---|---|---|"
        for each in report.corrections:
            better = escaped(each.replacement) if each.replacement.strip() else "(leave it out)"
            yield f"| {escaped(each.original)} | {better} | {escaped(each.message)} |"
        yield ""
        yield "These are the errors that the checker is sure of; there may be others."
    else:
        yield "The checker found nothing that it is sure of. It does not see everything."
    yield ""


def _better(report: BandReport) -> Iterator[str]:
    if report.better is None:
        return
    yield "## A better paragraph"
    yield ""
    yield f"A language model wrote this paragraph of yours anew; it aims at about band {report.better.band}. You wrote:"
    yield ""
    yield from _quoted(report.better.original)
    yield ""
    yield "It could be:"
    yield ""
    yield from _quoted(report.better.rewritten)
    yield ""


def _quoted(text: str) -> Iterator[str]:
    """A text of several paragraphs as a quotation, every line of it escaped."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ">"
        yield f"> {escaped(paragraph)}"
