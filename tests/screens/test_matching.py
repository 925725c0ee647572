"""Somebody "not on my list": recorded in the field, found out about at base, one person from then on."""

from pathlib import Path
from typing import Any

import pytest

from models.entry import person_scope
from screens.app_state import AppState
from screens.contact.state import ContactState, new_id
from screens.matching.state import MatchingState
from screens.people.state import PeopleState
from screens.person.deciding import PartState
from screens.person.state import PersonScreenState
from screens.today.state import TodayState
from tests.central.played import contact
from tests.screens.sessions import NAME, Team, on_screen, opened, saved, synced, with_team

STRANGER = person_scope("5" * 32)
BORN = "1980-04-05"


async def met(app: AppState, team: Team, name: str = NAME, born: str | None = BORN) -> None:
    named = {"name": name, "born_on": born, "team": team.stage.played.founded.team}
    seen = [{"code": "suicidal", "level": 2}]
    body = contact(app.now(), not_on_list=named, indicators=seen)
    await app.open_device.record("contact.recorded", STRANGER, body)
    await app.refresh()


async def matching(app: AppState) -> MatchingState:
    state = MatchingState(app.open_device, app.now, STRANGER, app.refresh)
    await state.load()
    return state


async def waiting_at_base(team: Team, **named: Any) -> tuple[AppState, AppState]:
    worker, manager = await team.worker(), await team.manager()
    await met(worker, team, **named)
    await synced(worker, manager)
    return worker, manager


