"""Logging for our own processes: ids and events, never a learner's words, a name or a token."""

from __future__ import annotations

from engine.settings import Settings
from engine.telemetry import logs, measured, traces


def set_up(settings: Settings, process: str) -> None:
    """Log as the settings say, measure if they say so, and tell of spans if the environment says where to.

    Raises:
        OperatorMistake: what measuring needs is not here, or its address cannot be used.
    """
    logs.set_up(settings)
    measured.switch_on(settings)
    measured.answer(settings)
    traces.switch_on(process)
