"""What a button means: its data as a verb of the desk's, the same on every platform."""

from __future__ import annotations

from collections.abc import Sequence

from bots.desk.frontdesk import FrontDesk, Notices
from engine.ielts.chat import ChatAddress, Person
from engine.ielts.opinions import read_subject
from engine.practice.speaking import AGAIN

_IN_A_TEST = ("repeat", "pause", "resume", "stop", "ready", "rephrase", "rate")


FOR_ADMINS = "bm:gd:"
"""Data of buttons that only an admin of the chat may press: whether somebody is one, the platform must be asked."""


def pressed(desk: FrontDesk, address: ChatAddress, person: Person, data: str, *, admin: bool = False) -> Notices:
    """What a press answers; nothing where no such button is ours: data comes back through learners' hands.

    ``admin`` counts where the data begins with :data:`FOR_ADMINS`.

    Raises:
        TryAgain: the database is away.
    """
    match data.split(":"):
        case ["bm", "task", number, code] if number.isdecimal():
            return desk.task_chosen(address, person, int(number), code)
        case ["bm", "tk" | "tw" | "dv", *_]:
            return _task(desk, address, person, data)
        case ["bm", "skip", number] if number.isdecimal():
            return desk.prompt_skipped(address, person, int(number))
        case ["bm", "cancel", number] if number.isdecimal():
            return desk.withdrawn(address, person, int(number))
        case ["bm", "view", number, view] if number.isdecimal():
            return desk.view(address, person, int(number), view)
        case ["bm", "why", number, code] if number.isdecimal():
            return desk.report_questions.why(address, person, int(number), code)
        case ["bm", "ef", language, name]:
            return desk.exam_questions.fact(address, person, language, name)
        case ["bm", "op", *rest]:
            return _opinion(desk, address, person, rest)
        case ["bm", "mode" | "sp" | "st" | "sv", *_]:
            return _speaking(desk, address, person, data)
        case ["bm", "pv" | "keep" | "set" as kind, *_]:
            return (desk.settings if kind == "set" else desk.privacy).pressed(address, person, data)
        case ["bm", "gd" | "gm" | "gs" | "gc" | "gn", *_]:
            return _in_a_group(desk, address, person, data, admin=admin)
    return ()


def _task(desk: FrontDesk, address: ChatAddress, person: Person, data: str) -> Notices:
    match data.split(":"):
        case ["bm", "tk", code, how]:
            return desk.tasks.give(address, person, f"{code} {how}")
        case ["bm", "tw", *name]:
            return desk.tasks.in_words(address, person, ":".join(name))
        case ["bm", "dv", number] if _numbers(number):
            return desk.visuals.marked_again(address, person, int(number))
    return ()


def _opinion(desk: FrontDesk, address: ChatAddress, person: Person, rest: Sequence[str]) -> Notices:
    match rest:
        case ["off"]:
            return desk.preferences.call_off(address, person)
        case [("up" | "down" | "better") as verb, written] if (subject := read_subject(written)) is not None:
            if verb == "better":
                return desk.preferences.better(address, person, subject)
            return desk.preferences.thumb(address, person, subject, verb == "up")
    return ()


def _speaking(desk: FrontDesk, address: ChatAddress, person: Person, data: str) -> Notices:
    match data.split(":"):
        case ["bm", "mode", mode]:
            return desk.speaking.begin(address, person, mode)
        case ["bm", "sp", number, verb] if number.isdecimal() and (verb in _IN_A_TEST or verb.startswith(AGAIN)):
            return desk.speaking.command(address, person, verb, int(number))
        case ["bm", "st", number] if number.isdecimal():
            return desk.speaking.difference(address, person, int(number))
        case ["bm", "sv", number, view] if number.isdecimal():
            return desk.speaking.view(address, person, int(number), view)
    return ()


def _in_a_group(desk: FrontDesk, address: ChatAddress, person: Person, data: str, *, admin: bool) -> Notices:
    match data.split(":"):
        case ["bm", "gd", step, *value]:
            return desk.groups.daily_pressed(address, person, step, ":".join(value), admin=admin)
        case ["bm", "gm", choice] if choice in ("", "thread", "private", "muted", "out"):
            return desk.groups.choose(address, person, choice)
        case ["bm", "gs", number] if _numbers(number):
            return desk.groups.share(address, person, int(number))
        case ["bm", "gc", *numbers] if len(numbers) == 3 and _numbers(*numbers):
            return desk.groups.challenge_pressed(address, person, *map(int, numbers))
        case ["bm", "gn", *numbers] if len(numbers) == 2 and _numbers(*numbers):
            return desk.groups.challenge_goes_on(address, person, *map(int, numbers))
    return ()


def _numbers(*texts: str) -> bool:
    return all(text.isascii() and text.isdecimal() and len(text) < 10 for text in texts)
