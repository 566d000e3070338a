"""What is counted in an answer: where pauses lie, what was repeated or put right, and rates over all of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.speaking.heard import Sound, Span, Transcript, Word
from engine.marking.speaking.sound.clauses import place_pauses
from engine.marking.speaking.sound.fluency import Fluency, fluency, together
from engine.marking.speaking.sound.inflections import same_verb_or_noun
from engine.marking.speaking.sound.repairs import RepairKind, fillers_in, repairs_in


def timed(text: str, gaps: dict[int, float]) -> tuple[tuple[Word, ...], Sound]:
    """Words of 0.3 s one after another, with a silence of so many seconds before some; and the sound of it."""
    words, pauses, at = [], [], 0.5
    for place, word in enumerate(text.split()):
        if place in gaps:
            pauses.append(Span(at, at + gaps[place]))
            at += gaps[place]
        words.append(Word(word, at, at + 0.3, 0.9))
        at += 0.3
    edges = [0.5, *[edge for pause in pauses for edge in (pause.start, pause.end)], at]
    runs = tuple(Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return tuple(words), Sound(at + 0.5, runs)


@pytest.mark.parametrize(
    ("before", "after", "within"),
    [
        ("I live in a small town.", "It is quiet.", False),
        ("I stayed at home", "because it was raining", False),
        ("I went to the park", "and I met a friend", False),
        ("I stayed at home, um", "because it was raining", False),
        ("I would like to", "visit other countries", True),
        ("we had some bread", "and butter for lunch", True),
        ("this is the", "um most interesting thing", True),
        ("he is taller", "than my brother", True),
        ("they go camping at the weekend", "It depends on the family", False),
        ("famous for the", "The cherry blossoms", True),
    ],
)
def test_where_a_pause_lies(before: str, after: str, within: bool) -> None:
    words, sound = timed(f"{before} {after}", {len(before.split()): 0.6})
    (pause,) = place_pauses(sound.pauses, words)
    assert pause.within is within
    assert (pause.after, pause.before) == (len(before.split()) - 1, len(before.split()))


def test_a_pause_without_word_times_has_no_place() -> None:
    (pause,) = place_pauses([Span(1, 2)], ())
    assert (pause.within, pause.after, pause.before) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I I think he go goes to school", [("repetition", "I I"), ("self_correction", "go goes")]),
        ("we live in the in the centre", [("repetition", "in the in the")]),
        ("I think, um, I think it is good", [("repetition", "I think, um, I think")]),
        ("he go he goes by bus", [("self_correction", "he go he goes")]),
        ("she he is my cousin", [("self_correction", "she he")]),
        ("it was a the best day", [("self_correction", "a the")]),
        ("it is diff- different there", [("self_correction", "diff- different")]),
        ("I have a dog I mean a cat", [("self_correction", "dog I mean a")]),
        ("the the the book", [("repetition", "the the"), ("repetition", "the the")]),
    ],
)
def test_repairs(text: str, found: list[tuple[str, str]]) -> None:
    repairs = repairs_in(text)
    assert [(repair.kind.value, repair.quote) for repair in repairs] == found
    assert all(text[repair.start : repair.end] == repair.quote for repair in repairs)


@pytest.mark.parametrize(
    "text",
    [
        "It is very very good and really really cheap.",
        "I like it. It is near my house.",
        "He said that that was fine, no no, I had had enough.",
        "My brother and my brother's wife live there.",
        "I see what it is, and I do what I can.",
        "We came in on Sunday and went out.",
    ],
)
def test_good_english_is_no_repair(text: str) -> None:
    assert repairs_in(text) == ()


def test_fillers_of_words_and_sound_are_not_counted_twice() -> None:
    words, sound = timed("I um like music", {})
    heard = Sound(sound.duration, sound.runs, fillers=(Span(0.82, 1.1), Span(1.5, 1.7)))
    found = fluency(heard, Transcript("I um like music", words))
    assert [filler.span for filler in found.fillers] == [Span(words[1].start, words[1].end), Span(1.5, 1.7)]
    untimed = fluency(heard, Transcript("I um like music"))
    assert len(untimed.fillers) == 2
    assert [text.start for text in fillers_in("Er, I um like music")] == [0, 6]


def test_rates() -> None:
    words, sound = timed("I live in a small town because it is quiet", {6: 1.2, 8: 0.4})
    found = fluency(sound, Transcript("I live in a small town because it is quiet", words))
    assert found.syllables == 12
    assert found.words == 10
    assert found.speaking_seconds == pytest.approx(4.6)
    assert found.phonation_seconds == pytest.approx(3.0)
    assert found.speech_rate == pytest.approx(12 / 4.6)
    assert found.articulation_rate == pytest.approx(4)
    assert found.words_per_minute == pytest.approx(600 / 4.6)
    assert found.mean_length_of_run == 4
    assert found.mean_pause == pytest.approx(0.8)
    assert found.pauses_per_minute == pytest.approx(120 / 4.6)
    assert found.long_pauses_per_minute == pytest.approx(60 / 4.6)
    assert found.phonation_ratio == pytest.approx(3.0 / 4.6)
    assert (found.pauses_within_clauses, found.pauses_between_clauses, found.share_within_clauses) == (1, 1, 0.5)


def test_without_words_the_nuclei_count() -> None:
    sound = Sound(3, (Span(0.5, 1.5), Span(2, 2.5)), nuclei=(0.6, 0.9, 1.2, 2.1))
    found = fluency(sound)
    assert (found.syllables, found.words, found.repairs) == (4, None, ())
    assert found.share_within_clauses is None
    assert found.words_per_minute is None
    assert found.articulation_rate == pytest.approx(4 / 1.5)


def test_answers_put_together_are_one_performance() -> None:
    words, sound = timed("I I like it because it is fun", {4: 1.0})
    one = fluency(sound, Transcript("I I like it because it is fun", words))
    both = together([one, one, fluency(Sound(2.0))])
    assert both.speech_rate == pytest.approx(one.speech_rate)
    assert both.words == 16
    assert len(both.repairs) == 2
    assert both.repairs[0].kind is RepairKind.REPETITION
    assert both.repairs_per_minute == pytest.approx(one.repairs_per_minute)
    assert together([]) == Fluency()
    assert Fluency().speech_rate == Fluency().mean_pause == Fluency().fillers_per_minute == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("go", "goes", True), ("went", "go", True), ("study", "studied", True), ("stop", "stopping", True),
     ("like", "liked", True), ("child", "children", True), ("go", "going", True), ("box", "boxes", True),
     ("go", "good", False), ("the", "then", False), ("is", "it", False), ("care", "car", False), ("go", "go", False)],
)  # fmt: skip
def test_forms_of_a_word(one: str, other: str, *, same: bool) -> None:
    assert same_verb_or_noun(one, other) is same
    assert same_verb_or_noun(other, one) is same


@given(st.lists(st.sampled_from("I the um go goes in. a I mean because and, diff- very".split()), max_size=30))
def test_any_words_can_be_looked_at(said: list[str]) -> None:
    text = " ".join(said)
    words, sound = timed(text, {})
    found = fluency(sound, Transcript(text, words))
    last = 0
    for repair in found.repairs:
        assert text[repair.start : repair.end] == repair.quote
        assert repair.second is not None
        assert repair.start >= last
        last = repair.start
