"""A tablet taken out of use, as the centre meets it: what it takes, what it tells, and what it never gives."""

import re
import secrets

import pytest
from sqlalchemy import select

from central import devices, taken_out
from central.cabinet import open_sealed
from central.store import tables
from models.entry import ORGANISATION
from sync.messages import Handed, SyncRequest
from tests.central.played import PlayedCentre, PlayedDevice, contact
from vault.drafts import TABLE as DRAFTS
from vault.sealing import seal_local

TOLD = {"k": "revoke"}
DONE = {"k": "wipe"}


@pytest.fixture
def lost(played: PlayedCentre) -> tuple[PlayedDevice, str]:
    """A worker's device with one record accepted before it was taken out of use, and its person."""
    worker = played.staff("Wren Worker", "worker")
    scope = played.person("Pat Example")
    played.assign(scope, worker)
    device = played.device(worker)
    device.push(device.row(device.entry("contact.recorded", scope, contact(played.clock()))))
    played.clock.passes(hours=1)
    played.say("device.revoked", ORGANISATION, {"reason": "Left on a bus"}, device.id)
    played.clock.passes(minutes=5)
    return device, scope


def a_draft(device: PlayedDevice, content: bytes = b'{"kind":"contact.recorded"}') -> Handed:
    id = secrets.token_bytes(16)
    return Handed("draft", id, 1, seal_local(device.sealing, DRAFTS, id, content))


def aside(played: PlayedCentre) -> list[tuple[str, str, bytes]]:
    """What, why and the bytes of everything in quarantine."""
    with played.centre.database.read() as connection:
        rows = connection.execute(select(tables.quarantine)).all()
    wrap = played.centre.keys.wrap
    return [
        (row.what, row.reason, open_sealed(wrap, row.sealed, "quarantine", row.org_id, row.id))
        for row in rows
    ]


def test_what_comes_later_is_held_and_not_accepted_and_what_came_before_stays(
    played: PlayedCentre, lost: tuple[PlayedDevice, str]
):
    device, scope = lost
    earlier = next(iter(device.receipts.values()))
    row = device.row(device.entry("contact.recorded", scope, contact(played.clock())))
    broken = device.row(device.entry("contact.recorded", scope, {"mode": "01"}))
    response = device.push(row, broken)
    assert earlier.reason is None
    assert {each.id: each.reason for each in response.receipts} == {row.id: "revoked", broken.id: "invalid"}
    assert response.problem == "revoked"
    again = device.push(row)
    assert again.receipts == tuple(each for each in response.receipts if each.id == row.id)


def test_it_is_told_to_go_only_when_it_says_that_it_has_nothing_left(
    played: PlayedCentre, lost: tuple[PlayedDevice, str]
):
    device, scope = lost
    row = device.row(device.entry("contact.recorded", scope, contact(played.clock())))

    def told(request: SyncRequest) -> list[dict[str, object]]:
        return list(device.ask(request).commands)

    assert told(SyncRequest(page_bytes=10_000)) == [TOLD], "an app that has not acted on it yet"
    assert told(SyncRequest(rows=(row,))) == [TOLD]
    assert told(SyncRequest(handed=(a_draft(device),))) == [TOLD]
    assert told(SyncRequest()) == [TOLD, DONE]
    found = devices.find(played.centre, device.id)
    assert found
    assert found.wiped_at == played.clock()
    played.clock.passes(hours=1)
    assert told(SyncRequest()) == [TOLD, DONE]
    assert (again := devices.find(played.centre, device.id))
    assert again.wiped_at == found.wiped_at
    assert told(SyncRequest(handed=(a_draft(device),))) == [TOLD]
    assert (back := devices.find(played.centre, device.id))
    assert back.wiped_at is None, "it had not gone after all"


def test_drafts_and_rows_that_do_not_open_are_kept_once(played: PlayedCentre, lost: tuple[PlayedDevice, str]):
    device, scope = lost
    draft = a_draft(device, b'{"kind":"contact.recorded","scope":"x"}')
    good = device.row(device.entry("contact.recorded", scope, contact(played.clock())))
    bits = Handed("row", good.id, 0, good.sealed[:-1] + bytes([good.sealed[-1] ^ 1]))
    handed = (draft, bits, Handed("something newer", bytes(16), 0, b"not sealed"))
    for _ in range(2):
        assert device.ask(SyncRequest(handed=handed)).kept == (0, 1, 2)
    assert sorted(aside(played)) == sorted(
        [
            ("draft", "revoked", b'{"kind":"contact.recorded","scope":"x"}'),
            ("row", "unopened", bits.sealed),
            ("row", "unopened", b"not sealed"),
        ]
    )
    with played.centre.database.read() as connection:
        ids = connection.execute(select(tables.entries.c.id)).scalars().all()
    assert good.id.hex() not in ids, "what does not open claims no id"
    found = devices.find(played.centre, device.id)
    assert found
    assert taken_out.handed_over(played.centre, found) == taken_out.HandedOver(records=2, drafts=1)


def test_it_is_given_no_page_and_no_numbers(played: PlayedCentre, lost: tuple[PlayedDevice, str]):
    device, _ = lost
    response = device.ask(SyncRequest(page_bytes=100_000, numbers=b"\0" * 8))
    assert (response.page, response.cursor, response.witness) == (None, None, None)
    assert {command["k"] for command in response.commands} == {"revoke"}
    assert device.refusals == {}


def test_a_device_in_use_is_never_told_to_go(played: PlayedCentre):
    device = played.device(played.staff("Wren Worker", "worker"))
    response = device.ask(SyncRequest())
    assert response.problem is None
    assert not {"revoke", "wipe"} & {command["k"] for command in response.commands}


def test_when_it_was_a_mistake_it_is_given_pages_again(played: PlayedCentre, lost: tuple[PlayedDevice, str]):
    """Its key is gone by then if it heard; what it could not read is fetched anew by a new enrolment."""
    device, scope = lost
    with played.centre.database.read() as connection:
        query = select(tables.entries.c.id).where(tables.entries.c.kind == "device.revoked")
        revocation = connection.execute(query).scalar_one()
    played.say("entry.voided", ORGANISATION, {"target": revocation, "reason": "recorded_in_error"}, device.id)
    row = device.row(device.entry("contact.recorded", scope, contact(played.clock())))
    response = device.push(row)
    assert response.problem is None
    assert [each.reason for each in response.receipts] == [None]


def test_words_for_administrators_have_no_names_in_the_log(
    played: PlayedCentre, lost: tuple[PlayedDevice, str], caplog: pytest.LogCaptureFixture
):
    device, _ = lost
    device.ask(SyncRequest(handed=(a_draft(device, b'{"note":"kitchen"}'),)))
    assert re.search(r"handed over: draft [0-9a-f]{32} from device [0-9a-f]{32}", caplog.text)
    assert "kitchen" not in caplog.text
