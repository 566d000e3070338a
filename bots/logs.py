"""Logging for our own processes: ids and events, never a learner's words, a name or a token."""

from __future__ import annotations

import logging

from engine.settings import Settings


def set_up(settings: Settings) -> None:
    """Log to standard error at the level that the settings name."""
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("alembic", "httpx", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
