"""The tables of the central store. Every key starts with `org_id`, so that the schema can be distributed as it stands.

Ids are 32 lower-case hex digits, scopes `org`, `person:<id>`, `team:<id>`; instants are aware UTC datetimes kept as whole
milliseconds. No column holds a person's data: bodies, names, keys and labels are only in sealed columns (nonce ‖
AES-256-GCM). Tables below `entries` that say who works where are projections over them, made in the same transaction.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    and_,
    case,
    func,
    or_,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from central.instants import from_ms, to_ms


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as milliseconds since 1970 (no database's own idea of a time zone)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else from_ms(value)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def _id(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(32), nullable=nullable)


def _scope() -> Column[str]:
    return Column("scope", String(64), nullable=False)


# One row an organisation: its lock, the end of its stream and what proves the stream whole. `shut_at`: nobody is given
# anything since then. `copied_seq` is set in a copy alone, so that a copy that is put back knows where it was made.
organisation = Table(
    "organisation",
    metadata,
    _id("org_id"),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("epoch", LargeBinary(12), nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("chain", LargeBinary(32), nullable=False),
    _id("centre_device"),
    Column("rules_version", Integer, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("shut_at", Instant, nullable=True),
    Column("copied_seq", BigInteger, nullable=True),
    PrimaryKeyConstraint("org_id"),
)

# Each time the stream began anew: the epoch before, the number that stood last then, the number the copy was made at (where
# the copy says so), and of the newest epoch that is not wholly here the highest number that any device was shown. `why`: "witness" (a device had seen more), "ticket" (one was
# enrolled that is not here) or "operator"; `confirmed_at` when an administrator opened pulls again.
epochs = Table(
    "epochs",
    metadata,
    _id("org_id"),
    Column("epoch", LargeBinary(12), nullable=False),
    Column("before", LargeBinary(12), nullable=True),
    Column("stood_at", BigInteger, nullable=False),
    Column("forked_at", BigInteger, nullable=True),
    Column("shown_epoch", LargeBinary(12), nullable=False),
    Column("shown_to", BigInteger, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("why", String(16), nullable=False),
    Column("confirmed_at", Instant, nullable=True),
    _id("confirmed_by", nullable=True),
    PrimaryKeyConstraint("org_id", "epoch"),
)

# What devices gave back after a restore: under which number of which earlier epoch it was held. An id that a device listed
# and has not given yet has no number.
given_back = Table(
    "given_back",
    metadata,
    _id("org_id"),
    _id("id"),
    _id("device"),
    Column("epoch", LargeBinary(12), nullable=True),
    Column("seq", BigInteger, nullable=True),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("org_id", "id"),
)

# The stream. `chain` is the chain hash after this entry; `sealed` the authored bytes, deflated, under the scope's key. An
# entry that a manager accepted later is fed at `accepted_seq`, the number of the manager's entry; its line stays.
entries = Table(
    "entries",
    metadata,
    _id("org_id"),
    Column("seq", BigInteger, nullable=False),
    _id("id"),
    Column("digest", LargeBinary(32), nullable=False),
    _scope(),
    Column("kind", String(64), nullable=False),
    _id("device"),
    Column("epoch", LargeBinary(12), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("attestation", LargeBinary(16), nullable=False),
    Column("reason", String(64), nullable=True),
    Column("accepted_seq", BigInteger, nullable=True),
    Column("chain", LargeBinary(32), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("org_id", "seq"),
    UniqueConstraint("org_id", "id"),
)
# Where an entry counts from, whether it counts, and why it does not: asked in these words everywhere.
PLACE = func.coalesce(entries.c.accepted_seq, entries.c.seq)
ACCEPTED = or_(entries.c.reason.is_(None), entries.c.accepted_seq.is_not(None))
WAITS = and_(entries.c.reason.is_not(None), entries.c.accepted_seq.is_(None))
REASON = case((entries.c.accepted_seq.is_(None), entries.c.reason)).label("stands_against")
Index("ix_entries_place", entries.c.org_id, PLACE, entries.c.seq)
Index("ix_entries_scope_place", entries.c.org_id, entries.c.scope, PLACE, entries.c.seq)

scope_keys = Table(
    "scope_keys",
    metadata,
    _id("org_id"),
    _scope(),
    Column("sealed_key", LargeBinary, nullable=False),
    PrimaryKeyConstraint("org_id", "scope"),
)

# A profile's enrolment on one tablet. `sealed_keys` holds its device key ‖ link key; `heard_ms` and `sent` are those of
# the last fresh request, so that a repeated one is no sign of life. `healed_epoch` is the epoch for which it has listed all
# it holds; `readmitted_at` is set while one that came back by its ticket waits for an administrator; `wiped_at` when a
# tablet taken out of use had handed over everything.
devices = Table(
    "devices",
    metadata,
    _id("org_id"),
    _id("id"),
    _id("staff_id"),
    _id("installation"),
    Column("sealed_keys", LargeBinary, nullable=False),
    Column("label", String(64), nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("revoked_at", Instant, nullable=True),
    Column("last_sync_at", Instant, nullable=True),
    Column("heard_ms", BigInteger, nullable=False),
    Column("sent", LargeBinary(8), nullable=True),
    Column("healed_epoch", LargeBinary(12), nullable=True),
    Column("readmitted_at", Instant, nullable=True),
    Column("wiped_at", Instant, nullable=True),
    PrimaryKeyConstraint("org_id", "id"),
)

# Codes for a forgotten passphrase. `attempt` is what the first right proof bound the code to: that attempt alone is answered
# again, since the first answer may have been lost.
recoveries = Table(
    "recoveries",
    metadata,
    _id("org_id"),
    _id("id"),
    _id("device"),
    _id("issued_by"),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("attempt", LargeBinary(16), nullable=True),
    Column("used_at", Instant, nullable=True),
    PrimaryKeyConstraint("org_id", "id"),
)
Index(None, recoveries.c.org_id, recoveries.c.device)

# One-time invitations, found by what their secret hashes to. `sealed_key` is the key made from that secret.
invitations = Table(
    "invitations",
    metadata,
    _id("org_id"),
    Column("lookup", LargeBinary(8), nullable=False),
    _id("staff_id"),
    _id("invited_by"),
    Column("sealed_key", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    _id("device", nullable=True),
    PrimaryKeyConstraint("org_id", "lookup"),
)

# Who may pull which scope, from which number of the stream until which (None: still). `view` is full, admin or own.
grants = Table(
    "grants",
    metadata,
    _id("org_id"),
    _id("staff_id"),
    _scope(),
    Column("from_seq", BigInteger, nullable=False),
    Column("to_seq", BigInteger, nullable=True),
    Column("view", String(8), nullable=False),
    PrimaryKeyConstraint("org_id", "staff_id", "scope", "from_seq"),
)
Index(None, grants.c.org_id, grants.c.scope)

# Projections over the entries, by ids only: what grants are worked out from.
staff = Table(
    "staff",
    metadata,
    _id("org_id"),
    _id("staff_id"),
    Column("role", String(64), nullable=False),
    Column("left_on", String(10), nullable=True),
    PrimaryKeyConstraint("org_id", "staff_id"),
)
staff_teams = Table(
    "staff_teams",
    metadata,
    _id("org_id"),
    _id("staff_id"),
    _id("team_id"),
    PrimaryKeyConstraint("org_id", "staff_id", "team_id"),
)
people = Table(
    "people",
    metadata,
    _id("org_id"),
    _scope(),
    _id("team_id"),
    PrimaryKeyConstraint("org_id", "scope"),
)
caseloads = Table(
    "caseloads",
    metadata,
    _id("org_id"),
    _id("assigned"),
    _scope(),
    _id("staff_id"),
    _id("assigned_by"),
    Column("until_on", String(10), nullable=True),
    Column("ended", Boolean, nullable=False),
    PrimaryKeyConstraint("org_id", "assigned"),
)
Index(None, caseloads.c.org_id, caseloads.c.scope)

# Which scopes are one person's: each match, by its scope and the other; and each void of a match, or of such a void, by
# what it voids.
matches = Table(
    "matches",
    metadata,
    _id("org_id"),
    _id("id"),
    _scope(),
    Column("other", String(64), nullable=True),
    _id("voids", nullable=True),
    PrimaryKeyConstraint("org_id", "id"),
)
Index(None, matches.c.org_id, matches.c.scope)
Index(None, matches.c.org_id, matches.c.other)

# Scopes opened by a contact "not on my list" or a referral: to which team, and by whom. Details, once there are any, go before.
unlisted = Table(
    "unlisted",
    metadata,
    _id("org_id"),
    _id("id"),
    _scope(),
    _id("team_id"),
    _id("staff_id"),
    PrimaryKeyConstraint("org_id", "id"),
)
Index(None, unlisted.c.org_id, unlisted.c.scope)

# The due-sweep: evaluate a scope when dirty_seq > folded_through or next_look_at has come.
watched = Table(
    "watched",
    metadata,
    _id("org_id"),
    _scope(),
    Column("dirty_seq", BigInteger, nullable=False),
    Column("folded_through", BigInteger, nullable=False),
    Column("next_look_at", Instant, nullable=True),
    PrimaryKeyConstraint("org_id", "scope"),
)

# What stands, by ids and times; its words are made again from the entries whenever someone reads it.
prompts = Table(
    "prompts",
    metadata,
    _id("org_id"),
    Column("prompt_id", String(200), nullable=False),
    _scope(),
    Column("rule", String(16), nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=True),
    Column("first_stood_at", Instant, nullable=False),
    Column("gone_at", Instant, nullable=True),
    PrimaryKeyConstraint("org_id", "prompt_id"),
)
Index(None, prompts.c.org_id, prompts.c.scope)

# What happened to each prompt, one row a step, never changed or taken away: `stood`, `cleared` and `superseded` are what an
# evaluation found; `delivered`, `seen`, `told` and `answered` are what the entry says (`central.life`).
prompt_life = Table(
    "prompt_life",
    metadata,
    _id("org_id"),
    _scope(),
    Column("prompt_id", String(200), nullable=False),
    Column("step", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("entry", String(32), nullable=False),
    Column("device", String(32), nullable=False),
    PrimaryKeyConstraint("org_id", "scope", "prompt_id", "step", "at", "entry"),
)

# Messages to send ("A prompt needs you."), put here by the transaction that found the prompt.
outbox = Table(
    "outbox",
    metadata,
    _id("org_id"),
    Column("prompt_id", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("sent_at", Instant, nullable=True),
    PrimaryKeyConstraint("org_id", "prompt_id"),
)

# What came and is no accepted entry, sealed under the key file, for a person to look at: a `row` that could not be read, a
# `draft` of a tablet taken out of use. `told` is the entry that tells managers of it; `settled_at` when one dealt with it.
quarantine = Table(
    "quarantine",
    metadata,
    _id("org_id"),
    _id("id"),
    _id("device"),
    Column("digest", LargeBinary(32), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("what", String(8), nullable=False, server_default="row"),
    _id("told", nullable=True),
    Column("settled_at", Instant, nullable=True),
    _id("settled_by", nullable=True),
    PrimaryKeyConstraint("org_id", "id", "digest"),
)
