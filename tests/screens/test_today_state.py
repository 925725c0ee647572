"""Today on a real device: who has not been told, what needs me, whom I see, what I began, what is not sent."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from screens.drafting.form import new_id
from screens.prompt.forms import TellingState
from screens.today.lines import fits, someone
from screens.today.state import TodayState
from sync.views import PersonRow
from tests.screens.field import Field, in_the_field, london
from tests.sync.stage import contact, worrying

NOW = london("2026-11-20 12:00")


async def nothing() -> None:
    return None


async def today(field: Field) -> TodayState:
    state = TodayState(field.worker, field.now)
    await state.load()
    return state


def row(**changes: object) -> PersonRow:
    values: dict[str, object] = {
        "scope": "person:" + "1" * 32,
        "name": "Pat Example",
        "born_on": date(1980, 4, 5),
        "last_four": "0018",
        "part": "main",
        "prompts": 0,
        "prompts_for_me": 0,
        "next_contact_on": None,
        "next_contact_at": None,
        "last_contact_at": None,
        "arriving": False,
    }
    return PersonRow(**values | changes)  # type: ignore[arg-type]


def test_calm_when_nothing_needs_doing(tmp_path: Path):
    async def act(field: Field) -> None:
        await field.worker.record("contact.recorded", field.scope, contact(field.worker.now()))
        state = await today(field)
        assert state.untold == {}
        assert state.drafts == []
        assert [someone.name for someone in state.my_people] == ["Pat Example"]
        assert state.unsent.count == 1

    in_the_field(tmp_path, act)


def test_whoever_has_not_been_told_of_comes_once_and_goes_when_somebody_knows(tmp_path: Path):
    async def act(field: Field) -> None:
        worried = worrying(field.worker.now(), worried=[{"who": "carer", "words": "Not himself"}])
        await field.worker.record("contact.recorded", field.scope, worried)
        state = await today(field)
        assert list(state.untold) == [field.scope]
        first, *also = state.untold[field.scope]
        assert {line.prompt.rule for line in (first, *also)} >= {"T2", "T5"}
        assert {line.told for line in (first, *also)} == {"On this tablet only. Nobody has been told."}
        told = ",".join(line.prompt.id for line in (first, *also))
        form = TellingState(field.worker, field.scope, new_id(), told)
        await form.load()
        form.put(name="Mo Manager")
        await form.save()
        await state.load()
        assert state.untold == {}
        assert state.unsent.count > 2

    in_the_field(tmp_path, act)


def test_what_asks_only_me_needs_me_and_is_no_cause_to_phone_anybody(tmp_path: Path):
    async def act(field: Field) -> None:
        field.stage.clock.passes(days=40)
        state = await today(field)
        asked = {line.prompt.rule: line for lines in state.needs_me.values() for line in lines}
        assert set(asked) == {"T4"}
        assert not asked["T4"].untold
        assert asked["T4"].told == ""
        assert state.untold == {}

    in_the_field(tmp_path, act)


def test_a_manager_is_not_told_to_phone_about_what_a_worker_or_they_themselves_are_asked(tmp_path: Path):
    async def act(field: Field) -> None:
        field.stage.installations[0].signal = True
        await field.worker.record("contact.recorded", field.scope, worrying(field.worker.now()))
        await field.worker.sync()
        manager = await field.stage.device(field.manager_id, "base")
        state = TodayState(manager, field.now)
        await state.load()
        assert "T2" in {line.prompt.rule for line in state.needs_me[field.scope]}
        assert state.untold == {}
        field.stage.clock.passes(days=40)
        await manager.sync()
        await state.load()
        late = next(prompt for prompt in await manager.prompts() if prompt.rule == "T4")
        assert late.asks_of(field.manager_id) is None
        assert state.untold == {}

    in_the_field(tmp_path, act)


def test_what_needs_me_is_by_person_and_the_soonest_first(tmp_path: Path):
    async def act(field: Field) -> None:
        await field.worker.record("contact.recorded", field.scope, worrying(field.worker.now()))
        field.stage.clock.passes(hours=5)
        (lines,) = (await today(field)).needs_me.values()
        assert len(lines) > 1
        assert [line.due_at for line in lines] == sorted(line.due_at for line in lines)

    in_the_field(tmp_path, act)


def test_a_draft_is_named_by_its_person(tmp_path: Path):
    async def act(field: Field) -> None:
        begun = await field.opened()
        begun.put(begun.form, what_changed="Half a sentence")
        await begun.kept()
        (draft,) = (await today(field)).drafts
        assert (draft.id, draft.name, draft.damaged) == (begun.id, "Pat Example", False)

    in_the_field(tmp_path, act)


@pytest.mark.parametrize("sought", ["pat", "EXAMPLE pat", "0018", "april 1980", "5 apr"])
def test_a_person_is_found_by_name_birth_or_number(sought: str):
    assert fits(row(), sought)


@pytest.mark.parametrize("sought", ["patrick", "0019", "pat 1981"])
def test_somebody_else_is_not(sought: str):
    assert not fits(row(), sought)


def test_the_next_contact_is_the_sooner_of_plan_and_agreement():
    agreed = row(next_contact_on=date(2026, 11, 23), next_contact_at=NOW + timedelta(hours=3))
    assert "Plan: contact due 15:00 (in 3 h)" in someone(agreed, NOW).lines
    later = row(next_contact_on=date(2026, 11, 21), next_contact_at=NOW + timedelta(hours=40))
    assert "Next contact tomorrow" in someone(later, NOW).lines
    assert someone(agreed, NOW).order < someone(later, NOW).order < someone(row(), NOW).order


def test_nothing_known_is_said_and_never_left_blank():
    assert someone(row(name="", born_on=None, last_four=""), NOW).name == "Details still arriving"
    assert someone(row(), NOW).lines[-1] == "No contact recorded yet"
