"""Notices about essays and their reports to words, buttons and files."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.corrections import KIND, all_corrections, correction_buttons, corrections_of, rule, worth_lines
from bots.replies.exam_questions import cited_lines
from bots.replies.figures import figure_buttons, figure_lines, figures_checked
from bots.replies.next_steps import step_lines
from bots.replies.preferences import thumbs
from bots.replies.reply import Button, FileReply, Reply, band_bar, escape, within, without_quote
from bots.replies.report_questions import why_button
from bots.replies.samples import sample_buttons, sample_lines, samples_told
from bots.replies.words import Words
from engine.ielts import notices as n
from engine.ielts.bands import Criterion
from engine.ielts.opinions import About, Subject
from engine.ielts.reports import BandReport, BetterParagraph

_LONGEST_MESSAGE = 3000


def _simple(key: str) -> Callable[[n.Notice, Words], Reply]:
    return lambda _notice, say: Reply(say(key))


def _refused(notice: n.Refused, say: Words) -> Reply:
    key = f"refused-{notice.reason}"
    return Reply(say(key if say.knows(key) else "refused-other", **dict(notice.facts)))


def _ask_task(notice: n.AskTask, say: Words) -> Reply:
    i = notice.submission_id
    tasks = tuple((Button(say(f"task-{code}"), f"bm:task:{i}:{code}"),) for code in notice.tasks)
    return Reply(say("ask-task", words=notice.word_count), (*tasks, _cancel(i, say)))


def _ask_prompt(notice: n.AskPrompt, say: Words) -> Reply:
    i = notice.submission_id
    skip = (Button(say("button-skip"), f"bm:skip:{i}"),)
    text = say("ask-prompt", task=say(f"task-{notice.task}"), words=notice.word_count)
    return Reply(text, (skip, _cancel(i, say)))


def _queued(notice: n.Queued, say: Words) -> Reply:
    key = "queued-edited" if notice.edited else "queued"
    text = say(key, task=say(f"task-{notice.task}"), words=notice.word_count, position=notice.position)
    return Reply(text, (_cancel(notice.submission_id, say),))


def _set_aside(report: BandReport, say: Words) -> tuple[str, ...]:
    """That some lines were left out, and how they begin."""
    if not report.set_aside:
        return ()
    lines = " · ".join(escape(line, 60) for line in report.set_aside[:3])
    return (say("report-set-aside", count=len(report.set_aside), lines=lines), "")


def _cancel(submission_id: int, say: Words) -> tuple[Button, ...]:
    return (Button(say("button-cancel"), f"bm:cancel:{submission_id}"),)


def _accuracy(notice: n.Accuracy, say: Words) -> Reply:
    size = f"{abs(notice.bias):.2f}"
    bias = "bias-none" if abs(notice.bias) < 0.05 else "bias-generous" if notice.bias > 0 else "bias-strict"
    return Reply(
        say(
            "accuracy",
            essays=notice.essays,
            scorer=notice.scorer,
            error=f"{notice.mean_error:.2f}",
            half=round(100 * notice.within_half),
            one=round(100 * notice.within_one),
            bias=say(bias, bias=size),
        )
    )


def _report(notice: n.ReportReady, say: Words) -> Reply:
    return _short(notice.submission_id, notice.report, None, say)


def _view(notice: n.ReportView, say: Words) -> Reply:
    i, report, view = notice.submission_id, notice.report, notice.view
    back = ((Button(say("button-back"), f"bm:view:{i}:short"),),)
    if view == "full":
        file = FileReply(f"bandmate-report-{i}.md", (notice.full_text or "").encode())
        return Reply(say("file-caption"), file=file)
    if view == "corrections":
        return Reply(all_corrections(report, notice.answer, say), (*correction_buttons(i, report, say), *back))
    if view.startswith(KIND):
        to_all = ((Button(say("button-back"), f"bm:view:{i}:corrections"),),)
        return Reply(corrections_of(report, view.removeprefix(KIND), notice.answer, say), to_all)
    if view == "clean" and report.clean is not None:
        return _clean(i, report.clean, say, back)
    if view == "figures" and report.figures is not None:
        return Reply(figures_checked(report.figures, say), back)
    if view == "samples" and report.compared:
        return Reply(samples_told(report, say), back)
    if view == "next":
        return Reply(_next(report, say), back)
    if view in {score.criterion.value for score in report.criteria}:
        criterion = Criterion(view)
        band = next(score.band for score in report.criteria if score.criterion is criterion)
        why = why_button(i, criterion, band, say)
        text = within("\n".join([_criterion(report, criterion, say), *cited_lines(notice.cited, say)]))
        return Reply(text, ((*why,), *back) if why else back)
    if view == "better" and report.better is not None:
        return Reply(_better(report.better, say), back)
    return _short(i, report, notice.liked, say)


def _short(i: int, report: BandReport, liked: bool | None, say: Words) -> Reply:  # noqa: FBT001 - which thumb is up
    lines = [
        say("report-title", task=say(f"task-{report.task.code}"), band=str(report.overall)),
        say(
            "report-range",
            mean=f"{report.unrounded:.2f}",
            low=str(report.interval.low),
            high=str(report.interval.high),
            times=round(10 * report.interval.coverage),
            words=report.word_count,
            short="yes" if report.word_count < report.task.minimum_words else "no",
            least=report.task.minimum_words,
        ),
        "",
        *(f"{band_bar(float(s.band))} <b>{s.band}</b> {say(f'criterion-{s.criterion}')}" for s in report.criteria),
        "",
        say("report-strengths"),
        *(f"• {escape(without_quote(strength), 110)}" for strength in report.strengths[:2]),
        "",
        say("report-next"),
        *(f"{number}. {escape(step.advice, 110)}" for number, step in enumerate(report.next_steps, 1)),
        "",
        *figure_lines(report, say),
        *sample_lines(report, say),
        *_set_aside(report, say),
        say("report-estimate", scorer=report.scorer),
    ]
    criteria = [
        Button(f"{say(f'short-{s.criterion}')} {s.band}", f"bm:view:{i}:{s.criterion}") for s in report.criteria
    ]
    return Reply(
        "\n".join(lines),
        (
            tuple(criteria[:2]),
            tuple(criteria[2:]),
            (
                Button(say("button-corrections", count=len(report.corrections)), f"bm:view:{i}:corrections"),
                Button(say("button-next"), f"bm:view:{i}:next"),
            ),
            *([(Button(say("button-better"), f"bm:view:{i}:better"),)] if report.better is not None else []),
            (
                *figure_buttons(i, report, say),
                *sample_buttons(i, report, say),
                Button(say("button-full"), f"bm:view:{i}:full"),
            ),
            thumbs(Subject(About.REPORT, i), liked, say),
        ),
    )


def _criterion(report: BandReport, criterion: Criterion, say: Words) -> str:
    score = next(each for each in report.criteria if each.criterion is criterion)
    parts = [
        say("criterion-title", criterion=say(f"criterion-{criterion}"), band=str(score.band)),
        say("criterion-range", low=str(score.interval.low), high=str(score.interval.high)),
    ]
    parts += [
        f"<blockquote>{escape(finding.quote)}</blockquote>\n{escape(finding.message, 400)}\n{rule(finding.rule, say)}"
        for finding in score.findings
    ]
    return within("\n\n".join(parts[:1]) + "\n" + "\n\n".join(parts[1:]))


def _clean(i: int, clean: str, say: Words, back: tuple[tuple[Button, ...], ...]) -> Reply:
    """The whole answer, mended: as a message, or as a file where a message cannot hold it."""
    if len(clean) > _LONGEST_MESSAGE:
        return Reply(say("clean-file"), file=FileReply(f"bandmate-clean-{i}.txt", clean.encode()))
    told = "\n".join(escape(line, _LONGEST_MESSAGE) for line in clean.splitlines())
    return Reply(f"{say('clean-title')}\n<blockquote>{told}</blockquote>\n{say('clean-told')}", back)


def _better(better: BetterParagraph, say: Words) -> str:
    return within(
        f"{say('better-title')}\n{say('better-was')}\n<blockquote>{escape(better.original, 1500)}</blockquote>\n"
        f"{say('better-is', band=str(better.band))}\n<blockquote>{escape(better.rewritten, 1500)}</blockquote>\n"
        f"{say('better-by')}"
    )


def _next(report: BandReport, say: Words) -> str:
    lines = [say("report-next"), *worth_lines(report, say), *step_lines(report.next_steps, say)]
    return within("\n\n".join(lines))


WRITERS: dict[type[n.Notice], Callable[..., Reply]] = {
    n.Welcome: _simple("welcome"),
    n.Help: _simple("help"),
    n.UnknownCommand: _simple("unknown-command"),
    n.Working: _simple("working"),
    n.Marked: _simple("marked"),
    n.Withdrawn: _simple("withdrawn"),
    n.MarkingFailed: _simple("marking-failed"),
    n.Refused: _refused,
    n.AskTask: _ask_task,
    n.AskPrompt: _ask_prompt,
    n.Queued: _queued,
    n.Accuracy: _accuracy,
    n.ReportReady: _report,
    n.ReportView: _view,
}
