"""The webhook's server: only Telegram is heard, and 200 means that the update is safe."""

from __future__ import annotations

import io
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bots.telegram.webhook import serve_webhook, webhook_app
from engine.errors import OperatorMistake, TryAgain

SECRET = "a-secret-that-only-telegram-has"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Taken(list[dict[str, Any]]):
    """What was taken in; ``trouble`` is raised once."""

    trouble: Exception | None = None

    async def take(self, payload: dict[str, Any]) -> None:
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        self.append(payload)


async def _post(taken: Taken, body: bytes, headers: dict[str, str], path: str = "/any/path") -> int:
    async with TestClient(TestServer(webhook_app(SECRET, taken.take))) as client:
        answer = await client.post(path, data=io.BytesIO(body), headers={"Content-Type": "application/json", **headers})
        assert await answer.text() in ("", f"{answer.status}: {answer.reason}") or answer.status == 413
        return answer.status


async def test_an_update_is_taken_in_before_the_answer() -> None:
    taken = Taken()
    assert await _post(taken, b'{"update_id": 1}', HEADERS) == 200
    assert taken == [{"update_id": 1}]


@pytest.mark.parametrize(
    "given", [{}, {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1]}, {"X-Telegram-Bot-Api-Secret-Token": ""}]
)
async def test_without_the_secret_nothing_is_taken_in(given: dict[str, str]) -> None:
    taken = Taken()
    assert await _post(taken, b'{"update_id": 1}', given) == 403
    assert not taken


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'{"update_id": "one"}', b'{"message": {}}', b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_update_is_refused(body: bytes) -> None:
    taken = Taken()
    assert await _post(taken, body, HEADERS) == 400
    assert not taken


async def test_a_body_that_no_update_has_is_not_read() -> None:
    taken = Taken()
    assert await _post(taken, b'{"update_id": 1, "more": "' + b"x" * 2_000_000 + b'"}', HEADERS) == 413
    assert not taken


async def test_telegram_is_asked_to_come_again_while_the_database_is_away() -> None:
    taken = Taken()
    taken.trouble = TryAgain("the database is away")
    assert await _post(taken, b'{"update_id": 1}', HEADERS) == 503
    assert await _post(taken, b'{"update_id": 1}', HEADERS) == 200
    assert taken == [{"update_id": 1}]


@pytest.mark.parametrize("listen", ["nonsense", "127.0.0.1:notaport", "127.0.0.1:99999", "203.0.113.1:80"])
async def test_an_address_that_cannot_be_used_is_the_operators_to_mend(listen: str) -> None:
    import asyncio

    with pytest.raises(OperatorMistake, match="BANDMATE_TELEGRAM_WEBHOOK_LISTEN"):
        await serve_webhook(listen, SECRET, Taken().take, asyncio.Event())
