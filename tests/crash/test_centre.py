"""The centre with a damaged row, and with no room left on its disk: the others are served, and nothing is receipted that is not held."""

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from central.app import create_app
from central.store.tables import entries
from models.entry import decode
from models.errors import CentreFailed
from sync.frames import CONTENT_TYPE, Answer
from tests.central.played import DrivenClock, PlayedCentre, PlayedDevice, contact
from tests.support.disks import fill, mounted


@pytest.fixture
def played(tmp_path: Path) -> PlayedCentre:
    return PlayedCentre.begun(tmp_path, DrivenClock())


def test_a_damaged_row_keeps_nobody_from_the_others(played: PlayedCentre, caplog: pytest.LogCaptureFixture):
    worker, manager = (played.staff(name, role) for name, role in (("Wynn W", "worker"), ("Mo M", "manager")))
    scope = played.person("Person One")
    played.assign(scope, worker)
    author, reader = played.device(worker), played.device(manager)
    written = [author.entry("contact.recorded", scope, contact(played.clock())) for _ in range(3)]
    author.push(*(author.row(entry) for entry in written))
    with played.centre.database.write() as connection:
        one = entries.c.id == written[1].id
        sealed = connection.execute(select(entries.c.sealed).where(one)).scalar_one()
        flipped = sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:]
        connection.execute(update(entries).where(one).values(sealed=flipped))

    with caplog.at_level(logging.ERROR, logger="handrail.central"):
        came = [decode(each.authored).id for each in reader.pull()]

    assert {written[0].id, written[2].id} <= set(came)
    assert written[1].id not in came
    assert [f"entry {written[1].id} does not open" in said for said in caplog.messages] == [True]
    with TestClient(create_app(played.centre)) as client:
        health = client.get("/health").json()
    assert (health["entries_that_do_not_open"], health["status"]) == (1, "look at the log")
    amended = {"target": written[1].id, "reason": "Wrong", "body": contact(played.clock())}
    about_it = author.row(author.entry("entry.amended", scope, amended, record=written[1].record))
    assert len(author.push(about_it).receipts) == 1, "what is said about it is held"
    played.centre.close()


class OverApp(PlayedDevice):
    client: TestClient

    def line(self, frame: bytes) -> Answer:
        answer = self.client.post("/v1/sync", content=frame, headers={"Content-Type": CONTENT_TYPE})
        return Answer(answer.status_code, answer.content)


def test_with_no_room_left_nothing_is_receipted_until_there_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    with mounted(tmp_path, "size=4m"):
        played = PlayedCentre.begun(tmp_path, DrivenClock())
        there = played.device(played.staff("Wynn Worker", "worker"))
        device = OverApp(there.port, there.enrolled, there.keys, there.clock)
        scope = played.person("Person One")
        rows = [
            device.row(device.entry("contact.recorded", scope, contact(played.clock()))) for _ in range(40)
        ]
        with (
            TestClient(create_app(played.centre)) as device.client,
            caplog.at_level(logging.ERROR, logger="handrail.central"),
        ):
            device.push(*rows[:3])
            taken = fill(tmp_path)
            for start in range(3, 40, 4):
                try:
                    device.push(*rows[start : start + 4])
                except CentreFailed:
                    break
            else:
                raise AssertionError("the disk never filled")
            held = set(device.receipts)
            assert any("the disk is full" in said for said in caplog.messages)
            assert device.push().problem is None, "it still answers"
            taken.unlink()
            device.push(*rows)
        assert held < set(device.receipts) == {row.id for row in rows}
        with played.centre.database.read() as connection:
            there_are = set(connection.execute(select(entries.c.id)).scalars())
        assert {row.id.hex() for row in rows} <= there_are
        played.centre.close()
