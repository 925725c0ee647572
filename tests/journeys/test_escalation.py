"""Escalating from the hallway without signal: call first, the app dies mid form, it is saved, declined; base reads it and may agree."""

import pytest

from tests.journeys.escalations import Escalated, Escalating
from tests.journeys.pages import Locked, Person, Today, audit, to_sync
from tests.journeys.place import MANAGER, PERSON, WORKER, Place
from tests.support.browser import OpenScreen, Screen, Size, begins, sizes

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SERVICE, ASKED = "Harbour crisis team", "Someone to see her tonight, before the shops close"
ADVICE = "Ring the practice in the morning"


@pytest.mark.parametrize("size", sizes("phone", "tablet"))
def test_an_escalation_without_signal_is_read_at_base(place: Place, browser: OpenScreen, size: Size) -> None:
    field = browser(place.field.url, size)
    Locked(field).signal(on=False).unlock(WORKER)
    Today(field).person()
    begin(field)
    kill_the_app_mid_form(place, field)
    field.click("Save the escalation")
    Escalated(field)
    field.text(f"Very urgent escalation to {SERVICE}")
    field.text("You, to ring again by ")
    declined(field)

    to_sync(field).lock().signal(on=True).sync(WORKER)
    base = browser(place.base.url, "laptop")
    Locked(base).unlock(MANAGER)
    Today(base)
    to_sync(base).sync()
    base.click("People")
    base.click(begins(PERSON))
    Person(base)
    base.text("Open escalations")
    base.click("See it, or say what came of it")
    Escalated(base)
    base.text(ASKED)
    base.reach("Agree with their answer")
    assert not place.holds(ASKED)
    assert not field.outside


def begin(field: Screen) -> None:
    field.click("Escalate")
    Escalating(field)
    field.click("No answer: next number")
    field.type("Which service is asked", SERVICE)
    field.type("What is asked", ASKED)


def kill_the_app_mid_form(place: Place, field: Screen) -> None:
    """After a restart and an unlock it stands there as it was entered."""
    field.page.wait_for_timeout(1_000)  # what is entered is kept within a second
    assert not place.holds(ASKED)
    place.field.restart()
    field.open()
    Locked(field).signal(on=False).unlock(WORKER)
    Today(field)
    field.click("Go on with it")
    Escalating(field)
    assert field.value("What is asked") == ASKED


def declined(field: Screen) -> None:
    """What a worker may do about a no is offered; who can do the rest is said."""
    field.click("They answered")
    audit(field)
    field.click("They said no", "radio")
    field.type("What they advise instead", ADVICE)
    field.click("Save")
    field.text("They said no, ")
    field.text("Make a temporary safety plan")
    field.reach("We disagree")
    field.text("Agree with their answer: a manager")
