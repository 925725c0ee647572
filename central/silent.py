"""Whom the centre has not heard from while they were on duty (D1), said once to those who lead their team; and that it has again.

Looked at once a minute. Only after the centre itself has listened for a while: what was switched off, or asleep, has heard
from nobody, and that says nothing about them. The id of what is said is made from whose silence it is and when they were last
heard, so that neither a kill nor a second process says it twice.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, select

from central import restored
from central.authoring import Statement, compose, say_as_centre
from central.centre import Centre
from central.notify import Notifier
from central.prompts import read_scope
from central.store.tables import caseloads, devices, entries, watched
from models.authority import CLINICAL, DECIDERS
from models.directory import Directory, Staff
from models.entry import Entry, team_scope
from models.errors import BadInput
from models.fold import Assignment
from models.kinds.traces import DeviceSilent
from models.rules import d1
from models.rules.d1 import Open, Silent
from models.silence import heard_id, silent_id, unheard
from models.times import day_of

EVERY = timedelta(minutes=1)
LISTENS_FIRST = timedelta(minutes=15)  # tablets with signal are in step about once a minute
LONGEST_PAUSE = timedelta(minutes=10)  # between two looks: longer, and the centre was not there itself
KIND = "device.silent"
ANY = Open(plans=1)
log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class Heard:
    """When a member of staff was last heard from any tablet they have in use, and from which."""

    at: datetime
    device: str
    staff: str


@dataclass(frozen=True)
class Around:
    """Who works with a person, and what is open for them."""

    caseload: tuple[Assignment, ...]
    plan: bool
    escalation: bool


class Listener:
    """One thread uses it. It keeps what it said, by id, and what was open for a person when their record last changed."""

    def __init__(self, centre: Centre, notifier: Notifier) -> None:
        self._centre = centre
        self._notifier = notifier
        self._began = self._looked = datetime.min.replace(tzinfo=UTC)
        self._through = 0
        self._said: dict[str, DeviceSilent] = {}
        self._scopes: dict[str, str] = {}
        self._around: dict[str, tuple[int, Around]] = {}

    def listen(self) -> None:
        """One look, when it is time for one; not while a restored centre is shut."""
        now = self._centre.now()
        since = now - self._looked
        if timedelta() <= since < EVERY:
            return
        if not timedelta() <= since <= LONGEST_PAUSE or restored.shut(self._centre):
            self._began = now
        self._looked = now
        if now - self._began < LISTENS_FIRST:
            return
        self._read_what_was_said()
        heard = self._heard()
        self._end_silences(heard)
        self._begin_silences(heard, now)
        standing = unheard(self._said)
        self._notifier.notice(self._centre.organisation.id, sorted(f"silent:{id}" for id in standing), now)

    # What the centre knows

    def _read_what_was_said(self) -> None:
        """Only what came since the last look: it lies among what is said of teams."""
        org = self._centre.organisation.id
        teams = [team_scope(id) for id in self._centre.records.directory(org).teams]
        new = and_(entries.c.scope.in_(teams), entries.c.kind == KIND, entries.c.seq > self._through)
        with self._centre.database.read() as connection:
            for record in self._centre.records.chosen(org, new, connection):
                self._through = max(self._through, record.seq)
                self._keep(record.entry)

    def _keep(self, entry: Entry) -> None:
        with suppress(BadInput):  # a body this version cannot read is left to the one that said it
            if isinstance(said := entry.said, DeviceSilent):
                self._said[entry.id], self._scopes[entry.id] = said, entry.scope

    def _heard(self) -> dict[str, Heard]:
        """By member of staff. To be enrolled is to be heard."""
        query = select(devices.c.id, devices.c.staff_id, devices.c.last_sync_at, devices.c.enrolled_at).where(
            devices.c.org_id == self._centre.organisation.id, devices.c.revoked_at.is_(None)
        )
        with self._centre.database.read() as connection:
            rows = connection.execute(query).all()
        found: dict[str, Heard] = {}
        for row in rows:
            last = Heard(row.last_sync_at or row.enrolled_at, row.id, row.staff_id)
            found[last.staff] = max(
                last, found.get(last.staff, last), key=lambda each: (each.at, each.device)
            )
        return found

    # What it says

    def _end_silences(self, heard: Mapping[str, Heard]) -> None:
        for id in sorted(unheard(self._said)):
            said = self._said[id]
            last = heard.get(said.staff)
            if last is None or (said.last_heard_at and last.at <= said.last_heard_at):
                continue
            body = said.model_dump(mode="json") | {"device": last.device, "heard_at": last.at.isoformat()}
            self._say(Statement(KIND, self._scopes[id], body, id, heard_id(id)))
            log.info("heard again: device %s (entry %s)", last.device, id)

    def _begin_silences(self, heard: Mapping[str, Heard], now: datetime) -> None:
        directory = self._centre.records.directory(self._centre.organisation.id)
        for last in heard.values():
            member, id = directory.staff.get(last.staff), silent_id(last.staff, last.at)
            if id in self._said or member is None or member.role not in CLINICAL:
                continue
            if d1.find(last.staff, last.at, directory, now, ANY) is None:
                continue  # whatever is open: so nobody's record is read for it
            open, team = self._open(last.staff, now), _team(member, directory, now)
            if team and (found := d1.find(last.staff, last.at, directory, now, open)):
                self._say(_statement(id, last, found, open, team))
                log.info("silent: device %s, staff %s (entry %s)", last.device, last.staff, id)

    def _say(self, statement: Statement) -> None:
        entry = compose(self._centre, self._centre.organisation.device, statement)
        say_as_centre(self._centre, entry)
        self._keep(entry)

    # What is open

    def _open(self, staff: str, now: datetime) -> Open:
        """For whom they work with today."""
        org, today = self._centre.organisation.id, day_of(now)
        theirs = select(watched.c.scope, watched.c.dirty_seq).where(
            watched.c.org_id == org,
            watched.c.scope.in_(
                select(caseloads.c.scope).where(
                    caseloads.c.org_id == org, caseloads.c.staff_id == staff, caseloads.c.ended.is_(False)
                )
            ),
        )
        with self._centre.database.read() as connection:
            rows = connection.execute(theirs).all()
        around = [self._of(row.scope, row.dirty_seq) for row in rows]
        mine = [each for each in around if any(a.staff == staff and a.acting(today) for a in each.caseload)]
        return Open(sum(each.plan for each in mine), sum(each.escalation for each in mine))

    def _of(self, scope: str, dirty_seq: int) -> Around:
        kept = self._around.get(scope)
        if kept is None or kept[0] != dirty_seq:
            person = read_scope(self._centre, scope).person
            there = not person.standing.died
            escalated = there and any(each.open for each in person.escalations)
            around = Around(person.caseload, there and person.temporary_plan is not None, escalated)
            self._around[scope] = kept = dirty_seq, around
        return kept[1]


def _statement(id: str, last: Heard, found: Silent, open: Open, team: str) -> Statement:
    body = {
        "device": last.device,
        "staff": last.staff,
        "last_heard_at": last.at.isoformat(),
        "since_at": found.since_at.isoformat(),
        "shift_ended": found.shift_ended,
        "open_plans": open.plans,
        "open_escalations": open.escalations,
    }
    return Statement(KIND, team_scope(team), body, id=id)


def _team(member: Staff, directory: Directory, now: datetime) -> str | None:
    """The team of theirs in which somebody else leads, and is at work if anybody is. None where nobody leads them."""
    leading = [each for each in directory.staff.values() if each.id != member.id and each.role in DECIDERS]
    there = [each for each in leading if directory.at_work(each.id, now)]
    for those in (there, [each for each in leading if each.here_at(now)]):
        if teams := {team for each in those for team in each.teams} & set(member.teams):
            return min(teams)
    return None
