"""What a finding shows of an answer: errors where they were said, no name as an unclear word, and a drill that makes sense."""

from __future__ import annotations

from engine.ielts.speaking.exam_clock import Stage
from engine.ielts.speaking.heard import Transcript, Word
from engine.marking.errors.error import Kind
from engine.marking.speaking.answers import Answer
from engine.marking.speaking.better_said import better_said
from engine.marking.speaking.evidence.grammatical import told
from engine.marking.speaking.evidence.pronounced import is_name
from engine.marking.speaking.spoken_errors import SpokenError


def answer(said: str) -> Answer:
    words = tuple(Word(text, float(at), at + 0.5, 0.9) for at, text in enumerate(said.split()))
    return Answer("t1", Stage.PART_1, "Why?", False, Transcript(said, words).text, said, words, None, True, 10.0, 0.0)


def wrong(said: str, what: str, better: str | None) -> str:
    start = said.index(what)
    return told(answer(said), SpokenError(start, start + len(what), better, Kind.MISSING_WORD))


def test_an_error_is_shown_with_a_word_on_either_side() -> None:
    assert wrong("I look my phone every day.", "my", "at my") == "“look my phone” → “look at my phone”"
    assert wrong("There have many cars.", "have", "are") == "“There have many” → “There are many”"
    assert wrong("I go to there.", "to ", "") == "“go to there” → “go there”"
    assert wrong("People need place for relax.", "relax", None) == "“for relax”"


def test_a_name_is_told_from_the_first_word_of_a_sentence() -> None:
    said = "Well, I come from Wuhan. Buildings are high."
    assert is_name(said, said.index("Wuhan"))
    assert not is_name(said, said.index("Buildings"))
    assert not is_name(said, 0)


def test_a_second_start_has_no_capital() -> None:
    assert (
        better_said("But if it's... If it's something important, I call.") == "But if it's something important, I call."
    )
    assert better_said("I come from, I come from Wuhan.") == "I come from Wuhan."
