"""Notices to words, buttons and files. Every sentence a learner reads is in ``bots/locales``.

A reply is HTML of the small kind that chats understand; whatever came from a learner is escaped. ``plain`` is the
same without markup, for a platform (or a moment) in which markup breaks.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Generator
from dataclasses import replace
from functools import cache
from pathlib import Path

from fluent.runtime import FluentLocalization
from fluent.runtime.fallback import AbstractResourceLoader
from fluent.syntax import FluentParser
from fluent.syntax.ast import Resource as FluentResource

from bots.aside_replies import WRITERS as ASIDE_WRITERS
from bots.aside_replies import why_button
from bots.reply import LIMIT, Button, FileReply, Reply, band_bar, escape, within, without_quote
from bots.speaking_replies import WRITERS as SPEAKING_WRITERS
from engine.ielts import notices as n
from engine.ielts.bands import Criterion
from engine.ielts.languages import language_of
from engine.ielts.reports import BandReport, BetterParagraph, Correction

__all__ = ["LIMIT", "Button", "FileReply", "Reply", "Words", "escape", "in_group", "reply_to"]
_CORRECTIONS_SHOWN = 12


def reply_to(notice: n.Notice, language: str | None = None) -> Reply:
    """The reply that says ``notice`` in the learner's language (English where there is no translation)."""
    say = Words(language)
    return (_WRITERS | SPEAKING_WRITERS | ASIDE_WRITERS)[type(notice)](notice, say)


def in_group(reply: Reply, notice: n.Notice, language: str | None = None) -> Reply:
    """The same for a group, in which the bot sees only what is meant for it: a question says how to answer it."""
    if not isinstance(notice, n.AskTask | n.AskPrompt):
        return reply
    return replace(reply, html=f"{reply.html}\n{Words(language)('group-hint')}")


class Words:
    """The sentences of one language."""

    def __init__(self, language: str | None) -> None:
        self._bundle = _localization(language_of(language))

    def __call__(self, key: str, **facts: str | float) -> str:
        """A sentence with its facts, which are escaped."""
        safe = {name: html.escape(v, quote=False) if isinstance(v, str) else v for name, v in facts.items()}
        return str(self._bundle.format_value(key, safe))

    def knows(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return str(self._bundle.format_value(key, {})) != key


class _Locales(AbstractResourceLoader):
    """Reads our translations; the library's own loader leaves its files open."""

    def resources(self, locale: str, resource_ids: list[str]) -> Generator[list[FluentResource], None, None]:
        """The resources of a locale."""
        folder = Path(__file__).parent / "locales" / locale
        yield [FluentParser().parse((folder / name).read_text("utf-8")) for name in resource_ids]


@cache
def _localization(locale: str) -> FluentLocalization:
    loader = _Locales()
    # Isolation marks around numbers help in right-to-left text, and show as boxes in some chats.
    return FluentLocalization(
        [locale, "en"], ["bandmate.ftl", "asides.ftl", "speaking.ftl"], loader, use_isolating=False
    )


def _simple(key: str) -> Callable[[n.Notice, Words], Reply]:
    return lambda _notice, say: Reply(say(key))


def _refused(notice: n.Refused, say: Words) -> Reply:
    key = f"refused-{notice.reason}"
    return Reply(say(key if say.knows(key) else "refused-other", **dict(notice.facts)))


def _ask_task(notice: n.AskTask, say: Words) -> Reply:
    i = notice.submission_id
    tasks = tuple((Button(say(f"task-{code}"), f"bm:task:{i}:{code}"),) for code in ("W2", "W1A", "W1G"))
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
    return _short(notice.submission_id, notice.report, say)


def _view(notice: n.ReportView, say: Words) -> Reply:
    i, report, view = notice.submission_id, notice.report, notice.view
    back = ((Button(say("button-back"), f"bm:view:{i}:short"),),)
    if view == "full":
        file = FileReply(f"bandmate-report-{i}.md", (notice.full_text or "").encode())
        return Reply(say("file-caption"), file=file)
    if view == "corrections":
        return Reply(_corrections(report.corrections, say), back)
    if view == "next":
        return Reply(_next(report, say), back)
    if view in {score.criterion.value for score in report.criteria}:
        criterion = Criterion(view)
        band = next(score.band for score in report.criteria if score.criterion is criterion)
        why = why_button(i, criterion, band, say)
        return Reply(_criterion(report, criterion, say), ((*why,), *back) if why else back)
    if view == "better" and report.better is not None:
        return Reply(_better(report.better, say), back)
    return _short(i, report, say)


def _short(i: int, report: BandReport, say: Words) -> Reply:
    lines = [
        say("report-title", task=say(f"task-{report.task.code}"), band=str(report.overall)),
        say(
            "report-range",
            mean=f"{report.unrounded:.2f}",
            low=str(report.interval.low),
            high=str(report.interval.high),
            words=report.word_count,
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
            (Button(say("button-full"), f"bm:view:{i}:full"),),
        ),
    )


def _criterion(report: BandReport, criterion: Criterion, say: Words) -> str:
    score = next(each for each in report.criteria if each.criterion is criterion)
    parts = [
        say("criterion-title", criterion=say(f"criterion-{criterion}"), band=str(score.band)),
        say("criterion-range", low=str(score.interval.low), high=str(score.interval.high)),
    ]
    parts += [
        f"<blockquote>{escape(finding.quote)}</blockquote>\n{escape(finding.message)} <code>{finding.rule}</code>"
        for finding in score.findings
    ]
    return within("\n\n".join(parts[:1]) + "\n" + "\n\n".join(parts[1:]))


def _corrections(corrections: tuple[Correction, ...], say: Words) -> str:
    if not corrections:
        return f"{say('corrections-title')}\n{say('corrections-none')}"
    lines = [say("corrections-title")]
    for each in corrections[:_CORRECTIONS_SHOWN]:
        better = escape(each.replacement, 80) or say("leave-out")
        lines.append(f"<s>{escape(each.original, 80)}</s> → <b>{better}</b>\n<i>{escape(each.message, 120)}</i>")
    if len(corrections) > _CORRECTIONS_SHOWN:
        lines.append(say("corrections-more", count=len(corrections) - _CORRECTIONS_SHOWN))
    return within("\n".join(lines))


def _better(better: BetterParagraph, say: Words) -> str:
    return within(
        f"{say('better-title')}\n{say('better-was')}\n<blockquote>{escape(better.original, 1500)}</blockquote>\n"
        f"{say('better-is', band=str(better.band))}\n<blockquote>{escape(better.rewritten, 1500)}</blockquote>\n"
        f"{say('better-by')}"
    )


def _next(report: BandReport, say: Words) -> str:
    lines = [say("report-next")]
    for number, step in enumerate(report.next_steps, 1):
        lines.append(
            f"{number}. <b>{escape(step.advice)}</b> ({say(f'criterion-{step.criterion}')})\n"
            f"{say('exercise')} {escape(step.exercise, 600)}"
        )
    return within("\n\n".join(lines))


_WRITERS: dict[type[n.Notice], Callable[..., Reply]] = {
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
