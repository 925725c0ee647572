"""Somebody "not on my list": seen in the field, found out about at base, and one person at both ends."""

import pytest

from tests.journeys.pages import Locked, Today, audit, to_sync
from tests.journeys.place import BORN_WORDS, MANAGER, PERSON, WORKER, Place
from tests.support.browser import OpenScreen, Screen, begins

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NAMED = "Tern Sampel"
WHY = "Same address, and the same mother"
TRIED = "Rang the bell twice; a neighbour had seen them today"


def test_a_contact_not_on_the_list_becomes_the_persons_own(place: Place, browser: OpenScreen) -> None:
    field = browser(place.field.url, "tablet")
    Locked(field).signal(on=False).unlock(WORKER)
    Today(field)
    record_not_on_the_list(field)
    to_sync(field).lock().signal(on=True).sync(WORKER)

    base = browser(place.base.url, "laptop")
    Locked(base).unlock(MANAGER)
    Today(base)
    to_sync(base).sync()
    match(base)
    base.click("Open the record")
    base.text("Records that were joined")
    base.text(WHY)
    to_sync(base).sync()

    Locked(field).sync(WORKER).unlock(WORKER)  # where they had left it
    field.text("Tablet and centre")
    field.text(f"Contact: {PERSON}")
    field.click("People")
    field.text("1 person")
    field.click(begins(PERSON))
    field.text("Records that were joined")
    assert not field.outside, "something beyond this machine was asked for"


def record_not_on_the_list(field: Screen) -> None:
    field.click("Somebody not on my list")
    field.text("Who they are")
    field.type("Name", NAMED)
    for part, typed in (("day", "5"), ("month", "4"), ("year", "1980")):
        field.type(f"Date of birth, {part}", typed)
    audit(field)
    field.click("Next")
    field.text("How it went")
    field.click("No contact made")
    field.type("What happened?", TRIED)
    field.click("Next")
    field.text("Is this the right person?")
    field.check(begins(NAMED))
    field.check(begins("Born"))
    field.click("Save")
    field.text("Saved on this tablet")
    field.click("To the person")
    field.text("On no list yet. This is how they were named:")


def match(base: Screen) -> None:
    base.click("People")
    base.text("Who are they? (1)")
    base.page.get_by_role("button", name=begins(NAMED)).first.click()
    base.text("Somebody we know?")
    audit(base)
    base.click(begins(PERSON))
    base.text(f"Is this {PERSON}?")
    base.check(begins(f"{NAMED} is {PERSON}"))
    base.check(begins(f"Born {BORN_WORDS}"))
    base.type("How you know that it is the same person", WHY)
    audit(base)
    base.click("They are one person")
    base.text(f"This is {PERSON}.")
