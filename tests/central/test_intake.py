"""Intake: one gapless chain, the same row the same receipt, and no row in another's way."""

import threading
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from central.instants import to_ms
from central.store.tables import entries, quarantine
from models.entry import ORGANISATION, author, decode, person_scope
from sync.attest import Attested, chain_next, chain_start, is_attested
from sync.messages import Row
from tests.central.played import DrivenClock, PlayedCentre, PlayedDevice, contact


@pytest.fixture
def scope(played: PlayedCentre) -> str:
    return played.person("Person One")


@pytest.fixture
def device(played: PlayedCentre, scope: str) -> PlayedDevice:
    worker = played.staff("Wynn Worker", "worker")
    played.assign(scope, worker)
    return played.device(worker)


def lines(played: PlayedCentre) -> Sequence[Any]:
    with played.centre.database.read() as connection:
        return connection.execute(select(entries).order_by(entries.c.seq)).all()


def reason(device: PlayedDevice, id: str) -> str | None:
    return device.receipts[bytes.fromhex(id)].reason


def test_the_stream_is_gapless_chained_and_attested(played: PlayedCentre, device: PlayedDevice, scope: str):
    device.push(
        *(device.row(device.entry("contact.recorded", scope, contact(played.clock()))) for _ in range(5))
    )
    stream = lines(played)
    assert [line.seq for line in stream] == list(range(1, len(stream) + 1))
    chain = chain_start(bytes.fromhex(played.org), stream[0].epoch)
    for line in stream:
        chain = chain_next(chain, line.seq, line.digest)
        assert line.chain == chain
        covered = Attested(
            bytes.fromhex(played.org),
            bytes.fromhex(line.id),
            line.digest,
            bytes.fromhex(line.device),
            line.epoch,
            line.seq,
            to_ms(line.received_at),
        )
        assert is_attested(played.centre.keys.attest, covered, line.attestation)
        assert not is_attested(
            played.centre.keys.attest, covered._replace(seq=line.seq + 1), line.attestation
        )


def test_the_authored_bytes_are_kept_as_they_came(played: PlayedCentre, device: PlayedDevice, scope: str):
    authored = author(device.entry("contact.recorded", scope, contact(played.clock()))).replace(
        b'"body":', b'"body" : '
    )
    id = decode(authored).id
    device.push(device.sealed_row(id, authored))
    with played.centre.database.read() as connection:
        record = played.centre.records.one(played.org, id, connection)
    assert record is not None
    assert record.authored == authored


def test_the_same_row_again_gets_the_same_receipt(played: PlayedCentre, device: PlayedDevice, scope: str):
    row = device.row(device.entry("contact.recorded", scope, contact(played.clock())))
    first = device.push(row).receipts
    played.clock.passes(hours=3)
    assert device.push(row).receipts == first
    assert sum(line.id == row.id.hex() for line in lines(played)) == 1


def test_an_id_is_held_with_one_digest_only(played: PlayedCentre, device: PlayedDevice, scope: str):
    entry = device.entry("contact.recorded", scope, contact(played.clock()))
    other = device.entry(
        "contact.recorded", scope, contact(played.clock(), what_changed="Other"), id=entry.id
    )
    device.push(device.row(entry))
    response = device.push(device.row(other))
    assert [refusal.code for refusal in response.refusals] == ["id_taken"]
    assert not response.receipts
    with played.centre.database.read() as connection:
        record = played.centre.records.one(played.org, entry.id, connection)
        aside = connection.execute(select(quarantine.c.id, quarantine.c.reason)).all()
    assert record is not None
    assert record.entry == entry
    assert aside == [(entry.id, "id_taken")]


def test_no_bad_row_blocks_the_others(played: PlayedCentre, device: PlayedDevice, scope: str):
    good = [device.row(device.entry("contact.recorded", scope, contact(played.clock()))) for _ in range(3)]
    stranger = played.device(played.staff("Cole Cover", "worker"))
    bad = {
        "moved to another id": (Row(bytes([1]) * 16, good[0].sealed), "unopened"),
        "not sealed": (Row(bytes([2]) * 16, b"\x01" + bytes(60)), "unopened"),
        "empty": (Row(bytes([3]) * 16, b""), "unopened"),
        "another device's": (stranger.row(device.entry("contact.recorded", scope, {})), "unopened"),
        "no entry": (device.sealed_row("04" * 16, b"no entry at all"), "not_entry"),
        "another organisation's": (
            device.row(device.entry("moon.seen", scope, {}, org="05" * 16)),
            "not_entry",
        ),
        "says it is another device's": (
            device.row(device.entry("moon.seen", scope, {}, device="06" * 16)),
            "not_entry",
        ),
        "says it is another id": (
            device.sealed_row("07" * 16, author(device.entry("moon.seen", scope, {}))),
            "not_entry",
        ),
    }
    rows = [row for row, _ in bad.values()]
    response = device.push(*rows[:3], good[0], *rows[3:6], good[1], *rows[6:], good[2])
    assert {receipt.id for receipt in response.receipts} == {row.id for row in good}
    codes = {refusal.id: refusal.code for refusal in response.refusals}
    assert {name: codes[row.id] for name, (row, _) in bad.items()} == {
        name: code for name, (_, code) in bad.items()
    }
    mended = device.entry("contact.recorded", scope, contact(played.clock()), id="04" * 16)
    assert device.push(device.row(mended)).receipts  # a refusal claims no id


