"""Groups: a thousand of them at 08:30, within Telegram's limits.

The real front end, courier and database (SQLite) against the Bot API double on loopback, in one process; the beat's own
function posts. In the first row one group is asked 24 times more, to see its own limit. Nothing is retried: a 429 would be counted.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from bots.desk.frontdesk import FrontDesk
from bots.telegram.bot import serve
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.groups.schedule import PromptKind, Schedule
from engine.practice.groups.posting import post_all
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.store.store import Store
from tests.doubles.telegram_api import Call, TelegramApi
from worker.jobs import CeleryJobQueue

GROUPS = int(os.environ.get("BANDMATE_BENCH_GROUPS", "1000"))
BUSY = int(os.environ.get("BANDMATE_BENCH_BUSY", "24"))


def most(times: Iterable[float], seconds: float) -> int:
    """The most of these moments in any window of so many seconds."""
    ordered = sorted(times)
    best = start = 0
    for end, moment in enumerate(ordered):
        while moment - ordered[start] >= seconds:
            start += 1
        best = max(best, end - start + 1)
    return best


@dataclass
class ShiftedClock:
    """The time, so much later: what is due tomorrow is due now, and leases run out as they do."""

    later: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.later


def plan(store: Store, api: TelegramApi, kind: PromptKind, busy: int) -> None:
    """A thousand groups at 08:30, one of them asked ``busy`` times more."""
    for number in range(GROUPS):
        chat = ChatAddress(Platform.TELEGRAM, str(api.group(f"Group {number}").id))
        with store.transaction() as tx:
            group = tx.groups.open(chat, "Asia/Shanghai", "en")
            tx.groups.add(group.id, Schedule(clock_time(8, 30), "Asia/Shanghai", kind))
            if number == 0:
                for _ in range(busy):
                    tx.groups.post(group, "essay:zoos", None, timedelta(days=1))


async def run(home: Path, kind: PromptKind, busy: int) -> tuple[float, float, list[Call]]:
    """Seconds that deciding took, seconds from due to the last message, and what Telegram was sent."""
    async with TelegramApi() as api:
        settings = Settings(home=home, telegram_token=api.token, telegram_api_url=api.url, _env_file=None)  # type: ignore[call-arg, arg-type]
        upgrade(settings)
        clock = ShiftedClock()
        store = Store.open(settings.resolved_database_url, clock)
        plan(store, api, kind, busy)
        clock.later = timedelta(days=1)
        desk, stop = FrontDesk(store, CeleryJobQueue(settings), settings), asyncio.Event()
        serving = asyncio.create_task(serve(settings, desk, stop))
        while not api.count("getUpdates") and not any(call.method == "deleteWebhook" for call in api.calls):
            await api.changed(0.5)
        began = time.monotonic()
        await asyncio.to_thread(post_all, store)
        decided = time.monotonic() - began
        posted = GROUPS + busy
        while api.count("sendMessage") + api.count("sendVoice") < posted:
            await api.changed(0.5)
        stop.set()
        await serving
        desk.close()
    sent = [call for call in api.calls if call.method.startswith("send")]
    return decided, max(call.at for call in sent) - began, sent


def show(what: str, decided: float, took: float, sent: list[Call]) -> None:
    """A row."""
    by_chat: dict[str, list[float]] = {}
    for call in sent:
        by_chat.setdefault(str(call.params["chat_id"]), []).append(call.at)
    busiest = max(by_chat, key=lambda chat: len(by_chat[chat]))
    refused = Counter(call.status for call in sent if call.status != 200)
    twice = sum(len(times) > 1 for chat, times in by_chat.items() if chat != busiest)
    second, minute = most((call.at for call in sent), 1.0), max(most(times, 60.0) for times in by_chat.values())
    once = sorted(times[0] for times in by_chat.values() if len(times) == 1)
    order = [int(call.params["chat_id"]) for call in sent if len(by_chat[str(call.params["chat_id"])]) == 1]
    due = {chat: place for place, chat in enumerate(sorted(order, reverse=True))}
    late = max(abs(place - due[chat]) for place, chat in enumerate(order))
    sys.stdout.write(
        f"| {what} | {len(by_chat)} | {decided:.1f} | {once[-1] - (max(call.at for call in sent) - took):.0f} |"
        f" {second} | {minute} | {sum(refused.values())} | {twice} | {late} |\n"
    )


def main() -> None:
    """Prompts to be read, and prompts that are read aloud."""
    logging.disable(logging.CRITICAL)
    os.environ["PTB_TIMEDELTA"] = "true"
    sys.stdout.write(
        "| prompts | groups | s to decide | s until each of them had its prompt | most messages in any second (30) |"
        " most in any minute in one group (20) | refused | groups asked twice | most places out of turn |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
    )
    for what, kind, busy in (
        ("word families, read", PromptKind.VOCABULARY, BUSY),
        ("speaking, read aloud", PromptKind.SPEAKING, 0),
    ):
        with tempfile.TemporaryDirectory() as folder:
            show(what, *asyncio.run(run(Path(folder), kind, busy)))


if __name__ == "__main__":
    main()
