from __future__ import annotations

import pytest

from engine.marking.errors.error import Error, Kind, Level
from engine.marking.errors.kinds import kind_of_change, named


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("more easy", "easier", Kind.WORD_FORM),
        ("should I", "I should", Kind.ORDER),
        ("have", "has", Kind.AGREEMENT),
        ("car", "cars", Kind.NUMBER),
        ("in", "at", Kind.PREPOSITION),
        ("big", "a big", Kind.ARTICLE),
        ("can not", "cannot", Kind.SPELLING),
        ("went", "gone", Kind.VERB_FORM),
        ("which", "who", Kind.WRONG_WORD),
    ],
)
def test_a_change_shows_its_kind(old: str, new: str, kind: Kind | None) -> None:
    assert kind_of_change(old, new) is kind


def by_tagger(text: str, old: str, new: str, kind: Kind) -> Kind:
    start = text.index(old)
    return named(text, Error(start, start + len(old), kind, Level.MENDED, new, 0.99, "tagger")).kind


@pytest.mark.parametrize(
    ("text", "old", "new", "said", "kind"),
    [
        ("I saw many dog there.", "dog", "dogs", Kind.VERB_FORM, Kind.NUMBER),
        ("He dog me.", "dog", "dogs", Kind.AGREEMENT, Kind.AGREEMENT),
        ("I go one time in one month.", "one time in one", "once a", Kind.VERB_FORM, Kind.WRONG_WORD),
        ("I know what should I do.", "should I", "I should", Kind.ARTICLE, Kind.ORDER),
        ("He playing.", "playing", "is playing", Kind.VERB_FORM, Kind.VERB_FORM),
        ("I look my phone.", "my", "at my", Kind.PREPOSITION, Kind.PREPOSITION),
        ("This is a danger habit.", "danger", "dangerous", Kind.WORD_FORM, Kind.WORD_FORM),
    ],
)
def test_a_mend_of_the_tagger_is_called_what_it_is(text: str, old: str, new: str, said: Kind, kind: Kind) -> None:
    assert by_tagger(text, old, new, said) is kind


def test_what_is_not_the_tagger_s_or_not_mended_keeps_its_kind() -> None:
    slip = Error(0, 3, Kind.VERB_FORM, Level.MENDED, "cars", 0.97, "slips")
    place = Error(0, 3, Kind.VERB_FORM, Level.DOUBTFUL, None, 0.99, "tagger")
    assert named("car", slip) is slip
    assert named("car", place) is place
