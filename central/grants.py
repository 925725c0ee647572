"""Who may pull what. A grant opens or closes at the number of the entry that changed it, in that entry's transaction.

    everybody               organisation entries
    assigned worker         the person, whole, from `caseload.assigned` to its end (its dates say who acts, not who sees)
    manager, senior         the people and the entries of their teams, whole
    author                  what they recorded about a team themselves, on any tablet of theirs
    administrator           of every person: who they are and who works with them, nothing else

`change` brings the projections (`central.projections`) up to an entry, and the grants after them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from central.projections import matching, project, replay
from central.store.tables import caseloads, grants, people, staff, staff_teams
from models.entry import ORGANISATION, Entry, team_scope

FULL, ADMIN, OWN = "full", "admin", "own"
NOT_FOR_WORKERS = ("access.viewed",)  # who opened a record is for those who lead the team
LEADERS = ("manager", "senior")
TEAM = team_scope("")
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


def change(connection: Connection, seq: int, entry: Entry, today: date) -> None:
    """Bring projections and grants up to the accepted `entry`, numbered `seq`. `today` is London's."""
    if entry.scope.startswith(TEAM):
        _keep_for_author(connection, seq, entry)
    if entry.kind not in CHANGES_ACCESS:
        return
    touched = project(connection, entry)
    for staff_id in touched.staff:
        wanted = _wanted_by(connection, entry.org, staff_id, today)
        _settle(connection, entry.org, seq, grants.c.staff_id, staff_id, grants.c.scope, wanted)
    for scope in touched.scopes:
        wanted = _wanted_in(connection, entry.org, scope, today)
        _settle(connection, entry.org, seq, grants.c.scope, scope, grants.c.staff_id, wanted)


def renew(
    connection: Connection, org: str, seq: int, accepted: Mapping[str, Iterable[Entry]], today: date
) -> None:
    """Work projections and grants out anew of each scope, from everything accepted in it. What changes, changes at `seq`."""
    for scope, entries in accepted.items():
        entries = list(entries)
        replay(connection, org, scope, (each for each in entries if each.kind in CHANGES_ACCESS))
        for each in entries if scope.startswith(TEAM) else ():
            _keep_for_author(connection, seq, each)
    if ORGANISATION not in accepted:
        for scope in accepted:
            wanted = _wanted_in(connection, org, scope, today)
            _settle(connection, org, seq, grants.c.scope, scope, grants.c.staff_id, wanted)
        return
    known = select(staff.c.staff_id).where(staff.c.org_id == org)
    granted = select(grants.c.staff_id).where(grants.c.org_id == org, grants.c.to_seq.is_(None))
    for staff_id in sorted(connection.execute(known.union(granted)).scalars()):
        wanted = _wanted_by(connection, org, staff_id, today)
        _settle(connection, org, seq, grants.c.staff_id, staff_id, grants.c.scope, wanted)


def had(connection: Connection, org: str, staff_id: str, scopes: Iterable[str], seq: int) -> None:
    """A device of theirs holds these scopes. A grant that a restored centre knows nothing of stands as closed at `seq`,
    so that what is not theirs any more is purged; what is still to come back may open it."""
    theirs = and_(grants.c.org_id == org, grants.c.staff_id == staff_id)
    known = set(connection.execute(select(grants.c.scope).where(theirs)).scalars())
    line = {"org_id": org, "staff_id": staff_id, "from_seq": 0, "to_seq": seq, "view": FULL}
    rows = [{**line, "scope": scope} for scope in sorted(set(scopes) - known)]
    if rows:
        connection.execute(insert(grants), rows)


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


# From the projections to what each should have.


def _keep_for_author(connection: Connection, seq: int, entry: Entry) -> None:
    """Whoever recorded something about a team they do not lead has at least their own of it."""
    key = {"org_id": entry.org, "staff_id": entry.author, "scope": entry.scope}
    theirs = connection.execute(select(grants.c.to_seq).where(matching(grants, key))).scalars().all()
    of_staff = select(staff.c.staff_id).where(
        matching(staff, {"org_id": entry.org, "staff_id": entry.author})
    )
    if None in theirs or connection.execute(of_staff).first() is None:
        return
    connection.execute(insert(grants), [{**key, "from_seq": seq, "to_seq": None, "view": OWN}])


def _authored(connection: Connection, org: str, side: ColumnElement[str], value: str) -> dict[str, str]:
    """Scope → view, or staff id → view, of what was once granted to its author."""
    other = grants.c.scope if side is grants.c.staff_id else grants.c.staff_id
    query = select(other).where(grants.c.org_id == org, side == value, grants.c.view == OWN)
    return dict.fromkeys(connection.execute(query.distinct()).scalars(), OWN)


def _wanted_by(connection: Connection, org: str, staff_id: str, today: date) -> dict[str, str]:
    """Scope → view, for one member of staff."""
    key = {"org_id": org, "staff_id": staff_id}
    someone = connection.execute(
        select(staff.c.role, staff.c.left_on).where(matching(staff, key))
    ).one_or_none()
    if someone is None:
        return {}
    wanted = {ORGANISATION: FULL}
    if someone.left_on is not None and someone.left_on < today.isoformat():
        return wanted
    wanted |= _authored(connection, org, grants.c.staff_id, staff_id)
    if someone.role == ADMINISTRATOR:
        everyone = connection.execute(select(people.c.scope).where(people.c.org_id == org)).scalars()
        return wanted | dict.fromkeys(everyone, ADMIN)
    if someone.role in LEADERS:
        teams = (
            connection.execute(select(staff_teams.c.team_id).where(matching(staff_teams, key)))
            .scalars()
            .all()
        )
        theirs = select(people.c.scope).where(people.c.org_id == org, people.c.team_id.in_(teams))
        wanted |= dict.fromkeys(map(team_scope, teams), FULL)
        wanted |= dict.fromkeys(connection.execute(theirs).scalars(), FULL)
    own = select(caseloads.c.scope).where(matching(caseloads, {**key, "ended": False}))
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
    if scope.startswith(TEAM):
        here = set(connection.execute(select(staff.c.staff_id).where(working)).scalars())
        own = _authored(connection, org, grants.c.scope, scope)
        return {id: view for id, view in own.items() if id in here} | wanted
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
    if scope.startswith(TEAM):
        return scope.removeprefix(TEAM)
    return connection.execute(
        select(people.c.team_id).where(matching(people, {"org_id": org, "scope": scope}))
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
