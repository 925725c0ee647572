"""Not accepted is work: its author sees why, the manager accepts it at base, and on the author's tablet it counts."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from models.entry import read_body
from sync.clock import RealClock
from sync.installation import Installation
from tests.journeys.pages import Locked, Person, Sync, Today, audit, to_sync
from tests.journeys.place import LABELS, MANAGER, PASSPHRASES, PERSON, WORKER, Place, run_apart
from tests.support.browser import OpenScreen, Screen, Size, sizes

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

WHY = "Your role may not decide this. A manager in your team can accept it."
TITLE = f"Caseload: {PERSON}"
AGREED = "Agreed by phone this morning"


async def _assigns_cover(place: Place) -> None:
    """Recorded by an app that asks nobody's role: this one would not offer it to a worker."""
    installation = Installation(place.root / "field", RealClock())
    profile = next(each for each in await installation.profiles() if each.label == LABELS[WORKER])
    device = await installation.device(profile.id)
    await device.unlock(PASSPHRASES[WORKER])
    (person,) = await device.people()
    manager = next(each for each in (await device.directory()).staff.values() if each.name == MANAGER)
    body = {"staff": manager.id, "part": "cover", "from_on": date(2026, 1, 1).isoformat()}
    with patch("sync.recording.check", lambda kind, body, **_: read_body(kind, body)):
        await device.record("caseload.assigned", person.scope, body)
    await installation.close()


@pytest.fixture
def held(begun: Place, tmp_path: Path) -> Iterator[Place]:
    """A place where the worker's tablet holds something that the centre will not accept."""
    place = begun.copy(tmp_path / "place")
    run_apart(_assigns_cover(place))
    with place:
        yield place


@pytest.mark.parametrize("size", sizes("tablet", "phone", "laptop"))
def test_what_was_not_accepted_is_accepted_at_base_and_counts(
    held: Place, browser: OpenScreen, size: Size
) -> None:
    field = browser(held.field.url, size)
    Locked(field).unlock(WORKER)
    Today(field)
    to_sync(field).sync()
    field.click("Today")
    field.text("1 record of yours is held and not accepted")
    field.click("See what is needed")
    Sync(field)
    field.text(TITLE)
    field.text(WHY)
    field.text("It is kept at the centre and on this tablet.")
    field.text("Next: ask a manager to accept it.")

    base = browser(held.base.url, size)
    Locked(base).unlock(MANAGER)
    Today(base)
    told(base)
    base.text("Recorded by Wynn Worker")
    base.text("Max Manager: cover from 1 January")
    base.click(of_it("Accept"))
    base.click("Save")
    base.text("Say why, in a few words.")
    base.type("Why you accept it", AGREED)
    audit(base)
    base.click("Save")
    base.text("Huddle list")
    base.gone("Held, not accepted: needs you")
    to_sync(base).sync()

    to_sync(field).sync()
    field.gone(WHY)
    field.click("Today")
    field.gone("held and not accepted")
    Today(field).person()
    trail = Person(field).trail().steps
    assert not any("Not accepted" in line for line in trail)
    assert any(f"Accepted: {MANAGER}" in line and AGREED in line for line in trail)
    assert not field.outside
    assert not base.outside


def told(base: Screen) -> None:
    """Until the centre has told of it, which it does within a second or two."""
    for _ in range(10):
        to_sync(base).sync()
        base.click("Today")
        Today(base)
        if base.shows("1 record is held and not accepted: needs you"):
            break
    base.click("Read and decide")
    base.text("Held, not accepted: needs you (1)")
    audit(base)


def of_it(label: str) -> re.Pattern[str]:
    """A button of what is listed, which is named with what it is about."""
    return re.compile(f"^{re.escape(TITLE)}.*: {label}$")
