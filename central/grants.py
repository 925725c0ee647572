"""Who may pull what. A grant opens or closes at the number of the entry that changed it, in that entry's transaction.

    everybody               organisation entries
    assigned worker         the person, whole, from `caseload.assigned` to its end (its dates say who acts, not who sees)
    manager, senior         the people and the entries of their teams, whole
    author                  what they recorded about a team themselves, on any tablet of theirs
    administrator           of every person: who they are and who works with them, nothing else
    of somebody on no list  the team they were named to, and who named them, until a manager says who they are

Who pulls one of two scopes that are one person's, pulls both.

`change` brings the projections (`central.projections`) up to an entry, and the grants after them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from central.joining import all_joined, joined
from central.projections import UNLISTED, matching, project, replay
from central.store.tables import caseloads, grants, people, staff, staff_teams, unlisted
from models.entry import ORGANISATION, Entry, person_scope, team_scope

FULL, ADMIN, OWN = "full", "admin", "own"
NOT_FOR_WORKERS = ("access.viewed",)  # who opened a record is for those who lead the team
LEADERS = ("manager", "senior")
TEAM, PERSON = team_scope(""), person_scope("")
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
        "person.matched",
        "entry.amended",
        "entry.voided",
    }
)


def changes_access(entry: Entry) -> bool:
    """Whether it may change who pulls what: a contact does only where it names somebody who is on no list."""
    named = entry.kind == "referral.received" or bool(entry.body.get("not_on_list"))
    return entry.kind in CHANGES_ACCESS or (entry.kind in UNLISTED and named)


def change(connection: Connection, seq: int, entry: Entry, today: date) -> set[str]:
    """Bring projections and grants up to the accepted `entry`, numbered `seq`; the scopes it joined or parted.

    `today` is London's.
    """
    if entry.scope.startswith(TEAM):
        _keep_for_author(connection, seq, entry)
    if not changes_access(entry):
        return set()
    touched = project(connection, entry)
    for staff_id in touched.staff:
        wanted = _wanted_by(connection, entry.org, staff_id, today)
        _settle(connection, entry.org, seq, grants.c.staff_id, staff_id, grants.c.scope, wanted)
    for scope in all_joined(connection, entry.org, touched.scopes | touched.joins):
        wanted = _wanted_in(connection, entry.org, scope, today)
        _settle(connection, entry.org, seq, grants.c.scope, scope, grants.c.staff_id, wanted)
    return touched.joins


def renew(
    connection: Connection, org: str, seq: int, accepted: Mapping[str, Iterable[Entry]], today: date
) -> set[str]:
    """Work projections and grants out anew of each scope, from everything accepted in it. What changes, changes at `seq`.

    Gives back all scopes that are, or were, joined with any of them.
    """
    affected = all_joined(connection, org, accepted)
    for scope, entries in accepted.items():
        entries = list(entries)
        replay(connection, org, scope, filter(changes_access, entries))
        for each in entries if scope.startswith(TEAM) else ():
            _keep_for_author(connection, seq, each)
    affected |= all_joined(connection, org, accepted)
    if ORGANISATION not in accepted:
        for scope in sorted(affected):
            wanted = _wanted_in(connection, org, scope, today)
            _settle(connection, org, seq, grants.c.scope, scope, grants.c.staff_id, wanted)
        return affected
    known = select(staff.c.staff_id).where(staff.c.org_id == org)
    granted = select(grants.c.staff_id).where(grants.c.org_id == org, grants.c.to_seq.is_(None))
    for staff_id in sorted(connection.execute(known.union(granted)).scalars()):
        wanted = _wanted_by(connection, org, staff_id, today)
        _settle(connection, org, seq, grants.c.staff_id, staff_id, grants.c.scope, wanted)
    return affected


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
        named = select(unlisted.c.scope).where(unlisted.c.org_id == org, unlisted.c.team_id.in_(teams))
        wanted |= dict.fromkeys(_on_no_list(connection, org, connection.execute(named).scalars()), FULL)
    own = select(caseloads.c.scope).where(matching(caseloads, {**key, "ended": False}))
    wanted |= dict.fromkeys(connection.execute(own).scalars(), FULL)
    whole = [scope for scope, view in wanted.items() if view == FULL and scope.startswith(PERSON)]
    wanted |= dict.fromkeys(all_joined(connection, org, whole), FULL)
    by_them = select(unlisted.c.scope).where(matching(unlisted, key))
    return wanted | dict.fromkeys(_on_no_list(connection, org, connection.execute(by_them).scalars()), FULL)


def _wanted_in(connection: Connection, org: str, scope: str, today: date) -> dict[str, str]:
    """Staff id → view, for one scope of a person or a team."""
    working = and_(
        staff.c.org_id == org, or_(staff.c.left_on.is_(None), staff.c.left_on >= today.isoformat())
    )
    scopes = joined(connection, org, scope)
    teams = _teams_of(connection, org, scopes)
    leading = (
        select(staff.c.staff_id)
        .join(staff_teams, and_(staff_teams.c.org_id == org, staff_teams.c.staff_id == staff.c.staff_id))
        .where(working, staff.c.role.in_(LEADERS), staff_teams.c.team_id.in_(teams))
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
            working,
            staff.c.role != ADMINISTRATOR,
            caseloads.c.scope.in_(scopes),
            caseloads.c.ended.is_(False),
        )
    )
    wanted |= dict.fromkeys(connection.execute(assigned).scalars(), FULL)
    if _on_no_list(connection, org, [scope]):
        author = unlisted.c.staff_id == staff.c.staff_id
        by_them = select(staff.c.staff_id).join(unlisted, and_(unlisted.c.org_id == org, author))
        by_them = by_them.where(working, staff.c.role != ADMINISTRATOR, unlisted.c.scope == scope)
        wanted |= dict.fromkeys(connection.execute(by_them).scalars(), FULL)
    if _registered(connection, org, [scope]):
        administrators = select(staff.c.staff_id).where(working, staff.c.role == ADMINISTRATOR)
        wanted |= dict.fromkeys(connection.execute(administrators).scalars(), ADMIN)
    return wanted


def _teams_of(connection: Connection, org: str, scopes: Collection[str]) -> set[str]:
    """Whose managers and seniors pull the person: by their details, else by what was said where they are on no list."""
    if any(scope.startswith(TEAM) for scope in scopes):
        return {scope.removeprefix(TEAM) for scope in scopes}
    known = select(people.c.team_id).where(people.c.org_id == org, people.c.scope.in_(scopes))
    named = select(unlisted.c.team_id).where(unlisted.c.org_id == org, unlisted.c.scope.in_(scopes))
    return set(connection.execute(known).scalars()) or set(connection.execute(named).scalars())


def _on_no_list(connection: Connection, org: str, scopes: Iterable[str]) -> list[str]:
    """Those of them that a manager has yet to register or to match with somebody known."""
    named = select(unlisted.c.scope).where(unlisted.c.org_id == org, unlisted.c.scope.in_(list(scopes)))
    there = sorted(set(connection.execute(named).scalars()))
    return [scope for scope in there if not _registered(connection, org, joined(connection, org, scope))]


def _registered(connection: Connection, org: str, scopes: Collection[str]) -> bool:
    query = select(people.c.scope).where(people.c.org_id == org, people.c.scope.in_(scopes))
    return connection.execute(query).first() is not None


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
