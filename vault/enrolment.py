"""The enrolment seal: what a tablet sends the centre before they share a key (docs/sealed-entry.md)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import InvalidEntry, NewerFormat
from vault.keys import hkdf
from vault.sealing import refused

FORMAT = 1
ENROL = b"handrail/enrol/v1"
ENROLMENT_LIMIT = 4096
ONCE = bytes(12)  # the nonce: every seal has an ephemeral key, and so a key, of its own
OVERHEAD = 1 + 32 + 16


def new_centre_key() -> bytes:
    """A new X25519 private key, 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private_key: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def seal_to_centre(centre_public: bytes, plain: bytes, context: bytes) -> bytes:
    """Seal at most ENROLMENT_LIMIT bytes to the centre's X25519 key. `context` is what both sides know already."""
    if len(plain) > ENROLMENT_LIMIT:
        raise InvalidEntry("This is too long for an enrolment.", fields=["size"])
    ephemeral = X25519PrivateKey.generate()
    public = ephemeral.public_key().public_bytes_raw()
    key = _key(ephemeral, centre_public, public, centre_public)
    return bytes([FORMAT]) + public + AESGCM(key).encrypt(ONCE, plain, _aad(public, centre_public, context))


def open_at_centre(private_key: bytes, sealed: bytes, context: bytes) -> bytes:
    """DamagedRow naming the layer (size, header, key, aead), or NewerFormat (header)."""
    if not OVERHEAD <= len(sealed) <= OVERHEAD + ENROLMENT_LIMIT:
        raise refused("size")
    if sealed[0] > FORMAT:
        raise NewerFormat(fields=["header"])
    if sealed[0] != FORMAT:
        raise refused("header")
    ours, public = X25519PrivateKey.from_private_bytes(private_key), sealed[1:33]
    centre_public = ours.public_key().public_bytes_raw()
    key = _key(ours, public, public, centre_public)
    try:
        return AESGCM(key).decrypt(ONCE, sealed[33:], _aad(public, centre_public, context))
    except InvalidTag:
        raise refused("aead") from None


def _key(ours: X25519PrivateKey, theirs: bytes, ephemeral_public: bytes, centre_public: bytes) -> bytes:
    try:
        shared = ours.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:
        raise refused("key") from None
    return hkdf(shared, ephemeral_public + centre_public, ENROL)


def _aad(ephemeral_public: bytes, centre_public: bytes, context: bytes) -> bytes:
    return ENROL + b"\0" + ephemeral_public + centre_public + context
