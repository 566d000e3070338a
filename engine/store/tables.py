"""The tables. A class here is a table; what the rest of Bandmate sees are the domain's own records."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Named constraints, so that a migration can drop one on either database.
_NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone: SQLite keeps none, so everything is stored and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, and without a zone where the database keeps none."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database: always with a zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Root of the tables."""

    metadata = MetaData(naming_convention=_NAMES)


class Leased:
    """What a row has that workers take one at a time: see :mod:`engine.store.leases`."""

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime | None] = mapped_column(Moment)
    rung_at: Mapped[datetime | None] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Moment)


class LearnerRow(Base):
    """Somebody who has sent something: the platform's id, a language, and whether recordings may be kept."""

    __tablename__ = "learners"
    __table_args__ = (UniqueConstraint("platform", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(16))
    keeps_recordings: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(Moment)


class SubmissionRow(Leased, Base):
    """One essay on its way: collecting, queued, working, and then done, failed or withdrawn."""

    __tablename__ = "submissions"
    __table_args__ = (
        Index("ix_submissions_state_queued_at", "state", "queued_at"),
        Index("ix_submissions_learner_id_state", "learner_id", "state"),
        Index("ix_submissions_platform_chat_id", "platform", "chat_id"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"))
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    reply_to: Mapped[str | None] = mapped_column(String(64))
    task: Mapped[str | None] = mapped_column(String(4))
    prompt: Mapped[str | None] = mapped_column(Text)
    prompt_settled: Mapped[bool] = mapped_column(default=False)
    edited: Mapped[bool] = mapped_column(default=False)
    words: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    queued_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


class PieceRow(Base):
    """One message, or one file, of a submission. ``part`` is what it is: essay or prompt."""

    __tablename__ = "pieces"
    __table_args__ = (UniqueConstraint("platform", "chat_id", "message_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    message_id: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int] = mapped_column(default=0)
    part: Mapped[str] = mapped_column(String(8), default="essay")
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    replaced: Mapped[bool] = mapped_column(default=False)


class ReportRow(Base):
    """The report on one submission, as ``report_json.dump_report`` wrote it."""

    __tablename__ = "reports"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True)
    scorer: Mapped[str] = mapped_column(String(64))
    overall: Mapped[float]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class SpeakingTestRow(Leased, Base):
    """One Speaking test or drill: its plan; its events are rows of their own, and the rest follows from both.

    ``step`` is what the candidate should have now and ``shown`` what the candidate has; ``wakes_at`` is when the clock
    alone changes the step. ``state``: open, ended (not rated yet), rating, rated or unrated.
    """

    __tablename__ = "speaking_tests"
    __table_args__ = (
        Index("ix_speaking_tests_learner_id_state", "learner_id", "state"),
        Index("ix_speaking_tests_state_platform", "state", "platform"),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"))
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    plan: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    step: Mapped[str] = mapped_column(String(64))
    shown: Mapped[str | None] = mapped_column(String(64))
    wakes_at: Mapped[datetime | None] = mapped_column(Moment)
    show_after: Mapped[datetime | None] = mapped_column(Moment)


class SpeakingEventRow(Base):
    """One event of a test, as ``speaking_events.dump_event`` wrote it; ``number`` counts from 1 within the test."""

    __tablename__ = "speaking_events"

    test_id: Mapped[int] = mapped_column(ForeignKey("speaking_tests.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class TurnRow(Leased, Base):
    """One answer: the recording until it has been measured, then what was heard.

    ``turn`` is the turn's id in its test. ``state``: waiting, working, heard or failed. ``transcript`` and ``sound`` are
    as ``heard.dump_heard`` wrote them.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("platform", "chat_id", "message_id"),
        UniqueConstraint("test_id", "turn"),
        Index("ix_turns_state_received_at", "state", "received_at"),
    )

    test_id: Mapped[int] = mapped_column(ForeignKey("speaking_tests.id", ondelete="CASCADE"))
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    message_id: Mapped[str] = mapped_column(String(64))
    turn: Mapped[str] = mapped_column(String(64))
    recording: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(Moment)
    transcript: Mapped[str | None] = mapped_column(Text)
    sound: Mapped[str | None] = mapped_column(Text)


class SpeakingReportRow(Base):
    """The report on one test, as ``speaking_report_json.dump_speaking_report`` wrote it."""

    __tablename__ = "speaking_reports"

    test_id: Mapped[int] = mapped_column(ForeignKey("speaking_tests.id", ondelete="CASCADE"), primary_key=True)
    scorer: Mapped[str] = mapped_column(String(64))
    overall: Mapped[float]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class AsideRow(Base):
    """A question about the report on a submission, and its answer; no answer to one that was answered: by rule."""

    __tablename__ = "asides"
    __table_args__ = (UniqueConstraint("submission_id", "message_id"), Index("ix_asides_answered_at", "answered_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(64))
    criterion: Mapped[str] = mapped_column(String(4))
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    rung_at: Mapped[datetime | None] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Moment)


class OutboxRow(Base):
    """A notice that must reach a chat: what it is and which essay or test it is about, never its words."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind"),
        UniqueConstraint("test_id", "kind"),
        Index("ix_outbox_platform_due", "platform", "delivered_at", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    test_id: Mapped[int | None] = mapped_column(ForeignKey("speaking_tests.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(64))
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    created_at: Mapped[datetime] = mapped_column(Moment)
    not_before: Mapped[datetime] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up: Mapped[str | None] = mapped_column(String(64))


class SlotRow(Base):
    """The message that shows a status, so that it can be edited in place, even after a restart."""

    __tablename__ = "slots"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    updated_at: Mapped[datetime] = mapped_column(Moment)


class RefusalRow(Base):
    """A flood that was answered once: so that fifty messages do not get fifty answers."""

    __tablename__ = "refusals"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(24), primary_key=True)
    until: Mapped[datetime] = mapped_column(Moment)
