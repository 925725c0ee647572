"""A mistake is corrected from its line of the trail: by saying it anew, or by saying that it should not be there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from models.codes_of_registers import DeclineReason
from models.entry import person_scope, team_scope
from models.errors import NotAllowed
from screens.app_state import AppState
from screens.contact.saved import SavedContact
from screens.contact.state import ContactState
from screens.correcting.state import REOPENS, CorrectingState
from screens.correcting.void import VoidState
from screens.drafting.form import new_id
from screens.drafting.state import Drafting
from screens.person.state import PersonScreenState
from screens.registers.form import RegisterDrafting
from screens.registers.state import LineState
from screens.today.state import TodayState
from screens.trail.state import TrailState
from tests.screens.sessions import NAME, Team, confirmed, on_screen, synced, with_team
from tests.sync.stage import PASSPHRASE, contact

SUICIDAL = "suicidal"  # a † indicator of the shipped standard


async def correcting(app: AppState, team: Team, id: str) -> CorrectingState:
    state = CorrectingState(app.open_device, app.now, team.scope, id)
    await state.load()
    return state


async def reopened(app: AppState, team: Team, id: str) -> Any:
    """The form of it, opened again."""
    state = await correcting(app, team, id)
    kind = state.view.state.entries[id].kind
    draft = (await state.amend()).rpartition("/")[2]
    form = REOPENS[kind](app.open_device, team.scope, draft)
    await form.load()
    return form


async def saved(form: Drafting[Any], because: str = "Typed in a hurry") -> None:
    form.put(corrected_because=because)
    if isinstance(form, ContactState):
        form.put(name_confirmed=True, birth_confirmed=True)
    await form.save()
    assert form.saved, (form.wrong, form.read().problems if isinstance(form, ContactState) else "")


async def voided(app: AppState, team: Team, id: str, reason: str = "wrong_person") -> VoidState:
    state = VoidState(app.open_device, team.scope, new_id(), id)
    await state.load()
    state.put(reason=reason, words="Two visits in one street")
    await state.kept()
    return state


async def person(app: AppState, team: Team) -> PersonScreenState:
    state = PersonScreenState(app.open_device, app.now, team.scope, app.refresh)
    await state.load()
    return state


async def rules(app: AppState, team: Team) -> set[str]:
    return {line.prompt.rule for line in (await person(app, team)).prompts}


async def trail(app: AppState, team: Team) -> TrailState:
    state = TrailState(app, team.scope)
    await state.load()
    return state


async def visit(app: AppState, team: Team, **changes: Any) -> str:
    team.stage.clock.passes(hours=1)
    body = contact(app.open_device.now(), **changes)
    return (await app.open_device.record("contact.recorded", team.scope, body)).id


def seen(level: int) -> list[dict[str, Any]]:
    return [{"code": code, "level": level} for code in ("sleep", "mood", "self_care")]


def test_a_level_is_corrected_and_the_rules_follow_with_both_in_the_trail(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        id = await visit(worker, team, indicators=seen(1))
        assert "T2" not in await rules(worker, team)
        form = await reopened(worker, team, id)
        assert {code: each.level for code, each in form.form.seen.items()} == dict.fromkeys(
            ("sleep", "mood", "self_care"), "1"
        )
        for code in form.form.seen:
            form.change(lambda code=code: setattr(form.form.about(code), "level", "3"))
        form.put(rationale="Three at once")
        await form.kept()
        assert [each.rule for each in form.met] == ["T2"]
        assert not form.waits
        await saved(form)
        assert "T2" in await rules(worker, team)
        state = await trail(worker, team)
        first = next(step for step in state.steps if step.id == id)
        assert "Sleep 1" in first.what
        assert first.notes == ("Amended: Wren Worker, 13:00. Typed in a hurry",)
        assert state.steps[-1].what == "Amendment: Typed in a hurry"

    with_team(tmp_path, act)


def test_a_correction_needs_its_reason_and_the_person_confirmed_and_nothing_else_is_recorded(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        id = await visit(worker, team, decision="step_up", rationale="Up at night")
        form = await reopened(worker, team, id)
        form.put(what_changed="Curtains drawn")
        await form.save()
        assert not form.saved
        assert set(form.wrong) == {"corrected_because", "name_confirmed", "birth_confirmed"}
        before = len(form.person.held)
        await saved(form)
        view = await worker.open_device.person(team.scope)
        assert len(view.held) == before + 1
        assert [each.body.what_changed for each in view.state.contacts] == ["Curtains drawn"]

    with_team(tmp_path, act)


def test_a_decision_corrected_to_escalate_leads_to_the_escalation(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        form = await reopened(worker, team, await visit(worker, team, indicators=seen(2)))
        team.stage.clock.passes(minutes=1)
        form.put(rationale="Three at once")
        form.decide("escalate")
        assert not form.form.plan_wanted  # a correction makes no plan
        await saved(form)
        after = SavedContact(worker.open_device, worker.now, team.scope, form.id)
        await after.load()
        assert after.to_escalate
        assert [line.what for line in after.entries] == ["Amendment"]

    with_team(tmp_path, act)


def test_what_nobody_changed_stays_to_the_letter(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        team.stage.clock.passes(seconds=17)
        done = [{"code": "ring_back", "extent": "wholly", "carried_out_at": None}]
        done[0]["code"] = (await worker.open_device.me()).standard.actions[0].code  # type: ignore[union-attr]
        first = await visit(worker, team)
        newer = {"same_visit_as": first, "actions": done, "of_a_newer_app": {"kept": True}}
        id = await visit(worker, team, **newer)
        said = (await worker.open_device.person(team.scope)).state.entries[id].body
        form = await reopened(worker, team, id)
        form.put(also_present="His sister")
        await saved(form)
        body = (await worker.open_device.person(team.scope)).held[-1].entry.body["body"]
        assert body == {**said, "also_present": "His sister"}

    with_team(tmp_path, act)


BODIES: Mapping[str, dict[str, Any]] = {
    "restriction.applied": {
        "what": "Knives locked away",
        "rationale": "Cut himself",
        "alternatives": [{"what": "Staff in the kitchen", "rejected_because": "Not at night"}],
        "legal_basis": "mca",
        "capacity": "lacks",
        "persons_view": "Does not mind",
        "authorised_by": "Dr Example",
        "starts_on": "2026-11-20",
        "review_on": "2026-12-10",
        "limit_on": "2027-01-20",
    },
    "signature.set": {
        "indicators": ["sleep"],
        "baselines": {"sleep": 1, "mood": 0},
        "set_with_person": False,
        "not_with_person_because": "Asleep",
    },
    "contact.agreed": {"interval_days": 7, "face_to_face_days": 14},
    "goal.set": {"goal": "Walk to the shop", "their_words": False, "steps": "To the gate", "reached": True},
    "threshold.overridden": {
        "rule": "T3",
        "term": "rise",
        "value": 1,
        "reason": "Small changes matter",
        "expires_at": "2026-12-24T00:00:00+00:00",
    },
}


@pytest.mark.parametrize("kind", [*BODIES, "restriction.reviewed"])
def test_every_form_opens_again_as_it_was_and_one_field_is_corrected(tmp_path: Path, kind: str):
    async def act(team: Team) -> None:
        manager = await team.manager()
        device = manager.open_device
        if kind == "restriction.reviewed":
            record = (
                await device.record("restriction.applied", team.scope, BODIES["restriction.applied"])
            ).id
            body = {"decision": "continue", "rationale": "Still", "terms": BODIES["restriction.applied"]}
            body |= {"step_down_plan": "One drawer a week", "step_down_on": "2027-01-10"}
            id = (await device.record(kind, team.scope, body, record=record)).id
        else:
            body = BODIES[kind]
            id = (await device.record(kind, team.scope, body)).id
        # what was right then is right in a correction, though its days have passed
        team.stage.clock.passes(days=30)
        form = await reopened(manager, team, id)
        assert form.corrected is not None
        await saved(form)
        latest = (await device.person(team.scope)).held[-1].entry
        assert (latest.kind, latest.body["target"]) == ("entry.amended", id)
        assert latest.body["body"] == body
        state = (await device.person(team.scope)).state
        assert state.facts[id].statements[0].by.id == latest.id

    with_team(tmp_path, act)


def test_a_correction_of_a_correction_begins_from_what_holds(tmp_path: Path):
    async def act(team: Team) -> None:
        manager = await team.manager()
        id = (await manager.open_device.record("contact.agreed", team.scope, {"interval_days": 7})).id
        for days in ("5", "3"):
            form = await reopened(manager, team, id)
            form.put(interval_days=days)
            await saved(form)
        again = await reopened(manager, team, id)
        assert again.form.interval_days == "3"
        state = (await manager.open_device.person(team.scope)).state
        assert state.agreed is not None
        assert state.agreed.interval_days == 3

    with_team(tmp_path, act)


def test_less_of_a_concern_waits_for_a_manager_and_that_is_said_before_it_is_saved(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        thoughts = [{"code": SUICIDAL, "level": 2, "source": "person"}]
        id = await visit(worker, team, indicators=thoughts, rationale="Talked it through")
        assert "T1" in await rules(worker, team)
        form = await reopened(worker, team, id)
        form.change(lambda: setattr(form.form.about(SUICIDAL), "level", "0"))
        await form.kept()
        assert form.waits
        assert form.who_confirms == "a manager: Mo Manager"
        await saved(form)
        assert "T1" in await rules(worker, team)
        await synced(worker, manager)
        state = await person(manager, team)
        (waits,) = state.waiting
        await confirmed(manager, team, waits.entry, "Rang her: it was her brother")
        assert "T1" not in await rules(manager, team)

    with_team(tmp_path, act)


def test_a_correction_outlives_the_app_and_is_listed_as_one(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        id = await visit(worker, team)
        form = await reopened(worker, team, id)
        form.put(what_changed="Half a sen")
        await form.kept()
        void = await voided(worker, team, id)
        await worker.lock()
        await form.device.unlock(PASSPHRASE)
        await worker.opened(form.device)
        today = TodayState(worker.open_device, worker.now)
        await today.load()
        assert {(line.name, line.what, line.route) for line in today.drafts} == {
            (NAME, "a correction of a contact", f"/person/{team.scope}/contact/{form.id}"),
            (NAME, "a correction of a record", f"/person/{team.scope}/void/{void.id}"),
        }
        state = await correcting(worker, team, id)
        assert {line.id for line in state.begun} == {form.id, void.id}
        assert (await state.amend()).endswith(form.id)  # the one begun before, not another
        gone_on = ContactState(worker.open_device, team.scope, form.id)
        await gone_on.load()
        assert (gone_on.form.corrects, gone_on.form.what_changed) == (id, "Half a sen")

    with_team(tmp_path, act)


def test_only_a_concern_the_record_does_not_hold_yet_keeps_a_correction_from_being_discarded(tmp_path: Path):
    async def act(team: Team) -> None:
        worker = await team.worker()
        for level, refused in ((3, False), (0, True)):
            thoughts = [{"code": SUICIDAL, "level": level, "source": "person"}]
            id = await visit(worker, team, indicators=thoughts, rationale="Talked it through")
            form = await reopened(worker, team, id)
            form.change(lambda form=form: setattr(form.form.about(SUICIDAL), "level", "3"))
            await form.kept()
            if refused:
                with pytest.raises(NotAllowed):
                    await form.discard()
            else:
                await form.discard()
                assert form.discarded

    with_team(tmp_path, act)


def test_who_may_is_read_from_the_table_and_what_cannot_be_corrected_leads_nowhere(tmp_path: Path):
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        cohort = {"in_cohort": True, "reason": "Two admissions", "review_on": "2026-12-20"}
        set_by_manager = (await manager.open_device.record("cohort.set", team.scope, cohort)).id
        theirs = await visit(manager, team)
        await synced(manager, worker)
        state = await correcting(worker, team, set_by_manager)
        assert (state.can_be, state.may, state.who) == (True, False, "a manager: Mo Manager")
        # another's contact: what a worker may record they may correct
        state = await correcting(worker, team, theirs)
        assert (state.can_be, state.may, state.amendable) == (True, True, True)
        state = await correcting(manager, team, set_by_manager)
        assert (state.may, state.amendable) == (True, False)
        shown = {line.kind: step for line, step in zip(*await _with_lines(worker, team), strict=True)}
        kinds = {kind for kind, step in shown.items() if step.correctable}
        assert kinds == {"contact.recorded"}
        said = (await trail(worker, team)).for_others
        assert said == "What your role may not record is corrected by a manager: Mo Manager."
        assert (await trail(manager, team)).for_others == ""

    with_team(tmp_path, act)


async def _with_lines(app: AppState, team: Team) -> tuple[Any, Any]:
    state = await trail(app, team)
    return state.lines, state.steps


def test_it_is_done_from_the_trail_on_the_page(tmp_path: Path):
    found: dict[str, str] = {}

    async def begin(team: Team) -> AppState:
        app = await team.worker()
        found["id"] = await visit(app, team, indicators=seen(1))
        return app

    with on_screen(tmp_path, begin, "/person/{person}/trail") as shown:
        page, id = shown.page, found["id"]
        page.click(f"correct {id}")
        page.text("Nothing is taken out of the trail")
        page.click("amend")
        page.text("You are correcting what Wren Worker recorded, 12:55.")
        page.click("Back")
        page.text("A correction of a contact was begun and is not saved yet")
        page.click("void")
        page.click("wrong_person")
        page.text("It is then asked whether this person has been told.")
        page.enter("What happened?", "Two visits in one street")
        page.click("Save")
        page.text("Void: Recorded on the wrong person. Two visits in one street")
        assert not page.shows("What happened?")


def test_that_less_of_a_concern_waits_and_that_more_holds_at_once_is_said_on_the_form(tmp_path: Path):
    found: dict[str, str] = {}

    async def begin(team: Team) -> AppState:
        worker = await team.worker()
        thoughts = [{"code": SUICIDAL, "level": 2, "source": "person"}]
        found["id"] = await visit(worker, team, indicators=thoughts)
        form = await reopened(worker, team, found["id"])
        form.change(lambda: setattr(form.form.about(SUICIDAL), "level", "0"))
        await form.kept()
        return worker

    with on_screen(tmp_path, begin, "/person/{person}/trail") as shown:
        shown.page.click(f"correct {found['id']}")
        shown.page.click("amend")
        shown.page.text(
            "That waits until it is confirmed by a manager: Mo Manager. Until then what was recorded first holds."
            " What asks for more holds at once."
        )


REFERRED = person_scope("9" * 32)
SAMPLED = ["ab" * 16, "cd" * 16]
AT, DUE = (
    "2026-11-19T10:00:30+00:00",
    "2026-11-24T10:00:30+00:00",
)  # a form shows it to the minute; what nobody changes stays to the letter
REGISTERED: dict[str, tuple[str, dict[str, Any]]] = {  # with the kind whose line it adds to
    "issue.logged": ("", {"what": "Nobody rings back", "service": "The council", "review_on": "2026-12-01"}),
    "issue.escalated": ("issue.logged", {"to": "Their lead", "asked": "A call", "answer_due_at": DUE}),
    "issue.resolved": ("issue.logged", {"outcome": "They ring back now"}),
    "risk.registered": (
        "",
        {"risk": "No numbers", "mitigations": "A list", "owner": "MANAGER", "review_on": "2026-12-20"},
    ),
    "risk.reviewed": (
        "risk.registered",
        {
            "decision": "continue",
            "rationale": "It works",
            "terms": {"mitigations": "A list", "owner": "MANAGER", "review_on": "2027-01-20"},
        },
    ),
    "audit.performed": (
        "",
        {
            "from_on": "2026-10-01",
            "until_on": "2026-10-31",
            "looked_for": ["baseline", "goals"],
            "of_how_many": 24,
            "sampled": SAMPLED,
            "drawn_by": "by its number",
        },
    ),
    "audit.finding": ("audit.performed", {"looked_for": "goals", "met": 1, "of": 2, "action": "ef" * 16}),
    "action.assigned": ("", {"what": "Send the list", "owner": "MANAGER", "deadline_at": DUE}),
    "action.updated": ("action.assigned", {"words": "They answer on Monday"}),
    "action.completed": ("action.assigned", {"extent": "wholly", "outcome": "Sent"}),
    "referral.received": (
        "",
        {
            "name": "Robin Specimen",
            "born_on": "1988-02-14",
            "no_nhs_number_because": "Not in the letter",
            "team": "TEAM",
            "received_at": AT,
            "from_service": "A practice",
            "known": ["agrees", "medicines"],
        },
    ),
    "referral.decided": (
        "referral.received",
        {
            "decision": "decline",
            "reasons": [str(DeclineReason.all()[0])],
            "safer_alternative": "Their practice, today",
        },
    ),
    "learning.recorded": ("", {"what": "Ask on Thursday"}),
    "supervision.recorded": (
        "",
        {"staff": "WORKER", "held_at": AT, "minutes": 50, "prompts": ["One", "Two"]},
    ),
}


async def register_line(app: AppState, team: Team, kind: str) -> str:
    """An entry of this kind in the team's registers, with the line it adds to."""
    under, body = REGISTERED[kind]
    record = await register_line(app, team, under) if under else None
    scope = scope_for(team, kind)
    return (await app.open_device.record(kind, scope, _with(team, body), record=record)).id


