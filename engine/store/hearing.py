"""A worker's side of Speaking: recordings are claimed, heard and erased; tests that are over are claimed and rated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.speaking.heard import Origin, Sound, Transcript, dump_heard, load_transcript
from engine.ielts.speaking.plan import Scope
from engine.store.leases import LeasedRows
from engine.store.recordings.kept import KeptSound
from engine.store.speaking import UNRATED, UNRATED_FAILED, Hearing, Standing
from engine.store.tables import LearnerRow, OutboxRow, SpeakingReportRow, SpeakingTestRow, TurnRow

RATED, TURN = "rated", "turn"
_WAITS_FOR_WORDS, _LAST_WORDS = timedelta(days=7), timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class TurnClaim:
    """The right to listen to a recording until its lease runs out."""

    turn_id: int
    test_id: int
    turn: str
    recording: KeptSound
    lease: str
    attempt: int


@dataclass(frozen=True, slots=True)
class TestClaim:
    """The right to rate a test until its lease runs out."""

    __test__ = False  # no test of pytest's

    test_id: int
    lease: str
    attempt: int


class HearingRows:
    """Claims and what came of them."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now
        self._turns = LeasedRows(session, now, TurnRow, Hearing.WAITING, Hearing.WORKING)
        self._tests = LeasedRows(session, now, SpeakingTestRow, Standing.ENDED, Standing.RATING)

    def claim_turn(self, turn_id: int, lease_for: timedelta) -> TurnClaim | None:
        """Take a recording that waits, or whose worker's lease ran out; ``None`` if it is not to be had."""
        taken = self._turns.claim(turn_id, lease_for, TurnRow.recording.is_not(None))
        if taken is None:
            return None
        row, lease = taken
        return TurnClaim(row.id, row.test_id, row.turn, KeptSound(row.recording or b""), lease, row.attempts)

    def heard(self, claim: TurnClaim, transcript: Transcript | None, sound: Sound, *, keep: bool) -> bool:
        """What was heard, and the recording erased unless it is to be kept; ``False``: the lease was lost.

        Words that the learner has written down meanwhile stand; the times of just those words are added to them. What
        a recogniser heard before gives way to what it hears now.
        """
        erased = {} if keep else {"recording": None}
        heard = dump_heard(sound)
        if not self._turns.finish(claim.turn_id, claim.lease, state=Hearing.HEARD, sound=heard, **erased):
            return False
        row = self._session.get_one(TurnRow, claim.turn_id, populate_existing=True)
        known = None if row.transcript is None else load_transcript(row.transcript)
        timed = known is not None and transcript is not None and known.words is None and known.text == transcript.text
        if transcript is not None and (known is None or known.origin is Origin.RECOGNISED or timed):
            row.transcript = dump_heard(transcript)
        return True

    def release_turn(self, claim: TurnClaim, after: timedelta, *, counts: bool = True) -> bool:
        """Put it back, to be tried again after a while; ``False``: the lease was lost."""
        return self._turns.release(claim.turn_id, claim.lease, after, counts=counts)

    def fail_turn(self, claim: TurnClaim, *, keep: bool = False) -> bool:
        """It cannot be listened to: the test goes on without it; ``False``: the lease was lost.

        ``keep``: the fault is ours, so it is kept as others are, for when that is mended.
        """
        erased = {} if keep else {"recording": None}
        return self._turns.finish(claim.turn_id, claim.lease, state=Hearing.FAILED, **erased)

    def tell(self, test_id: int, kind: str) -> None:
        """A notice about a test must reach its chat; one of each kind, the newest."""
        row = self._session.get_one(SpeakingTestRow, test_id)
        known = self._session.scalars(
            select(OutboxRow).where(OutboxRow.test_id == test_id, OutboxRow.kind == kind)
        ).one_or_none()
        if known is not None:
            known.delivered_at, known.given_up, known.not_before, known.attempts = None, None, self._now, 0
            return
        self._session.add(
            OutboxRow(
                test_id=test_id,
                kind=kind,
                platform=row.platform,
                chat_id=row.chat_id,
                created_at=self._now,
                not_before=self._now,
            )
        )

    def claim_test(self, test_id: int, lease_for: timedelta) -> TestClaim | None:
        """Take a test that is over and whose recordings have all been heard; ``None`` if it is not to be had.

        Words that only the learner can write down are waited for a little: two minutes from the end.
        """
        heard = ~self._unheard()
        complete = or_(SpeakingTestRow.ended_at <= self._now - _LAST_WORDS, ~self._wordless())
        taken = self._tests.claim(test_id, lease_for, heard, complete)
        if taken is None:
            return None
        row, lease = taken
        return TestClaim(test_id, lease, row.attempts)

    def rated(self, claim: TestClaim, scorer: str, overall: float, body: str) -> bool:
        """The report and the notice of it, both or neither; ``False``: the lease was lost.

        Recordings stay until that notice is delivered (:meth:`engine.store.outbox.OutboxRows.delivered`).
        """
        if not self._tests.finish(claim.test_id, claim.lease, state=Standing.RATED):
            return False
        row = self._session.get(SpeakingReportRow, claim.test_id) or SpeakingReportRow(test_id=claim.test_id)
        row.scorer, row.overall, row.body, row.created_at = scorer, overall, body, self._now
        self._session.add(row)
        self.tell(claim.test_id, RATED)
        return True

    def unrated(self, claim: TestClaim, reason: str) -> bool:
        """It cannot be rated, and the learner is told why; ``False``: the lease was lost."""
        if not self._tests.finish(claim.test_id, claim.lease, state=Standing.UNRATED):
            return False
        self.tell(claim.test_id, f"{UNRATED}:{reason}")
        return True

    def release_test(self, claim: TestClaim, after: timedelta) -> bool:
        """Put it back; ``False``: the lease was lost."""
        return self._tests.release(claim.test_id, claim.lease, after)

    def sweep_turns(self, max_attempts: int, wake_again: timedelta, limit: int = 500) -> Sequence[int]:
        """Recordings to call a worker to; one that has killed its workers fails, and its learner is told."""
        return self._turns.sweep(max_attempts, wake_again, self.give_up_turn, TurnRow.received_at, limit)

    def give_up_turn(self, row: TurnRow) -> None:
        """Nobody listens to it any more, and the learner is told. A test's may be listened to again when that is mended."""
        row.state = Hearing.FAILED
        test = self._session.get_one(SpeakingTestRow, row.test_id)
        if json.loads(test.plan).get("scope") != Scope.TEST:
            row.recording = None
        self.tell(row.test_id, f"{TURN}:{row.id}")

    def sweep_tests(self, max_attempts: int, wake_again: timedelta, limit: int = 100) -> Sequence[int]:
        """Tests to call a worker to: over, heard, and not rated. One that cannot be rated is told of, not tried for ever."""
        self._erase_old()
        order = SpeakingTestRow.ended_at
        return self._tests.sweep(max_attempts, wake_again, self.give_up_test, order, limit, ~self._unheard())

    def give_up_test(self, row: SpeakingTestRow) -> None:
        """It is not rated, and the learner is told."""
        row.state = Standing.UNRATED
        self.tell(row.id, UNRATED_FAILED)

    def _erase_old(self) -> None:
        """Recordings that wait for words which nobody has typed, or for somebody who mends what failed, wait a week.

        Then they are erased, unless they are to be kept.
        """
        over = (
            select(SpeakingTestRow.id)
            .join(LearnerRow)
            .where(SpeakingTestRow.ended_at < self._now - _WAITS_FOR_WORDS, LearnerRow.keeps_recordings.is_(False))
        )
        old = (
            TurnRow.recording.is_not(None),
            TurnRow.state.in_((Hearing.HEARD, Hearing.FAILED)),
            TurnRow.test_id.in_(over),
        )
        self._session.execute(update(TurnRow).where(*old).values(recording=None))

    def _wordless(self) -> ColumnElement[bool]:
        heard = (TurnRow.state == Hearing.HEARD, TurnRow.transcript.is_(None))
        return exists().where(TurnRow.test_id == SpeakingTestRow.id, *heard)

    def _unheard(self) -> ColumnElement[bool]:
        waiting = TurnRow.state.in_((Hearing.WAITING, Hearing.WORKING))
        return exists().where(TurnRow.test_id == SpeakingTestRow.id, waiting)
