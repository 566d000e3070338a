"""``.env.example`` names every setting with its default, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
GIVEN = dict(re.findall(r"^# BANDMATE_(\w+)=(.*)$", EXAMPLE.read_text("utf-8"), re.MULTILINE))


def test_it_names_every_setting_and_no_other() -> None:
    names = {name.upper() for name in Settings.model_fields}
    assert sorted(GIVEN) == sorted(names), "add a line `# description` and a line `# BANDMATE_NAME=default`"


def test_it_sets_nothing_when_copied() -> None:
    assert all(line.startswith("#") for line in EXAMPLE.read_text("utf-8").splitlines() if line)


def test_what_it_says_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"BANDMATE_{name.upper()}", raising=False)
    default = Settings(_env_file=None)
    for name, value in GIVEN.items():
        if value:
            monkeypatch.setenv(f"BANDMATE_{name}", value)
    assert Settings(_env_file=None) == default
    unsaid = {name for name, value in GIVEN.items() if not value}
    assert not {name for name in unsaid if getattr(default, name.lower()) and name != "HOME"}