def test_a_contact_with_somebody_not_on_the_list_asks_who_they_are_first(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        device = worker.open_device
        today = TodayState(device, worker.now)
        await today.load()
        _, _, scope, _, id = today.not_on_list().split("/")
        state = ContactState(device, scope, id)
        await state.load()
        assert state.page.key == "who"
        state.next()
        assert state.wrong == {
            "name": "Write the name they give, or what they are called.",
            "born": "Enter the date.",
        }
        state.put(state.form, name="Robin", born="5/4/2099")
        assert state.wrong == {"born": "This day is still to come. Check the date of birth."}
        state.put(state.form, born="5/4/1980")
        assert state.wrong == {}
        await state.kept()
        again = ContactState(device, scope, id)
        await again.load()
        assert (again.page.key, again.name, again.born) == ("who", "Robin", "5 April 1980")
        await today.load()
        assert [each.name for each in today.drafts] == ["Robin"]

        again.form.decision = "no_step_up"
        again.put(again.form, name_confirmed=True, birth_confirmed=True, rationale="Fine", mode="01")
        again.form.none_seen(["suicidal"])
        await again.save()
        assert again.saved, again.read().problems
        view = await device.person(scope)
        (said,) = view.state.said_to_be
        assert (said.name, str(said.born_on), said.team) == ("Robin", BORN, team.stage.played.founded.team)

    with_team(tmp_path, act)


def test_somebody_who_does_not_know_the_date_of_birth_can_say_so(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = ContactState(worker.open_device, STRANGER, new_id())
        await state.load()
        state.put(state.form, name="Robin", born_unknown=True)
        assert state.problems_at("who") == []
        assert state.read().contact.body["not_on_list"]["born_on"] is None
        known = ContactState(worker.open_device, team.scope, new_id())
        await known.load()
        assert known.page.key == "contact"
        assert "not_on_list" not in known.read().contact.body

    with_team(tmp_path, act)


def test_a_manager_matches_them_once_name_birth_and_reason_are_there(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await waiting_at_base(team)
        people = PeopleState(manager)
        await people.load()
        assert [each.scope for each in people.to_be_matched] == [STRANGER]
        today = TodayState(manager.open_device, manager.now)
        await today.load()
        assert [each.scope for each in today.to_be_matched] == [STRANGER]

        state = await matching(manager)
        assert [(each.scope, each.agrees) for each in state.candidates] == [
            (team.scope, "The same: the date of birth and the name")
        ]
        state.match_with(team.scope)
        await state.save()
        assert state.answer is not None
        assert set(state.answer.wrong) == {"name", "birth", "reason"}
        assert not state.done
        state.confirm("name")(True)
        state.confirm("birth")(True)
        state.setter("reason")("Asked them for their address")
        await state.save()
        assert state.done == f"This is {NAME}."
        await people.load()
        assert [row.scope for row in people.rows] == [team.scope]
        assert people.to_be_matched == ()

        await synced(manager, worker)
        person = PersonScreenState(worker.open_device, worker.now, STRANGER, worker.refresh)
        await person.load()
        assert person.name == NAME
        assert {each.prompt.scope for each in person.prompts if each.prompt.rule == "T1"} == {team.scope}
        assert not person.may_match

    with_team(tmp_path, act)


def test_a_manager_says_that_they_are_two_people_after_all(tmp_path: Path):
    async def act(team: Team) -> None:
        _, manager = await waiting_at_base(team)
        state = await matching(manager)
        state.match_with(team.scope)
        for what in ("name", "birth"):
            state.confirm(what)(True)
        state.setter("reason")("The same date of birth")
        await state.save()
        person = PersonScreenState(manager.open_device, manager.now, team.scope, manager.refresh)
        await person.load()
        (joined,) = person.joined
        assert (joined.why, joined.by) == ("The same date of birth", "Mo Manager, 12:00")
        form = await opened(PartState(manager.open_device, team.scope, new_id(), joined.entry))
        assert form.joined == joined
        await form.save()
        assert form.wrong == {"words": "Say how you know that they are two people."}
        form.put(words="They have a twin")
        await saved(form)
        await person.load()
        assert person.joined == ()
        assert (await matching(manager)).settled is False

    with_team(tmp_path, act)


@pytest.mark.parametrize("born", [None, "1955-01-01"])
def test_somebody_new_is_registered_and_goes_on_with_whoever_wrote_of_them(tmp_path: Path, born: str | None):
    async def act(team: Team) -> None:
        worker, manager = await waiting_at_base(team, name="Robin New", born=born)
        state = await matching(manager)
        assert state.candidates == ()
        state.is_new()
        assert state.answer is not None
        await state.save()
        wanted = {"name", "birth", "number"} if born else {"name", "birth", "born"}
        assert wanted - {"number"} <= set(state.answer.wrong)
        state.setter("born")("1/1/1955")
        state.setter("number")("999 000 0019")
        state.confirm("name")(True)
        state.confirm("birth")(True)
        await state.save()
        assert set(state.answer.wrong) == {"number"}
        state.setter("number")("999 000 0018")
        await state.save()
        assert state.done == "Robin New is registered."
        assert state.settled

        await synced(manager, worker, manager)
        rows = {row.scope: row for row in await worker.open_device.people()}
        assert (rows[STRANGER].part, rows[STRANGER].to_be_matched) == ("main", False)
        details = (await manager.open_device.person(STRANGER)).state.details
        assert details.heads[0].body.nhs_number == "9990000018"

    with_team(tmp_path, act)


def test_a_worker_reads_who_decides(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, _ = await waiting_at_base(team)
        state = await matching(worker)
        assert not state.may_decide
        assert state.who_decides == "a manager: Mo Manager"
        today = TodayState(worker.open_device, worker.now)
        await today.load()
        assert today.to_be_matched == []

    with_team(tmp_path, act)


async def at_base(team: Team) -> AppState:
    _, manager = await waiting_at_base(team, name="Patricia Example")
    return manager


def test_the_screens_lead_from_the_list_to_one_person_and_back_to_two(tmp_path: Path):
    with on_screen(tmp_path, at_base, "/people") as here:
        page, scope = here.page, here.team.scope
        page.click(f"who {STRANGER}")
        assert here.app.route == f"/person/{STRANGER}/who"
        page.text("The same: the date of birth and “example” in the name")
        page.click(scope)
        page.click("They are one person")
        page.text("Confirm the name before you save.")
        page.text("Say how you know, in a few words.")
        page.click(f"Patricia Example is {NAME}")
        page.click("Born 5 April 1980")
        page.enter("How you know that it is the same person", "Rang them")
        page.click("They are one person")
        page.text(f"This is {NAME}.")
        page.click("Open the record")
        assert here.app.route == f"/person/{scope}"
        page.text("Records that were joined")
        (joined,) = page.run(here.app.open_device.person(scope)).state.matches
        page.click(f"part {joined.id}")
        page.enter("How you know that they are two people", "A twin")
        page.click("Save")
        page.gone("Records that were joined")


async def in_the_field(team: Team) -> AppState:
    return await team.worker()


def test_the_form_asks_who_they_are_and_shows_it_at_the_end(tmp_path: Path):
    with on_screen(tmp_path, in_the_field) as here:
        page = here.page
        page.click("not on my list")
        page.enter("Name", "Robin")
        page.click("Nobody knows the date of birth")
        page.click("Next")
        page.click("No contact made")
        page.click("Next")
        page.text("Born on a date nobody knows yet")
        page.click("Robin")
        page.click("Born on a date nobody knows yet")
        page.click("Save")
        page.text("Saved")
        page.click("To the person")
        page.text("On no list yet. This is how they were named:")
