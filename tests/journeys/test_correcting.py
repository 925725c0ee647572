"""A contact on the wrong person is voided, another is amended and the rules follow; a form that is killed half-way is there again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sync.clock import RealClock
from sync.installation import Installation
from tests.journeys.pages import ALONE, Locked, Saved, Today, Trail, audit, to_person
from tests.journeys.place import LABELS, PASSPHRASES, WORKER, Place, run_apart
from tests.support.browser import OpenScreen, Screen
from tests.sync.stage import contact

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WRONG = "Two visits in one street"
BECAUSE = "She told me as I left"
CONCERN = "Bank card is with a neigh"


async def _visited(place: Place) -> None:
    """A quiet visit an hour ago, and nothing else."""
    installation = Installation(place.root / "field", RealClock())
    profile = next(each for each in await installation.profiles() if each.label == LABELS[WORKER])
    device = await installation.device(profile.id)
    await device.unlock(PASSPHRASES[WORKER])
    (person,) = await device.people()
    seen = [{"code": "suicidal", "level": 1, "source": "person"}, {"code": "sleep", "level": 1}]
    body = contact(device.now() - timedelta(hours=1), indicators=seen, rationale="Talked it through")
    await device.record("contact.recorded", person.scope, body)
    await installation.close()


@pytest.fixture
def visited(begun: Place, tmp_path: Path) -> Iterator[Place]:
    place = begun.copy(tmp_path / "place")
    run_apart(_visited(place))
    with place:
        yield place


def test_mistakes_are_corrected_and_both_stay_in_the_trail(visited: Place, browser: OpenScreen) -> None:
    field = browser(visited.field.url, "tablet")
    Locked(field).signal(on=False).unlock(WORKER)
    Today(field)
    record_on_the_wrong_person(field)
    trail = to_person(field).trail()
    trail.correct("Contact: No contact made").void("Recorded on the wrong person", WRONG)
    field.text(f"Void: Recorded on the wrong person. {WRONG}")
    say_that_it_was_worse(field)
    lines = to_person(field).trail().steps
    in_it = "\n".join(lines)
    for words in (
        "Voided: Wynn Worker",
        f"Void: Recorded on the wrong person. {WRONG}",
        "Amended: Wynn Worker",
        BECAUSE,
        f"Amendment: {BECAUSE}",
        "self-harm thoughts 1",
    ):
        assert words in in_it, lines
    to_person(field)
    field.text("Has the person been told?")
    begin_a_concern(field)
    kill_the_app_mid_form(visited, field)
    assert not field.outside


def record_on_the_wrong_person(field: Screen) -> None:
    contact = Today(field).person().record()
    field.click("No contact made")
    field.text("What happened?")
    contact.next("Is this the right person?")
    contact.confirm()
    field.click("Save")
    field.text("This raises no prompt.")


def say_that_it_was_worse(field: Screen) -> None:
    contact = Trail(field).correct("Contact: ").says()
    contact.jump("What was seen")
    contact.next(ALONE[0])
    contact.level(ALONE[0], 3)
    field.text("This meets a threshold")
    contact.jump("Check and save")
    contact.confirm()
    field.type("Why is it corrected?", BECAUSE)
    audit(field)
    field.click("Save")
    Saved(field)
    field.text("On this tablet only. Nobody has been told.")


def begin_a_concern(field: Screen) -> None:
    field.click("Raise a safeguarding concern")
    field.type("What is the concern?", CONCERN)


def kill_the_app_mid_form(place: Place, field: Screen) -> None:
    """After a restart and an unlock the words are there, half as they were."""
    field.page.wait_for_timeout(1_000)  # what is entered is kept within a second
    assert not place.holds(CONCERN)
    place.field.restart()
    field.open()
    Locked(field).signal(on=False).unlock(WORKER)
    Today(field)
    field.text("a safeguarding concern is not saved yet")
    field.click("Go on with it")
    field.text("A safeguarding concern")
    assert field.value("What is the concern?") == CONCERN
