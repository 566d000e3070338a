"""The sentences of feedback in a learner's language: Fluent files in ``engine/data/feedback``, a folder a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk

from engine.ielts.languages import Language, language_of
from engine.marking.errors.reasons import reason


class Name(str):
    """The name of a sentence, which stands for that sentence among the facts of another."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A kind of error and in how many places it was found."""

    kind: str
    places: int


Fact = str | int | tuple[str | Counted, ...]
"""What stands in a sentence: a text, a number, or several of a sort, which are put in a row as the language does it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its facts, before it is known in which language it will be said."""

    name: str
    facts: Mapping[str, Fact]


_ROW = {Language.ENGLISH: (", ", " and "), Language.CHINESE: ("、", "和")}


class Sentences:
    """The sentences of one language."""

    def __init__(self, language: str | None = None) -> None:
        self.language = language_of(language)
        self._bundle = _bundle(self.language)

    def __call__(self, name: str, **facts: Fact) -> str:
        """The sentence ``name`` with its facts; ``name.part`` is a part (an attribute) of it.

        Raises:
            KeyError: there is no such sentence.
            ValueError: a fact that it needs is missing.
        """
        whole, _, part = name.partition(".")
        message = self._bundle.get_message(whole)
        pattern = message.attributes[part] if part else message.value
        if pattern is None:
            raise KeyError(name)
        given = {fact: self._put(value) for fact, value in facts.items()}
        text, wrong = self._bundle.format_pattern(pattern, given)
        if wrong:
            raise ValueError(f"{name}: {wrong[0]}")
        return str(text)

    def knows(self, name: str) -> bool:
        """Whether there is such a sentence."""
        return bool(self._bundle.has_message(name))

    def said(self, sentence: Said) -> str:
        """A sentence that was put together before the language was known."""
        return self(sentence.name, **sentence.facts)

    def _put(self, fact: Fact | Counted) -> str | int:
        match fact:
            case tuple():
                comma, last = _ROW[self.language]
                texts = [str(self._put(each)) for each in fact]
                return comma.join(texts[:-1]) + last + texts[-1] if len(texts) > 1 else "".join(texts)
            case Counted():
                kind = reason(fact.kind, self.language).name
                return self("counted", kind=kind, places=fact.places) if fact.places > 1 else kind
            case Name():
                return self(fact)
            case _:
                return fact


@cache
def _bundle(language: Language) -> FluentBundle:
    """Every sentence of a language.

    Raises:
        ValueError: what is in a file cannot be read; the message names the place.
    """
    # Isolation marks around facts help in right-to-left text, and show as boxes in some chats.
    bundle = FluentBundle([language], use_isolating=False)
    for file in sorted(files("engine.data").joinpath("feedback", language).iterdir(), key=lambda each: each.name):
        entries = FluentParser(with_spans=False).parse(file.read_text("utf-8"))
        if junk := [entry.content or "" for entry in entries.body if isinstance(entry, Junk)]:
            raise ValueError(f"{language}/{file.name}: {junk[0].strip()[:60]}")
        bundle.add_resource(entries)
    return bundle
