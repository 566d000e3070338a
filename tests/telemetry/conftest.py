"""Something to be seen: an essay that waits, one that was given up, and a notice that was not delivered."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.jobs import JobKind
from engine.settings import Settings
from engine.wiring import open_store
from tests.doubles.migrated import migrate

HERE = ChatAddress(Platform.TELEGRAM, "1")
MEI = Person(Platform.TELEGRAM, "mei-the-learner", "en")
SENTENCE = "Marmalade elephants gather quietly."


@pytest.fixture
def measuring(settings: Settings) -> Settings:
    """Settings with metrics and a database that holds these."""
    settings = settings.model_copy(update={"metrics_listen": "127.0.0.1:0"})
    migrate(settings)
    store = open_store(settings)
    with store.transaction() as tx:
        essay = tx.intake.open(tx.intake.learner(MEI), HERE, "m1")
        tx.intake.add_piece(essay, ChatMessage(HERE, MEI, "m1", SENTENCE, datetime.now(UTC)))
        tx.intake.queue(essay, 4)
        other = tx.intake.open(tx.intake.learner(MEI), HERE, "m2")
        tx.intake.queue(other, 4)
        job = tx.jobs.get(JobKind.ESSAY, other)
        assert job is not None
        tx.jobs.drop(job)
    store.close()
    return settings
