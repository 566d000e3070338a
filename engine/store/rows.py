"""Rows to domain records."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.ielts.charts.typed import load_table
from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.submissions import Piece, State, Submission
from engine.store.tables import PieceRow, SubmissionRow
from engine.store.visual_tables import OwnVisualRow


def submission_of(session: Session, row: SubmissionRow) -> Submission:
    """The submission with the pieces that stand, in the order in which they were sent, and the figures typed for it."""
    pieces = session.scalars(
        select(PieceRow).where(PieceRow.submission_id == row.id).order_by(PieceRow.sent_at, PieceRow.id)
    )
    typed = session.scalars(
        select(OwnVisualRow.figures)
        .where(OwnVisualRow.submission_id == row.id, OwnVisualRow.figures.is_not(None))
        .order_by(OwnVisualRow.id.desc())
        .limit(1)
    ).first()
    return Submission(
        id=row.id,
        learner_id=row.learner_id,
        address=ChatAddress(Platform(row.platform), row.chat_id),
        state=State(row.state),
        task=row.task,
        prompt=row.prompt,
        prompt_settled=row.prompt_settled,
        edited=row.edited,
        reply_to=row.reply_to,
        pieces=tuple(
            Piece(piece.message_id, piece.revision, piece.part, piece.text, piece.sent_at)
            for piece in pieces
            if not piece.replaced
        ),
        typed=None if typed is None else load_table(typed),
    )
