"""Every form is kept while it is entered: after a kill it is there, half as it was, and is listed with the way back to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.checks import scopes_of
from models.entry import ORGANISATION
from models.kinds import BODIES
from screens.app import ROUTES, match
from screens.app_state import AppState
from screens.around.action import ActionState, CompletedState
from screens.around.candour import ToldState
from screens.around.concern import ConcernState, DecisionState
from screens.around.note import NoteState
from screens.around.status import StatusState
from screens.drafting.form import new_id
from screens.drafting.lines import FORMS, route_of, sort_of
from screens.drafting.page import PageDrafting
from screens.handover.forms import AnsweringState, GivingState
from screens.own_copy.state import CopyState
from screens.person.deciding import ConfirmState, KeepState
from screens.plan.state import PlanState
from screens.prompt.forms import AnswerState, TellingState
from screens.prompts.stepping_down import StepDownState
from screens.today.state import TodayState
from sync.device import Device
from sync.views import Draft
from tests.screens.field import Field, in_the_field, on_screen
from tests.screens.sessions import Team, person_screen, saved, synced, with_team
from tests.screens.test_deciding import agree, planned_apart
from tests.sync.stage import PASSPHRASE

HALF = "Bank card is with a neigh"
SHORT: dict[str, tuple[Callable[..., PageDrafting[Any]], str]] = {
    "status": (StatusState, "rationale"),
    "note": (NoteState, "fact"),
    "concern": (ConcernState, "concern"),
    "decision": (DecisionState, "reason"),
    "action": (ActionState, "what"),
    "completed": (CompletedState, "outcome"),
    "review": (PlanState, "rationale"),
    "told": (ToldState, "said"),
    "own copy": (CopyState, "said"),
    "handover given": (GivingState, "why"),
    "handover answered": (AnsweringState, "words"),
}
ABOUT = {"own copy", "decision", "completed", "review", "told", "handover answered"}


@pytest.mark.parametrize("name", SHORT)
def test_half_a_sentence_is_there_after_a_kill_and_its_way_back_is_listed(tmp_path: Path, name: str):
    async def act(field: Field) -> None:
        made, words = SHORT[name]
        about = ["ab" * 16] if name in ABOUT else []
        form = made(field.worker, field.scope, new_id(), *about)
        await form.load()
        form.put(**{words: HALF})
        await form.kept()
        await field.worker.lock()  # all that was open is gone, as after a kill; the vault is as it was
        await field.worker.unlock(PASSPHRASE)
        today = TodayState(field.worker, field.now)
        await today.load()
        (line,) = today.drafts
        assert line.route.endswith(f"/{form.id}")
        again = made(field.worker, field.scope, form.id)
        await again.load()
        assert again.form == form.form
        assert getattr(again.form, words) == HALF
        await again.discard()
        await today.load()
        assert today.drafts == []

    in_the_field(tmp_path, act)


Opens = Callable[[Device], PageDrafting[Any]]


async def about_a_prompt(team: Team) -> tuple[AppState, dict[str, tuple[Opens, str]]]:
    """A worker's visit meets T2."""
    worker = await team.worker()
    saved = await team.worrying_visit(worker)
    prompt = next(each for each in saved.raised if each.rule == "T2")

    def opens(made: Callable[..., PageDrafting[Any]], about: str | None) -> Opens:
        return lambda device: made(device, team.scope, new_id(), about)

    return worker, {
        "whom you told": (opens(TellingState, prompt.id), "name"),
        "an answer to a prompt": (opens(AnswerState, prompt.id), "done"),
        "a step-down": (opens(StepDownState, prompt.episode), "rationale"),
    }


async def to_decide(team: Team) -> tuple[AppState, dict[str, tuple[Opens, str]]]:
    """Two plans were made apart, and a worker would see somebody half as often."""
    _, manager = await planned_apart(team)
    worker = await team.session(team.worker_id, "another")
    await agree(worker, team, 7)
    await agree(worker, team, 14)
    await synced(worker, manager)
    shown = await person_screen(manager, team)
    (waits,), (apart,) = shown.waiting, shown.apart
    version = apart.versions[0].id
    return manager, {
        "your decision about what waits": (
            lambda device: ConfirmState(device, team.scope, new_id(), waits.entry),
            "rationale",
        ),
        "your decision about what was recorded apart": (
            lambda device: KeepState(device, team.scope, new_id(), version),
            "rationale",
        ),
    }


