"""``bandmate run``: database, worker with its schedule, and front ends, started and ended together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from engine.private_folder import private_folder
from engine.pulse import is_stuck
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.store.recordings.shelf import check_recordings
from worker.app import QUEUES, worker_argv
from worker.parent import die_with_parent

if TYPE_CHECKING:  # what keeps a worker has no use for a conversation
    from rich.console import Console

    from bots.desk.frontdesk import FrontDesk

_STEADY = 10.0  # seconds after which a child counts as well started


@dataclass
class Child:
    """One process that is kept running: started again when it ends, later and later while it keeps ending.

    Without a ``log`` it writes, and is interrupted, where its parent is. One that lives and does nothing, by what
    ``is_stuck`` says of its process id, is ended too: a worker may lose its broker for good without noticing.
    """

    name: str
    argv: Sequence[str]
    log: Path | None
    say: Callable[[str], None]
    process: subprocess.Popen[bytes] | None = None
    backoff: float = 0.5
    started: float = 0.0
    ending: threading.Event = field(default_factory=threading.Event)
    is_stuck: Callable[[int], bool] = lambda _: False

    def start(self) -> None:
        """Start it."""
        with contextlib.ExitStack() as files:
            out = None if self.log is None else files.enter_context(self.log.open("ab"))
            self.process = subprocess.Popen(  # noqa: S603 - our own command line
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509 - one system call, no locks
                start_new_session=self.log is not None,
            )
        self.started = time.monotonic()

    def keep(self) -> None:
        """Watch it until it is to end. Exit code 4 says that somebody must set something up: it is not started again."""
        while not self.ending.is_set():
            if self.process is None:
                return
            code = self.process.poll()
            if code is None:
                if self.is_stuck(self.process.pid):
                    self.say(f"The {self.name} gives no sign of life; ending it.")
                    self.process.kill()
                    self.process.wait()
                self.ending.wait(0.2)
                continue
            if self.ending.is_set():
                return
            if code == 4:
                self.say(f"The {self.name} cannot start; {'it' if self.log is None else self.log} says why.")
                return
            self.backoff = 0.5 if time.monotonic() - self.started > _STEADY else min(self.backoff * 2, 30)
            self.say(f"The {self.name} ended ({code}); starting it again.")
            if not self.ending.wait(self.backoff):
                self.start()

    def end(self) -> None:
        """End it: politely, then by force."""
        self.ending.set()
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(8)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run_worker(settings: Settings, queues: Sequence[str] = QUEUES) -> int:
    """Keep a worker of these queues running until told to end; its exit code.

    A fault in a broker's library ends one now and then, or leaves it deaf.
    """
    private_folder(settings.home)
    check_recordings(settings)
    upgrade(settings)

    def say(line: str) -> None:
        sys.stderr.write(f"{line}\n")

    signal.signal(signal.SIGTERM, _stop)
    worker = Child("worker", worker_argv(settings, queues), None, say, is_stuck=_deaf(settings))
    try:
        worker.start()
        worker.keep()
    except KeyboardInterrupt:
        pass
    finally:
        worker.end()
    return 4 if worker.process is not None and worker.process.returncode == 4 else 0


def run_everything(settings: Settings) -> None:
    """Start everything and talk, or serve, or mark what is piped in; see ``bandmate run --help``."""
    from rich.console import Console

    from bots.desk.frontdesk import FrontDesk

    private_folder(settings.home)
    console = Console(highlight=False)
    upgrade(settings)

    def say(line: str) -> None:
        console.print(line, style="dim")

    log = settings.home / "worker.log"
    children = [Child("worker", worker_argv(settings), log, say, is_stuck=_deaf(settings))]
    for platform in _served(settings):
        argv = [sys.executable, "-m", "bots.cli", "bot", platform.lower()]
        children.append(Child(f"{platform} bot", argv, settings.home / f"{platform.lower()}.log", say))
    if settings.metrics_listen is not None:
        children.append(
            Child("metrics", [sys.executable, "-m", "bots.cli", "metrics"], settings.home / "metrics.log", say)
        )
    signal.signal(signal.SIGTERM, _stop)
    desk = FrontDesk.open(settings)
    try:
        for child in children:
            child.start()
            threading.Thread(target=child.keep, daemon=True).start()
        say(f"Started: {', '.join(child.name for child in children)}. Everything is kept in {settings.home}.")
        _front(settings, desk, console)
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.end()
        desk.close()


def _deaf(settings: Settings) -> Callable[[int], bool]:
    return lambda pid: is_stuck(settings.home, "worker", pid)


def _front(settings: Settings, desk: FrontDesk, console: Console) -> None:
    from bots.console.bot import ConsoleConversation, at_terminal
    from engine.marking.writing.samples import sample_essay

    sample = sample_essay()
    console.print(f"\nFirst a sample of ours (Task {sample.task.number}, {sample.word_count} words):", style="bold")
    shown = ConsoleConversation(desk, iter(()), console, who="sample", opinions=False)
    shown.submit(sample)
    if sys.stdin.isatty():
        at_terminal(desk, console, before=shown).talk(live=True)
        return
    piped = sys.stdin.read()
    if piped.strip():
        console.print("\nNow what was piped in:", style="bold")
        ConsoleConversation(desk, iter(()), console, who="piped").submit_text(piped)
    if served := _served(settings):
        console.print(f"Serving {' and '.join(served)}; end with Ctrl-C or SIGTERM.")
        threading.Event().wait()


def _served(settings: Settings) -> list[str]:
    """The platforms whose tokens are set."""
    tokens = {"Telegram": settings.telegram_token, "Discord": settings.discord_token}
    return [platform for platform, token in tokens.items() if token is not None]


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
