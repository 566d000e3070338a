"""A report as one comment, as a teacher would write it: what is compared with people's comments, and judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import ModelMisbehaved, TryAgain
from engine.evaluate.comments.claims import Claims, Overheard, claims_in
from engine.evaluate.essays import Marked
from engine.ielts.reports import BandReport
from engine.ielts.rubric import Rubric
from engine.ielts.writing import Essay
from engine.ports import EssayMarker


@dataclass(frozen=True, slots=True)
class Commented:
    """What one system says of one essay; ``shown`` counts the claims that a learner would read.

    ``claimed`` counts those of a language model's own answer, before anything was sifted; None: it is none.
    """

    marked: Marked
    comment: str
    shown: Claims
    claimed: Claims | None = None


def commented(
    marker: EssayMarker, essays: Sequence[Marked], heard: Overheard | None = None
) -> tuple[Commented | None, ...]:
    """The comment of ``marker`` on every essay, in their order; None where it could not mark one for now.

    ``heard`` is the language model that it asks, where it asks one.

    Raises:
        OperatorMistake: the model is set up wrongly.
    """
    from engine.ielts.rubric import load_rubric

    rubric = load_rubric()
    return tuple(_of(marker, each, rubric, heard) for each in essays)


def comment_of(report: BandReport) -> str:
    """What was found, criterion by criterion, and what to do next; no band, so that none is compared."""
    parts = [
        f"{score.criterion.label}: {' '.join(finding.message for finding in score.findings)}"
        for score in report.criteria
        if score.findings
    ]
    return "\n".join([*parts, *(step.advice for step in report.next_steps)])


def shown_claims(report: BandReport, essay: Essay, rubric: Rubric) -> Claims:
    """The claims of a report as it is shown: of these none may be invented, whoever made them."""
    wrong_rules = wrong_quotes = findings = 0
    for score in report.criteria:
        for finding in score.findings:
            findings += 1
            rule = rubric.by_id.get(finding.rule)
            wrong_rules += rule is None or rule.criterion != score.criterion or rule.task != essay.task.code
            wrong_quotes += essay.text[finding.start : finding.end] != finding.quote
    return Claims(findings, wrong_rules, wrong_quotes, 1)


def _of(marker: EssayMarker, marked: Marked, rubric: Rubric, heard: Overheard | None) -> Commented | None:
    try:
        report = marker.mark(marked.essay)
    except (TryAgain, ModelMisbehaved):
        return None
    claimed = None
    if heard is not None:
        claimed = claims_in(heard.answers[0].text if heard.answers else "", marked.essay, rubric)
        heard.answers.clear()
    return Commented(marked, comment_of(report), shown_claims(report, marked.essay, rubric), claimed)
