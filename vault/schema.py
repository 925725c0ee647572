"""What lies in `vault.db`, step by step. A step that was released is never changed: a change is a further step. Each leaves its
mark in the shape (a table, a column, an index): by that a newer vault is told from one whose version number is damaged.

In plain: ids, digests, blind indexes, sizes, times, the centre's receipts, codes and opaque tokens. All else is sealed.

- `entries`  one row an entry, own or pulled, in order of arrival (`n`). From `seq` on: the centre's receipt.
             `mark` is a number from the digest, for `EntrySet`; `refused` a code from the centre for a row it could not
             open; `set_aside` the layer that refused the row here; `settled_by` the entry that deals with this one,
             which was not accepted.
- `scopes`   one row a scope held: its state and since when; its name and summary, sealed; `stale` distrusts the summary.
             `again` marks a row to be sent once more with its receipt, after the centre was restored.
- `drafts`   one row a draft, sealed; its id is the id its entry will have.
             `handed_ms`, of a draft or of an entry without a receipt: when the centre said that it keeps what a tablet
             taken out of use handed over.
- `inbox`    pages as they came, with the cursor they were asked with, until they are applied.
- `state`    named values a locked tablet needs: `StateName`.
"""

from typing import Literal, get_args

from sqlite_utils import Database

APPLICATION = 0x48524C31  # "HRL1", so that a vault is told from any other database

StateName = Literal[
    "cursor",
    "witness",
    "heard",
    "high_water",  # the latest true time this tablet has known: the lease counts from `heard` to it
    "clock",
    "look_again",
    "numbers",
    "ticket",
    "last_sync",
    "problem",
    "revoked",  # taken out of use: since when, by the centre's clock
    "healing",  # the centre was restored: the epoch it asked for, and how far the listing is
    "recovering",  # the attempt a recovery code is bound to
    "salvaged",  # counts of what a damaged file did not give back
]
STATE_NAMES: tuple[str, ...] = get_args(StateName)


def first(db: Database) -> None:
    db.table("entries").create(
        {
            "n": int,
            "id": bytes,
            "digest": bytes,
            "mark": int,
            "scope_ix": bytes,
            "record_ix": bytes,
            "own": int,
            "recorded_ms": int,
            "seq": int,
            "received_ms": int,
            "epoch": bytes,
            "attestation": bytes,
            "reason": str,
            "refused": str,
            "set_aside": str,
            "sealed": bytes,
        },
        pk="n",
        not_null={"id", "digest", "mark", "scope_ix", "record_ix", "own", "recorded_ms", "sealed"},
        strict=True,
    )
    db.table("entries").create_index(["id"], unique=True)
    db.execute(
        "CREATE INDEX entries_by_scope ON entries(scope_ix, recorded_ms, mark) WHERE set_aside IS NULL"
    )
    db.execute("CREATE INDEX entries_unsent ON entries(n) WHERE own = 1 AND seq IS NULL")
    db.execute("CREATE INDEX entries_aside ON entries(n) WHERE set_aside IS NOT NULL")
    db.table("inbox").create(
        {"n": int, "asked": bytes, "next": bytes, "set_aside": str, "sealed": bytes},
        pk="n",
        not_null={"asked", "next", "sealed"},
        strict=True,
    )
    # These are found by their key alone: one tree each instead of two, which every save writes to.
    db.execute(
        "CREATE TABLE scopes(scope_ix BLOB PRIMARY KEY, state TEXT NOT NULL, changed_ms INTEGER NOT NULL, "
        "stale INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE drafts(id BLOB PRIMARY KEY, changed_ms INTEGER NOT NULL, sealed BLOB NOT NULL) "
        "STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE TABLE state(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID")


def second(db: Database) -> None:
    """Find one's own rows, and those that need their author, without reading everybody else's; count from the index alone."""
    db.execute("DROP INDEX entries_by_scope")
    db.table("entries").create_index(
        ["scope_ix", "set_aside", "recorded_ms", "mark"], index_name="entries_by_scope"
    )
    db.execute("DROP INDEX entries_unsent")
    db.execute("CREATE INDEX entries_own ON entries(seq, n) WHERE own = 1")
    db.execute("CREATE INDEX entries_not_accepted ON entries(n) WHERE own = 1 AND reason IS NOT NULL")


def third(db: Database) -> None:
    """What a restored centre asks for again; which drafts it keeps for a tablet taken out of use; what was dealt with."""
    db.execute("ALTER TABLE entries ADD COLUMN again INTEGER")
    db.execute("CREATE INDEX entries_again ON entries(n) WHERE again = 1")
    db.execute("ALTER TABLE entries ADD COLUMN handed_ms INTEGER")
    db.execute("ALTER TABLE drafts ADD COLUMN handed_ms INTEGER")
    db.execute("ALTER TABLE entries ADD COLUMN settled_by BLOB")


STEPS = (first, second, third)
SCHEMA = len(STEPS)
