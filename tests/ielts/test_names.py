"""Names that a learner wrote down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ielts.speaking.names import names_in, put_into


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("My friend Li Wei lives in Chengdu.", ("Li Wei", "Chengdu")),
        ("Nguyen Thi Lan is my grandmother.", ("Nguyen Thi Lan",)),
        ("Perhaps. She likes Xi'an. It is near Xi'an.", ("Xi'an",)),
        ("In July I went there. At Huawei I wrote code. But I'm Mei.", ("Huawei", "Mei")),
        ("Yesterday we met.", ()),
        ("Tuan.", ("Tuan",)),
        ("Sometimes.", ()),
        ("Yes.", ()),
        ("I THINK CHENGDU IS NICE. The IELTS is hard.", ()),
        ("i like tea", ()),
        ("", ()),
    ],
)
def test_names_in(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("heard", "name", "said"),
    [
        ("My name is LaiYai.", "Li Wei", "My name is Li Wei."),
        ("My name is Lai Y.", "Li Wei.", "My name is Li Wei."),
        ("I come from annoy, in the north.", "Hanoi", "I come from Hanoi, in the north."),
        ("I grew up in Wynn, which is big.", "Wuhan", "I grew up in Wuhan, which is big."),
        ("I come from annoy.", "I come from Hanoi.", None),
        ("Maybe.", "Hanoi", None),
        ("I like the river because it is nice.", "Hanoi", None),
        ("I like it very much.", "Sometimes", None),
        ("I like it very much.", "", None),
    ],
)
def test_a_name_alone_is_put_in_the_place_of_what_it_was_misheard_as(heard: str, name: str, said: str | None) -> None:
    assert put_into(heard, name) == said


@given(st.text(), st.text())
def test_any_two_texts_can_be_asked_about(heard: str, name: str) -> None:
    said = put_into(heard, name)
    assert said is None or name.strip(" .!?") in said
