"""Who was forgotten and when, so that an older backup does not bring them back.

Empty to begin with: no backup that Bandmate can restore is older than this table.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "departed",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_departed")),
    )


def downgrade() -> None:
    op.drop_table("departed")
