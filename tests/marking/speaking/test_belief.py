from __future__ import annotations

from engine.marking.errors.error import Kind
from engine.marking.speaking.belief import believed
from engine.marking.speaking.spoken_errors import SpokenError

SURE = SpokenError(0, 4, "likes", Kind.AGREEMENT)
PLACE = SpokenError(8, 12, None, Kind.NUMBER)


def test_in_faultless_speech_a_place_without_a_better_form_is_taken_for_misheard() -> None:
    assert believed([(PLACE,), ()], 900) == [(), ()]
    assert believed([(SURE,), (PLACE,)], 900) == [(SURE,), ()]


def test_whoever_errs_often_has_erred_there_too() -> None:
    (first, second) = believed([(SURE,) * 20, (PLACE,)], 400)
    assert first == (SURE,) * 20
    assert 0.6 < second[0].belief < 0.7


def test_a_few_words_tell_nothing_of_how_often_somebody_errs() -> None:
    assert believed([(SURE, PLACE)], 8) == [(SURE,)]
