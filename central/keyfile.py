"""The centre's key file: every secret the centre has, in one file of its own, apart from the database.

Made once, on first run, with mode 0600; never changed after. Whoever holds the database alone can read nothing in it;
whoever loses this file has lost every record, so it is backed up separately from the database.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from central.errors import KeyFileMissing, KeyFileUnusable

FORMAT = 1
PURPOSES = ("wrap", "attest", "cursor", "witness", "identity", "tickets")
KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class KeyFile:
    """32 bytes for each purpose. `wrap` seals scope keys, device keys and invitations in the database; `identity` is the
    X25519 private key devices enrol to; `attest`, `cursor`, `witness` and `tickets` are MAC keys."""

    wrap: bytes
    attest: bytes
    cursor: bytes
    witness: bytes
    identity: bytes
    tickets: bytes

    @property
    def mark(self) -> str:
        """Tells one key file from another without saying anything about its keys: 16 hex digits."""
        return hmac.new(self.wrap, b"handrail/key-file/v1\0", hashlib.sha256).hexdigest()[:16]


def generate() -> KeyFile:
    return KeyFile(*(secrets.token_bytes(KEY_BYTES) for _ in PURPOSES))


def create(path: Path) -> KeyFile:
    """Make a new key file that is on the disk, whole, before this returns.

    FileExistsError if there is one already; KeyFileUnusable when it cannot be made there.
    """
    keys = generate()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(path, _document(keys))
    except FileExistsError:
        raise
    except OSError:
        raise KeyFileUnusable(
            f"The key file could not be made at {path}.",
            do="Name another place with --keys, on a local disk.",
        ) from None
    return keys


def load(path: Path) -> KeyFile:
    """Read the key file. KeyFileMissing, or KeyFileUnusable when it is damaged or others could read it."""
    try:
        _refuse_if_others_can_read(path)
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise KeyFileMissing(f"There is no key file at {path}.") from None
    except (OSError, ValueError, RecursionError):
        raise KeyFileUnusable(f"The key file at {path} could not be read.") from None
    return _keys(document, path)


def _document(keys: KeyFile) -> bytes:
    encoded = {name: base64.b64encode(getattr(keys, name)).decode() for name in PURPOSES}
    document = {
        "handrail-centre-keys": FORMAT,
        "keep": "apart from the database, and backed up",
        "keys": encoded,
    }
    return (json.dumps(document, indent=2) + "\n").encode()


def _write_once(path: Path, content: bytes) -> None:
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, path)  # unlike a rename, never replaces a key file that came meanwhile
    finally:
        unfinished.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_if_others_can_read(path: Path) -> None:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileUnusable(
            f"The key file at {path} can be read by other users of this computer.",
            do=f"Run: chmod 600 {path}",
        )


def _keys(document: object, path: Path) -> KeyFile:
    damaged = KeyFileUnusable(f"The key file at {path} is damaged.", do="Restore it from its backup.")
    if not isinstance(document, Mapping):
        raise damaged
    fields = cast(Mapping[str, object], document)
    if fields.get("handrail-centre-keys") != FORMAT:
        raise KeyFileUnusable(f"The file at {path} is not a key file this version can read.")
    encoded = fields.get("keys")
    try:
        keys = [base64.b64decode(cast(Mapping[str, str], encoded)[name], validate=True) for name in PURPOSES]
    except (KeyError, TypeError, ValueError):
        raise damaged from None
    if any(len(key) != KEY_BYTES for key in keys):
        raise damaged
    return KeyFile(*keys)
