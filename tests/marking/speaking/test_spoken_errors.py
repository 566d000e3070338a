from __future__ import annotations

from dataclasses import replace

import pytest

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import Transcript, Word
from engine.marking.errors.slips import SPOKEN, slips
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.better_said import better_said, stronger
from engine.marking.speaking.clean_speech import clean
from engine.marking.speaking.spoken_errors import SpokenError, spoken_errors
from tests.marking.speaking.transcripts import STRONG, WEAK

QUESTION = "Why do people like big cities?"


def answer(said: str, words: tuple[Word, ...] | None = None) -> Answer:
    heard = Transcript(said, words)
    return Answer("t1", Stage.PART_1, "Why?", False, heard.text, said, words, None, True, 10.0, 0.0)


def errors(said: str, words: tuple[Word, ...] | None = None) -> tuple[SpokenError, ...]:
    return spoken_errors([answer(said, words)], [clean(said)])[0].errors


@pytest.mark.parametrize(
    ("said", "better"),
    [
        ("It is more easy to travel.", "It is easier to travel."),
        ("I didn't know what should I do.", "I didn't know what I should do."),
        ("We need a place for relax.", "We need a place to relax."),
        ("There have many building in my city.", "There are many buildings in my city."),
        ("In my city people has many cat.", "In my city people have many cats."),
        ("He like football.", "He likes football."),
        ("My grandfather go to the park.", "My grandfather goes to the park."),
        ("I very like this song.", "I really like this song."),
        ("I feel very relax there.", "I feel very relaxed there."),
        ("When I was child I lived there.", "When I was a child I lived there."),
        ("On Sunday I stay in home.", "On Sunday I stay at home."),
        ("I look my phone, er, a lot.", "I look at my phone a lot."),
        ("I listen music every day.", "I listen to music every day."),
        ("He doesn't likes it.", "He doesn't like it."),
        ("I, um, I go to there often.", "I go there often."),
        ("At first I only could boil eggs.", "At first I could only boil eggs."),
        ("Last month I have cooked for twelve people.", "Last month I cooked for twelve people."),
        ("We have visited my parents two weeks ago.", "We visited my parents two weeks ago."),
        ("That's all what they need.", "That's all they need."),
        ("My daughter tried to ride one of it.", "My daughter tried to ride one of them."),
        ("Nobody asked where have we been.", "Nobody asked where we have been."),
        ("I would rather to eat out.", "I would rather eat out."),
        ("They stop helping each other, what is very sad.", "They stop helping each other, which is very sad."),
        ("We don't pay attention on small things.", "We don't pay attention to small things."),
        ("I must to be at the hospital.", "I must be at the hospital."),
        ("After that I went to home.", "After that I went home."),
        ("He is quite good in cooking.", "He is quite good at cooking."),
        ("We found it in different place.", "We found it in a different place."),
        ("He explained me the rule.", "He explained to me the rule."),
        ("I am used to wake up early.", "I am used to waking up early."),
        ("I look forward to meet her.", "I look forward to meeting her."),
        ("The most of my friends work.", "Most of my friends work."),
        ("It was great and we enjoyed a lot.", "It was great and we enjoyed it a lot."),
        ("I did a big mistake.", "I made a big mistake."),
        ("I eat there because is very cheap.", "I eat there because it is very cheap."),
        ("I no have time.", "I don't have time."),
        ("We go to shopping on Sunday.", "We go shopping on Sunday."),
        ("I felt very boring.", "I felt very bored."),
        ("I waited the bus.", "I waited for the bus."),
        ("On my opinion, it is better.", "In my opinion, it is better."),
        ("If I will have time, I will go.", "If I have time, I will go."),
        ("If I would have copied them, I would still have them.", "If I had copied them, I would still have them."),
        ("Everyone bring something to eat.", "Everyone brings something to eat."),
        ("She has so much clothes.", "She has so many clothes."),
    ],
)
def test_what_learners_say_is_mended(said: str, better: str) -> None:
    assert errors(said)
    assert better_said(said) == better


