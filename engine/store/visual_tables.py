"""The table of learners' own visuals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.table import NEVER_AGAIN, Base, Moment


class OwnVisualRow(Base):
    """A picture of a Task 1 that a learner sent, or its ``figures`` as they typed them (``typed.dump_table``).

    Without a ``submission_id`` it waits for the next answer to such a task in its chat.
    """

    __tablename__ = "own_visuals"
    __table_args__ = (UniqueConstraint("platform", "chat_id", "message_id"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id", ondelete="CASCADE"), index=True)
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(16))
    chat_id: Mapped[str] = mapped_column(String(96))
    message_id: Mapped[str] = mapped_column(String(64))
    picture: Mapped[bytes | None] = mapped_column(LargeBinary)
    figures: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(Moment)
