"""Rows to domain records."""

from __future__ import annotations

from collections.abc import Sequence

from engine.ielts.chat import ChatAddress, Platform
from engine.ielts.submissions import Piece, State, Submission
from engine.store.tables import PieceRow, SubmissionRow


def submission_of(row: SubmissionRow, pieces: Sequence[PieceRow]) -> Submission:
    """The submission with the pieces that stand, in the order in which they were sent."""
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
    )
