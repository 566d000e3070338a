"""Of a reading that was prompted only the names are believed, and only where something was said."""

from __future__ import annotations

import pytest

from engine.ielts.speaking.heard import Word
from engine.models.whisper.readings import with_names

NAMES = ("Li Wei", "Chengdu", "Huawei")


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(each, 0.3 * at, 0.3 * at + 0.2, 0.9) for at, each in enumerate(text.split()))


@pytest.mark.parametrize(
    ("plain", "prompted", "expected"),
    [
        ("My friend is LaiYai.", "My friend is Li Wei.", "My friend is Li Wei."),
        ("I come from Chang do.", "I come from Chengdu.", "I come from Chengdu."),
        ("I work for while we.", "I work for Huawei.", "I work for Huawei."),
        ("He is my cousins I aming.", "He is my cousin Chengdu.", "He is my cousin Chengdu."),
        ("I am study there.", "I am studying there.", "I am study there."),
        ("Yes, I do.", "Yes, I do. Li Wei, Chengdu.", "Yes, I do."),
        ("I like the sea and the hills.", "Chengdu.", "I like the sea and the hills."),
        ("He told me about it.", "Li Wei told me about it.", "Li Wei told me about it."),
        ("Chengdu is big.", "Chengdu is big.", "Chengdu is big."),
        ("I think so.", "", "I think so."),
    ],
)
def test_names_alone_are_taken(plain: str, prompted: str, expected: str) -> None:
    assert " ".join(word.text for word in with_names(words(plain), words(prompted), NAMES)) == expected
