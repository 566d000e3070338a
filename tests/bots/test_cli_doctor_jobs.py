"""What doctor says of jobs and metrics: fine, or the command that mends it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bots.cli.doctor.queues import jobs
from bots.cli.doctor.seen import metrics
from engine.ielts.chat import ChatAddress, Person, Platform
from engine.jobs import JobKind
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.migrated import migrate

HERE, MEI = ChatAddress(Platform.TELEGRAM, "1"), Person(Platform.TELEGRAM, "7", "en")


def queued(settings: Settings, ago: timedelta) -> tuple[Store, int]:
    store = Store.open(settings.resolved_database_url, lambda: datetime.now(UTC) - ago)
    with store.transaction() as tx:
        essay = tx.intake.open(tx.intake.learner(MEI), HERE, "m1")
        tx.intake.queue(essay, 4)
    return store, essay


def test_what_waits_long_wants_a_worker(settings: Settings) -> None:
    assert jobs(settings).state == "off"
    migrate(settings)
    assert jobs(settings).state == "fine"
    store, essay = queued(settings, timedelta(hours=3))
    found = jobs(settings)
    assert (found.state, found.mend) == ("broken", "bandmate worker")
    assert "3 h" in found.detail
    with store.transaction() as tx:
        job = tx.jobs.get(JobKind.ESSAY, essay)
        assert job is not None
        tx.jobs.drop(job)
    store.close()
    found = jobs(settings)
    assert found.state == "fine"
    assert "1 given up" in found.detail
    assert "given-up" in found.mend


@pytest.mark.parametrize(("listen", "state"), [(None, "off"), ("127.0.0.1:1", "broken"), ("127.0.0.1:http", "broken")])
def test_metrics_are_off_or_answer_or_say_how(settings: Settings, listen: str | None, state: str) -> None:
    found = metrics(settings.model_copy(update={"metrics_listen": listen}))
    assert found.state == state
    assert found.mend
