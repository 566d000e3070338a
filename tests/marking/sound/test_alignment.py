"""Words found in sound: against a voice that is known, and people who read."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.marking.speaking.sound.alignment import align
from engine.marking.speaking.sound.letters import number_words, phones_of
from engine.ports import HEARING_RATE
from tests.doubles.recordings import read_flac
from tests.doubles.spoken import say, spoken


def test_words_lie_in_their_own_sentence() -> None:
    truth = spoken(("en-us", 160), (0.6, 1.5))
    words = align(truth.samples, truth.text)
    assert words is not None
    assert [word.text for word in words] == truth.text.split()
    for pause in truth.pauses:
        assert not any(word.start < pause.end - 0.1 and word.end > pause.start + 0.1 for word in words)
    assert all(one.end <= two.start + 1e-6 for one, two in pairwise(words))
    assert words[0].start == pytest.approx(0.4, abs=0.1)
    # The model knows people: a synthetic voice scores lower, and still more of it is plain than not.
    assert np.mean([not word.doubted for word in words]) > 0.6


def test_words_are_written_as_they_were() -> None:
    words = align(
        say("we moved into a bigger house near the river"), "We moved – into a “bigger” house, near the river."
    )
    assert words is not None
    assert [word.text for word in words] == ["We", "moved", "into", "a", "“bigger”", "house,", "near", "the", "river."]


def test_a_word_that_no_dictionary_has_is_found_and_not_doubted() -> None:
    words = align(say("my friend Zhangwei lives near the river"), "My friend Zhangwei lives near the river")
    assert words is not None
    assert not words[2].doubted
    assert words[1].end <= words[2].start < words[2].end <= words[3].start


def test_what_cannot_be_aligned() -> None:
    sentence = say("I would rather live in a quiet village")
    assert align(sentence, "") is None
    assert align(sentence, "… 你好 !") is None
    assert align(np.zeros(HEARING_RATE, np.float32), "hello") is None
    assert align(sentence[:1000], "I would rather live in a quiet village") is None
    assert align(sentence, "word " * 2000) is None


@pytest.mark.needs_data
def test_people_who_read(dev_data: Path) -> None:
    """In real speech of non-native readers ordinary words are not doubted, and words that were swapped score lower."""
    rows = [json.loads(line) for line in (dev_data / "voice" / "index.jsonl").read_text().splitlines()][:12]
    said, swapped = [], []
    for row, other in zip(rows, rows[1:] + rows[:1], strict=True):
        samples = read_flac(dev_data / "voice" / row["audio"])
        words = align(samples, row["text"])
        assert words is not None
        said += [word.probability for word in words]
        texts = row["text"].split()
        texts[3] = next(word for word in other["text"].split() if word not in texts and len(word) > 2)
        wrong = align(samples, " ".join(texts))
        if wrong is not None:
            swapped.append(wrong[3].probability)
    assert np.mean(np.array(said) > 0.5) > 0.9
    assert np.mean([np.mean(np.array(said) > score) for score in swapped]) > 0.75


@given(st.text(alphabet=st.characters(categories=["L"]), max_size=20))
def test_any_letters_have_sounds(word: str) -> None:
    assert phones_of(word)


@pytest.mark.parametrize(
    ("figures", "said"),
    [("7", "seven"), ("20", "twenty"), ("45", "forty five"), ("250", "two hundred fifty"), ("1995", "nineteen ninety five"),
     ("2005", "two thousand five"), ("15000", "fifteen thousand"), ("007", "zero zero seven"), ("0", "zero")],
)  # fmt: skip
def test_figures_as_they_are_said(figures: str, said: str) -> None:
    assert " ".join(number_words(figures)) == said
