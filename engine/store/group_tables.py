"""The tables of daily practice: a group, its schedules, what it was asked, who answered, and its challenges."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.table import NEVER_AGAIN, Base, Leased, Moment


class GroupRow(Base):
    """A chat (or one topic of it) with daily practice. ``active``: the bot is in it and may write.

    ``quiet`` is ``HH:MM-HH:MM`` or nothing; ``digest_at`` is when the next digest is due, ``digested_until`` where the
    last one ended.
    """

    __tablename__ = "practice_groups"
    __table_args__ = (
        UniqueConstraint("platform", "chat_id"),
        Index("ix_practice_groups_digest_at", "digest_at"),
        NEVER_AGAIN,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(16))
    active: Mapped[bool] = mapped_column(default=True)
    quiet: Mapped[str | None] = mapped_column(String(11))
    digest_at: Mapped[datetime | None] = mapped_column(Moment)
    digested_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)


class ScheduleRow(Base):
    """When a group is asked: ``at`` is ``HH:MM``, ``days`` the digits of the weekdays (0 is Monday)."""

    __tablename__ = "schedules"
    __table_args__ = (Index("ix_schedules_next_at", "paused", "next_at"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("practice_groups.id", ondelete="CASCADE"), index=True)
    at: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    days: Mapped[str] = mapped_column(String(7))
    kind: Mapped[str] = mapped_column(String(12))
    level: Mapped[str | None] = mapped_column(String(8))
    paused: Mapped[bool] = mapped_column(default=False)
    next_at: Mapped[datetime] = mapped_column(Moment)


class PostRow(Base):
    """A prompt that was posted, by its id in the bank."""

    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_group_id_posted_at", "group_id", "posted_at"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("practice_groups.id", ondelete="CASCADE"))
    prompt: Mapped[str] = mapped_column(String(96))
    focus: Mapped[str | None] = mapped_column(String(16))
    posted_at: Mapped[datetime] = mapped_column(Moment)


class MemberRow(Base):
    """What a member chose in a group; somebody who chose nothing has no row."""

    __tablename__ = "group_members"

    group_id: Mapped[int] = mapped_column(ForeignKey("practice_groups.id", ondelete="CASCADE"), primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(8))


class AnswerRow(Leased, Base):
    """A member's answer to a post. ``state``: waiting, working, done or failed.

    The recording is erased once it was listened to. ``reaction`` is as ``reactions.dump_reaction`` wrote it, ``slips``
    the kinds of error in it; ``phrase`` may be shown to the group only if ``shared``.
    """

    __tablename__ = "group_answers"
    __table_args__ = (
        UniqueConstraint("platform", "chat_id", "message_id"),
        Index("ix_group_answers_state_received_at", "state", "received_at"),
        Index("ix_group_answers_post_id", "post_id"),
        NEVER_AGAIN,
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    message_id: Mapped[str] = mapped_column(String(64))
    text: Mapped[str | None] = mapped_column(Text)
    recording: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(Moment)
    reaction: Mapped[str | None] = mapped_column(Text)
    slips: Mapped[str] = mapped_column(String(200), default="")
    phrase: Mapped[str | None] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)


class DigestRow(Base):
    """A digest of what a group did between two moments; what it says is read from the answers when it is shown."""

    __tablename__ = "digests"
    __table_args__ = NEVER_AGAIN

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("practice_groups.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime] = mapped_column(Moment)


class ChallengeRow(Base):
    """A challenge: ``items`` are ids of questions, one a line; ``at`` is the question that is open (from 0)."""

    __tablename__ = "challenges"
    __table_args__ = (Index("ix_challenges_group_id_started_at", "group_id", "started_at"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("practice_groups.id", ondelete="CASCADE"))
    items: Mapped[str] = mapped_column(Text)
    seed: Mapped[int]
    at: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class PressRow(Base):
    """A member's choice at one question of a challenge."""

    __tablename__ = "presses"
    __table_args__ = (UniqueConstraint("challenge_id", "learner_id", "number"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenges.id", ondelete="CASCADE"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    choice: Mapped[int]
