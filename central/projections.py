"""Projections over the entries, by ids only: who has which role and teams, who is with which team, who works with whom.

Grants are worked out from them (`central.grants`). They follow accepted entries in the order of the stream: an amendment
counts as its target's kind with the new body; a void undoes. What a restored centre gets back comes in any order, so its
scopes are worked out anew (`replay`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, select, update

from central import joining
from central.store.tables import (
    ACCEPTED,
    caseloads,
    devices,
    entries,
    people,
    staff,
    staff_teams,
    unlisted,
)
from models.entry import ORGANISATION, Entry, read_body, team_scope
from models.errors import HandrailError
from models.fold.unlisted import named_in
from models.kinds import Body
from models.kinds.organisation import StaffJoined, StaffLeft, StaffRoleSet
from models.kinds.person import CaseloadAssigned, PersonDetails
from models.kinds.referral import PersonMatched

UNLISTED = ("contact.recorded", "referral.received")  # where somebody may be named who is on no list


@dataclass
class Touched:
    """Whose grants one entry may have changed; `joins` are scopes that were joined or parted by it."""

    staff: set[str] = field(default_factory=set[str])
    scopes: set[str] = field(default_factory=set[str])
    joins: set[str] = field(default_factory=set[str])


def project(connection: Connection, entry: Entry) -> Touched:
    """Bring the projections up to an accepted entry."""
    if entry.kind == "entry.amended":
        target = _target(connection, entry)
        return _apply(connection, entry, target, entry.body.get("body", {})) if target else Touched()
    if entry.kind == "entry.voided":
        return _void(connection, entry)
    return _apply(connection, entry, Target(entry.id, entry.kind, entry.record), entry.body)


def replay(connection: Connection, org: str, scope: str, entries: Iterable[Entry]) -> None:
    """Work the projections of one scope out anew from everything accepted in it that they follow."""
    of_scope = {"org_id": org} if scope == ORGANISATION else {"org_id": org, "scope": scope}
    for table in (staff, staff_teams) if scope == ORGANISATION else (people, caseloads, unlisted):
        connection.execute(delete(table).where(matching(table, of_scope)))
    if scope == ORGANISATION:
        connection.execute(update(devices).where(devices.c.org_id == org).values(revoked_at=None))
    else:
        joining.forget(connection, org, scope)
    for entry in in_said_order(entries):
        project(connection, entry)


def in_said_order(entries: Iterable[Entry]) -> list[Entry]:
    """By when they were recorded, each after what it follows, corrects or belongs to, whatever its clock said."""
    waiting = {each.id: each for each in sorted(entries, key=lambda each: (each.recorded_at, each.id))}
    ordered: list[Entry] = []
    while waiting:
        under_way = [waiting.pop(next(iter(waiting)))]
        while under_way:
            last = under_way[-1]
            before = (*last.follows, str(last.body.get("target")), last.record)
            first = next((id for id in before if id in waiting), None)
            if first is None:
                ordered.append(under_way.pop())
            else:
                under_way.append(waiting.pop(first))
    return ordered


@dataclass(frozen=True)
class Target:
    id: str
    kind: str
    record: str


def _target(connection: Connection, entry: Entry) -> Target | None:
    """What a correction is about, if it lies in the same scope. A correction keeps its target's record."""
    kind = connection.execute(
        select(entries.c.kind).where(
            entries.c.org_id == entry.org,
            entries.c.id == entry.body.get("target"),
            entries.c.scope == entry.scope,
            ACCEPTED,
        )
    ).scalar()
    return Target(str(entry.body["target"]), kind, entry.record) if kind else None


def _apply(connection: Connection, entry: Entry, target: Target, body: Mapping[str, object]) -> Touched:
    apply = _APPLY.get(target.kind)
    try:
        said = read_body(target.kind, dict(body))
    except HandrailError:  # an amendment that came before its target could not be judged against it
        return Touched()
    return apply(connection, entry, target, said) if apply else Touched()


def _void(connection: Connection, entry: Entry) -> Touched:
    """What it undoes; a void of a match parts people, and of a void of one joins them again."""
    target = _target(connection, entry)
    if target is None:
        return Touched()
    before = joining.joined(connection, entry.org, entry.scope)
    if joining.void(connection, entry, target.id):
        return Touched(joins={*before, *joining.joined(connection, entry.org, entry.scope)})
    return _undo(connection, entry, target)


