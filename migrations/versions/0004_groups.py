"""Daily practice in groups: schedules, posts, answers, digests, challenges; the outbox carries notices to groups too.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
GROUP, LEARNER, POST, CHALLENGE = (
    ("group_id", "practice_groups"),
    ("learner_id", "learners"),
    ("post_id", "posts"),
    ("challenge_id", "challenges"),
)


def upgrade() -> None:
    _table(
        "practice_groups",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(96), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.String(11), nullable=True),
        sa.Column("digest_at", MOMENT, nullable=True),
        sa.Column("digested_until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("platform", "chat_id", name=op.f("uq_practice_groups_platform")),
    )
    op.create_index("ix_practice_groups_digest_at", "practice_groups", ["digest_at"])
    _table(
        "schedules",
        *_refers("schedules", GROUP),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("days", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("level", sa.String(8), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
    )
    op.create_index("ix_schedules_group_id", "schedules", ["group_id"])
    op.create_index("ix_schedules_next_at", "schedules", ["paused", "next_at"])
    _table(
        "posts",
        *_refers("posts", GROUP),
        sa.Column("prompt", sa.String(96), nullable=False),
        sa.Column("focus", sa.String(16), nullable=True),
        sa.Column("posted_at", MOMENT, nullable=False),
    )
    op.create_index("ix_posts_group_id_posted_at", "posts", ["group_id", "posted_at"])
    op.create_table(
        "group_members",
        *_refers("group_members", GROUP, LEARNER),
        sa.Column("choice", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "learner_id", name=op.f("pk_group_members")),
    )
    _table(
        "group_answers",
        *_refers("group_answers", POST, LEARNER),
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("chat_id", sa.String(96), nullable=False),
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("recording", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("reaction", sa.Text(), nullable=True),
        sa.Column("slips", sa.String(200), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.Column("rung_at", MOMENT, nullable=True),
        sa.Column("lease", sa.String(32), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.UniqueConstraint("platform", "chat_id", "message_id", name=op.f("uq_group_answers_platform")),
    )
    op.create_index("ix_group_answers_state_received_at", "group_answers", ["state", "received_at"])
    op.create_index("ix_group_answers_post_id", "group_answers", ["post_id"])
    op.create_index("ix_group_answers_learner_id", "group_answers", ["learner_id"])
    _table(
        "digests",
        *_refers("digests", GROUP),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_index("ix_digests_group_id", "digests", ["group_id"])
    _table(
        "challenges",
        *_refers("challenges", GROUP),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
    )
    op.create_index("ix_challenges_group_id_started_at", "challenges", ["group_id", "started_at"])
    _table(
        "presses",
        *_refers("presses", CHALLENGE, LEARNER),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.UniqueConstraint("challenge_id", "learner_id", "number", name=op.f("uq_presses_challenge_id")),
    )
    op.create_index("ix_presses_learner_id", "presses", ["learner_id"])
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("group_id", sa.Integer(), nullable=True))
        outbox.create_foreign_key(
            op.f("fk_outbox_group_id_practice_groups"), "practice_groups", ["group_id"], ["id"], ondelete="CASCADE"
        )
        outbox.create_unique_constraint(op.f("uq_outbox_group_id"), ["group_id", "kind"])


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE group_id IS NOT NULL")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("uq_outbox_group_id"), type_="unique")
        outbox.drop_constraint(op.f("fk_outbox_group_id_practice_groups"), type_="foreignkey")
        outbox.drop_column("group_id")
    for table in ("presses", "challenges", "digests", "group_answers", "group_members", "posts", "schedules"):
        op.drop_table(table)
    op.drop_table("practice_groups")


def _table(name: str, *columns: sa.Column | sa.Constraint) -> None:
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    # A number that was forgotten is never given again: see NEVER_AGAIN in engine/store/tables.py.
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False), *columns, key, sqlite_autoincrement=True)


def _refers(table: str, *what: tuple[str, str]) -> list[sa.Column | sa.Constraint]:
    columns: list[sa.Column | sa.Constraint] = []
    for column, to in what:
        name = op.f(f"fk_{table}_{column}_{to}")
        columns.append(sa.Column(column, sa.Integer(), nullable=False))
        columns.append(sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE"))
    return columns
