"""What can go wrong with calls to the Bot API double, on demand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.doubles.telegram_chats import Chat, Json
from tests.doubles.telegram_params import Refusal


@dataclass
class Trouble:
    """What goes wrong with the next calls of ``method``: a status, a dropped connection, or a wait."""

    method: str
    times: int
    chat: int | None = None
    status: int = 0
    words: str = "Bad Gateway"
    retry_after: int = 0
    dropped: bool = False
    after_doing: bool = False
    seconds: float = 0.0
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Troubles:
    """The troubles that were ordered and have not come yet."""

    def __init__(self) -> None:
        self._troubles: list[Trouble] = []

    def busy(self, method: str, *, retry_after: int = 1, times: int = 1, chat: Chat | None = None) -> None:
        """429 with ``retry_after``."""
        where = chat.id if chat else None
        self._troubles.append(Trouble(method, times, where, status=429, retry_after=retry_after))

    def fails(self, method: str, *, status: int = 502, times: int = 1) -> None:
        """A 5xx."""
        self._troubles.append(Trouble(method, times, status=status))

    def refuses(self, method: str, description: str, *, times: int = 1) -> None:
        """400 with these words."""
        self._troubles.append(Trouble(method, times, status=400, words=description))

    def drops(self, method: str, *, times: int = 1, after_doing: bool = False) -> None:
        """The connection closes without an answer, before the call was done or after."""
        self._troubles.append(Trouble(method, times, dropped=True, after_doing=after_doing))

    def stalls(self, method: str, chat: Chat, seconds: float, times: int = 1) -> None:
        """The answer takes long, or until all heals."""
        self._troubles.append(Trouble(method, times, chat.id, seconds=seconds))

    def heals(self) -> None:
        """Nothing more goes wrong."""
        for trouble in self._troubles:
            trouble.over.set()
        self._troubles.clear()

    def _trouble(self, method: str, params: Json) -> Trouble | None:
        for trouble in self._troubles:
            here = trouble.chat is None or str(trouble.chat) == str(params.get("chat_id"))
            if trouble.method == method and here and trouble.times > 0:
                trouble.times -= 1
                return trouble
        return None


def raise_for(trouble: Trouble | None) -> None:
    """Answer with the trouble's complaint, where it has one."""
    if trouble is not None and trouble.status == 429:
        after = trouble.retry_after
        raise Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after)
    if trouble is not None and trouble.status:
        raise Refusal(trouble.status, trouble.words)
