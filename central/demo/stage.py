"""The stage a fictional year is played on: a driven clock, a centre in this process, and tablets that sync with it.

Everything goes through the same doors as in earnest: commands author entries, tablets enrol by invitation, staff record
through their `Device`. Only the clock is driven and the line is a call.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from central.authoring import Statement, say
from central.centre import Centre, new_id, open_centre
from central.demo import team
from central.enrol import make_invitation
from central.founding import begin, shipped_standard
from central.port import Port
from models.entry import ORGANISATION, person_scope
from models.times import local
from sync.device import Device
from sync.enrolment import serve_enrolment
from sync.frames import Answer
from sync.http import ENROL_PATH
from sync.installation import Installation
from sync.session import serve

ORGANISATION_NAME = "Sampleton Community Support (fictional)"
MINUTE = timedelta(minutes=1)


class DrivenClock:
    """A clock that says what it is told. `elapsed` runs with it, so a measured error stays measured."""

    def __init__(self, moment: datetime) -> None:
        self.begun = self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def elapsed(self) -> float:
        return (self.moment - self.begun).total_seconds()

    def offset_minutes(self, at: datetime) -> int:
        offset = local(at).utcoffset() or timedelta()
        return int(offset.total_seconds() // 60)


class SameProcess:
    """A line to a centre in this process."""

    def __init__(self, centre: Centre) -> None:
        self._port = Port(centre, lambda device, checks: None)

    async def post(self, url: str, body: bytes) -> Answer:
        return serve_enrolment(self._port, body) if url.endswith(ENROL_PATH) else serve(self._port, body)


@dataclass
class Stage:
    """`staff`, `devices`, `lines` by a colleague's key; `scopes` by a person's key; `team` is the team's id.

    `devices` are unlocked and record; `lines` are the same tablets locked, which is how they sync quickest.
    """

    clock: DrivenClock
    centre: Centre
    installations: dict[str, Installation]
    administrator: str
    team: str
    staff: dict[str, str] = field(default_factory=dict[str, str])
    devices: dict[str, Device] = field(default_factory=dict[str, Device])
    lines: dict[str, Device] = field(default_factory=dict[str, Device])
    scopes: dict[str, str] = field(default_factory=dict[str, str])

    def say(self, by: str, kind: str, scope: str, body: dict[str, Any], record: str | None = None) -> None:
        """One entry by command at base."""
        say(self.centre, self.staff[by], Statement(kind, scope, body, record))

    async def close(self) -> None:
        for installation in self.installations.values():
            await installation.close()
        self.centre.close()


async def build(root: Path, begins_at: datetime, address: str) -> Stage:
    """A centre with its team and people, and everybody's tablet enrolled, in the folder `root`."""
    clock = DrivenClock(begins_at)
    centre = open_centre(root / "centre", root / "keys" / "handrail.key", clock.now).centre
    founded = begin(
        centre,
        next(each.name for each in team.STAFF if each.role == "administrator"),
        organisation_name=ORGANISATION_NAME,
        team_name=team.TEAM,
        duty_phone=team.DUTY_PHONE,
        standard=shipped_standard() | {"own_copy": team.OWN_COPY},
    )
    line = SameProcess(centre)
    tablets = {name: Installation(root / name, clock, line) for name in ("field", "base")}
    stage = Stage(clock, centre, tablets, founded.administrator, founded.team)
    _join(stage)
    _register(stage)
    await _enrol(stage, address)
    return stage


def _join(stage: Stage) -> None:
    for colleague in team.STAFF:
        if colleague.role == "administrator":
            stage.staff[colleague.key] = stage.administrator
            continue
        stage.staff[colleague.key] = new_id()
        body = {
            "name": colleague.name,
            "role": colleague.role,
            "teams": [stage.team],
            "phone": colleague.phone,
        }
        said = Statement("staff.joined", ORGANISATION, body, stage.staff[colleague.key])
        say(stage.centre, stage.administrator, said)


def _register(stage: Stage) -> None:
    """People, their agreed contact, and who works with them: the other worker covers."""
    cover = {"robin": "jo", "jo": "robin"}
    today = local(stage.clock.now()).date().isoformat()
    for person in team.people():
        scope = stage.scopes[person.key] = person_scope(new_id())
        stage.say("alex", "person.registered", scope, _details(stage, person), "details")
        for staff, part in ((person.worker, "main"), (cover[person.worker], "cover")):
            body = {"staff": stage.staff[staff], "part": part, "from_on": today}
            stage.say("alex", "caseload.assigned", scope, body)


def _details(stage: Stage, person: team.Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "born_on": person.born_on.isoformat(),
        "team": stage.team,
        "preferred_name": person.name.split()[0],
        "nhs_number": person.nhs_number,
        "address": person.address,
        "phone": person.phone,
    }


async def _enrol(stage: Stage, address: str) -> None:
    for colleague in team.STAFF:
        if colleague.tablet is None:
            continue
        stage.clock.moment += MINUTE  # tablets are lettered in the order they are enrolled
        code = make_invitation(stage.centre, stage.staff[colleague.key], stage.administrator).code
        tablet = stage.installations[colleague.tablet]
        device = stage.devices[colleague.key] = await tablet.enrol(address, code, colleague.passphrase)
        stage.lines[colleague.key] = await tablet.device(device.id)
        await device.sync()
