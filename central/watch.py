"""What is to be evaluated again: a scope is due when it changed since it was last folded, or its time to look has come."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from central.store.tables import watched
from models.entry import ORGANISATION, Entry

# Who carries a tablet, or forgot its passphrase, says nothing about anybody; every other organisation entry can change what is asked, or of whom.
WITHOUT_EFFECT = ("device.enrolled", "device.revoked", "device.recovery_issued")


def mark(
    connection: Connection, org: str, seq: int, entries: Iterable[Entry], also: Iterable[str] = ()
) -> None:
    """Entries were numbered, the last of them `seq`: what they can affect is due, and the scopes `also` named."""
    found = list(entries)
    if any(each.scope == ORGANISATION and each.kind not in WITHOUT_EFFECT for each in found):
        mark_everything(connection, org, seq)
    about = {scope for scope in (*(each.scope for each in found), *also) if scope != ORGANISATION}
    if about:
        _mark(connection, org, seq, about)


def mark_everything(connection: Connection, org: str, seq: int) -> None:
    connection.execute(update(watched).where(watched.c.org_id == org).values(dirty_seq=seq))


def _mark(connection: Connection, org: str, seq: int, scopes: set[str]) -> None:
    these = and_(watched.c.org_id == org, watched.c.scope.in_(scopes))
    known = set(connection.execute(select(watched.c.scope).where(these)).scalars())
    connection.execute(update(watched).where(these).values(dirty_seq=seq))
    new = {"org_id": org, "dirty_seq": seq, "folded_through": 0, "next_look_at": None}
    if scopes - known:
        connection.execute(insert(watched), [{**new, "scope": scope} for scope in sorted(scopes - known)])


def due(connection: Connection, org: str, now: datetime, at_most: int) -> Sequence[str]:
    """The scopes to evaluate now, those that changed longest ago first."""
    query = select(watched.c.scope).where(watched.c.org_id == org, _is_due(now))
    return connection.execute(query.order_by(watched.c.dirty_seq).limit(at_most)).scalars().all()


def count_due(connection: Connection, org: str, now: datetime) -> int:
    query = select(func.count()).select_from(watched).where(watched.c.org_id == org, _is_due(now))
    return connection.execute(query).scalar_one()


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(watched.c.dirty_seq > watched.c.folded_through, watched.c.next_look_at <= now)


def folded(connection: Connection, org: str, scope: str, through: int, next_look_at: datetime | None) -> None:
    """The scope was folded with everything up to `through`. What came meanwhile keeps it due."""
    one = and_(watched.c.org_id == org, watched.c.scope == scope)
    connection.execute(update(watched).where(one).values(folded_through=through, next_look_at=next_look_at))


def forget(connection: Connection, org: str) -> None:
    """Make every scope due: the rules themselves have changed."""
    connection.execute(update(watched).where(watched.c.org_id == org).values(folded_through=0))
