"""The rubric: what each band of each criterion asks for, in our own words, each rule with a stable id.

An id reads task, criterion, band, letter: ``W2.CC.6.b``. An aspect of a criterion (its linking words, say) has two
letters, the same at every band: one for what earns a band, one for what holds an answer there. So the rule that
applies can be laid beside the one that would apply a band higher.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from engine.ielts.bands import Criterion
from engine.ielts.languages import Language

TASKS: Mapping[str, tuple[Criterion, ...]] = {
    "W1A": (Criterion.TASK_ACHIEVEMENT, Criterion.COHERENCE, Criterion.LEXICAL, Criterion.GRAMMAR),
    "W1G": (Criterion.TASK_ACHIEVEMENT, Criterion.COHERENCE, Criterion.LEXICAL, Criterion.GRAMMAR),
    "W2": (Criterion.TASK_RESPONSE, Criterion.COHERENCE, Criterion.LEXICAL, Criterion.GRAMMAR),
    "S": (Criterion.FLUENCY, Criterion.LEXICAL, Criterion.GRAMMAR, Criterion.PRONUNCIATION),
}
BANDS = range(10)
Side = Literal["positive", "negative"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One observable statement; ``positive`` if it earns the band, ``negative`` if it is what holds an answer there."""

    id: str
    task: str
    criterion: Criterion
    band: int
    aspect: str
    side: Side
    text: str


@dataclass(frozen=True)
class Rubric:
    """All rules by id; what each aspect is about; and the bands that the exam itself leaves without wording.

    A rubric speaks one language (:meth:`about`, :meth:`told`).
    """

    by_id: Mapping[str, Rule]
    aspects: Mapping[tuple[str, Criterion, str], str]
    unworded: frozenset[tuple[str, Criterion, int]]
    texts: Mapping[str, str]
    """What each rule says in this rubric's language, by id; :attr:`Rule.text` is English in any."""

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id.

        Raises:
            KeyError: there is none.
        """
        return self.by_id[rule_id]

    def rules(self, task: str, criterion: Criterion, band: int) -> tuple[Rule, ...]:
        """What one whole band asks for. Empty for Speaking's Pronunciation 3, 5 and 7, which have no wording."""
        return tuple(r for r in self.by_id.values() if (r.task, r.criterion, r.band) == (task, criterion, band))

    def nearest(self, task: str, criterion: Criterion, band: float, aspect: str, side: Side) -> Rule | None:
        """The rule of this aspect and side whose band is nearest; half way, a strength looks up and a limit down.

        None where the exam makes nothing of the aspect on that side (paragraphs that are missing in Task 1).
        """
        fitting = [
            rule
            for rule in self.by_id.values()
            if (rule.task, rule.criterion, rule.aspect, rule.side) == (task, criterion, aspect, side)
        ]
        upward = -1 if side == "positive" else 1
        return min(fitting, key=lambda rule: (abs(rule.band - band), upward * rule.band), default=None)

    def above(self, task: str, criterion: Criterion, band: float, aspect: str) -> Rule | None:
        """What the next band up asks for in this aspect: the lowest positive rule above ``band``, if there is one."""
        higher = [
            rule
            for rule in self.by_id.values()
            if (rule.task, rule.criterion, rule.aspect, rule.side) == (task, criterion, aspect, "positive")
            and rule.band > band
        ]
        return min(higher, key=lambda rule: rule.band, default=None)

    def about(self, rule: Rule) -> str:
        """What a rule's aspect is about, as a noun phrase."""
        return self.aspects[rule.task, rule.criterion, rule.aspect]

    def told(self, rule: Rule) -> str:
        """What a rule says."""
        return self.texts[rule.id]


@cache
def load_rubric(language: Language = Language.ENGLISH) -> Rubric:
    """The rubric that ships with Bandmate: ``engine/data/rubric``, where ``W.toml`` holds what Writing tasks share.

    Raises:
        ValueError: a file is not as it should be; the message names the place.
    """
    folder = files("engine.data").joinpath("rubric")
    names = ("W", *TASKS)
    rubric = parse_rubric({name: folder.joinpath(f"{name}.toml").read_text("utf-8") for name in names})
    if language is Language.ENGLISH:
        return rubric
    return translated(rubric, {name: folder.joinpath(language, f"{name}.toml").read_text("utf-8") for name in names})


