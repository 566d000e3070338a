from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.marking.speaking.clean_speech import clean, repeated

SAID = st.lists(
    st.sampled_from("um er I I'm the the, cat sat. sat, and and on on, mat? it is".split()), max_size=30
).map(" ".join)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Wuhan is, er, famous for the, the noodle.", "Wuhan is famous for the noodle."),
        ("Um, I think so.", "I think so."),
        ("I I I like it", "I like it"),
        ("I like, I like dogs.", "I like dogs."),
        ("Er, um.", "."),
        ("It is cold. Um, so I stay in.", "It is cold. so I stay in."),
        ("Nothing to take out here, well, nothing.", "Nothing to take out here, well, nothing."),
        ("", ""),
        # What ends one clause may begin the next.
        ("I like it. It is good.", "I like it. It is good."),
        ("I go there. There are many people.", "I go there. There are many people."),
        ("If they keep it, it is not good.", "If they keep it, it is not good."),
        ("When I see you, you smile.", "When I see you, you smile."),
        ("I think it, it is nice because it, it is old.", "I think it is nice because it is old."),
        ("It, it is nice. My. My town is small.", "it is nice. My town is small."),
    ],
)
def test_fillers_and_repetitions_are_taken_out(said: str, left: str) -> None:
    assert clean(said).text == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Yes. My first. Phone is. Black. My father gave me it.", "Yes. My first Phone is Black My father gave me it."),
        ("I feel very. Relax in there.", "I feel very Relax in there."),
        ("I have a. Dog. He is small.", "I have a Dog. He is small."),
        ("It is a city. Very big.", "It is a city. Very big."),
        ("I see it with patients. Who forget their bags.", "I see it with patients Who forget their bags."),
        ("I may go there. Who knows?", "I may go there. Who knows?"),
    ],
)
def test_a_recognisers_full_stop_after_a_fragment_is_no_end_of_a_sentence(said: str, left: str) -> None:
    speech = clean(said, recognised=True)
    assert speech.text == left
    assert "".join(said[place] for place in speech.places) == left
    assert clean(said).text == said, "who typed it has set the full stop"


@given(SAID | st.text(max_size=80))
def test_every_character_that_is_left_is_where_it_says(said: str) -> None:
    speech = clean(said)
    assert "".join(said[place] for place in speech.places) == speech.text
    assert list(speech.places) == sorted(set(speech.places))


@given(SAID)
def test_saying_it_all_twice_changes_nothing(said: str) -> None:
    words = said.split()
    once = [word for number, word in enumerate(words) if number not in repeated(words)]
    twice = [word for number, word in enumerate(words * 2) if number not in repeated(words * 2)]
    assert len(twice) <= max(len(once), len(words))


def test_a_place_in_clean_speech_is_a_place_in_what_was_said() -> None:
    said = "There is, um, many car."
    speech = clean(said)
    start = speech.text.index("many")
    first, last = speech.original(start, start + len("many car"))
    assert said[first:last] == "many car"
    with pytest.raises(IndexError):
        speech.original(3, 3)
