"""The sentences of feedback: the same in every language, each with the same facts; tables of language that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message

from engine.ielts.languages import Language
from engine.ielts.reports import OTHER
from engine.marking.errors.error import Kind
from engine.marking.errors.reasons import reason
from engine.marking.sentences import Counted, Name, Said, Sentences
from engine.marking.structures import SPEAKING, WRITING, structures
from engine.marking.tables import any_of, table


def facts_asked_for(language: Language) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for file in files("engine.data").joinpath("feedback", language).iterdir():
        for entry in FluentParser(with_spans=False).parse(file.read_text("utf-8")).body:
            if isinstance(entry, Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice"
                found[entry.id.name] = frozenset(facts(entry.to_json()))
    return found


def facts(tree: Any) -> Iterator[str]:
    if isinstance(tree, list):
        for each in tree:
            yield from facts(each)
    elif isinstance(tree, dict):
        if tree.get("type") == "VariableReference":
            yield tree["id"]["name"]
        for each in tree.values():
            yield from facts(each)


def test_a_part_of_a_sentence_and_texts_in_a_row() -> None:
    say = Sentences("en")
    assert say("advice-W1G-purpose.exercise", quote="“Dear Sir”").startswith("Put one sentence before “Dear Sir”:")
    with pytest.raises(ValueError, match="advice-W1G-purpose"):
        say("advice-W1G-purpose.exercise")


def test_structures_are_named_in_words() -> None:
    for skill in (WRITING, SPEAKING):
        for name in table("structures", dict[str, dict[str, list[str]]])[skill]:
            assert Sentences().knows(f"structure-{name}")
    assert [one.name for one in structures("People who know agree.", WRITING)] == ["relative-clause"]


def test_a_table_that_cannot_be_read_says_where() -> None:
    with pytest.raises(ValueError, match="stronger"):
        table("stronger", dict[str, dict[str, int]])
    with pytest.raises(ValueError, match="no pattern"):
        any_of(["(", "a"])


@pytest.mark.parametrize("language", Language)
def test_every_language_has_every_sentence_and_asks_for_no_other_facts(language: Language) -> None:
    english, other = facts_asked_for(Language.ENGLISH), facts_asked_for(language)
    assert other.keys() == english.keys()
    for name, asked in other.items():
        assert asked <= english[name], name


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_error_has_a_name_a_rule_and_an_example(language: Language) -> None:
    for kind in Kind:
        told = reason(kind, language)
        assert told != reason(OTHER, language)
        assert told.name
        assert told.rule.endswith((".", "。"))
        assert told.wrong != told.right


def test_facts_in_a_row_are_put_as_the_language_does_it() -> None:
    facts = {"count": 3, "kinds": (Counted("article", 2), Counted("number", 1)), "examples": ("“a”", "“b”"), "here": 1}
    said = Said("errors-accuracy", facts)
    assert "articles (2) and singular and plural." in Sentences("en").said(said)
    assert "冠词（2 处）和单复数。" in Sentences("zh-hans").said(said)
    assert Sentences("zh")("complex-clean", structures=(Name("structure-relative-clause"),)).startswith(
        "这是一个带有定语从句"
    )
