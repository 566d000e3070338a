"""What Bandmate's commands are called in a host's bot, whose own must not be taken: in handlers and in what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bots.desk.private import COMMANDS as PRIVATE
from bots.replies.reply import Reply

COMMANDS = (
    "start",
    "help",
    "speaking",
    "drill",
    "task",
    "data",
    "daily",
    "challenge",
    "ask",
    "why",
    "cancel",
    "accuracy",
    *PRIVATE,
)
GROUP_COMMANDS = (
    "daily",
    "challenge",
    "mark",
    "ask",
    "why",
    "speaking",
    "drill",
    "task",
    "data",
    "help",
    "cancel",
    "accuracy",
)
ALL_COMMANDS = frozenset({*COMMANDS, *GROUP_COMMANDS, "said", "repeat", "pause", "resume", "stop", "rerate"})
_FITS = re.compile(r"[a-z0-9_]{1,32}")
_COMMAND = re.compile(r"(?<![\w/<&])/([a-z]+)\b")


@dataclass(frozen=True)
class CommandNames:
    """``prefix`` goes before every name that ``renamed`` does not replace.

    Raises:
        ValueError: a command of Telegram cannot be called so.
    """

    prefix: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (f"{self.prefix}start", *self.renamed.values()):
            if not _FITS.fullmatch(name):
                raise ValueError(f"a command has 1 to 32 small letters, digits and underscores: {name!r}")

    @property
    def changed(self) -> bool:
        """Whether any command has another name."""
        return bool(self.prefix or self.renamed)

    def of(self, name: str) -> str:
        """What the command ``name`` is called here."""
        return self.renamed.get(name, f"{self.prefix}{name}")

    def put_into(self, reply: Reply) -> Reply:
        """A reply that tells of commands by the names that they have here."""
        if not self.changed:
            return reply

        def called(found: re.Match[str]) -> str:
            return f"/{self.of(found[1])}" if found[1] in ALL_COMMANDS else found[0]

        return replace(reply, html=_COMMAND.sub(called, reply.html))
