"""``bandmate metrics`` and ``bandmate top``: for Prometheus, and for people."""

from __future__ import annotations

from typing import Annotated

import typer

from bots.cli.operators import opened


def add_metrics_commands(app: typer.Typer) -> None:
    """Add the commands to the one command."""
    for command in (metrics, top):
        app.command()(command)


def metrics() -> None:
    """Show Prometheus at BANDMATE_METRICS_LISTEN how things stand and what the processes of this machine measured.

    Example: BANDMATE_METRICS_LISTEN=127.0.0.1:9464 bandmate metrics
    """
    import signal
    from threading import Event

    from engine.settings import read_settings
    from engine.telemetry.exposition import serve

    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    store = opened()
    try:
        serve(read_settings(), store, stop)
    finally:
        store.close()


def top(
    once: Annotated[bool, typer.Option("--once", help="Show it once and end.")] = False,
    every: Annotated[float, typer.Option(min=0.5, help="Seconds between two looks.")] = 2.0,
) -> None:
    """Watch queues, workers, how long work takes, and what was not delivered; q or Ctrl-C ends it.

    Example: bandmate top --once
    """
    import contextlib
    import sys

    from rich.console import Console
    from rich.live import Live

    from bots.cli.keyboard import keyboard
    from bots.cli.top import Top
    from engine.settings import read_settings

    store = opened()
    view, console = Top(read_settings(), store), Console()
    try:
        if once:
            console.print(view.frame())
            return
        with (
            contextlib.suppress(KeyboardInterrupt),
            keyboard(sys.stdin) as keys,
            Live(view.frame(), console=console, screen=True, auto_refresh=False) as live,
        ):
            while keys.pressed(every) != "q":
                live.update(view.frame(), refresh=True)
    finally:
        store.close()
