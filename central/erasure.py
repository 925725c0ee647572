"""Erasing one person at the end of retention: the key of their scope goes, then the sealed bodies, and it stays so.

First the scope goes on the list beside the key file, so that no copy that is put back knows them again. The lines of the
stream stay, numbers and salted digests that say nothing, so that the chain is whole. What tablets hold of the person is
purged at their next sync.
"""

import logging
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, update

from central import grants
from central.cabinet import open_sealed
from central.centre import Centre
from central.errors import CommandRefused, DatabaseUnusable
from central.joining import joined
from central.store import tables
from central.store.tables import entries, prompts, quarantine, scope_keys
from central.stream import lock
from models.entry import decode
from models.errors import HandrailError
from models.times import day_of
from vault.dictionary import NotInflated, inflate
from vault.sealing import ENTRY_LIMIT

log = logging.getLogger("handrail.central")


def erase(centre: Centre, scope: str) -> int:
    """Erase a person for good, with every record that is theirs; how many entries. CommandRefused for what is no person's."""
    if not scope.startswith("person:"):
        raise CommandRefused("Only a person can be erased.")
    scopes = _theirs(centre, scope)
    for each in scopes:
        centre.note_erased(each)
    return _destroy(centre, scopes)


def apply_list(centre: Centre) -> int:
    """Destroy what the list names and this database still holds, before anything of it is served; how many entries."""
    org = centre.organisation.id
    with centre.database.read() as connection:
        known = connection.execute(select(scope_keys.c.scope).where(scope_keys.c.org_id == org)).scalars()
        listed = [scope for scope in known if centre.erased(scope)]
    return _destroy(centre, listed) if listed else 0


def _destroy(centre: Centre, scopes: Collection[str]) -> int:
    org, count = centre.organisation.id, 0
    with centre.database.write() as connection:
        end = lock(connection, org)
        for scope in scopes:
            of_scope = _of(entries, org, scope)
            ids = connection.execute(select(entries.c.id).where(of_scope)).scalars().all()
            count += len(ids)
            connection.execute(delete(scope_keys).where(_of(scope_keys, org, scope)))
            connection.execute(update(entries).where(of_scope).values(sealed=b""))
            _forget_prompts(connection, org, scope)
            for table in (tables.watched, tables.people, tables.caseloads, tables.matches, tables.unlisted):
                connection.execute(delete(table).where(_of(table, org, scope)))
            _empty_quarantine(centre, connection, scope, ids)
            log.warning("erased: %d entries of one person, for good", len(ids))
        # of all together: what is joined with one of them is none of them any more
        grants.renew(connection, org, end.seq + 1, dict.fromkeys(scopes, ()), day_of(centre.now()))
    centre.cabinet.forget(org, scopes)
    centre.database.settle()
    return count


def _forget_prompts(connection: Connection, org: str, scope: str) -> None:
    theirs = select(prompts.c.prompt_id).where(_of(prompts, org, scope))
    waiting = and_(tables.outbox.c.org_id == org, tables.outbox.c.prompt_id.in_(theirs))
    connection.execute(delete(tables.outbox).where(waiting))
    for table in (prompts, tables.prompt_life):
        connection.execute(delete(table).where(_of(table, org, scope)))


def _empty_quarantine(centre: Centre, connection: Connection, scope: str, ids: Iterable[str]) -> None:
    """What was set aside and tells of the person, as far as it can be read at all."""
    org, known = centre.organisation.id, set(ids)
    for row in connection.execute(select(quarantine).where(quarantine.c.org_id == org)).all():
        if row.id in known or _tells_of(centre, row.org_id, row.id, row.sealed, scope):
            one = and_(
                quarantine.c.org_id == org, quarantine.c.id == row.id, quarantine.c.digest == row.digest
            )
            connection.execute(delete(quarantine).where(one))


def _tells_of(centre: Centre, org: str, id: str, sealed: bytes, scope: str) -> bool:
    try:
        plain = open_sealed(centre.keys.wrap, sealed, "quarantine", org, id)
    except DatabaseUnusable:
        return False
    if scope.encode() in plain:  # a draft
        return True
    try:
        return decode(inflate(plain, ENTRY_LIMIT)).scope == scope
    except (HandrailError, NotInflated):
        return False


def _theirs(centre: Centre, scope: str) -> tuple[str, ...]:
    with centre.database.read() as connection:
        return joined(connection, centre.organisation.id, scope)


def _of(table: Table, org: str, scope: str) -> ColumnElement[bool]:
    return and_(table.c.org_id == org, table.c.scope == scope)


def count_of(centre: Centre, scope: str) -> int:
    """How many entries are held of a person."""
    org, scopes = centre.organisation.id, _theirs(centre, scope)
    query = select(func.count()).where(entries.c.org_id == org, entries.c.scope.in_(scopes))
    with centre.database.read() as connection:
        return connection.execute(query).scalar_one()
