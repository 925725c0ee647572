"""What happened to each prompt, step by step. A prompt known before begins with what its row still says."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prompt_life",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("prompt_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "scope", "prompt_id", "step", "at", "entry"),
    )
    for step, at in (("stood", "first_stood_at"), ("cleared", "gone_at")):
        op.execute(
            "INSERT INTO prompt_life (org_id, scope, prompt_id, step, at, entry, device) "
            f"SELECT org_id, scope, prompt_id, '{step}', {at}, '', '' FROM prompts WHERE {at} IS NOT NULL"
        )
