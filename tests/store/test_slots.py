"""A slot's message is sent by one process, whichever comes first, and by another where that one was killed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import TryAgain
from engine.ielts.chat import ChatAddress, Platform
from engine.store.outbox import SlotFill
from engine.store.store import Store
from tests.doubles.clock import MovedClock

CHAT, NAME, WHILE = ChatAddress(Platform.TELEGRAM, "7"), "challenge-1", timedelta(seconds=15)


def holds(store: Store) -> SlotFill | None:
    with store.transaction() as tx:
        return tx.outbox.hold(CHAT, NAME, WHILE)


def test_one_holds_it_and_the_others_come_again(store: Store) -> None:
    assert holds(store) is None
    with pytest.raises(TryAgain):
        holds(store)
    with store.transaction() as tx:
        assert tx.outbox.slot(CHAT, NAME) is None, "nothing stands there yet"
        assert list(tx.outbox.standing(Platform.TELEGRAM, NAME, tx.now - WHILE)) == []
        tx.outbox.fill(CHAT, NAME, SlotFill("5", "digest"))
        tx.outbox.let_go(CHAT, NAME)
    assert holds(store) == SlotFill("5", "digest")


def test_what_could_not_be_sent_may_be_sent_by_anybody(store: Store) -> None:
    assert holds(store) is None
    with store.transaction() as tx:
        tx.outbox.let_go(CHAT, NAME)
    assert holds(store) is None


def test_one_that_was_killed_holds_it_for_some_seconds(store: Store, clock: MovedClock) -> None:
    assert holds(store) is None
    clock.move(seconds=16)
    assert holds(store) is None
    with pytest.raises(TryAgain):
        holds(store)
