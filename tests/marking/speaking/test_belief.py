from __future__ import annotations

from engine.marking.speaking.belief import belief


def test_in_faultless_speech_a_place_without_a_better_form_is_misheard() -> None:
    assert belief(0, 900) == 0.0
    assert belief(7, 900) < 0.25


def test_whoever_errs_often_has_erred_there_too() -> None:
    assert 0.6 < belief(20, 400) < 0.7


def test_a_few_words_tell_nothing_of_how_often_somebody_errs() -> None:
    assert belief(1, 8) == belief(1, 100) < 0.3
