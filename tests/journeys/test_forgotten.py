"""A passphrase forgotten with work unsent: base gives a code, and everything is there; or the tablet's rescue file is handed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.clock import RealClock
from sync.installation import Installation
from sync.views import Draft
from tests.journeys.pages import Audited, Locked, Today, to_sync
from tests.journeys.place import LABELS, MANAGER, PASSPHRASES, PERSON, WORKER, Place, run_apart
from tests.support.browser import OpenScreen, Screen, Size, begins, sizes
from tests.sync.stage import worrying

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NEW = "teapot orchard velvet"
HALF = "Half a sentence that nobody must lose"


@pytest.fixture
def place(begun: Place, tmp_path: Path) -> Iterator[Place]:
    """The worker's tablet has a visit and a draft that the centre never heard of. The centre is down."""
    copy = begun.copy(tmp_path / "place")
    run_apart(_recorded(copy))
    with copy.field.start():
        yield copy
    for process in copy.processes:
        process.__exit__()


async def _recorded(place: Place) -> None:
    installation = Installation(place.root / "field", RealClock())
    profile = next(each for each in await installation.profiles() if each.label == LABELS[WORKER])
    device = await installation.device(profile.id)
    await device.unlock(PASSPHRASES[WORKER])
    [person] = await device.people()
    await device.record("contact.recorded", person.scope, worrying(device.now()))
    body = {"what_changed": HALF}
    await device.save_draft(Draft("d" * 32, "contact.recorded", person.scope, {"body": body}))
    await installation.close()


class Forgotten(Audited):
    arrives_with = "First ring base"

    def set(self, code: str, passphrase: str) -> None:
        self.screen.type("Code from base", code)
        self.screen.type("New passphrase", passphrase)
        self.screen.type("New passphrase again", passphrase)
        self.screen.click("Set it and unlock")


@pytest.mark.parametrize("size", sizes("phone", "tablet", "laptop"))
def test_a_code_from_base_opens_the_tablet_with_everything_still_there(
    place: Place, browser: OpenScreen, size: Size
) -> None:
    field = browser(place.field.url, size)
    Locked(field).unlock(WORKER, "something else entirely")
    field.text("That passphrase is not right.")
    field.text("1 record unsent")
    field.click("Forgotten it?")
    forgotten = Forgotten(field)
    forgotten.set("00000-00000-00000-00000", NEW)
    field.text("The centre could not be reached.", timeout=40)
    assert field.value("Code from base") == "00000-00000-00000-00000"

    with place.centre.start(), place.base.start():
        code = given(place)
        field.click("Set it and unlock")
        field.text("4 tries are left.")
        forgotten.set(code, NEW)
        Today(field)
        field.text("Go on with it")  # the draft
        there(field)
        base = browser(place.base.url, size)
        noticed_at_base(base)
        to_sync(field).lock().unlock(WORKER)
        field.text("That passphrase is not right.")
        field.type("Passphrase", NEW)
        field.click("Unlock")
        field.text("Tablet and centre")
        assert place.holds(LABELS[WORKER]), "what rests in plain is found, so the search does search"
        assert not place.holds(NEW)
        assert not place.holds(HALF)


def given(place: Place) -> str:
    said = place.command("device", "recover", LABELS[WORKER]).split()
    return next(word for word in said if len(word) == 23 and word.count("-") == 3)


def there(field: Screen) -> None:
    """The visit that was unsent, now also held."""
    to_sync(field).sync()
    field.text("Held centrally")
    assert "Held centrally" in field.text(f"Contact: {PERSON}")
    field.click("Today")


def noticed_at_base(base: Screen) -> None:
    Locked(base).unlock(MANAGER)
    Today(base)
    to_sync(base).sync()
    base.click("Prompts")
    base.text(f"A code to reset the passphrase of {LABELS[WORKER]} ({WORKER}) was given at ")


def test_a_rescue_file_from_the_locked_screen_is_taken_in_at_base(
    place: Place, browser: OpenScreen, tmp_path: Path
) -> None:
    field = browser(place.field.url)
    Locked(field)
    field.click(begins(LABELS[WORKER]))
    field.click("This tablet cannot reach the centre")
    with field.page.expect_download() as downloading:
        field.click("Save a rescue file")
    rescued = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(rescued)
    field.text(f"Made: {rescued.name}")
    assert rescued.name == "Tablet A 1.handrail-rescue"
    said = place.command("rescue", str(rescued))
    assert said.startswith(f"From {LABELS[WORKER]} ({WORKER}): 1 record held centrally.")
    assert "Kept in quarantine for a manager: 1 draft." in said
    assert place.command("rescue", str(rescued)) == said
    cut = tmp_path / "cut"
    cut.write_bytes(rescued.read_bytes()[:-40])
    assert "not whole" in place.command("rescue", str(cut), refused=True)
    folder = place.root / "field"
    place.field.__exit__()
    assert "1 record held centrally." in place.command("rescue", str(folder))
