"""Speaking: tests, their events, answers and reports; the outbox carries notices about tests too.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("learners") as learners:
        learners.add_column(sa.Column("keeps_recordings", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "speaking_tests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(96), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("shown", sa.String(64), nullable=True),
        sa.Column("wakes_at", MOMENT, nullable=True),
        sa.Column("show_after", MOMENT, nullable=True),
        *_work(),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["learners.id"], name=op.f("fk_speaking_tests_learner_id_learners"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_tests")),
    )
    op.create_index("ix_speaking_tests_learner_id_state", "speaking_tests", ["learner_id", "state"])
    op.create_index("ix_speaking_tests_state_platform", "speaking_tests", ["state", "platform"])
    op.create_table(
        "speaking_events",
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _of_test("speaking_events"),
        sa.PrimaryKeyConstraint("test_id", "number", name=op.f("pk_speaking_events")),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(96), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("turn", sa.String(64), nullable=False),
        sa.Column("recording", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=True),
        sa.Column("sound", sa.Text(), nullable=True),
        *_work(),
        _of_test("turns"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turns")),
        sa.UniqueConstraint("platform", "chat_id", "message_id", name=op.f("uq_turns_platform")),
        sa.UniqueConstraint("test_id", "turn", name=op.f("uq_turns_test_id")),
    )
    op.create_index("ix_turns_state_received_at", "turns", ["state", "received_at"])
    op.create_table(
        "speaking_reports",
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("scorer", sa.String(64), nullable=False),
        sa.Column("overall", sa.Double(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _of_test("speaking_reports"),
        sa.PrimaryKeyConstraint("test_id", name=op.f("pk_speaking_reports")),
    )
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("submission_id", existing_type=sa.Integer(), nullable=True)
        outbox.alter_column("kind", existing_type=sa.String(24), type_=sa.String(64), existing_nullable=False)
        outbox.add_column(sa.Column("test_id", sa.Integer(), nullable=True))
        outbox.create_foreign_key(
            op.f("fk_outbox_test_id_speaking_tests"), "speaking_tests", ["test_id"], ["id"], ondelete="CASCADE"
        )
        outbox.create_unique_constraint(op.f("uq_outbox_test_id"), ["test_id", "kind"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE submission_id IS NULL OR length(kind) > 24")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("uq_outbox_test_id"), type_="unique")
        outbox.drop_constraint(op.f("fk_outbox_test_id_speaking_tests"), type_="foreignkey")
        outbox.drop_column("test_id")
        outbox.alter_column("kind", existing_type=sa.String(64), type_=sa.String(24), existing_nullable=False)
        outbox.alter_column("submission_id", existing_type=sa.Integer(), nullable=False)
    for table in ("speaking_reports", "turns", "speaking_events", "speaking_tests"):
        op.drop_table(table)
    with op.batch_alter_table("learners") as learners:
        learners.drop_column("keeps_recordings")


def _work() -> tuple[sa.Column, ...]:
    return (
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("rung_at", MOMENT, nullable=True),
        sa.Column("lease", sa.String(32), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
    )


def _of_test(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["test_id"], ["speaking_tests.id"], name=op.f(f"fk_{table}_test_id_speaking_tests"), ondelete="CASCADE"
    )
