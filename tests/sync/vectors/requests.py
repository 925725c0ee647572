"""What the centre makes of a request."""

from collections.abc import Iterator
from typing import Any

from tests.sync.vectors.base import (
    CHANNEL,
    DEVICE,
    DIGEST,
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
