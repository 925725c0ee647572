"""The contact screen's state on a real device: kept as entered, judged as entered, saved whole or not at all."""

import asyncio
from pathlib import Path

import pytest

from models.errors import BadInput, NotAllowed, StorageFailed, UnknownThing
from models.told import ON_THIS_TABLET
from screens.contact.again import form_of
from screens.contact.beside import APART
from screens.contact.form import NOT_ASSESSED
from screens.contact.saved import SavedContact
from screens.contact.state import ContactState
from screens.drafting.form import new_id
from screens.escalation.state import EscalatingState
from screens.prompt.forms import TellingState
from tests.screens.field import Field, in_the_field


async def nothing() -> None:
    return None


def confirm(state: ContactState) -> None:
    state.put(state.form, name_confirmed=True, birth_confirmed=True)


def quiet(state: ContactState) -> None:
    """Everything asked and nothing found."""
    state.change(lambda: state.form.none_seen([*state.around.own, *state.around.others]))
    for code in state.around.daggers:
        state.put(state.form.about(code), level="0")


def meets_t2(state: ContactState) -> None:
    for code in ("mood", "energy", "self_care"):
        state.put(state.form.about(code), level="2")


async def saved(field: Field, state: ContactState) -> SavedContact:
    await state.save()
    assert state.saved, state.read().problems
    after = SavedContact(field.worker, field.now, field.scope, state.id)
    await after.load()
    return after


