"""The temporary plan's starting point, at every hour of the year: it always stands as the standard demands."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.kinds import BODIES
from models.times import local
from screens.contact.plan import new_plan, next_contact, numbers, read_plan
from tests.screens.field import london, standard

STAFF, NAME = "a" * 32, "Wren Worker"
SHIPPED = standard()
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def filled(begins_at: datetime):
    plan = new_plan(STAFF, NAME, "Sleep 3", ["Emergency: 999"], SHIPPED, begins_at)
    plan.safeguarding, plan.no_safeguarding_because = "none", "Nobody else at risk"
    plan.agreed, plan.copy_given = "yes", "given"
    return plan


@given(moments)
def test_a_new_plan_stands_at_once_whatever_the_hour(begins_at: datetime):
    body, problems = read_plan(filled(begins_at), SHIPPED, begins_at)
    assert problems == []
    made = BODIES["plan.made"].model_validate(body)
    due = [named.due_at for named in made.named_contacts]
    times = [begins_at, *due, made.expires_at]
    assert max(after - before for before, after in pairwise(times)) <= timedelta(hours=24)
    assert made.expires_at - begins_at <= timedelta(hours=72)


@given(moments)
def test_nobody_is_asked_to_ring_at_night(begins_at: datetime):
    body, _ = read_plan(filled(begins_at), SHIPPED, begins_at)
    due = [local(datetime.fromisoformat(named["due_at"])).time() for named in body["named_contacts"]]
    assert all(time(8) <= at <= time(20) for at in due)


def test_what_cannot_stand_is_said_in_a_sentence_at_its_field():
    begins_at = london("2026-11-20 14:00")
    for change, field, sentence in (
        ({"trigger": " "}, "trigger", "Say what set off this plan."),
        ({"expires_on": "25/11/2026"}, "expires_at", "A temporary plan lasts 72 hours at most."),
        ({"expires_on": "20/11/2026", "expires_at": "13:00"}, "expires_at", "This has passed."),
        ({"emergency_instructions": ""}, "emergency_instructions", "Say what to do in an emergency."),
        ({"safeguarding": ""}, "safeguarding", "Choose one"),
        ({"safeguarding": "actions"}, "safeguarding_actions", "Say what will be done."),
        ({"agreed": ""}, "agreed", "Say whether they agreed to it."),
        ({"agreed": "no"}, "not_agreed_because", "Say why it was not agreed"),
        ({"copy_given": ""}, "copy_given", "Say whether a copy was given."),
        ({"contacts": []}, "contacts", "Name at least one contact."),
    ):
        plan = filled(begins_at).model_copy(update=change)
        _, problems = read_plan(plan, SHIPPED, begins_at)
        assert [each.field for each in problems] == [field], change
        assert problems[0].sentence.startswith(sentence)


def test_a_stretch_without_a_named_contact_is_said_with_its_length():
    begins_at = london("2026-11-20 14:00")
    plan = filled(begins_at)
    plan.contacts = plan.contacts[:1]
    _, problems = read_plan(plan, SHIPPED, begins_at)
    assert problems[0].sentence.startswith("There are 2 days without a named contact.")


def test_one_more_contact_comes_a_day_after_the_last():
    plan = filled(london("2026-11-20 14:07"))
    more = next_contact(plan, STAFF, NAME)
    assert (more.on, more.at) == ("24/11/2026", "14:00")
    plan.contacts[-1].at = "no time"
    assert next_contact(plan, STAFF, NAME).on == "23/11/2026"


def test_the_numbers_say_each_line_once():
    lines = numbers(SHIPPED, [("Emergency", "999"), ("Night line", "01632 960 777")], "01632 960 001")
    assert len(lines) == 4
    assert lines[-1] == "Our duty line: 01632 960 001"
