"""The main job, whole: a visit recorded without signal becomes an answered prompt at base, at every size of screen."""

import pytest

from tests.journeys.pages import (
    UNTOLD,
    Contact,
    Locked,
    Person,
    Prompt,
    Prompts,
    Saved,
    Sync,
    Today,
    Trail,
    to_sync,
)
from tests.journeys.place import LABELS, MANAGER, PASSPHRASES, PERSON, WORKER, Place
from tests.support.browser import OpenScreen, Screen, Size, begins

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

T2 = "Three or more indicators at 2 or above in one contact"
IN_THEIR_WORDS = "Nothing is worth getting up for 🙂 שלום مرحبا"
NOTE = "Curtains closed at midday; says the nights are long"
WHY = "Three things at once, more than is usual for them"
TRIGGER = "Three nights without sleep"
ANSWER = "Second visit agreed for tomorrow; prescriber rung and has acted"
ACTIONS = ("Steps from their plan used together", "Practical help given (food, money, heating, housing)")
TYPED = (PERSON, IN_THEIR_WORDS, NOTE, WHY, TRIGGER, ANSWER, *PASSPHRASES.values())


@pytest.mark.parametrize("size", ["laptop", "tablet", "phone"])
def test_a_visit_without_signal_becomes_an_answered_prompt(
    place: Place, browser: OpenScreen, size: Size
) -> None:
    field = browser(place.field.url, size)
    begin_without_signal(field)
    kill_the_app_mid_form(place, field)
    saved = finish(field)
    prompt = saved.prompt
    assert "Sleep: 2, most days or affecting daily life" in prompt[0]
    field.text(f"Phone now {UNTOLD}")

    sync_while_locked(field)
    base = browser(place.base.url, size)
    opened = open_at_base(base)
    assert opened.prompt == prompt
    opened.answer(ANSWER)

    there = trail_at_base(base).steps
    here = trail_in_the_field(field).steps
    assert here == there
    in_order(
        here,
        "Contact: Seen, on time.",
        "Temporary safety plan made",
        "Opened the prompt “Three or more",
        ANSWER,
    )
    assert not field.outside, "something beyond this machine was asked for"
    assert not base.outside, "something beyond this machine was asked for"
    assert place.holds(LABELS[WORKER]), "what rests in plain is found, so the search does search"
    for typed in TYPED:
        assert not place.holds(typed)


def begin_without_signal(field: Screen) -> None:
    """As far as the middle of the form, one answer half given."""
    Locked(field).signal(on=False).unlock(WORKER)
    contact = Today(field).person().record()
    contact.next("Their own early signs")
    contact.level("Sleep", 2)
    contact.level("Suspiciousness", 0)
    contact.hard_questions()
    contact.level("Mood", 2)
    field.type("Mood: In their words", IN_THEIR_WORDS)


def kill_the_app_mid_form(place: Place, field: Screen) -> None:
    """After a restart and an unlock it stands at the same question, with all that was entered."""
    field.page.wait_for_timeout(1_000)  # what is entered is kept within a second
    assert not place.holds(IN_THEIR_WORDS)
    place.field.restart()
    field.open()
    Locked(field).signal(on=False).unlock(WORKER)
    Today(field)
    field.click("Go on with it")
    field.text("Any of these as well?")
    assert Contact(field).has_level("Mood", 2)
    assert field.value("Mood: In their words") == IN_THEIR_WORDS


def finish(field: Screen) -> Saved:
    contact = Contact(field)
    contact.level("Anxiety or agitation", 2)
    field.click("None of the others seen")
    contact.next("What changed, and who is worried")
    field.type("What has changed since last time?", NOTE)
    contact.next("What was carried out")
    contact.did(*ACTIONS)
    contact.next("Your decision")
    field.text("Step up: act, and record what was carried out.")
    contact.decide("Step up", WHY)
    contact.next("Why, and until when")
    contact.plan(TRIGGER)
    contact.next("Is this the right person?")
    field.text("Seen Sleep: 2; Mood: 2; Anxiety or agitation: 2; 13 at 0, no concern")
    contact.confirm()
    return contact.save()


def sync_while_locked(field: Screen) -> None:
    """Receipts for the contact and its plan, and no passphrase asked for."""
    sync = to_sync(field)
    field.text(f"Contact: {PERSON}")
    locked = sync.lock()
    field.text("2 records unsent")
    locked.signal(on=True).sync(WORKER)


def open_at_base(base: Screen) -> Prompt:
    """Not told until it is opened."""
    Locked(base).unlock(MANAGER)
    Today(base)
    to_sync(base).sync()
    base.click("Prompts")
    prompts = Prompts(base)
    base.text("Nobody has opened it.")
    prompt = prompts.open(PERSON, T2)
    base.text(f"Seen by {MANAGER}")
    return prompt


def trail_at_base(base: Screen) -> Trail:
    to_sync(base).sync()
    base.click("People")
    base.click(begins(PERSON))
    return Person(base).trail()


def trail_in_the_field(field: Screen) -> Trail:
    """On the way there the worker sees who has it, and what they answered."""
    Locked(field).unlock(WORKER)
    Sync(field).sync()
    for entry in ("Contact", "Plan made"):
        assert "Held centrally" in field.text(f"{entry}: {PERSON}")
    field.click("Today")
    person = Today(field).person()
    field.text(f"Seen by {MANAGER}")
    field.text(ANSWER)
    return person.trail()


def in_order(lines: list[str], *steps: str) -> None:
    found = [next(i for i, line in enumerate(lines) if step in line) for step in steps]
    assert found == sorted(found), lines
