"""Correcting a person's details: what changes is shown first, a name or a birth date confirmed, a number checked, a team handed over."""

from pathlib import Path

from models.kinds.person import PersonDetails
from screens.app_state import AppState
from screens.details.state import DetailsState
from screens.drafting.form import new_id
from tests.screens.sessions import NAME, Team, on_screen, opened, person_screen, saved, synced, with_team

# Everybody played was born on 5 April 1980 and has a reason for having no NHS number (`tests.central.played`).


async def correcting(app: AppState, team: Team, id: str = "") -> DetailsState:
    return await opened(DetailsState(app.open_device, team.scope, id or new_id()))


async def held(app: AppState, team: Team) -> PersonDetails:
    (head,) = (await app.open_device.person(team.scope)).state.details.heads
    return head.body


def test_it_starts_from_what_is_recorded_and_saves_only_what_is_different(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await correcting(worker, team)
        assert (state.form.name, state.form.born_on) == (NAME, "5/4/1980")
        assert state.changes == ()
        await state.save()
        assert state.wrong == {"changes": "Nothing is different from what is recorded."}
        state.put(phone="01632 960 777", preferred_name="Patty")
        assert [(each.label, each.before, each.after) for each in state.changes] == [
            ("Likes to be called", "nothing recorded", "Patty"),
            ("Telephone", "nothing recorded", "01632 960 777"),
        ]
        await saved(state)
        now = await held(worker, team)
        assert (now.name, now.preferred_name, now.phone) == (NAME, "Patty", "01632 960 777")
        assert now.no_nhs_number_because

    with_team(tmp_path, act)


def test_another_name_or_birth_date_is_confirmed_as_it_stands(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await correcting(worker, team)
        state.put(name="Pat Exemplar", born_on="5/4/1981")
        await state.save()
        assert state.wrong == {
            "confirmed.name": "Confirm that this is their name.",
            "confirmed.born_on": "Confirm that this is their date of birth.",
        }
        (name, born) = state.changes
        assert (born.before, born.after) == ("5 April 1980, 46 years old", "5 April 1981, 45 years old")
        state.confirm("name", True)
        state.confirm("born_on", True)
        assert state.wrong == {}
        state.put(born_on="5/4/1918")  # another slip asks again
        assert set(state.wrong) == {"confirmed.born_on"}
        state.put(born_on="5/4/1981")
        assert state.wrong == {}
        await saved(state)
        now = await held(worker, team)
        assert (now.name, now.born_on.isoformat()) == ("Pat Exemplar", "1981-04-05")
        assert name.before == NAME

    with_team(tmp_path, act)


def test_what_cannot_be_is_said_at_its_field(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        state = await correcting(worker, team)
        state.put(name=" ", born_on="31/2/1980", no_nhs_number_because="")
        await state.save()
        assert state.wrong["name"] == "Enter their name."
        assert state.wrong["born_on"] == "There is no such date. Check day, month and year."
        assert state.wrong["no_nhs_number_because"] == "Say why there is no NHS number."
        state.put(name=NAME, born_on="5/4/2030", nhs_number="999 000 0019")
        state.confirm("born_on", True)
        assert state.wrong == {"nhs_number": "The last digit does not match the others: check each digit."}
        state.put(nhs_number="999 000 0018")
        assert state.wrong == {"born_on": "This date of birth is in the future."}
        state.put(born_on="5/4/1980")
        await saved(state)
        now = await held(worker, team)
        assert (now.nhs_number, now.no_nhs_number_because) == ("9990000018", "")
        again = await correcting(worker, team)
        assert again.form.nhs_number == "999 000 0018"
        again.put(nhs_number="", no_nhs_number_because="Recorded of somebody else")
        assert [each.after for each in again.changes] == ["nothing recorded", "Recorded of somebody else"]
        await saved(again)

    with_team(tmp_path, act)


def test_another_team_is_said_to_hand_them_over_and_does(tmp_path: Path):
    async def act(team: Team) -> None:
        played = team.stage.played
        south = played.team("South team")
        played.staff("Sam Southern", "manager", [south])
        manager = await team.manager()
        state = await correcting(manager, team)
        assert state.hands_over == ()
        state.put(team=south)
        assert "South team" in state.hands_over[0]
        assert "Sam Southern" in state.hands_over[0]
        assert "no longer receive it" in state.hands_over[1]
        (change,) = state.changes
        assert (change.label, change.after) == ("Team", "South team")
        await saved(state)
        worker = await team.worker()
        await synced(manager, worker)
        await synced(manager)
        assert [row.scope for row in await manager.open_device.people()] == []
        assert [row.scope for row in await worker.open_device.people()] == [team.scope]

    with_team(tmp_path, act)


def test_what_is_entered_is_kept_and_gone_on_with(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        begun = await correcting(worker, team)
        begun.put(name="Pat Exemplar", born_on="5//19")
        begun.confirm("name", True)
        await begun.kept()
        state = await person_screen(worker, team)
        (line,) = state.drafts
        assert line.route == f"/person/{team.scope}/details/{begun.id}"
        again = await correcting(worker, team, begun.id)
        assert again.form == begun.form
        assert [each.confirmed for each in again.changes] == [True, False]

    with_team(tmp_path, act)


def test_an_administrator_corrects_them_too(tmp_path: Path):
    with on_screen(tmp_path, lambda team: team.administrator(), "/person/{person}") as screen:
        page = screen.page
        page.click("details")
        page.text("Nothing yet.")
        page.enter("Name", "Pat Exemplar")
        page.text("Before: Pat Example")
        page.click("Save")
        page.text("Confirm that this is their name.")
        page.click("confirm name")
        page.click("Save")
        page.text("Pat Exemplar")
        page.text("Correct their details")
