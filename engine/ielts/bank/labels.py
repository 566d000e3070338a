"""What is known of an item of the bank besides its words: its subject, how hard it is, and its season."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from engine.ielts.groups.schedule import Level
from engine.ielts.languages import Language


@dataclass(frozen=True, slots=True)
class Label:
    """``topic`` is a subject of :func:`load_subjects`. Speaking topics change every four months: a season has two ends.

    Either end may be open; both days belong to the season.

    Raises:
        ValueError: there is no such subject, or the season ends before it begins.
    """

    topic: str
    level: Level = Level.MEDIUM
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        if self.topic not in load_subjects():
            raise ValueError(f"no subject {self.topic!r}: choose from {', '.join(load_subjects())}")
        if self.valid_from is not None and self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("the season ends before it begins")

    def in_season(self, day: date) -> bool:
        """Whether it may be asked on this day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@cache
def load_subjects() -> Mapping[str, Mapping[Language, str]]:
    """The subjects that questions are about: id, and name by language."""
    table = tomllib.loads(files("engine.data").joinpath("bank/subjects.toml").read_text("utf-8"))
    return {name: {language: names[language] for language in Language} for name, names in table.items()}


def label_of(
    topic: str, level: str = Level.MEDIUM, valid_from: date | str | None = None, valid_to: date | str | None = None
) -> Label:
    """A label from what a file says; days as TOML has them or in ISO form.

    Raises:
        ValueError: something of it is not as it should be.
    """
    return Label(topic, Level(level), _day(valid_from), _day(valid_to))


def _day(said: date | str | None) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) else said
