"""What the centre makes of a request."""

from collections.abc import Iterator
from typing import Any

from sync.frames import with_ticket
from tests.sync.vectors.base import (
    CHANNEL,
    DEVICE,
    DIGEST,
    EPOCH,
    FRAME,
    HTML,
    LINK_KEY,
    NOW,
    PACKED,
    REQUEST,
    ROW,
    Case,
    changed,
    flipped,
    made,
    sealed,
    with_nonce,
)


def requests() -> Iterator[Case]:
    def case(
        name: str,
        layer: str | None,
        raises: str | None,
        frame: bytes,
        link_key: bytes = LINK_KEY,
        payload: bytes = REQUEST.pack(),
    ):
        return {
            "name": f"request-{name}",
            "kind": "request",
            "layer": layer,
            "raises": raises,
            "device": DEVICE.hex(),
            "link_key": link_key.hex(),
            "frame": frame.hex(),
            "payload": payload.hex(),
        }

    def message(name: str, layer: str | None, raises: str | None, **fields: Any):
        payload = changed(REQUEST.pack(), **fields)
        return case(name, layer, raises, CHANNEL.seal_request(payload, with_nonce), payload=payload)

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
    yield from rare(message)


def rare(message: Any) -> Iterator[Case]:
    """What is seldom needed: asked again, listed, handed in, handed over, and rows with the proof of an earlier receipt."""
    proof = [EPOCH, 7, NOW, made("attestation", 16), None]
    yield message("accepted-proof", None, None, r=[[ROW.id, ROW.sealed, proof]])
    yield message(
        "accepted-proof-not-accepted", None, None, r=[[ROW.id, ROW.sealed, [*proof[:4], "role_may_not"]]]
    )
    yield message("accepted-again", None, None, a=[ROW.id, made("id 2", 16)])
    yield message("accepted-listing", None, None, y=[EPOCH, ROW.id + made("id 2", 16), True])
    yield message("accepted-listing-of-nothing", None, None, y=[EPOCH, b"", True])
    yield message("accepted-unapplied", None, None, u=[[b"", b"first page"], [b"cursor", b"page"]])
    yield message(
        "accepted-handed", None, None, z=[["draft", ROW.id, NOW, b"sealed"], ["row", ROW.id, NOW, b"s"]]
    )
    yield message("accepted-handed-of-a-later-kind", None, None, z=[["picture", ROW.id, NOW, b"sealed"]])
    refused = {
        "proof-epoch-short": {"r": [[ROW.id, ROW.sealed, [EPOCH[1:], *proof[1:]]]]},
        "proof-attestation-short": {"r": [[ROW.id, ROW.sealed, [*proof[:3], bytes(15), None]]]},
        "proof-in-the-year-2300": {"r": [[ROW.id, ROW.sealed, [EPOCH, 7, 10_413_792_000_000, *proof[3:]]]]},
        "proof-is-text": {"r": [[ROW.id, ROW.sealed, "proof"]]},
        "again-id-short": {"a": [bytes(15)]},
        "again-too-many": {"a": [bytes(16)] * 501},
        "listing-epoch-short": {"y": [EPOCH[1:], ROW.id, True]},
        "listing-ids-cut": {"y": [EPOCH, ROW.id[:-1], True]},
        "listing-without-its-end": {"y": [EPOCH, ROW.id]},
        "unapplied-too-many": {"u": [[b"", b"page"]] * 17},
        "unapplied-without-its-cursor": {"u": [[None, b"page"]]},
        "handed-too-many": {"z": [["row", ROW.id, NOW, b""]] * 201},
        "handed-id-short": {"z": [["row", bytes(15), NOW, b"sealed"]]},
        "handed-kind-too-long": {"z": [["d" * 17, ROW.id, NOW, b"sealed"]]},
        "time-in-the-year-2300": {"h": 10_413_792_000_000},
    }
    for name, fields in refused.items():
        yield message(name, "message", "NotUnderstood", **fields)


def joined() -> Iterator[Case]:
    """A request with an enrolment ticket before it. The ticket is the centre's own affair; what follows is a request or nothing."""
    ticket = made("ticket", 60)
    whole = with_ticket(ticket, FRAME)

    def case(name: str, layer: str | None, frame: bytes, ticket: bytes = ticket):
        names = {"name": f"joined-{name}", "kind": "joined", "layer": layer}
        return names | {
            "link_key": LINK_KEY.hex(),
            "device": DEVICE.hex(),
            "frame": frame.hex(),
            "ticket": ticket.hex(),
        }

    yield case("accepted", None, whole)
    yield case("accepted-without", None, FRAME, b"")
    yield case("request-altered", "frame", flipped(whole, len(whole) - 1))
    yield case("request-cut", "frame", whole[:-1])
    yield case("ticket-longer-than-all", "frame", b"HRJ1\xff\xff" + whole[6:])
    yield case("ticket-shorter-than-it-is", "frame", b"HRJ1\x00\x3b" + whole[6:])
    yield case("ticket-and-no-request", "frame", with_ticket(ticket, b""))
    yield case("ticket-of-a-ticket", "frame", with_ticket(ticket, whole))
