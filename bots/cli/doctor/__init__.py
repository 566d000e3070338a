"""``bandmate doctor``: what is configured, what answers, what is missing, and the command that mends it."""

from __future__ import annotations

from collections.abc import Callable

from bots.cli.doctor.chats import discord, telegram
from bots.cli.doctor.finding import Finding
from bots.cli.doctor.machine import home, python
from bots.cli.doctor.models import ears, language_model, scorer, voice
from bots.cli.doctor.queues import broker, jobs, workers
from bots.cli.doctor.seen import metrics, traces
from bots.cli.doctor.store import backups, database, recordings
from engine.settings import Settings

_LOOKS: tuple[Callable[[Settings], Finding], ...] = (
    python, home, database, recordings, backups, broker, workers, jobs,
    scorer, language_model, voice, ears, telegram, discord, metrics, traces,
)  # fmt: skip


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything; slow servers are waited for a few seconds."""
    return tuple(look(settings) for look in _LOOKS)
