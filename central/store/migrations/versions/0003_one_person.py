"""Two records that are one person's, and people who are on no list yet."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matches",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=True),
        sa.Column("voids", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index(op.f("ix_matches_org_id_scope"), "matches", ["org_id", "scope"])
    op.create_index(op.f("ix_matches_org_id_other"), "matches", ["org_id", "other"])
    op.create_table(
        "unlisted",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index(op.f("ix_unlisted_org_id_scope"), "unlisted", ["org_id", "scope"])
