"""Which objects are in the bucket, and for which row: so that what nobody needs any more is erased there too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from engine.store.group_tables import AnswerRow
from engine.store.recordings.kept import name_of_object
from engine.store.recordings.object_table import SoundObjectRow
from engine.store.tables import TurnRow

_ON_ITS_WAY = timedelta(hours=1)
"""So long may lie between an object and the row that it is for."""


class SoundObjectRows:
    """Objects in the bucket. One is announced here before it is there, so that none is ever there unknown."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def announce(self, name: str) -> None:
        """An object of this name is about to be put into the bucket."""
        self._session.add(SoundObjectRow(name=name, announced_at=self._now))

    def belongs(self, kept: bytes | None, *, turn: int | None = None, answer: int | None = None) -> None:
        """What a row keeps is now this turn's or this answer's, if it is an object at all."""
        name = None if kept is None else name_of_object(kept)
        if name is not None:
            values = {"turn": turn, "answer": answer}
            self._session.execute(update(SoundObjectRow).where(SoundObjectRow.name == name).values(values))

    def unneeded(self, limit: int) -> Sequence[str]:
        """Objects whose row is gone, keeps no recording any more, or never came."""
        of_turn = exists().where(TurnRow.id == SoundObjectRow.turn, TurnRow.recording.is_not(None))
        of_answer = exists().where(AnswerRow.id == SoundObjectRow.answer, AnswerRow.recording.is_not(None))
        nobodys = and_(SoundObjectRow.turn.is_(None), SoundObjectRow.answer.is_(None))
        left = and_(~nobodys, ~of_turn, ~of_answer)
        never = and_(nobodys, SoundObjectRow.announced_at < self._now - _ON_ITS_WAY)
        return self._session.scalars(select(SoundObjectRow.name).where(or_(left, never)).limit(limit)).all()

    def erased(self, names: Collection[str]) -> None:
        """They are not in the bucket any more."""
        self._session.execute(delete(SoundObjectRow).where(SoundObjectRow.name.in_(names)))
