"""The stream: one gapless, chained sequence of entries for each organisation.

Everything costly is done before `append`. Inside its transaction, under the lock of the organisation's row, there is only
numbering, chain, insert, and what must be true the moment the entry is: grants, projections, what to evaluate again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, insert, select, update

from central import grants, watch
from central.accepting import take_effect
from central.instants import to_ms
from central.store import Database
from central.store.tables import REASON, entries, organisation
from models.entry import Entry
from models.times import day_of
from sync.attest import Attested, attest, chain_next

AT_ONCE = 500  # ids looked up in one query


@dataclass(frozen=True)
class Incoming:
    """An entry that opened and reads as one. `sealed` is under its scope's key; `reason` says why it is not accepted.

    `accepts` is the entry that a manager has count by this one, where it is here.
    `received_at` of one that comes back to a restored centre is when it was received at first; None: it comes now.
    """

    entry: Entry
    digest: bytes
    sealed: bytes
    reason: str | None = None
    accepts: Entry | None = None
    received_at: datetime | None = None


class Line(NamedTuple):
    """Where an entry stands in the stream: what a receipt says."""

    id: str
    digest: bytes
    epoch: bytes
    seq: int
    received_at: datetime
    attestation: bytes
    reason: str | None


@dataclass
class Head:
    """The end of an organisation's stream."""

    org: str
    epoch: bytes
    seq: int
    chain: bytes


def append(
    database: Database, attest_key: bytes, org: str, incoming: Sequence[Incoming], now: datetime
) -> dict[str, Line]:
    """Number what is new, and give the line of each by id. Committed when this returns.

    An id that is already held keeps its line: the caller sees by the line's digest whether it is the same entry.
    """
    with database.write() as connection:
        return append_within(connection, attest_key, org, incoming, now)


def append_within(
    connection: Connection, attest_key: bytes, org: str, incoming: Sequence[Incoming], now: datetime
) -> dict[str, Line]:
    """As `append`, in the caller's own writing transaction.

    What comes back was said earlier than what is here, so the caller works out its scopes anew (`grants.renew`).
    """
    head = lock(connection, org)
    lines = _held(connection, org, [each.entry.id for each in incoming])
    rows: list[dict[str, Any]] = []
    numbered: list[tuple[int, Incoming]] = []
    for each in incoming:
        if each.entry.id in lines:
            continue
        row = _number(head, attest_key, each, now)
        lines[each.entry.id] = _line(row)
        rows.append(row)
        if each.reason is None:
            numbered.append((row["seq"], each))
    if rows:
        connection.execute(insert(entries), rows)
        _move(connection, head)
    today, counting, joined = day_of(now), list[Entry](), set[str]()
    for seq, each in numbered:
        later = take_effect(connection, attest_key, seq, each.entry, each.accepts)
        for entry in (each.entry, *([later] if later else [])):
            if each.received_at is None:
                joined |= grants.change(connection, seq, entry, today)
            counting.append(entry)
    watch.mark(connection, org, head.seq, counting, joined)
    return lines


def lock(connection: Connection, org: str) -> Head:
    """Hold the organisation's row until the transaction ends: nothing is numbered beside us."""
    return head(connection, org, for_update=True)


def head(connection: Connection, org: str, *, for_update: bool = False) -> Head:
    query = select(organisation.c.epoch, organisation.c.last_seq, organisation.c.chain).where(
        organisation.c.org_id == org
    )
    row = connection.execute(query.with_for_update() if for_update else query).one()
    return Head(org, row.epoch, row.last_seq, row.chain)


def _number(head: Head, attest_key: bytes, each: Incoming, now: datetime) -> dict[str, Any]:
    head.seq += 1
    head.chain = chain_next(head.chain, head.seq, each.digest)
    entry, received_at = each.entry, each.received_at or now
    covered = Attested(
        org=bytes.fromhex(head.org),
        id=bytes.fromhex(entry.id),
        digest=each.digest,
        device=bytes.fromhex(entry.device),
        epoch=head.epoch,
        seq=head.seq,
        received_ms=to_ms(received_at),
    )
    return {
        "org_id": head.org,
        "seq": head.seq,
        "id": entry.id,
        "digest": each.digest,
        "scope": entry.scope,
        "kind": entry.kind,
        "device": entry.device,
        "epoch": head.epoch,
        "received_at": received_at,
        "attestation": attest(attest_key, covered, accepted=each.reason is None),
        "reason": each.reason,
        "chain": head.chain,
        "sealed": each.sealed,
    }


def _move(connection: Connection, head: Head) -> None:
    connection.execute(
        update(organisation)
        .where(organisation.c.org_id == head.org)
        .values(last_seq=head.seq, chain=head.chain)
    )


def _held(connection: Connection, org: str, ids: Sequence[str]) -> dict[str, Line]:
    lines: dict[str, Line] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = _lines().where(entries.c.org_id == org, entries.c.id.in_(ids[start : start + AT_ONCE]))
        lines.update((row["id"], _line(row)) for row in connection.execute(query).mappings())
    return lines


def _lines() -> Select[Any]:
    """What a receipt says of an entry held already; of one that a manager accepted since, that it is accepted."""
    columns = (name for name in Line._fields if name != "reason")
    return select(*(entries.c[name] for name in columns), REASON.label("reason"))


def _line(row: Any) -> Line:
    return Line._make(row[name] for name in Line._fields)
