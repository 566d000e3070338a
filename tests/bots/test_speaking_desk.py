"""What the desk does with a recording before a test takes it in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyrage
import pytest

from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import reply_to
from bots.replies.reply import Reply
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.learner_notices import Exported
from engine.ielts.notices import Refused
from engine.ielts.speaking.notices import ExaminerStep
from engine.ports import HEARING_RATE, Work
from engine.settings import Settings
from tests.doubles.migrated import migrate
from tests.doubles.recordings import encoded

ADDRESS, MEI = ChatAddress(Platform.TELEGRAM, "1"), Person(Platform.TELEGRAM, "1")


class JobQueue:
    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        pass


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FrontDesk]:
    from engine.wiring import open_store

    key = str(pyrage.x25519.Identity.generate())
    settings = Settings(home=tmp_path, voice="none", recording_keys=key, _env_file=None)  # type: ignore[call-arg]
    migrate(settings)
    opened = FrontDesk(open_store(settings), JobQueue(), settings)
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


def test_what_is_sent_is_kept_encrypted_and_taken_along_as_it_was(desk: FrontDesk, tmp_path: Path) -> None:
    sent(desk, 2.0, "voice.ogg")
    exported = desk.privacy.export(ADDRESS, MEI)
    (packed,) = (each.content for each in exported if isinstance(each, Exported))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (name,) = (name for name in archive.namelist() if name.startswith("recordings/"))
        sound = archive.read(name)
    assert sound.startswith(b"OggS")
    assert not any(sound[200:260] in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
