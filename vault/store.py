"""`Vault`: the encrypted store of one profile. Every method is a coroutine; one thread owns the database.

Reading and writing what was recorded takes `Keys`, which exist only while somebody has unlocked. Everything a locked tablet
does (the queue, receipts, pages as they came, plain state) takes none. A method that writes is one transaction, durable when it
returns; cancelled, it has happened whole or not at all.

Errors: StorageFailed (full, read-only, missing, damaged), VaultBusy, NewerFormat, and per row DamagedRow. A vault is never
made anew or emptied to get past one.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlite_utils import Database

from models.entry import Held
from models.errors import StorageFailed
from vault import database, drafts, entries, handing_over, healing, outbox, pages, rescue, salvage, scopes
from vault.drafts import Draft
from vault.entries import Authored, SetAside
from vault.handing_over import HandedOver
from vault.keys import Keys
from vault.lock import ProcessLock
from vault.outbox import ReceiptTuple, RefusalTuple, Unsent, UnsentRow
from vault.pages import Applied, ArrivedPage, InboxPage, PulledEntry
from vault.salvage import Salvaged
from vault.schema import StateName
from vault.scopes import EntrySet, HeldScope, ScopeState, Summary
from vault.thread import OwnThread

__all__ = [
    "Applied",
    "ArrivedPage",
    "Authored",
    "Draft",
    "EntrySet",
    "HandedOver",
    "HeldScope",
    "InboxPage",
    "Salvaged",
    "SetAside",
    "Summary",
    "Unsent",
    "UnsentRow",
    "Vault",
]

P = ParamSpec("P")
T = TypeVar("T")

DATABASE = "vault.db"
LOCK = "vault.lock"


class Vault:
    """Made by `create` or `open`; `close` lets go of the file and its lock. Ids are 32 hexadecimal digits."""

    def __init__(self, db: Database, thread: OwnThread, lock: ProcessLock, path: Path) -> None:
        self._db = db
        self._path = path
        self._thread = thread
        self._lock = lock
        self._closed = self._handed_over = False

    @classmethod
    async def create(cls, folder: Path) -> Self:
        """A new, empty vault in `folder`. StorageFailed if there is one."""
        return await cls._with(folder, database.create)

    @classmethod
    async def open(cls, folder: Path) -> Self:
        """The vault in `folder`, put in order first if it is damaged (`vault.salvage`).

        VaultBusy: open elsewhere. NewerFormat: a newer Handrail used it. StorageFailed: not there, nothing of it reads, no room.
        """
        return await cls._with(folder, salvage.open_vault)

    @classmethod
    async def _with(cls, folder: Path, connect: Callable[[Path], Database]) -> Self:
        lock = ProcessLock(folder / LOCK)
        thread = OwnThread("vault")
        made: list[Database] = []
        try:
            await thread.ask(lambda: made.append(connect(folder / DATABASE)))
        except BaseException:  # cancelled, it may have been opened all the same: nobody must find it busy
            thread.end(lambda: [db.conn.close() for db in made])
            thread.wait()
            lock.release()
            raise
        return cls(made[0], thread, lock, folder / DATABASE)

    @property
    def closed(self) -> bool:
        return self._closed

    async def close(self) -> None:
        """Finish what was asked, then let go. Whatever is asked afterwards is a StorageFailed. Twice is once."""
        try:
            await self._thread.ask(self._let_go)
        except StorageFailed:  # somebody else closed it meanwhile
            if not self._closed:
                raise
        self._thread.wait()

    @property
    def handed_over(self) -> bool:
        """Closed because the centre had taken everything that was here. False when it was closed for any other reason."""
        return self._handed_over

    async def close_if_handed_over(self) -> bool:
        """Close, unless anything is here that the centre has not taken. Nothing can be saved between looking and closing.

        Whether the centre has taken everything; asked again, the same.
        """

        def task() -> bool:
            with database.mapped_errors():
                if not self._closed and not handing_over.left(self._db):
                    self._handed_over = True
                    self._let_go()
                return self._handed_over

        return self._handed_over or await self._thread.ask(task)

    def _let_go(self) -> None:
        """On the thread itself, so that it is whole even for a caller who was cancelled, and once, however many ask."""
        if self._closed:
            return
        self._db.conn.close()
        self._lock.release()
        self._closed = True
        self._thread.end()

    # With keys

    async def save(
        self,
        keys: Keys,
        authored: Sequence[Authored],
        summaries: Iterable[Summary] = (),
        drop_drafts: Iterable[str] = (),
    ) -> None:
        """Entries just authored here, the summaries they change and the drafts they end: all or nothing.

        Saving the same again changes nothing. InvalidEntry: too long, or the id is taken by other bytes.
        """
        await self._write(entries.save, keys, authored, summaries, drop_drafts)

    async def entries(
        self, keys: Keys, scope: str, latest: int | None = None, known: Iterable[Held] = ()
    ) -> tuple[Held, ...]:
        """A scope's entries, the latest recorded last; only the `latest` so many if given. A row that does not open is set aside.

        What is `known` from before is not opened again: only its receipt is read.
        """
        before = {held.entry.id: held for held in known}
        return await self._read(entries.of_scope, keys, scope, latest, before)

    async def entry(self, keys: Keys, entry_id: str) -> Held:
        """UnknownThing, DamagedRow, NewerFormat."""
        return await self._read(entries.one, keys, entry_id)

    async def own(self, keys: Keys, latest: int) -> tuple[Held, ...]:
        """What this device recorded: all that is unsent or was not accepted, and the `latest` entries; the latest first."""
        return await self._read(entries.own, keys, latest)

    async def retry_set_aside(self, keys: Keys) -> int:
        """Try every row set aside again; ask after unlocking. How many came back."""
        return await self._write(entries.retry_set_aside, keys)

    async def scopes(self, keys: Keys) -> tuple[HeldScope, ...]:
        """Every scope held, `org` among them, each with its summary if that covers exactly the rows that are here."""
        return await self._read(scopes.read_all, keys)

    async def scope_state(self, keys: Keys, scope: str) -> ScopeState:
        """Where one scope stands; complete when it is not listed."""
        return await self._read(scopes.state_of, keys.scope_index(scope))

    async def put_summaries(self, keys: Keys, summaries: Iterable[Summary]) -> None:
        """Save summaries made anew."""
        await self._write(scopes.put_summaries, keys, summaries)

    async def put_draft(self, keys: Keys, draft_id: str, document: bytes, changed_ms: int) -> None:
        await self._write(drafts.put, keys, draft_id, document, changed_ms)

    async def draft(self, keys: Keys, draft_id: str) -> Draft:
        """UnknownThing when there is none."""
        return await self._read(drafts.one, keys, draft_id)

    async def drafts(self, keys: Keys) -> tuple[Draft, ...]:
        """The latest changed first; a damaged one is listed without its document."""
        return await self._read(drafts.every, keys)

    async def apply_page(
        self,
        keys: Keys,
        number: int,
        pulled: Iterable[PulledEntry],
        *,
        arriving: Iterable[str] = (),
        complete: Iterable[str] = (),
        ended: Iterable[str] = (),
        at_ms: int,
    ) -> Applied:
        """Take in an inbox page's entries and scopes and remove it from the inbox. Twice is once."""
        return await self._write(pages.apply, keys, number, pulled, arriving, complete, ended, at_ms)

    # Without keys

    async def drop_draft(self, draft_id: str) -> None:
        await self._write(drafts.drop, draft_id)

    async def rows_to_send(self, most_rows: int, most_bytes: int) -> tuple[UnsentRow, ...]:
        """Sealed rows as they travel, the oldest first, those refused before last; at least one if any waits."""
        return await self._read(outbox.rows_to_send, most_rows, most_bytes)

    async def unsent(self) -> Unsent:
        return await self._read(outbox.unsent)

    async def check(self) -> None:
        """Read all of the file and, where pages, rows or indexes do not agree, put it in order. For while nobody waits."""

        def look(db: Database) -> None:
            if not salvage.is_sound(db):
                self._put_in_order(None)

        await self._read(look)

    async def salvaged(self) -> Salvaged | None:
        """What became of the file if it was ever damaged."""
        return Salvaged.read((await self.state()).get("salvaged"))

    async def set_aside(self) -> tuple[SetAside, ...]:
        """Rows that do not open here; those `held` are asked for again."""
        return await self._read(entries.all_set_aside)

    async def to_ask_again(self, but_not: Collection[bytes], most: int, most_bytes: int) -> tuple[bytes, ...]:
        """Raw ids of rows set aside under a receipt, as many as about `most_bytes` of page will bring."""
        return await self._read(entries.to_ask_again, but_not, most, most_bytes)

    async def take_answer(
        self,
        *,
        receipts: Iterable[ReceiptTuple] = (),
        refusals: Iterable[RefusalTuple] = (),
        page: ArrivedPage | None = None,
        state: Mapping[StateName, bytes | None] | None = None,
        kept: Iterable[HandedOver] = (),
        lacking: Iterable[bytes] = (),
    ) -> bool:
        """All that one answer of the centre brought, at once. The page's next cursor becomes the cursor; what is `lacking`
        there, of what this device holds under receipts, is offered again.

        False: the page was asked with another cursor than the present one and was left out; all else was taken.
        """
        return await self._write(outbox.take_answer, receipts, refusals, page, state, kept, lacking)

    async def to_hand_over(self, most: int, most_bytes: int) -> tuple[HandedOver, ...]:
        """Drafts, and rows that the centre refused, which it does not keep yet; at least one if there is any."""
        return await self._read(handing_over.to_hand_over, most, most_bytes)

    async def left_to_hand_over(self) -> int:
        """How many records and drafts are here that the centre has not taken."""
        return await self._read(handing_over.left)

    async def receipted(self, after: int, epoch: bytes, most: int) -> tuple[tuple[int, bytes], ...]:
        """Place and id of rows that the centre held before `epoch`, in order, for a restored centre: at most `most` after a place."""
        return await self._read(healing.receipted, after, epoch, most)

    async def offered_again(self) -> int:
        """How many rows a restored centre lacks and has not answered yet."""
        return await self._read(healing.offered_again)

    async def unapplied(self, after: int, most: int, most_bytes: int) -> tuple[InboxPage, ...]:
        """Pages that were never opened here, in order, after a number; at least one if there is any."""
        return await self._read(healing.unapplied, after, most, most_bytes)

    async def waiting_pages(self) -> tuple[int, ...]:
        """The numbers of the pages to be applied, in order."""
        return await self._read(pages.waiting)

    async def first_page(self) -> InboxPage | None:
        """The next page to be applied."""
        return await self._read(pages.first_waiting)

    async def rewind(self, number: int, layer: str) -> None:
        """That page does not open: go back to the cursor it was asked with, and drop the pages after it."""
        await self._write(pages.rewind, number, layer)

    async def remove_ended(self, received_before_ms: int, keep: Iterable[str] = ()) -> int:
        """Remove from the disk the rows of ended scopes held centrally since before then. How many.

        Never this device's own that are unsent or not accepted, nor the ids in `keep`.
        """
        removed = await self._write(pages.remove_ended, received_before_ms, keep)
        if removed:
            await self._read(database.clear_log)
        return removed

    async def to_rescue(self) -> rescue.Gathered:
        """Every own row without a receipt, and every draft, as they rest sealed."""
        return await self._read(rescue.gather)

    async def state(self) -> dict[str, bytes]:
        """The plain values (`vault.schema.StateName`) that are set."""
        return await self._read(outbox.state)

    async def put_state(self, values: Mapping[StateName, bytes | None]) -> None:
        """Set plain values; None forgets one. They rest in the open: never a person's data."""
        await self._write(outbox.put_state, values)

    # The one thread

    async def _read(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def task() -> T:
            with database.mapped_errors():
                try:
                    return work(self._db, *args, **kwargs)
                except sqlite3.DatabaseError as error:
                    self._put_in_order(error)
                    return work(self._db, *args, **kwargs)

        return await self._thread.ask(task)

    async def _write(
        self, work: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        def task() -> T:
            with database.mapped_errors():
                try:
                    with database.transaction(self._db):
                        return work(self._db, *args, **kwargs)
                except sqlite3.DatabaseError as error:
                    self._put_in_order(error)
                    raise database.put_in_order() from error

        return await self._thread.ask(task)

    def _put_in_order(self, error: sqlite3.DatabaseError | None) -> None:
        """Salvage a file found damaged while in use. Any other error goes on its way."""
        if error and not database.is_damage(error):
            raise error
        try:
            salvage.prepare(self._path)
        finally:
            self._db.conn.close()
            self._db = salvage.open_vault(self._path)
