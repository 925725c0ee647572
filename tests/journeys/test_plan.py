"""They said no and we disagree: the manager at base makes the temporary plan from the prompt, and the field tablet shows it."""

import pytest

from tests.journeys.escalations import escalate
from tests.journeys.hours import Hours
from tests.journeys.pages import Prompts, to_person, to_sync
from tests.journeys.plans import make_what_is_asked, stands
from tests.screens.served import VISITED
from tests.screens.sessions import NAME
from tests.support.browser import Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SERVICE = "Harbour crisis team"
SAID_NO = "They said no, or did not answer in time"
TRIGGER = f"Urgent escalation to {SERVICE}: They said no. Not our threshold"
UNTIL = "23 November 13:00"


@pytest.mark.parametrize("hours", [VISITED], indirect=True)
def test_the_plan_a_dispute_asks_for_is_made_at_base_and_followed_in_the_field(hours: Hours) -> None:
    field = hours.take("field", "tablet")
    they_said_no_and_we_disagree(field)
    base = hours.take("base", "laptop")
    the_manager_makes_it(base)
    in_the_field_it_stands(field)
    assert not [outside for screen in (field, base) for outside in screen.outside]


def they_said_no_and_we_disagree(field: Screen) -> None:
    form = escalate(to_person(field, NAME))
    form.ask(of=SERVICE, number="01632 960111", soon="Urgent", what="Someone to see him tonight")
    followed = form.save()
    followed.record(
        "They answered", "They said no", Who_said_so="Ash Nurse", Their_reason="Not our threshold"
    )
    field.text("Make a temporary plan")  # whoever is there may
    followed.record("We disagree", Why_we_disagree="He has not slept for three nights")
    to_sync(field).sync()


def the_manager_makes_it(base: Screen) -> None:
    """It starts from what asks for it. What only they can say stays to be said."""
    base.click("Prompts")
    form = make_what_is_asked(Prompts(base).open(NAME, f"{SAID_NO} 13:00: They said no"))
    base.text("A temporary plan is asked for until this is resolved.")
    base.text(TRIGGER)
    base.text("Wren Worker, telephone")
    form.not_yet()
    form.none_needed("Lives alone; asked by himself on Friday")
    form.with_them("Yes, agreed with them", "Copy given")
    form.save()
    stands(base, UNTIL, TRIGGER)
    assert not base.shows("Make a temporary plan")
    to_sync(base).sync()


def in_the_field_it_stands(field: Screen) -> None:
    to_sync(field).sync()
    to_person(field, NAME)
    stands(field, UNTIL, TRIGGER)
    field.text("Wren Worker, telephone")
    field.text("tomorrow 13:00")
    assert not field.shows("Make a temporary plan")
