"""Who may pull what. A grant opens or closes at the number of the entry that changed it, in that entry's transaction.

    everybody               organisation entries
    assigned worker         the person, whole, from `caseload.assigned` to its end (its dates say who acts, not who sees)
    manager, senior         the people and the entries of their teams, whole
    administrator           of every person: who they are and who works with them, nothing else

`change` keeps the projections (staff, teams, people, caseloads: ids only) and brings the grants after them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, or_, select, update

from central.store.tables import caseloads, devices, entries, grants, people, staff, staff_teams
from models.entry import ORGANISATION, Entry, read_body, team_scope
from models.errors import HandrailError
from models.kinds import Body
from models.kinds.organisation import StaffJoined, StaffLeft, StaffRoleSet
from models.kinds.person import CaseloadAssigned, PersonDetails

FULL, ADMIN = "full", "admin"
LEADERS = ("manager", "senior")
ADMINISTRATOR = "administrator"
ADMIN_KINDS = ("person.registered", "person.updated", "caseload.assigned", "caseload.ended")

CHANGES_ACCESS = frozenset(
    {
        "staff.joined",
        "staff.role_set",
        "staff.left",
        "team.created",
        "device.revoked",
        *ADMIN_KINDS,
        "entry.amended",
        "entry.voided",
    }
)


@dataclass
class Touched:
    """Whose grants one entry may have changed."""

    staff: set[str] = field(default_factory=set[str])
    scopes: set[str] = field(default_factory=set[str])


def change(connection: Connection, seq: int, entry: Entry, today: date) -> None:
    """Bring projections and grants up to the accepted `entry`, numbered `seq`. `today` is London's."""
    if entry.kind not in CHANGES_ACCESS:
        return
    touched = _project(connection, entry)
    for staff_id in touched.staff:
        wanted = _wanted_by(connection, entry.org, staff_id, today)
        _settle(connection, entry.org, seq, grants.c.staff_id, staff_id, grants.c.scope, wanted)
    for scope in touched.scopes:
        wanted = _wanted_in(connection, entry.org, scope, today)
        _settle(connection, entry.org, seq, grants.c.scope, scope, grants.c.staff_id, wanted)


def leavers(connection: Connection, org: str, today: date) -> Sequence[str]:
    """Staff whose last day has passed and who could still pull more than the organisation's entries."""
    query = (
        select(staff.c.staff_id)
        .join(grants, and_(grants.c.org_id == staff.c.org_id, grants.c.staff_id == staff.c.staff_id))
        .where(staff.c.org_id == org, staff.c.left_on < today.isoformat())
        .where(grants.c.to_seq.is_(None), grants.c.scope != ORGANISATION)
    )
    return connection.execute(query.distinct()).scalars().all()


def close_for_leavers(connection: Connection, org: str, last_seq: int, today: date) -> None:
    """A last day passes without an entry: what it closes is closed from the next number on."""
    for staff_id in leavers(connection, org, today):
        wanted = _wanted_by(connection, org, staff_id, today)
        _settle(connection, org, last_seq + 1, grants.c.staff_id, staff_id, grants.c.scope, wanted)


# From an entry to the projections. An amendment counts as its target's kind with the new body; a void undoes.


def _project(connection: Connection, entry: Entry) -> Touched:
    if entry.kind == "entry.amended":
        target = _target(connection, entry)
        return _apply(connection, entry, target, entry.body.get("body", {})) if target else Touched()
    if entry.kind == "entry.voided":
        target = _target(connection, entry)
        return _undo(connection, entry, target) if target else Touched()
    return _apply(connection, entry, Target(entry.id, entry.kind, entry.record), entry.body)


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
            entries.c.reason.is_(None),
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


def _undo(connection: Connection, entry: Entry, target: Target) -> Touched:
    if target.kind == "caseload.assigned":
        return _end_caseload(connection, entry, target.id, ended=True)
    if target.kind == "caseload.ended":
        return _end_caseload(connection, entry, target.record, ended=False)
    if target.kind == "staff.left":
        return _last_day(connection, entry.org, target.record, None)
    if target.kind == "device.revoked":
        return _in_use(connection, entry.org, target.record, None)
    return Touched()


