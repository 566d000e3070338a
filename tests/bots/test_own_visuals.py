"""A learner's own Task 1: the picture is kept unread, the typed figures are held against the answer, and it is all theirs."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from bots.desk.buttons import pressed
from bots.replies.notices import reply_to
from engine.ielts import notices as n
from engine.ielts.charts.notices import FiguresKept, HowToTypeFigures, PictureKept
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform, private_chat
from engine.ielts.exam_question_notices import OwnMistakes
from engine.practice.essays import mark_essay
from engine.practice.export import export
from engine.settings import Settings
from engine.wiring import build_marker
from tests.doubles.real_desk import ALI, HERE, MEI, RealDesk
from tests.marking.own_visual import ANSWER, PICTURE, QUESTION, TABLE, WRONG


class House(RealDesk):
    """A desk on a real database, a marker, and who writes to it."""

    def says(self, text: str, who: Person = MEI) -> n.Notice:
        return self.desk.text(self.message(text, who))[-1]

    def sends(self, data: bytes = PICTURE, caption: str = "", who: Person = MEI) -> tuple[n.Notice, ...]:
        return self.desk.file(self.message(caption, who), ChatFile("photo.txt", data))

    def types(self, table: str, who: Person = MEI) -> n.Notice:
        (said,) = self.desk.visuals.typed(self.message(table, who), table)
        return said

    def answers(self, who: Person = MEI) -> n.Queued:
        queued = self.says(f"{QUESTION}\n\n{ANSWER}", who)
        assert isinstance(queued, n.Queued)
        return queued

    def marks(self, submission: int) -> n.ReportReady:
        assert mark_essay(self.store, build_marker(self.settings), self.settings, submission)
        *_, parcel = self.desk.due(Platform.TELEGRAM)
        self.desk.delivered(parcel)
        assert isinstance(parcel.notice, n.ReportReady)
        return parcel.notice

    def exported(self, who: Person = MEI) -> list[str]:
        with self.store.transaction() as tx:
            return [name for each in export(tx, who).zips() for name in zipfile.ZipFile(BytesIO(each)).namelist()]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(Settings(home=tmp_path, _env_file=None))
    yield house
    house.desk.close()


def test_picture_figures_answer_and_what_the_report_says(house: House) -> None:
    (kept,) = house.sends()
    assert kept == PictureKept(with_essay=False)
    assert "never look into pictures" in reply_to(kept).plain
    typed = house.types(TABLE)
    assert isinstance(typed, FiguresKept)
    assert "coal: 1990 45 %, 2000 40 %, 2010 35 %" in reply_to(typed).plain
    ready = house.marks(house.answers().submission_id)
    assert ready.report.figures is not None
    assert ready.report.figures.typed
    assert [each.quote for each in ready.report.figures.wrong] == [WRONG]
    assert ready.report.figures.agreeing >= 5
    short = reply_to(ready)
    assert "1 does not" in short.plain
    (view,) = pressed(house.desk, HERE, MEI, next(b.data for row in short.buttons for b in row if "figures" in b.data))
    assert "the data that you typed" in reply_to(view).plain
    assert "you wrote “50%”; the visual shows: coal, 1990: 45 %." in reply_to(view).plain.replace("You", "you")
    assert "pictures/1.png" in house.exported()


def test_without_figures_the_report_says_so_and_they_can_be_typed_afterwards(house: House) -> None:
    house.sends(caption=QUESTION)
    queued = house.says(ANSWER)
    assert isinstance(queued, n.Queued), "the caption was the question"
    first = house.marks(queued.submission_id)
    assert first.report.figures is None
    assert "/data lets you type them" in reply_to(first).plain
    typed = reply_to(house.types(TABLE))
    assert "mark your last one again" in typed.plain
    (again,) = pressed(house.desk, HERE, MEI, typed.buttons[0][0].data)
    assert isinstance(again, n.Queued)
    second = house.marks(again.submission_id)
    assert second.report.figures is not None
    assert second.report.figures.wrong
    (no,) = pressed(house.desk, HERE, MEI, typed.buttons[0][0].data)
    assert isinstance(no, n.Refused), "once is enough"
    (foreign,) = pressed(house.desk, HERE, ALI, typed.buttons[0][0].data)
    assert isinstance(foreign, n.Refused)


def test_figures_for_an_essay_that_waits_in_the_queue(house: House) -> None:
    queued = house.answers()
    typed = house.types(TABLE)
    assert isinstance(typed, FiguresKept)
    assert typed.with_essay
    assert house.marks(queued.submission_id).report.figures is not None


def test_somebody_elses_figures_and_those_of_yesterday_are_not_mine(house: House) -> None:
    house.types(TABLE)
    assert house.marks(house.answers(ALI).submission_id).report.figures is None
    house.clock.move(days=2)
    assert house.marks(house.answers().submission_id).report.figures is None


def test_an_answer_that_is_taken_back_leaves_its_figures_for_the_next(house: House) -> None:
    house.types(TABLE)
    house.answers()
    house.desk.withdrawn(HERE, MEI)
    assert house.marks(house.answers().submission_id).report.figures is not None


def test_ones_own_mistakes_are_told_from_ones_own_reports(house: House) -> None:
    essay = f"{QUESTION}\n\n{ANSWER} The number of peoples have grown, and he go to work by the cars every days."
    queued = house.says(essay)
    assert isinstance(queued, n.Queued)
    house.marks(queued.submission_id)
    alone = private_chat(MEI)

    def asks(question: str, who: Person = MEI, where: ChatAddress = alone) -> n.Notice:
        message = ChatMessage(where, who, "900", question, house.clock())
        return house.desk.exam_questions.ask(message, question)[-1]

    told = asks("What mistakes do I make most?")
    assert isinstance(told, OwnMistakes)
    assert "your own reports" in reply_to(told).plain
    assert isinstance(asks("我最常犯什么错误"), OwnMistakes)
    assert not isinstance(asks("What mistakes do I make most?", ALI, private_chat(ALI)), OwnMistakes)
    assert not isinstance(asks("What mistakes do I make most?", MEI, HERE), OwnMistakes), "others read along in a group"
    assert not isinstance(asks("How many mistakes can I make for band 7?"), OwnMistakes)


def test_what_is_no_picture_or_no_table_is_told(house: House) -> None:
    assert house.types(" ") == HowToTypeFigures()
    refused = house.types("1990 45 20\n2000 40 30")
    assert "names the columns" in reply_to(refused).plain
    (big,) = house.sends(PICTURE + bytes(2_000_000))
    assert isinstance(big, n.Refused)
    assert big.reason == "file-too-big"
    for _ in range(20):
        house.sends()
    (many,) = house.sends()
    assert isinstance(many, n.Refused)
    assert many.reason == "too-many-pictures"


def test_a_table_of_html_stays_text_in_both_languages(house: House) -> None:
    for who in (MEI, ALI):
        reply = reply_to(house.types("Year,<b>coal</b>,gas\n1990,45,20\n2000,40,30", who))
        assert "<b>coal</b>" in reply.plain