NOT_ACCEPTED = {
    "a body its kind cannot have": ("invalid", {"kind": "contact.recorded", "body": {"mode": "01"}}),
    "a clinical entry for everybody": ("invalid", {"scope": ORGANISATION}),
    "another author": ("author", {"author": "ab" * 16}),
    "a time after its own recording": ("time", {"occurred_at": "2026-11-21T12:00:00Z"}),
    "a worker giving out caseloads": (
        "role_may_not",
        {"kind": "caseload.assigned", "body": {"staff": "ab" * 16, "from_on": "2026-11-01"}},
    ),
    "a worker making themselves administrator": (
        "role_may_not",
        {"kind": "staff.role_set", "scope": ORGANISATION, "body": {"role": "administrator", "teams": []}},
    ),
}


@pytest.mark.parametrize("name", NOT_ACCEPTED)
def test_what_is_held_and_not_accepted(played: PlayedCentre, device: PlayedDevice, scope: str, name: str):
    expected, changes = NOT_ACCEPTED[name]
    entry = device.entry("contact.recorded", scope, contact(played.clock()))
    entry = type(entry).model_validate(entry.model_dump(mode="json") | {"record": entry.id} | changes)
    device.push(device.row(entry))
    assert reason(device, entry.id) == expected
    assert lines(played)[-1].reason == expected


def test_a_role_is_not_taken_by_an_entry_that_was_not_accepted(played: PlayedCentre, device: PlayedDevice):
    other = played.person("Person Two")
    body = {"role": "manager", "teams": [played.founded.team]}
    device.push(device.row(device.entry("staff.role_set", ORGANISATION, body, record=device.staff)))
    came = device.pull()
    assert {decode(each.authored).scope for each in came}.isdisjoint({other})
    assert played.centre.records.directory(played.org).staff[device.staff].role == "worker"


def test_a_kind_of_a_newer_app_is_accepted_kept_and_passed_on(
    played: PlayedCentre, device: PlayedDevice, scope: str
):
    manager = played.device(played.staff("Mo Manager", "manager"))
    entry = device.entry("moon.observed", scope, {"phase": "waxing"})
    device.push(device.row(entry))
    assert reason(device, entry.id) is None
    assert [decode(each.authored) for each in manager.pull() if decode(each.authored).kind == entry.kind] == [
        entry
    ]


def test_a_wrong_clock_or_an_unknown_person_keeps_nobodys_concern_out(
    played: PlayedCentre, device: PlayedDevice
):
    fast = DrivenClock(played.clock())
    fast.passes(hours=5)
    late = device.entry(
        "contact.recorded", person_scope("cd" * 16), contact(fast()), occurred_at=fast(), recorded_at=fast()
    )
    device.push(device.row(late))
    assert reason(device, late.id) is None


def test_no_receipt_without_a_commit(played: PlayedCentre, device: PlayedDevice, scope: str):
    row = device.row(device.entry("contact.recorded", scope, contact(played.clock())))
    engine = played.centre.database._writer  # pyright: ignore[reportPrivateUsage]

    def full(connection: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk is full"))

    held = len(lines(played))
    event.listen(engine, "commit", full)
    with pytest.raises(OperationalError):
        device.port.take(device.keys.device, [row])
    event.remove(engine, "commit", full)
    assert len(lines(played)) == held
    device.push(row)
    assert lines(played)[-1].seq == held + 1


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_split_and_any_repetition_give_the_same_stream(
    played: PlayedCentre, device: PlayedDevice, scope: str, data: st.DataObject
):
    rows = [device.row(device.entry("contact.recorded", scope, contact(played.clock()))) for _ in range(5)]
    before = len(lines(played))
    sent = data.draw(st.permutations(rows * 2))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(sent)), max_size=3)))
    for start, end in pairwise([0, *cuts, len(sent)]):
        device.push(*{row.id: row for row in sent[start:end]}.values())
    stream = lines(played)
    came = stream[before:]
    assert {line.id for line in came} == {row.id.hex() for row in rows}
    assert [line.seq for line in stream] == list(range(1, before + len(rows) + 1))
    assert {device.receipts[row.id].seq for row in rows} == {line.seq for line in came}


def test_pushes_at_the_same_time_leave_no_gap(played: PlayedCentre, scope: str):
    devices = [played.device(played.staff(f"Worker {number}", "worker")) for number in range(6)]
    batches = [
        [device.row(device.entry("contact.recorded", scope, contact(played.clock()))) for _ in range(20)]
        for device in devices
    ]

    def push(device: PlayedDevice, rows: list[Row]) -> None:
        for start in range(0, len(rows), 4):
            device.push(*rows[start : start + 4])

    threads = [threading.Thread(target=push, args=pair) for pair in zip(devices, batches, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stream = lines(played)
    assert [line.seq for line in stream] == list(range(1, len(stream) + 1))
    chain = chain_start(bytes.fromhex(played.org), stream[0].epoch)
    for line in stream:
        chain = chain_next(chain, line.seq, line.digest)
    assert chain == stream[-1].chain
    sent = {row.id.hex() for rows in batches for row in rows}
    assert sent <= {line.id for line in stream}
    assert all(len(device.receipts) == 20 for device in devices)
