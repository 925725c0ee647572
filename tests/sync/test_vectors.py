"""Every vector, by the layer that must accept or refuse it; and the files are what the generator makes."""

import json
from collections.abc import Callable
from typing import Any

import msgpack
import pytest

from models import errors
from sync.attest import (
    Attested,
    Cursor,
    Witness,
    attest,
    chain_next,
    chain_start,
    checked_digest,
    entries_digest,
    is_attested,
    prompts_digest,
)
from sync.enrolment import Newcomer, NewKeys, _read_enrolled
from sync.frames import Answer, with_ticket, without_ticket
from sync.invitation import invite
from sync.messages import Page, SyncRequest, read_version
from sync.recovery import Forgetful, Recovery, code_key
from sync.session import CentreSession, DeviceSession
from tests.sync.vectors import FOLDER, every, written

CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
KNOWN_KEYS = set("vhscwrpnkayuz")
LAYERS = {"transport", "frame", "message", "session", "token"}


def of_kind(kind: str) -> Any:
    cases = [pytest.param(case, id=name) for name, case in CASES.items() if case["kind"] == kind]
    assert cases, kind
    return pytest.mark.parametrize("case", cases)


def raw(case: dict[str, Any], *names: str) -> list[bytes]:
    return [bytes.fromhex(case[name]) for name in names]


def raised_by(call: Callable[[], object]) -> errors.HandrailError | None:
    try:
        call()
    except errors.HandrailError as error:
        return error
    return None


def test_files_are_what_the_generator_makes():
    found = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert found == {name: written(case) for name, case in every().items()}


def test_every_kind_is_run_and_every_layer_refuses_something():
    kinds = {
        "response",
        "request",
        "cursor",
        "witness",
        "attestation",
        "chain",
        "digests",
        "invitation",
        "hello",
        "recovery",
        "joined",
        "page",
        "enrolled",
    }
    assert {case["kind"] for case in CASES.values()} == kinds
    assert {case["layer"] for case in CASES.values()} - {None} == LAYERS


@of_kind("response")
def test_response(case: dict[str, Any]):
    device, link_key, centre, asked, nonce, request, body = raw(
        case, "device", "link_key", "centre", "asked", "nonce", "request", "answer"
    )
    session = DeviceSession(device, link_key, centre, lambda _: nonce)
    assert session.ask(SyncRequest.read(asked)) == request
    raised = raised_by(lambda: session.receive(Answer(case["status"], body)))
    assert (type(raised).__name__ if raised else None) == case["raises"]
    assert (_layer(raised, case["status"]) if raised else None) == case["layer"]
    assert session.state == case["then"]


@of_kind("request")
def test_request(case: dict[str, Any]):
    link_key, device, frame = raw(case, "link_key", "device", "frame")
    session = CentreSession(bytes(8), lambda size: bytes(size))
    if case["layer"]:
        raised = raised_by(lambda: (session.hear(frame), session.open(link_key)))
        assert type(raised).__name__ == case["raises"]
        assert ("message" if session.state == "open" else "frame") == case["layer"]
        return
    assert session.hear(frame) == device
    read = session.open(link_key)
    assert read == SyncRequest.read(bytes.fromhex(case["payload"]))
    written = msgpack.unpackb(bytes.fromhex(case["payload"]))
    assert {key: value for key, value in msgpack.unpackb(read.pack()).items() if value} == {
        key: value for key, value in written.items() if key in KNOWN_KEYS and value
    }


@of_kind("joined")
def test_joined(case: dict[str, Any]):
    link_key, device, frame, ticket = raw(case, "link_key", "device", "frame", "ticket")
    session = CentreSession(bytes(8), lambda size: bytes(size))
    found, request = without_ticket(frame)
    if case["layer"]:
        with pytest.raises(errors.NotUnderstood):
            (session.hear(request), session.open(link_key))
        assert session.state != "open"
        return
    assert (found, session.hear(request)) == (ticket, device)
    session.open(link_key)
    assert (with_ticket(ticket, request) if ticket else request) == frame


@of_kind("page")
def test_page(case: dict[str, Any]):
    _message(case, lambda payload: Page.read(payload).pack())


@of_kind("enrolled")
def test_enrolled(case: dict[str, Any]):
    _message(case, lambda payload: _read_enrolled(read_version(payload)))


