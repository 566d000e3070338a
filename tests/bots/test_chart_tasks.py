"""A picture is asked for, an essay about it sent, and its figures are checked: from the desk through a real marker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.desk.buttons import pressed
from bots.desk.frontdesk import FrontDesk
from bots.replies.notices import reply_to
from engine.ielts import notices as n
from engine.ielts.bank.notices import AnswersTask, TaskGiven
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ports import Work
from engine.practice.essays import mark_essay
from engine.settings import Settings
from engine.store.store import Store
from engine.wiring import build_marker
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate
from tests.marking.figure_claims import DATA

HERE, MEI = ChatAddress(Platform.TELEGRAM, "10"), Person(Platform.TELEGRAM, "1", "zh-hans")


class Silent:
    """A queue that nobody listens to."""

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None: ...


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path, _env_file=None)  # type: ignore[call-arg]
    migrate(made)
    return made


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = Store.open(settings.resolved_database_url, MovedClock())
    with opened.transaction() as tx:
        tx.learners.greeted(MEI)
    yield opened
    opened.close()


def test_a_picture_an_essay_and_its_figures_checked(settings: Settings, store: Store) -> None:
    desk = FrontDesk(store, Silent(), settings)
    (given,) = desk.tasks.give(HERE, MEI, "1 equipment")
    assert isinstance(given, TaskGiven)
    shown = reply_to(given)
    assert shown.picture is not None
    assert shown.picture.data.startswith(b"\x89PNG")
    assert "Landline telephone: 1990 86 %" in shown.picture.alt
    assert len(shown.plain) < 1024, "it is the picture's caption"
    (words,) = pressed(desk, HERE, MEI, shown.buttons[0][0].data)
    assert "Landline telephone: 1990 86 %" in reply_to(words).plain

    essay = (DATA / "right" / "line-homes-online.txt").read_text("utf-8").replace("86%", "66%")
    answers, queued = desk.text(ChatMessage(HERE, MEI, "7", essay, MovedClock()()))
    assert isinstance(answers, AnswersTask)
    assert isinstance(queued, n.Queued)
    assert mark_essay(store, build_marker(settings), settings, queued.submission_id)
    (parcel,) = desk.due(Platform.TELEGRAM)
    report = reply_to(parcel.notice, "zh-hans")
    assert "1 处不符" in report.plain
    button = next(each for row in report.buttons for each in row if each.data.endswith(":figures"))
    (view,) = pressed(desk, HERE, MEI, button.data)
    assert "你写的是“66%”；图中是：Landline telephone, 1990: 86 %。" in reply_to(view, "zh-hans").plain


@pytest.mark.parametrize("name", ["bm:tw:chart:none", "bm:tw:", "bm:tw:" + "x:" * 200])
def test_a_press_for_a_picture_that_is_not_there(settings: Settings, store: Store, name: str) -> None:
    assert pressed(FrontDesk(store, Silent(), settings), HERE, MEI, name) == ()
