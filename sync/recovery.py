"""A forgotten passphrase, sans I/O, both ends: a device proves a code from base, and gets its device key back, sealed.

`Forgetful` is the device's side, `serve_recovery` the centre's over a `RecoveryPort`. Everything is under the link key, which
needs no passphrase; the key comes back under the code and the link key together. Nothing the device holds is touched.
"""

import hmac
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import (
    DeviceRevoked,
    InvitationWrong,
    NotUnderstood,
    RecoveryError,
    RecoveryExpired,
    RecoveryWrong,
    SyncError,
    VersionApart,
)
from sync.frames import NONCE, RECOVERY, TAG, Answer, Chance, Problem, derive, recovery_channel, who_asks
from sync.invitation import secret_of
from sync.messages import MOST_CODE, VERSION, read_version
from sync.packing import Reader, pack
from sync.session import KnownDevice, States, open_answer

ATTEMPT, PROOF, KEY = 16, 16, 32
MOST_TRIES = 5
KEY_INFO = b"handrail/recover-key/v1"


def code_key(code: str, device: bytes) -> bytes:
    """What is made from a code for one device, and all that the centre keeps of it. RecoveryWrong: this cannot be a code."""
    try:
        return derive(secret_of(code), device, b"handrail/recover/v1")
    except InvitationWrong:
        raise RecoveryWrong from None


def proof_of(key: bytes, device: bytes, attempt: bytes) -> bytes:
    return hmac.digest(key, b"handrail/recover-proof/v1\0" + device + attempt, "sha256")[:PROOF]


@dataclass(frozen=True)
class Recovery:
    """What both ends know of one attempt. `key` is the code's."""

    key: bytes
    link_key: bytes
    org: bytes
    device: bytes
    attempt: bytes

    def seal(self, device_key: bytes, chance: Chance) -> bytes:
        nonce = chance(NONCE)
        return nonce + self._cipher.encrypt(nonce, device_key, self._aad)

    def open(self, sealed: bytes) -> bytes:
        """The device key. NotUnderstood when it is another code's, link key's, device's or attempt's."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], self._aad)
        except InvalidTag:
            raise NotUnderstood(fields=["k"]) from None

    @property
    def proof(self) -> bytes:
        return proof_of(self.key, self.device, self.attempt)

    @property
    def _cipher(self) -> AESGCM:
        return AESGCM(derive(self.key + self.link_key, self.attempt, KEY_INFO))

    @property
    def _aad(self) -> bytes:
        return KEY_INFO + b"\0" + self.org + self.device + self.attempt


class Forgetful:
    """A device's side of one recovery: `ask`, then `recovered` with what came back, or `lost`.

    RecoveryWrong, RecoveryExpired, DeviceRevoked and VersionApart close it; NotUnderstood and CentreFailed: ask again.
    """

    def __init__(self, recovery: Recovery, centre: bytes, chance: Chance) -> None:
        self._recovery = recovery
        self._centre = centre
        self._chance = chance
        self._channel = recovery_channel(recovery.device, recovery.link_key)
        self._states = States("forgetful")
        self._request = b""

    @property
    def state(self) -> str:
        return self._states.state

    def ask(self) -> bytes:
        self._states.on("asked")
        document = {"v": VERSION, "a": self._recovery.attempt, "p": self._recovery.proof}
        self._request = self._channel.seal_request(pack(document), self._chance)
        return self._request

    def recovered(self, answer: Answer) -> bytes:
        """The device key."""
        try:
            reader = read_version(open_answer(answer, self._channel, self._request, self._centre))
            _refuse_closed(reader)
            key = self._recovery.open(reader.raw("k", NONCE + KEY + TAG))
        except (RecoveryError, DeviceRevoked, VersionApart):
            self._states.on("turned_away")
            raise
        except SyncError:
            self._states.on("not_understood")
            raise
        self._states.on("recovered")
        return key

    def lost(self) -> None:
        self._states.on("lost")


def _refuse_closed(reader: Reader) -> None:
    match reader.text("s", MOST_CODE):
        case "wrong":
            raise RecoveryWrong(reader.number("n", MOST_TRIES))
        case "expired":
            raise RecoveryExpired
        case "revoked":
            raise DeviceRevoked
        case "version":
            raise VersionApart
        case _:
            return


@dataclass(frozen=True)
class Outcome:
    """What the centre answers an attempt: "recovered" with the sealed key, "wrong" with the tries left, "expired", "revoked"."""

    standing: str
    sealed: bytes = b""
    left: int = 0


class RecoveryPort(Protocol):
    """What `serve_recovery` needs of the central store. Plain calls: run it on a thread of its own."""

    @property
    def fingerprint(self) -> bytes: ...

    def now_ms(self) -> int: ...

    def chance(self, size: int, /) -> bytes: ...

    def known(self, device: bytes) -> KnownDevice | None: ...

    def recover(self, device: bytes, attempt: bytes, proof: bytes) -> Outcome:
        """Count the try and commit; then look at the proof, bind the code to its first right attempt, and commit."""
        ...


def serve_recovery(port: RecoveryPort, frame: bytes) -> Answer:
    """The centre's answer to an attempt. Whoever does not hold the device's link key learns nothing."""
    try:
        device = who_asks(RECOVERY, frame)
    except NotUnderstood:
        return Problem("malformed", port.fingerprint).answer()
    known = port.known(device)
    if known is None:
        return Problem("unknown", port.fingerprint).answer()
    channel = recovery_channel(device, known.link_key)
    try:
        payload = channel.open_request(frame)
    except NotUnderstood:
        return Problem("unopened", port.fingerprint).answer()
    try:
        document = _answer(port, device, read_version(payload))
    except VersionApart:
        document = {"s": "version"}
    except NotUnderstood:
        return Problem("malformed", port.fingerprint).answer()
    whole = pack({"v": VERSION, "t": port.now_ms(), **document})
    return Answer(200, channel.seal_response(whole, frame, port.chance))


def _answer(port: RecoveryPort, device: bytes, reader: Reader) -> dict[str, object]:
    outcome = port.recover(device, reader.raw("a", ATTEMPT), reader.raw("p", PROOF))
    match outcome.standing:
        case "recovered":
            return {"s": "recovered", "k": outcome.sealed}
        case "wrong":
            return {"s": "wrong", "n": outcome.left}
        case standing:
            return {"s": standing}
