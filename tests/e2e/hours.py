"""Hours pass for one group: what is due is moved in the database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Update, select, update

from engine.store.group_tables import GroupRow, PostRow, ScheduleRow
from engine.store.session import open_engine
from tests.e2e.telegram_house import House


async def falls_due(home: House[Any], chat: int, *, since: timedelta = timedelta(seconds=1)) -> None:
    """The next prompt's time has come in the group of this chat, so long ago."""
    missed = datetime.now(UTC) - since
    await _write(home, update(ScheduleRow).where(ScheduleRow.group_id.in_(_group(chat))).values(next_at=missed))


async def a_day_passes(home: House[Any], chat: int) -> None:
    """What was asked there was asked yesterday, and the digest is due."""
    now = datetime.now(UTC)
    await _write(
        home,
        update(PostRow).where(PostRow.group_id.in_(_group(chat))).values(posted_at=now - timedelta(days=1)),
        update(GroupRow).where(GroupRow.id.in_(_group(chat))).values(digest_at=now - timedelta(seconds=1)),
    )


async def is_switched_off(home: House[Any], chat: int) -> bool:
    """Whether that group is asked nothing any more."""

    def look() -> bool:
        engine = open_engine(home.settings.resolved_database_url)
        with engine.connect() as connection:
            active = connection.execute(select(GroupRow.active).where(GroupRow.id.in_(_group(chat)))).scalar_one()
        engine.dispose()
        return not active

    return await asyncio.to_thread(look)


def _group(chat: int) -> Select[tuple[int]]:
    """Its id; a topic's address begins with the chat's."""
    return select(GroupRow.id).where((GroupRow.chat_id == str(chat)) | GroupRow.chat_id.startswith(f"{chat}/"))


async def _write(home: House[Any], *changes: Update) -> None:
    def write() -> None:
        engine = open_engine(home.settings.resolved_database_url)
        with engine.begin() as connection:
            for change in changes:
                connection.execute(change)
        engine.dispose()

    await asyncio.to_thread(write)
