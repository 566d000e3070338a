"""What a message is, from its text alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from engine.errors import LearnerMistake
from engine.ielts.chat import Platform
from engine.ielts.question_paper import task_from
from engine.ielts.submissions import join
from engine.marking.text.cleaning import clean
from engine.marking.writing.samples import SAMPLES, sample_essay
from engine.practice.conversation import check_text, is_english, read

ESSAY = sample_essay("W2")


@pytest.mark.parametrize("code", SAMPLES)
def test_question_and_answer_in_one_message_are_told_apart(code: str) -> None:
    sample = sample_essay(code)
    reading = read(f"{sample.task.prompt}\n\n{sample.text}")
    assert (reading.prompt, reading.answer, reading.task) == (sample.task.prompt, sample.text, code)


def test_labels_are_taken_off() -> None:
    reading = read(f"Question: {ESSAY.task.prompt}\n\nAnswer: {ESSAY.text}")
    assert reading.prompt == ESSAY.task.prompt
    assert reading.answer == ESSAY.text


@pytest.mark.parametrize("code", SAMPLES)
def test_an_answer_alone_stays_whole(code: str) -> None:
    sample = sample_essay(code)
    assert read(sample.text).prompt is None
    assert read(sample.text).answer == sample.text


def test_an_introduction_that_names_both_views_is_no_question_paper() -> None:
    text = "This essay will look at both views and give my opinion at the end.\n\n" + ESSAY.text
    assert read(text).answer == text.strip()


@pytest.mark.parametrize(
    "introduction",
    [
        "This trend has both advantages and disadvantages, which are looked at below.",
        "Shopping has changed, and the benefits of this clearly outweigh the drawbacks.",
        "Why are there so many cars? In my opinion there are two reasons, and what can be done is not much.",
        "To what extent one should agree with this is a question that I will answer here.",
    ],
)
def test_an_introduction_is_never_taken_for_the_question(introduction: str) -> None:
    assert read(f"{introduction}\n\n{ESSAY.text}").prompt is None


@pytest.mark.parametrize(
    ("prompt", "task"),
    [
        ("The graph below shows visitors. Summarise the information by selecting the main features.", "W1A"),
        ("Write a letter to your landlord. In your letter say what is broken.", "W1G"),
        ("Some people think that cars should be banned. To what extent do you agree or disagree?", "W2"),
    ],
)
def test_the_task_is_read_off_the_question(prompt: str, task: str | None) -> None:
    assert task_from(prompt) == task


@how(deadline=None)
@given(st.text(max_size=600))
def test_reading_loses_nothing_that_was_written(text: str) -> None:
    reading = read(text)
    kept = f"{reading.prompt or ''} {reading.answer} {' '.join(reading.set_aside)}"
    labels = "prompt question topic task essay answer response writing letter report text introduction conclusion"
    lost = set(re.findall(r"[a-z]{2,}", clean(text).text.lower())) - set(re.findall(r"[a-z]{2,}", kept.lower()))
    assert lost <= set(labels.split())


@pytest.mark.parametrize(
    "text",
    [
        "I am student from Vietnam and I want improve my english because is very important for my future job in company.",
        "peoples is live in city becouse he have more work and more money but is also many problem whit car and polution",
        "Technology improves education significantly, helping students worldwide achieve outstanding academic results yearly.",
    ],
)
def test_weak_english_is_english(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Viele Menschen denken, dass Kinder heute zu viel Zeit vor dem Bildschirm verbringen und zu wenig draußen spielen.",
        "Beaucoup de gens pensent que les enfants passent trop de temps devant un écran et ne jouent pas assez dehors.",
        "Многие люди думают, что дети проводят слишком много времени перед экраном и мало играют на улице.",
        "Saya pikir anak-anak sekarang terlalu banyak menghabiskan waktu di depan layar dan kurang bermain di luar rumah.",
    ],
)
def test_other_languages_are_not(text: str) -> None:
    assert not is_english(text)


def test_exactly_twenty_and_twenty_one_words() -> None:
    with pytest.raises(LearnerMistake) as caught:
        check_text("the people of my town like it " * 2 + "the people of my town like", 2000)
    assert caught.value.reason == "too-short"
    check_text("the people of my town like it " * 3, 2000)


def test_messages_are_joined_as_paragraphs() -> None:
    assert join(["One.", "Two."], Platform.TELEGRAM) == "One.\n\nTwo."
    assert join(["a" * 4000, "b"], Platform.TELEGRAM) == "a" * 4000 + " b"
    assert join(["a" * 1900, "b"], Platform.DISCORD) == "a" * 1900 + " b"
    assert join(["a" * 1900, "b"], Platform.TELEGRAM) == "a" * 1900 + "\n\nb"
