"""The whole Speaking report as Markdown: the file that a learner keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.ielts.rubric import Rubric, load_rubric
from engine.ielts.speaking_report import Moment, SpeakingReport, SpokenScore, clock
from engine.marking.markdown import ESTIMATE, escaped, remark, steps

ASSUMED = (
    "Nobody has published recordings with the bands that examiners gave them, so how near these bands come is assumed"
    " from published studies and not measured: take the range for the result, and the band for its middle."
)
PRONUNCIATION = (
    "Pronunciation is an estimate of how easily you are understood, from what the recogniser was sure of, pitch and pace."
    " It is no judgement of accent."
)
TYPED = "Answers were typed, so pronunciation was not marked, and of fluency only how ideas are developed and linked."


def full_speaking_report(report: SpeakingReport, questions: Mapping[str, str]) -> str:
    """Markdown; ``questions`` are by turn id, to tell in which answer a moment is.

    Candidates' words are escaped, so that nothing in them is read as markup; a table's cells stay on one line.
    """
    rubric = load_rubric()
    lines = [*_head(report), "## What was strong", ""]
    lines += [*(f"- {escaped(strength)}" for strength in report.strengths), ""]
    lines += steps(report.next_steps, rubric, "sounds")
    lines += _listen_again(report, questions)
    for score in report.criteria:
        lines += _criterion(score, rubric, questions)
    lines += _parts(report)
    drill = report.drill
    lines += ["## Tomorrow", "", f"`/drill {drill.scope} {drill.topic}`: {escaped(drill.why)}", ""]
    return "\n".join([*lines, "---", "", ASSUMED, "", ESTIMATE, ""])


def _head(report: SpeakingReport) -> Iterator[str]:
    yield f"# Speaking: band {report.overall}"
    yield ""
    yield "| Criterion | Band | Likely range |"
    yield "|---|---|---|"
    for score in report.criteria:
        yield f"| {score.criterion.label} | {score.band} | {score.interval.low} to {score.interval.high} |"
    yield f"| **Overall** | **{report.overall}** | **{report.interval.low} to {report.interval.high}** |"
    yield ""
    yield (
        f"One rating over the whole test. The mean of the criteria is {report.unrounded:g}, rounded to the nearest half band."
        f" {clock(report.seconds)} minutes of exam time. Marked by {report.scorer}."
    )
    yield ""
    yield TYPED if report.typed else PRONUNCIATION
    yield ""


def _listen_again(report: SpeakingReport, questions: Mapping[str, str]) -> Iterator[str]:
    if not report.listen_again:
        return
    yield "## Listen again"
    yield ""
    yield "| When | You said | Better | Why |"
    yield "|---|---|---|---|"
    for each in report.listen_again:
        better = "(good as it is)" if each.better is None else escaped(each.better)
        where = _where(each.moment, questions)
        yield f"| {where} | {escaped(each.moment.quote)} | {better} | {escaped(each.why)} |"
    yield ""


def _criterion(score: SpokenScore, rubric: Rubric, questions: Mapping[str, str]) -> Iterator[str]:
    yield f"## {score.criterion.label}: {score.band}"
    yield ""
    for finding in score.findings:
        yield f"> {escaped(finding.moment.quote)}"
        yield ">"
        yield f"> {_where(finding.moment, questions)}"
        yield ""
        yield from remark(finding.message, finding.rule, rubric)


def _parts(report: SpeakingReport) -> Iterator[str]:
    yield "## Part by part"
    yield ""
    for each in report.observations:
        name = "Unprepared" if each.unscripted else f"Part {each.part}"
        yield f"- **{name}.** {escaped(each.text)}"
    yield ""


def _where(moment: Moment, questions: Mapping[str, str]) -> str:
    asked = escaped(questions.get(moment.turn, ""))
    return " ".join(each for each in (moment.at or "typed", f"({asked})" if asked else "") if each)
