"""A person's own copy: in words for them, without what tells of others or of abuse, shown, and recorded."""

from pathlib import Path
from typing import Any

import pytest

from models.fold import fold
from models.kinds.papers import CopyOffered
from models.standard.terms import Outside
from screens.drafting.form import new_id
from screens.own_copy.sheet import ASK_US, offers, own_copy, standing
from screens.own_copy.state import CopyState, OwnCopies
from screens.own_copy.words import NOBODY_YET
from screens.person.state import PersonScreenState
from tests.cases.short_form import background, directory, id_of, moment, written
from tests.screens.field import Field, in_the_field, on_screen, standard
from tests.screens.test_handover import terms
from tests.screens.test_person_state import a_plan, person
from tests.sync.stage import worrying

ABUSE = {"type": "financial", "concern": "His brother takes the money"}


async def copies(field: Field) -> OwnCopies:
    state = OwnCopies(field.worker, field.now, field.scope)
    await state.load()
    return state


async def preparing(field: Field, about: str, id: str = "") -> CopyState:
    state = CopyState(field.worker, field.scope, id or new_id(), about)
    await state.load()
    return state


async def restricted(field: Field, **changes: Any) -> str:
    body = terms(field.worker.now()) | changes
    return (await field.worker.record("restriction.applied", field.scope, body)).id


async def planned(field: Field, **changes: Any) -> str:
    body = a_plan(field.worker.now()) | changes
    return (await field.worker.record("plan.made", field.scope, body)).id


def read(state: CopyState) -> dict[str, str]:
    return {part.title: part.words for part in state.parts}