def test_nothing_wrong_takes_a_handful_of_taps(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        taps = 0

        def tap(do: object) -> None:
            nonlocal taps
            taps += 1

        tap(state.next())
        tap(state.change(lambda: state.form.none_seen(state.around.own)))
        tap(state.next())
        for _ in state.around.daggers:
            tap(state.put(state.form.about(state.page.code), level="0"))
            tap(state.next())
        tap(state.change(lambda: state.form.none_seen(state.around.others)))
        for _ in ("others", "changed", "actions"):
            tap(state.next())
        tap(state.decide("no_step_up"))
        tap(state.next())
        assert state.page.key == "check"
        tap(state.put(state.form, name_confirmed=True))
        tap(state.put(state.form, birth_confirmed=True))
        after = await saved(field, state)
        assert taps + 1 <= 20
        assert [line.state for line in after.entries] == ["Saved on this tablet"]
        assert after.raised == []

    in_the_field(tmp_path, act)


def test_the_signature_comes_first_and_each_dagger_by_itself(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        keys = [page.key for page in state.pages]
        assert keys[:3] == ["contact", "signature", "ask:threat_to_others"]
        assert set(keys[2:5]) == {"ask:threat_to_others", "ask:suicidal", "ask:abuse_or_neglect"}
        assert state.around.own == ("sleep", "suspiciousness")
        assert state.place == "Step 1 of 6: The contact"
        state.show("others")
        assert state.place == "Step 2 of 6: What was seen (5 of 5)"

    in_the_field(tmp_path, act)


def test_none_of_these_seen_writes_explicit_zeros_and_no_dagger(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        state.put(state.form.about("sleep"), level="2")
        state.change(lambda: state.form.none_seen(state.around.own))
        levels = {each["code"]: each["level"] for each in state.read().contact.body["indicators"]}
        assert levels == {"sleep": 2, "suspiciousness": 0}

    in_the_field(tmp_path, act)


def test_a_killed_app_comes_back_to_the_same_question_with_the_same_words(tmp_path: Path):
    async def act(field: Field) -> None:
        note = "she said “לא ישנתי”, لا أنام 🙂 " + "x" * 50_000
        state = await field.opened()
        state.next()
        state.show("changed")
        state.put(state.form, what_changed=note, started="14:6", on="31/11/")
        await state.kept()
        again = await field.opened(state.id)
        assert again.page.key == "changed"
        assert (again.form.what_changed, again.form.started, again.form.on) == (note, "14:6", "31/11/")
        await field.worker.lock()

    in_the_field(tmp_path, act)


def test_a_draft_nobody_touched_is_not_kept(tmp_path: Path):
    async def act(field: Field) -> None:
        await field.opened()
        assert await field.worker.drafts() == []

    in_the_field(tmp_path, act)


def test_impossible_times_are_said_at_their_field_and_stop_only_the_step(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        now = state.form.started
        for fields, where, sentence in (
            ({"started": "23:59"}, "started", "This is in the future. Check the date and the time."),
            ({"on": "3/4/1980"}, "on", "This is before they were born. Check the date."),
            ({"on": "30/2/2026"}, "on", "There is no such date. Check day, month and year."),
            ({"started": "10:00", "ended": "09:30"}, "ended", "It ends before it starts."),
            ({"started": "25:00"}, "started", "Enter the time on the 24-hour clock, for example 14:30."),
        ):
            state.put(state.form, **{"on": "20/11/2026", "started": now, "ended": ""} | fields)
            state.next()
            assert state.page.key == "contact"
            assert state.wrong[where].startswith(sentence)
        state.put(state.form, on="20/11/2026", started=now, ended="")
        state.next()
        assert state.page.key == "signature"

    in_the_field(tmp_path, act)


def test_a_half_filled_form_is_not_saved_and_says_where(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        state.put(state.form.about("suicidal"), level=NOT_ASSESSED)
        state.show("check")
        await state.save()
        assert not state.saved
        assert state.page.key == "ask:suicidal"
        assert state.wrong == {"seen.suicidal.reason": "Say why it was not assessed."}
        assert [page.key for page in state.pages_with_problems] == ["ask:suicidal", "decision"]
        assert (await field.opened(state.id)).form == state.form
        assert not any(each.entry.id == state.id for each in (await field.worker.person(field.scope)).held)

    in_the_field(tmp_path, act)


def test_the_draft_shows_what_it_meets_before_it_is_saved(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        meets_t2(state)
        await state.kept()
        assert [prompt.rule for prompt in state.met] == ["T2"]
        assert state.urgent == ()
        state.put(state.form.about("suicidal"), level="2", plan=True)
        await state.kept()
        assert [prompt.rule for prompt in state.urgent] == ["T1"]
        state.decide("no_step_up")
        assert {each.field for each in state.problems_at("decision")} == {"rationale"}

    in_the_field(tmp_path, act)


@pytest.mark.parametrize("level", ["", "not_assessed"])
def test_an_attempt_prompts_as_soon_as_it_is_marked_whatever_is_still_to_be_said_of_it(
    tmp_path: Path, level: str
):
    async def act(field: Field) -> None:
        state = await field.opened()
        state.put(state.form.about("suicidal"), level=level, attempt=True)
        await state.kept()
        assert [prompt.rule for prompt in state.urgent] == ["T1"]
        assert state.read().problems
        with pytest.raises(NotAllowed):
            await state.discard()

    in_the_field(tmp_path, act)


def test_a_draft_that_meets_t1_or_t5_cannot_be_discarded(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        state.change(lambda: state.form.worried_are(["carer"]))
        with pytest.raises(NotAllowed):
            await state.discard()
        assert (await field.opened(state.id)).form.worries[0].who == "carer"
        state.change(lambda: state.form.worried_are([]))
        await state.discard()
        with pytest.raises(UnknownThing):
            await field.worker.draft(state.id)
        await state.kept()
        assert await field.worker.drafts() == []

    in_the_field(tmp_path, act)


def test_a_stepped_up_contact_and_its_plan_are_saved_as_one(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        quiet(state)
        meets_t2(state)
        await state.kept()
        state.did(["coping_steps_used", "extra_contact_made"])
        state.decide("step_up")
        assert state.place.startswith("Step 1 of 7")
        plan = state.form.plan
        assert plan is not None
        assert "Mood" in plan.trigger
        assert "999" in plan.emergency_instructions
        assert "01632 960 001" in plan.emergency_instructions
        assert len(plan.contacts) == 3
        state.put(state.form, rationale="Three changes at once")
        confirm(state)
        await state.save()
        assert state.page.key == "plan safety"
        assert set(state.wrong) == {"safeguarding"}
        assert {each.field for each in state.problems_at("plan words")} == {"agreed", "copy_given"}
        state.put(plan, safeguarding="none", no_safeguarding_because="Nobody else at risk", agreed="yes")
        state.put(plan, copy_given="given")
        after = await saved(field, state)
        assert [line.state for line in after.entries] == ["Saved on this tablet"] * 2
        assert await field.worker.drafts() == []
        (t2,) = [line for line in after.raised if line.prompt.rule == "T2"]
        assert t2.told == ON_THIS_TABLET
        assert t2.untold
        assert [ring.number for ring in t2.ring] == ["01632 960 001"]

    in_the_field(tmp_path, act)


def test_when_the_plan_cannot_be_saved_neither_is_the_contact(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        meets_t2(state)
        await state.kept()
        state.decide("step_up")
        plan = state.form.plan
        assert plan is not None
        state.put(state.form, rationale="Three changes at once")
        state.put(
            plan, safeguarding="none", no_safeguarding_because="Nobody else", agreed="yes", copy_given="given"
        )
        state.put(plan.contacts[0], staff="f" * 32)
        confirm(state)
        assert state.read().problems == ()
        with pytest.raises(BadInput):
            await state.save()
        assert not state.saved
        assert (await field.opened(state.id)).form == state.form
        kinds = [each.entry.kind for each in (await field.worker.person(field.scope)).held]
        assert "contact.recorded" not in kinds

    in_the_field(tmp_path, act)


def test_telling_someone_is_recorded_and_said(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        meets_t2(state)
        state.decide("no_step_up")
        state.put(state.form, rationale="Settled by the end")
        confirm(state)
        after = await saved(field, state)
        t2 = next(line for line in after.raised if line.prompt.rule == "T2")
        form = TellingState(field.worker, field.scope, new_id(), t2.prompt.id)
        await form.load()
        await form.save()
        assert form.wrong == {"name": "Say who has it now: their name."}
        form.put(name="Mo Manager")
        await form.save()
        assert form.saved
        await after.load()
        told = next(line for line in after.raised if line.prompt.rule == "T2")
        assert told.told.startswith("You told Mo Manager")
        assert not told.untold

    in_the_field(tmp_path, act)


def test_deciding_to_escalate_leads_on_to_an_escalation_that_rests_on_it(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        quiet(state)
        meets_t2(state)
        await state.kept()
        state.decide("escalate")
        state.want_plan(False)
        state.put(rationale="More than we can do")
        confirm(state)
        after = await saved(field, state)
        assert after.to_escalate
        assert not after.was_begun
        escalating = EscalatingState(field.worker, field.scope, after.escalation.rpartition("/")[2])
        await escalating.load()
        assert escalating.form.evidence[0] == state.id
        escalating.put(to="Crisis team")
        await escalating.kept()
        await after.load()
        assert after.was_begun
        assert after.escalation.endswith(escalating.id)
        await escalating.save()
        await after.load()
        assert not after.to_escalate
        opened = (await field.worker.person(field.scope)).state.escalation(escalating.id)
        assert opened is not None
        assert state.id in opened.opened.body.evidence

    in_the_field(tmp_path, act)


def test_a_call_from_a_carer_that_says_to_escalate_is_what_the_escalation_rests_on(tmp_path: Path):
    async def act(field: Field) -> None:
        seen = await field.opened()
        quiet(seen)
        seen.decide("no_step_up")
        confirm(seen)
        await saved(field, seen)
        field.stage.clock.passes(hours=3)
        call = await field.opened()
        call.put(mode="02", with_whom=["carer"])
        call.change(lambda: call.form.worried_are(["carer"]))
        await call.kept()
        call.decide("escalate")
        call.want_plan(False)
        call.put(rationale="She is frightened for him")
        confirm(call)
        after = await saved(field, call)
        assert after.to_escalate
        escalating = EscalatingState(field.worker, field.scope, after.escalation.rpartition("/")[2])
        await escalating.load()
        assert next(id for id, _ in escalating.evidence) == call.id
        assert not (await saved_before(field, seen)).to_escalate

    in_the_field(tmp_path, act)


async def saved_before(field: Field, state: ContactState) -> SavedContact:
    after = SavedContact(field.worker, field.now, field.scope, state.id)
    await after.load()
    return after


def test_no_contact_made_is_three_questions(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        state.no_contact_made()
        assert state.place == "Step 2 of 3: What happened"
        state.put(state.form, what_changed="Rang twice, left a card")
        state.next()
        confirm(state)
        after = await saved(field, state)
        (contact,) = [each.entry for each in after.person.held if each.entry.id == state.id]
        assert (contact.body["attendance"], contact.body["indicators"]) == ("3", [])

    in_the_field(tmp_path, act)


def test_stepping_down_names_its_evidence_and_goes_with_the_contact(tmp_path: Path):
    async def act(field: Field) -> None:
        first = await field.opened()
        meets_t2(first)
        first.decide("no_step_up")
        first.put(first.form, rationale="Will see tomorrow")
        confirm(first)
        await saved(field, first)
        field.stage.clock.passes(hours=20)
        second = await field.opened()
        quiet(second)
        second.decide("step_down")
        second.put(second.form, rationale="Sleeping again")
        confirm(second)
        await second.save()
        assert second.wrong == {"step_down_evidence": "Choose what you are stepping down from."}
        second.step_down_from([prompt.id for prompt in second.standing])
        assert second.form.step_down_evidence == [first.id]
        after = await saved(field, second)
        assert len(after.entries) == 2
        assert not any(each.rule == "T2" for each in after.person.evaluation.prompts)

    in_the_field(tmp_path, act)


def test_a_full_tablet_keeps_the_form_on_screen_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async def act(field: Field) -> None:
        state = await field.opened()

        async def full(draft: object) -> None:
            raise StorageFailed

        keep = field.worker.save_draft
        monkeypatch.setattr(field.worker, "save_draft", full)
        state.put(state.form, what_changed="Not lost")
        await state.kept()
        assert state.unkept == StorageFailed().sentence
        monkeypatch.setattr(field.worker, "save_draft", keep)
        state.put(state.form, rationale="Nor this")
        await state.kept()
        assert state.unkept == ""
        assert (await field.opened(state.id)).form.what_changed == "Not lost"

    in_the_field(tmp_path, act)


def test_a_saved_contact_opened_again_shows_what_was_saved(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        quiet(state)
        state.decide("no_step_up")
        confirm(state)
        await saved(field, state)
        again = await field.opened(state.id)
        assert again.saved

    in_the_field(tmp_path, act)


def test_saving_twice_at_once_saves_once(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        quiet(state)
        state.decide("no_step_up")
        confirm(state)
        await asyncio.gather(state.save(), state.save())
        state.put(state.form, what_changed="Typed while it was being saved")
        await state.kept()
        assert state.saved
        assert await field.worker.drafts() == []

    in_the_field(tmp_path, act)


def test_a_draft_outlives_its_standard_and_keeps_what_it_said(tmp_path: Path):
    async def act(field: Field) -> None:
        state = await field.opened()
        quiet(state)
        state.put(state.form.about("an_older_word"), level="2", words="Says it in the old word")
        state.change(lambda: state.form.done_are(["an_older_action"], "20/11/2026", "12:00"))
        state.decide("no_step_up")
        confirm(state)
        await saved(field, state)
        held = (await field.worker.person(field.scope)).held
        body = next(each.entry.body for each in held if each.entry.id == state.id)
        assert body["what_changed"].splitlines() == [
            "an_older_word: 2. Says it in the old word",
            "an_older_action: wholly.",
        ]

    in_the_field(tmp_path, act)


def test_a_visit_that_somebody_recorded_already_is_said_to_be_the_same_and_is_read_as_one(tmp_path: Path):
    async def act(field: Field) -> None:
        first = await field.opened()
        assert first.beside == []
        quiet(first)
        first.decide("no_step_up")
        confirm(first)
        await saved(field, first)
        field.stage.clock.passes(minutes=20)

        other = await field.opened()
        (there,) = other.beside
        assert (there.id, there.words(field.now())) == (
            first.id,
            "the one you recorded, today 13:00 to 13:00",
        )
        other.put(other.form, same_visit_as=first.id)
        assert ("Same visit", "As the one you recorded, today 13:00 to 13:00") in other.summary()
        quiet(other)
        other.put(other.form.about("mood"), level="2")
        other.decide("no_step_up")
        confirm(other)
        await saved(field, other)
        (visit,) = (await field.worker.person(field.scope)).state.visits
        assert visit.entries == (first.id, other.id)
        assert visit.level("mood") == 2

        held = (await field.worker.person(field.scope)).held
        said = next(each.entry.body for each in held if each.entry.id == other.id)
        assert form_of(said).same_visit_as == first.id, "a correction says so too"

    in_the_field(tmp_path, act)


def test_no_other_contact_is_asked_about_half_an_hour_apart_or_where_it_was_said_to_be_another(
    tmp_path: Path,
):
    async def act(field: Field) -> None:
        first = await field.opened()
        quiet(first)
        first.decide("no_step_up")
        confirm(first)
        await saved(field, first)
        field.stage.clock.passes(minutes=29)
        near = await field.opened()
        assert [each.id for each in near.beside] == [first.id]
        near.put(near.form, same_visit_as=APART)
        quiet(near)
        assert "same_visit_as" not in near.read().contact.body
        assert "Same visit" not in dict(near.summary())
        field.stage.clock.passes(minutes=3)
        assert (await field.opened()).beside == []

    in_the_field(tmp_path, act)
