"""What the provider delegates in its standard: screens offer it, and say who can do the rest."""

from pathlib import Path

from models.entry import ORGANISATION
from screens.app_state import AppState
from screens.around.status import StatusState
from screens.drafting.form import new_id
from screens.escalation.taking import StepState, about
from screens.person.state import PersonScreenState
from tests.central.played import contact
from tests.models.made import document
from tests.screens.sessions import Team, with_team
from tests.screens.test_restrictions import apply, card, form

DELEGATED = {
    "restriction.applied": ["worker"],
    "restriction.reviewed": ["worker"],
    "person.status": ["worker"],
    "escalation.resolved": ["worker"],
}


def publish(team: Team) -> None:
    """The shipped standard, delegating, in force for what is recorded from now on."""
    written = document() | {"version": "delegating", "delegated": DELEGATED}
    team.stage.clock.passes(minutes=1)
    at = team.stage.clock.at.isoformat()
    body = {"version": "delegating", "effective_at": at, "document": written}
    team.stage.played.say("standard.published", ORGANISATION, body, "standard")


async def person(app: AppState, team: Team) -> PersonScreenState:
    state = PersonScreenState(app.open_device, app.now, team.scope, app.refresh)
    await state.load()
    return state


def test_a_worker_it_is_delegated_to_authorises_a_restriction(tmp_path: Path):
    async def act(team: Team) -> None:
        publish(team)
        worker = await team.worker()
        assert (await form(worker, team)).who_decides == ""
        record = await apply(worker, team)
        shown = await card(worker, team)
        assert (shown.words, shown.warning) == (("Active",), "")
        assert dict(shown.versions[0].facts)["Authorised by"].startswith("Wren Worker, ")
        state = await person(worker, team)
        assert state.waiting == ()
        reviewing = await form(worker, team, record)
        assert reviewing.who_decides == (
            "You may continue it. Less than what holds now, or its end, waits until it is confirmed by a manager: Mo Manager."
        )
        stepped = {"decision": "step_down", "rationale": "Safe now"}
        await worker.open_device.record("restriction.reviewed", team.scope, stepped, record=record)
        assert len((await person(worker, team)).waiting) == 1
        assert (await card(worker, team)).words == ("Active",)

    with_team(tmp_path, act)


def test_a_discharge_says_what_it_still_waits_for(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        assert await discharge_needs(worker, team) == (
            "It waits until it is confirmed by a manager: Mo Manager.",
        )
        publish(team)
        await worker.open_device.sync()
        assert await discharge_needs(worker, team) == ()
        seen = [{"code": "suicidal", "level": 2}]
        body = contact(worker.now(), indicators=seen)
        await worker.open_device.record("contact.recorded", team.scope, body)
        assert await discharge_needs(worker, team) == (
            "Still open: Safety episode. It holds once a senior decides it and the handover is accepted.",
        )

    with_team(tmp_path, act)


def test_what_ends_an_escalation_waits_only_where_it_is_not_delegated(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        device = worker.open_device
        opened = await device.record(
            "escalation.opened",
            team.scope,
            {"priority": "urgent", "to": "Crisis team", "requested": "A visit"},
        )
        assert (await resolving(worker, team, opened.id)).stays_open.startswith("It stays open until")
        publish(team)
        await device.sync()
        team.stage.clock.passes(minutes=5)
        assert (await resolving(worker, team, opened.id)).stays_open == ""
        ended = {"outcome": "person_safe", "words": "Home and well"}
        await device.record("escalation.resolved", team.scope, ended, record=opened.id)
        assert (await device.person(team.scope)).state.open_escalations == ()

    with_team(tmp_path, act)


async def discharge_needs(app: AppState, team: Team) -> tuple[str, ...]:
    state = StatusState(app.open_device, team.scope, new_id())
    await state.load()
    return state.discharge_needs


async def resolving(app: AppState, team: Team, id: str) -> StepState:
    state = StepState(app.open_device, team.scope, new_id(), about("escalation.resolved", id))
    await state.load()
    return state