def _message(case: dict[str, Any], read: Callable[[bytes], object]) -> None:
    [payload] = raw(case, "payload")
    if case["layer"]:
        with pytest.raises(errors.NotUnderstood):
            read(payload)
        return
    found = read(payload)
    if isinstance(found, bytes):  # written again it says the same, less what is not known
        again, written = msgpack.unpackb(found), msgpack.unpackb(payload)
        assert {key: value for key, value in again.items() if value} == {
            key: value for key, value in written.items() if key in again and value
        }


@of_kind("cursor")
def test_cursor(case: dict[str, Any]):
    key, org, device, token = raw(case, "key", "org", "device", "token")
    if case["layer"]:
        with pytest.raises(errors.NotUnderstood):
            Cursor.read(key, org, device, token)
        return
    cursor = Cursor.read(key, org, device, token)
    assert [cursor.epoch.hex(), cursor.seq, [list(one) for one in cursor.back_fills]] == case["holds"]
    assert cursor.seal(key, org, device) == token


@of_kind("witness")
def test_witness(case: dict[str, Any]):
    key, org, device, token = raw(case, "key", "org", "device", "token")
    if case["layer"]:
        with pytest.raises(errors.NotUnderstood):
            Witness.read(key, org, device, token)
        return
    witness = Witness.read(key, org, device, token)
    assert [witness.epoch.hex(), witness.seq, witness.chain.hex()] == case["holds"]
    assert witness.seal(key, org, device) == token


@of_kind("attestation")
def test_attestation(case: dict[str, Any]):
    key, attestation, *parts = raw(case, "key", "attestation", "org", "id", "digest", "device", "epoch")
    org, id_, digest, device, epoch = parts
    line = Attested(org, id_, digest, device, epoch, case["seq"], case["received_ms"])
    accepted = case["accepted"]
    assert is_attested(key, line, attestation, accepted=accepted) == (case["layer"] is None)
    assert (attest(key, line, accepted=accepted) == attestation) == (case["layer"] is None)


@of_kind("chain")
def test_chain(case: dict[str, Any]):
    chain = chain_start(*raw(case, "org", "epoch"))
    assert chain.hex() == case["start"]
    for seq, digest, expected in case["lines"]:
        chain = chain_next(chain, seq, bytes.fromhex(digest))
        assert chain.hex() == expected


@of_kind("digests")
def test_digests(case: dict[str, Any]):
    pairs = [(bytes.fromhex(id_), bytes.fromhex(digest)) for id_, digest in case["held"]]
    assert entries_digest(reversed(pairs + pairs)).hex() == case["entries"]
    both = entries_digest(pairs)
    assert checked_digest(both, both).hex() == case["checked_with_itself"]
    assert prompts_digest(reversed(case["prompts"])).hex() == case["prompts_digest"]


@of_kind("invitation")
def test_invitation(case: dict[str, Any]):
    if case["raises"]:
        with pytest.raises(errors.InvitationWrong):
            invite(case["code"])
        return
    found = invite(case["code"])
    assert [found.lookup, found.key] == raw(case, "lookup", "key")


@of_kind("hello")
def test_hello(case: dict[str, Any]):
    device, nonce, request, body = raw(case, "device", "nonce", "request", "answer")
    newcomer = Newcomer(invite(case["code"]), NewKeys(device, bytes(32), bytes(32)), lambda _: nonce)
    assert newcomer.hello() == request
    raised = raised_by(lambda: newcomer.welcome(Answer(case["status"], body)))
    assert (type(raised).__name__ if raised else None) == case["raises"]
    assert (_layer(raised, case["status"]) if raised else None) == case["layer"]
    assert newcomer.state == case["then"]


@of_kind("recovery")
def test_recovery(case: dict[str, Any]):
    org, device, link_key, centre, attempt, nonce, proof, request, body = raw(
        case, "org", "device", "link_key", "centre", "attempt", "nonce", "proof", "request", "answer"
    )
    recovery = Recovery(code_key(case["code"], device), link_key, org, device, attempt)
    assert recovery.proof == proof
    forgetful = Forgetful(recovery, centre, lambda _: nonce)
    assert forgetful.ask() == request
    given: list[str] = []
    raised = raised_by(lambda: given.append(forgetful.recovered(Answer(case["status"], body)).hex()))
    assert (type(raised).__name__ if raised else None) == case["raises"]
    assert (_layer(raised, case["status"]) if raised else None) == case["layer"]
    assert given == ([case["device_key"]] if case["device_key"] else [])
    assert forgetful.state == case["then"]


def _layer(error: errors.HandrailError, status: int) -> str:
    if status != 200:
        return "transport"
    if "frame" in error.fields:
        return "frame"
    return "session" if set(error.fields) & {"twice", "cursor"} else "message"
