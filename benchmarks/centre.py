"""A real centre for a run: an organisation, people and their workers made in this process, then served by a process of its own."""

import re
import subprocess
import sys
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from benchmarks.records import Hand
from central.authoring import Statement, compose, say, say_within
from central.centre import Centre, new_id, open_centre
from central.enrol import make_invitation
from central.founding import Founded, begin
from models.entry import ORGANISATION, person_scope
from models.times import local
from sync.device import Device

ROOT = Path(__file__).resolve().parents[1]
WORKERS = ("Wren Keeper", "Wren Sender", "Wren Taker")
SERVES = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Begun:
    """An organisation with people. `codes` has two invitations for the first worker and one for each other; all work with all `people`."""

    people: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Served:
    """A centre that serves at an address."""

    address: str

    def wait_until_quiet(self) -> None:
        """Until nothing is left to evaluate or compare: the centre works on after its last receipt."""
        before: object = None
        while (now := self._health()) != before or now["waiting_to_be_evaluated"]:
            before = now
            time.sleep(0.4)

    def _health(self) -> dict[str, object]:
        return httpx.get(f"{self.address}/health", trust_env=False).json()


@dataclass(frozen=True)
class Base(Served, Begun):
    """A centre that serves, with its organisation."""


@contextmanager
def serving(folder: Path, people: int) -> Generator[Base]:
    """A centre with so many people, serving on loopback until the block ends."""
    data, keys = folder / "centre", folder / "keys" / "centre.keys"
    centre = open_centre(data, keys).centre
    try:
        found = begun(centre, [person_scope(new_id()) for _ in range(people)])
    finally:
        centre.close()
    words = ["main.py", "central", "serve", "--port", "0", "--data", str(data), "--keys", str(keys)]
    with served_by(words, SERVES) as address:
        yield Base(found.people, found.codes, address)


@contextmanager
def served_by(words: Sequence[str], serves: re.Pattern[str]) -> Generator[str]:
    """Run Python with these words until the block ends; what its first line says of the address."""
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = serves.search(line)
        if found is None:
            raise RuntimeError("the server did not say its address")
        yield found[0]
    finally:
        process.terminate()
        process.wait(timeout=30)


async def hand_of(device: Device) -> Hand:
    """Who writes on this device, as its entries name them."""
    directory, profile = await device.directory(), await device.profile()
    member = directory.staff[device.staff]
    standard = directory.standard_at(device.now()).version
    return Hand(profile.org, device.staff, device.id, member.role_entry, standard)


def begun(centre: Centre, people: Sequence[str]) -> Begun:
    """Begin an organisation with people of these scopes, and workers who all work with each."""
    founded = begin(
        centre, "Wren Administrator", organisation_name="Benchshire (fictional)", team_name="Bench Team"
    )
    workers = [_joined(centre, founded, name) for name in WORKERS]
    said = [
        compose(centre, founded.administrator, statement)
        for number, scope in enumerate(people)
        for statement in _about(founded, workers, scope, number, centre.now())
    ]
    org = centre.organisation.id
    centre.cabinet.keys_for(org, people)
    with centre.database.write() as connection:
        say_within(centre, connection, centre.records.directory(org), said)
    invited = (workers[0], *workers)
    codes = tuple(make_invitation(centre, worker, founded.administrator).code for worker in invited)
    return Begun(tuple(people), codes)


def _joined(centre: Centre, founded: Founded, name: str) -> str:
    staff = new_id()
    body = {"name": name, "role": "worker", "teams": [founded.team]}
    say(centre, founded.administrator, Statement("staff.joined", ORGANISATION, body, staff))
    return staff


def _about(
    founded: Founded, workers: Sequence[str], scope: str, number: int, now: datetime
) -> Iterator[Statement]:
    """Somebody registered, and every worker working with them since yesterday."""
    body = {
        "name": f"Benchley Person {number + 1}",
        "born_on": "1984-02-03",
        "team": founded.team,
        "no_nhs_number_because": "invented person",
    }
    yield Statement("person.registered", scope, body, "details")
    since = local(now - timedelta(days=1)).date().isoformat()
    for worker in workers:
        part = "main" if worker == workers[0] else "cover"
        yield Statement("caseload.assigned", scope, {"staff": worker, "part": part, "from_on": since})
