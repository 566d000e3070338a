"""An update that comes twice, or to two bots at once, is handled once."""

from __future__ import annotations

import pytest

from engine.errors import TryAgain
from engine.ielts.chat import Platform
from engine.store.store import Store
from tests.doubles.clock import MovedClock

NUMBER = 7_000_000_001


def takes(store: Store) -> bool:
    with store.transaction() as tx:
        return tx.updates.take(Platform.TELEGRAM, NUMBER)


def test_what_was_handled_is_not_handled_again(store: Store, clock: MovedClock) -> None:
    assert takes(store)
    with pytest.raises(TryAgain):
        takes(store)
    with store.transaction() as tx:
        tx.updates.done(Platform.TELEGRAM, NUMBER)
        tx.updates.let_go(Platform.TELEGRAM, NUMBER)
    clock.move(hours=1)
    assert not takes(store)


def test_what_was_not_handled_may_be_handled_by_anybody(store: Store) -> None:
    assert takes(store)
    with store.transaction() as tx:
        tx.updates.let_go(Platform.TELEGRAM, NUMBER)
    assert takes(store)


def test_a_bot_that_was_killed_holds_one_for_some_seconds(store: Store, clock: MovedClock) -> None:
    assert takes(store)
    clock.move(seconds=21)
    assert takes(store)
