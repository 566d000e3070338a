"""What nobody said is dropped; what a learner really said stays, however odd."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.speaking.heard import Span, Word
from engine.models.whisper.phantoms import REACH, Piece, goes_round, held, said, without_loops

SPEECH = (Span(0.5, 4.0), Span(6.0, 9.0))


def words(text: str, start: float = 1.0, probability: float = 0.9, step: float = 0.3) -> tuple[Word, ...]:
    return tuple(
        Word(each, start + index * step, start + index * step + step, probability)
        for index, each in enumerate(text.split())
    )


def piece(
    text: str,
    start: float = 1.0,
    *,
    probability: float = 0.9,
    no_speech: float = 0.05,
    logprob: float = -0.3,
    compression: float = 1.2,
) -> Piece:
    return Piece(words(text, start, probability), no_speech, logprob, compression)


def texts(*pieces: Piece, prompt: str = "", speech: tuple[Span, ...] = SPEECH) -> str:
    return " ".join(word.text for word in said(pieces, speech, prompt))


def test_plain_speech_stays() -> None:
    answer = "Um, well, I, I like, uh, the the sea."
    assert texts(piece(answer), piece("It is near.", 6.5)) == f"{answer} It is near."


def test_no_speech_no_words() -> None:
    assert texts(piece("Hello there."), speech=()) == ""


def test_a_silent_segment_is_dropped_only_if_its_words_are_poor_too() -> None:
    assert texts(piece("Hello there.", no_speech=0.9, logprob=-1.4)) == ""
    assert texts(piece("Hello there.", no_speech=0.9, logprob=-0.4)) == "Hello there."
    assert texts(piece("Hello there.", no_speech=0.2, logprob=-1.4)) == "Hello there."


def test_words_in_silence_are_dropped() -> None:
    assert texts(piece("I like tea. Thank you.", 3.3)) == "I like tea. Thank"
    assert texts(piece("Something odd.", 20.0)) == ""


@pytest.mark.parametrize("phrase", ["Thank you.", "Thanks for watching!", "Please subscribe.", "You", "Bye-bye."])
def test_famous_phrases_need_the_sound_to_agree(phrase: str) -> None:
    assert texts(piece(phrase)) == phrase
    assert texts(piece(phrase, no_speech=0.5)) == ""
    assert texts(piece(phrase, probability=0.2)) == ""
    assert texts(piece(phrase, 4.1)) == ""


def test_a_phrase_inside_an_answer_is_an_answer() -> None:
    answer = "I would say thank you."
    assert texts(piece(answer, no_speech=0.5)) == answer


def test_the_prompt_come_back() -> None:
    prompt = "What do you like about your home town? Um, well, I, I think..."
    assert texts(piece("What do you like about", no_speech=0.5), prompt=prompt) == ""
    assert texts(piece("What do you like about"), prompt=prompt) == "What do you like about"
    assert texts(piece("your home", no_speech=0.5), prompt=prompt) == "your home"


def test_a_loop_is_cut_down_to_two_rounds() -> None:
    assert texts(piece("so " * 40 + "good", 0.6, compression=9.0), speech=(Span(0, 30),)) == "so so good"
    assert texts(piece("I think that is " * 5, 0.6), speech=(Span(0, 30),)) == "I think that is I think that is"


@pytest.mark.parametrize(
    ("answer", "seconds", "kept"),
    [
        ("No. Thank you very much.", 0.7, "No. Thank you"),
        ("Maybe. Yeah. Yeah. Yeah. Yeah. Yeah.", 0.8, "Maybe. Yeah. Yeah."),
        ("I don't know.", 0.8, "I don't know."),
        ("", 0.1, ""),
    ],
)
def test_so_much_speech_holds_so_many_words(answer: str, seconds: float, kept: str) -> None:
    assert " ".join(word.text for word in held(words(answer), (Span(0.0, seconds),))) == kept


@pytest.mark.parametrize(
    "answer",
    [
        "I I I I went there",
        "It was very very very very good",
        "I want I want to say",
        "no no no no no",
        "what I mean is what I mean is it works",
    ],
)
def test_people_repeat_themselves(answer: str) -> None:
    assert texts(piece(answer)) == answer


@pytest.mark.parametrize("text", ["So 8-4-3-4-3-4-3-4-3-4 it was", "ha-ha-ha-ha-ha-ha-ha", "A–B–C–A–B–C–A–B–C–A–B–C"])
def test_a_row_goes_round(text: str) -> None:
    assert goes_round(piece(text))


@pytest.mark.parametrize("text", ["no no no no no no no no", "a well-to-do man", "Call 8-4-3-4-3-5.", "no-no-no", ""])
def test_people_read_rows(text: str) -> None:
    assert not goes_round(piece(text))


def test_what_compresses_too_well_goes_round() -> None:
    assert goes_round(piece("I think so.", compression=2.5))


@given(st.lists(st.sampled_from("a b c".split()), max_size=60), st.booleans())
def test_loops_end(keys: list[str], hard: bool) -> None:
    before = words(" ".join(keys))
    after = without_loops(before, hard=hard)
    assert len(after) <= len(before)
    assert set(after) <= set(before)
    assert [word.start for word in after] == sorted(word.start for word in after)
    assert {word.text for word in after} == {word.text for word in before}


PIECES = st.builds(
    piece,
    st.text("abc .,♪", max_size=60),
    st.floats(0, 30),
    probability=st.floats(0, 1),
    no_speech=st.floats(0, 1),
    logprob=st.floats(-5, 0),
    compression=st.floats(0, 20),
)


@given(
    st.lists(PIECES, max_size=6),
    st.lists(st.floats(0, 30), max_size=8).map(sorted),
    st.text("abc ", max_size=30),
)
def test_only_words_that_were_written_near_sound_stay(pieces: list[Piece], cuts: list[float], prompt: str) -> None:
    speech = tuple(Span(start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False))
    kept = said(pieces, speech, prompt)
    assert set(kept) <= {word for each in pieces for word in each.words}
    assert all(
        any(word.end >= span.start - REACH and word.start <= span.end + REACH for span in speech) for word in kept
    )
