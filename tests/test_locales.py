"""Translations are complete: nothing is missing, nothing is left over, and every sentence gets the facts that it names."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl

import bots
import engine
from bots.replies import words
from bots.replies.words import LOCALES, Words, languages, locale_of

BOTS = Path(bots.__file__).parent
ENGINE = Path(engine.__file__).parent
ENGLISH = "en"
OTHERS = [name for name in languages() if name != ENGLISH]


@cache
def messages(locale: str) -> dict[str, frozenset[str]]:
    """Every message of a locale with the facts that it names; a message may be there once."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted((LOCALES / locale).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice in {locale}"
                found[entry.id.name] = frozenset(_facts(entry))
    return found


def _facts(node: object) -> Iterator[str]:
    if isinstance(node, ftl.VariableReference):
        yield node.id.name
    elif isinstance(node, list):
        for each in node:
            yield from _facts(each)
    elif isinstance(node, ftl.BaseNode):
        for each in vars(node).values():
            yield from _facts(each)


@cache
def sources() -> tuple[tuple[Path, ast.Module], ...]:
    paths = [*BOTS.rglob("*.py"), *ENGINE.rglob("*.py")]
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in paths)


def constants(node: ast.AST) -> Iterator[str]:
    """The keys that an expression may be: a constant, either side of a choice."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp():
            yield from constants(node.body)
            yield from constants(node.orelse)


def pattern(node: ast.JoinedStr) -> str:
    return "".join(
        re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else r"[\w-]+"
        for part in node.values
    )


def calls(path: Path, tree: ast.Module) -> Iterator[ast.Call]:
    """Calls of ``say(...)``, ``Words(...)(...)`` and ``_words(...)(...)``: how a sentence is asked for.

    The engine says nothing to anybody, and a module that has a ``say`` of its own means something else by it.
    """
    if BOTS not in path.parents or any(
        isinstance(node, ast.FunctionDef) and node.name == "say" for node in ast.walk(tree)
    ):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            named = isinstance(node.func, ast.Name) and node.func.id == "say"
            made = isinstance(node.func, ast.Call) and isinstance(node.func.func, ast.Name)
            if named or (made and node.func.func.id in ("Words", "_words")):  # type: ignore[attr-defined]
                yield node


def reasons(tree: ast.Module) -> Iterator[str]:
    """Why something is refused, or a test not rated."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("LearnerMistake", "Refused")
        ):
            for argument in node.args[:1]:
                yield from constants(argument)


def test_every_sentence_that_is_asked_for_is_there() -> None:
    known = messages(ENGLISH)
    missing = []
    for path, tree in sources():
        for call in calls(path, tree):
            missing += [f"{path.name}: {key}" for key in constants(call.args[0]) if key not in known]
            key = call.args[0]
            if isinstance(key, ast.JoinedStr) and not any(re.fullmatch(pattern(key), each) for each in known):
                missing.append(f"{path.name}: {pattern(key)}")
        missing += [
            f"{path.name}: {why}" for why in reasons(tree) if not {f"refused-{why}", f"unrated-{why}"} & known.keys()
        ]
    assert missing == []


def test_no_sentence_is_left_over() -> None:
    texts: set[str] = set()
    patterns: set[str] = set()
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr) and BOTS in path.parents:
                made = pattern(node)
                # Something of the key must be written out, or every key would fit.
                if re.match(r"[a-z]{2,}", made):
                    patterns.add(made)
    asked = re.compile("|".join(sorted(patterns)))

    def used(key: str) -> bool:
        return key in texts or (key.startswith("refused-") and key.removeprefix("refused-") in texts)

    left = [key for key in messages(ENGLISH) if not used(key) and not asked.fullmatch(key)]
    # A reason is looked for by "refused-...", which fits them all: it must be raised somewhere by its own name.
    never = [
        key
        for key in messages(ENGLISH)
        if key.startswith("refused-") and not used(key) and not key.startswith("refused-setting-")
    ]
    assert (left, never) == ([], [])


@pytest.mark.parametrize("locale", OTHERS)
def test_every_language_says_the_same_things(locale: str) -> None:
    english, other = messages(ENGLISH), messages(locale)
    assert sorted(english.keys() ^ other.keys()) == []
    differ = {key: (facts, other[key]) for key, facts in english.items() if facts != other[key]}
    assert differ == {}


def test_a_sentence_is_given_the_facts_that_it_names() -> None:
    wrong = []
    for path, tree in sources():
        for call in calls(path, tree):
            if any(keyword.arg is None for keyword in call.keywords):
                continue  # facts by name, of a notice: test_replies says each of those
            given = {keyword.arg for keyword in call.keywords}
            for key in constants(call.args[0]):
                lacks = messages(ENGLISH).get(key, frozenset()) - given
                wrong += [f"{path.name}: {key} lacks {sorted(lacks)}"] if lacks else []
    assert wrong == []


def test_a_folder_is_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(LOCALES, tmp_path / "locales")
    (tmp_path / "locales" / "vi").mkdir()
    (tmp_path / "locales" / "vi" / "any-name.ftl").write_text(
        "welcome = Xin chào!\nlanguage-name = Tiếng Việt\n", "utf-8"
    )
    caches = (words.languages, words.locale_of, words._localization)
    monkeypatch.setattr(words, "LOCALES", tmp_path / "locales")
    for each in caches:
        each.cache_clear()
    try:
        assert "vi" in languages()
        assert Words("vi-VN")("welcome") == "Xin chào!"
        assert Words("vi")("button-cancel") == "Cancel", "what is not translated yet is said in English"
    finally:
        monkeypatch.undo()
        for each in caches:
            each.cache_clear()


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        (None, "en"), ("en-GB", "en"), ("zh", "zh-Hans"), ("zh-hans", "zh-Hans"), ("zh_CN", "zh-Hans"), ("zh-sg", "zh-Hans"),
        ("zh-Hans-CN", "zh-Hans"), ("zh-hant", "en"), ("zh-tw", "en"), ("fr", "en"), ("", "en"),
    ],
)  # fmt: skip
def test_the_locale_of_a_tag(tag: str | None, locale: str) -> None:
    assert locale_of(tag) == locale
