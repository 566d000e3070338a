from __future__ import annotations

import pytest

from engine.marking.words.everyday import is_everyday


@pytest.mark.parametrize("word", ["noodle", "noodles", "pandas", "sheep", "kitchen", "scarves", "trousers"])
def test_beginners_can_name_it(word: str) -> None:
    assert is_everyday(word)


@pytest.mark.parametrize("word", ["calligraphy", "baffling", "outskirts", "commute", "affectionate"])
def test_not_everybody_knows_it(word: str) -> None:
    assert not is_everyday(word)
