"""The table of what is in the bucket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.table import Base, Moment


class SoundObjectRow(Base):
    """A recording in the bucket, by its name there, which says nothing of anybody.

    ``turn`` or ``answer`` is the number of the row that it is for: no foreign key, because it must outlive that row until
    the object is erased; numbers are never given again.
    """

    __tablename__ = "sound_objects"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    announced_at: Mapped[datetime] = mapped_column(Moment)
    turn: Mapped[int | None]
    answer: Mapped[int | None]
