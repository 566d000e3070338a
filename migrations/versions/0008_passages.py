"""What may be cited: sources, their passages, and the search over them.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("name", name=op.f("uq_sources_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "passages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("task", sa.String(8), nullable=True),
        sa.Column("criterion", sa.String(4), nullable=True),
        sa.Column("band", sa.Double(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_passages_source_id_sources"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passages")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_source_id", "passages", ["source_id"])
    if op.get_bind().dialect.name == "sqlite":
        # The terms are stems already, so the tokenizer has nothing to do but to part them.
        op.execute(
            "CREATE VIRTUAL TABLE passages_terms USING fts5(titles, terms, scopes, content='passages', content_rowid='id',"
            " tokenize='unicode61 remove_diacritics 0')"
        )
        op.execute(
            "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN"
            " INSERT INTO passages_terms(rowid, titles, terms, scopes)"
            " VALUES (new.id, new.titles, new.terms, new.scopes); END"
        )
        op.execute(
            "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN"
            " INSERT INTO passages_terms(passages_terms, rowid, titles, terms, scopes)"
            " VALUES ('delete', old.id, old.titles, old.terms, old.scopes); END"
        )
        op.execute(
            "CREATE TRIGGER passages_changed AFTER UPDATE OF titles, terms, scopes ON passages BEGIN"
            " INSERT INTO passages_terms(passages_terms, rowid, titles, terms, scopes)"
            " VALUES ('delete', old.id, old.titles, old.terms, old.scopes);"
            " INSERT INTO passages_terms(rowid, titles, terms, scopes)"
            " VALUES (new.id, new.titles, new.terms, new.scopes); END"
        )
    else:
        op.execute(
            "CREATE TABLE passages_terms (passage_id integer PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE,"
            " terms tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX passages_terms_gin ON passages_terms USING gin (terms)")
        op.execute(
            "CREATE FUNCTION passages_in_terms() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " INSERT INTO passages_terms VALUES (new.id, setweight(to_tsvector('simple', new.titles), 'A')"
            " || setweight(to_tsvector('simple', new.terms), 'B') || setweight(to_tsvector('simple', new.scopes), 'D'))"
            " ON CONFLICT (passage_id) DO UPDATE SET terms = excluded.terms; RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER passages_added AFTER INSERT OR UPDATE ON passages"
            " FOR EACH ROW EXECUTE FUNCTION passages_in_terms()"
        )


def downgrade() -> None:
    op.execute("DROP TABLE passages_terms")
    op.drop_table("passages")
    op.drop_table("sources")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION passages_in_terms()")
