"""A question's sentences as its record comes, in whatever pieces."""

from __future__ import annotations

import json

import pytest

from engine.marking.speaking.streamed import Sentences


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_each_sentence_but_the_last_is_given_once_as_soon_as_it_is_whole(size: int) -> None:
    said = 'You called it “home”. You said "rent" and \\ twice. Why is that?'
    record = json.dumps({"question": said})
    given: list[str] = []
    take = Sentences(given.append)
    for start in range(0, len(record), size):
        take(record[start : start + size])
    assert given == ["You called it “home”.", 'You said "rent" and \\ twice.']


def test_what_is_no_record_gives_nothing() -> None:
    given: list[str] = []
    for record in ('{"other": "One. Two. Three."}', '{"question": "a\nb. c. d', "", '{"question": 7}'):
        Sentences(given.append)(record)
    assert given == []
