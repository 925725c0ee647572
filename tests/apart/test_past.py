"""One version behind, for real: the code of a release, taken from git, runs in a process of its own against today's, over HTTP."""

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from central.centre import open_centre
from central.store.tables import entries
from tests.apart import old_app
from tests.central.test_cli import BEGIN
from tests.fixtures.make import RELEASED

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]
TODAY = Path(__file__).resolve().parents[2]
RUN = "import sys; from central.cli import run; sys.exit(run(sys.argv[1:]))"
AS_ADA = ["--as", "Ada Example"]


def made_from(release: Path) -> str:
    return (release / "made-from").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module", params=sorted(path.name for path in RELEASED.iterdir()))
def then(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of a release in a folder of its own."""
    commit = made_from(RELEASED / request.param)
    packed = subprocess.run(["git", "archive", commit], cwd=TODAY, capture_output=True)
    if packed.returncode:
        pytest.skip(f"the history of this checkout does not reach back to {commit}")
    folder = tmp_path_factory.mktemp(request.param)
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(folder)
    return folder


class Base:
    """A centre's places, and commands and service on them by any version's code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = ["--data", str(folder / "data"), "--keys", str(folder / "keys" / "centre.keys")]

    def command(self, code: Path, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", RUN, *words, *self.places],
            cwd=code,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self, code: Path) -> None:
        self.command(code, *BEGIN)
        self.command(
            code, "staff", "add", "Wren Worker", "--role", "worker", "--team", "Harbour Team", *AS_ADA
        )
        sam = ["person", "add", "Sam Sample", "--born", "1980-04-05", "--team", "Harbour Team"]
        self.command(code, *sam, "--no-nhs-number", "not known yet", *AS_ADA)
        self.command(code, "assign", "Sam Sample", "Wren Worker", *AS_ADA)

    def invitation(self, code: Path) -> str:
        said = self.command(code, "invite", "Wren Worker", *AS_ADA)
        [found] = [
            word for word in said.replace(",", " ").split() if word.count("-") == 3 and len(word) == 23
        ]
        return found

    @contextmanager
    def serving(self, code: Path, port: str = "0") -> Iterator[str]:
        """The address, which its tablets remember."""
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, "serve", "--port", port, *self.places],
            cwd=code,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout
            yield process.stdout.readline().split()[4]
        finally:
            process.terminate()
            process.wait(30)

    def entries(self) -> dict[str, str]:
        """Id and digest of all that is held and accepted, as today's code reads it."""
        centre = open_centre(self.folder / "data", self.folder / "keys" / "centre.keys").centre
        try:
            org = centre.organisation.id
            with centre.database.read() as connection:
                ids = connection.execute(select(entries.c.id)).scalars().all()
                records = [centre.records.one(org, id, connection) for id in ids]
            return {record.id: record.digest.hex() for record in records if record}
        finally:
            centre.close()


def tablet(code: Path, folder: Path, address: str, invitation: str = "") -> dict[str, Any]:
    """A tablet's day, run by that version's code."""
    done = subprocess.run(
        [sys.executable, str(Path(old_app.__file__)), str(folder), address, invitation],
        cwd=code,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def all_arrived(day: dict[str, Any], base: Base) -> None:
    assert day["unsent"] == 0
    assert day["saved"]
    assert day["set_aside"] == []
    there = base.entries()
    for held in day["people"].values():
        assert {id: digest for id, (digest, accepted) in held.items() if accepted} == {
            id: there.get(id) for id in held
        }
        assert set(day["saved"]) & set(held)


def test_todays_app_at_a_centre_of_then(then: Path, tmp_path: Path):
    base = Base(tmp_path)
    base.begin(then)
    invitation = base.invitation(then)
    with base.serving(then) as address:
        first = tablet(TODAY, tmp_path / "tablet", address, invitation)
        second = tablet(TODAY, tmp_path / "tablet", address)
    all_arrived(second, base)
    assert first["device"] == second["device"]
    assert set(first["saved"]) <= set(base.entries())


def test_an_app_of_then_at_todays_centre(then: Path, tmp_path: Path):
    base = Base(tmp_path)
    base.begin(TODAY)
    invitation = base.invitation(TODAY)
    with base.serving(TODAY) as address:
        tablet(then, tmp_path / "tablet", address, invitation)
        day = tablet(then, tmp_path / "tablet", address)
    all_arrived(day, base)


def test_centre_and_tablet_are_brought_up_to_date_one_after_the_other(then: Path, tmp_path: Path):
    """A centre and a tablet of then; the centre is updated, then the tablet: nothing is lost, and nothing is there twice."""
    base = Base(tmp_path)
    base.begin(then)
    invitation = base.invitation(then)
    with base.serving(then) as address:
        days = [tablet(then, tmp_path / "tablet", address, invitation)]
    port = address.rsplit(":", 1)[1]
    with base.serving(TODAY, port) as again:
        assert again == address
        days.append(tablet(then, tmp_path / "tablet", address))
        days.append(tablet(TODAY, tmp_path / "tablet", address))
        days.append(tablet(TODAY, tmp_path / "tablet", address))
    all_arrived(days[-1], base)
    [person] = days[-1]["people"].values()
    saved = [id for day in days for id in day["saved"]]
    assert len(saved) == len(set(saved)) == 4
    assert set(saved) <= set(person)
