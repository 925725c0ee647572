"""A restriction applied at base, checked before a visit without signal, reviewed by the worker and decided by a manager."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.pages import Locked, Person, Sync, Today, to_person, to_sync
from tests.journeys.place import MANAGER, WORKER, Place
from tests.journeys.restrictions import Restriction, restrict, review
from tests.support.browser import OpenScreen, Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WHAT = "Kitchen knives locked away"
VIEW = "Agrees for now"
LESS = "He cooks with us every day now"


def test_a_restriction_is_checked_before_the_visit_and_reviewed(place: Place, browser: OpenScreen) -> None:
    base, field = browser(place.base.url, "laptop"), browser(place.field.url, "tablet")
    apply_at_base(base)
    check_before_the_visit(field)
    propose_to_step_it_down(field)
    decide_at_base(base)
    gone_in_the_field(field)
    for typed in (WHAT, VIEW, LESS):
        assert not place.holds(typed)


def apply_at_base(base: Screen) -> None:
    Locked(base).unlock(MANAGER)
    Today(base)
    to_sync(base).sync()
    person = to_person(base)
    base.text("No restriction is recorded.")
    form = restrict(person)
    form.say(what=WHAT, rationale="Cut himself twice this month")
    form.say(considered="Staff in the kitchen", because="Not at night")
    form.choose("Consent", "Has capacity for this decision")
    form.say(view=VIEW)
    form.choose("They do not object")
    today = datetime.now(UTC).date()
    form.dates(review=today + timedelta(days=28), limit=today + timedelta(days=80))
    form.save()
    base.text("Active")
    base.text(WHAT)
    base.text("28 days left")
    to_sync(base).sync()


def check_before_the_visit(field: Screen) -> None:
    Locked(field).unlock(WORKER)
    Today(field)
    to_sync(field).sync()
    to_person(field)
    field.text("Restrictions")
    field.text(WHAT)
    field.text("28 days left")
    field.text(VIEW)
    assert MANAGER in field.text("Authorised by")


def propose_to_step_it_down(field: Screen) -> None:
    """A worker's step-down waits, and says for whom; the restriction stays where it was."""
    form = review(Person(field), WHAT)
    assert MANAGER in field.text("Who decides")
    form.choose("Step it down")
    Restriction(field).say(why=LESS)
    form.save()
    field.text(f"It waits for a manager: {MANAGER}.")
    field.text("28 days left")
    to_sync(field).sync()


def decide_at_base(base: Screen) -> None:
    Sync(base).sync()
    to_person(base)
    base.text("Awaiting a manager")
    base.click("Restriction reviewed: step down: Confirm")
    base.type("Why this can take effect", "Seen with him")
    base.click("Save")
    base.text("No restriction is recorded.")
    to_sync(base).sync()


def gone_in_the_field(field: Screen) -> None:
    Sync(field).sync()
    to_person(field)
    field.text("No restriction is recorded.")
