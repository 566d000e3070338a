"""What whoever runs Bandmate may do at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.ielts.chat import Person, Platform
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.wiring import open_store

MEI = Person(Platform.TELEGRAM, "123456789", "en")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home folder of these tests' settings, with one learner in its database."""
    settings = Settings()
    upgrade(settings)
    store = open_store(settings)
    with store.transaction() as tx:
        tx.learners.greeted(MEI)
    store.close()
    return settings.home


def said(*words: str) -> str:
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_numbers_hold_nothing_about_anybody(home: Path) -> None:
    assert home.exists()
    numbers = json.loads(said("stats", "--json"))
    assert numbers["learners"] == 1
    assert all(isinstance(number, int) for number in numbers.values())
    assert MEI.user_id not in said("stats")
    assert "Learners: 1" in said("stats")


def test_somebody_is_blocked_and_let_in_again(home: Path) -> None:
    assert home.exists()
    assert "is blocked" in said("block", MEI.name)
    assert json.loads(said("stats", "--json"))["blocked"] == 1
    assert "not blocked any more" in said("unblock", MEI.name)
    assert "is not blocked." in said("unblock", MEI.name)
    with pytest.raises(OperatorMistake, match="platform:id"):
        said("block", "Mei")


def test_a_training_set_elsewhere_is_purged(home: Path, tmp_path: Path) -> None:
    assert home.exists()
    store = open_store(Settings())
    with store.transaction() as tx:
        digest = tx.privacy.digest(MEI)
        tx.privacy.forget(MEI)
    store.close()
    path = tmp_path / "set.jsonl"
    path.write_text(f'{{"learner": "{digest}"}}\n{{"learner": "x"}}\n', "utf-8")
    assert "1 lines taken out" in said("purge", str(path))
    assert path.read_text("utf-8") == '{"learner": "x"}\n'
    path.write_text("[]\n", "utf-8")
    with pytest.raises(OperatorMistake):
        said("purge", str(path))
