"""What a tablet taken out of use still has to hand over, when no receipt can cover it. Runs on the vault's thread.

Nothing here needs a key: drafts and rows travel as they rest. What the centre said it keeps is marked, never removed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlite_utils import Database

UNTAKEN = "own = 1 AND seq IS NULL AND handed_ms IS NULL"


class HandedOver(NamedTuple):
    """A `draft`, or a `row` that the centre could not take. `changed_ms` tells one state of a draft from the next."""

    what: str
    id: bytes
    changed_ms: int
    sealed: bytes


def to_hand_over(db: Database, most: int, most_bytes: int) -> tuple[HandedOver, ...]:
    """Drafts, then rows that the centre refused; in about `most_bytes`, at least one if there is any."""
    chosen: list[HandedOver] = []
    for what, key in _waiting(db)[:most]:
        row = HandedOver(what, *db.execute(_READ[what], (key,)).fetchone())
        most_bytes -= len(row.sealed)
        if most_bytes < 0 and chosen:
            break
        chosen.append(row)
    return tuple(chosen)


def note_kept(db: Database, kept: Iterable[HandedOver]) -> None:
    """The centre keeps these. A draft that was changed meanwhile is still to be handed over as it is now."""
    for each in kept:
        if each.what == "draft":
            db.execute(
                "UPDATE drafts SET handed_ms = changed_ms WHERE id = ? AND changed_ms = ? AND sealed = ?",
                (each.id, each.changed_ms, each.sealed),
            )
        else:
            db.execute("UPDATE entries SET handed_ms = recorded_ms WHERE id = ? AND own = 1", (each.id,))


def left(db: Database) -> int:
    """How many records and drafts are here that the centre has not taken."""
    rows = db.execute(f"SELECT count(*) FROM entries WHERE {UNTAKEN}").fetchone()[0]
    return rows + db.execute("SELECT count(*) FROM drafts WHERE handed_ms IS NULL").fetchone()[0]


_READ = {
    "draft": "SELECT id, changed_ms, sealed FROM drafts WHERE id = ?",
    "row": "SELECT id, recorded_ms, sealed FROM entries WHERE id = ?",
}


def _waiting(db: Database) -> list[tuple[str, bytes]]:
    drafts = db.execute("SELECT id FROM drafts WHERE handed_ms IS NULL ORDER BY changed_ms").fetchall()
    rows = db.execute(f"SELECT id FROM entries WHERE {UNTAKEN} AND refused IS NOT NULL ORDER BY n").fetchall()
    return [("draft", row[0]) for row in drafts] + [("row", row[0]) for row in rows]
