"""Log lines of discord.py without what people wrote: it logs payloads and tracebacks, whose words may be a learner's."""

from __future__ import annotations

import logging
import traceback

_LOGGERS = (
    "discord", "discord.client", "discord.http", "discord.gateway", "discord.state", "discord.shard",
    "discord.webhook.async_", "discord.ui.view", "discord.ui.modal", "discord.app_commands.tree",
    "discord.ext.commands.bot",
)  # fmt: skip


class _WithoutWords(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record; of an error, only its kind and its place."""
        error = record.exc_info[1] if record.exc_info else None
        record.exc_info = record.exc_text = None
        while error is not None and error.__cause__ is not None:
            error = error.__cause__
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
            record.msg, record.args = f"{type(error).__name__}{place}", ()
        return True


def keep_words_out_of_logs() -> None:
    """From now on, whatever level is set."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, _WithoutWords) for each in logger.filters):
            logger.addFilter(_WithoutWords())
        logger.setLevel(max(logger.level, logging.WARNING))
