"""A task to write: given, answered by the next essay, never twice while others are left, and chosen by weakness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.desk.buttons import pressed
from bots.desk.tasks import TaskDesk
from bots.replies.notices import reply_to
from engine.ielts import notices as n
from engine.ielts.bank.draw import Because
from engine.ielts.bank.labels import Label
from engine.ielts.bank.notices import AnswersTask, AskWhichTask, NoSuchSubject, TaskGiven
from engine.ielts.bank.tasks import BankTask, load_tasks
from engine.ielts.chat import ChatAddress, ChatMessage, Person
from engine.marking.writing.samples import sample_essay
from engine.practice.essays import mark_essay
from engine.settings import Settings
from engine.wiring import build_marker
from tests.doubles.real_desk import ALI, HERE, MEI, RealDesk

ESSAY = sample_essay("W2").text
LETTER = sample_essay("W1G").text
CHART = BankTask("chart:coal", "W1A", "line", Label("environment"), "The graph below shows coal.", picture=True)


class Pictures:
    """One task with a picture."""

    def tasks(self) -> tuple[BankTask, ...]:
        return (CHART,)

    def picture(self, task_id: str) -> tuple[bytes, str]:
        return {"chart:coal": (b"\x89PNG", self.in_words(task_id))}[task_id]

    def in_words(self, task_id: str) -> str:
        return {"chart:coal": "A line that falls."}[task_id]


class House(RealDesk):
    """A desk on a real database, and who writes to it."""

    def asks(self, argument: str, who: Person = MEI, where: ChatAddress = HERE) -> n.Notice:
        (said,) = self.desk.tasks.give(where, who, argument)
        return said

    def given(self, argument: str, who: Person = MEI, where: ChatAddress = HERE) -> TaskGiven:
        said = self.asks(argument, who, where)
        assert isinstance(said, TaskGiven)
        return said

    def sends(self, text: str, who: Person = MEI) -> tuple[n.Notice, ...]:
        return self.desk.text(self.message(text, who))

    def submission(self, number: int) -> tuple[str | None, str | None]:
        with self.store.transaction() as tx:
            found = tx.intake.submission(number)
            assert found is not None
            return found.task, found.prompt


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(Settings(home=tmp_path, _env_file=None))
    yield house
    house.desk.close()


def test_the_next_essay_answers_the_task_that_was_given(house: House) -> None:
    given = house.given("2")
    answers, queued = house.sends(ESSAY)
    assert isinstance(answers, AnswersTask)
    assert isinstance(queued, n.Queued)
    assert house.submission(queued.submission_id) == ("W2", given.drawn.task.text)
    with house.store.transaction() as tx:
        assert tx.tasks.of_submission(queued.submission_id) == given.drawn.task.id
    assert "answer to “" in reply_to(answers).plain
    # It is answered: another essay is asked about as ever.
    assert isinstance(house.sends(ESSAY)[0], n.AskTask)


def test_a_letter_takes_its_task_too(house: House) -> None:
    given = house.given("gt")
    _, queued = house.sends(LETTER)
    assert isinstance(queued, n.Queued)
    assert house.submission(queued.submission_id) == ("W1G", given.drawn.task.text)


def test_an_essay_with_a_question_of_its_own_answers_that(house: House) -> None:
    house.given("2")
    own = "Some people think that homework should be forbidden. To what extent do you agree or disagree?"
    (queued,) = house.sends(f"{own}\n\n{ESSAY}")
    assert isinstance(queued, n.Queued)
    assert house.submission(queued.submission_id)[1] == own
    assert isinstance(house.sends(ESSAY)[0], AnswersTask), "the task that was given waits still"


def test_an_essay_that_is_taken_back_leaves_the_task_open(house: House) -> None:
    house.given("2")
    house.sends(ESSAY)
    assert isinstance(house.desk.withdrawn(HERE, MEI)[0], n.Withdrawn)
    assert isinstance(house.sends(ESSAY)[0], AnswersTask)


def test_after_a_week_an_essay_is_about_something_else(house: House) -> None:
    house.given("2")
    house.clock.move(days=8)
    assert isinstance(house.sends(ESSAY)[0], n.AskTask)


def test_a_reply_to_an_older_task_answers_that(house: House) -> None:
    old, new = house.given("2"), house.given("2")
    for number, given in (("500", old), ("501", new)):
        assert given.slot is not None
        house.desk.fill_slot(HERE, given.slot, number, "digest")
    assert old.slot != new.slot
    house.clock.move(days=8)
    answers, queued = house.desk.text(ChatMessage(HERE, MEI, "900", ESSAY, house.clock(), reply_to="500"))
    assert isinstance(answers, AnswersTask)
    assert isinstance(queued, n.Queued)
    assert house.submission(queued.submission_id) == ("W2", old.drawn.task.text)
    (asked,) = house.desk.text(ChatMessage(HERE, MEI, "901", ESSAY, house.clock(), reply_to="502"))
    assert isinstance(asked, n.AskTask)


def test_somebody_elses_task_is_not_mine(house: House) -> None:
    house.given("2", ALI)
    assert isinstance(house.sends(ESSAY)[0], n.AskTask)


def test_nothing_comes_twice_while_others_are_left(house: House) -> None:
    letters = [task.id for task in load_tasks() if task.code == "W1G"]
    drawn = [house.given("gt").drawn.task.id for _ in letters]
    assert sorted(drawn) == sorted(letters)
    again = house.given("gt").drawn.task.id
    assert again in drawn[: len(drawn) // 2], "then those that came long ago"


def test_a_chat_is_not_given_twice_what_one_of_it_had(house: House) -> None:
    letters = sum(task.code == "W1G" for task in load_tasks())
    drawn = {house.given("gt", who).drawn.task.id for who in (MEI, ALI) for _ in range(letters // 2)}
    assert len(drawn) == letters // 2 * 2


@pytest.mark.parametrize("words", ["environment", "Environment", "环境"])
def test_a_subject_is_found_in_either_language(house: House, words: str) -> None:
    given = house.given(f"2 {words}")
    assert given.drawn.task.label.topic == "environment"
    assert given.drawn.because is Because.TOPIC


def test_words_of_a_question_are_found(house: House) -> None:
    assert "prison" in house.given("2 prisons").drawn.task.text


def test_a_subject_that_nobody_has_thought_of(house: House) -> None:
    said = house.asks("2 zanzibar")
    assert isinstance(said, NoSuchSubject)
    assert "environment" in reply_to(said).plain
    assert "环境" in reply_to(said, "zh-hans").plain


def test_without_a_number_it_asks_which(house: House) -> None:
    said = house.asks("")
    assert said == AskWhichTask(("W2", "W1A", "W1G"))
    data = reply_to(said).buttons[0][0].data
    (given,) = pressed(house.desk, HERE, MEI, data)
    assert isinstance(given, TaskGiven)
    another = reply_to(given).buttons[0][0].data
    (other,) = pressed(house.desk, HERE, MEI, another)
    assert isinstance(other, TaskGiven)
    assert other.drawn.task.id != given.drawn.task.id


def test_another_one_is_on_the_same_subject(house: House) -> None:
    given = house.given("2 work")
    (other,) = pressed(house.desk, HERE, MEI, reply_to(given).buttons[0][0].data)
    assert isinstance(other, TaskGiven)
    assert other.drawn.task.label.topic == "work"


def test_a_learner_of_general_training_gets_a_letter_as_task_1(house: House) -> None:
    assert house.given("1").drawn.task.code == "W1A"
    house.desk.settings.show(HERE, MEI, "module general")
    assert house.given("1").drawn.task.code == "W1G"


def test_a_task_with_a_picture_is_shown_with_it(house: House) -> None:
    house.desk.tasks = TaskDesk(house.store, house.settings, Pictures())
    given = house.given("1")
    reply = reply_to(given)
    assert reply.picture is not None
    assert reply.picture.data == b"\x89PNG"
    assert reply.picture.alt == "A line that falls."
    assert "A line that falls." not in reply.plain, "it would do the reading for who can see the picture"
    (told,) = pressed(house.desk, HERE, MEI, reply.buttons[0][0].data)
    assert "A line that falls." in reply_to(told).plain
    text = "The line graph gives information about coal and how it changed over time. " * 12
    answers, queued = house.sends(text)
    assert isinstance(answers, AnswersTask)
    assert isinstance(queued, n.Queued)
    assert house.submission(queued.submission_id) == ("W1A", CHART.text)


def test_weakness_is_told_and_exercised(house: House) -> None:
    free = house.given("2 weak")
    assert free.drawn.because is Because.UNKNOWN
    _, queued = house.sends(ESSAY)
    assert isinstance(queued, n.Queued)
    assert mark_essay(house.store, build_marker(house.settings), house.settings, queued.submission_id)
    given = house.given("2 weak")
    assert given.drawn.because in (Because.KIND, Because.CRITERION)
    told = reply_to(given).plain.splitlines()[1]
    assert told.startswith("Chosen for")
    if given.drawn.because is Because.KIND:
        assert given.drawn.about in given.drawn.task.practises


@pytest.mark.parametrize("data", ["bm:tk:W9:", "bm:tk:W2:" + "x" * 500, "bm:tk:W2:<b>"])
def test_a_press_that_nobody_made_is_harmless(house: House, data: str) -> None:
    (said,) = pressed(house.desk, HERE, MEI, data)
    assert reply_to(said).plain


def test_every_task_fits_a_message_in_both_languages(house: House) -> None:
    for task in load_tasks():
        for language in ("en", "zh-hans"):
            from engine.ielts.bank.draw import Drawn

            reply = reply_to(TaskGiven(Drawn(task, Because.CHANCE), ""), language)
            assert len(reply.plain) < 1000, "short enough to be a picture's caption"
            assert task.text.splitlines()[-1] in reply.plain
