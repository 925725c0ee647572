"""The main job, whole: a visit recorded without signal becomes an answered prompt at base, at every size of screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys import place as places
from tests.journeys.pages import UNTOLD, Contact, Locked, Person, Prompts, Sync, Today, Trail
from tests.journeys.place import MANAGER, OTHER, PASSPHRASES, PERSON, WORKER, Place
from tests.support.browser import OpenScreen, Size

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WORSE = ("Sleep", "Mood", "Anxiety or agitation")
NOTE = "Curtains closed at midday 🙂 שלום مرحبا; says the nights are long"
WHY = "Three things at once, more than is usual"
TRIGGER = "Three nights without sleep"
ANSWER = "Second visit tomorrow; prescriber rung and has acted"
ACTIONS = ("Steps from their plan used together", "Practical help given (food, money, heating, housing)")


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return places.found(tmp_path_factory.mktemp("provider") / "first")


@pytest.fixture
def place(begun: Place, tmp_path: Path) -> Iterator[Place]:
    with begun.copy(tmp_path / "place") as running:
        yield running


@pytest.mark.parametrize("size", ["laptop", "tablet", "phone"])
def test_a_visit_without_signal_becomes_an_answered_prompt(
    place: Place, browser: OpenScreen, size: Size
) -> None:
    field = browser(place.field.url, size)
    locked = Locked(field)
    locked.signal(on=False)
    locked.unlock(WORKER, "Tablet A · 1")
    contact = Today(field).person().record()
    contact.seen_at_home()
    contact.hard_questions()
    contact.levels(WORSE[:2], 2)

    # The system kills the app mid-form. After a restart and an unlock, the same question, as it was.
    field.page.wait_for_timeout(1000)
    place.field.restart()
    field.open()
    Locked(field).unlock(WORKER, "Tablet A · 1")
    if not field.shows("Step 2 of"):
        Today(field).go_on_with_draft()
    field.text("Early signs")
    contact.levels(WORSE[2:], 2)
    contact.next("What changed, and who is worried")
    field.type("What has changed since last time?", NOTE)
    contact.next("What was carried out")
    contact.did(*ACTIONS)
    contact.next("Your decision")
    field.text("Three or more indicators at 2 or above in one contact")
    contact.decide("Step up", WHY)
    contact.next("Temporary safety plan")
    contact.plan(TRIGGER)
    contact.next("Check and save")
    contact.confirm_and_save()

    # The tablet prompts at once, says why, and that nobody has been told.
    field.text("Saved on this tablet")
    seen = field.text("Sleep: 2, most days or affecting daily life")
    asks = field.text("Step up: act, and record what was carried out.")
    field.text(UNTOLD)

    # Locked, with signal again, it syncs and says so.
    field.click("Sync" if size == "laptop" else "Sync")
    Sync(field).lock()
    locked = Locked(field)
    field.text("unsent")
    place_signal_on(place, locked)
    locked.sync()
    field.text("Everything is held centrally")
    assert place_holds(place, entries_of_this_visit=2)

    # Base sees the same prompt in the same words, and answers it.
    base = browser(place.base.url, size)
    Locked(base).unlock(MANAGER, "Tablet B · 1")
    base.text("Needs you")
    base.click("Sync")
    Sync(base)
    base.click("Sync now" if base.has("button", "Sync now") else "Sync")
    base.text("Finished")
    base.click("Prompts")
    Prompts(base).open(PERSON)
    base.text(seen)
    base.text(asks)
    base.click("Answer")
    base.type("What was done", ANSWER)
    base.click("Save")
