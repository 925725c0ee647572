"""The list of who was erased: a file beside the key file, because a copy of the database that is put back does not know.

One line each: HMAC-SHA256 of organisation and scope under a key made from the key file, and the day. It names nobody, and
without the key file it cannot even be asked about anybody. Lines are only ever added.
"""

import hashlib
import hmac
import os
from datetime import datetime
from pathlib import Path
from threading import Lock

from central.errors import KeyFileUnusable
from central.keyfile import KeyFile

HEADING = "# Erased from this centre. Keep with the key file; restore both. It names nobody.\n"


def beside(keys: Path) -> Path:
    """Where the list of the key file at `keys` lies."""
    return keys.with_name(keys.name + ".erased")


class Erased:
    """The list at `path`; None: kept in memory, for a centre without a key file on a disk."""

    def __init__(self, path: Path | None, keys: KeyFile) -> None:
        self._path = path
        self._key = hmac.digest(keys.wrap, b"handrail/erased-key/v1\0", "sha256")
        self._lock = Lock()
        self._size = 0
        self._marks: set[str] = set()
        self._refresh()

    def holds(self, org: str, scope: str) -> bool:
        self._refresh()
        return bool(self._marks) and self._mark(org, scope) in self._marks

    def add(self, org: str, scope: str, at: datetime) -> None:
        """On the disk when this returns. KeyFileUnusable when it cannot be written: then nothing may be erased yet."""
        with self._lock:
            mark = self._mark(org, scope)
            if mark in self._marks:
                return
            if self._path is not None:
                # A line of its own, even after one that a crash cut short.
                self._append(self._path, f"\n{mark} {at.date().isoformat()}\n")
            self._marks.add(mark)

    def _refresh(self) -> None:
        """A command in another process may have erased somebody meanwhile."""
        size = self._path.stat().st_size if self._path and self._path.exists() else 0
        if self._path and size != self._size:
            with self._lock:
                self._marks, self._size = self._read(), size

    def _mark(self, org: str, scope: str) -> str:
        return hmac.new(self._key, f"{org}\0{scope}".encode(), hashlib.sha256).hexdigest()

    def _read(self) -> set[str]:
        try:
            lines = self._path.read_text(encoding="ascii").splitlines() if self._path else []
        except FileNotFoundError:
            return set()
        except (OSError, UnicodeError):
            raise KeyFileUnusable(
                f"The list of who was erased, at {self._path}, could not be read."
            ) from None
        return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}

    def _append(self, path: Path, line: str) -> None:
        try:
            new = not path.exists()
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write((HEADING if new else "") + line)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            raise KeyFileUnusable(f"The list of who was erased could not be written at {path}.") from None
