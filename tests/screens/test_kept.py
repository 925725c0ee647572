"""Every form is kept while it is entered: after a kill it is there, half as it was, and is listed with the way back to it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.checks import scopes_of
from models.entry import ORGANISATION
from screens.app import ROUTES, match
from screens.around.action import ActionState, CompletedState
from screens.around.candour import NotYetState, ToldState
from screens.around.concern import ConcernState, DecisionState
from screens.around.note import NoteState
from screens.around.status import StatusState
from screens.drafting.form import new_id
from screens.drafting.lines import FORMS, route_of
from screens.drafting.page import PageDrafting
from screens.handover.forms import AnsweringState, GivingState
from screens.plan.state import PlanState
from screens.today.state import TodayState
from sync.views import Draft
from tests.screens.field import Field, in_the_field
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
    "not told yet": (NotYetState, "why_not"),
    "handover given": (GivingState, "why"),
    "handover answered": (AnsweringState, "words"),
}
ABOUT = {"decision", "completed", "review", "told", "not told yet", "handover answered"}


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
        today = TodayState(field.worker, field.now, _nothing)
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


async def _nothing() -> None:
    return None


def test_every_form_has_a_screen_that_its_draft_leads_to():
    scopes = {"person": "person:p", "team": "team:t", "org": ORGANISATION}
    drafts = [Draft("d", kind, scopes[sort], {}) for kind in FORMS for sort in scopes_of(kind)]
    led_to = {(each.kind, each.scope): route_of(each) for each in drafts}
    shown = {key for key, route in led_to.items() if any(match(pattern, route) for pattern, _ in ROUTES)}
    assert led_to.keys() - shown == set()


def test_two_drafts_of_one_person_are_told_apart(tmp_path: Path):
    async def act(field: Field) -> None:
        for made in (ConcernState, NoteState, NoteState):
            form = made(field.worker, field.scope, new_id())
            await form.load()
            form.put(corrected_because="")
            await form.kept()
        today = TodayState(field.worker, field.now, _nothing)
        await today.load()
        assert {line.called for line in today.drafts} == {
            "Pat Example, a safeguarding concern",
            "Pat Example, a visit note, 1 of 2",
            "Pat Example, a visit note, 2 of 2",
        }

    in_the_field(tmp_path, act)
