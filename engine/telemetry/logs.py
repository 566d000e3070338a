"""Log lines for people or for machines, each with the job that it is about: ids and events, never words or names."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from engine.settings import Settings
from engine.telemetry.about import current_job
from engine.telemetry.traces import current_trace

_OUR_OWN = ("bots.", "engine.", "worker.")


class JsonLines(logging.Formatter):
    """One JSON object a line.

    Of an error only its type and where it was raised are told: its own words may be a learner's. What a library says
    is kept as it is, like in the lines for people.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
        }
        named = {"job": current_job(), "trace": current_trace()}
        line |= {name: value for name, value in named.items() if value is not None}
        if record.exc_info is None or record.exc_info[0] is None:
            line["message"] = record.getMessage()
        else:
            # Libraries put the error's words into the message beside it.
            line["message"] = record.getMessage() if record.name.startswith(_OUR_OWN) else "an error"
            line["error"] = record.exc_info[0].__name__
            line["where"] = [f"{f.filename}:{f.lineno}" for f in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)


def set_up(settings: Settings) -> None:
    """Log to standard error, at the level and in the form that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    if settings.log == "json":
        handler.setFormatter(JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
    for chatty in ("alembic", "httpx", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