def _joined(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _in_role(connection, entry.org, target.record, cast(StaffJoined, said))


def _role_set(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _in_role(connection, entry.org, target.record, cast(StaffRoleSet, said))


def _in_role(connection: Connection, org: str, staff_id: str, said: StaffJoined | StaffRoleSet) -> Touched:
    key = {"org_id": org, "staff_id": staff_id}
    _put(connection, staff, key, {"role": str(said.role)})
    connection.execute(delete(staff_teams).where(_is(staff_teams, key)))
    for team in sorted(set(said.teams)):
        connection.execute(insert(staff_teams).values(**key, team_id=team))
    return Touched(staff={staff_id})


def _left(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _last_day(connection, entry.org, target.record, cast(StaffLeft, said).left_on.isoformat())


def _last_day(connection: Connection, org: str, staff_id: str, left_on: str | None) -> Touched:
    key = {"org_id": org, "staff_id": staff_id}
    connection.execute(update(staff).where(_is(staff, key)).values(left_on=left_on))
    return Touched(staff={staff_id})


def _revoked(connection: Connection, entry: Entry, target: Target, said: Body) -> Touched:
    return _in_use(connection, entry.org, target.record, entry.occurred_at)


def _in_use(connection: Connection, org: str, device: str, revoked_at: datetime | None) -> Touched:
    one = _is(devices, {"org_id": org, "id": device})
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
    connection.execute(update(caseloads).where(_is(caseloads, key)).values(ended=ended))
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
    "caseload.assigned": _assigned,
    "caseload.ended": _ended,
}


# From the projections to what each should have.


def _wanted_by(connection: Connection, org: str, staff_id: str, today: date) -> dict[str, str]:
    """Scope → view, for one member of staff."""
    key = {"org_id": org, "staff_id": staff_id}
    someone = connection.execute(select(staff.c.role, staff.c.left_on).where(_is(staff, key))).one_or_none()
    if someone is None:
        return {}
    wanted = {ORGANISATION: FULL}
    if someone.left_on is not None and someone.left_on < today.isoformat():
        return wanted
    if someone.role == ADMINISTRATOR:
        everyone = connection.execute(select(people.c.scope).where(people.c.org_id == org)).scalars()
        return wanted | dict.fromkeys(everyone, ADMIN)
    if someone.role in LEADERS:
        teams = connection.execute(select(staff_teams.c.team_id).where(_is(staff_teams, key))).scalars().all()
        theirs = select(people.c.scope).where(people.c.org_id == org, people.c.team_id.in_(teams))
        wanted |= dict.fromkeys(map(team_scope, teams), FULL)
        wanted |= dict.fromkeys(connection.execute(theirs).scalars(), FULL)
    own = select(caseloads.c.scope).where(_is(caseloads, {**key, "ended": False}))
    return wanted | dict.fromkeys(connection.execute(own).scalars(), FULL)


def _wanted_in(connection: Connection, org: str, scope: str, today: date) -> dict[str, str]:
    """Staff id → view, for one scope of a person or a team."""
    working = and_(
        staff.c.org_id == org, or_(staff.c.left_on.is_(None), staff.c.left_on >= today.isoformat())
    )
    team = _team_of(connection, org, scope)
    leading = (
        select(staff.c.staff_id)
        .join(staff_teams, and_(staff_teams.c.org_id == org, staff_teams.c.staff_id == staff.c.staff_id))
        .where(working, staff.c.role.in_(LEADERS), staff_teams.c.team_id == team)
    )
    wanted = dict.fromkeys(connection.execute(leading).scalars(), FULL)
    if scope.startswith("team:"):
        return wanted
    assigned = (
        select(staff.c.staff_id)
        .join(caseloads, and_(caseloads.c.org_id == org, caseloads.c.staff_id == staff.c.staff_id))
        .where(
            working, staff.c.role != ADMINISTRATOR, caseloads.c.scope == scope, caseloads.c.ended.is_(False)
        )
    )
    wanted |= dict.fromkeys(connection.execute(assigned).scalars(), FULL)
    if team is not None:
        administrators = select(staff.c.staff_id).where(working, staff.c.role == ADMINISTRATOR)
        wanted |= dict.fromkeys(connection.execute(administrators).scalars(), ADMIN)
    return wanted


def _team_of(connection: Connection, org: str, scope: str) -> str | None:
    if scope.startswith("team:"):
        return scope.removeprefix("team:")
    return connection.execute(
        select(people.c.team_id).where(_is(people, {"org_id": org, "scope": scope}))
    ).scalar()


def _settle(
    connection: Connection,
    org: str,
    seq: int,
    side: ColumnElement[str],
    value: str,
    other: ColumnElement[str],
    wanted: Mapping[str, str],
) -> None:
    """Close at `seq` what is open and no longer wanted as it is; open what is wanted and not open."""
    standing = and_(grants.c.org_id == org, side == value, grants.c.to_seq.is_(None))
    found = connection.execute(select(other, grants.c.view).where(standing)).all()
    open_now: dict[str, str] = dict(found)
    gone = [key for key, view in open_now.items() if wanted.get(key) != view]
    for key in gone:
        connection.execute(update(grants).where(standing, other == key).values(to_seq=seq))
    rows = [
        {"org_id": org, _name(side): value, _name(other): key, "from_seq": seq, "to_seq": None, "view": view}
        for key, view in wanted.items()
        if open_now.get(key) != view
    ]
    if rows:
        connection.execute(insert(grants), rows)


def _name(column: ColumnElement[str]) -> str:
    return "staff_id" if column is grants.c.staff_id else "scope"


def _put(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    at_first: Mapping[str, Any] | None = None,
) -> None:
    """Update the row, or insert it (with `at_first` too). Safe because the organisation's row is locked."""
    if not connection.execute(update(table).where(_is(table, key)).values(**values)).rowcount:
        connection.execute(insert(table).values(**key, **values, **(at_first or {})))


def _is(table: Table, key: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))