def test_there_is_a_copy_of_each_plan_restriction_and_late_decision(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        assert not (await copies(field)).offers
        now = field.worker.now()
        await field.worker.record("contact.recorded", field.scope, worrying(now))
        await planned(field)
        await restricted(field)
        state = await copies(field)
        assert [offer.title for offer in state.offers] == [
            "Your safety plan for the next days",
            "Something you may not do for now",
            "What we decided with you",
        ]
        assert not any(offer.became for offer in state.offers)
        field.stage.clock.passes(hours=29 * 24)
        assert "What we decided with you" not in [offer.title for offer in (await copies(field)).offers]

    in_the_field(tmp_path, act)


def test_a_restriction_says_what_why_until_when_how_to_object_and_whom_to_turn_to(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        said = read(await preparing(field, await restricted(field)))
        assert said["What it is"] == "Kitchen knives locked away"
        assert said["Why"] == "Cut himself twice this month"
        assert said["What else we thought of"] == "Staff in the kitchen. Not at night"
        assert said["What allows it"] == "You said yes to it. You can take that back."
        assert said["Who decided"] == NOBODY_YET
        assert said["What you said"] == "Agrees for now"
        assert said["Until when"] == (
            "We look at it again with you by 18 December 2026. It ends 8 February 2027, unless we decide again."
        )
        assert said["If you do not agree"].startswith("You can say no to this")
        assert said["Somebody on your side (an advocate)"] == said["To complain"] == ASK_US

    in_the_field(tmp_path, act)


def test_past_its_end_and_without_a_basis_are_said_as_they_are(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await restricted(field, objects=True, persons_view="Wants to cook")
        said = read(await preparing(field, id))
        assert said["What allows it"].startswith("We have not found anything in law that allows it.")
        assert said["What you said"] == "Wants to cook\nYou object to it."
        field.stage.clock.passes(hours=81 * 24)
        said = read(await preparing(field, id))
        assert (
            said["Until when"]
            == "Its time ended 8 February 2027 and nobody has decided again. Ask us about it."
        )

    in_the_field(tmp_path, act)


def test_a_plan_never_says_what_is_of_safeguarding_or_of_others(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await planned(
            field,
            safeguarding_actions="Told the council about his brother",
            no_safeguarding_because="",
            what_helps="A walk by the canal",
        )
        state = await preparing(field, id)
        said = read(state)
        assert "brother" not in str(said)
        assert said["If you are in danger"] == "999"
        assert said["Who will be in touch"].startswith("Wren Worker, telephone: 21 November 2026, 09:00")
        assert said["What helps you"] == "A walk by the canal"
        assert said["Until when"] == "23 November 2026, 11:00"

    in_the_field(tmp_path, act)


def test_with_a_safeguarding_concern_reasons_are_left_out_unless_the_worker_puts_them_in(
    tmp_path: Path,
) -> None:
    async def act(field: Field) -> None:
        await field.worker.record("safeguarding.raised", field.scope, ABUSE)
        state = await preparing(field, await restricted(field, rationale="His brother takes the money"))
        assert state.form.left_out == ["why", "alternatives"]
        assert "brother" not in str(read(state))
        state.keep_on_it(["alternatives"])
        assert "What else we thought of" in read(state)
        assert "Why" not in read(state)

    in_the_field(tmp_path, act)


def test_what_is_restricted_for_safeguarding_leaves_its_reason_out_by_itself(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        concern = (await field.worker.record("safeguarding.raised", field.scope, ABUSE)).id
        state = await preparing(field, await restricted(field, safeguarding=concern))
        assert "Why" not in read(state)

    in_the_field(tmp_path, act)


def test_the_providers_advocate_and_complaints_are_on_it_once_the_standard_names_them() -> None:
    line = {"is": "r", "at": "2026-11-02 10:00", "by": "manager", "restricts": "Knives locked away"}
    state = fold(written([line | {"review": "2026-11-30", "limit": "2026-12-30"}], background()), directory())
    named = Outside(words="Fictional Advocacy", reach="01632 960222")
    own = standard().own_copy.model_copy(update={"advocate": named})
    says = standard().model_copy(update={"own_copy": own})
    copy = own_copy(id_of("r"), state, directory(), says, moment("2026-11-03 10:00"))
    assert copy is not None
    said = {part.name: part.words for part in copy.parts}
    assert (said["advocate"], said["complaint"]) == ("Fictional Advocacy: 01632 960222", ASK_US)
    assert said["who"] == "Mona Fictional"


AMENDED = {"at": "2026-11-02 12:00", "amends": "plan", "plan": "temporary", "follows": ["plan"]}
BY_TWO = [
    AMENDED | {"expires": "2026-11-05 09:00", "by": "manager"},
    AMENDED | {"expires": "2026-11-05 08:00", "by": "senior"},
]
MADE_APART = [{"at": "2026-11-02 12:00", "plan": "temporary", "expires": "2026-11-05 10:00", "follows": []}]


@pytest.mark.parametrize(
    ("more", "offered", "line"),
    [
        pytest.param(BY_TWO, 1, "Your safety plan for the next days: not offered yet", id="amended"),
        pytest.param(MADE_APART, 2, "Your safety plan for the next days (2): not offered yet", id="made"),
    ],
)
def test_a_plan_in_two_versions_is_said_once(more: list[dict[str, Any]], offered: int, line: str) -> None:
    first = {"is": "plan", "at": "2026-11-02 10:00", "plan": "temporary", "expires": "2026-11-05 10:00"}
    contacts = {"contacts": ["02 at 2026-11-03 09:00"]}
    state = fold(written([each | contacts for each in (first, *more)], background()), directory())
    (held,) = state.plans
    assert len(held.heads) == 2
    given = offers(state, directory(), standard(), moment("2026-11-02 13:00"))
    assert len(given) == offered
    assert standing(given) == (line,)


def test_two_restrictions_have_one_line_until_something_became_of_one(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        await restricted(field)
        id = await restricted(field, what="The back door locked")
        title = "Something you may not do for now"
        assert standing((await copies(field)).offers) == (f"{title} (2): not offered yet",)
        state = await preparing(field, id)
        state.put(outcome="declined", why="Not now")
        await state.save()
        assert set(standing((await copies(field)).offers)) == {
            f"{title}: not offered yet",
            f"{title}: They did not want a copy, 13:00, Wren Worker",
        }

    in_the_field(tmp_path, act)


def test_what_became_of_it_is_recorded_with_what_was_left_out(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await restricted(field)
        state = await preparing(field, id)
        await state.save()
        assert state.wrong == {"outcome": "Choose what became of it."}
        state.put(outcome="unsafe_to_leave")
        assert set(state.wrong) == {"why"}
        state.put(outcome="given")
        assert set(state.wrong) == {"how"}
        state.keep_on_it(["why"])
        state.show("read_aloud")
        state.put(said="He wants to cook on Sundays")
        await state.save()
        assert state.saved
        (offered,) = (await field.worker.person(field.scope)).state.copies
        body = offered.body
        assert isinstance(body, CopyOffered)
        assert (body.about, body.outcome, body.how, body.left_out) == (
            id,
            "given",
            "read_aloud",
            ("alternatives",),
        )
        assert not await field.worker.drafts()
        (offer,) = (await copies(field)).offers
        assert offer.became == "Copy given, 13:00, Wren Worker"

    in_the_field(tmp_path, act)


def test_what_was_begun_is_there_again_by_entry_or_by_draft(tmp_path: Path) -> None:
    async def act(field: Field) -> None:
        id = await restricted(field)
        state = await preparing(field, id)
        state.keep_on_it(["why"])
        state.put(outcome="declined", said="Not now")
        await state.kept()
        (draft,) = await field.worker.drafts()
        for way in ((id, ""), ("", draft.id)):
            again = await preparing(field, *way)
            assert (again.id, again.form) == (draft.id, state.form)
            assert again.copy is not None
        page: PersonScreenState = await person(field)
        assert [line.what for line in page.drafts] == ["their own copy"]
        await state.discard()
        assert not await field.worker.drafts()

    in_the_field(tmp_path, act)


def test_the_page_is_theirs_alone_and_handing_it_back_locks_the_tablet(tmp_path: Path) -> None:
    found: list[str] = []

    async def begin(field: Field) -> None:
        found.append(await restricted(field))

    with on_screen(tmp_path, lambda field: f"/person/{field.scope}", begin) as screen:
        page = screen.page
        page.click("Their own copy")
        page.text("Not offered yet")
        page.click(found[0])
        page.text("The advocate: not set: ask your manager.")
        page.click("Hand them the tablet")
        page.text("For Pat Example")
        page.text("We look at it again with you by 18 December 2026.")
        assert not page.shows("Trail")
        assert not page.shows("Prompts")
        page.click("I have read it: hand the tablet back")
        page.text("Unlock")
        assert not page.shows("Kitchen knives")


def test_reading_it_aloud_comes_back_to_the_record(tmp_path: Path) -> None:
    found: list[str] = []

    async def begin(field: Field) -> None:
        field.stage.clock.passes(hours=1)
        found.append(await planned(field, warning_signs="Phone off"))

    with on_screen(tmp_path, lambda field: f"/person/{field.scope}/copy/{found[0]}/give", begin) as screen:
        page = screen.page
        page.click("Read it to them")
        page.text("Signs to look out for")
        page.click("Back to the record")
        page.click("given")
        page.click("Save")
        page.gone("Was it given?")
        assert len(page.run(screen.field.worker.person(screen.field.scope)).state.copies) == 1
