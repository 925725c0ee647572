"""A begun centre and devices that talk to it through the real session, sealing and pages, without a network or a vault.

Everybody in here is invented.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from central import authoring, enrol
from central.authoring import Statement
from central.centre import Centre, new_id, open_centre
from central.founding import Founded, begin
from central.port import Port
from models.entry import ORGANISATION, Clock, Entry, author, person_scope
from sync.enrolment import Enrolled, Newcomer, NewKeys, serve_enrolment
from sync.frames import Answer
from sync.invitation import invite
from sync.messages import Check, Page, PageEntry, Receipt, Refusal, Row, SyncRequest, SyncResponse
from sync.session import DeviceSession, serve
from vault.keys import Keys
from vault.sealing import open_page, seal_entry

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class DrivenClock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **length: float) -> None:
        self.at += timedelta(**length)


@dataclass
class PlayedDevice:
    """What a tablet does in a sync. `line` carries a frame to the centre and brings the answer."""

    port: Any
    enrolled: Enrolled
    keys: NewKeys
    clock: DrivenClock
    cursor: bytes | None = None
    witness: bytes | None = None
    heard_ms: int = 0
    pages: list[Page] = field(default_factory=list[Page])
    receipts: dict[bytes, Receipt] = field(default_factory=dict[bytes, Receipt])
    refusals: dict[bytes, Refusal] = field(default_factory=dict[bytes, Refusal])
    commands: list[dict[str, object]] = field(default_factory=list[dict[str, object]])

    @property
    def id(self) -> str:
        return self.keys.device.hex()

    @property
    def org(self) -> str:
        return self.enrolled.org.hex()

    @property
    def staff(self) -> str:
        return self.enrolled.staff.hex()

    @property
    def sealing(self) -> Keys:
        return Keys.from_device_key(self.keys.device_key, self.org, self.id)

    def line(self, frame: bytes) -> Answer:
        return serve(self.port, frame)

    def entry(self, kind: str, scope: str, body: dict[str, Any], **envelope: Any) -> Entry:
        id = envelope.pop("id", None) or new_id()
        values: dict[str, Any] = {
            "id": id,
            "salt": new_id(),
            "org": self.org,
            "kind": kind,
            "scope": scope,
            "record": envelope.pop("record", id),
            "author": self.staff,
            "device": self.id,
            "occurred_at": self.clock(),
            "recorded_at": self.clock(),
            "clock": Clock(error_ms=0, holds=True),
            "standard": "2026-11",
            "body": body,
        }
        return Entry(**values | envelope)

    def row(self, entry: Entry) -> Row:
        return self.sealed_row(entry.id, author(entry))

    def sealed_row(self, id: str, authored: bytes) -> Row:
        return Row(bytes.fromhex(id), seal_entry(self.sealing, id, authored))

    def push(self, *rows: Row, checks: Sequence[Check] = ()) -> SyncResponse:
        """One request with these rows and nothing pulled."""
        return self.ask(SyncRequest(self.heard_ms, self.cursor, self.witness, rows, 0, None, tuple(checks)))

    def ask(self, request: SyncRequest) -> SyncResponse:
        session = DeviceSession(
            self.keys.device, self.keys.link_key, self.port.fingerprint, secrets.token_bytes
        )
        response = session.receive(self.line(session.ask(request)))
        self.heard_ms = response.now_ms
        self.receipts |= {receipt.id: receipt for receipt in response.receipts}
        self.refusals |= {refusal.id: refusal for refusal in response.refusals}
        self.commands += response.commands
        self.witness = response.witness or self.witness
        return response

    def pull(
        self, page_bytes: int = 100_000, rows: Sequence[Row] = (), at_most: int = 1_000
    ) -> list[PageEntry]:
        """Ask until nothing more waits; the entries that came, in order."""
        came: list[PageEntry] = []
        for _ in range(at_most):
            asked = self.cursor
            response = self.ask(
                SyncRequest(self.heard_ms, asked, self.witness, tuple(rows), page_bytes, None, ())
            )
            assert response.problem is None, response.problem
            rows = ()
            came += self.keep_page(asked, response)
            if not response.more:
                return came
        raise AssertionError("the feed does not end")

    def keep_page(self, asked: bytes | None, response: SyncResponse) -> list[PageEntry]:
        if response.page is None:
            return []
        self.pages.append(Page.read(open_page(self.sealing, asked or b"", response.page)))
        self.cursor = response.cursor
        return list(self.pages[-1].entries)


@dataclass
class PlayedCentre:
    centre: Centre
    clock: DrivenClock
    founded: Founded
    folder: Path

    @classmethod
    def begun(cls, folder: Path, clock: DrivenClock) -> "PlayedCentre":
        opened = open_centre(folder / "data", folder / "keys" / "centre.keys", clock)
        founded = begin(
            opened.centre,
            "Ada Administrator",
            organisation_name="Example Care",
            team_name="Harbour Team",
            duty_phone="01632 960 001",
        )
        return cls(opened.centre, clock, founded, folder)

    @property
    def org(self) -> str:
        return self.founded.org_id

    @property
    def port(self) -> Port:
        return Port(self.centre, lambda device, checks: None)

    def say(self, kind: str, scope: str, body: dict[str, Any], record: str | None = None) -> str:
        """The id of an entry the administrator authors at the centre."""
        line = authoring.say(self.centre, self.founded.administrator, Statement(kind, scope, body, record))
        assert line.reason is None
        return line.id

    def staff(self, name: str, role: str, teams: Iterable[str] | None = None) -> str:
        staff_id = new_id()
        body = {
            "name": name,
            "role": role,
            "teams": list(teams if teams is not None else [self.founded.team]),
        }
        self.say("staff.joined", ORGANISATION, body, staff_id)
        return staff_id

    def team(self, name: str) -> str:
        team_id = new_id()
        self.say("team.created", ORGANISATION, {"name": name}, team_id)
        return team_id

    def person(self, name: str, team: str | None = None) -> str:
        scope = person_scope(new_id())
        self.say("person.registered", scope, details(name, team or self.founded.team), "details")
        return scope

    def assign(self, scope: str, staff_id: str, until_on: str | None = None) -> str:
        body = {"staff": staff_id, "part": "main", "from_on": "2026-11-01", "until_on": until_on}
        return self.say("caseload.assigned", scope, body)

    def device(self, staff_id: str, port: Any = None) -> PlayedDevice:
        """Invite and enrol, as a tablet does."""
        port = port or self.port
        made = enrol.make_invitation(self.centre, staff_id, self.founded.administrator)
        return enrol_device(port, made.code, self.clock)


def enrol_device(port: Any, code: str, clock: DrivenClock, keys: NewKeys | None = None) -> PlayedDevice:
    keys = keys or NewKeys.make(secrets.token_bytes)
    newcomer = Newcomer(invite(code), keys, secrets.token_bytes)
    welcome = newcomer.welcome(serve_enrolment(port, newcomer.hello()))
    answer = newcomer.enrolled(serve_enrolment(port, newcomer.enrol(welcome, bytes(16))))
    return PlayedDevice(port, answer, keys, clock)


def details(name: str, team: str) -> dict[str, Any]:
    return {"name": name, "born_on": "1980-04-05", "team": team, "no_nhs_number_because": "invented person"}


def contact(at: datetime, **changes: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "started_at": (at - timedelta(minutes=40)).isoformat(),
        "ended_at": (at - timedelta(minutes=10)).isoformat(),
        "mode": "01",
        "attendance": "5",
        "with_whom": ["person"],
        "decision": "no_step_up",
        "identity_confirmed": True,
    }
    return body | changes
