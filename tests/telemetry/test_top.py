"""``bandmate top``: one look shows everything and nobody, and a key ends it."""

from __future__ import annotations

import io
import os
import pty
import termios
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bots.cli.keyboard import keyboard
from bots.cli.main import app
from bots.cli.top import Top
from bots.desk import latency
from engine.errors import TryAgain
from engine.settings import Settings
from engine.telemetry.durations import Duration, quantile
from engine.wiring import open_store
from worker.answering import Workers


def shown(settings: Settings) -> str:
    store = open_store(settings)
    console = Console(record=True, width=100, file=io.StringIO())
    console.print(Top(settings, store).frame())
    store.close()
    return console.export_text()


def test_one_look_shows_what_waits_and_nobody(measuring: Settings) -> None:
    latency.write(measuring.home, latency.Stopwatch({"database": 0.25, "voice": 12.0}))
    text = shown(measuring.model_copy(update={"metrics_listen": None}))
    words = [line.split() for line in text.splitlines()]
    assert ["essay", "1", "0", "1", "0", "s"] in words
    assert ["telegram", "1", "0", "s"] in words
    assert ["reply,", "database", "0.25", "0.25", "1"] in words
    assert ["reply,", "voice", "12", "12", "1"] in words
    assert "bandmate jobs list --state given-up" in text
    assert "No worker" in text
    assert "BANDMATE_METRICS_LISTEN" in text
    assert "Marmalade" not in text


def test_what_processes_measured_is_shown(measuring: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("prometheus_client", reason="the metrics extra is not installed")
    from engine.telemetry import durations, exposition

    found = (Duration("mark", 41, 0.75, 31.0),)
    monkeypatch.setattr(durations, "durations", lambda _: found)
    monkeypatch.setattr(exposition, "errors_by_family", lambda _: {"operator": 2.0})
    words = [line.split() for line in shown(measuring).splitlines()]
    assert ["mark", "0.75", "31", "41"] in words
    assert ["operator", "2"] in words


def test_a_queue_and_a_database_that_are_away_are_said_to_be(
    measuring: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> int:
        raise TryAgain("the broker is away")

    monkeypatch.setattr(Workers, "answering", away)
    text = shown(measuring.model_copy(update={"broker_url": "redis://127.0.0.1:1/0", "metrics_listen": None}))
    assert "The queue does not answer" in text
    assert "essay" in text
    text = shown(measuring.model_copy(update={"database_url": f"sqlite:///{tmp_path}", "metrics_listen": None}))
    assert "bandmate doctor" in text


def test_top_once_ends() -> None:
    result = CliRunner().invoke(app, ["top", "--once"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "all delivered" in result.output


def test_a_key_ends_it_and_the_terminal_is_as_it_was() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with os.fdopen(theirs) as stdin, keyboard(stdin) as keys:
        assert keys.pressed(0) == ""
        os.write(ours, b"xQ")
        assert [keys.pressed(60), keys.pressed(60)] == ["x", "q"]
        assert not termios.tcgetattr(theirs)[3] & termios.ICANON
        termios.tcsetattr(theirs, termios.TCSANOW, before)
        os.close(ours)
        assert keys.pressed(60) == "q"


@pytest.mark.parametrize(
    ("share", "buckets", "value"),
    [
        (0.5, [(1, 0), (2, 10), (float("inf"), 10)], 1.5),
        (0.95, [(1, 50), (2, 90), (4, 100), (float("inf"), 100)], 3.0),
        (0.5, [(1, 4), (float("inf"), 4)], 0.5),
        (0.95, [(1, 1), (5, 1), (float("inf"), 10)], 5.0),
    ],
)
def test_a_quantile_is_what_promql_makes_of_it(share: float, buckets: list[tuple[float, float]], value: float) -> None:
    assert quantile(share, buckets) == pytest.approx(value)
