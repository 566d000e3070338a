"""The same conversation in a terminal: what a newcomer runs first. The worker marks; this only talks."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bots.frontdesk import FrontDesk
from bots.markup import rich_text
from bots.replies import Button, Reply, reply_to
from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.notices import AboutSubmission, MarkingFailed, Notice, Queued, ReportReady, Withdrawn, Working
from engine.ielts.writing import Essay
from engine.settings import Settings

HINT = (
    "Paste your answer (the question first, if you have it) and end with a line that has only a full stop."
    "  /file PATH sends a file, a number presses a button, /help and /quit do what they say."
)
_PATIENCE = 180.0


class ConsoleConversation:
    """One conversation. ``lines`` is what is typed, without line ends; ``console`` is where it is answered."""

    def __init__(
        self,
        desk: FrontDesk,
        lines: Iterator[str],
        console: Console,
        who: str = "local",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._desk = desk
        self._lines = lines
        self._console = console
        self._sleep = sleep
        # One address a conversation: a report that an earlier one left behind is not this one's answer.
        self._address = ChatAddress(Platform.CONSOLE, who)
        self._person = Person(Platform.CONSOLE, who, None)
        self._buttons: list[Button] = []
        self._shown: dict[str, str] = {}

    def talk(self) -> None:
        """Until the input ends or /quit."""
        self._show(self._desk.started(self._address, self._person))
        self._console.print(HINT, style="dim")
        for line in self._lines:
            entry = line.strip()
            if not entry or entry == ".":
                continue
            if entry in ("/quit", "/exit"):
                return
            self._take(entry)

    def submit(self, essay: Essay) -> ReportReady | None:
        """Send a whole essay, answer what is asked, and wait for its report; ``None``: there is none."""
        text = f"{essay.task.prompt}\n\n{essay.text}" if essay.task.prompt else essay.text
        return self._follow(self._answering(self._desk.text(self._message(text)), essay.task.code))

    def submit_text(self, text: str) -> ReportReady | None:
        """Send whatever was piped in; a task that it does not tell is taken to be Task 2."""
        return self._follow(self._answering(self._desk.text(self._message(text)), "W2"))

    def _answering(self, notices: Sequence[Notice], code: str) -> Sequence[Notice]:
        for _ in range(2):
            for notice in notices:
                if type(notice).__name__ == "AskTask" and isinstance(notice, AboutSubmission):
                    notices = self._desk.task_chosen(self._address, self._person, notice.submission_id, code)
                elif type(notice).__name__ == "AskPrompt" and isinstance(notice, AboutSubmission):
                    notices = self._desk.prompt_skipped(self._address, self._person, notice.submission_id)
        return notices

    def _take(self, entry: str) -> None:
        if entry.isdigit() and self._buttons:
            self._press(int(entry))
        elif entry.startswith("/"):
            self._command(entry)
        else:
            self._follow(self._desk.text(self._message(self._rest_of(entry))))

    def _rest_of(self, first: str) -> str:
        lines = [first]
        for line in self._lines:
            if line.strip() == ".":
                break
            lines.append(line)
        return "\n".join(lines)

    def _command(self, entry: str) -> None:
        name, _, argument = entry.partition(" ")
        match name:
            case "/start":
                self._show(self._desk.started(self._address, self._person))
            case "/help":
                self._show(self._desk.helped(self._address, self._person))
                self._console.print(HINT, style="dim")
            case "/accuracy":
                self._show(self._desk.accuracy(self._address, self._person))
            case "/cancel":
                self._show(self._desk.withdrawn(self._address, self._person))
            case "/file":
                self._file(Path(argument.strip().strip("\"'")).expanduser())
            case _:
                self._show(self._desk.unknown_command(self._address, self._person))

    def _file(self, path: Path) -> None:
        try:
            size = path.stat().st_size
            message = self._message("")
            if size > 10_000_000:
                self._show(self._desk.file_too_big(message, size))
                return
            data = path.read_bytes()
        except OSError:
            self._console.print("There is no such file.")
            return
        self._follow(self._desk.file(message, ChatFile(path.name, data)))

    def _press(self, number: int) -> None:
        if not 1 <= number <= len(self._buttons):
            self._console.print(f"There are buttons 1 to {len(self._buttons)}.")
            return
        match self._buttons[number - 1].data.split(":"):
            case ["bm", "task", i, code]:
                self._follow(self._desk.task_chosen(self._address, self._person, int(i), code))
            case ["bm", "skip", i]:
                self._follow(self._desk.prompt_skipped(self._address, self._person, int(i)))
            case ["bm", "cancel", i]:
                self._show(self._desk.withdrawn(self._address, self._person, int(i)))
            case ["bm", "view", i, view]:
                self._show(self._desk.view(self._address, self._person, int(i), view))

    def _follow(self, notices: Sequence[Notice]) -> ReportReady | None:
        """Show what was answered; where an essay now waits, show its progress until the report is here."""
        self._show(notices)
        waiting = next((n for n in notices if isinstance(n, Queued | Working)), None)
        return None if waiting is None else self._await(waiting.submission_id)

    def _await(self, submission_id: int) -> ReportReady | None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                for parcel in self._desk.due(Platform.CONSOLE):
                    if parcel.address != self._address:
                        self._desk.delivered(parcel)  # a conversation that has ended: nobody is there to read it
                        continue
                    self._show((parcel.notice,))
                    self._desk.delivered(parcel)
                    if isinstance(parcel.notice, ReportReady | MarkingFailed) and (
                        parcel.notice.submission_id == submission_id
                    ):
                        return parcel.notice if isinstance(parcel.notice, ReportReady) else None
                self._show([each.notice for each in self._desk.live(Platform.CONSOLE) if each.address == self._address])
            except TryAgain as trouble:
                self._sleep(trouble.after.total_seconds())
            self._sleep(0.1)
        self._console.print("No worker has marked it yet. It is safe: start one with  bandmate worker")
        return None

    def _show(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            reply = reply_to(notice)
            if notice.slot is not None:
                if self._shown.get(notice.slot) == reply.digest:
                    continue
                self._shown[notice.slot] = reply.digest
            self._print(reply, quiet=isinstance(notice, Queued | Withdrawn))

    def _print(self, reply: Reply, *, quiet: bool) -> None:
        self._console.print()
        self._console.print(rich_text(reply.html))
        if reply.file is not None:
            path = Path(reply.file.name)
            path.write_bytes(reply.file.data)
            self._console.print(f"Saved as {path}")
        if reply.buttons and not quiet:
            self._buttons = [button for row in reply.buttons for button in row]
            labels = "   ".join(f"[{number}] {button.label}" for number, button in enumerate(self._buttons, 1))
            self._console.print(labels, style="dim", markup=False, highlight=False)

    def _message(self, text: str) -> ChatMessage:
        return ChatMessage(self._address, self._person, uuid.uuid4().hex, text, datetime.now(UTC))


def typed_lines(prompt: str = "› ") -> Iterator[str]:
    """What is typed, line by line, until the end of the input."""
    interactive = sys.stdin.isatty()
    while True:
        if interactive:
            sys.stdout.write(prompt)
            sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        yield line.rstrip("\r\n")


def converse(settings: Settings) -> None:
    """A conversation on standard input and output; a worker must run beside it."""
    from engine.store.migrate import upgrade

    upgrade(settings)
    desk = FrontDesk.open(settings)
    try:
        ConsoleConversation(desk, typed_lines(), Console(highlight=False)).talk()
    finally:
        desk.close()
