"""One process per vault: a lock file held while the vault is open. The system lets go of it when the process ends."""

import os
import sys
from pathlib import Path

from models.errors import VaultBusy
from vault.files import storage_errors

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class ProcessLock:
    """Held from making it until `release`. VaultBusy when anybody else holds it, in this process or another."""

    def __init__(self, path: Path) -> None:
        with storage_errors():
            self._handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _take(self._handle)
        except OSError:
            os.close(self._handle)
            raise VaultBusy from None

    def release(self) -> None:
        os.close(self._handle)
