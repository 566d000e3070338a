"""What the desk does with a recording before a test takes it in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bots.frontdesk import FrontDesk
from bots.replies import reply_to
from bots.reply import Reply
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.notices import Refused
from engine.ielts.speaking_notices import ExaminerStep
from engine.ports import HEARING_RATE, Work
from engine.settings import Settings
from engine.store.migrate import upgrade
from tests.doubles.recordings import encoded

ADDRESS, MEI = ChatAddress(Platform.TELEGRAM, "1"), Person(Platform.TELEGRAM, "1")


class Bell:
    def ring(self, row_id: int, work: Work = Work.MARK) -> None:
        pass


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    from engine.wiring import open_store

    settings = Settings(home=tmp_path, voice="none", _env_file=None)  # type: ignore[call-arg]
    upgrade(settings)
    opened = FrontDesk(open_store(settings), Bell(), settings)
    opened.speaking.begin(ADDRESS, MEI, "exam")
    yield opened
    opened.close()


def sent(desk: FrontDesk, seconds: float, name: str) -> tuple[object, ...]:
    hum = (0.1 * np.sin(np.arange(int(seconds * HEARING_RATE)) / 20)).astype(np.float32)
    message = ChatMessage(ADDRESS, MEI, name, "", datetime.now(UTC))
    return desk.speaking.voice(message, ChatFile(name, encoded(hum, name)))


def test_a_recording_that_does_not_say_how_long_it_is_may_be_as_long_as_any(desk: FrontDesk) -> None:
    (step,) = sent(desk, 200.0, "browser.webm")
    assert isinstance(step, ExaminerStep)


@pytest.mark.parametrize("name", ["voice.ogg", "browser.webm"])
def test_one_that_is_too_long_is_refused_in_seconds(desk: FrontDesk, name: str) -> None:
    (refused,) = sent(desk, 310.0, name)
    assert isinstance(refused, Refused)
    reply: Reply = reply_to(refused)
    assert "longer than 300 seconds" in reply.plain
