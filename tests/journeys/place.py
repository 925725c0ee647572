"""A provider on this machine: the centre, a field and a base installation, each a process of its own.

`found` begins it once by the commands an IT lead would type; each journey starts from a copy, so that journeys never meet.
"""

import asyncio
import contextlib
import io
import shutil
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self, TypeVar

from central.cli import run
from sync.clock import RealClock
from sync.device import Device
from sync.installation import Installation
from tests.support.app_process import AppProcess, free_port

T = TypeVar("T")
ADMINISTRATOR, WORKER, OTHER, MANAGER = "Ada Example", "Wynn Worker", "Olive Other", "Max Manager"
PERSON = "Tern Sample"
BORN, BORN_WORDS = "1980-04-05", "5 April 1980"
PASSPHRASES = {
    WORKER: "pebble window marmalade",
    OTHER: "compass velvet orchard",
    MANAGER: "lantern biscuit harbour",
}
LABELS = {WORKER: "Tablet A · 1", OTHER: "Tablet A · 2", MANAGER: "Tablet B · 1"}
TEAM, DUTY = "Harbour Team", "01632 960222"
SIGNATURE = {"indicators": ["sleep", "suspiciousness"], "baselines": {"sleep": 1}}


class Place:
    """`root` holds all folders. The centre's port is the same in every copy: its address is on the tablets."""

    def __init__(self, root: Path, port: int):
        self.root, self.port = root, port
        self.address = f"http://127.0.0.1:{port}"
        self.store = ["--data", str(root / "centre"), "--keys", str(root / "keys" / "handrail.key")]
        serve = ["main.py", "central", *self.store, "serve", "--port", str(port)]
        self.centre = AppProcess(serve, port=port)
        self.field, self.base = self.app("field"), self.app("base")
        self.processes = (self.centre, self.field, self.base)

    def app(self, name: str) -> AppProcess:
        """The app over the installation in the folder `name`."""
        port = free_port()
        words = ["main.py", "--data", str(self.root / name), "--port", str(port), "--no-browser"]
        return AppProcess(words, port=port)

    def command(self, *words: str, refused: bool = False) -> str:
        """A command at the centre, as its administrator; what it said."""
        by = [] if "--first" in words else ["--as", ADMINISTRATOR]
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = run([*words, *by, *self.store])
        assert code == (2 if refused else 0), said.getvalue()
        return said.getvalue()

    def code(self, staff: str, *words: str) -> str:
        """A new invitation's code."""
        said = self.command("invite", staff, "--address", self.address, *words).split()
        return next(word for word in said if len(word) == 23 and word.count("-") == 3)

    def holds(self, text: str) -> list[str]:
        """Where `text` can be read, in UTF-8 or UTF-16: a file of either installation or of the centre, or a log."""
        written = [text.encode(way) for way in ("utf-8", "utf-16-le", "utf-16-be")]
        said = {f"log of {each.url}": each.output.encode() for each in self.processes}
        files = {str(path): path.read_bytes() for path in self.root.rglob("*") if path.is_file()}
        assert any(name.endswith("vault.db") for name in files)
        return [name for name, kept in {**said, **files}.items() if any(each in kept for each in written)]

    def __enter__(self) -> Self:
        with ThreadPoolExecutor() as at_once:
            for started in [at_once.submit(each.start) for each in self.processes]:
                started.result()
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.processes:
            each.__exit__()

    def copy(self, root: Path) -> "Place":
        shutil.copytree(self.root, root)
        return Place(root, self.port)


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Runs it on a thread of its own: Playwright keeps a loop on this one."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def found(root: Path) -> Place:
    """The team and one person, by commands; the tablets of two workers and the manager, enrolled over HTTP."""
    place = Place(root, free_port())
    place.command(
        "staff",
        "--first",
        ADMINISTRATOR,
        "--organisation",
        "Example Care",
        "--team",
        TEAM,
        "--duty-phone",
        DUTY,
    )
    for name, role in ((WORKER, "worker"), (OTHER, "worker"), (MANAGER, "manager")):
        place.command("staff", "add", name, "--role", role, "--team", TEAM)
    place.command("person", "add", PERSON, "--born", BORN, "--team", TEAM, "--nhs-number", "999 000 0018")
    place.command("assign", PERSON, WORKER)
    place.command("assign", PERSON, OTHER, "--part", "cover")
    with place.centre.start():
        run_apart(_begin(place))
    return place


async def _begin(place: Place) -> None:
    field, base = (Installation(place.root / name, RealClock()) for name in ("field", "base"))
    workers = [await _enrol(place, field, name) for name in (WORKER, OTHER)]
    await _agree(await _enrol(place, base, MANAGER))
    for worker in workers:
        await worker.sync()
    for installation in (field, base):
        await installation.close()


async def _enrol(place: Place, installation: Installation, name: str) -> Device:
    device = await installation.enrol(place.address, place.code(name), PASSPHRASES[name])
    await device.sync()
    return device


async def _agree(manager: Device) -> None:
    """How often they are seen, and their own early signs."""
    (person,) = await manager.people()
    await manager.record("contact.agreed", person.scope, {"interval_days": 7})
    await manager.record("signature.set", person.scope, SIGNATURE)
    await manager.sync()
