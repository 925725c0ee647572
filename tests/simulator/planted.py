"""Five bugs that record systems have had, each put into the real code for a while: the simulator must find every one.

with planted("cursor_apart"):
    run(schedule)
"""

import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any
from unittest.mock import patch

from central import authoring, intake, stream
from models.errors import VaultError
from vault import outbox, pages, store


def status_sweep() -> list[tuple[Any, str, Any]]:
    """An answer that brought a receipt marks everything that waits as sent, also what was recorded during the push."""
    real = outbox.take_answer

    def sweeping(db: Any, receipts: Any = (), *others: Any) -> bool:
        taken = real(db, receipts, *others)
        for _, epoch, seq, received_ms, attestation, _ in list(receipts)[-1:]:
            db.execute(
                "UPDATE entries SET seq = ?, received_ms = ?, epoch = ?, attestation = ? WHERE own = 1 AND seq IS NULL",
                (seq, received_ms, epoch, attestation),
            )
        return taken

    return [(outbox, "take_answer", sweeping)]


def latest_clock_wins() -> list[tuple[Any, str, Any]]:
    """Of two entries that set the same record, a pull keeps the one whose device said the later time."""
    real = pages._take

    def by_clock(db: Any, keys: Any, row: Any, set_aside: str | None) -> str:
        beside = (row.record_index, row.scope_index, bytes.fromhex(row.id))
        query = (
            "SELECT n, recorded_ms FROM entries WHERE record_ix = ? AND scope_ix = ? AND id != ? AND own = 1"
        )
        for n, recorded_ms in db.execute(query, beside).fetchall():
            if recorded_ms > row.recorded_ms:
                return "known"
            db.execute("DELETE FROM entries WHERE n = ?", (n,))
        return real(db, keys, row, set_aside)

    return [(pages, "_take", by_clock)]


def cursor_apart() -> list[tuple[Any, str, Any]]:
    """The cursor after a page is saved in a transaction of its own, before the page."""
    real = store.Vault.take_answer

    async def first_the_cursor(self: Any, *, page: Any = None, **others: Any) -> bool:
        if page is None or (await self.state()).get("cursor", b"") != page.asked:
            return await real(self, page=page, **others)
        await self.put_state({"cursor": page.next})
        await real(self, **others)
        await self._write(_only_the_page, page)
        return True

    return [(store.Vault, "take_answer", first_the_cursor)]


def _only_the_page(db: Any, page: Any) -> None:
    db.execute("INSERT INTO inbox(asked, sealed, next) VALUES (?, ?, ?)", page)


def recreate_on_error() -> list[tuple[Any, str, Any]]:
    """A vault that cannot be opened is made anew, so that people can go on."""
    real = store.Vault.open

    async def open_or_make(folder: Any) -> Any:
        try:
            return await real(folder)
        except VaultError:
            for each in folder.glob(f"{store.DATABASE}*"):
                shutil.move(each, each.with_name(f"old-{each.name}"))
            return await store.Vault.create(folder)

    return [(store.Vault, "open", open_or_make)]


def sequence_outside() -> list[tuple[Any, str, Any]]:
    """Numbers come from a counter that takes no part in the transaction, before the lock, as a database's sequence does."""

    def append(database: Any, attest_key: bytes, org: str, incoming: Sequence[Any], now: datetime) -> Any:
        with database.read() as connection:
            end = stream.head(connection, org)
            held = stream._held(connection, org, [each.entry.id for each in incoming])
        new = [each for each in incoming if each.entry.id not in held]
        first = max(getattr(database, "planted_sequence", 0), end.seq)
        database.planted_sequence = first + len(new)
        with database.write() as connection, _numbered_from(first):
            return stream.append_within(connection, attest_key, org, incoming, now)

    return [(intake, "append", append), (authoring, "append", append)]


@contextmanager
def _numbered_from(first: int) -> Generator[None]:
    """Number from there; the head's number only ever rises, and its chain goes on from whatever was committed last."""
    real_number, last = stream._number, first

    def number(head: Any, *others: Any) -> Any:
        nonlocal last
        stood, head.seq = head.seq, last
        row = real_number(head, *others)
        last, head.seq = head.seq, max(stood, head.seq)
        return row

    with patch.object(stream, "_number", number):
        yield


PLANTED: dict[str, Callable[[], list[tuple[Any, str, Any]]]] = {
    each.__name__: each
    for each in (status_sweep, latest_clock_wins, cursor_apart, recreate_on_error, sequence_outside)
}


@contextmanager
def planted(name: str) -> Generator[None]:
    with ExitStack() as stack:
        for target, attribute, value in PLANTED[name]():
            stack.enter_context(patch.object(target, attribute, value))
        yield
