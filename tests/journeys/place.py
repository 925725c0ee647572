"""A provider on this machine: the centre, a field and a base installation, each a process of its own, begun by commands.

`found` does it once as an IT lead would; a journey starts from a copy, so that journeys never meet.
"""

import asyncio
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from sync.clock import RealClock
from sync.installation import Installation
from tests.support.app_process import ROOT, AppProcess, free_port

ADMINISTRATOR, WORKER, OTHER, MANAGER = "Ada Example", "Wynn Worker", "Olive Other", "Max Manager"
PERSON = "Tern Sample"
BORN, BORN_WORDS = "1980-04-05", "5 April 1980"
PASSPHRASES = {WORKER: "pebble window marmalade", OTHER: "compass velvet orchard", MANAGER: "lantern biscuit harbour"}
TEAM, DUTY = "Harbour Team", "01632 960222"


@dataclass
class Place:
    """`root` holds all three folders. The centre's port is the same in every copy, as its address is on the tablets."""

    root: Path
    port: int
    field: AppProcess = field(init=False)
    base: AppProcess = field(init=False)
    centre: AppProcess = field(init=False)

    def __post_init__(self) -> None:
        self.centre = AppProcess(
            ["main.py", "central", *self.store, "serve", "--port", str(self.port)], port=self.port
        )
        self.field, self.base = self._app("field"), self._app("base")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def store(self) -> list[str]:
        return ["--data", str(self.root / "centre"), "--keys", str(self.root / "keys" / "handrail.key")]

    def _app(self, name: str) -> AppProcess:
        port = free_port()
        return AppProcess(
            ["main.py", "--data", str(self.root / name), "--port", str(port), "--no-browser"], port=port
        )

    def command(self, *words: str) -> str:
        """A command at the centre, as its administrator; what it printed."""
        by = [] if "--first" in words else ["--as", ADMINISTRATOR]
        done = subprocess.run(
            [sys.executable, "main.py", "central", *words, *by, *self.store],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def code(self, staff: str) -> str:
        """A new invitation's code."""
        words = self.command("invite", staff, "--address", self.address).split()
        return next(word for word in words if len(word) == 23 and word.count("-") == 3)

    def __enter__(self) -> Self:
        for each in (self.centre, self.field, self.base):
            each.start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in (self.field, self.base, self.centre):
            each.__exit__(*_)

    def copy(self, root: Path) -> "Place":
        shutil.copytree(self.root, root)
        return Place(root, self.port)


def found(root: Path) -> Place:
    """Begun by commands, and the worker's, the other worker's and the manager's tablets enrolled."""
    place = Place(root, free_port())
    place.command(
        "staff", "--first", ADMINISTRATOR, "--organisation", "Example Care", "--team", TEAM, "--duty-phone", DUTY
    )
    for name, role in ((WORKER, "worker"), (OTHER, "worker"), (MANAGER, "manager")):
        place.command("staff", "add", name, "--role", role, "--team", TEAM)
    place.command("person", "add", PERSON, "--born", BORN, "--team", TEAM, "--nhs-number", "999 000 0018")
    place.command("assign", PERSON, WORKER)
    place.command("assign", PERSON, OTHER, "--part", "cover")
    with place.centre:
        asyncio.run(_enrol(place))
    return place.copy(root.with_name("begun"))


async def _enrol(place: Place) -> None:
    for tablet, staff in (("field", (WORKER, OTHER)), ("base", (MANAGER,))):
        installation = Installation(place.root / tablet, RealClock())
        for name in staff:
            device = await installation.enrol(place.address, place.code(name), PASSPHRASES[name])
            await device.sync()
        await installation.close()
