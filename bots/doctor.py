"""``bandmate doctor``: what is configured, what answers, what is missing, and the command that mends it."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bots.latency import read
from engine.errors import OperatorMistake, TryAgain
from engine.settings import Settings

State = Literal["fine", "off", "broken"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``off`` is a choice, ``broken`` needs the ``mend``."""

    what: str
    state: State
    detail: str
    mend: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything; slow servers are waited for a few seconds."""
    looks: tuple[Callable[[Settings], Finding], ...] = (
        _python, _home, _database, _broker, _worker, _scorer, _voice, _ears, _telegram,
    )  # fmt: skip
    return tuple(look(settings) for look in looks)


def print_findings(findings: tuple[Finding, ...], *, as_json: bool) -> None:
    """A table, or a JSON list."""
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False) + "\n")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("", "what", "how it is", "what mends it"):
        table.add_column(heading)
    marks = {"fine": "[green]✓[/green]", "off": "[dim]–[/dim]", "broken": "[red]✗[/red]"}
    for each in findings:
        table.add_row(marks[each.state], each.what, escape(each.detail), escape(each.mend))
    Console().print(table)


def print_latency(settings: Settings, *, as_json: bool) -> None:
    """From a voice note's arrival at the bot to the examiner's reply, stage by stage, over the last turns."""
    rows = read(settings.home)
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows]) + "\n")
        return
    if not rows:
        sys.stdout.write("No turn has been timed here yet: answer a question of a Speaking test with a voice note.\n")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(f"over {rows[-1].turns} turns")
    for heading in ("median ms", "95th percentile ms"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(row.stage, f"{row.median_ms:.0f}", f"{row.p95_ms:.0f}")
    Console().print(table)


def _python(_: Settings) -> Finding:
    return Finding("Python", "fine", ".".join(map(str, sys.version_info[:3])))


def _home(settings: Settings) -> Finding:
    try:
        settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return Finding("home folder", "broken", str(settings.home), "set BANDMATE_HOME to a folder you may write to")
    if not os.access(settings.home, os.W_OK):
        return Finding("home folder", "broken", f"{settings.home} is read-only", "set BANDMATE_HOME to another folder")
    return Finding("home folder", "fine", str(settings.home))


def _database(settings: Settings) -> Finding:
    from engine.store.migrate import current

    kind = settings.resolved_database_url.split(":", 1)[0]
    try:
        at, newest = current(settings)
    except OperatorMistake as mistake:
        return Finding("database", "broken", kind, str(mistake))
    except TryAgain:
        return Finding("database", "broken", f"{kind} does not answer", "start it, or mend BANDMATE_DATABASE_URL")
    if at != newest:
        return Finding("database", "broken", f"{kind} at {at or 'nothing yet'}, newest {newest}", "bandmate db upgrade")
    return Finding("database", "fine", f"{kind} at {at}")


def _broker(settings: Settings) -> Finding:
    if settings.broker_url is None:
        return Finding("queue", "fine", "embedded, files in the home folder")
    kind = settings.broker_url.split(":", 1)[0]
    from worker.app import make_app

    app = make_app(settings)
    try:
        with app.connection_for_write(connect_timeout=3) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
    except (OSError, app.connection_for_write().connection_errors, ImportError):
        return Finding("queue", "broken", f"{kind} does not answer", "start it, or mend BANDMATE_BROKER_URL")
    return Finding("queue", "fine", f"{kind} answers")


def _worker(settings: Settings) -> Finding:
    if settings.broker_url is None:
        return Finding("worker", "off", "not asked (the embedded queue cannot be)", "bandmate run, or bandmate worker")
    from worker.app import make_app

    app = make_app(settings)
    try:
        answers = app.control.ping(timeout=1.5)
    except (OSError, app.connection_for_write().connection_errors):
        answers = []
    if not answers:
        return Finding("worker", "broken", "none answers", "bandmate worker")
    return Finding("worker", "fine", f"{len(answers)} answering")


def _scorer(_: Settings) -> Finding:
    from engine.marking.samples import sample_essay
    from engine.wiring import build_marker

    try:
        report = build_marker(Settings()).mark(sample_essay())
    except (OSError, ValueError, KeyError):
        return Finding("scorer", "broken", "its data files are damaged", "install bandmate again")
    return Finding("scorer", "fine", f"{report.scorer} gives our sample band {report.overall}")


def _voice(settings: Settings) -> Finding:
    from engine.wiring import build_voice

    try:
        voice = build_voice(settings)
        if voice is None:
            return Finding("examiner's voice", "off", "the examiner is read, not heard", "unset BANDMATE_VOICE")
        if settings.voice == "edge":
            return Finding("examiner's voice", "fine", f"{voice.name}: the examiner's words go to Microsoft's servers")
        spoken = voice.say("Good day.", settings.voice_speed)
    except OperatorMistake as mistake:
        return Finding("examiner's voice", "broken", settings.voice, str(mistake))
    except TryAgain:
        return Finding("examiner's voice", "broken", f"{settings.voice} does not answer", "BANDMATE_VOICE=espeak")
    return Finding(
        "examiner's voice", "fine", f"{voice.name} said “Good day.” in {len(spoken.samples) / spoken.rate:.1f} s"
    )


def _ears(settings: Settings) -> Finding:
    from engine.wiring import build_recogniser

    try:
        recogniser = build_recogniser(settings)
    except OperatorMistake as mistake:
        return Finding("speech to text", "broken", "the model that is named is not here", str(mistake))
    if recogniser is None:
        mend = "pip install 'bandmate[whisper]' && bandmate models pull whisper-small"
        return Finding("speech to text", "off", "no model here: learners type what they said", mend)
    return Finding("speech to text", "fine", recogniser.name)


def _telegram(settings: Settings) -> Finding:
    if settings.telegram_token is None:
        return Finding("Telegram", "off", "no token", "set BANDMATE_TELEGRAM_TOKEN (README: how to get one)")
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token.get_secret_value()}/getMe"
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - the operator's own Bot API server
            name = json.load(answer)["result"]["username"]
    except urllib.error.HTTPError:
        return Finding("Telegram", "broken", "the token is refused", "check BANDMATE_TELEGRAM_TOKEN")
    except (OSError, ValueError, KeyError):
        return Finding("Telegram", "broken", "the Bot API server does not answer", "check BANDMATE_TELEGRAM_API_URL")
    return Finding("Telegram", "fine", f"@{name}")
