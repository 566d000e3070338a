"""A learner's settings to words and buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bots.replies.reply import Button, Reply
from bots.replies.words import Words
from engine.ielts.learner_notices import Reminder, SettingsView
from engine.ielts.learners import SPEEDS, Preferences
from engine.ielts.notices import Notice
from engine.ielts.writing import Module

SETTINGS = "bm:set"
_ROWS = (("language", "feedback"), ("module", "target"), ("exam", "zone"), ("voice", "speed"), ("reminder",))
_TARGETS = tuple(f"{halves / 2:.1f}" for halves in range(10, 19))
_TIMES = ("06:30", "07:30", "08:30", "12:30", "18:00", "20:00", "21:30")
_WEEKS = (2, 4, 8, 12)
_ZONES = (
    "Asia/Shanghai", "Asia/Ho_Chi_Minh", "Asia/Kolkata", "Asia/Karachi", "Asia/Dhaka", "Asia/Tehran",
    "Asia/Dubai", "Europe/Istanbul", "Africa/Lagos", "Europe/London", "America/Sao_Paulo", "America/New_York",
)  # fmt: skip
_UNSET = {
    "language": "unset-language",
    "feedback": "unset-feedback",
    "reminder": "unset-reminder",
    "voice": "unset-usual",
    "speed": "unset-usual",
}


def _view(notice: SettingsView, say: Words) -> Reply:
    return _everything(notice, say) if notice.page is None else _page(notice, notice.page, say)


def _everything(notice: SettingsView, say: Words) -> Reply:
    keys = [key for row in _ROWS for key in row if notice.voices or key != "voice"]
    chosen = notice.preferences
    lines = [say("settings-line", name=say(f"setting-{key}"), value=_value(chosen, key, say)) for key in keys]
    rows = (tuple(_button(say(f"setting-{key}"), key) for key in row if key in keys) for row in _ROWS)
    return Reply("\n".join((say("settings-title"), *lines)), tuple(rows))


def _page(notice: SettingsView, page: str, say: Words) -> Reply:
    now = _value(notice.preferences, page, say)
    choices = _choices(notice, page, say)
    wide = 1 if any(len(label) > 14 for label, _ in choices) else 3
    buttons = [_button(label, page, value) for label, value in choices]
    rows = [tuple(buttons[start : start + wide]) for start in range(0, len(buttons), wide)]
    last = (_button(say("button-unset"), page, "off"), Button(say("button-back"), SETTINGS))
    lines = [f"<b>{say(f'setting-{page}')}</b>", say(f"settings-ask-{page}"), say("settings-now", value=now)]
    return Reply("\n".join(lines), (*rows, last))


def _choices(notice: SettingsView, page: str, say: Words) -> Sequence[tuple[str, str]]:
    match page:
        case "language" | "feedback":
            return [(_language(name), name) for name in notice.languages]
        case "module":
            return [(say(f"module-{module}"), module) for module in Module]
        case "target":
            return [(target, target) for target in _TARGETS]
        case "exam":
            days = [date.fromisoformat(notice.today) + timedelta(weeks=weeks) for weeks in _WEEKS]
            return [
                (f"{say('in-weeks', weeks=weeks)} · {day}", str(day)) for weeks, day in zip(_WEEKS, days, strict=True)
            ]
        case "voice":
            return [(say(f"voice-{voice}"), voice) for voice in notice.voices]
        case "speed":
            return [(say("speed", percent=round(100 * speed)), str(speed)) for speed in SPEEDS]
        case "reminder":
            return [(at, at) for at in _TIMES]
        case _:
            return [(zone.partition("/")[2].replace("_", " "), zone) for zone in _ZONES]


def _value(chosen: Preferences, key: str, say: Words) -> str:
    value = getattr(chosen, key)
    if value is None:
        return say(_UNSET.get(key, "unset"))
    match key:
        case "language" | "feedback":
            return _language(value)
        case "module":
            return say(f"module-{value}")
        case "voice":
            return say(f"voice-{value}")
        case "speed":
            return say("speed", percent=round(100 * value))
        case "reminder":
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _language(name: str) -> str:
    """A language calls itself by its own name."""
    return Words(name)("language-name")


def _button(label: str, *data: str) -> Button:
    return Button(label, ":".join((SETTINGS, *data)))


def _reminder(notice: Reminder, say: Words) -> Reply:
    goal = None if notice.reader is None else notice.reader.goal
    lines = [say("reminder")]
    if goal is not None and goal.days is not None:
        lines.append(say("reminder-days", days=goal.days))
    lines.append(say("reminder-drill", command=notice.drill or "/drill part1"))
    return Reply("\n".join(lines), ((_button(say("button-reminder-off"), "reminder", "off"),),))


WRITERS: dict[type[Notice], Callable[..., Reply]] = {SettingsView: _view, Reminder: _reminder}
