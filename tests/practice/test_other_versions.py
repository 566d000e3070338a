"""While an upgrade is under way a bot may meet what a newer worker wrote: it leaves that to a newer bot, and goes on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.ielts.chat import Platform
from engine.practice import delivery
from engine.settings import Settings
from engine.store.store import Store
from tests.doubles.clock import MovedClock
from tests.practice.candidate import Candidate
from tests.practice.test_privacy import has_an_essay_marked

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
LEASE = timedelta(minutes=1)


@pytest.fixture
def mei(store: Store, clock: MovedClock, tmp_path: Path) -> Candidate:
    return Candidate(store, clock, Settings(home=tmp_path, _env_file=None))


@pytest.fixture
def ali(mei: Candidate) -> Candidate:
    return Candidate(mei.store, mei.clock, mei.settings, who="2", chat="2")


def write(store: Store, statement: str, **values: object) -> None:
    with store.transaction() as tx:
        tx.intake._session.execute(text(statement), values)


def shown(mei: Candidate) -> list[str]:
    """The chats for which a courier's round has something."""
    return [parcel.address.chat_id for parcel in delivery.due(mei.store, Platform.TELEGRAM, 20, LEASE)]


def test_a_report_that_this_version_cannot_read_waits_for_one_that_can_and_holds_up_nobody(
    mei: Candidate, ali: Candidate, caplog: pytest.LogCaptureFixture
) -> None:
    submission = has_an_essay_marked(mei)
    has_an_essay_marked(ali)
    other = "UPDATE reports SET body = replace(body, '\"strengths\"', '\"powers\"') WHERE submission_id = :id"
    write(mei.store, other, id=submission)
    assert shown(mei) == ["2"]
    assert "start this bot anew" in caplog.text
    assert "powers" not in caplog.text

    # The bot is a new one now.
    write(mei.store, "UPDATE reports SET body = replace(body, '\"powers\"', '\"strengths\"')")
    assert shown(mei) == [], "the lease of the old bot has not run out"
    mei.clock.move(minutes=2)
    assert "1" in shown(mei)


def test_what_nobody_can_read_is_given_up_in_the_end(mei: Candidate) -> None:
    submission = has_an_essay_marked(mei)
    write(mei.store, "UPDATE reports SET body = '{}' WHERE submission_id = :id", id=submission)
    for _ in range(60):
        assert shown(mei) == []
        mei.clock.move(minutes=2)
    with mei.store.transaction() as tx:
        assert tx.privacy.numbers()["undelivered"] == 0


def test_what_breaks_every_courier_is_given_up_in_the_end(mei: Candidate) -> None:
    has_an_essay_marked(mei)
    write(mei.store, "UPDATE outbox SET attempts = 999")
    assert shown(mei) == ["1"]
    mei.clock.move(minutes=2)
    assert shown(mei) == []
    with mei.store.transaction() as tx:
        assert tx.privacy.numbers()["undelivered"] == 0


def test_a_test_of_rules_that_this_version_does_not_know_holds_up_nobody(mei: Candidate, ali: Candidate) -> None:
    mei.begins()
    write(mei.store, "UPDATE speaking_tests SET plan = replace(plan, '\"rules\"', '\"laws\"'), shown = NULL")
    ali.begins()
    write(mei.store, "UPDATE speaking_tests SET shown = NULL, show_after = NULL")
    with mei.store.transaction() as tx:
        assert [kept.address.chat_id for kept in tx.speaking.due(Platform.TELEGRAM, 20, LEASE)] == ["2"]
