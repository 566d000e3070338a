"""Every cleaning rule does what its own example says, and what it must leave alone stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.finetune.data.cleaning import cleaned
from engine.finetune.data.rules import Found, Rule, cleaning_rules, tidy_spaces


@pytest.mark.parametrize("rule", cleaning_rules(), ids=lambda rule: rule.name)
def test_a_rule_does_what_its_example_says(rule: Rule) -> None:
    before, after = rule.example
    assert tidy_spaces(rule.apply(before, Found())) == after


@pytest.mark.parametrize("rule", cleaning_rules(), ids=lambda rule: rule.name)
def test_a_rule_leaves_an_essay_alone(rule: Rule) -> None:
    essay = (
        "Some people believe that sport unites nations, while others disagree.\n\n"
        "In 1990, 24.5% of 1,200 visitors came by train; by 2007 the figure was 3 in 4. My band played music (badly).\n\n"
        "To score well at school, pupils need sleep. Dear friends tell them so. In conclusion, I agree."
    )
    assert rule.apply(essay, Found()) == essay


def test_marks_and_comments_are_kept_apart() -> None:
    essay = "Reading is good for children because it widens what they know of the world. " * 4
    text = f"Band 7 sample answer\n{essay}\nTR: 6, CC: 7, LR: 7, GRA: 6\nExaminer's comment: a clear position."
    done = cleaned(text)
    assert done.text == essay.strip()
    assert done.found.bands == {"overall": 7.0, "TR": 6.0, "CC": 7.0, "LR": 7.0, "GRA": 6.0}
    assert done.found.comment == "Examiner's comment: a clear position."
    assert [name for name, *_ in done.changes] == ["sample-heading", "scores", "examiner-comment", "white-space"]


_PIECES = st.sampled_from(
    [part for rule in cleaning_rules() for part in rule.example] + ["<", "&amp;amp;", "**", "(", " \n", "Ã¢", "Page 2"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=6), st.sampled_from([" ", "\n", ""]))
def test_cleaning_twice_changes_nothing_more(pieces: list[str], glue: str) -> None:
    once = cleaned(glue.join(pieces)).text
    assert cleaned(once).text == once
