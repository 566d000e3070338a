"""A learner looks at what is kept, takes it along and has it erased: the real bot, a real worker, every file searched."""

from __future__ import annotations

import asyncio
import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select

from engine.marking.writing.samples import sample_essay
from tests.e2e.sitting import goes_on_to_part_1, is_asked_for_home
from tests.e2e.telegram_house import House, house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
MARK = "zanzibarwhisperingturnip"
SAMPLE = sample_essay("W2")
ESSAY = f"{SAMPLE.task.prompt}\n\n{SAMPLE.text}\n\nIn my town a {MARK} is sold in every shop."


async def _looks_takes_and_leaves(home: House) -> None:
    mei = home.api.private_chat("Mei")
    await mei.says("/start")
    assert "365 days" in (await mei.sees("so that you can open them again")).text
    await mei.says(ESSAY)
    await mei.sees("Task 2 essay: band")
    await mei.says(f"/why is {MARK} wrong?")
    await mei.sees("What ")
    await mei.says("/speaking practice")
    await mei.sees("What should I call you")
    await mei.says(f"My name is {MARK}, and my friends call me so.")
    origin = await is_asked_for_home(mei)
    await mei.says(f"I come from {MARK}, which is a small town near the sea.")
    await goes_on_to_part_1(mei, origin)

    await mei.says("/privacy")
    shown = await mei.sees("What I keep, and where")
    assert [label[:4] for label in shown.labels] == ["Keep", "Keep", "Allo", "📦 Gi", "🗑 Fo"]
    await mei.presses("Keep my recordings")
    assert (await mei.sees("kept for 30 days")).id == shown.id, "in the same message"
    await mei.says("/export")
    name, packed = await mei.sees_file()
    assert name == "bandmate-export.zip"
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert MARK in archive.read("bandmate.json").decode()

    await mei.says("/forget")
    asked = await mei.sees("Shall I forget you?")
    assert "everything stays" in (await _after(mei.presses("No, keep it", asked), mei.sees("Everything stays"))).lower()
    await mei.presses("Yes, erase everything", asked)
    await mei.sees("I have erased everything")
    assert "cannot find that report" in await mei.presses("✏️ Corrections")
    await mei.says("/history")
    await mei.sees("nothing to look back on")
    await mei.says("/settings language zh-Hans")
    await mei.sees("你的设置")


async def _after(first: object, then: object) -> str:
    await first  # type: ignore[misc]
    return (await then).text  # type: ignore[misc, no-any-return]


def holding(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and MARK.encode() in _content(path)]


def _content(path: Path) -> bytes:
    """Nothing, where it has just gone: while bot and worker run, calls in the queue come and go."""
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    return b""


async def test_nothing_is_left_on_the_default_install(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    async with house(folder, "bot", "worker") as home:
        await _looks_takes_and_leaves(home)
        # The database with its log, the queue, the voices and what bot and worker wrote: while they run.
        assert await asyncio.to_thread(holding, folder) == []
        assert {"bandmate.db", "queue", "voice"} <= {path.name for path in folder.iterdir()}
    assert holding(folder) == []


@pytest.mark.again
async def test_nothing_is_left_on_redis_and_postgresql(tmp_path: Path, own_redis: str, own_postgres: str) -> None:
    redis = pytest.importorskip("redis")
    servers = {"BANDMATE_BROKER_URL": own_redis, "BANDMATE_DATABASE_URL": own_postgres}
    async with house(tmp_path / "home", "bot", "worker", **servers) as home:
        await _looks_takes_and_leaves(home)
        with redis.Redis.from_url(own_redis) as broker:
            assert not [key for key in broker.scan_iter() if MARK.encode() in (broker.dump(key) or b"")]
        assert MARK not in await asyncio.to_thread(_rows, own_postgres)
        assert await asyncio.to_thread(holding, tmp_path / "home") == []


def _rows(url: str) -> str:
    engine, tables = create_engine(url), MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = [str(row) for table in tables.sorted_tables for row in connection.execute(select(table))]
    engine.dispose()
    return "\n".join(rows)
