"""Speaking tests as the front desk sees them: begun, moved on event by event, shown step by step."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.orm import Session

from engine.ielts.bands import Criterion
from engine.ielts.chat import ChatAddress, ChatMessage, Platform
from engine.ielts.speaking.events import Event, Shown, Turn, dump_event, load_event
from engine.ielts.speaking.heard import HeardTurn, Transcript, dump_heard, load_sound, load_transcript
from engine.ielts.speaking.plan import Plan, Scope, dump_plan, load_plan
from engine.ielts.speaking.steps import Finish
from engine.ielts.speaking.test import SpeakingTest, replay
from engine.store.recordings.kept import KeptSound
from engine.store.recordings.objects import SoundObjectRows
from engine.store.tables import LearnerRow, OutboxRow, SpeakingEventRow, SpeakingReportRow, SpeakingTestRow, TurnRow

log = logging.getLogger(__name__)
UNRATED = "unrated"
UNRATED_FAILED = f"{UNRATED}:failed"
"""The kind of the notice that a test was given up: every try at rating it failed."""


class Standing(StrEnum):
    """How far a test has got: it goes on, it is over, it is being rated, it is rated, or it cannot be."""

    OPEN = "open"
    ENDED = "ended"
    RATING = "rating"
    RATED = "rated"
    UNRATED = "unrated"


class Hearing(StrEnum):
    """How far an answer has got: saved, being listened to, heard, or given up."""

    WAITING = "waiting"
    WORKING = "working"
    HEARD = "heard"
    FAILED = "failed"


def given_up_test() -> ColumnElement[bool]:
    """Whether a test was given up by us, and not left without a band because too little was said."""
    told = exists().where(OutboxRow.test_id == SpeakingTestRow.id, OutboxRow.kind == UNRATED_FAILED)
    return (SpeakingTestRow.state == Standing.UNRATED) & told


@dataclass(frozen=True, slots=True)
class KeptTest:
    """A test and what the store knows of it.

    ``shown`` is the id of the last step that the candidate has, ``due`` of the one that should come next (or is there).
    """

    id: int
    learner_id: int
    address: ChatAddress
    standing: Standing
    test: SpeakingTest
    shown: str | None
    due: str
    language: str | None


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """An answer and what was heard in it; ``recorded``: its recording is still here."""

    id: int
    test_id: int
    message_id: str
    hearing: Hearing
    heard: HeardTurn
    recorded: bool


class SpeakingRows:
    """Tests, their events and their answers."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def begin(self, learner_id: int, address: ChatAddress, plan: Plan) -> KeptTest:
        """A new test; its first step waits to be shown."""
        test = SpeakingTest.start(plan, self._now)
        row = SpeakingTestRow(
            learner_id=learner_id,
            platform=address.platform,
            chat_id=address.chat_id,
            plan=dump_plan(plan),
            state=Standing.OPEN,
            started_at=self._now,
            step=test.next_step(self._now).id,
            wakes_at=test.wakes_at(self._now),
        )
        self._session.add(row)
        self._session.flush()
        return self._kept(row, test)

    def live(self, learner_id: int, address: ChatAddress) -> KeptTest | None:
        """The test that this learner sits in this chat, locked until the transaction ends."""
        found = self._session.scalars(
            select(SpeakingTestRow.id)
            .where(
                SpeakingTestRow.learner_id == learner_id,
                SpeakingTestRow.platform == address.platform,
                SpeakingTestRow.chat_id == address.chat_id,
                SpeakingTestRow.state == Standing.OPEN,
            )
            .order_by(SpeakingTestRow.id.desc())
            .limit(1)
        ).first()
        return None if found is None else self.test(found)

    def test(self, test_id: int) -> KeptTest | None:
        """The test with this id, locked until the transaction ends: its events come one after another."""
        row = self._session.scalars(
            select(SpeakingTestRow).where(SpeakingTestRow.id == test_id).with_for_update()
        ).one_or_none()
        if row is None:
            return None
        self._session.refresh(row)
        events = self._session.scalars(
            select(SpeakingEventRow.body).where(SpeakingEventRow.test_id == test_id).order_by(SpeakingEventRow.number)
        )
        return self._kept(row, replay(load_plan(row.plan), row.started_at, [load_event(body) for body in events]))

    def take(self, kept: KeptTest, event: Event, *, show_after: timedelta | None = None) -> KeptTest:
        """The test after an event, which is written down if it changed anything.

        ``show_after`` holds the next step back, for a model to find better words for it.

        Raises:
            ValueError: see :meth:`SpeakingTest.after`.
        """
        after = kept.test.after(event)
        if after is kept.test:
            return kept
        self._write_event(kept, after, event)
        return self._settle(replace(kept, test=after), show_after)

    def hold(self, kept: KeptTest, until: timedelta) -> None:
        """Show the next step later, or at once (zero)."""
        self._change(kept.id, show_after=self._now + until if until else None)

    def add_turn(
        self,
        kept: KeptTest,
        message: ChatMessage,
        turn: Turn,
        recording: KeptSound | None,
        transcript: Transcript | None,
    ) -> int:
        """Save an answer, before anything else is tried with it; its id."""
        row = TurnRow(
            test_id=kept.id,
            platform=message.address.platform,
            chat_id=message.address.chat_id,
            message_id=message.message_id,
            turn=turn.id,
            recording=recording,
            received_at=self._now,
            state=Hearing.HEARD if recording is None else Hearing.WAITING,
            transcript=None if transcript is None else dump_heard(transcript),
            rung_at=self._now,
        )
        self._session.add(row)
        self._session.flush()
        SoundObjectRows(self._session, self._now).belongs(recording, turn=row.id)
        return row.id

    def turn_of_message(self, address: ChatAddress, message_id: str) -> KeptTurn | None:
        """The answer that this message was."""
        return self._turn(
            TurnRow.platform == address.platform, TurnRow.chat_id == address.chat_id, TurnRow.message_id == message_id
        )

    def turn(self, turn_id: int) -> KeptTurn | None:
        """The answer with this id."""
        return self._turn(TurnRow.id == turn_id)

    def turns(self, test_id: int) -> tuple[KeptTurn, ...]:
        """Every answer of a test, in the order in which they came."""
        rows = self._session.scalars(select(TurnRow).where(TurnRow.test_id == test_id).order_by(TurnRow.id))
        return tuple(_kept_turn(row) for row in rows)

    def write_down(self, turn_id: int, transcript: Transcript) -> None:
        """The learner says what was said."""
        self._session.execute(update(TurnRow).where(TurnRow.id == turn_id).values(transcript=dump_heard(transcript)))

    def listen_again(self, turn_id: int) -> bool:
        """Let a recording that is still kept be listened to once more, heard or failed; whether it is kept."""
        changed = self._session.execute(
            update(TurnRow)
            .where(TurnRow.id == turn_id, TurnRow.recording.is_not(None), TurnRow.state.in_(_DONE))
            .values(state=Hearing.WAITING, attempts=0, not_before=None, rung_at=self._now)
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]

    def recording(self, turn_id: int) -> KeptSound | None:
        """The sound of an answer as it is kept, where it still is."""
        kept = self._session.scalar(select(TurnRow.recording).where(TurnRow.id == turn_id))
        return None if kept is None else KeptSound(kept)

    def due(self, platform: Platform, limit: int, lease_for: timedelta) -> Sequence[KeptTest]:
        """Tests whose candidate does not have the step that is due, leased to the caller."""
        late = (SpeakingTestRow.state == Standing.OPEN) & (SpeakingTestRow.wakes_at <= self._now)
        unseen = SpeakingTestRow.shown.is_(None) | (SpeakingTestRow.shown != SpeakingTestRow.step)
        rows = self._session.scalars(
            select(SpeakingTestRow.id)
            .where(
                SpeakingTestRow.platform == platform,
                late | unseen,
                or_(SpeakingTestRow.show_after.is_(None), SpeakingTestRow.show_after <= self._now),
            )
            .order_by(SpeakingTestRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        found = []
        for test_id in rows:
            try:
                kept = self.test(test_id)
            except ValueError:
                # A newer bot began it, by rules that this one does not know. That one goes on with it.
                log.error("test %d: another version of Bandmate began it; start this bot anew", test_id)  # noqa: TRY400 - learners' words may be in its trace
                self._change(test_id, show_after=self._now + lease_for)
                continue
            if kept is None:
                continue
            settled = self._settle(kept, None)
            if settled.test.next_step(self._now).id != settled.shown:
                self._change(test_id, show_after=self._now + lease_for)
                found.append(settled)
        return found

    def lease_step(self, kept: KeptTest, lease_for: timedelta) -> None:
        """The caller shows the step that is due now; nobody else should meanwhile."""
        self._change(kept.id, show_after=self._now + lease_for)

    def step_shown(self, test_id: int, step_id: str) -> KeptTest | None:
        """The candidate has this step: the test after that. One that has been overtaken meanwhile changes nothing."""
        kept = self.test(test_id)
        if kept is None or kept.test.next_step(self._now).id != step_id:
            return kept
        event = Shown(step_id, self._now)
        after = kept.test.after(event)
        self._write_event(kept, after, event)
        return self._settle(replace(kept, test=after, shown=step_id), None)

    def newest(self, learner_id: int) -> Iterator[KeptTest]:
        """Tests and drills of a learner, newest first, each read when it is asked for."""
        ids = self._session.scalars(
            select(SpeakingTestRow.id)
            .where(SpeakingTestRow.learner_id == learner_id)
            .order_by(SpeakingTestRow.id.desc())
            .limit(_REMEMBERED)
        ).all()
        found = (self.test(test_id) for test_id in ids)
        return (kept for kept in found if kept is not None)

    def begun(self, learner_id: int, since: timedelta) -> int:
        """Tests and drills that a learner began within ``since``; one that we failed to rate does not count."""
        mine = (SpeakingTestRow.learner_id == learner_id, SpeakingTestRow.started_at > self._now - since)
        counts = ~given_up_test()
        return self._session.scalar(select(func.count()).select_from(SpeakingTestRow).where(*mine, counts)) or 0

    def report(self, test_id: int) -> str | None:
        """The stored report on a test."""
        row = self._session.get(SpeakingReportRow, test_id, populate_existing=True)
        return None if row is None else row.body

    def reports_before(self, kept: KeptTest, most: int) -> tuple[tuple[int, str], ...]:
        """The last reports on tests before this one, newest first, each with its test's id; drills have none."""
        rows = self._session.scalars(
            select(SpeakingReportRow)
            .join(SpeakingTestRow)
            .where(SpeakingTestRow.learner_id == kept.learner_id, SpeakingTestRow.id < kept.id)
            .order_by(SpeakingTestRow.id.desc())
            .limit(most)
        )
        return tuple((row.test_id, row.body) for row in rows)

    def weakest(self, learner_id: int) -> Criterion | None:
        """The criterion that the last report found weakest; ``None``: there is no report."""
        body = self._session.scalars(
            select(SpeakingReportRow.body)
            .join(SpeakingTestRow)
            .where(SpeakingTestRow.learner_id == learner_id)
            .order_by(SpeakingTestRow.id.desc())
            .limit(1)
        ).first()
        return None if body is None else Criterion(json.loads(body)["drill"]["criterion"])

    def keeps_recordings(self, learner_id: int) -> bool:
        """Whether this learner chose to keep recordings."""
        return bool(self._session.scalar(select(LearnerRow.keeps_recordings).where(LearnerRow.id == learner_id)))

    def erase_recordings(self, learner_id: int) -> None:
        """Every recording of this learner's that has been measured."""
        tests = select(SpeakingTestRow.id).where(SpeakingTestRow.learner_id == learner_id)
        measured = TurnRow.state.in_(_DONE)
        self._session.execute(update(TurnRow).where(TurnRow.test_id.in_(tests), measured).values(recording=None))

    def rate_again(self, test_id: int) -> bool:
        """Let a test that is over be rated anew: words were added or corrected."""
        over = (Standing.RATED, Standing.UNRATED, Standing.ENDED)
        changed = self._session.execute(
            update(SpeakingTestRow)
            .where(SpeakingTestRow.id == test_id, SpeakingTestRow.state.in_(over))
            .values(state=Standing.ENDED, attempts=0, not_before=None, rung_at=self._now, lease=None)
        )
        return bool(changed.rowcount)  # type: ignore[attr-defined]

    def _write_event(self, kept: KeptTest, after: SpeakingTest, event: Event) -> None:
        number = len(after.events)
        if number > len(kept.test.events):
            self._session.add(
                SpeakingEventRow(test_id=kept.id, number=number, body=dump_event(event), created_at=self._now)
            )

    def _settle(self, kept: KeptTest, show_after: timedelta | None) -> KeptTest:
        """Write down which step is due now and when the clock will change it.

        Whoever is about to show the step that was due goes on undisturbed as long as that is the one.
        """
        step = kept.test.next_step(self._now)
        standing = kept.standing
        values: dict[str, object] = {"step": step.id, "wakes_at": kept.test.wakes_at(self._now), "shown": kept.shown}
        if isinstance(step, Finish) and standing is Standing.OPEN:
            # A drill is one question: feedback follows each answer, and no band comes from so little.
            standing = Standing.ENDED if kept.test.plan.scope is Scope.TEST else Standing.UNRATED
            values |= {"state": standing, "ended_at": self._now}
        if step.id != kept.due or step.id == kept.shown:
            values["show_after"] = None if show_after is None else self._now + show_after
        self._change(kept.id, **values)
        return replace(kept, standing=standing, due=step.id)

    def _change(self, test_id: int, **values: object) -> None:
        self._session.execute(update(SpeakingTestRow).where(SpeakingTestRow.id == test_id).values(**values))

    def _kept(self, row: SpeakingTestRow, test: SpeakingTest) -> KeptTest:
        chosen = select(func.coalesce(LearnerRow.feedback, LearnerRow.language))
        language = self._session.scalar(chosen.where(LearnerRow.id == row.learner_id))
        address = ChatAddress(Platform(row.platform), row.chat_id)
        return KeptTest(row.id, row.learner_id, address, Standing(row.state), test, row.shown, row.step, language)

    def _turn(self, *where: object) -> KeptTurn | None:
        row = self._session.scalars(select(TurnRow).where(*where)).one_or_none()  # type: ignore[arg-type]
        if row is None:
            return None
        self._session.refresh(row)
        return _kept_turn(row)


def _kept_turn(row: TurnRow) -> KeptTurn:
    transcript = None if row.transcript is None else load_transcript(row.transcript)
    sound = None if row.sound is None else load_sound(row.sound)
    heard = HeardTurn(row.turn, transcript, sound)
    return KeptTurn(row.id, row.test_id, row.message_id, Hearing(row.state), heard, row.recording is not None)


_DONE = (Hearing.HEARD, Hearing.FAILED)
_REMEMBERED = 30
"""Tests that a new one looks back on: enough for every topic of the bank to have been used."""
