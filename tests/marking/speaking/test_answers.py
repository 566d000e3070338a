"""What of a test is marked: as far as the examiner listened, no requests; and when each word was said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.ielts.speaking.exam_clock import LISTENS, Stage
from engine.ielts.speaking.heard import HeardTurn, Origin, Sound, Transcript
from engine.marking.speaking.answers import Answer, answers_of, unanswered
from engine.marking.speaking.linking import links
from engine.marking.structures import structures
from tests.marking.speaking.candidates import MIDDLING_VOICE, middling, saying, sit, speak
from tests.marking.speaking.transcripts import MIDDLING

LONG = " ".join([MIDDLING["p2.talk"], MIDDLING["p3.1"], MIDDLING["p3.2"]])


def in_part_1(answers: tuple[Answer, ...]) -> Answer:
    return next(answer for answer in answers if answer.stage is Stage.PART_1)


def test_nothing_beyond_what_was_listened_to_is_marked() -> None:
    test, heard = sit(lambda *_: LONG, lambda text: speak(text, MIDDLING_VOICE))
    answer = in_part_1(answers_of(test, heard))
    assert answer.seconds == LISTENS[Stage.PART_1]
    assert LONG.startswith(answer.said)
    assert answer.transcript == LONG
    assert answer.words is not None
    assert max(word.start for word in answer.words) <= 30.5
    assert answer.sound is not None
    assert answer.sound.duration == 30
    assert answer.sound.runs[-1].end <= 30
    assert all(answer.second(word.start) <= 30.5 for word in answer.text.words)  # type: ignore[operator]


@pytest.mark.parametrize("typed", [True, False])
def test_without_word_times_the_same_share_of_the_words_counts(typed: bool) -> None:
    def hear(text: str) -> tuple[Transcript, Sound | None]:
        return Transcript(text, None, Origin.TYPED), None if typed else speak(text, MIDDLING_VOICE)[1]

    test, heard = sit(lambda *_: LONG, hear)
    answer = in_part_1(answers_of(test, heard))
    turn = next(each for each in test.state.heard if each.turn.id == answer.turn)
    share = len(answer.text.words) / len(LONG.split())
    assert share == pytest.approx(turn.counted / turn.turn.seconds, abs=0.03)
    assert (answer.second(40) is None) is typed


def test_a_moment_is_estimated_from_the_speech_where_words_have_no_times() -> None:
    text = MIDDLING["p2.talk"]
    transcript, sound = speak(text, MIDDLING_VOICE)
    timed = Answer("t", Stage.LONG_TURN, "?", False, text, text, transcript.words, sound, True, sound.duration, 0.0)
    untimed = replace(timed, words=None)
    guesses = [untimed.second(word.start) for word in timed.text.words]
    assert guesses == sorted(guesses)  # type: ignore[type-var]
    for word, guess in zip(timed.text.words, guesses, strict=True):
        assert guess == pytest.approx(timed.second(word.start), abs=3.0)
        assert any(run.start <= guess <= run.end for run in sound.runs)  # type: ignore[operator]


def test_requests_are_no_answers_and_silences_are_counted() -> None:
    said = iter(["Sorry, could you repeat that?", "I am Mei.", "", "", "I come from Wuhan."])
    test, heard = sit(lambda *_: next(said, "It is nice."), lambda text: speak(text, MIDDLING_VOICE))
    answers = answers_of(test, heard)
    assert [answer.said for answer in answers[:2]] == ["I am Mei.", "I come from Wuhan."]
    prompts = {each.prompt for each in test.state.heard if not each.request}
    assert unanswered(test, heard, answers) == pytest.approx(1 / len(prompts))


def test_the_long_turn_is_an_answer_to_the_card() -> None:
    test, heard = middling()
    talk = next(answer for answer in answers_of(test, heard) if answer.stage is Stage.LONG_TURN)
    assert test.plan.card is not None
    assert talk.question == test.plan.card.describe


def test_a_transcript_that_the_learner_corrected_is_what_counts() -> None:
    test, heard = sit(saying(MIDDLING), lambda text: speak(text, MIDDLING_VOICE))
    corrected = HeardTurn("t1", Transcript("You can call me May.", None, Origin.CORRECTED), heard["t1"].sound)
    answer = answers_of(test, {**heard, "t1": corrected})[0]
    assert answer.said == "You can call me May."
    assert not answer.recognised
    assert not answer.doubted


@pytest.mark.parametrize(
    ("said", "markers"),
    [
        ("I like it because it is so big.", ["because"]),
        ("Well, on the other hand, I was very well.", ["well", "on the other hand"]),
        ("And then we left. So we slept, although it’s cold.", ["and then", "so", "although"]),
        ("It is nice.", []),
    ],
)
def test_links_are_found_and_words_that_only_look_like_links_are_not(said: str, markers: list[str]) -> None:
    assert [link.marker for link in links(said)] == markers
    assert all(said[link.start : link.end].lower() == link.marker for link in links(said))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("If I had more time, I would travel.", "unreal-condition"),
        ("If it rains, we will stay.", "open-condition"),
        ("People who live there are kind.", "relative-clause"),
        ("Although it was cold, we went.", "concession"),
        ("It was built by my uncle.", "passive"),
        ("I have never seen it.", "perfect-form"),
        ("I've been living here for years.", "continuous-perfect"),
        ("The more I read, the better I write.", "comparison-of-clauses"),
        ("We used to swim there.", "used-to"),
        ("What I like most is the quiet.", "cleft"),
    ],
)
def test_structures_are_known_by_name(said: str, name: str) -> None:
    assert name in {one.name for one in structures(said)}


@pytest.mark.parametrize(
    "said", ["I like it.", "It's nice in spring.", "The evening is long.", "I am interested in it."]
)
def test_plain_sentences_have_none(said: str) -> None:
    assert not list(structures(said))
