"""Every worker has a schedule, and one of them does each round; none that was killed is missed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.store.store import Store
from tests.doubles.clock import MovedClock

EVERY = timedelta(seconds=5)


def begins(store: Store) -> bool:
    with store.transaction() as tx:
        return tx.rounds.begin("sweep", EVERY)


def test_whoever_comes_first_does_it_and_nobody_again_before_the_next(store: Store, clock: MovedClock) -> None:
    assert [begins(store), begins(store)] == [True, False]
    clock.move(seconds=2)
    assert not begins(store), "another worker's schedule, out of step with the first's"
    clock.move(seconds=2.9)
    assert begins(store), "the first's next tick, a little early"
    clock.move(seconds=7)
    assert begins(store), "or, where that one was killed, anybody's"


def test_two_that_come_at_once_are_told_apart(store: Store) -> None:
    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(lambda _: begins(store), range(8))) == 1


def test_a_clock_that_was_wrong_stops_no_schedule(store: Store, clock: MovedClock) -> None:
    clock.move(days=1)
    assert begins(store)
    clock.move(days=-1)
    assert begins(store)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_two_workers_sweep_once(store: Store, clock: MovedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    from worker import tasks

    swept: list[timedelta] = []
    ring: Callable[[timedelta], None] = swept.append
    monkeypatch.setattr(tasks, "_store", lambda: store)
    monkeypatch.setattr(tasks, "_ring_for", ring)
    for _ in range(2):
        tasks.sweep()
    assert len(swept) == 1
    clock.move(seconds=5)
    tasks.sweep()
    assert len(swept) == 2
