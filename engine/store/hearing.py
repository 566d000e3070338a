"""A worker's side of Speaking: recordings are claimed, heard and erased; tests that are over are claimed and rated."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.heard import Sound, Transcript, dump_heard, load_transcript
from engine.store.speaking import Hearing, Standing
from engine.store.tables import LearnerRow, OutboxRow, SpeakingReportRow, SpeakingTestRow, TurnRow

RATED, UNRATED, TURN = "rated", "unrated", "turn"
_WAITS_FOR_WORDS, _LAST_WORDS = timedelta(days=7), timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class TurnClaim:
    """The right to listen to a recording until its lease runs out."""

    turn_id: int
    test_id: int
    turn: str
    recording: bytes
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

    def claim_turn(self, turn_id: int, lease_for: timedelta) -> TurnClaim | None:
        """Take a recording that waits, or whose worker's lease ran out; ``None`` if it is not to be had."""
        lease = secrets.token_hex(16)
        taken = self._change(
            update(TurnRow)
            .where(
                TurnRow.id == turn_id,
                TurnRow.recording.is_not(None),
                self._free(TurnRow, Hearing.WAITING, Hearing.WORKING),
            )
            .values(
                state=Hearing.WORKING,
                lease=lease,
                lease_until=self._now + lease_for,
                attempts=TurnRow.attempts + 1,
            )
        )
        if not taken:
            return None
        row = self._session.get_one(TurnRow, turn_id, populate_existing=True)
        return TurnClaim(row.id, row.test_id, row.turn, row.recording or b"", lease, row.attempts)

    def heard(self, claim: TurnClaim, transcript: Transcript | None, sound: Sound, *, keep: bool) -> bool:
        """What was heard, and the recording erased unless it is to be kept; ``False``: the lease was lost.

        Words that the learner has written down meanwhile stand; the times of just those words are added to them.
        """
        values: dict[str, object] = {
            "state": Hearing.HEARD,
            "sound": dump_heard(sound),
            "lease": None,
            "lease_until": None,
        }
        if not keep:
            values["recording"] = None
        if not self._held_turn(claim, **values):
            return False
        row = self._session.get_one(TurnRow, claim.turn_id, populate_existing=True)
        known = None if row.transcript is None else load_transcript(row.transcript)
        if transcript is not None and (known is None or (known.words is None and known.text == transcript.text)):
            row.transcript = dump_heard(transcript)
        return True

    def release_turn(self, claim: TurnClaim, after: timedelta) -> bool:
        """Put it back, to be tried again after a while; ``False``: the lease was lost."""
        return self._held_turn(
            claim, state=Hearing.WAITING, lease=None, lease_until=None, not_before=self._now + after, rung_at=None
        )

    def fail_turn(self, claim: TurnClaim) -> bool:
        """It cannot be listened to: the test goes on without it; ``False``: the lease was lost."""
        return self._held_turn(claim, state=Hearing.FAILED, lease=None, lease_until=None, recording=None)

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
        lease = secrets.token_hex(16)
        taken = self._change(
            update(SpeakingTestRow)
            .where(
                SpeakingTestRow.id == test_id,
                self._free(SpeakingTestRow, Standing.ENDED, Standing.RATING),
                ~self._unheard(),
                or_(SpeakingTestRow.ended_at <= self._now - _LAST_WORDS, ~self._wordless()),
            )
            .values(
                state=Standing.RATING,
                lease=lease,
                lease_until=self._now + lease_for,
                attempts=SpeakingTestRow.attempts + 1,
            )
        )
        if not taken:
            return None
        row = self._session.get_one(SpeakingTestRow, test_id, populate_existing=True)
        return TestClaim(test_id, lease, row.attempts)

    def rated(self, claim: TestClaim, scorer: str, overall: float, body: str) -> bool:
        """The report and the notice of it, both or neither; ``False``: the lease was lost."""
        if not self._held_test(claim, state=Standing.RATED, lease=None, lease_until=None):
            return False
        row = self._session.get(SpeakingReportRow, claim.test_id) or SpeakingReportRow(test_id=claim.test_id)
        row.scorer, row.overall, row.body, row.created_at = scorer, overall, body, self._now
        self._session.add(row)
        keeps = select(LearnerRow.keeps_recordings).join(SpeakingTestRow).where(SpeakingTestRow.id == claim.test_id)
        if not self._session.scalar(keeps):
            self._session.execute(update(TurnRow).where(TurnRow.test_id == claim.test_id).values(recording=None))
        self.tell(claim.test_id, RATED)
        return True

    def unrated(self, claim: TestClaim, reason: str) -> bool:
        """It cannot be rated, and the learner is told why; ``False``: the lease was lost."""
        if not self._held_test(claim, state=Standing.UNRATED, lease=None, lease_until=None):
            return False
        self.tell(claim.test_id, f"{UNRATED}:{reason}")
        return True

    def release_test(self, claim: TestClaim, after: timedelta) -> bool:
        """Put it back; ``False``: the lease was lost."""
        return self._held_test(
            claim, state=Standing.ENDED, lease=None, lease_until=None, not_before=self._now + after, rung_at=None
        )

    def sweep_turns(self, max_attempts: int, ring_again: timedelta, limit: int = 500) -> Sequence[int]:
        """Recordings to ring for. One whose lease ran out ``max_attempts`` times has killed its workers: it fails."""
        ran_out = (TurnRow.state == Hearing.WORKING) & (TurnRow.lease_until < self._now)
        for row in self._session.scalars(select(TurnRow).where(ran_out).with_for_update(skip_locked=True)):
            row.lease, row.lease_until = None, None
            if row.attempts >= max_attempts:
                row.state, row.recording = Hearing.FAILED, None
            else:
                row.state, row.rung_at = Hearing.WAITING, None
        self._session.flush()
        unheard = self._session.scalars(
            select(TurnRow)
            .where(TurnRow.state == Hearing.WAITING, *self._unrung(TurnRow, ring_again))
            .order_by(TurnRow.received_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in unheard:
            row.rung_at = self._now
        return [row.id for row in unheard]

    def sweep_tests(self, max_attempts: int, ring_again: timedelta, limit: int = 100) -> Sequence[int]:
        """Tests to ring for: over, heard, and not rated. One that cannot be rated is told of, not tried for ever."""
        ran_out = (SpeakingTestRow.state == Standing.RATING) & (SpeakingTestRow.lease_until < self._now)
        for row in self._session.scalars(select(SpeakingTestRow).where(ran_out).with_for_update(skip_locked=True)):
            row.lease, row.lease_until = None, None
            if row.attempts >= max_attempts:
                row.state = Standing.UNRATED
                self.tell(row.id, f"{UNRATED}:failed")
            else:
                row.state, row.rung_at = Standing.ENDED, None
        self._erase_old()
        self._session.flush()
        waiting = self._session.scalars(
            select(SpeakingTestRow)
            .where(
                SpeakingTestRow.state == Standing.ENDED, ~self._unheard(), *self._unrung(SpeakingTestRow, ring_again)
            )
            .order_by(SpeakingTestRow.ended_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in waiting:
            row.rung_at = self._now
        return [row.id for row in waiting]

    def _erase_old(self) -> None:
        """Recordings that wait for words which nobody has typed in a week are erased, unless they are to be kept."""
        over = (
            select(SpeakingTestRow.id)
            .join(LearnerRow)
            .where(SpeakingTestRow.ended_at < self._now - _WAITS_FOR_WORDS, LearnerRow.keeps_recordings.is_(False))
        )
        old = (TurnRow.recording.is_not(None), TurnRow.state == Hearing.HEARD, TurnRow.test_id.in_(over))
        self._session.execute(update(TurnRow).where(*old).values(recording=None))

    def _wordless(self) -> ColumnElement[bool]:
        heard = (TurnRow.state == Hearing.HEARD, TurnRow.transcript.is_(None))
        return exists().where(TurnRow.test_id == SpeakingTestRow.id, *heard)

    def _unheard(self) -> ColumnElement[bool]:
        waiting = TurnRow.state.in_((Hearing.WAITING, Hearing.WORKING))
        return exists().where(TurnRow.test_id == SpeakingTestRow.id, waiting)

    def _free(
        self, table: type[TurnRow | SpeakingTestRow], waits: Hearing | Standing, works: Hearing | Standing
    ) -> ColumnElement[bool]:
        may = or_(table.not_before.is_(None), table.not_before <= self._now)
        return or_((table.state == waits) & may, (table.state == works) & (table.lease_until < self._now))

    def _unrung(self, table: type[TurnRow | SpeakingTestRow], ring_again: timedelta) -> tuple[ColumnElement[bool], ...]:
        return (
            or_(table.not_before.is_(None), table.not_before <= self._now),
            or_(table.rung_at.is_(None), table.rung_at < self._now - ring_again),
        )

    def _held_turn(self, claim: TurnClaim, **values: object) -> bool:
        held = (TurnRow.id == claim.turn_id, TurnRow.lease == claim.lease, TurnRow.state == Hearing.WORKING)
        return self._change(update(TurnRow).where(*held).values(**values))

    def _held_test(self, claim: TestClaim, **values: object) -> bool:
        row = SpeakingTestRow
        held = (row.id == claim.test_id, row.lease == claim.lease, row.state == Standing.RATING)
        return self._change(update(row).where(*held).values(**values))

    def _change(self, statement: object) -> bool:
        return bool(self._session.execute(statement).rowcount)  # type: ignore[call-overload]
