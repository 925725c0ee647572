"""Putting a centre back to an earlier copy, as an IT lead does: same key file, another database; and what must hold after."""

from pathlib import Path

from sqlalchemy import select

from central import restored
from central.centre import open_centre
from central.port import Port
from central.prompts import read_scope
from central.store.tables import entries, organisation
from sync.attest import chain_next, chain_start
from sync.device import Device
from tests.sync.stage import Stage


def copy(stage: Stage, name: str = "copy.db") -> Path:
    file = stage.folder / name
    stage.played.centre.database.copy_to(file)
    return file


def put_back(stage: Stage, file: Path) -> None:
    """Stop the centre, put the copy in its place, start it again. The copy stays for another time."""
    stage.played.centre.close()
    data = stage.played.folder / "data"
    for each in data.iterdir():
        each.unlink()
    (data / "handrail.db").write_bytes(file.read_bytes())
    keys = stage.played.folder / "keys" / "centre.keys"
    stage.played.centre = open_centre(data, keys, stage.clock).centre
    port = Port(stage.played.centre, lambda device, checks: None)
    for line in stage.lines:
        line.port = port


def confirm(stage: Stage) -> None:
    restored.confirm(stage.played.centre, stage.played.founded.administrator)


def held(stage: Stage) -> dict[str, bytes]:
    """Id and digest of every entry at the centre."""
    with stage.played.centre.database.read() as connection:
        return dict(connection.execute(select(entries.c.id, entries.c.digest)).all())


def assert_chained(stage: Stage) -> None:
    """Numbers have no gap, and the chain of every epoch is whole."""
    org = bytes.fromhex(stage.played.org)
    with stage.played.centre.database.read() as connection:
        lines = connection.execute(select(entries).order_by(entries.c.seq)).all()
        end = connection.execute(select(organisation)).one()
    assert [line.seq for line in lines] == list(range(1, end.last_seq + 1))
    epoch, chain = None, b""
    for line in lines:
        if line.epoch != epoch:
            epoch, chain = line.epoch, chain_start(org, line.epoch)
        chain = chain_next(chain, line.seq, line.digest)
        assert chain == line.chain


async def assert_same(stage: Stage, device: Device) -> None:
    """What the device shows of everybody is what the centre makes of them at the same moment."""
    for row in await device.people():
        view = await device.person(row.scope)
        folded = read_scope(stage.played.centre, row.scope)
        accepted = {each.entry.id: each.digest for each in view.held if each.accepted}
        assert accepted == {record.id: record.digest for record in folded.records}
        ours = folded.evaluated(device.now())
        assert [each.id for each in view.evaluation.prompts] == [each.id for each in ours.prompts]
