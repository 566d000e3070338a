"""How likely a mend is right, fitted to mends of which that is known."""

from __future__ import annotations

from engine.evaluate.mend_rightness import fit_rightness
from engine.marking.errors.error import Kind
from engine.marking.errors.found import DROPS_A_VERB, Found
from engine.marking.errors.levels import Levels
from engine.marking.errors.rightness import Rightness


def _found(edit: str, sureness: float = 0.9, probability: float = 0.8) -> Found:
    return Found(0, 3, Kind.ARTICLE, "a car", probability, sureness, "tagger", edit)


def test_learns_how_often_each_edit_is_right() -> None:
    often, seldom = [(_found("INS"), number % 10 > 0) for number in range(200)], []
    seldom = [(_found("DELETE"), number % 10 == 0) for number in range(200)]
    right = Rightness(fit_rightness([*often, *seldom]))
    assert 0.85 < right.of(_found("INS")) < 0.95
    assert 0.05 < right.of(_found("DELETE")) < 0.15


def test_learns_how_far_the_taggers_own_word_is_to_be_taken() -> None:
    judged = [(_found("V", sureness=each / 100), each > 60) for each in range(1, 100)]
    right = Rightness(fit_rightness(judged))
    assert right.of(_found("V", sureness=0.95)) > 0.8
    assert right.of(_found("V", sureness=0.2)) < 0.2


def test_what_is_seen_too_seldom_has_no_weight() -> None:
    weights = fit_rightness([*[(_found("V"), True)] * 20, (_found("SWAP"), False)])
    assert not any("SWAP" in name for name in weights)


def test_a_verb_is_left_out_only_where_an_error_is_nearly_certain() -> None:
    levels = Levels({Kind.ARTICLE: 0.2}, Rightness({"base": 5.0}), {})
    assert levels.is_likely(_found(DROPS_A_VERB, probability=0.95))
    assert not levels.is_likely(_found(DROPS_A_VERB, probability=0.85))
    assert levels.is_likely(_found("INS", probability=0.85))
