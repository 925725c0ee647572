"""The centre killed in the middle of its work, again and again: what it receipted is there, and nothing is there twice."""

import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from central.centre import open_centre
from central.store.tables import entries
from sync.frames import CONTENT_TYPE, Answer
from sync.messages import Receipt
from tests.central.played import PlayedCentre, PlayedDevice, contact

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 4


class Killed(Exception):
    """Nobody answered: the process has been killed."""


class OverHttp(PlayedDevice):
    address = ""

    def line(self, frame: bytes) -> Answer:
        try:
            answer = httpx.post(
                f"{self.address}/v1/sync", content=frame, headers={"Content-Type": CONTENT_TYPE}
            )
        except httpx.HTTPError:
            raise Killed from None
        return Answer(answer.status_code, answer.content)


def serve(played: PlayedCentre) -> tuple["subprocess.Popen[str]", str]:
    code = "import sys; from central.cli import run; sys.exit(run(sys.argv[1:]))"
    places = ["--data", str(played.folder / "data"), "--keys", str(played.folder / "keys" / "centre.keys")]
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--port", "0", *places],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().split()[4]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_what_was_receipted_outlives_a_kill(played: PlayedCentre):
    scope = played.person("Person One")
    there = played.device(played.staff("Wynn Worker", "worker"))
    device = OverHttp(there.port, there.enrolled, there.keys, there.clock)
    rows = [device.row(device.entry("contact.recorded", scope, contact(played.clock()))) for _ in range(400)]
    first: dict[bytes, Receipt] = {}
    for round in range(ROUNDS):
        process, device.address = serve(played)
        killer = threading.Timer(0.1 * 2**round, process.kill)
        with suppress(Killed), process:
            for start in range(0, len(rows), 5):
                device.push(*rows[start : start + 5])
                first = device.receipts | first
                if not start:
                    killer.start()
            process.kill()
        killer.join()
    assert len(first) >= 5
    assert first == device.receipts, "the same row has the same receipt, whoever was killed meanwhile"

    again = open_centre(played.folder / "data", played.folder / "keys" / "centre.keys", played.clock).centre
    with again.database.read() as connection:
        held = dict(connection.execute(select(entries.c.id, entries.c.seq)).all())
    assert sorted(held.values()) == list(range(1, len(held) + 1))
    assert {id.hex(): receipt.seq for id, receipt in first.items()}.items() <= held.items()
    again.close()
