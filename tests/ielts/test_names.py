"""Names that a learner wrote down."""

from __future__ import annotations

import pytest

from engine.ielts.speaking.names import names_in


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
