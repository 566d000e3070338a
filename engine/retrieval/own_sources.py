"""The sources that ship with Bandmate: rubric, facts about the exam, and the questions of the Speaking test."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from engine.ielts.languages import Language
from engine.ielts.passages import Passage, Scope, SourceKind
from engine.ielts.rubric import BANDS, TASKS, load_rubric
from engine.ielts.speaking.questions import load_bank

_NAMES = "retrieval/names.toml"


@dataclass(frozen=True, slots=True)
class OwnSource:
    """A source of ours: its passages, each with other words in which people ask for it."""

    name: str
    kind: SourceKind
    passages: tuple[tuple[Passage, str], ...]

    @property
    def digest(self) -> str:
        """Changes when any passage does."""
        content = json.dumps([(p.text, p.heading, p.source, asked) for p, asked in self.passages], ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


@cache
def own_sources() -> tuple[OwnSource, ...]:
    """All of them, in both languages."""
    found = [OwnSource("bank:en", SourceKind.BANK, tuple(_bank()))]
    for language in Language:
        found.append(OwnSource(f"rubric:{language}", SourceKind.RUBRIC, tuple(_rubric(language))))
        found.append(OwnSource(f"exam:{language}", SourceKind.EXAM, tuple(_facts(language))))
    return tuple(found)


def fact(language: str, name: str) -> Passage | None:
    """A fact about the exam by its name in ``engine/data/exam/facts.toml``; ``None``: there is none."""
    passages = (
        passage for source in own_sources() if source.name == f"exam:{language}" for passage, _ in source.passages
    )
    return next((passage for passage in passages if passage.reference == name), None)


def _rubric(language: Language) -> Iterator[tuple[Passage, str]]:
    """One passage for each band of each criterion; what the tasks of Writing have in common is there once."""
    rubric, names, seen = load_rubric(language), _names(language), set[str]()
    for task, criteria in TASKS.items():
        for criterion in criteria:
            for band in BANDS:
                rules = rubric.rules(task, criterion, band)
                text = "\n".join(rubric.told(rule) for rule in rules)
                shared = task.startswith("W") and all(
                    text == "\n".join(rubric.told(rule) for rule in rubric.rules(other, criterion, band))
                    for other in ("W1A", "W1G", "W2")
                    if criterion in TASKS[other]
                ) and criterion not in ("TA", "TR")  # fmt: skip
                about = "W" if shared else task
                key = f"{about}.{criterion}.{band}"
                if not rules or key in seen:
                    continue
                seen.add(key)
                heading = f"{names[about]}, {names[criterion]}, {names['band'].format(band)}"
                scope = Scope(about, criterion, float(band), language=language)
                yield Passage(text, names["rubric"], SourceKind.RUBRIC, heading, None, scope, key), ""


def _facts(language: Language) -> Iterator[tuple[Passage, str]]:
    folder = files("engine.data").joinpath("exam")
    path = folder.joinpath("facts.toml") if language is Language.ENGLISH else folder.joinpath(language, "facts.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    english = tomllib.loads(folder.joinpath("facts.toml").read_text("utf-8"))
    sources = table.pop("sources")
    for name, fact in table.items():
        source = sources[english[name]["source"]]
        scope = Scope(language=language)
        yield Passage(fact["text"], source, SourceKind.EXAM, fact["title"], None, scope, name), fact["asked"]


def _bank() -> Iterator[tuple[Passage, str]]:
    bank, scope, name = load_bank(), Scope("S"), _names(Language.ENGLISH)["bank"]
    for topic in bank.topics:
        text = "\n".join(question.ask for question in topic.questions)
        yield Passage(text, name, SourceKind.BANK, topic.name, None, scope, topic.id), ""
    for card in bank.cards:
        discussion = "\n".join(question.ask for question in card.discussion)
        text = f"{card.text}\n{discussion}"
        yield Passage(text, name, SourceKind.BANK, card.theme, None, scope, card.id), ""


def _names(language: Language) -> dict[str, str]:
    names: dict[str, dict[str, str]] = tomllib.loads(files("engine.data").joinpath(_NAMES).read_text("utf-8"))
    return names[language]
