"""Pictures of a Task 1 that learners sent, and its figures as they typed them; what examiners said of sample answers.

SQLite can also tell in how many passages a term is.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_visuals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(96), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=True),
        sa.Column("figures", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_own_visuals_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_own_visuals_submission_id_submissions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_visuals")),
        sa.UniqueConstraint("platform", "chat_id", "message_id", name=op.f("uq_own_visuals_platform")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_own_visuals_learner_id"), "own_visuals", ["learner_id"])
    op.create_index(op.f("ix_own_visuals_submission_id"), "own_visuals", ["submission_id"])
    op.add_column("passages", sa.Column("comment", sa.Text(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE passages_terms_vocab USING fts5vocab(passages_terms, row)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE passages_terms_vocab")
    op.drop_column("passages", "comment")
    op.drop_index(op.f("ix_own_visuals_submission_id"), "own_visuals")
    op.drop_index(op.f("ix_own_visuals_learner_id"), "own_visuals")
    op.drop_table("own_visuals")
