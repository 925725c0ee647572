"""Nonsense, strangers and trouble, in Chromium: each gets one clear sentence, and nothing entered is lost."""

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from central.centre import open_centre
from central.cli.finding import staff_meant
from central.enrol import make_invitation
from sync.clock import RealClock
from sync.device import Device
from sync.frames import Answer, Problem
from sync.installation import Installation
from tests.journeys.pages import Contact, Locked, Today, to_sync
from tests.journeys.place import ADMINISTRATOR, LABELS, OTHER, PASSPHRASES, WORKER, Place, run_apart
from tests.journeys.proxy import Proxy, always
from tests.support.app_process import free_port
from tests.support.browser import OpenScreen, Screen, begins
from tests.sync.stage import contact

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

HTML = Answer(200, b"<!doctype html><title>Sign in to Wi-Fi</title>")
BROKEN = Answer(500, b"")
TOO_FAR_APART = Problem("version", bytes(8)).answer()
NEW_PASSPHRASE = "teacup orbit gravel"
LONG_NOTE = ("Rain, then soup. 🙂 שלום مرحبا " * 2_000)[:50_000].rstrip() + "!"


@pytest.fixture(scope="module")
def running(begun: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with begun.copy(tmp_path_factory.mktemp("bad") / "place") as place:
        yield place


# ------------------------------------------------------------------ enrolling


def used_code(place: Place, folder: Path) -> str:
    """An invitation that another tablet has used."""
    code = place.code(OTHER)

    async def use() -> None:
        elsewhere = Installation(folder, RealClock())
        await elsewhere.enrol(place.address, code, NEW_PASSPHRASE)
        await elsewhere.close()

    run_apart(use())
    return code


def expired_code(place: Place) -> str:
    data, keys = place.root / "centre", place.root / "keys" / "handrail.key"
    centre = open_centre(data, keys, lambda: datetime.now(UTC)).centre
    staff, by = staff_meant(centre, OTHER), staff_meant(centre, ADMINISTRATOR)
    code = make_invitation(centre, staff.id, by.id, timedelta(minutes=-1)).code
    centre.close()
    return code


def unknown_code() -> str:
    letters = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(20))
    return "-".join(letters[at : at + 5] for at in range(0, 20, 5))


def try_to_enrol(screen: Screen, address: str, code: str, sentence: str) -> None:
    """It says so, once, and every field is as it was."""
    screen.type("Address", address)
    screen.type("Code", code)
    screen.click("Enrol")
    screen.text(sentence, timeout=40)
    typed = {
        "Address": address,
        "Code": code,
        "Passphrase": NEW_PASSPHRASE,
        "Passphrase again": NEW_PASSPHRASE,
    }
    assert {field: screen.value(field) for field in typed} == typed


