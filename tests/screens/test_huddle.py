"""The huddle list: what is open of whom, what is due first, nothing that grades anybody."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from screens.app_state import AppState
from screens.huddle.lines import Row
from screens.huddle.state import HuddleState, leads
from tests.screens.sessions import NAME, Team, on_screen, synced, with_team
from tests.screens.test_handover import terms
from tests.screens.test_person_state import a_plan

ABUSE = {"type": "financial", "concern": "His brother takes the money"}
DECIDED = {
    "referred": True,
    "reason": "At risk of harm",
    "wishes": "Wants it to stop",
    "least_restrictive_check": "Nothing is taken from them",
    "partner": "the council",
}


async def listed(app: AppState) -> HuddleState:
    state = HuddleState(app)
    await state.load()
    return state


async def only(app: AppState) -> Row:
    (row,) = (await listed(app)).rows
    return row


async def say(app: AppState, kind: str, scope: str, body: dict[str, Any], **more: Any) -> str:
    return (await app.open_device.record(kind, scope, body, **more)).id


def whats(row: Row) -> list[str]:
    return [item.what for item in row.items]


def test_with_nothing_open_nobody_is_on_it(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager = await team.manager()
        state = await listed(manager)
        assert (state.rows, state.people) == ((), 1)

    with_team(tmp_path, act)


def test_every_kind_of_thing_is_a_line_with_whose_it_is_and_until_when(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), team.scope
        now = manager.open_device.now()
        concern = await say(manager, "safeguarding.raised", scope, ABUSE)
        action = {
            "what": "Ring the bank",
            "owner": team.worker_id,
            "safeguarding": concern,
            "route": "The lead",
        }
        action |= {"partner": "the bank", "answer_due_at": (now + timedelta(hours=2)).isoformat()}
        await say(
            manager,
            "action.assigned",
            scope,
            action | {"deadline_at": (now + timedelta(hours=3)).isoformat()},
        )
        await say(manager, "escalation.opened", scope, {"priority": "urgent", "to": "Fictional crisis team"})
        await say(manager, "restriction.applied", scope, terms(now))
        await say(manager, "plan.made", scope, a_plan(now))
        await say(manager, "handover.given", scope, {"to": "Fictional ward"})
        row = await only(manager)
        assert row.name == NAME
        said = whats(row)
        assert (
            said[0]
            == "Safeguarding concern, financial or material abuse: decide, by the end of today (in 12 h)"
        )
        assert said[1] == "Safeguarding action: Ring the bank (Wren Worker), by 15:00 (in 3 h)"
        assert said[2] == "Answer from the bank to “Ring the bank”, by 14:00 (in 2 h)"
        assert said[3].startswith("Urgent escalation to Fictional crisis team. You, to ring again by 13:00")
        assert "Their answer: Due by tomorrow 12:00" in said[3]
        assert said[4].startswith("Temporary plan: review, by 23 November 10:00")
        assert said[5] == "Handover to Fictional ward, given 12:00: nobody there has accepted it"
        assert row.past == 0  # a restriction whose review is weeks away is not for a huddle
        team.stage.clock.passes(hours=26 * 24)
        later = whats(await only(manager))
        assert any(
            what.startswith("Restriction, review due: Kitchen knives") and "by the end of" in what
            for what in later
        )

    with_team(tmp_path, act)


def test_a_contact_that_a_plan_names_and_nobody_made_is_past_its_time(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager = await team.manager()
        await say(manager, "plan.made", team.scope, a_plan(manager.open_device.now()))
        assert (await only(manager)).past == 0
        team.stage.clock.passes(hours=23)
        row = await only(manager)
        assert row.past == 1
        assert whats(row)[0].startswith("Temporary plan: telephone by Wren Worker, due 08:00 on 21 November")
        assert whats(row)[0].endswith("no contact made yet")

    with_team(tmp_path, act)


def test_what_was_answered_decided_or_done_is_off_it(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), team.scope
        now = manager.open_device.now()
        due = {"answer_due_at": (now + timedelta(hours=1)).isoformat()}
        concern = await say(manager, "safeguarding.raised", scope, ABUSE | DECIDED | due)
        assert whats(await only(manager)) == ["Safeguarding: answer from the council, by 13:00 (in 1 h)"]
        team.stage.clock.passes(hours=2)
        row = await only(manager)
        assert row.past == 1
        answered = DECIDED | {"partner_response": "They will visit"}
        await say(manager, "safeguarding.decided", scope, answered, record=concern)
        assert (await listed(manager)).rows == ()

    with_team(tmp_path, act)


def test_what_is_due_first_comes_first_and_late_ones_alone_on_request(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        others = [team.stage.played.person(name) for name in ("Ada Example", "Bea Example")]
        manager = await team.manager()
        now = manager.open_device.now()
        for scope, hours in zip((team.scope, *others), (9, 2, 5), strict=True):
            body = {
                "what": "Ring",
                "owner": team.manager_id,
                "deadline_at": (now + timedelta(hours=hours)).isoformat(),
            }
            await say(manager, "action.assigned", scope, body)
        state = await listed(manager)
        assert [row.name for row in state.rows] == ["Ada Example", "Bea Example", NAME]
        team.stage.clock.passes(hours=3)
        state = await listed(manager)
        state.only_late(True)
        assert [row.name for row in state.shown] == ["Ada Example"]
        assert state.count_words == "3 people, 1 with something past its time"

    with_team(tmp_path, act)


def test_only_people_of_ones_teams_are_on_it_and_only_who_leads_has_one(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        action = {"what": "Ring", "owner": team.worker_id, "deadline_at": "2026-11-20T15:00:00Z"}
        await say(worker, "action.assigned", team.scope, action)
        await synced(worker, manager)
        assert len((await listed(manager)).rows) == 1
        assert (await listed(worker)).rows == ()
        assert (leads(manager.me), leads(worker.me), leads(None)) == (True, False, False)

    with_team(tmp_path, act)


def test_from_prompts_to_the_list_to_the_person(tmp_path: Path) -> None:
    async def begin(team: Team) -> AppState:
        manager = await team.manager()
        await say(manager, "safeguarding.raised", team.scope, ABUSE)
        return manager

    with on_screen(tmp_path, begin, "/prompts") as screen:
        page = screen.page
        page.click("Huddle list")
        page.text("1 person, 0 with something past its time")
        page.click(screen.team.scope)
        page.text("Since your last visit")


def test_what_waits_for_a_manager_is_on_it_until_one_confirms(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        worker, manager, scope = await team.worker(), await team.manager(), team.scope
        now = manager.open_device.now()
        applied = await say(manager, "restriction.applied", scope, terms(now))
        await synced(manager, worker)
        end = {"decision": "step_down", "rationale": "No longer needed"}
        ended = await say(worker, "restriction.reviewed", scope, end, record=applied)
        await synced(worker, manager)
        waits = "Restriction reviewed by Wren Worker, 12:00: waits for a manager"
        assert waits in whats(await only(manager))
        await say(manager, "entry.confirmed", scope, {"target": ended, "rationale": "Seen with them"})
        assert (await listed(manager)).rows == ()

    with_team(tmp_path, act)