@pytest.mark.parametrize(
    "said",
    [
        "Does he like football?",
        "My mother and my friend go there together.",
        "One of the people is very kind.",
        "There are three student bedrooms and two bus stops.",
        "It can bring more good than harm.",
        "I know. What should I do?",
        "I made my sister go home.",
        "We have time for work.",
        "Many cat owners live here.",
        "it's their dog and its name is Tom",
        "i come from wuhan it is big and i like it",
        "I have visited more places since last year than ever.",
        "She asked me, where have you been?",
        "I don't know if I will have time.",
        "We made the most of our time.",
        "He would rather I went.",
        "I watch how somebody like that deals with it.",
        "Ask them if they would have known.",
        "It can easily be found.",
        "I used to wake up early.",
        "I like a lot of the songs.",
        "They might not always have it.",
    ],
)
def test_what_is_right_or_cannot_be_heard_is_no_error(said: str) -> None:
    assert not errors(said)


@pytest.mark.parametrize("said", STRONG.values())
def test_good_english_has_no_slips(said: str) -> None:
    assert not slips(said, SPOKEN)


def test_good_english_is_hardly_ever_corrected() -> None:
    answers = [answer(said) for said in STRONG.values()]
    found = spoken_errors(answers, [clean(said) for said in STRONG.values()])
    words = sum(len(said.split()) for said in STRONG.values())
    assert 100 * sum(len(each.errors) for each in found) <= 0.8 * words


def test_a_doubt_is_told_of_who_errs_for_certain_and_of_nobody_else() -> None:
    doubted = "It was in the small blue flats. He could have sooner been a cook by trade."
    strong = [answer(said) for said in STRONG.values()]
    weak = [answer(said) for said in WEAK.values()]

    def doubts(answers: list[Answer]) -> list[SpokenError]:
        found = spoken_errors(answers, [clean(each.said) for each in answers])
        return [error for each in found for error in each.errors if not error.sure]

    assert len(doubts(strong)) <= 1
    assert len(doubts(weak)) >= 15
    assert not doubts([*strong, answer(doubted)])


def test_the_question_said_back_vouches_for_nobody() -> None:
    asked = replace(
        answer("Why do people like big cities? People likes it because there have many job."), question=QUESTION
    )
    echoed, plain = (
        spoken_errors([asked], [clean(asked.said)])[0],
        errors("People likes it because there have many job."),
    )
    assert [(each.better, each.kind) for each in echoed.errors] == [(each.better, each.kind) for each in plain]


def test_what_may_be_wrong_is_known_where_it_was_said() -> None:
    said = "Er, my, my hometown have changed a lot."
    (found,) = spoken_errors([answer(said)], [clean(said)])
    assert any(said[each.start : each.end] == "have" for each in found.unsure)


def test_a_doubted_word_is_nobody_s_mistake() -> None:
    said = "There is many car here."
    sure = tuple(Word(word, number, number + 0.5, 0.9) for number, word in enumerate(said.split()))
    assert errors(said, sure)
    doubted = tuple(replace(word, probability=0.3) if word.text in {"is", "many", "car"} else word for word in sure)
    assert not errors(said, doubted)


def test_an_error_is_where_it_was_said() -> None:
    said = "Er, I, I think he, um, like it."
    (found,) = errors(said)
    assert said[found.start : found.end] == "like"
    assert found.better == "likes"


def test_what_cannot_be_mended_surely_is_not_offered() -> None:
    often = "He like it. My grandfather go to the park. In my city people has many cat."
    assert any(error.better is None for error in errors(f"{often} Some people are play music here."))
    assert better_said("Some people are play music here.") is None
    assert better_said("It is fine.") is None


def test_one_exact_word_for_very_and_a_plain_one() -> None:
    assert stronger("It was a very big house.") == "It was an enormous house."
    assert stronger("Very good!") == "Excellent!"
    assert stronger("I am very busy.") is None
    assert stronger("It is big.") is None


def test_a_word_that_is_missing_only_because_the_recogniser_set_a_full_stop_is_no_error() -> None:
    kinds = [each.better for each in errors("Well, there is the obvious. Argument about air quality and temperature.")]
    assert not any(better and "rgument" in better for better in kinds)
    assert errors("It is quiet there. I look my phone a lot."), "a missing word elsewhere still is one"


def test_nothing_is_no_better_way_to_hesitate() -> None:
    assert better_said("Er.") is None
    assert better_said("I... I like this.") in (None, "I like this.")
