"""What the centre vouches for, and how it is checked: attestations, the chain, cursors, witnesses; and the digests of checks.

Devices keep these and hand them back; only the centre, which has the keys, makes and reads them.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from models.errors import NotUnderstood
from sync.messages import DIGEST, EPOCH, MOST_SCOPE, MOST_SCOPES
from sync.packing import Reader, pack, unpack

MAC = 16


class Attested(NamedTuple):
    """What an attestation covers. `device` is the author's."""

    org: bytes
    id: bytes
    digest: bytes
    device: bytes
    epoch: bytes
    seq: int
    received_ms: int


def attest(attest_key: bytes, line: Attested, *, accepted: bool = True) -> bytes:
    """16 bytes that prove, to whoever holds the key, that the centre held this entry then, and with which verdict."""
    covered = (
        line.org,
        line.id,
        line.digest,
        line.device,
        line.epoch,
        _u64(line.seq),
        _u64(line.received_ms),
    )
    purpose = b"handrail/attest/v1\0" if accepted else b"handrail/attest-held/v1\0"
    return _mac(attest_key, purpose, *covered)


def is_attested(attest_key: bytes, line: Attested, attestation: bytes, *, accepted: bool = True) -> bool:
    return hmac.compare_digest(attest(attest_key, line, accepted=accepted), attestation)


def make_epoch(number: int, chance: bytes) -> bytes:
    """4-byte number, then 8 random bytes."""
    return number.to_bytes(4, "big") + chance


def chain_start(org: bytes, epoch: bytes) -> bytes:
    return hashlib.sha256(b"handrail/chain/v1\0" + org + epoch).digest()


def chain_next(previous: bytes, seq: int, digest: bytes) -> bytes:
    return hashlib.sha256(b"handrail/chain/v1\0" + previous + _u64(seq) + digest).digest()


class BackFill(NamedTuple):
    """A scope still on its way: its entries with after < seq ≤ upto are to come."""

    scope: str
    after: int
    upto: int


@dataclass(frozen=True)
class Cursor:
    """Everything up to `seq` that a device may have, except what its back-fills still owe it."""

    epoch: bytes
    seq: int
    back_fills: tuple[BackFill, ...] = ()

    def seal(self, cursor_key: bytes, org: bytes, device: bytes) -> bytes:
        return _seal(
            cursor_key, b"handrail/cursor/v1\0", org, device, [self.epoch, self.seq, self.back_fills]
        )

    @classmethod
    def read(cls, cursor_key: bytes, org: bytes, device: bytes, token: bytes) -> "Cursor":
        """NotUnderstood unless this centre made it for this device."""
        reader = _open(cursor_key, b"handrail/cursor/v1\0", org, device, token)
        back_fills = tuple(
            BackFill(item.text(0, MOST_SCOPE), item.number(1), item.number(2))
            for item in reader.readers(2, MOST_SCOPES)
        )
        return cls(reader.raw(0, EPOCH), reader.number(1), back_fills)


@dataclass(frozen=True)
class Witness:
    """The highest line of the chain a device was ever shown."""

    epoch: bytes
    seq: int
    chain: bytes

    def seal(self, witness_key: bytes, org: bytes, device: bytes) -> bytes:
        return _seal(witness_key, b"handrail/witness/v1\0", org, device, [self.epoch, self.seq, self.chain])

    @classmethod
    def read(cls, witness_key: bytes, org: bytes, device: bytes, token: bytes) -> "Witness":
        reader = _open(witness_key, b"handrail/witness/v1\0", org, device, token)
        return cls(reader.raw(0, EPOCH), reader.number(1), reader.raw(2, DIGEST))


def entries_digest(held: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Of one scope's accepted entries as (id, digest), in any order, repeated or not."""
    lines = (id_ + digest for id_, digest in sorted(set(held)))
    return hashlib.sha256(b"handrail/entry-set/v1\0" + b"".join(lines)).digest()


def checked_digest(of_scope: bytes, of_organisation: bytes) -> bytes:
    """What a check says of the entries it was made from: the scope's digest and the organisation's."""
    return hashlib.sha256(b"handrail/check/v1\0" + of_scope + of_organisation).digest()


def prompts_digest(prompt_ids: Iterable[str]) -> bytes:
    lines = (prompt_id.encode() + b"\0" for prompt_id in sorted(set(prompt_ids)))
    return hashlib.sha256(b"handrail/prompts/v1\0" + b"".join(lines)).digest()


def _seal(key: bytes, purpose: bytes, org: bytes, device: bytes, document: object) -> bytes:
    packed = pack(document)
    return packed + _mac(key, purpose, org, device, packed)


def _open(key: bytes, purpose: bytes, org: bytes, device: bytes, token: bytes) -> Reader:
    packed, mac = token[:-MAC], token[-MAC:]
    if not hmac.compare_digest(_mac(key, purpose, org, device, packed), mac):
        raise NotUnderstood(fields=["token"])
    return unpack(packed)


def _mac(key: bytes, *parts: bytes) -> bytes:
    return hmac.digest(key, b"".join(parts), "sha256")[:MAC]


def _u64(number: int) -> bytes:
    return number.to_bytes(8, "big")
