"""The device key, what is derived from it, and how a passphrase wraps it (docs/sealed-entry.md).

KDF work takes a good part of a second and up to 32 MB: never call `wrap` or `unwrap` on the event loop.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import NewerFormat, StorageFailed, WrongPassphrase

KEY_BYTES = 32
FILE_FORMAT = 1
WRAP = b"handrail/wrap/v1"


@dataclass(frozen=True)
class KdfProfile:
    """scrypt's numbers under a dated name. A key file gives the name, never the numbers."""

    name: str
    n: int
    r: int
    p: int

    def stronger_than(self, name: str) -> bool:
        """Whether a key wrapped under the profile of that name should be wrapped again under this one."""
        other = PROFILES.get(name)
        return other is not None and self.n * self.r * self.p > other.n * other.r * other.p


PROFILES = {profile.name: profile for profile in [KdfProfile("2026-11", n=2**15, r=8, p=3)]}
CURRENT = PROFILES["2026-11"]


@dataclass(frozen=True)
class PurposeKey:
    """One purpose's key: its id for headers, and AES-GCM ready for use. Its bytes never show in a repr."""

    purpose: bytes
    secret: bytes = field(repr=False)

    @cached_property
    def id(self) -> bytes:
        return hashlib.sha256(b"handrail/key-id/v1\0" + self.secret).digest()[:8]

    @cached_property
    def aead(self) -> AESGCM:
        return AESGCM(self.secret)


@dataclass(frozen=True)
class Keys:
    """Everything the device key opens. Held only while unlocked; `org` and `device` are 16 bytes each."""

    org: bytes
    device: bytes
    entry: PurposeKey
    page: PurposeKey
    local: PurposeKey
    index: PurposeKey
    _scopes: dict[str, bytes] = field(default_factory=dict[str, bytes], repr=False, compare=False)

    @classmethod
    def from_device_key(cls, device_key: bytes, org: str, device: str) -> Self:
        """`org` and `device` are ids: 32 hexadecimal digits."""
        org16, device16 = bytes.fromhex(org), bytes.fromhex(device)

        def purpose(name: bytes) -> PurposeKey:
            return PurposeKey(name, hkdf(device_key, org16 + device16, b"handrail/%s/v1" % name))

        return cls(org16, device16, purpose(b"entry"), purpose(b"page"), purpose(b"local"), purpose(b"index"))

    def scope_index(self, scope: str) -> bytes:
        """16 bytes by which a scope's rows are found, telling nothing about it. Kept: every row of a person asks."""
        found = self._scopes.get(scope)
        if found is None:
            found = self._scopes[scope] = self._blind(scope.encode())
        return found

    def record_index(self, scope: str, record: str) -> bytes:
        return self._blind(scope.encode() + b"\0" + record.encode())

    def _blind(self, text: bytes) -> bytes:
        return hmac.digest(self.index.secret, text, "sha256")[:16]


class WrappedKey(BaseModel):
    """The content of `device.key`. Bytes are hexadecimal; `check` tells a damaged file from a wrong passphrase."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    format: int = FILE_FORMAT
    profile: str = Field(min_length=1, max_length=64)
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")
    keystore: bool
    nonce: str = Field(pattern=r"^[0-9a-f]{24}$")
    wrapped: str = Field(pattern=r"^[0-9a-f]{96}$")
    check: str = Field(pattern=r"^[0-9a-f]{16}$")

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Parse a key file. StorageFailed (layer `file`) when it is damaged, NewerFormat (`header`) when it is newer."""
        try:
            if _Header.model_validate_json(content).format > FILE_FORMAT:
                raise NewerFormat(fields=["header"])
            found = cls.model_validate_json(content)
        except ValidationError:
            raise damaged_key_file() from None
        if found.check != found.checked():
            raise damaged_key_file()
        return found

    def checked(self) -> str:
        parts = [b"handrail/wrap-check/v1\0", self.profile.encode(), b"\0", bytes([self.keystore])]
        parts += [bytes.fromhex(value) for value in (self.salt, self.nonce, self.wrapped)]
        return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


class _Header(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)
    format: int = Field(ge=1)


def damaged_key_file() -> StorageFailed:
    return StorageFailed(
        "The key file on this tablet is damaged.",
        safe="The records are untouched, and what was sent is held centrally.",
        do="Do not reinstall. Ring base for a code: it makes the key file anew.",
        fields=["file"],
    )


def new_key() -> bytes:
    """A new device key or link key."""
    return os.urandom(KEY_BYTES)


def wrap(
    device_key: bytes,
    passphrase: str,
    org: str,
    device: str,
    *,
    keystore_secret: bytes = b"",
    profile: KdfProfile = CURRENT,
) -> WrappedKey:
    """Wrap a device key for `device.key`. `keystore_secret`: 32 bytes the platform keeps, b"" where it keeps none."""
    salt, nonce = os.urandom(16), os.urandom(12)
    key = _wrap_key(passphrase, salt, keystore_secret, profile)
    aad = _wrap_aad(org, device, profile.name, bool(keystore_secret))
    unchecked = WrappedKey(
        profile=profile.name,
        salt=salt.hex(),
        keystore=bool(keystore_secret),
        nonce=nonce.hex(),
        wrapped=AESGCM(key).encrypt(nonce, device_key, aad).hex(),
        check="0" * 16,
    )
    return unchecked.model_copy(update={"check": unchecked.checked()})


def unwrap(
    found: WrappedKey,
    passphrase: str,
    org: str,
    device: str,
    *,
    keystore_secret: bytes = b"",
    profile: KdfProfile = CURRENT,
) -> bytes:
    """The device key. WrongPassphrase; NewerFormat for a profile not known here; StorageFailed without the keystore's half.

    `profile` is the one a new wrap would use; files of every profile in PROFILES open too.
    """
    known = {**PROFILES, profile.name: profile}.get(found.profile)
    if known is None:
        raise NewerFormat(fields=["header"])
    if found.keystore and not keystore_secret:
        raise StorageFailed(
            "This tablet's own key store did not give its half of the key.",
            safe="The records are untouched.",
            do="Restart the tablet and try again. If it happens again, ring base for a code.",
            fields=["keystore"],
        )
    key = _wrap_key(passphrase, bytes.fromhex(found.salt), keystore_secret if found.keystore else b"", known)
    aad = _wrap_aad(org, device, found.profile, found.keystore)
    try:
        return AESGCM(key).decrypt(bytes.fromhex(found.nonce), bytes.fromhex(found.wrapped), aad)
    except InvalidTag:
        raise WrongPassphrase(fields=["aead"]) from None


def _wrap_key(passphrase: str, salt: bytes, keystore_secret: bytes, profile: KdfProfile) -> bytes:
    text = unicodedata.normalize("NFKC", passphrase).encode()
    stretched = Scrypt(salt=salt, length=KEY_BYTES, n=profile.n, r=profile.r, p=profile.p).derive(text)
    return hkdf(stretched + keystore_secret, salt, WRAP)


def _wrap_aad(org: str, device: str, profile: str, keystore: bool) -> bytes:
    ids = bytes.fromhex(org) + bytes.fromhex(device)
    return WRAP + b"\0" + ids + profile.encode() + b"\0" + bytes([keystore])


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA256, 32 bytes."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)
