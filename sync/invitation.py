"""The invitation: an address and a one-time code, as text or as a QR, and the two values made from its secret.

The code is 20 characters of Crockford's base 32 in four groups, 100 random bits: `K7Q2M-9XA4D-PW3TZ-0RB8E`.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from models.errors import InvitationWrong
from sync.frames import derive

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 20, 5
READ_AS = str.maketrans("OIL", "011", "- \u00a0\t\n\r\u2010\u2011\u2013")
QR_SCHEME = "handrail"


@dataclass(frozen=True)
class Invite:
    """What is made from a code's secret, and all that the centre keeps of it."""

    lookup: bytes
    key: bytes


def make_code(chance: Callable[[int], bytes]) -> str:
    """A new code, as it is shown and read aloud."""
    letters = "".join(ALPHABET[byte & 31] for byte in chance(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def secret_of(code: str) -> bytes:
    """The code as it counts, however it was typed. InvitationWrong when it cannot be one: it is then never sent anywhere."""
    secret = code.upper().translate(READ_AS)
    if len(secret) != LENGTH or not set(secret) <= set(ALPHABET):
        raise InvitationWrong(fields=["code"])
    return secret.encode()


def invite(code: str) -> Invite:
    """InvitationWrong, as for `secret_of`."""
    letters = secret_of(code)
    lookup = hashlib.sha256(b"handrail/invite/v1\0" + letters).digest()[:8]
    return Invite(lookup, derive(letters, b"", b"handrail/invite/v1"))


def qr_text(address: str, code: str) -> str:
    return f"{QR_SCHEME}://enrol?u={quote(address, safe='')}&c={quote(code, safe='')}"


def read_qr(text: str) -> tuple[str, str]:
    """(address, code) of a scanned or pasted `handrail://enrol` text. InvitationWrong when it is not one."""
    try:
        parts = urlsplit(text.strip())
        query = parse_qs(parts.query, strict_parsing=True)
        address, code = query["u"][0], query["c"][0]
    except (ValueError, KeyError):
        raise InvitationWrong(fields=["qr"]) from None
    if parts.scheme != QR_SCHEME or parts.netloc != "enrol":
        raise InvitationWrong(fields=["qr"])
    return clean_address(address), code


def clean_address(address: str) -> str:
    """`scheme://host[:port][/path]` without a trailing slash; https is assumed. InvitationWrong when it is no address."""
    text = address.strip()
    text = (text if "://" in text else f"https://{text}").rstrip("/")
    try:
        parts = urlsplit(text)
        stands = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        stands = False
    if not stands or any(character.isspace() for character in text):
        raise InvitationWrong("That is not an address.", fields=["address"])
    return text
