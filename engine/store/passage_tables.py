"""The tables of what may be cited: sources and their passages.

Beside them stands ``passages_terms``, which each database searches in its own way and which is therefore no table of
SQLAlchemy's: SQLite's FTS5 over the columns of ``passages``, kept in step by triggers; on PostgreSQL a tsvector by the
passage's id. Migration 0008 makes it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Double, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.table import NEVER_AGAIN, Base, Moment

SEARCHED = "passages_terms"
"""Tables whose name begins so are the database's own, not SQLAlchemy's."""


class SourceRow(Base):
    """A source: one of ours (by kind and language) or an operator's file. ``digest`` tells whether it has changed."""

    __tablename__ = "sources"
    __table_args__ = (UniqueConstraint("name"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(Moment)


class PassageRow(Base):
    """A passage. ``terms`` and ``titles`` are the stems that are searched, ``scopes`` what it is filtered by.

    Only a sample answer has a ``comment``, which may be empty.
    """

    __tablename__ = "passages"
    __table_args__ = (Index("ix_passages_source_id", "source_id"), NEVER_AGAIN)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    heading: Mapped[str] = mapped_column(Text)
    page: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(16))
    task: Mapped[str | None] = mapped_column(String(8))
    criterion: Mapped[str | None] = mapped_column(String(4))
    band: Mapped[float | None] = mapped_column(Double)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    asked: Mapped[str] = mapped_column(Text)
    titles: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)
    scopes: Mapped[str] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