def test_enrolling_takes_one_good_invitation_and_no_other(
    running: Place, browser: OpenScreen, tmp_path: Path
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    used, expired = used_code(running, tmp_path / "elsewhere"), expired_code(running)
    stranger = free_port()
    with running.app("new") as tablet, Proxy(stranger, hand=always(HTML)):
        screen = browser(tablet.url, "phone")
        screen.text("Enrol this tablet")
        screen.click("Enrol")
        for lacking in ("Enter the address", "Enter the code", "Choose a passphrase."):
            screen.text(lacking)
        screen.type("Passphrase", NEW_PASSPHRASE)
        screen.type("Passphrase again", NEW_PASSPHRASE[:-1])
        screen.click("Enrol")
        screen.text("These two are not the same.")
        screen.type("Passphrase again", NEW_PASSPHRASE)
        try_to_enrol(screen, running.address, "not a code", "That invitation is not right.")
        try_to_enrol(screen, running.address, unknown_code(), "That invitation is not right.")
        try_to_enrol(screen, running.address, used, "That invitation has already been used.")
        try_to_enrol(screen, running.address, expired, "That invitation has expired.")
        try_to_enrol(screen, nobody, unknown_code(), "The centre could not be reached.")
        try_to_enrol(screen, f"http://127.0.0.1:{stranger}", unknown_code(), "did not come unaltered")
        screen.type("Address", "")
        screen.paste("Code", running.command("invite", OTHER, "--address", running.address, "--no-qr"))
        assert screen.value("Address") == running.address, "the whole message, pasted, fills both"
        screen.click("Enrol")
        Today(screen)
        assert not screen.errors


# ------------------------------------------------------------------ recording


def test_a_form_that_cannot_stand_says_why_and_loses_nothing(running: Place, browser: OpenScreen) -> None:
    screen = browser(running.field.url, "tablet")
    Locked(screen).unlock(WORKER, "not the passphrase")
    screen.text("That passphrase is not right. Check it and try again.")
    Locked(screen).unlock(WORKER)
    contact = Today(screen).person().record()
    impossible_times(screen)
    half_filled(screen)
    screen.type("What has changed since last time?", LONG_NOTE)
    kill_and_go_on(running, screen)
    assert screen.value("What has changed since last time?") == LONG_NOTE
    screen.click("Next")
    contact.next("Your decision")
    contact.next("Is this the right person?")
    contact.confirm()
    screen.click("Save")
    screen.text("This raises no prompt.")
    assert LONG_NOTE in run_apart(notes(running))


def impossible_times(screen: Screen) -> None:
    """Each is said at its field, and kept as it was typed until it is put right."""
    year = datetime.now(UTC).year
    for field, value, sentence in (
        ("Date, year", str(year + 4), "This is in the future."),
        ("Date, year", "1971", "This is before they were born."),
        ("Date, month", "13", "There is no such date."),
        ("Started", "25:00", "Enter the time on the 24-hour clock"),
    ):
        before = screen.value(field)
        screen.type(field, value)
        screen.click("Next")
        screen.text(sentence)
        assert screen.value(field) == value
        screen.type(field, before)
        screen.gone(sentence)
    before = {field: screen.value(field) for field in ("Date, year", "Started", "Ended")}
    for field, value in {"Date, year": str(year - 1), "Started": "12:00", "Ended": "11:00"}.items():
        screen.type(field, value)
    screen.text("It ends before it starts.")
    for field, value in before.items():
        screen.type(field, value)


def half_filled(screen: Screen) -> None:
    """From the first question straight to Save: it is brought back to what is missing; ends at what changed."""
    jump(screen, "Step 1 of 6", "6. Check and save")
    screen.click("Save")
    screen.text("Choose what you decided.")
    screen.check("No step-up", role="radio")
    screen.gone("Choose what you decided.")
    screen.click("Next")
    screen.text("Confirm the name before you save.")
    screen.text("Confirm the date of birth before you save.")
    jump(screen, "Step 6 of 6", "3. What changed")


def jump(screen: Screen, here: str, step: str) -> None:
    screen.click(begins(here))
    screen.click(begins(step))
    screen.text(f"Step {step[0]} of 6")


def kill_and_go_on(place: Place, screen: Screen) -> None:
    screen.page.wait_for_timeout(1_000)  # what is entered is kept within a second
    place.field.restart()
    screen.open()
    Locked(screen).unlock(WORKER)
    screen.click("Go on with it")
    Contact(screen)


async def notes(place: Place) -> list[str]:
    """What every contact says, read from the vault itself."""
    async with worker(place) as device:
        (person,) = await device.people()
        held = (await device.person(person.scope)).held
        return [each.entry.body.get("what_changed", "") for each in held]


@asynccontextmanager
async def worker(place: Place) -> AsyncIterator[Device]:
    """The worker's tablet without its app, which is stopped meanwhile: one process a vault."""
    place.field.kill()
    field = Installation(place.root / "field", RealClock())
    label = LABELS[WORKER]
    device = await field.device(next(each.id for each in await field.profiles() if each.label == label))
    await device.unlock(PASSPHRASES[WORKER])
    yield device
    await field.close()
    place.field.start()


@pytest.mark.parametrize(
    ("one", "other"),
    [("🙂🙃", "🌳🚲"), ("שלום", "מגדל"), ("مرحبا", "سلامة")],
    ids=["emoji", "Hebrew", "Arabic"],
)
def test_every_script_shows_and_not_boxes(running: Place, browser: OpenScreen, one: str, other: str) -> None:
    """Boxes look alike whatever they stand for; so two words of one length must not."""
    screen = browser(running.field.url, "tablet")
    Locked(screen).unlock(WORKER)
    Today(screen)
    pictures = []
    for words in (one, other):
        screen.type("Find a person", words)
        screen.leave("Find a person")
        pictures.append(screen.picture_of("Find a person", "textbox"))
    assert pictures[0] != pictures[1]


# ------------------------------------------------------------------ syncing


def test_trouble_at_the_centre_is_said_and_what_was_saved_waits(
    running: Place, browser: OpenScreen, tmp_path: Path
) -> None:
    run_apart(leave_a_visit_unsent(running))
    screen = browser(running.field.url, "laptop")
    Locked(screen).unlock(WORKER)
    Today(screen)
    to_sync(screen)
    for standing_in, sentence in strangers(running, tmp_path):
        with standing_in:
            screen.click("Sync now")
            screen.text(sentence, timeout=40)
            screen.text("1 record unsent")
    with running.centre.start():
        to_sync(screen).sync()
    assert not screen.errors


async def leave_a_visit_unsent(place: Place) -> None:
    """Recorded after the centre has gone."""
    async with worker(place) as device:
        await device.sync()
        place.centre.kill()
        (person,) = await device.people()
        await device.record("contact.recorded", person.scope, contact(device.now()))


def strangers(place: Place, folder: Path) -> Iterator[tuple[AbstractContextManager[object], str]]:
    """Who is where the centre should be, and what is said of it."""
    another = Place(folder / "another", place.port)
    another.command("staff", "--first", "Bo Elsewhere", "--organisation", "Elsewhere Care", "--team", "South")
    yield nullcontext(), "The centre could not be reached."
    yield Proxy(place.port, hand=always(HTML)), "did not come unaltered from your centre."
    yield Proxy(place.port, hand=always(BROKEN)), "The centre is running but could not take this."
    yield Proxy(place.port, hand=always(TOO_FAR_APART)), "too many versions apart."
    yield another.centre.start(), "This is not the centre this tablet belongs to."
