"""How fast the bot writes: below Telegram's limits of 30 messages a second and 20 a minute in a group, in any window."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

_WRITES = ("send", "edit", "copy", "forward")


class Pace(AIORateLimiter):
    """The library's limiter, for messages only: asking who somebody is costs a chat nothing.

    Its buckets let through their size at once and as much again in each period, so they are smaller than the limits: 4
    at once and 22 a second are 26 in any second, with room for what bunches up on the way; 8 at once and 12 a minute
    are 20 in any minute. It does not retry: on a 429 it would hold back every chat, while the courier puts off only the
    one that was told to wait.
    """

    def __init__(self) -> None:
        super().__init__(
            overall_max_rate=4, overall_time_period=0.18, group_max_rate=8, group_time_period=40, max_retries=0
        )

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401 - the library's own signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # noqa: ANN401
        """Make a call when it is its turn."""
        if not endpoint.startswith(_WRITES):
            return await callback(*args, **kwargs)
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)
