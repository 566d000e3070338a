"""Notices of daily practice to words and buttons: the panel, prompts, reactions, digests."""

from __future__ import annotations

from collections.abc import Callable

from bots.replies.reply import Button, Reply, escape, member, within
from bots.replies.words import Words
from engine.ielts.groups import notices as g
from engine.ielts.groups.prompts import GAP, Prompt, WordFamily
from engine.ielts.groups.reactions import Reaction
from engine.ielts.groups.schedule import WEEK, WORKDAYS, PromptKind, Schedule
from engine.ielts.groups.zones import zone_of
from engine.ielts.languages import Language
from engine.ielts.notices import Notice
from engine.ielts.speaking.questions import CueCard

_ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Kolkata", "Asia/Dubai", "Europe/London", "Europe/Istanbul",
    "Africa/Lagos", "America/New_York", "America/Sao_Paulo",
)  # fmt: skip
_TIMES = ("07:00", "08:30", "12:30", "18:00", "20:00", "21:30")
_CHOICES = ("thread", "private", "muted", "out")
_MEMBERS = 15


def _panel(notice: g.DailyPanel, say: Words) -> Reply:
    lines = [say(f"daily-changed-{notice.change}")] if notice.change else []
    lines.append(say("daily-title"))
    lines += [_line(number, each, say) for number, each in enumerate(notice.schedules, 1)] or [say("daily-none")]
    coming = [each.next_at for each in notice.schedules if not each.paused]
    if coming:
        when = min(coming).astimezone(zone_of(notice.zone))
        lines.append(say("daily-next", when=f"{when:%Y-%m-%d %H:%M}"))
    if notice.quiet is not None:
        start, end = f"{notice.quiet.start:%H:%M}", f"{notice.quiet.end:%H:%M}"
        lines.append(say("daily-quiet-hours", start=start, end=end, zone=notice.zone))
    rows = [_buttons_of(number, each, say) for number, each in enumerate(notice.schedules, 1)]
    lines += ["", say("daily-more")] if rows else []
    new = Button(say("button-daily-new"), "bm:gd:new:")
    return Reply("\n".join(lines), (*rows, (new, Button(say("button-daily-preview"), "bm:gd:preview:"))))


def _line(number: int, each: g.ListedSchedule, say: Words) -> str:
    schedule = each.schedule
    return say(
        "daily-line",
        number=number,
        time=f"{schedule.at:%H:%M}",
        zone=schedule.zone,
        days=_days(schedule, say),
        kind=say(f"daily-kind-{schedule.kind}"),
        level="" if schedule.level is None else say("daily-level", level=say(f"daily-level-{schedule.level}")),
        state=say("daily-paused") if each.paused else "",
    )


def _days(schedule: Schedule, say: Words) -> str:
    named = {WEEK: "daily-days-all", WORKDAYS: "daily-days-work", (5, 6): "daily-days-weekend"}
    if schedule.days in named:
        return say(named[schedule.days])
    return " ".join(say(f"daily-day-{day}") for day in schedule.days)


def _buttons_of(number: int, each: g.ListedSchedule, say: Words) -> tuple[Button, ...]:
    stop = say("button-daily-resume" if each.paused else "button-daily-pause", number=number)
    delete = say("button-daily-delete", number=number)
    return (Button(stop, f"bm:gd:pause:{each.id}"), Button(delete, f"bm:gd:delete:{each.id}"))


def _ask_zone(_: g.AskZone, say: Words) -> Reply:
    buttons = [Button(zone.partition("/")[2].replace("_", " "), f"bm:gd:zone:{zone}") for zone in _ZONES]
    return Reply(say("daily-ask-zone"), _in_rows(buttons, 2))


def _ask_kind(_: g.AskKind, say: Words) -> Reply:
    buttons = [Button(say(f"daily-kind-{kind}"), f"bm:gd:kind:{kind}") for kind in PromptKind]
    return Reply(say("daily-ask-kind"), _in_rows(buttons, 2))


def _ask_time(notice: g.AskTime, say: Words) -> Reply:
    buttons = [Button(time, f"bm:gd:at:{notice.kind}-{time.replace(':', '')}") for time in _TIMES]
    kind = say(f"daily-kind-{notice.kind}")
    return Reply(say("daily-ask-time", kind=kind, zone=notice.zone, word=str(notice.kind)), _in_rows(buttons, 3))


def _in_rows(buttons: list[Button], wide: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))


def _posted(notice: g.PromptPosted, say: Words) -> Reply:
    lines = _prompt(notice.prompt, say)
    if notice.focus is not None and say.knows(f"tip-{notice.focus}"):
        focus = say("prompt-focus", kind=say(f"slip-{notice.focus}"), tip=say(f"tip-{notice.focus}"))
        lines[-1:-1] = [focus, ""]
    return Reply("\n".join(lines), ((Button(say("button-me"), "bm:gm:"),),), voice=_spoken(notice.prompt))


def _preview(notice: g.PromptPreview, say: Words) -> Reply:
    return Reply("\n".join([say("prompt-preview"), *_prompt(notice.prompt, say)]))


