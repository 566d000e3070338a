"""The template, word for word: what is served is what a model was trained on. Change the snapshot on purpose only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.ielts.bands import Band, Criterion
from engine.ielts.languages import Language
from engine.ielts.rubric import load_rubric
from engine.ielts.writing import Essay, WritingTask
from engine.ports import Prompt
from engine.prompts import (
    answering_prompt,
    answering_schema,
    marking_prompt,
    record_schema,
    rewriting_prompt,
    rewriting_schema,
    second_look_prompt,
    second_look_schema,
)

SNAPSHOTS = Path(__file__).parents[2] / "data" / "prompts"
ESSAY = Essay("I like cars.\n\nThey are ~~~~ fast.", WritingTask(2, prompt="Do you like cars?"))
RULES = [load_rubric().rule(rule) for rule in ("W2.TR.6.b", "W2.CC.6.f", "W2.LR.6.e", "W2.GRA.6.f")]


def prompts() -> dict[str, Prompt]:
    facts = {"words": 6, "paragraphs": 2}
    marking = marking_prompt(ESSAY, RULES, facts)
    seen = [(RULES[1], "They are ~~~~ fast.")]
    return {
        "marking": marking,
        "marking-zh": marking_prompt(ESSAY, RULES, facts, Language.CHINESE),
        "second-look": second_look_prompt(
            marking.shared, [Criterion.COHERENCE, Criterion.LEXICAL], ["I like cars.", "They are ~~~~ fast."]
        ),
        "rewriting": rewriting_prompt(ESSAY, "They are ~~~~ fast.", RULES[:2]),
        "answering": answering_prompt(
            Criterion.COHERENCE, Band(6.0), seen, RULES[2:], "Why 6 and not 7?", Language.ENGLISH
        ),
    }


@pytest.mark.parametrize("name", prompts())
def test_a_prompt_is_as_it_was_agreed(name: str) -> None:
    prompt = prompts()[name]
    snapshot = (SNAPSHOTS / f"{name}.txt").read_text("utf-8")
    assert f"{prompt.shared}\n\n{prompt.own}\n" == snapshot


def test_what_is_shared_holds_nothing_of_a_learners() -> None:
    for prompt in prompts().values():
        assert "cars" not in prompt.shared
        assert "fast" not in prompt.shared


def strings(schema: object) -> Iterator[dict[str, object]]:
    """Every string of a schema that is not chosen from a list."""
    if isinstance(schema, dict):
        if schema.get("type") == "string" and "enum" not in schema:
            yield schema
        for part in schema.values():
            yield from strings(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from strings(part)


def test_no_string_can_be_filled_without_end() -> None:
    """A model that rambles fills one string until its budget is gone, and the record is never closed."""
    rules = list(load_rubric().rules("W2", Criterion.TASK_RESPONSE, 6))
    criteria = (Criterion.TASK_RESPONSE,)
    for language in Language:
        schemas = (
            record_schema(criteria, rules, language),
            second_look_schema(criteria, rules, 3, language),
            rewriting_schema(500),
            answering_schema(language),
        )
        for each in (string for schema in schemas for string in strings(schema)):
            pattern = str(each.get("pattern", "*"))
            assert "maxLength" in each or (
                re.search(r"\{\d+,\d+\}\$$", pattern) and not re.search(r"[^\\][*+]", pattern)
            )
