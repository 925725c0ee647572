"""The feed: what one device may have after its cursor, as a page that fits, sealed for it alone.

A page holds first what the device asked for again because it no longer opens there; then what is new in the scopes its
staff member already pulls; then as much as fits of the back-fills still owed: every scope whose grant opened since.
Nothing is sent that is not granted now; what was granted and is no longer, is purged. In a cursor a back-fill is one of two things:

    (scope, after, upto)        this scope, its entries with after < place ≤ upto
    (">" ‖ scope, after, upto)  every scope after this one, in order, whose grant opened with after < number ≤ upto

so that a new device's first pull of a thousand people is one short line.

An entry's *place* is its number; of one that a manager accepted later, the number of that acceptance. It was passed over
before, and comes then, to its author's device too.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, true

from central.errors import DatabaseUnusable
from central.grants import ADMIN_KINDS, FULL, LEADERS, NOT_FOR_WORKERS, OWN
from central.instants import to_ms
from central.records import Record, Records, columns
from central.store.tables import ACCEPTED, PLACE, devices, entries, grants, staff
from sync.attest import BackFill, Cursor
from sync.messages import MOST_PAGE, MOST_PAGE_ENTRIES, Page, PageEntry

INFLATED = 8 * 1024 * 1024  # half of what a tablet will inflate
WORTH_MOVING = (
    1_000  # numbers passed with nothing for this device, after which an empty page moves its cursor
)
AT_ONCE = 200  # rows read from the database in one go
RANGE = ">"
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass
class _Page:
    """A page being filled. Deflated sizes are summed: sealed together they take less."""

    room: int
    inflated: int = INFLATED
    entries: list[PageEntry] = field(default_factory=list[PageEntry])
    arriving: list[str] = field(default_factory=list[str])
    complete: list[str] = field(default_factory=list[str])
    purge: list[str] = field(default_factory=list[str])

    def takes(self, size: int) -> bool:
        """Whether an entry of this sealed size goes in. An empty page takes any."""
        return not self.entries or (
            size <= self.room and self.inflated > 0 and len(self.entries) < MOST_PAGE_ENTRIES
        )

    def add(self, record: Record, size: int) -> None:
        self.room -= size
        self.inflated -= len(record.authored)
        received = to_ms(record.received_at)
        self.entries.append(
            PageEntry(record.seq, received, record.epoch, record.attestation, record.reason, record.authored)
        )

    def page(self) -> Page:
        return Page(tuple(self.entries), tuple(self.arriving), tuple(self.complete), tuple(self.purge))


@dataclass(frozen=True)
class Next:
    """The plain page with the cursor after it, and whether more waits. None: there is nothing, keep the old cursor."""

    page: Page
    cursor: Cursor
    more: bool


@dataclass(frozen=True)
class Feeder:
    """One pull, within one steady view of the database."""

    connection: Connection
    records: Records
    org: str
    staff_id: str
    device: str

    def next(
        self, cursor: Cursor, last_seq: int, page_bytes: int, again: Mapping[str, Any] = NOTHING
    ) -> Next | None:
        """The rows asked for `again`, then what comes after `cursor`, up to the end of the stream (`last_seq`).

        In about `page_bytes`; what was asked for again is given whatever the line's size: the device asks for no more than
        it will take.
        """
        page = _Page(room=MOST_PAGE // 2)
        for row in again.values():
            self._put(page, row)
        page.room = min(page.room, page_bytes)
        through = self._fresh(page, cursor.seq, last_seq)
        owed = list(cursor.back_fills)
        page.purge = self._closed(cursor.seq, through)
        opened = self._opened(cursor.seq, through)
        if opened:
            owed.append(BackFill(RANGE, cursor.seq, through))
        if not page.purge and through == last_seq:
            owed = self._fill(page, owed)
        standing = {*page.complete, *page.purge}
        page.arriving = [scope for scope in opened if scope not in standing]
        if page.page() == Page() and through - cursor.seq < WORTH_MOVING:
            return None
        more = bool(owed) or through < last_seq
        return Next(page.page(), Cursor(cursor.epoch, through, tuple(owed)), more)

    def again(self, ids: Sequence[str]) -> Mapping[str, Any]:
        """Rows the device holds and cannot open any more, by id: its own, and those of others that it may have now."""
        if not ids:
            return NOTHING
        asked = entries.c.id.in_(ids)
        own = columns(self.org, and_(asked, entries.c.device == self.device))
        granted = columns(self.org, and_(asked, self._granted(true()))).join(grants, self._same_scope())
        rows = [*self.connection.execute(own), *self.connection.execute(granted)]
        return {row.id: row for row in rows}

    def _put(self, page: _Page, row: Any, *, beside: bool = False) -> bool:
        """Add one row if it fits, or goes in `beside` another. One that is damaged here is passed over, and counted in health."""
        if not (beside or page.takes(len(row.sealed))):
            return False
        with suppress(DatabaseUnusable):
            page.add(self.records.open(self.org, row), len(row.sealed))
        return True

    # What is new

    def _fresh(self, page: _Page, after: int, last_seq: int) -> int:
        """Add what is new where a grant stood already; the number the page then reaches.

        A device has its own entries; of one of them that was not accepted and is now, it is told by having it again.
        """
        standing = self._granted(grants.c.from_seq <= after)
        chosen = and_(standing, or_(entries.c.device != self.device, entries.c.accepted_seq.is_not(None)))
        return self._add(page, chosen, after, last_seq)

    def _add(self, page: _Page, chosen: ColumnElement[bool], after: int, upto: int) -> int:
        """Add entries with after < place ≤ upto while they fit; `upto`, or the place of the last that did.

        What shares a place goes in together: an acceptance is small, and a cursor cannot stand between the two.
        """
        for row in self._rows(chosen, after, upto):
            if not self._put(page, row, beside=row.place == after):
                return after
            after = row.place
        return upto

    def _rows(self, chosen: ColumnElement[bool], after: int, upto: int) -> Iterator[Any]:
        beyond = after < PLACE
        while True:
            between = and_(beyond, upto >= PLACE)
            query = columns(self.org, and_(between, chosen)).join(grants, self._same_scope())
            rows = self.connection.execute(query.limit(AT_ONCE)).all()
            yield from rows
            if len(rows) < AT_ONCE:
                return
            last = rows[-1]
            beyond = or_(last.place < PLACE, and_(last.place == PLACE, entries.c.seq > last.seq))

    def _same_scope(self) -> ColumnElement[bool]:
        return and_(grants.c.org_id == entries.c.org_id, grants.c.scope == entries.c.scope)

    def _granted(self, opened: ColumnElement[bool]) -> ColumnElement[bool]:
        """Accepted rows this staff member may have now, under grants `opened` then."""
        whole = and_(
            grants.c.view == FULL, or_(entries.c.kind.not_in(NOT_FOR_WORKERS), exists(self._leading()))
        )
        own = and_(grants.c.view == OWN, entries.c.device.in_(self._devices()))
        seen = or_(whole, own, entries.c.kind.in_(ADMIN_KINDS))
        return and_(self._mine(), opened, seen, ACCEPTED)

    def _leading(self) -> Select[Any]:
        theirs = and_(staff.c.org_id == self.org, staff.c.staff_id == self.staff_id)
        return select(staff.c.staff_id).where(theirs, staff.c.role.in_(LEADERS))

    def _devices(self) -> Select[Any]:
        """Every tablet they were ever given: only its staff member authors on it."""
        return select(devices.c.id).where(devices.c.org_id == self.org, devices.c.staff_id == self.staff_id)

    def _mine(self) -> ColumnElement[bool]:
        return and_(
            grants.c.org_id == self.org, grants.c.staff_id == self.staff_id, grants.c.to_seq.is_(None)
        )

    # What opened and what closed

    def _opened(self, after: int, upto: int, beyond: str = "") -> list[str]:
        """Scopes granted now by grants that opened with after < number ≤ upto, in order."""
        query = select(grants.c.scope).where(self._mine(), grants.c.scope > beyond)
        query = query.where(grants.c.from_seq > after, grants.c.from_seq <= upto)
        return list(self.connection.execute(query.order_by(grants.c.scope)).scalars())

    def _closed(self, after: int, upto: int) -> list[str]:
        """Scopes that were granted and are not any more, or not as wholly."""
        now = self.connection.execute(select(grants.c.scope, grants.c.view).where(self._mine()))
        views = dict(now.all())
        query = select(grants.c.scope, grants.c.view).where(
            grants.c.org_id == self.org, grants.c.staff_id == self.staff_id
        )
        query = query.where(grants.c.to_seq > after, grants.c.to_seq <= upto).order_by(grants.c.scope)
        closed = self.connection.execute(query).all()
        lost = [scope for scope, view in closed if views.get(scope) not in (FULL, view)]
        return list(dict.fromkeys(lost))

    # Back-fills

    def _fill(self, page: _Page, owed: Sequence[BackFill]) -> list[BackFill]:
        """Add what fits of the back-fills, in order; what is still owed."""
        waiting = list(owed)
        while waiting:
            step = self._range if waiting[0].scope.startswith(RANGE) else self._scope
            left = step(page, waiting.pop(0))
            if left:
                return [*left, *waiting]
        return []

    def _range(self, page: _Page, owed: BackFill) -> list[BackFill]:
        beyond = owed.scope.removeprefix(RANGE)
        for scope in self._opened(owed.after, owed.upto, beyond):
            left = self._scope(page, BackFill(scope, 0, owed.upto))
            if left:
                return [*left, BackFill(RANGE + scope, owed.after, owed.upto)]
        return []

    def _scope(self, page: _Page, owed: BackFill) -> list[BackFill]:
        chosen = and_(self._granted(grants.c.from_seq <= owed.upto), entries.c.scope == owed.scope)
        through = self._add(page, chosen, owed.after, owed.upto)
        if through < owed.upto:
            return [BackFill(owed.scope, through, owed.upto)]
        if self._still(owed.scope):
            page.complete.append(owed.scope)
        return []

    def _still(self, scope: str) -> bool:
        query = select(grants.c.scope).where(self._mine(), grants.c.scope == scope)
        return self.connection.execute(query).first() is not None
