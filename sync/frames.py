"""Frames: what goes on the line. Sealed under a key both ends hold, a response bound to the one request it answers.

`Channel` seals and opens for one device (`sync_channel`) or one invitation (`enrolment_channel`); opening raises
NotUnderstood and says nothing else. `Problem` is the one thing said in the open, and nobody should act on it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from models.errors import NotUnderstood
from sync.packing import pack, unpack

MOST_BYTES = 8 * 1024 * 1024  # a request or a response, whole
CONTENT_TYPE = "application/octet-stream"
MAGIC = 4
NONCE = 12
TAG = 16

Chance = Callable[[int], bytes]


@dataclass(frozen=True)
class Kind:
    """One pair of frames: their magics, how long the name of who asks is, and what their keys are for."""

    request: bytes
    response: bytes
    who_bytes: int
    request_info: bytes
    response_info: bytes


SYNC = Kind(b"HRQ1", b"HRS1", 16, b"handrail/request/v1", b"handrail/response/v1")
ENROLMENT = Kind(b"HRE1", b"HRA1", 8, b"handrail/enrol-request/v1", b"handrail/enrol-answer/v1")
RECOVERY = Kind(b"HRR1", b"HRB1", 16, b"handrail/recover-request/v1", b"handrail/recover-answer/v1")


class Channel:
    """Both directions under one key. `who` is the device's id (16 bytes) or the invitation's lookup (8)."""

    def __init__(self, kind: Kind, who: bytes, key: bytes) -> None:
        self._kind = kind
        self._who = who
        self._request = AESGCM(derive(key, who, kind.request_info))
        self._response = AESGCM(derive(key, who, kind.response_info))

    def seal_request(self, payload: bytes, chance: Chance) -> bytes:
        head, nonce = self._kind.request + self._who, chance(NONCE)
        return head + nonce + self._request.encrypt(nonce, payload, head)

    def open_request(self, frame: bytes) -> bytes:
        head = self._kind.request + self._who
        if not frame.startswith(head):
            raise NotUnderstood(fields=["frame"])
        return _open(self._request, frame[len(head) :], head)

    def seal_response(self, payload: bytes, request: bytes, chance: Chance) -> bytes:
        nonce = chance(NONCE)
        return self._kind.response + nonce + self._response.encrypt(nonce, payload, self._binding(request))

    def open_response(self, frame: bytes, request: bytes) -> bytes:
        if not frame.startswith(self._kind.response):
            raise NotUnderstood(fields=["frame"])
        return _open(self._response, frame[MAGIC:], self._binding(request))

    def _binding(self, request: bytes) -> bytes:
        return self._kind.response + self._who + hashlib.sha256(request).digest()


def sync_channel(device: bytes, link_key: bytes) -> Channel:
    return Channel(SYNC, device, link_key)


def recovery_channel(device: bytes, link_key: bytes) -> Channel:
    return Channel(RECOVERY, device, link_key)


def enrolment_channel(lookup: bytes, invite_key: bytes) -> Channel:
    return Channel(ENROLMENT, lookup, invite_key)


def who_asks(kind: Kind, frame: bytes) -> bytes:
    """Who a request says it is from: nothing is known until it opens under their key."""
    shortest = MAGIC + kind.who_bytes + NONCE + TAG
    if not frame.startswith(kind.request) or not shortest <= len(frame) <= MOST_BYTES:
        raise NotUnderstood(fields=["frame"])
    return frame[MAGIC : MAGIC + kind.who_bytes]


JOIN = b"HRJ1"


def with_ticket(ticket: bytes, request: bytes) -> bytes:
    """The same request from a device that a restored centre no longer knows: its enrolment ticket comes first."""
    return JOIN + len(ticket).to_bytes(2, "big") + ticket + request


def without_ticket(frame: bytes) -> tuple[bytes, bytes]:
    """The ticket (b"" for none) and the request. Neither is vouched for yet."""
    if not frame.startswith(JOIN):
        return b"", frame
    end = MAGIC + 2 + int.from_bytes(frame[MAGIC : MAGIC + 2], "big")
    return frame[MAGIC + 2 : end], frame[end:]


def derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def fingerprint(centre_key: bytes) -> bytes:
    """The first 8 bytes of SHA-256 over the centre's public key: tells two centres apart in a sentence."""
    return hashlib.sha256(centre_key).digest()[:8]


def _open(cipher: AESGCM, rest: bytes, aad: bytes) -> bytes:
    try:
        return cipher.decrypt(rest[:NONCE], rest[NONCE:], aad)
    except (InvalidTag, ValueError):
        raise NotUnderstood(fields=["frame"]) from None


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP: a status and the body's bytes."""

    status: int
    body: bytes


PROBLEM_MAGIC = b"HRX1"
PROBLEM_STATUS = {
    "malformed": 400,
    "unknown": 401,
    "unopened": 401,
    "invitation": 404,
    "large": 413,
    "version": 426,
    "busy": 503,
}


@dataclass(frozen=True)
class Problem:
    """A centre's word in the open, with its fingerprint. Chooses a sentence; changes nothing."""

    code: str
    centre: bytes

    def answer(self) -> Answer:
        body = PROBLEM_MAGIC + pack({"x": self.code, "c": self.centre})
        return Answer(PROBLEM_STATUS[self.code], body)

    @classmethod
    def read(cls, body: bytes) -> "Problem | None":
        """None when the body is not a problem a centre would send."""
        if not body.startswith(PROBLEM_MAGIC) or len(body) > 256:
            return None
        try:
            reader = unpack(body[MAGIC:])
            return cls(reader.text("x", 32), reader.raw("c", 8))
        except NotUnderstood:
            return None
