"""Learners: who comes in, what they chose, what they let us keep, and when they want to be reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.ielts.bands import Band
from engine.ielts.chat import ChatAddress, Person, Platform
from engine.ielts.learners import Consent, Preferences, next_reminder, still_worth_it
from engine.ielts.writing import Module
from engine.store.tables import BlockedRow, LearnerRow, OutboxRow

REMINDER = "reminder"
_SEEN_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who came in. ``greeted``: they were told what is kept."""

    preferences: Preferences
    greeted: bool
    blocked: bool


class LearnerRows:
    """Choices, consents, reminders and blocks."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def visitor(self, person: Person) -> Visitor:
        """Who this is. Somebody new is not written down by being looked at."""
        row = self._row(person)
        blocked = self._session.get(BlockedRow, (person.platform, person.user_id)) is not None
        if row is None:
            return Visitor(Preferences(), greeted=False, blocked=blocked)
        if row.seen_at is None or self._now - row.seen_at > _SEEN_EVERY:
            row.seen_at = self._now
        return Visitor(preferences_of(row), row.greeted_at is not None, blocked)

    def greeted(self, person: Person) -> None:
        """This learner has now been told what is kept."""
        row = self._row(person)
        if row is None:
            row = LearnerRow(
                platform=person.platform, user_id=person.user_id, language=person.language, created_at=self._now
            )
            self._session.add(row)
        row.greeted_at, row.seen_at = self._now, self._now

    def preferences(self, learner_id: int) -> Preferences:
        """What this learner chose."""
        return preferences_of(self._session.get_one(LearnerRow, learner_id))

    def prefer(self, learner_id: int, preferences: Preferences, address: ChatAddress, app: str | None) -> None:
        """Keep what was chosen. Reminders go to ``address``; ``app`` is the language of the learner's app."""
        row = self._session.get_one(LearnerRow, learner_id)
        chosen = asdict(preferences)
        language, target = chosen.pop("language"), chosen.pop("target")
        row.language, row.language_chosen = language or app, language is not None
        row.target = None if target is None else float(preferences.target or 0)
        for name, value in chosen.items():
            setattr(row, name, value)
        row.remind_chat = address.chat_id if preferences.reminder is not None else None
        row.remind_next = (
            None
            if preferences.reminder is None
            else next_reminder(self._now, preferences.reminder, preferences.zone or "UTC")
        )

    def consent(self, learner_id: int) -> Consent:
        """What this learner lets us keep and use."""
        row = self._session.get_one(LearnerRow, learner_id)
        return Consent(row.keeps_history, row.keeps_recordings, row.allows_training)

    def consents(self, learner_id: int, consent: Consent) -> None:
        """Keep a consent. What it no longer covers is erased elsewhere."""
        row = self._session.get_one(LearnerRow, learner_id)
        row.keeps_history, row.keeps_recordings = consent.history, consent.recordings
        row.allows_training = consent.training

    def remind(self, limit: int = 500) -> int:
        """Put every reminder whose time has come into the outbox, and set the time of the next; how many.

        Row by row in one transaction, so that two schedules never remind twice. One that is hours late is left out.
        """
        rows = self._session.scalars(
            select(LearnerRow)
            .where(LearnerRow.remind_next <= self._now)
            .order_by(LearnerRow.remind_next)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        told = 0
        for row in rows:
            due, row.remind_next = row.remind_next, None
            if row.reminder is None or row.remind_chat is None or due is None:
                continue
            row.remind_next = next_reminder(self._now, row.reminder, row.zone or "UTC")
            if still_worth_it(due, self._now):
                self._tell(row, row.remind_chat)
                told += 1
        return told

    def remind_no_more(self, outbox_id: int) -> None:
        """The chat that a reminder was for is closed to us."""
        learner = select(OutboxRow.learner_id).where(OutboxRow.id == outbox_id).scalar_subquery()
        self._session.execute(
            update(LearnerRow).where(LearnerRow.id == learner).values(reminder=None, remind_next=None, remind_chat=None)
        )

    def block(self, person: Person) -> None:
        """Serve this person no more."""
        if self._session.get(BlockedRow, (person.platform, person.user_id)) is None:
            self._session.add(BlockedRow(platform=person.platform, user_id=person.user_id, created_at=self._now))

    def unblock(self, person: Person) -> bool:
        """Serve this person again; whether they were blocked."""
        row = self._session.get(BlockedRow, (person.platform, person.user_id))
        if row is not None:
            self._session.delete(row)
        return row is not None

    def blocked(self) -> Sequence[Person]:
        """Everybody who is blocked."""
        rows = self._session.scalars(select(BlockedRow).order_by(BlockedRow.created_at))
        return [Person(Platform(row.platform), row.user_id) for row in rows]

    def _row(self, person: Person) -> LearnerRow | None:
        where = (LearnerRow.platform == person.platform, LearnerRow.user_id == person.user_id)
        return self._session.scalars(select(LearnerRow).where(*where)).one_or_none()

    def _tell(self, row: LearnerRow, chat_id: str) -> None:
        waiting = self._session.scalars(
            select(OutboxRow).where(OutboxRow.learner_id == row.id, OutboxRow.kind == REMINDER)
        ).one_or_none()
        if waiting is None:
            waiting = OutboxRow(learner_id=row.id, kind=REMINDER, platform=row.platform, created_at=self._now)
            self._session.add(waiting)
        waiting.chat_id, waiting.not_before, waiting.attempts = chat_id, self._now, 0
        waiting.delivered_at, waiting.given_up, waiting.lease = None, None, None


def preferences_of(row: LearnerRow) -> Preferences:
    """What a row says that its learner chose."""
    return Preferences(
        language=row.language if row.language_chosen else None,
        feedback=row.feedback,
        module=None if row.module is None else Module(row.module),
        target=None if row.target is None else Band(row.target),
        exam=row.exam,
        voice=row.voice,
        speed=row.speed,
        reminder=row.reminder,
        zone=row.zone,
    )
