"""A backup made, checked and put back by an operator at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.ielts.chat import Person, Platform
from engine.settings import Settings
from engine.wiring import open_store
from tests.doubles.migrated import migrate


def said(*words: object) -> str:
    result = CliRunner().invoke(app, list(map(str, words)), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_made_with_a_key_checked_and_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate(Settings())
    store = open_store(Settings())
    with store.transaction() as tx:
        tx.learners.greeted(Person(Platform.TELEGRAM, "1"))
    store.close()
    key, folder = tmp_path / "backup.key", tmp_path / "backups"
    folder.mkdir()
    assert "not encrypted" in said("backup", tmp_path / "plain.backup")
    public = said("backup", "--make-key", key).splitlines()[0]
    monkeypatch.setenv(*public.split("=", 1))
    assert "bytes" in said("backup", folder, "--keep", "1")
    (file,) = folder.iterdir()
    assert file.name.endswith(".backup.age")
    assert "is whole" in said("restore", file, "--identity", key, "--check")
    with pytest.raises(OperatorMistake, match="--replace"):
        said("restore", file, "--identity", key)
    assert "learners: 1" in said("restore", file, "--identity", key, "--replace")


def test_wrong_use_is_told(tmp_path: Path) -> None:
    migrate(Settings())
    file = tmp_path / "a.backup"
    said("backup", file)
    for words, says in (
        (("backup",), "Say where to"),
        (("backup", file), "there already"),
        (("backup", file, "--keep", "2"), "goes with a folder"),
        (("backup", tmp_path / "none" / "a"), "cannot be written"),
    ):
        with pytest.raises(OperatorMistake, match=says):
            said(*words)
