"""The forms of the team: what each says before it is saved, what it becomes, and that no draft undoes what others set."""

from pathlib import Path

import pytest

from models.authority import OWN_LEAVE
from models.errors import NotAllowed
from screens.app_state import AppState
from screens.team.leave import BACK, LeaveState
from screens.team.member import MemberState
from screens.team.rota import DAILY, ONCE, RotaState
from screens.team.workers import WorkersState
from tests.screens.sessions import NAME, Team, synced, with_team
from tests.screens.team import assigning, ending, leaving, on_call, opened, saved, team, team_of

NOBODY = f"{NAME}: Wren Worker is away, and nobody covers: a manager is asked."


async def named(app: AppState, each: Team) -> list[tuple[str, str]]:
    workers = await opened(WorkersState(app, each.scope))
    return [(line.name, line.words) for line in workers.assigned]


# ---------------------------------------------------------------------- who works with a person


def test_another_main_worker_beside_the_first_is_said_and_a_cover_is_what_is_offered(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        cal = each.stage.played.staff("Cal Cover", "worker")
        manager = await each.manager()
        state = await assigning(manager, each.scope)
        assert state.form.part == "cover"
        assert [(name, known) for _, name, known in state.colleagues][:2] == [
            ("Cal Cover", "Worker. Main worker of 0, covers 0"),
            ("Wren Worker", f"Worker. Main worker of 1, covers 0. Main worker of {NAME} already"),
        ]
        state.put(staff=cal)
        assert state.beside == ""
        state.put(part="main")
        assert state.beside.startswith("Wren Worker stays main worker too, so each of them is asked.")
        await saved(state)
        assert await named(manager, each) == [("Wren Worker", "Main worker"), ("Cal Cover", "Main worker")]

    with_team(tmp_path, act)


def test_an_assignment_that_cannot_stand_says_where(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        state = await assigning(manager, each.scope, until_on="1/11/2026")
        await state.save()
        assert state.wrong == {"staff": "Choose who it is."}
        state.put(staff=each.worker_id)
        assert state.wrong == {"until_on": "The end is before the start."}
        assert not state.saved

    with_team(tmp_path, act)


def test_leaving_somebody_without_a_main_worker_is_said_before_it_is_saved(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        state = await ending(manager, each.scope, each.worker_id)
        assert state.who == "Wren Worker: Main worker"
        assert state.gap == "No main worker. Nobody covers: a manager is asked."
        await state.save()
        assert state.wrong == {"reason": "Say why, in a few words."}
        state.put(reason="Moves to another team")
        await saved(state)
        assert await named(manager, each) == []
        again = await opened(type(state)(manager.open_device, each.scope, "f" * 32, state.form.record))
        assert again.ended

    with_team(tmp_path, act)


# ---------------------------------------------------------------------- leave


def test_whom_leave_leaves_alone_is_said_before_it_is_saved(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        cal = each.stage.played.staff("Cal Cover", "worker")
        manager = await each.manager()
        state = await leaving(manager, each.worker_id)
        assert [f"{line.name}: {line.why}" for line in state.alone] == [NOBODY]
        state.put(from_on="23/11/2026", until_on="24/11/2026")
        assert [line.why for line in state.alone] == [
            "23 to 24 November: Wren Worker is away, and nobody covers: a manager is asked."
        ]
        await saved(await assigning(manager, each.scope, staff=cal, part="cover"))
        await state.load()
        assert state.alone == ()
        await saved(state)
        assert not state.unstaffed

    with_team(tmp_path, act)


def test_leave_is_changed_and_ended_in_its_own_record(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        first = await saved(await leaving(manager, each.worker_id, "24/11/2026"))
        longer = await leaving(manager, "", record=first.id)
        assert (longer.name, longer.form.from_on) == ("Wren Worker", "20/11/2026")
        longer.put(until_on="27/11/2026")
        await saved(longer)
        member = await opened(MemberState(manager, each.worker_id))
        assert [(line.id, line.words) for line in member.leaves] == [(first.id, "On leave 20 to 27 November")]
        back = await leaving(manager, "", record=first.id, stands=BACK)
        assert back.alone == ()
        await saved(back)
        member = await opened(MemberState(manager, each.worker_id))
        assert member.leaves == ()
        assert (await team(manager)).needs == ()

    with_team(tmp_path, act)


def test_nobody_on_call_because_of_leave_is_said_too(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        each.stage.played.staff("Nan Manager", "manager")
        senior = await each.session(each.senior_id, "senior")
        await saved(await on_call(senior, "manager", each.manager_id, "20/11/2026", "24/11/2026"))
        state = await leaving(senior, each.manager_id, "23/11/2026", from_on="23/11/2026")
        assert state.unstaffed == (
            "Nobody on call as manager: Monday 23 November 00:00 to 09:00 (9 h)",
            "Nobody on call as manager: from Monday 23 November 17:00 on",
        )

    with_team(tmp_path, act)


def test_ones_own_leave_is_refused_on_the_tablet_and_being_back_is_not(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        state = await opened(LeaveState(manager.open_device, "a" * 32, each.manager_id))
        with pytest.raises(NotAllowed, match=OWN_LEAVE):
            await state.save()
        assert not state.saved
        senior = await each.session(each.senior_id, "senior")
        set_by_another = await saved(await leaving(senior, each.manager_id))
        await synced(senior, manager)
        await saved(await leaving(manager, "", record=set_by_another.id, stands=BACK))

    with_team(tmp_path, act)


# ---------------------------------------------------------------------- the rota


def test_a_stretch_is_put_on_call_at_the_hours_of_the_standard(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        state = await on_call(manager, "manager", each.manager_id, "20/11/2026", "22/11/2026")
        assert state.hours_words == "17:00 to 09:00, and all day where it is no working day"
        assert state.preview.gaps[0] == "Monday 23 November 17:00 to Tuesday 24 November 09:00 (16 h)"
        await saved(state)
        rungs = {line.role: line for line in (await team(manager)).rungs}
        assert rungs["manager"].gaps == state.preview.gaps
        assert rungs["senior"].lacks == "Nobody is on call in the next 14 days."
        again = await opened(RotaState(manager.open_device, "b" * 32, await team_of(manager), "manager"))
        assert [words for _, words in again.shifts] == ["Mo Manager: 17:00 to Monday 23 November 09:00"]

    with_team(tmp_path, act)


def test_what_another_set_meanwhile_stays_and_what_is_taken_off_goes(tmp_path: Path) -> None:
    async def act(each: Team) -> None:
        manager, senior = await each.manager(), await each.session(each.senior_id, "senior")
        mine = await on_call(manager, "manager", each.manager_id, "20/11/2026", "20/11/2026")
        await mine.kept()
        await saved(await on_call(senior, "senior", each.senior_id, "20/11/2026", "20/11/2026"))
        await synced(senior, manager)
        await mine.load()
        await saved(mine)
        rungs = {line.role: line for line in (await team(manager)).rungs}
        assert (rungs["manager"].days[0].mark, rungs["senior"].days[0].mark) == ("full", "full")
        state = await opened(RotaState(manager.open_device, "c" * 32, await team_of(manager), "manager"))
        await state.save()
        assert state.wrong == {"turns": "Put somebody on call, or take somebody off."}
        ((name, _),) = state.shifts
        state.turn_off(name)
        await saved(state)
        rungs = {line.role: line for line in (await team(manager)).rungs}
        assert (rungs["manager"].days[0].mark, rungs["senior"].days[0].mark) == ("crossed", "full")

    with_team(tmp_path, act)


@pytest.mark.parametrize(
    ("how", "hours", "shifts"),
    [
        (
            DAILY,
            ("17:00", "09:00"),
            ["17:00 to tomorrow 09:00", "tomorrow 17:00 to Sunday 22 November 09:00"],
        ),
        (DAILY, ("18:00", "22:00"), ["18:00 to 22:00", "tomorrow 18:00 to 22:00"]),
        (ONCE, ("17:00", "09:00"), ["17:00 to tomorrow 09:00"]),
    ],
)
def test_other_hours_are_as_they_are_typed(
    tmp_path: Path, how: str, hours: tuple[str, str], shifts: list[str]
) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        state = await on_call(manager, "manager", each.manager_id, "20/11/2026", "21/11/2026", how=how)
        await state.save()
        assert set(state.wrong) == {"turns.0.from_at", "turns.0.until_at"}
        state.put(state.form.turns[0], from_at=hours[0], until_at=hours[1])
        await saved(state)
        again = await opened(RotaState(manager.open_device, "d" * 32, await team_of(manager), "manager"))
        assert [words for _, words in again.shifts] == [f"Mo Manager: {each}" for each in shifts]

    with_team(tmp_path, act)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"staff": ""}, "turns.0.staff", "Choose who it is."),
        ({"until_on": "19/11/2026"}, "turns.0.until_on", "The last day is before the first."),
        ({"until_on": "20/11/2027"}, "turns.0.until_on", "At most 92 days at a time."),
        (
            {"how": ONCE, "until_on": "20/11/2026", "from_at": "17:00", "until_at": "09:00"},
            "turns.0.until_at",
            "The end is not after the start.",
        ),
    ],
)
def test_a_stretch_that_cannot_stand_says_where(
    tmp_path: Path, changes: dict[str, str], field: str, sentence: str
) -> None:
    async def act(each: Team) -> None:
        manager = await each.manager()
        said = {"first": "20/11/2026", "last": "21/11/2026", "staff": each.manager_id}
        state = await on_call(manager, "manager", **said)
        state.put(state.form.turns[0], **changes)
        await state.save()
        assert state.wrong == {field: sentence}
        assert not state.saved

    with_team(tmp_path, act)
