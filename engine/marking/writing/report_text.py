"""The whole report as Markdown: the file that a learner keeps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from engine.ielts.reports import BandReport, Correction, CriterionScore, by_kind
from engine.ielts.rubric import Rubric, load_rubric
from engine.marking.corrections import around, worth_told
from engine.marking.errors.reasons import reason
from engine.marking.markdown import escaped, remark, steps
from engine.marking.sentences import Sentences


def full_report(report: BandReport, essay_text: str, language: str | None = None) -> str:
    """Markdown: bands, strengths, next steps, every criterion with its findings and rules, corrections, the answer.

    Its own sentences are in ``language``; what was found is told in the language in which it was marked. Learners' words
    are escaped, so that nothing in them is read as markup; a table's cells stay on one line.
    """
    say = Sentences(language)
    rubric = load_rubric(say.language)
    lines = [*_head(report, say)]
    if report.strengths:
        lines += [f"## {say('strengths')}", "", *(f"- {escaped(strength)}" for strength in report.strengths), ""]
    lines += steps(report.next_steps, rubric, say, "looks")
    for score in report.criteria:
        lines += _criterion(score, rubric, say)
    lines += _figures(report, say)
    lines += _compared(report, say)
    lines += _corrections(report, essay_text, say)
    lines += _clean(report, say)
    lines += _better(report, say)
    if report.task.prompt and report.task.prompt.strip():
        lines += [f"## {say('question')}", "", *_quoted(report.task.prompt), ""]
    if report.set_aside:
        lines += [f"## {say('set-aside')}", "", say("set-aside-told"), "", *_quoted("\n".join(report.set_aside)), ""]
    lines += [f"## {say('answer')}", "", *_quoted(essay_text), "", "---", "", say("estimate"), ""]
    return "\n".join(lines)


def _head(report: BandReport, say: Sentences) -> Iterator[str]:
    yield f"# {say(f'title-{report.task.code}', band=str(report.overall))}"
    yield ""
    yield say("table-bands")
    yield "|---|---|---|"
    for score in report.criteria:
        likely = say("range", low=str(score.interval.low), high=str(score.interval.high))
        yield f"| {say(f'criterion-{score.criterion}')} | {score.band} | {likely} |"
    likely = say("range", low=str(report.interval.low), high=str(report.interval.high))
    yield f"| **{say('overall')}** | **{report.overall}** | **{likely}** |"
    yield ""
    yield say("mean", mean=f"{report.unrounded:g}", times=round(10 * report.interval.coverage))
    yield ""
    words, least = report.word_count, report.task.minimum_words
    if words < least:
        yield say("too-few-words", words=words, least=least, scorer=report.scorer)
    else:
        yield say("counted-words", words=words, scorer=report.scorer)
    yield ""


def _criterion(score: CriterionScore, rubric: Rubric, say: Sentences) -> Iterator[str]:
    heading = say("criterion-heading", criterion=say(f"criterion-{score.criterion}"), band=str(score.band))
    yield f"## {heading}"
    yield ""
    for finding in score.findings:
        yield f"> {escaped(finding.quote)}"
        yield ""
        yield from remark(finding.message, finding.rule, rubric, say)


def _figures(report: BandReport, say: Sentences) -> Iterator[str]:
    """What the answer says, held against the data of the visual."""
    if report.figures is None:
        return
    yield f"## {say('figures')}"
    yield ""
    yield say("figures-agree", agreeing=report.figures.agreeing, wrong=len(report.figures.wrong))
    yield ""
    for each in report.figures.wrong:
        yield from (f"> {escaped(each.quote)}", "", escaped(each.message), "")
    if report.figures.missed:
        yield from (say("figures-missed"), "", *(f"- {escaped(each)}" for each in report.figures.missed), "")
    yield say("figures-caveat")
    yield ""


def _compared(report: BandReport, say: Sentences) -> Iterator[str]:
    """Sample answers of the operator's, each with its band and where it stands."""
    if not report.compared:
        return
    yield f"## {say('compared-title')}"
    yield ""
    for each in report.compared:
        yield f"**{say('compared-band', band=str(each.band))}** {escaped(each.about)}"
        yield ""
        yield from _quoted(each.opening)
        yield ""
        if each.comment:
            yield from (f"{say('compared-comment')} {escaped(each.comment)}", "")
        where = (
            escaped(each.source)
            if each.page is None
            else say("compared-page", source=escaped(each.source), page=each.page)
        )
        yield from (f"*{where}*", "")
    yield say("compared-caveat")
    yield ""


def _corrections(report: BandReport, text: str, say: Sentences) -> Iterator[str]:
    yield f"## {say('corrections')}"
    yield ""
    if not report.corrections:
        yield say("corrections-none")
        yield ""
        return
    if report.worth:
        yield f"**{worth_told(report.worth, say)}**"
        yield ""
    for kind, found in by_kind(report.corrections):
        yield from _of_a_kind(kind, found, text, say)
    yield say("corrections-caveat")
    yield ""


def _of_a_kind(kind: str, found: list[Correction], text: str, say: Sentences) -> Iterator[str]:
    why = reason(kind, say.language)
    yield f"### {say('of-a-kind', kind=why.name[:1].upper() + why.name[1:], places=len(found))}"
    yield ""
    yield f"{why.rule} {say('kind-example', wrong=why.wrong, right=why.right)}" if why.wrong else why.rule
    yield ""
    yield say("table-corrections")
    yield "|---|---|"
    for each in found:
        before, after = around(text, each.start, each.end)
        # A mark that the next word was written to is shown with it: neither reader nor Markdown can tell them apart else.
        joined = "" if each.original[-1:].isalnum() else "".join(takewhile(str.isalnum, after))
        after = after.removeprefix(joined)
        original = escaped(each.original + joined)
        wrong = f"~~{original}~~" if each.mended else f"**{original}**"
        better = (
            say("look-here") if each.replacement is None else escaped(each.replacement + joined) or say("leave-out")
        )
        gap = " " if after[:1].isspace() else ""
        yield f"| {escaped(before)} {wrong}{gap}{escaped(after)} | {better} |"
    yield ""


def _clean(report: BandReport, say: Sentences) -> Iterator[str]:
    if report.clean is not None:
        yield from (f"## {say('clean')}", "", say("clean-told"), "", *_quoted(report.clean), "")


def _better(report: BandReport, say: Sentences) -> Iterator[str]:
    if report.better is None:
        return
    yield f"## {say('better')}"
    yield ""
    yield say("better-told", band=str(report.better.band))
    yield ""
    yield from _quoted(report.better.original)
    yield ""
    yield say("better-is")
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