def _with(team: Team, body: dict[str, Any]) -> dict[str, Any]:
    staff = {"MANAGER": team.manager_id, "WORKER": team.worker_id, "TEAM": team.stage.played.founded.team}
    inner = {name: _with(team, said) for name, said in body.items() if isinstance(said, dict)}
    return body | inner | {name: staff[said] for name, said in body.items() if str(said) in staff}


def scope_for(team: Team, kind: str = "") -> str:
    """Of a referral, the record that begins with it; else the team's."""
    return REFERRED if kind.startswith("referral.") else team_scope(team.stage.played.founded.team)


async def register_reopened(app: AppState, scope: str, id: str) -> RegisterDrafting:
    state = CorrectingState(app.open_device, app.now, scope, id)
    await state.load()
    assert state.may
    assert state.amendable
    _, _, there, kind, draft = (await state.amend()).split("/")
    form = RegisterDrafting(app.open_device, there, kind, draft)
    await form.load()
    return form


@pytest.mark.parametrize("kind", REGISTERED)
def test_every_line_of_a_register_opens_again_as_it_was(tmp_path: Path, kind: str):
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_for(team, kind)
        id = await register_line(manager, team, kind)
        team.stage.clock.passes(days=30)
        form = await register_reopened(manager, scope, id)
        assert form.corrected is not None
        await saved(form)
        latest = (await manager.open_device.view(scope)).held[-1].entry
        assert (latest.kind, latest.body["target"]) == ("entry.amended", id)
        assert latest.body["body"] == form.corrected.body
        assert form.then == f"/line/{scope}/{form.corrected.record}"

    with_team(tmp_path, act)