@pytest.mark.parametrize("prepare", [about_a_prompt, to_decide])
def test_what_is_entered_beside_a_prompt_or_what_waits_is_there_after_a_kill(tmp_path: Path, prepare: Any):
    async def act(team: Team) -> None:
        app, forms = await prepare(team)
        device: Device = app.open_device
        for what, (opens, words) in forms.items():
            form = opens(device)
            await form.load()
            form.put(**{words: HALF})
            await form.kept()
            await device.lock()
            await device.unlock(PASSPHRASE)
            today = TodayState(device, app.now)
            await today.load()
            (line,) = today.drafts
            assert (line.what, line.route.rpartition("/")[2]) == (what, form.id)
            again = opens(device)  # its button leads to what was begun, under the same id
            await again.load()
            assert (again.id, again.form) == (form.id, form.form)
            assert getattr(again.form, words) == HALF
            from_today = type(again)(device, team.scope, form.id)
            await from_today.load()
            assert from_today.form == form.form
            await again.discard()
            assert await device.drafts() == []

    with_team(tmp_path, act)


def test_what_is_begun_and_saved_leaves_no_draft_and_is_begun_anew(tmp_path: Path):
    async def act(team: Team) -> None:
        app, forms = await about_a_prompt(team)
        opens, words = forms["an answer to a prompt"]
        for _ in range(2):
            form = opens(app.open_device)
            await form.load()
            assert getattr(form.form, words) == ""
            form.put(**{words: HALF})
            await saved(form)
            assert await app.open_device.drafts() == []
        answers = [each.entry for each in (await app.open_device.person(team.scope)).held]
        assert [each.body["done"] for each in answers if each.kind == "prompt.answered"] == [HALF, HALF]

    with_team(tmp_path, act)


def test_whoever_goes_elsewhere_while_it_is_saved_stays_there(tmp_path: Path):
    with on_screen(tmp_path, lambda field: f"/person/{field.scope}/note/{new_id()}") as shown:
        app, refresh = shown.app, shown.app.refresh

        async def meanwhile() -> None:
            app.go("/sync")
            await refresh()

        app.refresh = meanwhile  # type: ignore[method-assign]
        shown.page.enter("What must a visitor know to be safe?", "Two dogs")
        shown.page.enter("How do you know?", "Seen")
        shown.page.click("Save")
        shown.page.text("Tablet and centre")
        assert app.route == "/sync"
        assert shown.keeps() == []


def test_every_form_has_a_screen_that_its_draft_leads_to():
    scopes = {"person": "person:p", "team": "team:t", "org": ORGANISATION}
    drafts = [Draft("d", kind, scopes[where], {}) for kind in FORMS for where in scopes_of(kind)]
    drafts += [Draft("d", "", "person:p", {"sort": sort}) for sort in FORMS.keys() - BODIES.keys()]
    led_to = {(sort_of(each), each.scope): route_of(each) for each in drafts}
    shown = {key for key, route in led_to.items() if any(match(pattern, route) for pattern, _ in ROUTES)}
    assert led_to.keys() - shown == set()


def test_two_drafts_of_one_person_are_told_apart(tmp_path: Path):
    async def act(field: Field) -> None:
        for made in (ConcernState, NoteState, NoteState):
            form = made(field.worker, field.scope, new_id())
            await form.load()
            form.put(corrected_because="")
            await form.kept()
        today = TodayState(field.worker, field.now)
        await today.load()
        assert {line.called for line in today.drafts} == {
            "Pat Example, a safeguarding concern",
            "Pat Example, a visit note, 1 of 2",
            "Pat Example, a visit note, 2 of 2",
        }

    in_the_field(tmp_path, act)
