"""The tables. A class here is a table; what the rest of Bandmate sees are the domain's own records."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.table import NEVER_AGAIN, Leased, Moment
from engine.store.table import Base as Base  # noqa: PLC0414 - whoever takes it from here has these tables too


class LearnerRow(Base):
    """Somebody who has sent something: the platform's id, what they chose, and what they let us keep.

    ``language`` is the app's, unless ``language_chosen``. ``reminder`` is a time of the day in ``zone``; ``remind_next``
    the moment of the next one, which goes to ``remind_chat``. ``greeted_at`` is when the learner was told what is kept;
    ``seen_at`` is about when they were here last.
    """

    __tablename__ = "learners"
    __table_args__ = (
        UniqueConstraint("platform", "user_id"),
        Index("ix_learners_remind_next", "remind_next"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(16))
    language_chosen: Mapped[bool] = mapped_column(default=False, server_default=false())
    feedback: Mapped[str | None] = mapped_column(String(16))
    module: Mapped[str | None] = mapped_column(String(16))
    target: Mapped[float | None]
    exam: Mapped[date | None]
    voice: Mapped[str | None] = mapped_column(String(16))
    speed: Mapped[float | None]
    reminder: Mapped[time | None]
    zone: Mapped[str | None] = mapped_column(String(64))
    remind_next: Mapped[datetime | None] = mapped_column(Moment)
    remind_chat: Mapped[str | None] = mapped_column(String(96))
    keeps_history: Mapped[bool] = mapped_column(default=True, server_default=true())
    keeps_recordings: Mapped[bool] = mapped_column(default=False, server_default=false())
    allows_training: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(Moment)
    greeted_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)


class BlockedRow(Base):
    """Somebody whom the operator does not serve. It outlives what was kept of them: that is what a block is for."""

    __tablename__ = "blocked"

    platform: Mapped[str] = mapped_column(String(16), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class ForgottenRow(Base):
    """Somebody who was forgotten, or took back the consent to training.

    The salted digest names nobody, and finds their lines in a training set.
    """

    __tablename__ = "forgotten"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class DepartedRow(Base):
    """Somebody who was forgotten, by the same digest, and when: a backup from before must not bring them back."""

    __tablename__ = "departed"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    left_at: Mapped[datetime] = mapped_column(Moment)


class SaltRow(Base):
    """This installation's salt, made with the table: one row."""

    __tablename__ = "salt"

    value: Mapped[str] = mapped_column(String(64), primary_key=True)


class SubmissionRow(Leased, Base):
    """One essay on its way: collecting, queued, working, and then done, failed or withdrawn."""

    __tablename__ = "submissions"
    __table_args__ = (
        Index("ix_submissions_state_queued_at", "state", "queued_at"),
        Index("ix_submissions_learner_id_state", "learner_id", "state"),
        Index("ix_submissions_platform_chat_id", "platform", "chat_id"),
        NEVER_AGAIN,
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
    scorer: Mapped[str] = mapped_column(String(128))
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
        NEVER_AGAIN,
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
    """One event of a test, as ``events.dump_event`` wrote it; ``number`` counts from 1 within the test."""

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
        NEVER_AGAIN,
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
    """The report on one test, as ``report_json.dump_speaking_report`` wrote it."""

    __tablename__ = "speaking_reports"

    test_id: Mapped[int] = mapped_column(ForeignKey("speaking_tests.id", ondelete="CASCADE"), primary_key=True)
    scorer: Mapped[str] = mapped_column(String(128))
    overall: Mapped[float]
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class QuestionRow(Base):
    """A question about the report on a submission, and its answer; no answer to one that was answered: by rule."""

    __tablename__ = "report_questions"
    __table_args__ = (
        UniqueConstraint("submission_id", "message_id"),
        Index("ix_report_questions_answered_at", "answered_at"),
        NEVER_AGAIN,
    )

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


class OpinionRow(Base):
    """What a learner thinks of something that we said; ``subject`` is what, as ``opinions.Subject`` writes it.

    ``trains``: training was allowed when it was given. While ``awaits_until`` lies ahead, the next message is the
    suggestion; ``message_id`` is the one that brought it.
    """

    __tablename__ = "opinions"
    __table_args__ = (
        UniqueConstraint("submission_id", "subject"),
        UniqueConstraint("test_id", "subject"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    test_id: Mapped[int | None] = mapped_column(ForeignKey("speaking_tests.id", ondelete="CASCADE"))
    subject: Mapped[str] = mapped_column(String(32))
    liked: Mapped[bool | None]
    suggestion: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str | None] = mapped_column(String(64))
    trains: Mapped[bool] = mapped_column(default=False)
    awaits_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class ServedRow(Base):
    """A prompt as it was served and what was answered, of learners only who allow training; one for each subject."""

    __tablename__ = "served_answers"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(32), primary_key=True)
    shared: Mapped[str] = mapped_column(Text)
    own: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    model: Mapped[str] = mapped_column(String(128))
    adapter: Mapped[str | None] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(Moment)


class OutboxRow(Base):
    """A notice that must reach a chat: what it is and which essay, test, group or learner it is about, never its words."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind"),
        UniqueConstraint("test_id", "kind"),
        UniqueConstraint("group_id", "kind"),
        UniqueConstraint("learner_id", "kind"),
        Index("ix_outbox_platform_due", "platform", "delivered_at", "not_before"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    test_id: Mapped[int | None] = mapped_column(ForeignKey("speaking_tests.id", ondelete="CASCADE"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("practice_groups.id", ondelete="CASCADE"))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(64))
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    created_at: Mapped[datetime] = mapped_column(Moment)
    not_before: Mapped[datetime] = mapped_column(Moment)
    lease: Mapped[str | None] = mapped_column(String(32))
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)
    given_up: Mapped[str | None] = mapped_column(String(64))


BEING_FILLED = ""
"""A slot's message id while somebody sends what will stand there."""


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


class GivenTaskRow(Base):
    """A task that a learner was given to write, by its id in the bank; given again, the same row has a new time.

    ``code`` and ``prompt`` are what the learner saw: the bank may change. ``answered_at``: the next essay took it, and
    ``submission_id`` names that while it is kept.
    """

    __tablename__ = "given_tasks"
    __table_args__ = (
        UniqueConstraint("learner_id", "task"),
        Index("ix_given_tasks_platform_chat_id", "platform", "chat_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"))
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    task: Mapped[str] = mapped_column(String(96))
    code: Mapped[str] = mapped_column(String(4))
    prompt: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="SET NULL"), index=True)


class BankItemRow(Base):
    """An item of the operator's own question bank, as :mod:`engine.ielts.bank.rows` reads it. Nobody's personal data."""

    __tablename__ = "bank_items"

    id: Mapped[str] = mapped_column(String(96), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(Moment)
