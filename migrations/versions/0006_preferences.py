"""What learners think of what we said, and the prompts and answers that it is about; wider names of scorers.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SCORED = ("reports", "speaking_reports")


def upgrade() -> None:
    for table in SCORED:
        _scorer(table, sa.String(64), sa.String(128))
    op.create_table(
        "opinions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("test_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("liked", sa.Boolean(), nullable=True),
        sa.Column("suggestion", sa.Text(), nullable=True),
        sa.Column("message_id", sa.String(64), nullable=True),
        sa.Column("trains", sa.Boolean(), nullable=False),
        sa.Column("awaits_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_opinions_submission_id_submissions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["test_id"], ["speaking_tests.id"], name=op.f("fk_opinions_test_id_speaking_tests"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
        sa.UniqueConstraint("submission_id", "subject", name=op.f("uq_opinions_submission_id")),
        sa.UniqueConstraint("test_id", "subject", name=op.f("uq_opinions_test_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "served_answers",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("shared", sa.Text(), nullable=False),
        sa.Column("own", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("model", sa.String(128), nullable=False),
        sa.Column("adapter", sa.String(128), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_served_answers_submission_id_submissions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("submission_id", "subject", name=op.f("pk_served_answers")),
    )


def downgrade() -> None:
    op.drop_table("served_answers")
    op.drop_table("opinions")
    for table in SCORED:
        op.execute(f"UPDATE {table} SET scorer = substr(scorer, 1, 64)")  # noqa: S608 - our own names
        _scorer(table, sa.String(128), sa.String(64))


def _scorer(table: str, before: sa.String, after: sa.String) -> None:
    with op.batch_alter_table(table) as batch:
        batch.alter_column("scorer", existing_type=before, type_=after, existing_nullable=False)
