"""Notices about a Speaking test to words, buttons, pictures and sound. What the examiner says is never translated."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.next_steps import step_lines
from bots.replies.preferences import thumbs
from bots.replies.reply import Button, FileReply, Reply, band_bar, escape, within, without_quote
from bots.replies.words import Words
from engine.ielts.bands import Criterion
from engine.ielts.learners import Line
from engine.ielts.notices import Notice
from engine.ielts.opinions import About, Subject
from engine.ielts.speaking import notices as s
from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.plan import Mode, Scope
from engine.ielts.speaking.report import ConcernKind, SpeakingReport, SpokenScore
from engine.ielts.speaking.steps import Ask, Finish, OnBreak, Prepare, ShowCard, Stop

_MODES = ("exam", "practice")
_PICTURES = ("fluency", "pauses")


def _ask_mode(_: s.AskMode, say: Words) -> Reply:
    return Reply(say("speaking-mode"), tuple((Button(say(f"mode-{mode}"), f"bm:mode:{mode}"),) for mode in _MODES))


def _under_way(notice: s.UnderWay, say: Words) -> Reply:
    key = "test-paused" if notice.paused else "test-under-way"
    return Reply(say(key), ((_verb(notice.test_id, "resume", say), _verb(notice.test_id, "stop", say)),))


def _step(notice: s.ExaminerStep, say: Words) -> Reply:
    """What the examiner does. In exam mode the words are covered, as they are only heard in the exam."""
    match notice.step:
        case Ask():
            return _ask(notice, notice.step, say)
        case ShowCard():
            text = f"<b>{escape(notice.step.card.describe)}</b>\n" + "\n".join(
                (
                    say("card-say"),
                    *(f"• {escape(point)}" for point in notice.step.card.say),
                    escape(notice.step.card.explain),
                )
            )
            return Reply(text, voice=_said(notice, notice.step.text), card=notice.step.card)
        case Prepare():
            buttons = ((_verb(notice.test_id, "ready", say), _verb(notice.test_id, "pause", say)),)
            return Reply(say("preparing"), buttons)
        case Stop():
            return Reply(say("time-is-up"), voice=_said(notice, notice.step.text))
        case OnBreak():
            return Reply(say("on-break"), ((_verb(notice.test_id, "resume", say), _verb(notice.test_id, "stop", say)),))
        case Finish():
            return Reply(_finish(notice, notice.step, say), voice=_said(notice, notice.step.text))


def _ask(notice: s.ExaminerStep, step: Ask, say: Words) -> Reply:
    words = escape(step.text, 600)
    covered = notice.mode is Mode.EXAM and step.stage is not Stage.IDENTITY
    lines = [f"🎙 <tg-spoiler>{words}</tg-spoiler>" if covered else f"🎙 {words}"]
    if notice.first:
        hint = "hint-test" if notice.scope is Scope.TEST else "hint-drill"
        lines += ["", say(hint), *([] if notice.ears else [say("hint-no-ears")])]
    elif step.stage is Stage.LONG_TURN and step.stop_at is None and not step.question.endswith("?"):
        lines += ["", say("hint-long-turn")]
    again = _verb(notice.test_id, "rephrase" if step.stage is Stage.PART_3 else "repeat", say)
    rows = ((again, _verb(notice.test_id, "pause", say), _verb(notice.test_id, "stop", say)),)
    return Reply("\n".join(lines), () if step.stage is Stage.LONG_TURN else rows, voice=_said(notice, step.text))


def _said(notice: s.ExaminerStep, text: str) -> Line:
    return Line(text, notice.manner)


def _finish(notice: s.ExaminerStep, step: Finish, say: Words) -> str:
    test = "after-test-words" if notice.wordless else "after-test"
    after = test if notice.scope is Scope.TEST else "after-drill"
    return f"🎙 {escape(step.text)}\n\n{say(after, count=notice.wordless, part=str(notice.scope))}"


def _verb(test_id: int, verb: str, say: Words) -> Button:
    return Button(say(f"button-{verb}"), f"bm:sp:{test_id}:{verb}")


def _heard(notice: s.TurnHeard, say: Words) -> Reply:
    if notice.silent:
        return Reply(say("heard-silence"))
    if notice.text is None:
        return Reply(say("heard-nothing"))
    lines = [say("heard-typed" if notice.typed else "heard"), f"<blockquote>{escape(notice.text, 900)}</blockquote>"]
    if notice.language is not None:
        lines.append(say("heard-language"))
    if notice.doubted:
        lines.append(say("heard-doubted", words=say.listed(notice.doubted[:6])))
    if notice.strength:
        lines.append(f"👍 {escape(notice.strength)}")
    if notice.better is not None:
        said, better = notice.better
        lines.append(f"<s>{escape(said, 160)}</s> → <b>{escape(better, 160)}</b>")
    if notice.advice:
        lines.append(f"🎯 {escape(notice.advice)}")
    if notice.compared:
        lines.append(f"⚖️ {escape(notice.compared)}")
    if not notice.typed:
        lines.append(say("heard-fix"))
    buttons = []
    if notice.again:
        buttons.append(Button(say("button-again-turn"), f"bm:sp:{notice.test_id}:again-{notice.turn_id}"))
    if notice.hear:
        buttons.append(Button(say("button-hear"), f"bm:st:{notice.turn_id}"))
    return Reply(within("\n".join(lines)), (tuple(buttons),) if buttons else ())


def _difference(notice: s.AnswerDifference, say: Words) -> Reply:
    return Reply(say("hear-caption" if notice.own else "hear-better-caption"), sound=notice.sound)


def _words_kept(notice: s.WordsKept, say: Words) -> Reply:
    if notice.renewed:
        return Reply(say("words-renewed"))
    if notice.missing:
        rows = ((_verb(notice.test_id, "rate", say),),) if notice.over else ()
        return Reply(say("words-missing", count=notice.missing), rows)
    return Reply(say("words-kept") if notice.put_in is None else within(say("words-put-in", said=notice.put_in)))


def _rated_again(notice: s.RatedAgain, say: Words) -> Reply:
    return Reply(say("rated-again", recordings=notice.recordings))


def _rated(notice: s.SpeakingRated, say: Words) -> Reply:
    return _short(notice.test_id, notice.report, notice.changes, None, say, recorded=notice.recorded)


def _view(notice: s.SpeakingView, say: Words) -> Reply:
    i, report, view = notice.test_id, notice.report, notice.view
    back = ((Button(say("button-back"), f"bm:sv:{i}:short"),),)
    if view in _PICTURES and notice.content is not None:
        return Reply(say(f"picture-{view}"), picture=FileReply(f"{view}-{i}.png", notice.content))
    if view == "hear" and notice.content is not None:
        return Reply(say("hear-caption"), sound=notice.content)
    if view in ("full", "transcript") and notice.content is not None:
        return Reply(say(f"file-{view}"), file=FileReply(f"bandmate-speaking-{view}-{i}.md", notice.content))
    if view == "parts":
        return Reply(_parts(report, say), back)
    if view == "again":
        rows = ((Button(say("button-hear"), f"bm:sv:{i}:hear"),),) if notice.recorded else ()
        return Reply(_again(report, say), (*rows, *back))
    if view == "next":
        return Reply(_next(report, say), back)
    if view in {score.criterion.value for score in report.criteria}:
        return Reply(_criterion(report, Criterion(view), say), back)
    return _short(i, report, notice.changes, notice.liked, say, recorded=notice.recorded)


def _short(
    i: int,
    report: SpeakingReport,
    changes: tuple[str, ...],
    liked: bool | None,  # noqa: FBT001 - which thumb is up
    say: Words,
    *,
    recorded: bool,
) -> Reply:
    # As the full report tells it: a second that is not over does not count.
    minutes, seconds = divmod(int(report.seconds), 60)
    likely = {"low": str(report.interval.low), "high": str(report.interval.high)}
    time = f"{minutes}:{seconds:02d}"
    if report.enough:
        head = [
            say("speaking-title", band=str(report.overall)),
            say("speaking-range", mean=f"{report.unrounded:.2f}", **likely, time=time),
        ]
    else:
        head = [say("speaking-title-range", **likely), say("speaking-thin", time=time)]
    lines = [
        *head,
        "",
        *(_criterion_line(score, say) for score in report.criteria),
        *([say("speaking-typed")] if report.typed else []),
        *_concerned(report, say),
        "",
        say("report-strengths"),
        *(f"• {escape(without_quote(strength), 140)}" for strength in report.strengths[:2]),
        "",
        say("report-next"),
        *(f"{number}. {escape(step.advice, 140)}" for number, step in enumerate(report.next_steps, 1)),
        *(["", say("speaking-changes"), *(f"• {escape(change, 200)}" for change in changes[:6])] if changes else []),
        "",
        say("speaking-drill", command=_drill_command(report)),
        "",
        say("speaking-estimate", scorer=report.scorer),
    ]
    criteria = [
        Button(f"{say(f'short-{c.criterion}')} {_band(c)}", f"bm:sv:{i}:{c.criterion}") for c in report.criteria
    ]
    say_again = "button-again-typed" if report.typed else "button-again"
    again = Button(say(say_again, count=len(report.listen_again)), f"bm:sv:{i}:again")
    hear = (Button(say("button-hear"), f"bm:sv:{i}:hear"),) if recorded else ()
    return Reply(
        "\n".join(lines),
        (
            tuple(criteria[:2]),
            tuple(criteria[2:]),
            (again, Button(say("button-next"), f"bm:sv:{i}:next")),
            (Button(say("button-parts"), f"bm:sv:{i}:parts"), *hear),
            # Of what was typed there is no sound to draw.
            *([] if report.typed else [tuple(Button(say(f"button-{v}"), f"bm:sv:{i}:{v}") for v in _PICTURES)]),
            (
                Button(say("button-transcript"), f"bm:sv:{i}:transcript"),
                Button(say("button-full"), f"bm:sv:{i}:full"),
            ),
            thumbs(Subject(About.TEST, i), liked, say),
        ),
    )


def _band(score: SpokenScore) -> str:
    """The band, or where too little was said for one the range."""
    return str(score.band) if score.enough else f"{score.interval.low}–{score.interval.high}"


def _criterion_line(score: SpokenScore, say: Words) -> str:
    name = say(f"criterion-{score.criterion}")
    if not score.enough:
        return f"{say('speaking-too-little', low=str(score.interval.low), high=str(score.interval.high))} {name}"
    return f"{band_bar(float(score.band))} <b>{score.band}</b> {name}"


def _concerned(report: SpeakingReport, say: Words) -> list[str]:
    """How many answers prove little; the parts tell which and why."""
    kinds = {kind: sum(each.kind is kind for each in report.concerns) for kind in ConcernKind}
    return [say(f"concerns-{kind}") for kind, count in kinds.items() if count]


def _drill_command(report: SpeakingReport) -> str:
    return f"/drill {report.drill.scope} {report.drill.topic}".strip()


def _criterion(report: SpeakingReport, criterion: Criterion, say: Words) -> str:
    score = next(each for each in report.criteria if each.criterion is criterion)
    parts = [
        say("criterion-title", criterion=say(f"criterion-{criterion}"), band=_band(score)),
        say("criterion-range", low=str(score.interval.low), high=str(score.interval.high)),
    ]
    for finding in score.findings:
        at = "" if finding.moment.at is None else f" · {finding.moment.at}"
        quote = f"<blockquote>{escape(finding.moment.shown)}</blockquote>"
        parts.append(f"{quote}\n{escape(finding.message)} <code>{finding.rule}</code>{at}")
    return within("\n\n".join(parts))


def _parts(report: SpeakingReport, say: Words) -> str:
    lines = [say("parts-title")]
    for seen in report.observations:
        key = "part-unscripted" if seen.unscripted else "part"
        lines.append(f"<b>{say(key, number=seen.part)}</b> {escape(seen.text, 400)}")
    for each in report.concerns:
        at = "" if each.moment.at is None else f" <code>{each.moment.at}</code>"
        lines.append(f"⚠️{at} <blockquote>{escape(each.moment.shown)}</blockquote>\n{escape(each.why, 400)}")
    if report.recalled:
        lines.append(say("recalled-title"))
    for recalled in report.recalled:
        at = "" if recalled.moment.at is None else f" <code>{recalled.moment.at}</code>"
        lines.append(f"🎙 {escape(recalled.question)}\n← “{escape(recalled.moment.shown)}”{at}")
    return within("\n\n".join(lines))


def _again(report: SpeakingReport, say: Words) -> str:
    lines = [say("again-title-typed" if report.typed else "again-title")]
    for number, again in enumerate(report.listen_again, 1):
        at = "" if again.moment.at is None else f" <code>{again.moment.at}</code>"
        better = f"\n→ <b>{escape(again.better)}</b>" if again.better else ""
        lines.append(
            f"{number}.{at} <blockquote>{escape(again.moment.shown)}</blockquote>{better}\n<i>{escape(again.why)}</i>"
        )
    return within("\n\n".join(lines))


def _next(report: SpeakingReport, say: Words) -> str:
    lines = [say("report-next"), *step_lines(report.next_steps, say)]
    lines.append(f"{say('speaking-drill', command=_drill_command(report))}\n{escape(report.drill.why)}")
    return within("\n\n".join(lines))


def _unrated(notice: s.SpeakingUnrated, say: Words) -> Reply:
    key = f"unrated-{notice.reason}"
    text = say(key if say.knows(key) else "unrated-failed", count=notice.missing)
    # With as little as that no other rating can come out; words that are missing can still be typed.
    again = notice.reason != "nothing-to-mark"
    return Reply(text, ((_verb(notice.test_id, "rate", say),),) if again else ())


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    s.AskMode: _ask_mode,
    s.UnderWay: _under_way,
    s.ExaminerStep: _step,
    s.TurnHeard: _heard,
    s.AnswerDifference: _difference,
    s.WordsKept: _words_kept,
    s.RatedAgain: _rated_again,
    s.SpeakingRated: _rated,
    s.SpeakingView: _view,
    s.SpeakingUnrated: _unrated,
}
