"""Pictures: real PNG of the size meant, with no state left behind, and nothing cut off."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from engine.ielts.speaking.questions import load_bank
from engine.marking.speaking.card_picture import cue_card
from engine.marking.speaking.delivery_over_time import paces, silences
from engine.marking.speaking.pictures import Pace, Silences, fluency_line, pause_map
from tests.marking.speaking.candidates import middling, strong, typed, weak
from tests.marking.speaking.transcripts import WEAK


def picture(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    with Image.open(io.BytesIO(png)) as image:
        image.load()
        return image.convert("RGB")


@pytest.mark.parametrize("sat", [weak, middling, strong])
def test_a_test_becomes_two_pictures(sat: object) -> None:
    test, heard = sat()  # type: ignore[operator]
    line, dots = fluency_line(paces(test, heard)), pause_map(silences(test, heard))
    for png in (line, dots):
        assert picture(png).size == (900, 500)
        assert len(png) < 120_000
    assert fluency_line(paces(test, heard)) == line
    assert "matplotlib.pyplot" not in sys.modules


def test_what_the_pictures_show_is_what_was_measured() -> None:
    test, heard = middling()
    shown = paces(test, heard)
    assert {each.part for each in shown} == {1, 2, 3}
    assert any(each.unscripted for each in shown)
    assert all(one.began < other.began for one, other in pairwise(shown))
    parts = silences(test, heard)
    assert [each.part for each in parts] == [1, 2, 3]
    assert all(pause >= 0.25 for each in parts for pause in (*each.between, *each.within))


def test_there_is_nothing_to_draw_of_typed_answers() -> None:
    test, heard = typed(WEAK)
    assert paces(test, heard) == ()
    assert silences(test, heard) == ()
    for draw in (fluency_line, pause_map):
        with pytest.raises(ValueError, match="nothing to draw"):
            draw(())


def test_silences_whose_place_nobody_knows_are_drawn_too() -> None:
    test, heard = middling()
    wordless = {
        turn: replace(each, transcript=replace(each.transcript, words=None))  # type: ignore[type-var]
        for turn, each in heard.items()
    }
    parts = silences(test, wordless)
    assert all(each.unplaced and not each.within and not each.between for each in parts)
    assert picture(pause_map(parts)).size == (900, 500)


def test_one_answer_and_very_long_silences_can_be_drawn() -> None:
    assert picture(fluency_line((Pace(2, 0.0, 90.0, 9.5, unscripted=True),))).size == (900, 500)
    assert picture(pause_map((Silences(2, (), (45.0, 0.25)), Silences(3, (), ())))).size == (900, 500)


@pytest.mark.parametrize("card", load_bank().cards, ids=lambda card: card.id)
def test_every_card_of_the_bank_fits(card: object) -> None:
    assert_margins(picture(cue_card(card)))  # type: ignore[arg-type]


def test_a_card_of_any_length_fits() -> None:
    card = load_bank().cards[0]
    short = picture(cue_card(replace(card, describe="Describe it.", say=("it", "me"))))
    long = picture(cue_card(replace(card, describe=f"Describe {'x' * 300}.", say=("why " * 90, "café – “naïve”"))))
    assert short.size[0] == long.size[0] == 900
    assert long.size[1] > short.size[1]
    assert_margins(long)


def assert_margins(image: Image.Image) -> None:
    """Nothing dark stands in the card's own margin: no line runs out of it."""
    grey = np.asarray(image.convert("L"))
    inside = grey[60:-60]
    assert inside[:, 50:85].min() > 200
    assert inside[:, -85:-50].min() > 200
