"""A temporary plan's starting point, at every hour of the year: it always stands as the standard demands."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from models.kinds import BODIES
from models.times import local
from screens.drafting.page import Reader
from screens.plan.form import Named, Plan
from screens.plan.reading import read_plan
from screens.plan.starting import new_plan, next_contact, numbers
from tests.screens.field import london, standard

STAFF, NAME = "a" * 32, "Wren Worker"
SHIPPED = standard()
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def filled(begins_at: datetime):
    plan = new_plan(STAFF, NAME, "Sleep 3", ["Emergency: 999"], SHIPPED, begins_at)
    plan.safeguarding, plan.no_safeguarding_because = "none", "Nobody else at risk"
    plan.agreed, plan.copy_given = "yes", "given"
    return plan


def read(plan: Plan, now: datetime):
    reader = Reader(now)
    return read_plan(plan, SHIPPED, now, reader), reader.wrong


@given(moments)
def test_a_new_plan_stands_at_once_whatever_the_hour(begins_at: datetime):
    body, wrong = read(filled(begins_at), begins_at)
    assert wrong == {}
    made = BODIES["plan.made"].model_validate(body)
    due = [named.due_at for named in made.named_contacts]
    times = [begins_at, *due, made.expires_at]
    assert max(after - before for before, after in pairwise(times)) <= timedelta(hours=24)
    assert made.expires_at - begins_at <= timedelta(hours=72)


@given(moments)
def test_nobody_is_asked_to_ring_at_night(begins_at: datetime):
    body, _ = read(filled(begins_at), begins_at)
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
        _, wrong = read(plan, begins_at)
        assert list(wrong) == [field], change
        assert wrong[field].startswith(sentence)


def test_a_stretch_without_a_named_contact_is_said_with_its_length():
    begins_at = london("2026-11-20 14:00")
    plan = filled(begins_at)
    plan.contacts = plan.contacts[:1]
    _, wrong = read(plan, begins_at)
    assert wrong["contacts"].startswith("There are 2 days without a named contact.")


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


def test_only_a_temporary_plan_must_say_all_of_it():
    begins_at = london("2026-11-20 14:00")
    plan = Plan(type="standing", agreed="yes", copy_given="declined")
    _, wrong = read(plan, begins_at)
    assert wrong == {"warning_signs": "Say what the plan is: fill in at least one of these."}
    plan.what_helps = "Her sister"
    body, wrong = read(plan, begins_at)
    assert wrong == {}
    made = BODIES["plan.made"].model_validate(body)
    assert (made.expires_at, made.named_contacts, made.trigger) == (None, (), "")


def test_what_another_plan_does_say_has_to_stand():
    begins_at = london("2026-11-20 14:00")
    kept = {"type": "positive_risk", "what_helps": "Her sister", "agreed": "yes", "copy_given": "given"}
    for change, field, sentence in (
        ({"expires_on": "1/12/2026"}, "expires_at", "Enter the time."),
        ({"expires_on": "1/11/2026", "expires_at": "12:00"}, "expires_at", "This has passed."),
        ({"safeguarding": "actions"}, "safeguarding_actions", "Say what will be done."),
        ({"contacts": [Named(who="Wren", on="19/11/2026", at="12:00")]}, "contacts.0.at", "This has passed."),
        (
            {
                "contacts": [Named(who="Wren", on="9/12/2026", at="12:00")],
                "expires_on": "1/12/2026",
                "expires_at": "12:00",
            },
            "contacts",
            "A named contact is after the plan ends.",
        ),
    ):
        _, wrong = read(Plan.model_validate(kept | change), begins_at)
        assert list(wrong) == [field], change
        assert wrong[field].startswith(sentence)
