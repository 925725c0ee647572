"""Wrong tries at a passphrase or PIN: counted durably before the key is even looked at, and slowed by time that nobody can set.

    attempts.json    {"format": 1, "wrong": n, "at": seconds, "check": …}

`at` is elapsed time, sleep included, at the latest try. It begins anew at a start of the tablet: less than `at` means that it
was restarted, and the whole wait counts again from then. The wall clock is never asked. docs/sealed-entry.md, "Wrong tries".
"""

import hashlib
import logging
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import StorageFailed, TooManyTries
from vault.files import read_whole, write_whole

FILE = "attempts.json"
FREE = 5  # tries before the first wait
WAITS = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 300, 600, 900))
MOST_PINS = 10  # wrong PINs in a row, after which the wrapped key is destroyed; never for a passphrase
log = logging.getLogger("handrail.vault")


class Tries(BaseModel):
    """The content of the file: so many wrong in a row, the latest at `at` seconds of elapsed time."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
    format: int = Field(default=1, ge=1)
    wrong: int = Field(ge=0)
    at: float = Field(ge=0)
    check: str = ""

    def checked(self) -> "Tries":
        return self.model_copy(update={"check": self.check_wanted})

    @property
    def check_wanted(self) -> str:
        return hashlib.sha256(f"handrail/attempts/v1 {self.wrong} {self.at!r}".encode()).hexdigest()[:16]


class Attempts:
    """One profile's. Shared by every session of the process; calls write a small file and may block for a moment."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known: Tries | None = None

    def wrong(self, elapsed: float) -> int:
        return self._read(elapsed).wrong

    def wait(self, elapsed: float) -> timedelta:
        """What is left before another try, zero when there is nothing to wait for."""
        tries = self._read(elapsed)
        if tries.wrong < FREE:
            return timedelta()
        if elapsed < tries.at:  # the tablet was restarted
            tries = self._write(Tries(wrong=tries.wrong, at=elapsed))
        whole = WAITS[min(tries.wrong - FREE, len(WAITS) - 1)]
        return max(timedelta(), whole - timedelta(seconds=elapsed - tries.at))

    def begin(self, elapsed: float) -> int:
        """Count a try as wrong before it is made; how many were wrong before. TooManyTries: none is made now."""
        if left := self.wait(elapsed):
            raise TooManyTries(left)
        before = self._read(elapsed).wrong
        self._write(Tries(wrong=before + 1, at=elapsed))
        return before

    def put_back(self, wrong: int, elapsed: float) -> None:
        """It came to no try, or to the right one (`wrong` 0)."""
        self._write(Tries(wrong=wrong, at=elapsed))

    def _read(self, elapsed: float) -> Tries:
        if self._known is None:
            self._known = self._from_file(elapsed)
        return self._known

    def _from_file(self, elapsed: float) -> Tries:
        """A damaged file neither locks anybody out nor forgets: it counts as the last free try, made just now."""
        if not self._path.exists():
            return Tries(wrong=0, at=elapsed)
        with suppress(ValidationError, StorageFailed):
            found = Tries.model_validate_json(read_whole(self._path))
            if found.check == found.check_wanted:
                return found
        log.warning("the count of wrong tries was damaged; it goes on from %d", FREE)
        return self._write(Tries(wrong=FREE, at=elapsed))

    def _write(self, tries: Tries) -> Tries:
        """On a disk that takes nothing the count holds while the app runs: a full disk locks nobody out of what they saved."""
        self._known = tries.checked()
        try:
            write_whole(self._path, self._known.model_dump_json().encode())
        except StorageFailed as error:
            log.warning("the count of wrong tries could not be kept: %s", error.fields)
        return self._known
