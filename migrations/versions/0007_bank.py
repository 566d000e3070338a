"""Tasks that learners were given to write, and the operator's own items of the question bank.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "given_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(96), nullable=False),
        sa.Column("task", sa.String(96), nullable=False),
        sa.Column("code", sa.String(4), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_given_tasks_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_given_tasks_submission_id_submissions"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_tasks")),
        sa.UniqueConstraint("learner_id", "task", name=op.f("uq_given_tasks_learner_id")),
    )
    op.create_index("ix_given_tasks_platform_chat_id", "given_tasks", ["platform", "chat_id"])
    op.create_index(op.f("ix_given_tasks_submission_id"), "given_tasks", ["submission_id"])
    op.create_table(
        "bank_items",
        sa.Column("id", sa.String(96), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_items")),
    )


def downgrade() -> None:
    op.drop_table("bank_items")
    op.drop_index(op.f("ix_given_tasks_submission_id"), "given_tasks")
    op.drop_index("ix_given_tasks_platform_chat_id", "given_tasks")
    op.drop_table("given_tasks")
