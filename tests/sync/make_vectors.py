"""Writes tests/vectors/sync/: `python -m tests.sync.make_vectors`. The same bytes every time; a test holds that.

One case a file. `layer` names who must refuse it, null when it is accepted. Bytes are hexadecimal.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgpack

from sync.attest import (
    Attested,
    BackFill,
    Cursor,
    Witness,
    attest,
    chain_next,
    chain_start,
    checked_digest,
    entries_digest,
    make_epoch,
    prompts_digest,
)
from sync.frames import Answer, Problem, enrolment_channel, fingerprint, sync_channel
from sync.invitation import invite
from sync.messages import Receipt, Row, SyncRequest, SyncResponse
from sync.packing import pack

FOLDER = Path(__file__).resolve().parents[1] / "vectors" / "sync"
HTML = b"<!doctype html><title>Sign in to Wi-Fi</title><p>Welcome to the Riverside Cafe"


def made(name: str, size: int) -> bytes:
    """Bytes that look random and are always the same."""
    return hashlib.shake_256(b"vector " + name.encode()).digest(size)


ORG, DEVICE, OTHER_DEVICE = made("org", 16), made("device", 16), made("other device", 16)
LINK_KEY, CENTRE = made("link key", 32), fingerprint(made("centre public key", 32))
CHANNEL = sync_channel(DEVICE, LINK_KEY)
ROW, DIGEST = Row(made("id", 16), made("sealed", 40)), made("digest", 32)
EPOCH = make_epoch(1, made("epoch", 8))
NOW = 1_793_000_000_000
RECEIPT = Receipt(ROW.id, EPOCH, 7, NOW - 5, made("attestation", 16))
NONCE = made("nonce", 12)


def with_nonce(size: int) -> bytes:
    assert size == len(NONCE)
    return NONCE


REQUEST = SyncRequest(
    heard_ms=NOW - 60_000,
    sent_ms=NOW - 90,
    cursor=b"cursor",
    witness=b"witness",
    rows=(ROW,),
    page_bytes=65_536,
)
FRAME = CHANNEL.seal_request(REQUEST.pack(), with_nonce)
RESPONSE = SyncResponse(now_ms=NOW, receipts=(RECEIPT,), witness=b"next witness")
PACKED = RESPONSE.pack([ROW.id])
LINE = [0, 7, RECEIPT.attestation]


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def sealed(payload: bytes, request: bytes = FRAME) -> bytes:
    return CHANNEL.seal_response(payload, request, with_nonce)


def changed(packed: bytes, **fields: Any) -> bytes:
    """The same message with some keys replaced; a value of `...` removes the key."""
    document = msgpack.unpackb(packed, raw=False) | fields
    return pack({key: value for key, value in document.items() if value is not ...})


def responses() -> Iterator[dict[str, Any]]:
    good = sealed(PACKED)
    other_request = CHANNEL.seal_request(REQUEST.pack(), lambda _: made("other nonce", 12))
    other_device = sync_channel(OTHER_DEVICE, LINK_KEY)

    def case(
        name: str, layer: str | None, raises: str | None, body: bytes, status: int = 200, state: str = "idle"
    ):
        return {
            "name": f"response-{name}",
            "kind": "response",
            "layer": layer,
            "raises": raises,
            "link_key": LINK_KEY.hex(),
            "device": DEVICE.hex(),
            "centre": CENTRE.hex(),
            "asked": REQUEST.pack().hex(),
            "nonce": NONCE.hex(),
            "request": FRAME.hex(),
            "status": status,
            "answer": body.hex(),
            "then": state,
        }

    def message(name: str, layer: str | None, raises: str | None, state: str = "idle", **fields: Any):
        return case(name, layer, raises, sealed(changed(PACKED, **fields)), state=state)

    yield case("accepted", None, None, good, state="done")
    yield message("accepted-unknown-keys", None, None, "done", zz="from a newer centre", o=[{"k": "sing"}])
    yield message("accepted-more-waits", None, None, "idle", m=True)
    yield message("accepted-revoked", None, None, "closed", x="revoked")
    yield message("accepted-problem-not-known", None, None, "done", x="eclipse")
    yield case("altered-tag", "frame", "NotUnderstood", flipped(good, len(good) - 1))
    yield case("altered-nonce", "frame", "NotUnderstood", flipped(good, 5))
    yield case("altered-payload", "frame", "NotUnderstood", flipped(good, 30))
    yield case("cut-short", "frame", "NotUnderstood", good[:-1])
    yield case("cut-to-its-magic", "frame", "NotUnderstood", good[:4])
    yield case("empty", "frame", "NotUnderstood", b"")
    yield case("with-bytes-after-it", "frame", "NotUnderstood", good + b"\0")
    yield case("to-another-request", "frame", "NotUnderstood", sealed(PACKED, other_request))
    yield case(
        "to-another-device",
        "frame",
        "NotUnderstood",
        other_device.seal_response(PACKED, FRAME, with_nonce),
    )
    yield case("is-the-request-itself", "frame", "NotUnderstood", FRAME)
    yield case("captive-portal-200", "frame", "NotUnderstood", HTML)
    yield case("captive-portal-redirect", "transport", "NotUnderstood", HTML, 302)
    yield case("captive-portal-511", "transport", "CentreFailed", HTML, 511)
    yield case("gateway-502", "transport", "CentreFailed", b"Bad Gateway", 502)
    yield case("too-many-429", "transport", "CentreFailed", b"", 429)
    yield case("gateway-413", "transport", "CentreFailed", b"", 413)
    yield case("not-found-404", "transport", "NotUnderstood", HTML, 404)
    other = fingerprint(made("another centre", 32))
    for code, centre, raises, state in (
        ("unknown", CENTRE, "CentreFailed", "idle"),
        ("unknown", other, "DifferentCentre", "closed"),
        ("unopened", CENTRE, "NotUnderstood", "idle"),
        ("malformed", CENTRE, "NotUnderstood", "idle"),
        ("large", CENTRE, "CentreFailed", "idle"),
        ("busy", CENTRE, "CentreFailed", "idle"),
        ("version", CENTRE, "VersionApart", "closed"),
    ):
        answer: Answer = Problem(code, centre).answer()
        name = f"problem-{code}" + ("-another-centre" if centre == other else "")
        yield case(name, "transport", raises, answer.body, answer.status, state)
    yield case("problem-damaged", "transport", "NotUnderstood", b"HRX1\x81\xa1x", 401)
    yield case("problem-with-status-200", "frame", "NotUnderstood", Problem("version", CENTRE).answer().body)
    yield case("not-msgpack", "message", "NotUnderstood", sealed(b"\xc1"))
    yield case("two-documents", "message", "NotUnderstood", sealed(PACKED * 2))
    yield case("an-array", "message", "NotUnderstood", sealed(pack([1, 2])))
    yield case("nested-too-deep", "message", "NotUnderstood", sealed(b"\x91" * 5000 + b"\xc0"))
    yield message("time-missing", "message", "NotUnderstood", t=...)
    yield message("time-is-text", "message", "NotUnderstood", t="noon")
    yield message("time-negative", "message", "NotUnderstood", t=-1)
    yield message("more-is-a-number", "message", "NotUnderstood", m=1)
    yield message("witness-over-its-limit", "message", "NotUnderstood", w=bytes(129))
    yield message("cursor-over-its-limit", "message", "NotUnderstood", c=bytes(65_537))

    def group(*lines: Any) -> list[Any]:
        return [[EPOCH, NOW - 5, list(lines)]]

    yield message("accepted-not-accepted", None, None, "done", r=group([*LINE, "role_may_not"]))
    yield message("receipt-attestation-short", "message", "NotUnderstood", r=group([0, 7, bytes(15)]))
    yield message("receipt-too-few-fields", "message", "NotUnderstood", r=group([0, 7]))
    yield message("receipt-is-no-array", "message", "NotUnderstood", r=[7])
    yield message("receipt-epoch-short", "message", "NotUnderstood", r=[[EPOCH[1:], NOW, [LINE]]])
    yield message("receipt-for-a-row-not-sent", "message", "NotUnderstood", r=group([1, *LINE[1:]]))
    yield message("refusal-for-a-row-not-sent", "message", "NotUnderstood", r=[], f=[[1, "unopened"]])
    yield message("too-many-commands", "message", "NotUnderstood", o=[{"k": "x"}] * 33)
    yield message("newer-version", "message", "VersionApart", "closed", v=2)
    yield message("version-under-the-seal", "message", "VersionApart", "closed", x="version")
    yield message("receipt-twice", "session", "NotUnderstood", r=group(LINE, LINE))
    yield message("receipt-and-refusal", "session", "NotUnderstood", f=[[0, "unopened"]])
    yield message("page-without-cursor", "session", "NotUnderstood", g=b"page")


def requests() -> Iterator[dict[str, Any]]:
    def case(name: str, layer: str | None, raises: str | None, frame: bytes, link_key: bytes = LINK_KEY):
        return {
            "name": f"request-{name}",
            "kind": "request",
            "layer": layer,
            "raises": raises,
            "device": DEVICE.hex(),
            "link_key": link_key.hex(),
            "frame": frame.hex(),
            "payload": REQUEST.pack().hex(),
        }

    def message(name: str, layer: str | None, raises: str | None, **fields: Any):
        payload = changed(REQUEST.pack(), **fields)
        return case(name, layer, raises, CHANNEL.seal_request(payload, with_nonce))

    yield case("accepted", None, None, FRAME)
    yield message("accepted-unknown-keys", None, None, q=[b"of a later version"], zz=1)
    yield case("altered-nonce", "frame", "NotUnderstood", flipped(FRAME, 21))
    yield case("altered-payload", "frame", "NotUnderstood", flipped(FRAME, 40))
    yield case("altered-tag", "frame", "NotUnderstood", flipped(FRAME, len(FRAME) - 1))
    yield case("altered-device", "frame", "NotUnderstood", flipped(FRAME, 4))
    yield case("under-another-key", "frame", "NotUnderstood", FRAME, made("another link key", 32))
    yield case("cut-short", "frame", "NotUnderstood", FRAME[:-1])
    yield case("shorter-than-any", "frame", "NotUnderstood", FRAME[:47])
    yield case("empty", "frame", "NotUnderstood", b"")
    yield case("is-html", "frame", "NotUnderstood", HTML)
    yield case("is-a-response", "frame", "NotUnderstood", sealed(PACKED))
    yield case("of-a-later-frame", "frame", "VersionApart", b"HRQ2" + FRAME[4:])
    yield case("not-msgpack", "message", "NotUnderstood", CHANNEL.seal_request(b"\xc1", with_nonce))
    yield message("newer-version", "message", "VersionApart", v=2)
    yield message("version-missing", "message", "NotUnderstood", v=...)
    yield message("row-id-short", "message", "NotUnderstood", r=[[bytes(15), ROW.sealed]])
    yield message("row-id-missing", "message", "NotUnderstood", r=[[ROW.sealed]])
    yield message("row-sealed-is-text", "message", "NotUnderstood", r=[[ROW.id, "sealed"]])
    yield message("row-is-a-map", "message", "NotUnderstood", r=[{"id": ROW.id}])
    yield message("numbers-digest-short", "message", "NotUnderstood", n=bytes(7))
    yield message("page-bytes-negative", "message", "NotUnderstood", p=-1)
    check = ["person:" + ROW.id.hex(), DIGEST, "2026-11", "1", NOW, DIGEST]
    yield message("accepted-check", None, None, k=[check])
    yield message("check-scope-too-long", "message", "NotUnderstood", k=[["p" * 65, *check[1:]]])


def tokens() -> Iterator[dict[str, Any]]:
    key = made("token key", 32)
    cursor = Cursor(EPOCH, 41, (BackFill("person:" + ROW.id.hex(), 0, 40),))
    witness = Witness(EPOCH, 41, made("chain", 32))
    contents = {
        "cursor": [EPOCH.hex(), 41, [list(cursor.back_fills[0])]],
        "witness": [EPOCH.hex(), 41, witness.chain.hex()],
    }
    whole = {"cursor": cursor.seal(key, ORG, DEVICE), "witness": witness.seal(key, ORG, DEVICE)}

    def case(kind: str, name: str, token: bytes, layer: str | None, device: bytes = DEVICE, key: bytes = key):
        return {
            "name": f"{kind}-{name}",
            "kind": kind,
            "layer": layer,
            "raises": "NotUnderstood" if layer else None,
            "key": key.hex(),
            "org": ORG.hex(),
            "device": device.hex(),
            "token": token.hex(),
            "holds": contents[kind],
        }

    for kind, token in whole.items():
        other = whole["witness" if kind == "cursor" else "cursor"]
        yield case(kind, "accepted", token, None)
        yield case(kind, "altered", flipped(token, 3), "token")
        yield case(kind, "altered-mac", flipped(token, len(token) - 1), "token")
        yield case(kind, "cut-short", token[:-1], "token")
        yield case(kind, "empty", b"", "token")
        yield case(kind, "of-another-device", token, "token", device=OTHER_DEVICE)
        yield case(kind, "of-another-centre", token, "token", key=made("another token key", 32))
        yield case(kind, "is-the-other-token", other, "token")


def vouched() -> Iterator[dict[str, Any]]:
    key = made("attest key", 32)
    line = Attested(ORG, ROW.id, DIGEST, DEVICE, EPOCH, 7, NOW)
    attestation = attest(key, line)
    names = ("org", "id", "digest", "device", "epoch")

    def case(name: str, layer: str | None, line: Attested, attestation: bytes):
        fields = {field: getattr(line, field).hex() for field in names}
        numbers = {"seq": line.seq, "received_ms": line.received_ms}
        return {
            "name": f"attestation-{name}",
            "kind": "attestation",
            "layer": layer,
            "key": key.hex(),
            **fields,
            **numbers,
            "attestation": attestation.hex(),
        }

    yield case("accepted", None, line, attestation)
    yield case("altered", "token", line, flipped(attestation, 0))
    yield case("cut-short", "token", line, attestation[:-1])
    yield case("of-another-digest", "token", line._replace(digest=made("another digest", 32)), attestation)
    yield case("of-another-time", "token", line._replace(received_ms=NOW + 1), attestation)
    yield case("of-another-seq", "token", line._replace(seq=8), attestation)
    start = chain_start(ORG, EPOCH)
    second = chain_next(start, 1, DIGEST)
    lines = [[1, DIGEST.hex(), second.hex()]]
    lines.append([2, made("digest 2", 32).hex(), chain_next(second, 2, made("digest 2", 32)).hex()])
    yield {
        "name": "chain",
        "kind": "chain",
        "layer": None,
        "org": ORG.hex(),
        "epoch": EPOCH.hex(),
        "start": start.hex(),
        "lines": lines,
    }
    held = [[made(f"id {n}", 16).hex(), made(f"digest {n}", 32).hex()] for n in range(3)]
    pairs = [(bytes.fromhex(id_), bytes.fromhex(digest)) for id_, digest in held]
    prompts = ["T2:person:x:y", "A1:person:x:y", "T5:person:x:é"]
    yield {
        "name": "digests",
        "kind": "digests",
        "layer": None,
        "held": held,
        "entries": entries_digest(pairs).hex(),
        "checked_with_itself": checked_digest(entries_digest(pairs), entries_digest(pairs)).hex(),
        "prompts": prompts,
        "prompts_digest": prompts_digest(prompts).hex(),
    }


def invitations() -> Iterator[dict[str, Any]]:
    codes = {"accepted": "K7Q2M-9XA4D-PW3TZ-0RB8E", "accepted-as-typed": " k7q2m 9xa4d pw3tz orb8e"}
    for name, code in codes.items():
        found = invite(code)
        yield {
            "name": f"invitation-{name}",
            "kind": "invitation",
            "layer": None,
            "raises": None,
            "code": code,
            "lookup": found.lookup.hex(),
            "key": found.key.hex(),
        }
    wrong = {
        "short": "K7Q2M-9XA4D-PW3TZ-0RB8",
        "long": "K7Q2M-9XA4D-PW3TZ-0RB8E1",
        "letter": "K7Q2M-9XA4D-PW3TZ-0RB8U",
    }
    for name, code in wrong.items():
        yield {
            "name": f"invitation-{name}",
            "kind": "invitation",
            "layer": "message",
            "raises": "InvitationWrong",
            "code": code,
        }


def enrolments() -> Iterator[dict[str, Any]]:
    code, other_code = "K7Q2M-9XA4D-PW3TZ-0RB8E", "00000-00000-00000-00000"
    found, other = invite(code), invite(other_code)
    channel = enrolment_channel(found.lookup, found.key)
    hello = channel.seal_request(pack({"v": 1, "q": "hello", "d": DEVICE}), with_nonce)
    again = channel.seal_request(pack({"v": 1, "q": "hello", "d": DEVICE}), lambda _: made("other nonce", 12))
    welcome = pack({"v": 1, "t": NOW, "s": "open", "o": ORG, "a": "Riverside", "k": made("centre key", 32)})

    def case(
        name: str, layer: str | None, raises: str | None, body: bytes, status: int = 200, state: str = "new"
    ):
        return {
            "name": f"hello-{name}",
            "kind": "hello",
            "layer": layer,
            "raises": raises,
            "code": code,
            "device": DEVICE.hex(),
            "nonce": NONCE.hex(),
            "request": hello.hex(),
            "status": status,
            "answer": body.hex(),
            "then": state,
        }

    def answered(payload: bytes, request: bytes = hello) -> bytes:
        return channel.seal_response(payload, request, with_nonce)

    impostor = enrolment_channel(found.lookup, other.key)
    yield case("accepted", None, None, answered(welcome), state="known")
    yield case("altered", "frame", "NotUnderstood", flipped(answered(welcome), 40))
    yield case("to-another-hello", "frame", "NotUnderstood", answered(welcome, again))
    yield case(
        "from-an-impostor", "frame", "NotUnderstood", impostor.seal_response(welcome, hello, with_nonce)
    )
    yield case("captive-portal", "frame", "NotUnderstood", HTML)
    yield case("centre-key-short", "message", "NotUnderstood", answered(changed(welcome, k=bytes(31))))
    yield case("used", "message", "InvitationUsed", answered(changed(welcome, s="used")), state="closed")
    yield case(
        "expired", "message", "InvitationExpired", answered(changed(welcome, s="expired")), state="closed"
    )
    yield case("version", "message", "VersionApart", answered(changed(welcome, s="version")), state="closed")
    turned = Problem("invitation", CENTRE).answer()
    yield case("not-known", "transport", "InvitationWrong", turned.body, turned.status, "closed")


def every() -> dict[str, dict[str, Any]]:
    groups = (responses(), requests(), tokens(), vouched(), invitations(), enrolments())
    cases = [case for group in groups for case in group]
    named = {case["name"]: case for case in cases}
    assert len(named) == len(cases), "two vectors with one name"
    return named


def written(case: dict[str, Any]) -> str:
    return json.dumps(case, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, case in every().items():
        (FOLDER / f"{name}.json").write_text(written(case), encoding="utf-8")


if __name__ == "__main__":
    main()
