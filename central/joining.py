"""Which scopes are one person's, at the centre: a projection over accepted matches and their voids, by ids only.

The fold tells the same from the entries themselves (`models.fold.matching`); this says it without opening any, for grants,
for what is evaluated together and for what is erased together.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from central.store.tables import matches
from models.entry import Entry, person_scope
from models.fold.matching import joined as reached
from models.kinds.referral import PersonMatched


def joined(connection: Connection, org: str, scope: str) -> tuple[str, ...]:
    """The scope and all that are one person's with it, in order; of a team or the organisation, itself alone."""
    if not scope.startswith("person:"):
        return (scope,)
    found: set[Any] = set()
    known, to_visit = set[str](), {scope}
    while to_visit:
        known |= to_visit
        near = or_(matches.c.scope.in_(to_visit), matches.c.other.in_(to_visit))
        rows = connection.execute(select(matches).where(matches.c.org_id == org, near)).all()
        found.update(rows)
        to_visit = {each for row in rows for each in (row.scope, row.other) if each} - known
    return reached(scope, _standing(found))


def all_joined(connection: Connection, org: str, scopes: Iterable[str]) -> set[str]:
    """These scopes and all that are joined with any of them."""
    links = _standing(connection.execute(select(matches).where(matches.c.org_id == org)).all())
    return {each for scope in scopes for each in reached(scope, links)}


def match(connection: Connection, entry: Entry, id: str, said: PersonMatched) -> None:
    """A match was said, or corrected: `id` is its first entry's."""
    values = {"scope": entry.scope, "other": person_scope(said.other)}
    one = and_(matches.c.org_id == entry.org, matches.c.id == id)
    if not connection.execute(update(matches).where(one).values(values)).rowcount:
        connection.execute(insert(matches).values(org_id=entry.org, id=id, voids=None, **values))


def void(connection: Connection, entry: Entry, target: str) -> bool:
    """A void of something in the person's record: whether it was of a match, or of such a void; then it is noted."""
    one = and_(matches.c.org_id == entry.org, matches.c.id == target, matches.c.scope == entry.scope)
    if connection.execute(select(matches.c.id).where(one)).first() is None:
        return False
    line = {"org_id": entry.org, "id": entry.id, "scope": entry.scope, "other": None, "voids": target}
    connection.execute(insert(matches), [line])
    return True


def forget(connection: Connection, org: str, scope: str) -> None:
    connection.execute(delete(matches).where(matches.c.org_id == org, matches.c.scope == scope))


def _standing(rows: Collection[Any]) -> dict[str, set[str]]:
    """By scope, the scopes that the matches standing in it join it with. A scope's rows are all here, or none is."""
    voids: dict[str, list[str]] = {}
    for row in rows:
        if row.voids:
            voids.setdefault(row.voids, []).append(row.id)
    links: dict[str, set[str]] = {}
    for row in rows:
        if row.other and _stands(row.id, voids, frozenset()):
            links.setdefault(row.scope, set()).add(row.other)
    return links


def _stands(id: str, voids: Mapping[str, Collection[str]], above: frozenset[str]) -> bool:
    """Whether no void of it stands."""
    passed = above | {id}
    return not any(each not in passed and _stands(each, voids, passed) for each in voids.get(id, ()))
