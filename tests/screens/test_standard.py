"""The operating standard on its screen: which holds, what it changed, what is to come, what cannot be used here."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from central.founding import shipped_standard
from models.directory import Directory
from models.entry import ORGANISATION
from models.standard import SHIPPED_VERSION, load
from screens.app_state import AppState
from screens.standard.state import Shown, StandardState, shown
from tests.models.made import made, utc
from tests.screens.sessions import Team, on_screen, synced, with_team


def publish(team: Team, version: str, *, hours: int = 0, **a1: int) -> None:
    """Another standard, published at the centre by the administrator, from so many hours on."""
    document: dict[str, Any] = load(shipped_standard()).model_dump(mode="json") | {"version": version}
    document["rules"]["a1"] |= a1
    at = team.stage.clock.at + timedelta(hours=hours)
    body = {"version": version, "effective_at": at.isoformat(), "document": document}
    team.stage.played.say("standard.published", ORGANISATION, body, "standard")


async def on(app: AppState) -> Shown:
    state = StandardState(app.open_device, app.now)
    await state.load()
    return state.shown


def test_the_first_one_holds_and_says_who_published_it(tmp_path: Path):
    async def act(team: Team) -> None:
        state = await on(await team.worker())
        assert state.holds is not None
        assert (state.holds.version, state.holds.before) == (SHIPPED_VERSION, "")
        assert state.holds.by == "Ada Administrator, 12:00"
        assert state.holds.approved == ""
        assert (state.to_come, state.earlier, state.not_usable) == ((), (), ())

    with_team(tmp_path, act)


def test_what_changed_is_said_and_what_is_to_come_does_not_hold_yet(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        team.stage.clock.passes(hours=1)
        publish(team, "2027-01", t1_hours=2)
        publish(team, "2027-02", hours=24, t1_hours=1, other_hours=3)
        await synced(worker)
        state = await on(worker)
        assert state.holds is not None
        assert (state.holds.version, state.holds.before, state.holds.since) == (
            "2027-01",
            SHIPPED_VERSION,
            "13:00",
        )
        assert [(each.key, each.words) for each in state.holds.changed] == [
            ("rules.a1.t1_hours", "A1: time to act after T1: 1 h → 2 h")
        ]
        (later,) = state.to_come
        assert (later.version, later.before, later.since) == ("2027-02", "2027-01", "tomorrow 13:00")
        assert [each.words for each in later.changed] == [
            "A1: time to act after T1: 2 h → 1 h",
            "A1: time to act after any other threshold: 4 h → 3 h",
        ]
        assert [each.version for each in state.earlier] == [SHIPPED_VERSION]
        team.stage.clock.passes(hours=25)
        state = await on(worker)
        assert state.holds is not None
        assert (state.holds.version, state.to_come) == ("2027-02", ())

    with_team(tmp_path, act)


def test_one_that_cannot_be_used_here_is_named_by_its_keys_and_what_holds_goes_on() -> None:
    document = load(shipped_standard()).model_dump(mode="json")
    good = {"version": "2026-12", "effective_at": "2026-11-01T00:00:00Z", "document": document}
    document = document | {"rules": document["rules"] | {"t1": document["rules"]["t1"] | {"level": 3}}}
    loose = {"version": "2027-01", "effective_at": "2026-11-02T00:00:00Z", "document": document}
    entries = [
        made(7, "standard.published", good, record="standard"),
        made(8, "standard.published", loose, record="standard", follows=(7,)),
    ]
    state = shown(Directory.fold(entries), utc("2026-11-20 12:00"))
    assert state.holds is not None
    assert state.holds.version == "2026-12"
    (not_usable,) = state.not_usable
    assert (not_usable.version, not_usable.keys) == ("2027-01", ("rules.t1.level",))
    assert "rules.t1.level: This must be at most 2." in not_usable.why
    assert shown(Directory(), utc("2026-11-20 12:00")) == Shown()


def test_it_is_reached_from_sync(tmp_path: Path):
    async def begin(team: Team) -> AppState:
        team.stage.clock.passes(hours=1)
        publish(team, "2027-01", t1_hours=2)
        publish(team, "2027-02", hours=24, other_hours=3)
        return await team.worker()

    with on_screen(tmp_path, begin, "/sync") as screen:
        page = screen.page
        page.click("What the standard says, and what changed")
        page.text("2027-01 holds now")
        page.text("A1: time to act after T1: 1 h → 2 h")
        page.text("rules.a1.t1_hours")
        page.text("It does not hold yet. It will from tomorrow 13:00.")
        page.text(f"{SHIPPED_VERSION}, earlier")
        page.text("No clinical lead yet")