def _prompt(prompt: Prompt, say: Words) -> list[str]:
    match prompt.asks:
        case CueCard():
            card = [f"<b>{escape(prompt.asks.describe)}</b>", say("card-say")]
            card += [*(f"• {escape(point)}" for point in prompt.asks.say), escape(prompt.asks.explain)]
            return [say("prompt-card"), "", *card, "", say("prompt-answer-card")]
        case WordFamily():
            return [say("prompt-vocabulary"), "", *_family(prompt.asks, say), "", say("prompt-answer-vocabulary")]
        case str():
            return [say(f"prompt-{prompt.kind}"), "", escape(prompt.asks, 600), "", say(f"prompt-answer-{prompt.kind}")]


def _family(family: WordFamily, say: Words) -> list[str]:
    gloss = f" {family.gloss}" if say.language == Language.CHINESE else ""
    forms = [f"<b>{escape(form.word)}</b> <i>{say(f'prompt-part-{form.part}')}</i>" for form in family.forms]
    gaps = [f"{number}. {escape(gap.sentence.replace(GAP, '_____'))}" for number, gap in enumerate(family.gaps, 1)]
    return [" · ".join(forms) + gloss, f"💡 {escape(family.note)}", "", say("prompt-fill"), *gaps]


def _spoken(prompt: Prompt) -> str | None:
    """What a voice reads: questions and cards of Speaking, which in the exam are heard."""
    if prompt.kind is not PromptKind.SPEAKING:
        return None
    if isinstance(prompt.asks, CueCard):
        card = prompt.asks
        return f"{card.describe} You should say {', '.join(card.say)}, {card.explain}"
    return prompt.asks if isinstance(prompt.asks, str) else None


def _reaction(notice: g.ReactionGiven, say: Words) -> Reply:
    reaction = notice.reaction
    lines = [say("reaction-asked", asked=notice.asked)] if notice.private else []
    if reaction.heard:
        lines.append(say("reaction-heard", words=_shortened(reaction.heard, 500)))
    lines += [] if reaction.strength is None else [_strength(reaction, say)]
    lines += [f"<i>{escape(line)}</i>" for line in (reaction.gap or "").split("\n") if line]
    if reaction.better is not None:
        kind = say(f"slip-{reaction.better.kind}").lower()
        said, better = _shortened(reaction.better.said, 160), _shortened(reaction.better.better, 160)
        lines.append(say("reaction-better", said=said, better=better, kind=kind))
    lines += [] if reaction.advice is None else [say(f"advice-{reaction.advice}")]
    buttons: tuple[tuple[Button, ...], ...] = ()
    if reaction.phrase:
        lines.append(say("reaction-phrase", phrase=reaction.phrase))
        buttons = ((Button(say("button-share"), f"bm:gs:{notice.answer_id}"),),)
    return Reply(within("\n".join(lines)), buttons)


def _strength(reaction: Reaction, say: Words) -> str:
    right, _, all_of = reaction.fact.partition("/")
    return say(
        f"strength-{reaction.strength}",
        fact=reaction.fact,
        all="yes" if right == all_of else "no",
        seconds=round(reaction.seconds or 0),
    )


def _shortened(text: str, most: int) -> str:
    """As :func:`escape`, for a sentence that escapes by itself."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= most else one_line[: most - 1] + "…"


def _closed(notice: g.ReactionClosed, say: Words) -> Reply:
    return Reply(say("reaction-closed", name=member(notice.user_id, say("group-somebody"))))


def _digest(notice: g.Digest, say: Words) -> Reply:
    lines = [say("digest-title")]
    for each in notice.members[:_MEMBERS]:
        name = member(each.user_id, say("group-somebody"))
        lines.append(say("digest-member", name=name, answers=each.answers, streak=each.streak))
    if len(notice.members) > _MEMBERS:
        lines.append(say("digest-more", count=len(notice.members) - _MEMBERS))
    if notice.phrase is not None:
        phrase, writer = notice.phrase
        lines += ["", say("digest-phrase", phrase=phrase, name=member(writer, say("group-somebody")))]
    return Reply(within("\n".join(lines)))


def _ask_choice(_: g.AskChoice, say: Words) -> Reply:
    buttons = [Button(say(f"button-{choice}"), f"bm:gm:{choice}") for choice in _CHOICES]
    return Reply(say("ask-choice"), _in_rows(buttons, 2))


def _chosen(notice: g.Chosen, say: Words) -> Reply:
    return Reply(say(f"chosen-{notice.choice}"))


def _shared(notice: g.PhraseShared, say: Words) -> Reply:
    return Reply(say("phrase-shared" if notice.shared else "phrase-kept"))


WRITERS: dict[type[Notice], Callable[..., Reply]] = {
    g.DailyPanel: _panel,
    g.AskZone: _ask_zone,
    g.AskKind: _ask_kind,
    g.AskTime: _ask_time,
    g.PromptPosted: _posted,
    g.PromptPreview: _preview,
    g.ReactionGiven: _reaction,
    g.ReactionClosed: _closed,
    g.Digest: _digest,
    g.AskChoice: _ask_choice,
    g.Chosen: _chosen,
    g.PhraseShared: _shared,
}