def test_a_line_is_corrected_from_what_was_recorded_in_it(tmp_path: Path):
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_for(team)
        id = await register_line(manager, team, "issue.logged")
        line = LineState(manager, scope, id)
        await line.load()
        assert [step.correctable for step in line.steps] == [True]
        form = await register_reopened(manager, scope, id)
        form.enter("what", "Nobody rings back on a Friday")
        await form.kept()
        today = TodayState(manager.open_device, manager.now)
        await today.load()
        (draft,) = today.drafts
        assert draft.what == "a correction of an interface issue"
        assert draft.route == f"/register/{scope}/issue.logged/{form.id}"
        await saved(form)
        await line.load()
        assert line.line is not None
        assert line.line.title == "Nobody rings back on a Friday"
        assert [step.notes[:1] for step in line.steps if step.id == id] == [
            ("Amended: Mo Manager, 12:00. Typed in a hurry",)
        ]
        assert len(line.steps) == 2, "the correction stands beside what it corrects"

    with_team(tmp_path, act)


def test_a_line_that_should_not_be_there_is_taken_back(tmp_path: Path):
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_for(team)
        id = await register_line(manager, team, "learning.recorded")
        form = VoidState(manager.open_device, scope, new_id(), id)
        await form.load()
        assert form.line is not None
        form.put(reason="recorded_in_error", words="There twice")
        await form.kept()
        again = VoidState(manager.open_device, scope, form.id)
        await again.load()
        assert again.form.words == "There twice"
        await form.save()
        assert (form.saved, form.then) == (True, "/registers")
        line = LineState(manager, scope, id)
        await line.load()
        assert line.line is None

    with_team(tmp_path, act)
