"""What every vector is made of: invented ids and keys that are always the same, one request and one response."""

import hashlib
from typing import Any

import msgpack

from sync.attest import make_epoch
from sync.frames import fingerprint, sync_channel
from sync.messages import Receipt, Row, SyncRequest, SyncResponse
from sync.packing import pack

Case = dict[str, Any]
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
