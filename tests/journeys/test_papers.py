"""A handover given from the field and accepted at base, the person's own copy of a restriction, and the huddle list."""

import pytest

from tests.journeys.pages import Huddle, Locked, OwnCopy, Sheet, Today, audit, to_sync
from tests.journeys.place import MANAGER, WORKER, Place
from tests.journeys.test_restrictions import VIEW, WHAT, apply_at_base, to_person
from tests.support.browser import OpenScreen, Screen, begins

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WARD, NURSE = "Fictional ward", "Nurse Fictional"
WHY, ASKED = "Moves there on Friday", "Sundays in the kitchen"


def test_a_handover_is_given_in_the_field_and_accepted_at_base(place: Place, browser: OpenScreen) -> None:
    base, field = browser(place.base.url, "laptop"), browser(place.field.url, "tablet")
    apply_at_base(base)
    give_in_the_field(field)
    accept_at_base(base)
    to_sync(field).sync()
    Sheet(to_person(field).handover().screen)
    field.text(f"Accepted by {NURSE}")
    for typed in (WARD, NURSE, WHY):
        assert not place.holds(typed)


def test_the_person_reads_their_own_copy_and_the_tablet_locks(place: Place, browser: OpenScreen) -> None:
    base = browser(place.base.url, "tablet")
    apply_at_base(base)
    read_it(base)
    Locked(base).unlock(MANAGER)
    record_it(base)
    assert not place.holds(ASKED)


def give_in_the_field(field: Screen) -> None:
    Locked(field).unlock(WORKER)
    Today(field)
    to_sync(field).sync()
    sheet = to_person(field).handover()
    field.text(WHAT)
    field.text("Authority ends: ")
    sheet.give(to=WARD, given_to=NURSE, why=WHY)
    field.text("Nobody there has accepted it yet.")
    to_sync(field).sync()


def accept_at_base(base: Screen) -> None:
    to_sync(base).sync()
    base.click(begins("Prompts"))
    base.click("Huddle list")
    huddle = Huddle(base)
    base.text(f"Handover to {WARD}")
    sheet = huddle.person().handover()
    base.text(WHY)
    sheet.answered(NURSE)
    base.text(f"Accepted by {NURSE}")
    to_sync(base).sync()


def read_it(base: Screen) -> None:
    to_person(base).own_copy("Something you may not do for now")
    base.click("Hand them the tablet")
    base.text(VIEW)
    base.text("If you do not agree")
    audit(base)
    assert not base.shows("Trail")
    base.click("I have read it: hand the tablet back")


def record_it(base: Screen) -> None:
    copy = OwnCopy(base)
    copy.became("Copy given", said=ASKED)
    base.text("Copy given, ")
