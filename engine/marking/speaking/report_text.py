"""The whole Speaking report as Markdown: the file that a learner keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.ielts.rubric import Rubric, load_rubric
from engine.ielts.speaking.report import Moment, SpeakingReport, SpokenScore, clock
from engine.marking.markdown import escaped, remark, steps
from engine.marking.sentences import Sentences


def full_speaking_report(report: SpeakingReport, questions: Mapping[str, str], language: str | None = None) -> str:
    """Markdown in ``language``; ``questions`` are by turn id, to tell in which answer a moment is.

    Candidates' words are escaped, so that nothing in them is read as markup; a table's cells stay on one line.
    """
    say = Sentences(language)
    rubric = load_rubric(say.language)
    lines = [*_head(report, say), f"## {say('strong')}", ""]
    lines += [*(f"- {escaped(strength)}" for strength in report.strengths), ""]
    lines += steps(report.next_steps, rubric, say, "sounds")
    lines += _listen_again(report, questions, say)
    for score in report.criteria:
        lines += _criterion(score, rubric, questions, say)
    lines += _parts(report, say)
    lines += _concerns(report, questions, say)
    lines += _recalled(report, questions, say)
    drill = report.drill
    lines += [f"## {say('tomorrow')}", "", f"`/drill {drill.scope} {drill.topic}`: {escaped(drill.why)}", ""]
    return "\n".join([*lines, "---", "", say("assumed"), "", say("estimate"), ""])


def _head(report: SpeakingReport, say: Sentences) -> Iterator[str]:
    interval = {"low": str(report.interval.low), "high": str(report.interval.high)}
    yield f"# {say('title-S', band=str(report.overall)) if report.enough else say('title-S-range', **interval)}"
    yield ""
    if not report.enough:
        yield say("speaking-thin")
        yield ""
    yield say("table-bands")
    yield "|---|---|---|"
    for score in report.criteria:
        likely = say("range", low=str(score.interval.low), high=str(score.interval.high))
        yield f"| {say(f'criterion-{score.criterion}')} | {score.band if score.enough else say('too-little')} | {likely} |"
    likely = say("range", low=str(report.interval.low), high=str(report.interval.high))
    yield f"| **{say('overall')}** | **{report.overall if report.enough else '–'}** | **{likely}** |"
    yield ""
    yield say("speaking-mean", mean=f"{report.unrounded:.2f}", time=clock(report.seconds), scorer=report.scorer)
    yield ""
    yield say("typed") if report.typed else say("pronunciation")
    yield ""


def _listen_again(report: SpeakingReport, questions: Mapping[str, str], say: Sentences) -> Iterator[str]:
    if not report.listen_again:
        return
    yield f"## {say('again-typed' if report.typed else 'again')}"
    yield ""
    yield say("table-again")
    yield "|---|---|---|---|"
    for each in report.listen_again:
        better = say("good-as-it-is") if each.better is None else escaped(each.better)
        where = _where(each.moment, questions, say)
        yield f"| {where} | {escaped(each.moment.shown)} | {better} | {escaped(each.why)} |"
    yield ""


def _criterion(score: SpokenScore, rubric: Rubric, questions: Mapping[str, str], say: Sentences) -> Iterator[str]:
    band = str(score.band) if score.enough else say("too-little")
    heading = say("criterion-heading", criterion=say(f"criterion-{score.criterion}"), band=band)
    yield f"## {heading}"
    yield ""
    for finding in score.findings:
        yield f"> {escaped(finding.moment.shown)}"
        yield ">"
        yield f"> {_where(finding.moment, questions, say)}"
        yield ""
        yield from remark(finding.message, finding.rule, rubric, say)


def _parts(report: SpeakingReport, say: Sentences) -> Iterator[str]:
    yield f"## {say('parts')}"
    yield ""
    for each in report.observations:
        name = say("unprepared") if each.unscripted else say("part", number=each.part)
        yield f"- **{name}.** {escaped(each.text)}"
    yield ""


def _concerns(report: SpeakingReport, questions: Mapping[str, str], say: Sentences) -> Iterator[str]:
    if not report.concerns:
        return
    yield f"## {say('title-concerns')}"
    yield ""
    for each in report.concerns:
        yield f"> {escaped(each.moment.shown)}"
        yield ">"
        yield f"> {_where(each.moment, questions, say)}"
        yield ""
        yield escaped(each.why)
        yield ""


def _recalled(report: SpeakingReport, questions: Mapping[str, str], say: Sentences) -> Iterator[str]:
    if not report.recalled:
        return
    yield f"## {say('title-recalled')}"
    yield ""
    for each in report.recalled:
        said = f"“{each.moment.shown}”, {_where(each.moment, questions, say)}"
        yield f"- {escaped(say('recalled', question=each.question, said=said))}"
    yield ""


def _where(moment: Moment, questions: Mapping[str, str], say: Sentences) -> str:
    asked = escaped(questions.get(moment.turn, ""))
    return " ".join(each for each in (moment.at or say("was-typed"), f"({asked})" if asked else "") if each)
