"""Which recordings are objects in a bucket, so that they are erased there when their row is; rounds; updates.

Empty to begin with: until now every recording was in its row, and those stay there. Until an older worker is gone its rounds are
done beside the newer ones', which changes nothing: each was always harmless to do twice.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sound_objects",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sound_objects")),
    )
    op.create_table(
        "rounds",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rounds")),
    )
    op.create_table(
        "updates",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "number", name=op.f("pk_updates")),
    )


def downgrade() -> None:
    op.drop_table("updates")
    op.drop_table("rounds")
    op.drop_table("sound_objects")
