"""What this vault can give back to a centre that was put back to an earlier copy. Needs no key; runs on the vault's thread."""

from sqlite_utils import Database

from vault.pages import InboxPage


def receipted(db: Database, after: int, epoch: bytes, most: int) -> tuple[tuple[int, bytes], ...]:
    """Place and id of the rows held under a receipt of another epoch, in order of place, at most `most` after `after`."""
    return tuple(
        db.execute(
            "SELECT n, id FROM entries WHERE n > ? AND seq IS NOT NULL AND epoch IS NOT ? ORDER BY n LIMIT ?",
            (after, epoch, most),
        ).fetchall()
    )


def offered_again(db: Database) -> int:
    return db.execute("SELECT count(*) FROM entries WHERE again = 1").fetchone()[0]


def unapplied(db: Database, after: int, most: int, most_bytes: int) -> tuple[InboxPage, ...]:
    """Pages not applied, those set aside too, in order after a number; at least one if there is any."""
    chosen: list[InboxPage] = []
    for number, size in db.execute(
        "SELECT n, length(sealed) FROM inbox WHERE n > ? ORDER BY n LIMIT ?", (after, most)
    ).fetchall():
        most_bytes -= size
        if most_bytes < 0 and chosen:
            break
        read = "SELECT n, asked, sealed FROM inbox WHERE n = ?"
        chosen.append(InboxPage(*db.execute(read, (number,)).fetchone()))
    return tuple(chosen)
