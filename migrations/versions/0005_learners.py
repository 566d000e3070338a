"""What learners chose and let us keep; who is blocked, who is forgotten; questions about reports under their own name.

On SQLite a table is made anew so that the number of a row that was erased is never given to another: see
``NEVER_AGAIN`` in engine/store/tables.py.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NUMBERED = ("learners", "submissions", "speaking_tests", "turns", "outbox")
OPTIONAL = (
    ("feedback", sa.String(16)),
    ("module", sa.String(16)),
    ("target", sa.Double()),
    ("exam", sa.Date()),
    ("voice", sa.String(16)),
    ("speed", sa.Double()),
    ("reminder", sa.Time()),
    ("zone", sa.String(64)),
    ("remind_next", MOMENT),
    ("remind_chat", sa.String(96)),
    ("greeted_at", MOMENT),
    ("seen_at", MOMENT),
)
QUESTION = "id, submission_id, message_id, criterion, question, answer, created_at, answered_at, attempts, rung_at, lease, lease_until"


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    _questions("asides", "report_questions", numbered=True)
    op.execute("UPDATE outbox SET kind = replace(kind, 'aside:', 'question:') WHERE kind LIKE 'aside:%'")
    for table in NUMBERED:
        how = {"recreate": "always", "table_kwargs": {"sqlite_autoincrement": True}} if sqlite else {}
        with op.batch_alter_table(table, **how) as batch:
            if table == "learners":
                for name, kind in OPTIONAL:
                    batch.add_column(sa.Column(name, kind, nullable=True))
                for name, given in (
                    ("language_chosen", sa.false()),
                    ("keeps_history", sa.true()),
                    ("allows_training", sa.false()),
                ):
                    batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=given))
                batch.create_index("ix_learners_remind_next", ["remind_next"])
            if table == "outbox":
                batch.add_column(sa.Column("learner_id", sa.Integer(), nullable=True))
                batch.create_foreign_key(
                    op.f("fk_outbox_learner_id_learners"), "learners", ["learner_id"], ["id"], ondelete="CASCADE"
                )
                batch.create_unique_constraint(op.f("uq_outbox_learner_id"), ["learner_id", "kind"])
    op.create_table(
        "blocked",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("user_id", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "user_id", name=op.f("pk_blocked")),
    )
    op.create_table(
        "forgotten",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_forgotten")),
    )
    salt = op.create_table(
        "salt",
        sa.Column("value", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("value", name=op.f("pk_salt")),
    )
    op.bulk_insert(salt, [{"value": secrets.token_hex(32)}])


def downgrade() -> None:
    for table in ("salt", "forgotten", "blocked"):
        op.drop_table(table)
    op.execute("DELETE FROM outbox WHERE learner_id IS NOT NULL")
    with op.batch_alter_table("outbox") as batch:
        batch.drop_constraint(op.f("uq_outbox_learner_id"), type_="unique")
        batch.drop_constraint(op.f("fk_outbox_learner_id_learners"), type_="foreignkey")
        batch.drop_column("learner_id")
    with op.batch_alter_table("learners") as batch:
        batch.drop_index("ix_learners_remind_next")
        for name in (*(name for name, _ in OPTIONAL), "language_chosen", "keeps_history", "allows_training"):
            batch.drop_column(name)
    _questions("report_questions", "asides", numbered=False)
    op.execute("UPDATE outbox SET kind = replace(kind, 'question:', 'aside:') WHERE kind LIKE 'question:%'")


def _questions(old: str, new: str, *, numbered: bool) -> None:
    """The same table under another name: constraints and indexes are named after it."""
    op.create_table(
        new,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("criterion", sa.String(4), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("rung_at", MOMENT, nullable=True),
        sa.Column("lease", sa.String(32), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f(f"fk_{new}_submission_id_submissions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{new}")),
        sa.UniqueConstraint("submission_id", "message_id", name=op.f(f"uq_{new}_submission_id")),
        sqlite_autoincrement=numbered,
    )
    op.create_index(f"ix_{new}_answered_at", new, ["answered_at"])
    op.execute(f"INSERT INTO {new} ({QUESTION}) SELECT {QUESTION} FROM {old}")  # noqa: S608 - our own names
    op.drop_table(old)
    if op.get_bind().dialect.name == "postgresql":
        highest = f"(SELECT coalesce(max(id), 0) + 1 FROM {new})"  # noqa: S608
        op.execute(f"SELECT setval(pg_get_serial_sequence('{new}', 'id'), {highest}, false)")
