"""The person screen and Today as they are read and touched, without a browser."""

from datetime import timedelta
from pathlib import Path

from tests.screens.field import NAME, Field, on_screen
from tests.screens.test_person_state import a_plan
from tests.sync.stage import contact, worrying


def the_person(field: Field) -> str:
    return f"/person/{field.scope}"


def test_before_going_in_everything_that_holds_is_on_one_page(tmp_path: Path):
    async def history(field: Field) -> None:
        body = contact(field.worker.now(), indicators=[{"code": "sleep", "not_assessed": "not_safe_to_ask"}])
        await field.worker.record("contact.recorded", field.scope, body)
        await field.worker.record("plan.made", field.scope, a_plan(field.worker.now()))
        field.stage.clock.passes(hours=71)

    with on_screen(tmp_path, the_person, history) as screen:
        page = screen.page
        page.text("Born 5 April 1980, 46 years old.")
        page.text("This is more than a day old. Sync before you rely on it.")
        page.text("Past its end time: still follow it, review now")
        page.text("Wren Worker, telephone")
        page.text("Phone off")
        page.text("Every 7 days")
        page.text("Sleep (their own sign)")
        assert page.shows("Not assessed on 20 Nov")


def test_the_address_waits_for_a_tap(tmp_path: Path):
    async def moved(field: Field) -> None:
        details = {"name": NAME, "born_on": "1980-04-05", "team": field.stage.played.founded.team}
        body = details | {"nhs_number": "9990000018", "address": "14 Quay Lane"}
        field.stage.played.say("person.updated", field.scope, body, "details")
        field.stage.installations[0].signal = True
        await field.worker.sync()

    with on_screen(tmp_path, the_person, moved) as screen:
        page = screen.page
        page.text("… 0018")
        assert not page.shows("14 Quay Lane")
        page.click("Show the address")
        page.text("14 Quay Lane")
        page.click("Show the whole NHS number")
        page.text("999 000 0018")
        page.click("Hide the NHS number")
        page.gone("999 000 0018")


def test_a_prompt_is_answered_where_it_is_read(tmp_path: Path):
    async def worry(field: Field) -> None:
        await field.worker.record("contact.recorded", field.scope, worrying(field.worker.now()))

    with on_screen(tmp_path, the_person, worry) as screen:
        page = screen.page
        page.text("On this tablet only. Nobody has been told.")
        page.click(f"answer T2:{screen.field.scope}:{newest(screen.field, screen.page)}")
        page.click("Save")
        page.text("Say what was done, or why not.")
        page.enter("What was done", "Rang twice a day")
        page.click("Save")
        page.text("Wren Worker, 13:00: Rang twice a day")
        page.text("Answered; quiet until")


def newest(field: Field, page: object) -> str:
    held = page.run(field.worker.person(field.scope)).held  # type: ignore[attr-defined]
    return next(each.entry.id for each in held if each.entry.kind == "contact.recorded")


def test_today_is_calm_when_nothing_needs_doing(tmp_path: Path):
    async def quiet(field: Field) -> None:
        await field.worker.record("contact.recorded", field.scope, contact(field.worker.now()))

    with on_screen(tmp_path, prepare=quiet) as screen:
        page = screen.page
        page.text("Nothing needs you now.")
        page.text("1 on this tablet only")
        assert not page.shows("Phone now")
        page.enter("Find a person", "nobody of that name")
        page.text("Nobody on this tablet fits that.")
        page.enter("Find a person", "pat")
        page.click(screen.field.scope)
        page.text("Since your last visit")


def test_whoever_has_not_been_told_of_comes_first(tmp_path: Path):
    async def worry(field: Field) -> None:
        await field.worker.record("contact.recorded", field.scope, worrying(field.worker.now()))
        field.stage.clock.at += timedelta(minutes=5)

    with on_screen(tmp_path, prepare=worry) as screen:
        page = screen.page
        page.text("Phone now")
        first = [line for line in page.texts if line in ("Phone now", "Needs you", "Your people")]
        assert first == ["Phone now", "Needs you", "Your people"]
        page.text("The manager (Mo Manager) by the end of today.")
