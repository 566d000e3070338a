"""``bandmate jobs`` as it is typed: seen, given up, tried again; nothing of a learner's is shown."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from bots.cli.jobs import for_people
from bots.cli.main import app
from engine.errors import OperatorMistake
from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.settings import Settings
from engine.store.migrate import upgrade
from engine.wiring import open_store

HERE = ChatAddress(Platform.TELEGRAM, "1")
MEI = Person(Platform.TELEGRAM, "123456789", "en")


@pytest.fixture
def essay() -> int:
    """An essay that waits in the database of these tests' settings."""
    upgrade(Settings())
    store = open_store(Settings())
    with store.transaction() as tx:
        essay = tx.intake.open(tx.intake.learner(MEI), HERE, "m1")
        tx.intake.add_piece(essay, ChatMessage(HERE, MEI, "m1", "Secret words.", datetime.now(UTC)))
        tx.intake.queue(essay, 2)
    store.close()
    return essay


def said(*words: str) -> str:
    result = CliRunner().invoke(app, ["jobs", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_job_is_seen_given_up_and_tried_again(essay: int) -> None:
    name = f"essay:{essay}"
    listed = said("list")
    assert name in listed
    assert "waiting" in listed
    assert "Secret" not in listed
    assert MEI.user_id not in listed
    assert "is given up" in said("drop", name)
    (dead,) = json.loads(said("list", "--state", "given-up", "--json"))
    assert (dead["job"], dead["state"]) == (name, "given-up")
    with pytest.raises(OperatorMistake, match="already"):
        said("drop", name)
    assert "waits for a worker" in said("retry", name)
    assert "There are no such jobs" in said("list", "--state", "given-up")


def test_what_is_no_job_is_answered_with_what_to_write(essay: int) -> None:
    for wrong in ("12", "essay:", "essay:x", "poem:1"):
        with pytest.raises(OperatorMistake, match="essay:12"):
            said("retry", wrong)
    with pytest.raises(OperatorMistake, match="jobs list"):
        said("drop", f"essay:{essay + 1}")


def test_spans_of_time_for_people() -> None:
    assert [for_people(seconds) for seconds in (-1, 119, 120, 7200, 200_000)] == ["0 s", "119 s", "2 min", "2 h", "2 d"]
