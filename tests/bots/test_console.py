"""The console conversation: typed lines in, text out, on a real desk; a worker's turn is taken between two looks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bots.console_bot import ConsoleConversation
from bots.frontdesk import FrontDesk
from engine.errors import TryAgain
from engine.marking.samples import sample_essay
from engine.ports import Work
from engine.practice.essays import mark_essay
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.wiring import build_marker, open_store

ESSAY = sample_essay("W2")


class Worker:
    """Marks what it was rung for when the console waits."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = open_store(settings)
        self.waiting: list[int] = []

    def ring(self, row_id: int, work: Work = Work.MARK) -> None:  # noqa: ARG002
        self.waiting.append(row_id)

    def sleep(self, _seconds: float) -> None:
        while self.waiting:
            assert mark_essay(self.store, build_marker(self.settings), self.settings, self.waiting.pop())


class Terminal:
    """Types lines and keeps what is shown."""

    def __init__(self, settings: Settings) -> None:
        upgrade(settings)
        self.worker = Worker(settings)
        self.desk = FrontDesk(self.worker.store, self.worker, settings)
        self.out = io.StringIO()

    def types(self, *lines: str) -> str:
        console = Console(file=self.out, width=100, highlight=False)
        self.out.truncate(0)
        ConsoleConversation(self.desk, iter(lines), console, sleep=self.worker.sleep).talk()
        return self.out.getvalue()


@pytest.fixture
def terminal(settings: Settings) -> Iterator[Terminal]:
    opened = Terminal(settings)
    yield opened
    opened.worker.store.close()


def test_a_whole_conversation(terminal: Terminal) -> None:
    shown = terminal.types(*ESSAY.text.splitlines(), ".", "1", ESSAY.task.prompt or "", ".", "5", "2", "/quit")
    for step in ("Welcome to Bandmate", "Which task is this", "send me the question", "You are next", "Task 2 essay: band",
                 "Corrections", "Coherence and Cohesion", "→"):  # fmt: skip
        assert step in shown
    assert shown.index("Which task") < shown.index("send me the question") < shown.index("You are next")


def test_a_file(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "essay.txt"
    file.write_text(f"{ESSAY.task.prompt}\n\n{ESSAY.text}", "utf-8")
    assert "Task 2 essay: band" in terminal.types(f"/file {file}")
    assert "no such file" in terminal.types("/file nowhere.txt")


def test_the_report_is_saved_as_a_file(terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    terminal.types(f"{ESSAY.task.prompt}\n\n{ESSAY.text}", ".", "7")
    (report,) = tmp_path.glob("bandmate-report-*.md")
    assert "## Corrections" in report.read_text("utf-8")


def test_commands_and_mistakes(terminal: Terminal) -> None:
    shown = terminal.types("/help", "/accuracy", "/cancel", "/nonsense", "hello", ".", "/quit", "never read")
    for answer in (
        "What you can send",
        "How wrong am I",
        "nothing to cancel",
        "do not know this command",
        "I need your whole answer",
    ):
        assert answer in shown


def test_brackets_in_an_essay_are_no_markup(terminal: Terminal) -> None:
    text = f"[red]Some people[/red] think so [1].\n\n{ESSAY.text}"
    assert "band" in terminal.types(text, ".", "1", "1")


def test_a_database_that_is_away_is_waited_for(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    due, calls = terminal.desk.due, iter([True])

    def away_once(*where: object) -> object:
        if next(calls, False):
            raise TryAgain("busy")
        return due(*where)  # type: ignore[arg-type]

    monkeypatch.setattr(terminal.desk, "due", away_once)
    assert "Task 2 essay: band" in terminal.types(f"{ESSAY.task.prompt}\n\n{ESSAY.text}", ".")
