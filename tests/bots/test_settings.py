"""Settings at the desk: chosen by button or by typing, and each used where it matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bots.desk.buttons import pressed
from bots.desk.frontdesk import FrontDesk
from bots.desk.private import private_verbs
from bots.replies.notices import reply_to
from engine.ielts import learner_notices as ln
from engine.ielts import notices as n
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.learners import Line, Manner
from engine.ielts.speaking.notices import ExaminerStep
from engine.marking.writing.samples import sample_essay
from engine.ports import Work
from engine.practice.essays import mark_essay
from engine.settings import Settings
from engine.store.store import Store
from engine.wiring import build_marker, build_speaker
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate

HERE = ChatAddress(Platform.TELEGRAM, "10")
MEI = Person(Platform.TELEGRAM, "1", "en")
SAMPLE = sample_essay("W2")


class JobQueue:
    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:
        pass


class Chat:
    """A learner at a desk; what they read is what a front end would show."""

    def __init__(self, settings: Settings) -> None:
        migrate(settings)
        self.settings, self.clock = settings, MovedClock()
        self.store = Store.open(settings.resolved_database_url, self.clock)
        self.desk = FrontDesk(self.store, JobQueue(), settings)
        self.numbers = iter(range(1, 1000))

    def says(self, text: str, who: Person = MEI) -> tuple[n.Notice, ...]:
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return private_verbs(self.desk)[name](HERE, who, argument)
        return self.desk.text(ChatMessage(HERE, who, str(next(self.numbers)), text, self.clock()))

    def presses(self, data: str, who: Person = MEI) -> tuple[n.Notice, ...]:
        return pressed(self.desk, HERE, who, data)

    def reads(self, notices: tuple[n.Notice, ...]) -> str:
        return "\n".join(reply_to(notice, MEI.language).plain for notice in notices)

    def is_marked(self) -> tuple[n.Notice, ...]:
        queued = self.says(f"{SAMPLE.task.prompt}\n\n{SAMPLE.text}")[-1]
        assert isinstance(queued, n.Queued)
        assert mark_essay(self.store, build_marker(self.settings), self.settings, queued.submission_id)
        parcels = self.desk.due(Platform.TELEGRAM)
        for parcel in parcels:
            self.desk.delivered(parcel)
        return tuple(parcel.notice for parcel in parcels)


@pytest.fixture
def chat(settings: Settings) -> Iterator[Chat]:
    opened = Chat(settings)
    yield opened
    opened.desk.close()


def test_every_page_opens_and_every_button_on_it_does_something(chat: Chat) -> None:
    everything = reply_to(chat.says("/settings")[-1])
    for row in everything.buttons:
        for button in row:
            (page,) = chat.presses(button.data)
            assert isinstance(page, ln.SettingsView)
            shown = reply_to(page)
            assert len(shown.plain) > 40
            for choice in (choice for choices in shown.buttons for choice in choices):
                assert len(choice.data.encode()) <= 64
                (after,) = chat.presses(choice.data)
                assert isinstance(after, ln.SettingsView), choice


def test_the_language_that_was_chosen_is_the_one_of_every_answer(chat: Chat) -> None:
    (shown,) = chat.says("/settings language zh-Hans")[1:]
    assert "你的设置" in reply_to(shown, "en").plain, "at once, whatever the app says"
    assert "考试" in chat.reads(chat.desk.helped(HERE, MEI))
    assert "没有可以取消" in chat.reads(chat.desk.withdrawn(HERE, MEI))
    assert "做得好的地方" in chat.reads(chat.is_marked())
    chat.says("/settings feedback en")
    (report,) = chat.is_marked()
    assert "What works" in reply_to(report, "zh-hans").plain, "reports in a language of their own"
    assert "考试" in chat.reads(chat.desk.helped(HERE, MEI)), "and the bot stays as it is"
    chat.says("/settings language off")
    assert "What you can send" in chat.reads(chat.desk.helped(HERE, MEI))


def test_status_messages_speak_it_too(chat: Chat) -> None:
    chat.says("/settings language zh-Hans")
    chat.says(f"{SAMPLE.task.prompt}\n\n{SAMPLE.text}")
    (status,) = chat.desk.live(Platform.TELEGRAM)
    assert (
        "排队" in reply_to(status.notice, status.language).plain
        or "下一个" in reply_to(status.notice, status.language).plain
    )


def test_whoever_sits_one_paper_is_not_asked_about_the_other(chat: Chat) -> None:
    chat.presses("bm:set:module:academic")
    (asked,) = chat.says(SAMPLE.text)
    assert isinstance(asked, n.AskTask)
    assert asked.tasks == ("W2", "W1A")
    chat.desk.withdrawn(HERE, MEI)
    (letter,) = chat.says(f"Dear Sir or Madam,\n\n{SAMPLE.text}")
    assert isinstance(letter, n.AskTask)
    assert letter.tasks == ("W2", "W1A", "W1G"), "what looks like a letter may be one"


def test_the_goal_stands_under_the_report_and_what_to_do_next(chat: Chat) -> None:
    chat.says("/settings target 9")
    chat.says("/settings exam 2026-06-01")
    (report,) = chat.is_marked()
    assert isinstance(report, n.ReportReady)
    text = reply_to(report).plain
    assert "Goal 9.0" in text
    assert "28 days left" in text
    view = chat.presses(f"bm:view:{report.submission_id}:next")
    assert "28 days left" in chat.reads(view)
    assert "days left" not in chat.reads(chat.presses(f"bm:view:{report.submission_id}:CC"))
    chat.says("/settings target 4")
    assert "reached here" in chat.reads(chat.presses(f"bm:view:{report.submission_id}:short"))


def test_the_examiner_speaks_as_was_chosen(chat: Chat) -> None:
    chat.says("/settings voice american")
    chat.says("/settings speed 0.8")
    (step,) = chat.desk.speaking.begin(HERE, MEI, "exam")
    assert isinstance(step, ExaminerStep)
    assert step.manner == Manner("american", 0.8)
    line = reply_to(step).voice
    assert isinstance(line, Line)
    slow, usual = chat.desk.speaking.note(line), chat.desk.speaking.note(line.text)
    assert slow is not None
    assert usual is not None
    assert slow.seconds > 1.1 * usual.seconds


def test_an_accent_that_the_engine_lacks_changes_nothing(settings: Settings) -> None:
    assert build_speaker(settings, Manner("australian")) is build_speaker(settings)


def test_a_reminder_asks_where_and_comes_at_the_learners_time(chat: Chat) -> None:
    (asks,) = chat.presses("bm:set:reminder:08:30")[1:]
    assert isinstance(asks, ln.SettingsView)
    assert asks.page == "zone"
    chat.presses("bm:set:zone:Asia/Shanghai")
    chat.says("/settings exam 2026-05-20")

    def reminded() -> list[str]:
        with chat.store.transaction() as tx:
            tx.learners.remind()
        parcels = chat.desk.due(Platform.TELEGRAM)
        for parcel in parcels:
            chat.desk.delivered(parcel)
        return [reply_to(parcel.notice, parcel.language).plain for parcel in parcels]

    assert reminded() == []
    chat.clock.now = datetime(2026, 5, 5, 0, 31, tzinfo=UTC)  # 08:31 in Shanghai
    (text,) = reminded()
    assert "Time to practise" in text
    assert "15 days" in text
    assert reminded() == [], "once a day, whoever asks"
    chat.clock.move(days=1)
    assert len(reminded()) == 1
    chat.clock.move(days=1, hours=9)
    assert reminded() == [], "after a day without a worker nobody is woken at night"
    chat.says("/settings reminder off")
    chat.clock.move(days=1)
    assert reminded() == []


def test_reminders_end_where_the_bot_is_blocked(chat: Chat) -> None:
    chat.says("/settings zone UTC")
    chat.says("/settings reminder 12:30")
    chat.clock.move(hours=1)
    with chat.store.transaction() as tx:
        assert tx.learners.remind() == 1
    (parcel,) = chat.desk.due(Platform.TELEGRAM)
    chat.desk.undeliverable(parcel, "blocked")
    chat.clock.move(days=1)
    with chat.store.transaction() as tx:
        assert tx.learners.remind() == 0


def test_what_cannot_be_understood_is_said_in_one_sentence(chat: Chat) -> None:
    for typed in ("target lots", "exam tomorrow", "zone Mars", "colour red", "reminder noon"):
        notices = chat.says(f"/settings {typed}")
        assert isinstance(notices[-1], n.Refused)
        assert "/settings" in chat.reads(notices)


def test_the_first_contact_says_what_is_kept_and_only_once(chat: Chat) -> None:
    first, welcome = chat.desk.started(HERE, MEI)
    assert isinstance(first, ln.FirstContact)
    assert isinstance(welcome, n.Welcome)
    text = reply_to(first).plain
    assert text.count(". ") == 2
    assert "365 days" in text
    assert chat.desk.started(HERE, MEI) == (n.Welcome(),)
    ali = Person(Platform.TELEGRAM, "2", "zh-hans")
    assert isinstance(chat.says(SAMPLE.text, ali)[0], ln.FirstContact), "an essay may be the first contact"


def test_who_may_come_in(chat: Chat, settings: Settings) -> None:
    ali, boss = Person(Platform.TELEGRAM, "2"), Person(Platform.TELEGRAM, "3")
    people = {"allowed": frozenset({"telegram:1"}), "admins": frozenset({"telegram:3"}), "essays_per_day": 1}
    closed = FrontDesk(chat.store, JobQueue(), settings.model_copy(update=people))
    (refused,) = closed.started(HERE, ali)
    assert refused == n.Refused("not-allowed")
    assert isinstance(closed.started(HERE, MEI)[-1], n.Welcome)
    _, numbers = closed.privacy.stats(HERE, boss)
    assert isinstance(numbers, ln.Stats)
    assert "Learners: 1" in reply_to(numbers).plain
    assert isinstance(closed.privacy.stats(HERE, MEI)[0], n.UnknownCommand)
    with chat.store.transaction() as tx:
        tx.learners.block(MEI)
    assert closed.started(HERE, MEI) == ()
    with chat.store.transaction() as tx:
        assert [person.name for person in tx.learners.blocked()] == ["telegram:1"]
        assert tx.learners.unblock(MEI)
    assert isinstance(closed.started(HERE, MEI)[0], n.Welcome)
    for number in range(3):
        essay = ChatMessage(HERE, boss, f"b{number}", f"{SAMPLE.task.prompt}\n\n{SAMPLE.text}", chat.clock())
        assert isinstance(closed.text(essay)[-1], n.Queued), "who runs it has no quota"
    closed.close()
