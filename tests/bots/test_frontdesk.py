"""The conversation, platform-neutral: what is asked, what is kept, what is refused, on a real database."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.desk.frontdesk import FrontDesk
from engine.errors import ModelMisbehaved, TryAgain
from engine.ielts import notices as n
from engine.ielts.chat import ChatAddress, ChatFile, ChatMessage, Person, Platform
from engine.ielts.reports import BandReport
from engine.ielts.writing import Essay
from engine.marking.writing.samples import sample_essay
from engine.ports import Work
from engine.practice.essays import mark_essay
from engine.settings import Settings
from engine.store.store import Store
from engine.wiring import build_marker
from tests.doubles.clock import MovedClock
from tests.doubles.migrated import migrate

HERE = ChatAddress(Platform.TELEGRAM, "10")
MEI = Person(Platform.TELEGRAM, "1", "en")
ALI = Person(Platform.TELEGRAM, "2", "en")
SAMPLE = sample_essay("W2")
PARAGRAPHS = SAMPLE.text.split("\n\n")


class JobQueue:
    """Writes down who was rung for; ``away``: the broker is away."""

    def __init__(self) -> None:
        self.rung: list[int] = []
        self.away = False

    def enqueue(self, row_id: int, work: Work = Work.MARK) -> None:  # noqa: ARG002
        if self.away:
            raise TryAgain("the broker is away")
        self.rung.append(row_id)


class Chat:
    """A desk, and a learner who writes to it."""

    def __init__(self, settings: Settings) -> None:
        migrate(settings)
        self.settings, self.jobs, self.clock = settings, JobQueue(), MovedClock()
        self.store = Store.open(settings.resolved_database_url, self.clock)
        self.desk = FrontDesk(self.store, self.jobs, settings)
        with self.store.transaction() as tx:
            for person in (MEI, ALI):
                tx.learners.greeted(person)
        self._numbers = itertools.count(1)

    def message(self, text: str, who: Person = MEI, **changes: object) -> ChatMessage:
        facts = {"message_id": str(next(self._numbers)), "revision": 0, "address": HERE, "sent_at": self.clock()}
        return ChatMessage(sender=who, text=text, **facts | changes)  # type: ignore[arg-type]

    def says(self, text: str, who: Person = MEI, **changes: object) -> tuple[n.Notice, ...]:
        return self.desk.text(self.message(text, who, **changes))

    def asked_for_task(self, text: str, who: Person = MEI) -> int:
        (asked,) = self.says(text, who)
        assert isinstance(asked, n.AskTask)
        return asked.submission_id

    def queues(self, text: str = SAMPLE.text, who: Person = MEI) -> int:
        submission = self.asked_for_task(text, who)
        self.desk.task_chosen(HERE, who, submission, "W2")
        (queued,) = self.desk.prompt_skipped(HERE, who, submission)
        assert isinstance(queued, n.Queued)
        return submission


@pytest.fixture
def chat(settings: Settings) -> Chat:
    return Chat(settings)


class Marker:
    """Marks as it is told to: a hand-written fake of the port."""

    name = "fake-1"

    def __init__(self, mark: Callable[[Essay], BandReport]) -> None:
        self.mark = mark


def refused(notices: tuple[n.Notice, ...]) -> str:
    (notice,) = notices
    assert isinstance(notice, n.Refused)
    return notice.reason


def test_it_asks_only_what_it_cannot_know(chat: Chat) -> None:
    (asked,) = chat.says(SAMPLE.text)
    assert isinstance(asked, n.AskTask)
    (prompt,) = chat.desk.task_chosen(HERE, MEI, asked.submission_id, "W2")
    assert isinstance(prompt, n.AskPrompt)
    (queued,) = chat.says(SAMPLE.task.prompt or "")
    assert queued == n.Queued(asked.submission_id, SAMPLE.word_count, "W2", 1)
    assert chat.jobs.rung == [asked.submission_id]


def test_question_and_essay_in_one_message_need_no_question_of_ours(chat: Chat) -> None:
    (queued,) = chat.says(f"{SAMPLE.task.prompt}\n\n{SAMPLE.text}")
    assert isinstance(queued, n.Queued)
    assert queued.task == "W2"
    assert queued.word_count == SAMPLE.word_count


def test_messages_in_a_row_are_one_essay_with_its_paragraphs(chat: Chat) -> None:
    submission = chat.asked_for_task(PARAGRAPHS[0])
    for paragraph in PARAGRAPHS[1:]:
        assert chat.asked_for_task(paragraph) == submission
    with chat.store.transaction() as tx:
        found = tx.intake.submission(submission)
    assert found is not None
    assert found.text == SAMPLE.text


def test_a_text_that_telegram_cut_in_two_is_joined_where_it_was_cut(chat: Chat) -> None:
    long = " ".join(["People in many towns like to walk beside the river"] * 90)
    first, second = long[:4096].rsplit(" ", 1)[0], ""
    second = long[len(first) + 1 :]
    submission = chat.asked_for_task(first)
    assert chat.asked_for_task(second) == submission
    with chat.store.transaction() as tx:
        found = tx.intake.submission(submission)
    assert found is not None
    assert found.text == long


def test_the_second_half_of_a_cut_text_is_not_taken_for_the_question(chat: Chat) -> None:
    half = " ".join(["People in many towns like to walk beside the river."] * 72)
    submission = chat.asked_for_task(half)
    chat.desk.task_chosen(HERE, MEI, submission, "W2")
    (still,) = chat.says("And that is why I believe that rivers matter to everybody.")
    assert isinstance(still, n.AskPrompt)
    assert still.submission_id == submission


def test_the_same_message_again_changes_nothing(chat: Chat) -> None:
    message = chat.message(SAMPLE.text)
    first, again = chat.desk.text(message), chat.desk.text(message)
    assert first == again
    with chat.store.transaction() as tx:
        found = tx.intake.submission(first[0].submission_id)  # type: ignore[attr-defined]
    assert found is not None
    assert len(found.pieces) == 1


def test_an_edit_replaces_its_message_until_it_is_marked_and_is_marked_anew_after(chat: Chat) -> None:
    message = chat.message(SAMPLE.text)
    (asked,) = chat.desk.text(message)
    assert isinstance(asked, n.AskTask)
    chat.desk.task_chosen(HERE, MEI, asked.submission_id, "W2")
    chat.desk.prompt_skipped(HERE, MEI, asked.submission_id)
    chat.says(SAMPLE.text.replace("there food", "their food"), message_id=message.message_id, revision=1)
    with chat.store.transaction() as tx:
        found = tx.intake.submission(asked.submission_id)
    assert found is not None
    assert "their food" in found.text
    assert mark_essay(chat.store, build_marker(chat.settings), chat.settings, asked.submission_id)
    (anew,) = chat.says(SAMPLE.text + " This is new.", message_id=message.message_id, revision=2)
    assert isinstance(anew, n.Queued)
    assert anew.edited
    assert anew.submission_id != asked.submission_id


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   \n ", "empty"),
        ("👍👍", "empty"),
        (
            "Los gobiernos deben invertir más dinero en el transporte público porque hay demasiados coches. " * 4,
            "not-english",
        ),
        ("在很多城市里人们喜欢在大型超市购买食物而不是去小商店。" * 10, "not-english"),
        ("This essay has far too few words to be marked by anybody at all.", "too-short"),
        ("This sentence is repeated until it is much too long for any exam. " * 420, "too-long"),
    ],
)
def test_what_is_no_answer_gets_one_sentence(chat: Chat, text: str, reason: str) -> None:
    assert refused(chat.says(text)) == reason


def test_cancel_is_advised_only_where_there_is_something_to_cancel(chat: Chat) -> None:
    half = "This sentence is repeated until it is half of what is read. " * 120
    assert refused(chat.says(half * 2)) == "too-long"
    assert refused(chat.desk.withdrawn(HERE, MEI)) == "nothing-to-cancel"
    chat.says(half)
    assert refused(chat.says(half)) == "too-long-together"
    assert isinstance(chat.desk.withdrawn(HERE, MEI)[0], n.Withdrawn)


def test_sixty_words_are_not_ignored_in_silence(chat: Chat) -> None:
    assert chat.asked_for_task(" ".join(SAMPLE.text.split()[:60]))


@pytest.mark.parametrize("seconds_each", [0, 5])
def test_a_flood_gets_one_sentence_and_loses_nothing(chat: Chat, seconds_each: float) -> None:
    """However long it takes to read what was sent at one moment."""
    sent, answers = chat.clock(), []
    for number in range(50):
        answers.append(chat.says(f"{number}. {PARAGRAPHS[0]}"[:300], sent_at=sent))
        chat.clock.move(seconds=seconds_each)
    reasons = [notice.reason for notices in answers for notice in notices if isinstance(notice, n.Refused)]
    assert reasons.count("flood") == 1
    with chat.store.transaction() as tx:
        found = tx.intake.collecting(tx.intake.learner(MEI), HERE)
    assert found is not None
    assert len(found.pieces) == 50


def test_quotas_for_a_learner_and_for_a_chat(settings: Settings) -> None:
    chat = Chat(settings.model_copy(update={"essays_per_day": 2, "essays_per_day_chat": 3, "essays_waiting": 2}))
    chat.queues()
    chat.queues()
    assert refused(chat.says(SAMPLE.text)) == "too-many-waiting"
    for submission in list(chat.jobs.rung):
        mark_essay(chat.store, build_marker(chat.settings), chat.settings, submission)
    assert refused(chat.says(SAMPLE.text)) == "quota-day"
    chat.queues(who=ALI)
    assert refused(chat.says(SAMPLE.text, ALI)) == "quota-chat"
    chat.clock.move(hours=25)
    chat.queues()


def test_places_in_the_queue(chat: Chat) -> None:
    chat.queues()
    chat.clock.move(seconds=1)
    (asked,) = chat.says(SAMPLE.text, ALI)
    assert isinstance(asked, n.AskTask)
    chat.desk.task_chosen(HERE, ALI, asked.submission_id, "W2")
    (queued,) = chat.desk.prompt_skipped(HERE, ALI, asked.submission_id)
    assert isinstance(queued, n.Queued)
    assert queued.position == 2


def test_a_broker_that_is_away_does_not_lose_an_essay(chat: Chat) -> None:
    chat.jobs.away = True
    submission = chat.queues()
    chat.clock.move(minutes=1)
    with chat.store.transaction() as tx:
        assert tx.work.sweep(5, chat.settings.wake_again) == [submission]


def test_cancel(chat: Chat) -> None:
    assert refused(chat.desk.withdrawn(HERE, MEI)) == "nothing-to-cancel"
    submission = chat.queues()
    assert chat.desk.withdrawn(HERE, MEI) == (n.Withdrawn(submission),)
    assert not mark_essay(chat.store, build_marker(chat.settings), chat.settings, submission)


def test_nobody_touches_somebody_elses_essay(chat: Chat) -> None:
    submission = chat.asked_for_task(SAMPLE.text)
    assert refused(chat.desk.task_chosen(HERE, ALI, submission, "W1A")) == "not-your-essay"
    assert refused(chat.desk.withdrawn(HERE, ALI, submission)) == "not-your-essay"
    elsewhere = ChatAddress(Platform.TELEGRAM, "11")
    assert refused(chat.desk.view(elsewhere, MEI, submission, "TR")) == "no-such-report"
    chat.desk.task_chosen(HERE, MEI, submission, "W2")
    chat.desk.prompt_skipped(HERE, MEI, submission)
    mark_essay(chat.store, build_marker(chat.settings), chat.settings, submission)
    assert refused(chat.desk.view(HERE, ALI, submission, "TR")) == "not-your-essay"
    (view,) = chat.desk.view(HERE, MEI, submission, "full")
    assert isinstance(view, n.ReportView)
    assert view.full_text
    assert all(paragraph in view.full_text for paragraph in PARAGRAPHS)


def test_the_report_goes_out_once_and_paragraphs_reach_the_scorer(chat: Chat) -> None:
    submission = chat.queues()
    seen: list[Essay] = []
    real = build_marker(chat.settings)

    def mark(essay: Essay, language: str | None) -> BandReport:
        assert language == MEI.language
        seen.append(essay)
        return real.mark(essay)

    assert mark_essay(chat.store, Marker(mark), chat.settings, submission)
    assert len(seen[0].paragraphs) == len(PARAGRAPHS)
    (parcel,) = chat.desk.due(Platform.TELEGRAM)
    assert isinstance(parcel.notice, n.ReportReady)
    chat.desk.delivered(parcel)
    chat.clock.move(days=1)
    assert chat.desk.due(Platform.TELEGRAM) == ()


def test_the_same_essay_has_the_same_band_the_next_day(chat: Chat) -> None:
    bands = []
    for _ in range(2):
        submission = chat.queues()
        mark_essay(chat.store, build_marker(chat.settings), chat.settings, submission)
        (parcel,) = chat.desk.due(Platform.TELEGRAM)
        assert isinstance(parcel.notice, n.ReportReady)
        bands.append(parcel.notice.report)
        chat.desk.delivered(parcel)
        chat.clock.move(days=1)
    assert bands[0] == bands[1]


@pytest.mark.parametrize("trouble", [TryAgain("busy"), ModelMisbehaved("nonsense")])
def test_when_marking_fails_no_score_is_invented_and_the_learner_is_told(chat: Chat, trouble: Exception) -> None:
    submission = chat.queues()

    def mark(_: Essay, __: str | None) -> BandReport:
        raise trouble

    for _ in range(chat.settings.max_attempts):
        assert not mark_essay(chat.store, Marker(mark), chat.settings, submission)
        chat.clock.move(minutes=10)
    (parcel,) = chat.desk.due(Platform.TELEGRAM)
    assert parcel.notice == n.MarkingFailed(submission)
    assert refused(chat.desk.view(HERE, MEI, submission, "short")) == "no-such-report"


def test_a_file_is_an_essay_too_and_its_caption_may_be_the_question(chat: Chat) -> None:
    message = chat.message(SAMPLE.task.prompt or "")
    (queued,) = chat.desk.file(message, ChatFile("essay.txt", SAMPLE.text.encode()))
    assert isinstance(queued, n.Queued)
    assert chat.desk.file(message, ChatFile("essay.txt", SAMPLE.text.encode())) == (queued,)


def test_other_things_are_refused_kindly(chat: Chat) -> None:
    message = chat.message("")
    assert refused(chat.desk.unsupported(message, "sticker")) == "sticker"
    assert refused(chat.desk.unsupported(message, "video")) == "unsupported-file"
    assert refused(chat.desk.file_too_big(message, 50_000_000)) == "file-too-big"
    assert refused(chat.desk.file(message, ChatFile("a.docx", b"{\\rtf1 hello}"))) == "unsupported-file"


def test_accuracy_is_what_calibration_measured(chat: Chat) -> None:
    (accuracy,) = chat.desk.accuracy(HERE, MEI)
    assert isinstance(accuracy, n.Accuracy)
    assert accuracy.essays > 100
    assert 0 < accuracy.mean_error < 2


def test_a_database_that_is_away_takes_nothing_in(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}")
    desk = FrontDesk(store, JobQueue(), Settings(home=tmp_path, _env_file=None))  # type: ignore[call-arg]
    with pytest.raises(TryAgain):
        desk.text(ChatMessage(HERE, MEI, "1", SAMPLE.text, datetime.now(UTC)))
