"""Whom the centre has not heard from: said once to those who lead the team, ended when they are heard, and never by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from central import restored
from central.centre import Centre
from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.notify import NOTICE, Notifier
from central.port import Port
from central.store.tables import outbox
from models.directory import Directory
from models.entry import ORGANISATION, Entry, decode, team_scope
from models.kinds.traces import DeviceSilent
from models.silence import Silence, heard_id, waiting
from tests.central.played import DrivenClock, PlayedCentre, PlayedDevice

MORNING = datetime(2026, 11, 2, 8, tzinfo=UTC)  # a Monday; 9 to 17 are working hours
EMERGENCY = "Ring 999, or the duty number"


@dataclass
class Base:
    """A centre with its evaluator, somebody who works with one person, and who leads them. `came` is what the manager pulled."""

    played: PlayedCentre
    came: list[Entry] = field(default_factory=list[Entry])

    def __post_init__(self) -> None:
        played = self.played
        self.worker = played.staff("Wyn Worker", "worker")
        self.scope = played.person("Person One")
        played.assign(self.scope, self.worker)
        self.signs = SignsOfLife(played.centre)
        self.port = Port(played.centre, lambda device, checks: None, self.signs)
        self.tablet = played.device(self.worker, self.port)
        self.manager = played.device(played.staff("Mo Manager", "manager"), self.port)
        self.begins()

    def begins(self, addresses: Sequence[str] = ()) -> None:
        """The process is started, or started again."""
        self.evaluator = Evaluator(self.played.centre, Notifier(self.played.centre, addresses), self.signs)

    def passes(self, **length: float) -> None:
        """Time goes by while the centre runs."""
        until = self.played.clock.at + timedelta(**length)
        while self.played.clock.at < until:
            self.played.clock.at = min(until, self.played.clock.at + timedelta(minutes=10))
            self.evaluator.look()

    def to(self, hour: int, minute: int = 0) -> None:
        at = self.played.clock.at
        there = at.replace(hour=hour, minute=minute)
        self.passes(seconds=(there - at + timedelta(days=int(there < at))).total_seconds())

    def says(self, device: PlayedDevice | None = None) -> list[DeviceSilent]:
        """Every silence the manager was told of, and every end of one, in order."""
        self.came += [decode(each.authored) for each in (device or self.manager).pull()]
        return [each.said for each in self.came if isinstance(each.said, DeviceSilent)]

    def waits(self) -> list[Silence]:
        self.says()
        directory = Directory.fold(each for each in self.came if each.scope == ORGANISATION)
        of_team = [each for each in self.came if each.scope == self.team]
        return list(waiting(of_team, directory, self.played.clock.at))

    @property
    def team(self) -> str:
        return team_scope(self.played.founded.team)

    def plan(self) -> None:
        now = self.played.clock.at
        due = [(now + timedelta(hours=20 * n)).isoformat() for n in (1, 2, 3)]
        body: dict[str, Any] = {
            "type": "temporary",
            "expires_at": (now + timedelta(hours=71)).isoformat(),
            "trigger": "Worse this week",
            "emergency_instructions": EMERGENCY,
            "no_safeguarding_because": "Nobody else is at risk",
            "named_contacts": [{"who": "Wyn", "mode": "02", "due_at": at} for at in due],
        }
        self.record("plan.made", body, record="plan_temporary")

    def record(self, kind: str, body: dict[str, Any], **envelope: Any) -> Entry:
        entry = self.manager.entry(kind, self.scope, body, **envelope)
        self.manager.push(self.manager.row(entry))
        assert self.manager.receipts[bytes.fromhex(entry.id)].reason is None
        return entry


@pytest.fixture
def clock() -> DrivenClock:
    return DrivenClock(MORNING)


@pytest.fixture
def base(played: PlayedCentre) -> Base:
    return Base(played)


def test_a_day_without_a_word_is_said_once_to_those_who_lead_the_team(base: Base):
    base.to(16, 55)
    assert base.says() == []
    base.to(17)
    (said,) = base.says()
    assert (said.staff, said.device, said.last_heard_at) == (base.worker, base.tablet.id, MORNING)
    assert (said.since_at, said.shift_ended) == (MORNING.replace(hour=17), True)
    assert (said.open_plans, said.open_escalations) == (0, 0)
    assert [each.said for each in base.waits()] == [said]
    base.begins()
    base.passes(hours=1)  # another process, or one that was killed: nothing is said twice
    base.to(17)
    assert len([each for each in base.says() if each.staff == base.worker]) == 1
    assert team_scope(base.played.founded.team) not in {decode(e.authored).scope for e in base.tablet.pull()}


def test_when_it_is_heard_again_the_centre_says_so_and_it_waits_no_more(base: Base):
    base.to(17)
    (silence,) = base.waits()
    base.to(18)
    base.tablet.pull()  # a sign of life that is not written yet
    heard_at = base.played.clock.at
    base.passes(minutes=5)
    silent, heard = base.says()
    assert (silent.heard_at, heard.heard_at) == (None, heard_at)
    follows = next(each for each in base.came if each.id == heard_id(silence.id))
    assert (follows.record, follows.follows) == (silence.id, (silence.id,))
    assert base.waits() == []
    base.to(17)  # the next day, again without a word
    assert [each.last_heard_at for each in base.says()] == [MORNING, MORNING, heard_at]
    assert len(base.waits()) == 1


def test_a_sign_of_life_that_is_not_written_yet_counts(base: Base):
    base.to(16, 59)
    base.tablet.pull()
    base.passes(hours=2)
    assert base.says() == []


def test_four_hours_with_a_plan_open_and_not_a_minute_sooner(base: Base):
    base.plan()
    base.to(12, 59)
    assert base.says() == []
    base.to(13)
    (said,) = base.says()
    assert (said.since_at, said.shift_ended) == (MORNING.replace(hour=13), False)
    assert (said.open_plans, said.open_escalations) == (1, 0)


def test_and_with_an_escalation_open_until_it_is_resolved(base: Base):
    opened = base.record("escalation.opened", {"priority": "routine", "to": "The crisis team"})
    base.to(12, 55)
    base.record("escalation.resolved", {"outcome": "other_support"}, record=opened.id, follows=(opened.id,))
    base.to(14)
    assert base.says() == []
    base.record("escalation.opened", {"priority": "routine", "to": "The crisis team"})
    base.passes(minutes=5)
    (said,) = base.says()
    assert (said.open_plans, said.open_escalations) == (0, 1)


def test_a_plan_of_somebody_else_is_no_reason(base: Base):
    other = base.played.person("Person Two")
    base.scope = other
    base.manager.pull()
    base.plan()
    base.to(16)
    assert base.says() == []


def test_any_tablet_of_theirs_that_is_heard_is_enough(base: Base):
    laptop = base.played.device(base.worker, base.port)
    base.plan()
    base.to(11)
    laptop.pull()
    base.to(14, 55)
    assert base.says() == []
    base.to(15)
    (said,) = base.says()
    assert said.device == laptop.id


def test_nothing_on_leave_and_nothing_of_a_tablet_taken_out_of_use(base: Base):
    away = {"staff": base.worker, "from_on": "2026-11-02", "until_on": "2026-11-02"}
    base.played.say("staff.leave_set", ORGANISATION, away)
    base.to(18)
    assert base.says() == []
    base.to(9)
    base.played.say("device.revoked", ORGANISATION, {}, base.tablet.id)
    base.to(18)
    assert base.says() == []


def test_nothing_of_who_left_and_nothing_of_an_administrator(base: Base):
    base.played.device(base.played.founded.administrator, base.port)
    base.played.say("staff.left", ORGANISATION, {"left_on": "2026-11-01"}, base.worker)
    base.to(18)
    assert base.says() == []


def test_what_was_silent_goes_when_leave_is_recorded(base: Base):
    base.to(17)
    assert len(base.waits()) == 1
    base.played.say("staff.leave_set", ORGANISATION, {"staff": base.worker, "from_on": "2026-11-02"})
    assert base.waits() == []


def test_a_centre_that_was_away_itself_says_nothing_until_it_has_listened(base: Base):
    base.played.clock.passes(hours=9)  # switched off, or asleep, from 8 to 17
    for _ in range(2):
        base.begins()
        base.evaluator.look()
        assert base.says() == []
        base.passes(minutes=10)
        assert base.says() == []
    base.passes(minutes=5)
    assert len(base.says()) == 1


def test_a_pause_of_the_machine_is_time_in_which_it_was_not_there(base: Base):
    base.to(10)
    base.played.clock.passes(hours=7)
    base.evaluator.look()
    assert base.says() == []
    base.passes(minutes=15)
    assert len(base.says()) == 1


def test_nothing_while_a_restored_centre_is_shut(base: Base):
    base.to(9)
    restored.declare(base.played.centre)
    base.to(18)
    assert standing(base.played.centre) == 0
    restored.confirm(base.played.centre, base.played.founded.administrator)
    base.passes(minutes=10)
    assert standing(base.played.centre) == 0
    base.passes(minutes=10)
    assert standing(base.played.centre) == 1


def standing(centre: Centre) -> int:
    from central.store.tables import entries

    with centre.database.read() as connection:
        return len(connection.execute(select(entries.c.id).where(entries.c.kind == "device.silent")).all())


def test_it_is_answered_by_a_manager_and_not_said_again(base: Base):
    base.to(17)
    (silence,) = base.waits()
    body = {"prompt": silence.prompt, "evidence": [silence.id], "done": "Reached by telephone"}
    answer = base.manager.entry("prompt.answered", base.team, body)
    base.manager.push(base.manager.row(answer))
    assert base.manager.receipts[bytes.fromhex(answer.id)].reason is None
    base.came.append(answer)
    assert base.waits() == []
    base.to(16)
    assert [each.staff for each in base.says()] == [base.worker]


def test_a_notice_without_a_word_about_anyone_is_put_in_the_outbox_once(base: Base):
    base.begins(["json://127.0.0.1:9/"])
    base.to(17)
    base.passes(minutes=30)
    (silence,) = base.waits()
    with base.played.centre.database.read() as connection:
        ids = connection.execute(select(outbox.c.prompt_id)).scalars().all()
    assert [id for id in ids if id.startswith(NOTICE)] == [f"{NOTICE}silent:{silence.id}"]


def test_a_tablet_cannot_say_it(base: Base):
    body = {"device": base.tablet.id, "staff": base.worker}
    said = base.manager.entry("device.silent", base.team, body)
    base.manager.push(base.manager.row(said))
    assert base.manager.receipts[bytes.fromhex(said.id)].reason == "role_may_not"


def test_it_is_said_where_somebody_else_leads_and_is_there(base: Base):
    meadow = base.played.team("Meadow Team")
    both = base.played.staff("Cal Colleague", "worker", [base.played.founded.team, meadow])
    base.played.device(both, base.port)
    lead = base.played.device(base.played.staff("Lee Lead", "manager", [meadow]), base.port)
    away = {"staff": base.manager.staff, "from_on": "2026-11-02"}
    base.played.say("staff.leave_set", ORGANISATION, away)
    base.to(17)
    here, there = (
        [each.staff for e in device.pull() if isinstance(each := decode(e.authored).said, DeviceSilent)]
        for device in (base.manager, lead)
    )
    assert here == [base.worker]  # nobody of theirs is at work: it waits for who is back
    assert there == [both]


def test_nothing_is_said_of_whom_nobody_else_leads(base: Base):
    base.played.say("device.revoked", ORGANISATION, {}, base.tablet.id)
    base.to(18)
    assert standing(base.played.centre) == 0
