"""What waits to be sent, what the centre answered, and the few values a locked tablet needs. Runs on the vault's thread.

Nothing here needs a key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database

from vault.entries import NEEDS_AUTHOR
from vault.handing_over import HandedOver, note_kept
from vault.pages import ArrivedPage
from vault.schema import STATE_NAMES, StateName
from vault.scopes import distrust

# id, epoch, seq, received_ms, attestation, reason or None / id, code: as docs/sync.md gives them
ReceiptTuple = tuple[bytes, bytes, int, int, bytes, str | None]
RefusalTuple = tuple[bytes, str]


class UnsentRow(NamedTuple):
    """A row ready to travel as it rests. Raw bytes. `proof`, of one a restored centre asked for again, is what an earlier
    receipt or page said of it: epoch, seq, received_ms, attestation, reason or None."""

    id: bytes
    digest: bytes
    sealed: bytes
    proof: tuple[bytes, int, int, bytes, str | None] | None = None


@dataclass(frozen=True)
class Unsent:
    """What this device recorded and the centre does not hold, or holds and did not accept. Ids are hexadecimal.

    `refused`: rows the centre could not take (id, code); they are counted in `count` and stay in the queue.
    `not_accepted`: rows held centrally, with the reason (id, code); they left the queue, need their author, and have not
    been dealt with.
    """

    count: int
    oldest_ms: int | None
    refused: tuple[tuple[str, str], ...]
    not_accepted: tuple[tuple[str, str], ...]


def rows_to_send(db: Database, most_rows: int, most_bytes: int) -> tuple[UnsentRow, ...]:
    """The oldest first, then what a restored centre asked for again, those refused before last; at least one if any waits."""
    chosen: list[int] = []
    for n, size in _waiting(db, most_rows):
        most_bytes -= size
        if most_bytes < 0 and chosen:
            break
        chosen.append(n)
    read = "SELECT id, digest, sealed, again, epoch, seq, received_ms, attestation, reason FROM entries WHERE n = ?"
    return tuple(_row(*db.execute(read, (n,)).fetchone()) for n in chosen)


def _waiting(db: Database, most_rows: int) -> list[tuple[int, int]]:
    unsent = "SELECT n, length(sealed) FROM entries WHERE own = 1 AND seq IS NULL AND handed_ms IS NULL AND refused IS {} NULL ORDER BY n LIMIT ?"
    again = "SELECT n, length(sealed) FROM entries WHERE again = 1 ORDER BY n LIMIT ?"
    found: list[tuple[int, int]] = []
    for query in (unsent.format(""), again, unsent.format("NOT")):
        if len(found) < most_rows:
            found += db.execute(query, (most_rows - len(found),)).fetchall()
    return found


def _row(
    entry_id: bytes,
    digest: bytes,
    sealed: bytes,
    again: int | None,
    *proof: *tuple[bytes, int, int, bytes, str | None],
) -> UnsentRow:
    return UnsentRow(entry_id, digest, sealed, proof if again else None)


def unsent(db: Database) -> Unsent:
    count, oldest = db.execute(
        "SELECT count(*), min(recorded_ms) FROM entries WHERE own = 1 AND seq IS NULL"
    ).fetchone()
    return Unsent(
        count,
        oldest,
        _ids_with(db, "refused", "own = 1 AND seq IS NULL AND refused IS NOT NULL"),
        _ids_with(db, "reason", NEEDS_AUTHOR),
    )


def take_answer(
    db: Database,
    receipts: Iterable[ReceiptTuple] = (),
    refusals: Iterable[RefusalTuple] = (),
    page: ArrivedPage | None = None,
    state: Mapping[StateName, bytes | None] | None = None,
    kept: Iterable[HandedOver] = (),
    lacking: Iterable[bytes] = (),
) -> bool:
    """Everything one answer brought. False when the page was asked with another cursor than the present one: it is left out."""
    for receipt in receipts:
        _take_receipt(db, *receipt)
    for entry_id, code in refusals:
        db.execute("UPDATE entries SET refused = ? WHERE id = ? AND seq IS NULL", (code, entry_id))
        db.execute("UPDATE entries SET again = NULL WHERE id = ?", (entry_id,))
    for entry_id in lacking:
        db.execute("UPDATE entries SET again = 1 WHERE id = ? AND seq IS NOT NULL", (entry_id,))
    put_state(db, state or {})
    note_kept(db, kept)
    return page is None or _keep_page(db, page)


def put_state(db: Database, values: Mapping[StateName, bytes | None]) -> None:
    """Set values; None forgets one."""
    for name, value in values.items():
        if name not in STATE_NAMES:
            raise ValueError(f"{name} is not a state a vault keeps in plain")
        if value is None:
            db.execute("DELETE FROM state WHERE name = ?", (name,))
        else:
            db.execute("INSERT OR REPLACE INTO state(name, value) VALUES (?, ?)", (name, value))


def state(db: Database) -> dict[str, bytes]:
    return dict(db.execute("SELECT name, value FROM state").fetchall())


def _take_receipt(
    db: Database,
    entry_id: bytes,
    epoch: bytes,
    seq: int,
    received_ms: int,
    attestation: bytes,
    reason: str | None,
) -> None:
    db.execute(
        "UPDATE entries SET seq = ?, received_ms = ?, epoch = ?, attestation = ?, reason = ?, refused = NULL, "
        "again = NULL WHERE id = ? AND (own = 1 OR again = 1)",
        (seq, received_ms, epoch, attestation, reason, entry_id),
    )
    if reason is not None:
        distrust(db, entry_id)


def _keep_page(db: Database, page: ArrivedPage) -> bool:
    found = db.execute("SELECT value FROM state WHERE name = 'cursor'").fetchone()
    if (found[0] if found else b"") != page.asked:
        return False
    db.execute("INSERT INTO inbox(asked, sealed, next) VALUES (?, ?, ?)", page)
    put_state(db, {"cursor": page.next})
    return True


def _ids_with(db: Database, code: str, where: str) -> tuple[tuple[str, str], ...]:
    rows = db.execute(f"SELECT id, {code} FROM entries WHERE {where} ORDER BY n")
    return tuple((row[0].hex(), row[1]) for row in rows)