def translated(rubric: Rubric, sources: Mapping[str, str]) -> Rubric:
    """The same rules in the words of another language: TOML texts as in :func:`parse_rubric`, without marks.

    Raises:
        ValueError: a rule or an aspect has no words, or words are there for a rule that does not exist.
    """
    parts = {name: tomllib.loads(text) for name, text in sources.items()}
    aspects: dict[tuple[str, Criterion, str], str] = {}
    texts: dict[str, str] = {}
    for task, criteria in TASKS.items():
        for part in (parts["W"], parts[task]) if task.startswith("W") else (parts[task],):
            for criterion in criteria:
                for aspect, about in part.get("aspects", {}).get(criterion, {}).items():
                    aspects[task, criterion, aspect] = about
                for band, rules in part.get(criterion, {}).items():
                    texts |= {f"{task}.{criterion}.{band}.{letter}": text for letter, text in rules.items()}
    if wrong := {*(set(texts) ^ set(rubric.by_id)), *(set(aspects) ^ set(rubric.aspects))}:
        raise ValueError(f"{', '.join(sorted(map(str, wrong)))}: words are missing or too many")
    return replace(rubric, aspects=aspects, texts=texts)


def parse_rubric(sources: Mapping[str, str]) -> Rubric:
    """The rubric in these TOML texts, by name of file (``W``, ``W1A``, ``W1G``, ``W2``, ``S``).

    Raises:
        ValueError: an id is there twice, a band of a criterion has no rule, a rule has no side or no named aspect.
    """
    shared = tomllib.loads(sources["W"])
    by_id: dict[str, Rule] = {}
    aspects: dict[tuple[str, Criterion, str], str] = {}
    unworded: set[tuple[str, Criterion, int]] = set()
    for task, criteria in TASKS.items():
        own = tomllib.loads(sources[task])
        if own.get("task") != task:
            raise ValueError(f"{task}.toml says that it is for {own.get('task')}")
        parts = (shared, own) if task.startswith("W") else (own,)
        for criterion in criteria:
            silent = {int(band) for band in own.get("unworded", {}).get(criterion, ())}
            unworded |= {(task, criterion, band) for band in silent}
            letters: dict[str, tuple[str, Side]] = {}
            for part in parts:
                for aspect, told in part.get("aspects", {}).get(criterion, {}).items():
                    aspects[task, criterion, aspect] = told["about"]
                    letters |= _letters(f"{task}.{criterion}.{aspect}", aspect, told["letters"], letters)
            for rule in (rule for part in parts for rule in _rules(task, criterion, part.get(criterion, {}), letters)):
                if rule.id in by_id:
                    raise ValueError(f"{rule.id} is there twice")
                by_id[rule.id] = rule
            _check_cover(
                task, criterion, {r.band for r in by_id.values() if (r.task, r.criterion) == (task, criterion)}, silent
            )
    return Rubric(by_id, aspects, frozenset(unworded), {rule.id: rule.text for rule in by_id.values()})


def _letters(where: str, aspect: str, pair: str, taken: Mapping[str, object]) -> dict[str, tuple[str, Side]]:
    sides: tuple[Side, Side] = ("positive", "negative")
    found = {letter: (aspect, side) for letter, side in zip(pair, sides, strict=True) if letter != "-"}
    if twice := found.keys() & taken.keys():
        raise ValueError(f"{where}: {', '.join(sorted(twice))} belongs to another aspect")
    return found


def _rules(
    task: str, criterion: Criterion, bands: Mapping[str, Mapping[str, Any]], letters: Mapping[str, tuple[str, Side]]
) -> Iterator[Rule]:
    for band, texts in bands.items():
        for letter, text in texts.items():
            rule_id = f"{task}.{criterion}.{band}.{letter}"
            if letter not in letters:
                raise ValueError(f"{rule_id}: its aspect is not named")
            aspect, side = letters[letter]
            mark = "+ " if side == "positive" else "- "
            if not text.startswith(mark) or not text[2:].strip():
                raise ValueError(f"{rule_id}: must begin with {mark!r}, as {aspect} has it for this letter")
            yield Rule(rule_id, task, criterion, int(band), aspect, side, text[2:])


def _check_cover(task: str, criterion: Criterion, bands: set[int], silent: set[int]) -> None:
    wrong = (set(BANDS) - silent) ^ bands
    if wrong:
        raise ValueError(f"{task}.{criterion}: bands {sorted(wrong)} are missing or too many")
