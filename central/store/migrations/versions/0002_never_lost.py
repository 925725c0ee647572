"""A restored centre, recovery of a passphrase, tablets taken out of use, and what a manager accepts later."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("shut_at", sa.BigInteger(), nullable=True))
    op.add_column("organisation", sa.Column("copied_seq", sa.BigInteger(), nullable=True))
    op.add_column("entries", sa.Column("accepted_seq", sa.BigInteger(), nullable=True))
    place = sa.text("coalesce(accepted_seq, seq)")
    op.drop_index(op.f("ix_entries_org_id_scope_seq"), "entries")
    op.create_index("ix_entries_place", "entries", ["org_id", place, "seq"])
    op.create_index("ix_entries_scope_place", "entries", ["org_id", "scope", place, "seq"])
    op.add_column("devices", sa.Column("healed_epoch", sa.LargeBinary(length=12), nullable=True))
    op.add_column("devices", sa.Column("readmitted_at", sa.BigInteger(), nullable=True))
    op.add_column("devices", sa.Column("wiped_at", sa.BigInteger(), nullable=True))
    op.add_column("quarantine", sa.Column("what", sa.String(length=8), nullable=False, server_default="row"))
    op.add_column("quarantine", sa.Column("told", sa.String(length=32), nullable=True))
    op.add_column("quarantine", sa.Column("settled_at", sa.BigInteger(), nullable=True))
    op.add_column("quarantine", sa.Column("settled_by", sa.String(length=32), nullable=True))
    op.create_table(
        "epochs",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=12), nullable=False),
        sa.Column("before", sa.LargeBinary(length=12), nullable=True),
        sa.Column("stood_at", sa.BigInteger(), nullable=False),
        sa.Column("forked_at", sa.BigInteger(), nullable=True),
        sa.Column("shown_epoch", sa.LargeBinary(length=12), nullable=False),
        sa.Column("shown_to", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "epoch"),
    )
    op.create_table(
        "given_back",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.LargeBinary(length=12), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_table(
        "recoveries",
        sa.Column("org_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("issued_by", sa.String(length=32), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("org_id", "id"),
    )
    op.create_index(op.f("ix_recoveries_org_id_device"), "recoveries", ["org_id", "device"])
