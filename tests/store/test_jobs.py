"""What whoever runs Bandmate sees of jobs of every kind and can do about them; learners are told, quotas given back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from engine.ielts.chat import ChatAddress, ChatMessage, Person, Platform
from engine.ielts.submissions import State
from engine.jobs import Job, JobKind, JobState
from engine.store.group_answers import AnswerState
from engine.store.group_tables import AnswerRow, GroupRow, PostRow
from engine.store.speaking import Hearing, Standing
from engine.store.store import Store
from engine.store.tables import QuestionRow, SpeakingTestRow, TurnRow
from tests.doubles.clock import MovedClock

HERE = ChatAddress(Platform.TELEGRAM, "1")
MEI = Person(Platform.TELEGRAM, "7", "zh-hans")
DAY, LEASE, AGAIN = timedelta(days=1), timedelta(seconds=60), timedelta(seconds=20)
MOST = 2


@pytest.fixture
def jobs(store: Store, clock: MovedClock) -> dict[JobKind, int]:
    """One job of each kind that waits, by its number."""
    with store.transaction() as tx:
        learner = tx.intake.learner(MEI)
        essay = tx.intake.open(learner, HERE, "m1")
        tx.intake.add_piece(essay, ChatMessage(HERE, MEI, "m1", "Words of Mei's.", clock()))
        tx.intake.settle(essay, "W2", None, prompt_settled=True)
        tx.intake.queue(essay, 3)
    chat, now = {"platform": "telegram", "chat_id": "1"}, clock()
    with Session(store._engine) as session, session.begin():
        test = SpeakingTestRow(
            learner_id=learner, **chat, state=Standing.ENDED, plan="{}", started_at=now, ended_at=now, step="finish"
        )
        other = SpeakingTestRow(learner_id=learner, **chat, state=Standing.OPEN, plan="{}", started_at=now, step="x")
        group = GroupRow(**chat, zone="UTC", created_at=now)
        session.add_all([test, other, group])
        session.flush()
        post = PostRow(group_id=group.id, prompt="p", posted_at=now)
        session.add(post)
        session.flush()
        turn = TurnRow(
            test_id=other.id,
            **chat,
            message_id="v1",
            turn="t",
            recording=b"OggS",
            received_at=now,
            state=Hearing.WAITING,
        )
        answer = AnswerRow(
            post_id=post.id, learner_id=learner, **chat, message_id="a1", text="Words.", received_at=now,
            state=AnswerState.WAITING,
        )  # fmt: skip
        question = QuestionRow(
            submission_id=essay, message_id="q1", criterion="CC", question="Why? says Mei", created_at=now
        )
        session.add_all([turn, answer, question])
        session.flush()
        ids = (essay, turn.id, test.id, answer.id, question.id)
    return dict(zip(JobKind, ids, strict=True))


def worker_dies_on(store: Store, kind: JobKind, number: int) -> None:
    """A worker takes the job and is never heard of again."""
    with store.transaction() as tx:
        taken = {
            JobKind.ESSAY: tx.work.claim,
            JobKind.TURN: tx.hearing.claim_turn,
            JobKind.TEST: tx.hearing.claim_test,
            JobKind.ANSWER: tx.group_answers.claim,
        }[kind](number, LEASE)
        assert taken is not None


def sweep(store: Store) -> None:
    with store.transaction() as tx:
        tx.work.sweep(MOST, AGAIN)
        tx.hearing.sweep_turns(MOST, AGAIN)
        tx.hearing.sweep_tests(MOST, AGAIN)
        tx.group_answers.sweep(MOST, AGAIN)
        tx.report_questions.sweep(MOST, AGAIN)


def states(store: Store) -> dict[JobKind, JobState]:
    with store.transaction() as tx:
        return {job.kind: job.state for state in JobState for job in tx.jobs.those(state, 10)}


def told(store: Store) -> set[str]:
    with store.transaction() as tx:
        return {waiting.kind for waiting in tx.outbox.take(Platform.TELEGRAM, 20, LEASE)}


def got(store: Store, kind: JobKind, number: int) -> Job:
    with store.transaction() as tx:
        job = tx.jobs.get(kind, number)
    assert job is not None
    return job


def test_every_kind_is_seen_and_none_shows_a_word(store: Store, jobs: dict[JobKind, int]) -> None:
    assert states(store) == dict.fromkeys(JobKind, JobState.WAITING)
    with store.transaction() as tx:
        depths, waiting = tx.jobs.depths(), tx.jobs.those(JobState.WAITING, 10)
    assert all(depth.counts[JobState.WAITING] == 1 for depth in depths.values())
    assert {job.kind: job.id for job in waiting} == jobs
    assert "Mei" not in repr(waiting)


@pytest.mark.parametrize("kind", [JobKind.ESSAY, JobKind.TURN, JobKind.TEST, JobKind.ANSWER])
def test_a_job_that_kills_its_workers_stops_and_is_seen(
    store: Store, clock: MovedClock, jobs: dict[JobKind, int], kind: JobKind
) -> None:
    for _ in range(MOST):
        assert states(store)[kind] is JobState.WAITING
        worker_dies_on(store, kind, jobs[kind])
        clock.move(seconds=90)
        sweep(store)
    assert states(store)[kind] is JobState.GIVEN_UP
    assert got(store, kind, jobs[kind]).attempts == MOST
    with store.transaction() as tx:
        assert tx.jobs.depths()[kind].counts == {
            JobState.WAITING: 0, JobState.WORKING: 0, JobState.GIVEN_UP: 1,
        }  # fmt: skip


def test_what_is_given_up_costs_no_quota_and_can_be_tried_again(store: Store, jobs: dict[JobKind, int]) -> None:
    with store.transaction() as tx:
        learner = tx.intake.learner(MEI)
        assert (tx.intake.sent_by(learner, DAY), tx.speaking.begun(learner, DAY)) == (1, 2)
    for kind in (JobKind.ESSAY, JobKind.TEST, JobKind.ANSWER, JobKind.QUESTION):
        with store.transaction() as tx:
            job = tx.jobs.get(kind, jobs[kind])
            assert job is not None
            tx.jobs.drop(job)
    assert {"failed", "unrated:failed", f"question:{jobs[JobKind.QUESTION]}"} <= told(store)
    with store.transaction() as tx:
        assert (tx.intake.sent_by(learner, DAY), tx.intake.sent_in(HERE, DAY)) == (0, 0)
        assert tx.speaking.begun(learner, DAY) == 1
    for kind in (JobKind.ESSAY, JobKind.TEST, JobKind.ANSWER):
        with store.transaction() as tx:
            job = tx.jobs.get(kind, jobs[kind])
            assert job is not None
            assert tx.jobs.retry(job)
        assert got(store, kind, jobs[kind]).state is JobState.WAITING
    with store.transaction() as tx:
        assert (tx.intake.sent_by(learner, DAY), tx.speaking.begun(learner, DAY)) == (1, 2)
        assert tx.jobs.get(JobKind.QUESTION, jobs[JobKind.QUESTION]) is None
        assert tx.work.sweep(MOST, AGAIN) == [jobs[JobKind.ESSAY]]


def test_an_essay_tried_again_may_fail_again_and_its_learner_is_told_again(
    store: Store, jobs: dict[JobKind, int]
) -> None:
    essay = jobs[JobKind.ESSAY]
    for _ in range(2):
        with store.transaction() as tx:
            job = tx.jobs.get(JobKind.ESSAY, essay)
            assert job is not None
            tx.jobs.drop(job)
        assert "failed" in told(store)
        with store.transaction() as tx:
            assert tx.jobs.retry(got(store, JobKind.ESSAY, essay))
    with store.transaction() as tx:
        submission = tx.intake.submission(essay)
    assert submission is not None
    assert submission.state is State.QUEUED


def test_a_worker_whose_job_was_dropped_writes_nothing(store: Store, jobs: dict[JobKind, int]) -> None:
    essay = jobs[JobKind.ESSAY]
    with store.transaction() as tx:
        claim = tx.work.claim(essay, LEASE)
    assert claim is not None
    with store.transaction() as tx:
        job = tx.jobs.get(JobKind.ESSAY, essay)
        assert job is not None
        assert job.next_try is not None
        tx.jobs.drop(job)
    with store.transaction() as tx:
        assert not tx.work.complete(claim, "offline", 6.0, "{}")


def test_a_recording_that_was_given_up_is_erased_and_cannot_be_tried_again(
    store: Store, jobs: dict[JobKind, int]
) -> None:
    turn = jobs[JobKind.TURN]
    with store.transaction() as tx:
        job = tx.jobs.get(JobKind.TURN, turn)
        assert job is not None
        tx.jobs.drop(job)
    assert f"turn:{turn}" in told(store)
    with store.transaction() as tx:
        assert not tx.jobs.retry(got(store, JobKind.TURN, turn))
