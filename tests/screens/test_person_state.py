"""Before you go in, on a real device: how old, what changed, what is asked, what holds, what waits for a tap."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from screens.person.lines import contact_days, is_old, nhs_number, trends, who
from screens.person.state import PersonScreenState
from sync.device import Device
from tests.screens.field import Field, in_the_field
from tests.sync.stage import contact, worrying


async def nothing() -> None:
    return None


async def person(field: Field, device: Device | None = None) -> PersonScreenState:
    state = PersonScreenState(device or field.worker, field.now, field.scope, nothing)
    await state.load()
    return state


def a_plan(now: datetime, **changes: Any) -> dict[str, Any]:
    due = [now + timedelta(hours=hours) for hours in (20, 40, 60)]
    return {
        "type": "temporary",
        "trigger": "Sleep 3",
        "expires_at": (now + timedelta(hours=70)).isoformat(),
        "named_contacts": [{"who": "Wren Worker", "mode": "02", "due_at": at.isoformat()} for at in due],
        "emergency_instructions": "999",
        "no_safeguarding_because": "Nobody else at risk",
        "warning_signs": "Phone off",
    } | changes


def synced(act: Callable[[Field, Device], Awaitable[None]]) -> Callable[[Field], Awaitable[None]]:
    """With signal, and a manager's tablet at base."""

    async def play(field: Field) -> None:
        field.stage.installations[0].signal = True
        await act(field, await field.stage.device(field.manager_id, "base"))

    return play


def test_the_last_weeks_of_contact_are_a_picture_that_says_itself(tmp_path: Path):
    async def act(field: Field) -> None:
        for days, changes in ((0, {}), (3, {"attendance": "3", "with_whom": [], "indicators": []})):
            field.stage.clock.passes(hours=24 * days)
            body = contact(field.worker.now(), **changes)
            await field.worker.record("contact.recorded", field.scope, body)
        picture = contact_days((await person(field)).view.state, field.now())
        assert len(picture.days) == 28
        assert [(each.on.day, each.mark) for each in picture.days if each.mark != "empty"] == [
            (20, "full"),
            (23, "crossed"),
        ]
        assert picture.words == ("In the last 28 days: reached on 20 November; not reached on 23 November.")

    in_the_field(tmp_path, act)


def test_each_named_contact_is_met_late_or_due(tmp_path: Path):
    async def act(field: Field) -> None:
        await field.worker.record("plan.made", field.scope, a_plan(field.worker.now()))
        field.stage.clock.passes(hours=19)
        body = contact(field.worker.now(), mode="02", indicators=[])
        await field.worker.record("contact.recorded", field.scope, body)
        field.stage.clock.passes(hours=23)
        (plan,) = (await person(field)).plans
        assert [named.standing.split()[0] for named in plan.named] == ["Met", "Late:", "Due"]
        assert [named.late for named in plan.named] == [False, True, False]
        assert ("Warning signs", "Phone off") in plan.versions[0]

    in_the_field(tmp_path, act)


def test_an_expired_plan_stays_in_view(tmp_path: Path):
    async def act(field: Field) -> None:
        await field.worker.record("plan.made", field.scope, a_plan(field.worker.now()))
        field.stage.clock.passes(hours=71)
        (plan,) = (await person(field)).plans
        assert plan.expired
        assert plan.named

    in_the_field(tmp_path, act)


def test_what_others_recorded_since_my_last_visit_comes_newest_first(tmp_path: Path):
    async def act(field: Field, manager: Device) -> None:
        await field.worker.record("contact.recorded", field.scope, contact(field.worker.now()))
        await field.worker.sync()
        await manager.sync()
        field.stage.clock.passes(hours=1)
        await manager.record("contact.agreed", field.scope, {"interval_days": 3})
        field.stage.clock.passes(hours=1)
        await manager.record("plan.made", field.scope, a_plan(manager.now()))
        await manager.sync()
        await field.worker.sync()
        lines = (await person(field)).changed_since
        assert [line.kind for line in lines][:2] == ["plan.made", "contact.agreed"]
        assert {line.who for line in lines} == {"Mo Manager"}

    in_the_field(tmp_path, synced(act))


def test_a_manager_who_opens_the_record_has_seen_its_prompts_and_the_author_reads_so(tmp_path: Path):
    async def act(field: Field, manager: Device) -> None:
        await field.worker.record("contact.recorded", field.scope, worrying(field.worker.now()))
        mine = await person(field)
        assert {line.told for line in mine.untold} == {"On this tablet only. Nobody has been told."}
        await field.worker.sync()
        await manager.sync()
        theirs = await person(field, manager)
        assert next(line for line in theirs.prompts if line.prompt.rule == "T2").told.startswith("Seen by Mo")
        held = len(theirs.view.held)
        assert len((await person(field, manager)).view.held) == held
        await manager.sync()
        await field.worker.sync()
        told = [line.told for line in (await person(field)).prompts if line.prompt.rule == "T2"]
        assert told == ["Seen by Mo Manager 13:00"]

    in_the_field(tmp_path, synced(act))


def test_not_assessed_is_a_gap_and_never_0(tmp_path: Path):
    async def act(field: Field) -> None:
        for level in ({"level": 2}, {"not_assessed": "not_safe_to_ask"}, {"level": 0}):
            field.stage.clock.passes(days=1)
            body = contact(field.worker.now(), indicators=[{"code": "sleep", **level}])
            await field.worker.record("contact.recorded", field.scope, body)
        state = await person(field)
        drawn = {trend.code: trend for trend in trends(state.view.state, state.standard, state.now())}
        assert [point.level for point in drawn["sleep"].points] == [2, None, 0]
        assert drawn["sleep"].usual == 1
        assert list(drawn) == ["sleep", "suspiciousness", "threat_to_others"]

    in_the_field(tmp_path, act)


def test_old_knowledge_says_so_past_a_day(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await person(field)
        assert not is_old(state.view.as_at, field.now())
        assert is_old(state.view.as_at, field.now() + timedelta(hours=24))
        assert is_old(None, field.now())

    in_the_field(tmp_path, act)


def test_the_whole_number_waits_for_a_tap(tmp_path: Path):
    async def act(field: Field) -> None:
        details = {"name": "Pat Example", "born_on": "1980-04-05", "team": field.stage.played.founded.team}
        body = details | {"nhs_number": "9990000018", "preferred_name": "Patty"}
        field.stage.played.say("person.updated", field.scope, body, "details")
        field.stage.installations[0].signal = True
        await field.worker.sync()
        state = await person(field)
        assert state.details is not None
        assert nhs_number(state.details, state.whole_number) == "… 0018"
        state.toggle("whole_number")
        assert nhs_number(state.details, state.whole_number) == "999 000 0018"
        facts = dict(who(state.details, field.now()))
        assert facts["Likes to be called"] == "Patty"
        assert facts["Born"] == "5 April 1980, 46 years old"

    in_the_field(tmp_path, act)
