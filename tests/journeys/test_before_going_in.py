"""Before going in: a visit note and a safeguarding concern are recorded on the page, then a death, and outreach stops."""

import pytest

from tests.journeys.pages import Locked, Today, audit, to_sync
from tests.journeys.place import MANAGER, PERSON, WORKER, Place
from tests.support.browser import OpenScreen, Screen, begins

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

DOG = "A dog in the yard; ring first"
CONCERN = "Bank card is with a neighbour"
NO_CONTACT = "Do not try to see or ring them. A senior reviews what was open."


def test_what_is_recorded_on_the_page_reaches_base_and_a_death_stops_outreach(
    place: Place, browser: OpenScreen
) -> None:
    field = browser(place.field.url, "tablet")
    Locked(field).signal(on=False).unlock(WORKER)
    Today(field).person()
    add_a_note(field)
    raise_a_concern(field)
    field.text("A safeguarding concern without a decision")
    record_a_death(field)
    field.text(NO_CONTACT)
    field.text("A death on record, or a discharge with something open")

    to_sync(field).lock().signal(on=True).sync(WORKER)

    base = browser(place.base.url, "laptop")
    Locked(base).unlock(MANAGER)
    Today(base)
    to_sync(base).sync()
    base.click("People")
    base.click(begins(PERSON))
    base.text(NO_CONTACT)
    base.text(DOG)
    base.text(CONCERN)
    assert not field.outside, "something beyond this machine was asked for"


def add_a_note(field: Screen) -> None:
    field.click("Add a visit note")
    field.type("What must a visitor know to be safe?", DOG)
    field.type("How do you know?", "Seen on the last visit")
    audit(field)
    field.click("Save")
    field.text(DOG)


def raise_a_concern(field: Screen) -> None:
    field.click("Raise a safeguarding concern")
    choose(field, "Financial or material abuse", "Not decided yet A manager is asked today")
    field.type("What is the concern?", CONCERN)
    audit(field)
    field.click("Save")
    field.text("No decision yet")


def record_a_death(field: Screen) -> None:
    field.click("Set where they are")
    field.type("Why, and who says so?", "Their sister rang")
    choose(field, "Died")
    audit(field)
    field.click("Save")


def choose(field: Screen, *options: str) -> None:
    """Each in a question of its own; looked at again once all are, for a press on a page that still moves may land beside."""
    for option in (*options, *options):
        field.check(option, role="radio")
