"""What is held and not accepted, told where managers can see it: once each, also after a kill between the two.

For every entry held with a reason, and for all that lies in quarantine, the centre's own device says `entry.quarantined`.
Its id is made from what it tells of, so that it cannot be said twice. It lies in the scope of what is held where somebody
is granted that scope; else in the team of whose tablet it came from, or in the organisation, then without what was said.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, and_, select

from central import quarantine, restored
from central.authoring import Statement, compose, say_as_centre, say_within
from central.centre import Centre
from central.quarantine import SetAside
from central.records import Record
from central.store.tables import WAITS, devices, entries, people, staff_teams
from models.authority import ABOUT_WHAT_IS_HELD
from models.entry import ORGANISATION, Entry, author, decode, team_scope
from models.errors import HandrailError
from models.held import told_id
from vault.sealing import ENTRY_LIMIT

AT_ONCE = 50  # told of in one round
log = logging.getLogger("handrail.central")


class Teller:
    """Tells of what came since it last looked; of everything, the first time. One thread uses it."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._told_through = 0

    def tell(self) -> int:
        """One round, of AT_ONCE at most: how many were told of. What cannot be read is passed over, and logged.

        While a restored centre is shut, nothing: tablets may still give back what it told of before.
        """
        if restored.shut(self._centre):
            return 0
        return self._entries() + self._set_aside()

    def _entries(self) -> int:
        centre = self._centre
        org = centre.organisation.id
        query = select(entries.c.seq, entries.c.id).where(
            entries.c.org_id == org,
            WAITS,
            entries.c.seq > self._told_through,
            entries.c.kind.not_in(ABOUT_WHAT_IS_HELD),
        )
        with centre.database.read() as connection:
            found = connection.execute(query.order_by(entries.c.seq).limit(AT_ONCE)).all()
            there = _there(connection, org, [told_id("entry", row.id) for row in found])
        for row in found:
            if told_id("entry", row.id) not in there:
                self._tell_entry(row.id)
            self._told_through = row.seq
        return len(found) - len(there)

    def _tell_entry(self, id: str) -> None:
        centre = self._centre
        try:
            with centre.database.read() as connection:
                record = centre.records.one(centre.organisation.id, id, connection)
                held = _of_entry(connection, record) if record else None
        except HandrailError as error:
            log.error("could not tell of entry %s: %s", id, type(error).__name__)
            return
        if held is None:
            return  # a manager had it count in the meantime
        say_as_centre(centre, _statement(centre, held, told_id("entry", id)))
        log.info("told of entry %s, held and not accepted", id)

    def _set_aside(self) -> int:
        centre = self._centre
        org = centre.organisation.id
        with centre.database.read() as connection:
            waiting = quarantine.untold(centre, connection, AT_ONCE)
            found = [(each, _read(centre, connection, each)) for each in waiting]
        directory = centre.records.directory(org)
        for each, held in found:
            told = _statement(centre, held, told_id(each.what, each.id, each.digest))
            centre.cabinet.keys_for(org, [told.scope])  # made in a transaction of its own, so not within ours
            with centre.database.write() as connection:
                say_within(centre, connection, directory, [told])
                quarantine.told(connection, org, each, told.id)
        return len(found)


@dataclass(frozen=True)
class Home:
    """Where something is told of; `open`: those who see it there may read what was said."""

    scope: str
    open: bool


@dataclass(frozen=True)
class Held:
    """What is told of, as far as it can be read."""

    what: str
    id: str
    reason: str
    home: Home
    author: str
    kind: str = ""
    recorded_at: datetime | None = None
    document: dict[str, Any] | None = None


def _statement(centre: Centre, held: Held, id: str) -> Entry:
    body = {
        "held": held.id,
        "what": held.what,
        "kind": held.kind,
        "author": held.author,
        "recorded_at": held.recorded_at.isoformat() if held.recorded_at else None,
        "reason": held.reason,
        "document": held.document if held.home.open else None,
    }
    device = centre.organisation.device

    def composed() -> Entry:
        return compose(centre, device, Statement("entry.quarantined", held.home.scope, body, id=id))

    entry = composed()
    if len(author(entry)) > ENTRY_LIMIT:  # with what was said in it, it is no entry any more
        body["document"] = None
        entry = composed()
    return entry


def _of_entry(connection: Connection, record: Record) -> Held | None:
    """None when it counts."""
    if record.reason is None:
        return None
    entry = record.entry
    home = _home(connection, entry.scope, entry.author, entry.org)
    return Held(
        "entry", entry.id, record.reason, home, entry.author, entry.kind, entry.recorded_at, entry.body
    )


def _read(centre: Centre, connection: Connection, found: SetAside) -> Held:
    """What lies in quarantine: an entry that could not be taken, a draft, or neither. Of who was erased, nothing it says."""
    org = centre.organisation.id
    staff_id = connection.execute(
        select(devices.c.staff_id).where(devices.c.org_id == org, devices.c.id == found.device)
    ).scalar_one()
    scope, kind, recorded_at, document = _content(org, found)
    if scope.startswith("person:") and centre.erased(scope):
        scope, document = "", None
    home = _home(connection, scope, staff_id, org)
    return Held(found.what, found.id, found.reason, home, staff_id, kind, recorded_at, document)


def _content(org: str, found: SetAside) -> tuple[str, str, datetime | None, dict[str, Any] | None]:
    """Scope, kind, when it was recorded, and what it said; nothing of what does not read."""
    if found.what == "draft":
        return _draft(found.plain)
    try:
        entry = decode(found.plain)
    except HandrailError:
        return "", "", None, None
    return (
        (entry.scope, entry.kind, entry.recorded_at, entry.body) if entry.org == org else ("", "", None, None)
    )


def _draft(plain: bytes) -> tuple[str, str, datetime | None, dict[str, Any] | None]:
    try:
        said = json.loads(plain)
    except ValueError:
        return "", "", None, None
    if not isinstance(said, dict):
        return "", "", None, None
    read = cast("dict[str, Any]", said)
    scope, kind, document = read.get("scope"), read.get("kind"), read.get("document")
    words = scope if isinstance(scope, str) else "", kind[:64] if isinstance(kind, str) else ""
    return *words, None, cast("dict[str, Any]", document) if isinstance(document, dict) else None


def _home(connection: Connection, scope: str, staff_id: str, org: str) -> Home:
    if scope == ORGANISATION or _is_seen(connection, org, scope):
        return Home(scope, open=True)
    teams = select(staff_teams.c.team_id).where(
        staff_teams.c.org_id == org, staff_teams.c.staff_id == staff_id
    )
    team = connection.execute(teams.order_by(staff_teams.c.team_id)).scalars().first()
    if team is None:
        return Home(ORGANISATION, open=False)
    return Home(team_scope(team), open=scope.startswith("person:"))


def _is_seen(connection: Connection, org: str, scope: str) -> bool:
    """Whether it is a team, or a person some team looks after."""
    if scope.startswith("team:"):
        return True
    one = and_(people.c.org_id == org, people.c.scope == scope)
    return connection.execute(select(people.c.scope).where(one)).first() is not None


def _there(connection: Connection, org: str, ids: list[str]) -> set[str]:
    query = select(entries.c.id).where(entries.c.org_id == org, entries.c.id.in_(ids))
    return set(connection.execute(query).scalars()) if ids else set()
