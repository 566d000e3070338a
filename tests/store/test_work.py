"""Claims, leases, results and sweeps, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.submissions import State
from engine.store.store import Store
from engine.store.work import Claim
from tests.doubles.clock import MovedClock

HERE = ChatAddress(Platform.TELEGRAM, "1")
MEI = Person(Platform.TELEGRAM, "7", "zh-hans")
LEASE = timedelta(seconds=60)


def queued(store: Store, clock: MovedClock, message_id: str = "m1") -> int:
    with store.transaction() as tx:
        learner = tx.intake.learner(MEI)
        submission = tx.intake.open(learner, HERE, message_id)
        tx.intake.add_piece(submission, ChatMessage(HERE, MEI, message_id, "First.\n\nSecond.", clock()))
        tx.intake.settle(submission, "W2", None, prompt_settled=True)
        tx.intake.queue(submission, 2)
    return submission


def claim(store: Store, submission: int) -> Claim | None:
    with store.transaction() as tx:
        return tx.work.claim(submission, LEASE)


def state(store: Store, submission: int) -> State:
    with store.transaction() as tx:
        found = tx.intake.submission(submission)
    assert found is not None
    return found.state


def due(store: Store) -> list[str]:
    with store.transaction() as tx:
        return [waiting.kind for waiting in tx.outbox.take(Platform.TELEGRAM, 10, LEASE)]


def test_only_one_of_two_workers_gets_an_essay(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    first, second = claim(store, submission), claim(store, submission)
    assert first is not None
    assert second is None
    assert first.submission.text == "First.\n\nSecond."


def test_workers_that_race_in_threads_never_share_an_essay(store: Store, clock: MovedClock) -> None:
    submissions = [queued(store, clock, f"m{number}") for number in range(10)]
    got: list[int] = []

    def work() -> None:
        for submission in submissions:
            taken = claim(store, submission)
            if taken is not None:
                got.append(taken.submission.id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(submissions)


def test_a_result_and_its_notice_are_written_together_and_once(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    taken = claim(store, submission)
    assert taken is not None
    with store.transaction() as tx:
        assert tx.work.complete(taken, "offline-1", 6.5, "{}")
    with store.transaction() as tx:
        assert not tx.work.complete(taken, "offline-1", 6.5, "{}")
    assert state(store, submission) is State.DONE
    assert due(store) == ["report"]
    assert due(store) == []


def test_nothing_is_written_when_the_transaction_breaks(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    taken = claim(store, submission)
    assert taken is not None

    def dies_before_the_commit() -> None:
        with store.transaction() as tx:
            tx.work.complete(taken, "offline-1", 6.5, "{}")
            raise RuntimeError("the process dies here")

    with pytest.raises(RuntimeError):
        dies_before_the_commit()
    assert state(store, submission) is State.WORKING
    assert due(store) == []


def test_a_worker_whose_lease_ran_out_cannot_write(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    slow = claim(store, submission)
    clock.move(seconds=61)
    quick = claim(store, submission)
    assert slow is not None
    assert quick is not None
    with store.transaction() as tx:
        assert not tx.work.complete(slow, "offline-1", 9.0, "{}")
        assert tx.work.complete(quick, "offline-1", 6.0, "{}")


def test_the_sweeper_rings_for_what_nobody_heard_and_only_then(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    again = timedelta(seconds=20)
    with store.transaction() as tx:
        assert tx.work.sweep(5, again) == []
    clock.move(seconds=21)
    with store.transaction() as tx:
        assert tx.work.sweep(5, again) == [submission]
        assert tx.work.sweep(5, again) == []


def test_the_sweeper_takes_back_what_a_dead_worker_held(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    assert claim(store, submission) is not None
    clock.move(seconds=61)
    with store.transaction() as tx:
        assert tx.work.sweep(5, timedelta(seconds=20)) == [submission]
    assert state(store, submission) is State.QUEUED


def test_an_essay_that_kills_its_workers_fails_and_no_band_is_invented(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    for _ in range(3):
        assert claim(store, submission) is not None
        clock.move(seconds=61)
        with store.transaction() as tx:
            tx.work.sweep(3, timedelta(seconds=20))
    assert state(store, submission) is State.FAILED
    assert due(store) == ["failed"]
    with store.transaction() as tx:
        assert tx.intake.report(submission) is None


def test_what_is_put_back_is_not_claimed_before_its_time(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    taken = claim(store, submission)
    assert taken is not None
    with store.transaction() as tx:
        assert tx.work.release(taken, timedelta(seconds=30))
    assert claim(store, submission) is None
    clock.move(seconds=31)
    assert claim(store, submission) is not None


def test_a_parcel_is_leased_to_one_courier_and_comes_back_when_it_died(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    taken = claim(store, submission)
    assert taken is not None
    with store.transaction() as tx:
        tx.work.complete(taken, "offline-1", 6.5, "{}")
    assert due(store) == ["report"]
    assert due(store) == []
    clock.move(seconds=61)
    with store.transaction() as tx:
        parcel = tx.outbox.take(Platform.TELEGRAM, 10, LEASE)[0]
        tx.outbox.postpone(parcel.id, parcel.lease, timedelta(minutes=5))
    clock.move(seconds=61)
    assert due(store) == []
    clock.move(minutes=5)
    with store.transaction() as tx:
        parcel = tx.outbox.take(Platform.TELEGRAM, 10, LEASE)[0]
        tx.outbox.delivered(parcel.id)
    clock.move(days=1)
    assert due(store) == []


def test_places_in_the_queue_follow_the_order_of_arrival(store: Store, clock: MovedClock) -> None:
    submissions = []
    for number in range(3):
        submissions.append(queued(store, clock, f"m{number}"))
        clock.move(seconds=1)
    with store.transaction() as tx:
        assert [tx.intake.position(submission) for submission in submissions] == [1, 2, 3]
    assert claim(store, submissions[0]) is not None
    with store.transaction() as tx:
        assert tx.intake.position(submissions[2]) == 3
        assert [each.position for each in tx.outbox.progress(Platform.TELEGRAM, LEASE)] == [1, 2, 3]


def test_an_essay_that_is_being_marked_cannot_be_withdrawn(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    assert claim(store, submission) is not None
    with store.transaction() as tx:
        assert not tx.intake.withdraw(submission)


def test_times_come_back_with_their_zone(store: Store, clock: MovedClock) -> None:
    submission = queued(store, clock)
    with store.transaction() as tx:
        found = tx.intake.submission(submission)
    assert found is not None
    assert found.pieces[0].sent_at == clock()