def _undo(connection: Connection, entry: Entry, target: Target) -> Touched:
    if target.kind == "caseload.assigned":
        return _end_caseload(connection, entry, target.id, ended=True)
    if target.kind == "caseload.ended":
        return _end_caseload(connection, entry, target.record, ended=False)
    if target.kind == "staff.left":
        return _last_day(connection, entry.org, target.record, None)
    if target.kind == "device.revoked":
        return _in_use(connection, entry.org, target.record, None)
    if target.kind in UNLISTED:
        one = matching(unlisted, {"org_id": entry.org, "id": target.id})
        found = connection.execute(delete(unlisted).where(one)).rowcount
        return Touched(scopes={entry.scope}) if found else Touched()
    return Touched()


def _joined(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _in_role(connection, entry.org, target.record, cast(StaffJoined, said))


def _role_set(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _in_role(connection, entry.org, target.record, cast(StaffRoleSet, said))


def _in_role(connection: Connection, org: str, staff_id: str, said: StaffJoined | StaffRoleSet) -> Touched:
    key = {"org_id": org, "staff_id": staff_id}
    _put(connection, staff, key, {"role": str(said.role)})
    connection.execute(delete(staff_teams).where(matching(staff_teams, key)))
    for team in sorted(set(said.teams)):
        connection.execute(insert(staff_teams).values(**key, team_id=team))
    return Touched(staff={staff_id})


def _left(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _last_day(connection, entry.org, target.record, cast(StaffLeft, said).left_on.isoformat())


def _last_day(connection: Connection, org: str, staff_id: str, left_on: str | None) -> Touched:
    key = {"org_id": org, "staff_id": staff_id}
    connection.execute(update(staff).where(matching(staff, key)).values(left_on=left_on))
    return Touched(staff={staff_id})


def _revoked(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _in_use(connection, entry.org, target.record, entry.occurred_at)


def _in_use(connection: Connection, org: str, device: str, revoked_at: datetime | None) -> Touched:
    one = matching(devices, {"org_id": org, "id": device})
    connection.execute(update(devices).where(one).values(revoked_at=revoked_at))
    return Touched()


def _team_created(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return Touched(scopes={team_scope(target.record)})


def _details(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    team = cast(PersonDetails, said).team
    _put(connection, people, {"org_id": entry.org, "scope": entry.scope}, {"team_id": team})
    return Touched(scopes={entry.scope})


def _assigned(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    assigned = cast(CaseloadAssigned, said)
    until = assigned.until_on.isoformat() if assigned.until_on else None
    values = {
        "scope": entry.scope,
        "staff_id": assigned.staff,
        "assigned_by": entry.author,
        "until_on": until,
    }
    _put(
        connection, caseloads, {"org_id": entry.org, "assigned": target.id}, values, at_first={"ended": False}
    )
    return Touched(scopes={entry.scope})


def _ended(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _end_caseload(connection, entry, target.record, ended=True)


def _end_caseload(connection: Connection, entry: Entry, assigned: str, *, ended: bool) -> Touched:
    key = {"org_id": entry.org, "assigned": assigned, "scope": entry.scope}
    connection.execute(update(caseloads).where(matching(caseloads, key)).values(ended=ended))
    return Touched(scopes={entry.scope})


def _matched(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    before = joining.joined(connection, entry.org, entry.scope)
    joining.match(connection, entry, target.id, cast(PersonMatched, said))
    return Touched(joins={*before, *joining.joined(connection, entry.org, entry.scope)})


def _named(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    """Somebody who is on no list: whose managers see them, and who wrote of them."""
    named = named_in(said)
    if named is None:
        return Touched()
    values = {"scope": entry.scope, "team_id": named.team, "staff_id": entry.author}
    _put(connection, unlisted, {"org_id": entry.org, "id": target.id}, values)
    return Touched(scopes={entry.scope})


_Apply = Callable[[Connection, Entry, Target, Body], Touched]
_APPLY: dict[str, _Apply] = {
    "staff.joined": _joined,
    "staff.role_set": _role_set,
    "staff.left": _left,
    "team.created": _team_created,
    "device.revoked": _revoked,
    "person.registered": _details,
    "person.updated": _details,
    "person.matched": _matched,
    **dict.fromkeys(UNLISTED, _named),
    "caseload.assigned": _assigned,
    "caseload.ended": _ended,
}


def _put(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    at_first: Mapping[str, Any] | None = None,
) -> None:
    """Update the row, or insert it (with `at_first` too). Safe because the organisation's row is locked."""
    if not connection.execute(update(table).where(matching(table, key)).values(**values)).rowcount:
        connection.execute(insert(table).values(**key, **values, **(at_first or {})))


def matching(table: Table, key: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))
