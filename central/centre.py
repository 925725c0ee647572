"""The centre, opened: its database, its key file and the organisation it holds. Everything else in the room takes one."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from central import keyfile
from central.cabinet import Cabinet, open_sealed
from central.erased import Erased, beside
from central.errors import KeyFileMissing, NotBegun
from central.keyfile import KeyFile
from central.records import Records
from central.store import Database
from central.store.database import FILE_NAME
from central.store.tables import organisation
from sync.frames import fingerprint
from vault.enrolment import public_of

Now = Callable[[], datetime]


def system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Organisation:
    """What never changes about the organisation. `device` is the centre's own."""

    id: str
    name: str
    device: str


class Centre:
    """Safe to share between threads. `now` gives aware UTC; tests and demonstrations drive it."""

    def __init__(
        self, database: Database, keys: KeyFile, now: Now = system_now, erased: Erased | None = None
    ) -> None:
        self._erased = erased or Erased(None, keys)
        self.database = database
        self.keys = keys
        self.now = now
        self.cabinet = Cabinet(database, keys.wrap)
        self.records = Records(database, self.cabinet)
        self._organisation: Organisation | None = None

    @property
    def organisation(self) -> Organisation:
        """NotBegun while the stream is empty. DatabaseUnusable if the database belongs to another key file."""
        if self._organisation is None:
            self._organisation = self._read()
        return self._organisation

    @property
    def begun(self) -> bool:
        with self.database.read() as connection:
            return connection.execute(select(organisation.c.org_id)).first() is not None

    @cached_property
    def public_key(self) -> bytes:
        return public_of(self.keys.identity)

    @cached_property
    def fingerprint(self) -> bytes:
        return fingerprint(self.public_key)

    def erased(self, scope: str) -> bool:
        """Whether this person's record was erased on purpose, whatever copy of the database this is."""
        return self._erased.holds(self.organisation.id, scope)

    def note_erased(self, scope: str) -> None:
        """Put it on the list beside the key file, durably, before anything is destroyed."""
        self._erased.add(self.organisation.id, scope, self.now())

    def close(self) -> None:
        self.database.close()

    def _read(self) -> Organisation:
        with self.database.read() as connection:
            row = connection.execute(select(organisation)).one_or_none()
        if row is None:
            raise NotBegun
        name = open_sealed(self.keys.wrap, row.sealed_name, "organisation", row.org_id)
        return Organisation(row.org_id, name.decode(), row.centre_device)


def new_id() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Opened:
    """A centre, and whether its key file has just been made."""

    centre: Centre
    new_keys: bool


def open_centre(data: Path, keys: Path, now: Now = system_now) -> Opened:
    """Open the centre whose database is in the folder `data` and whose key file is `keys`; make both on first run.

    KeyFileMissing beside an existing database: without its key file nothing in it can ever be read.
    """
    first = not keys.exists()
    if first and (data / FILE_NAME).exists():
        raise KeyFileMissing(
            f"There is a database in {data}, but no key file at {keys}.",
            safe="Nothing has been changed. Without its own key file the database cannot be read.",
        )
    if first:
        with suppress(FileExistsError):  # another process began at the same moment: its keys are the keys
            keyfile.create(keys)
    found = keyfile.load(keys)
    centre = Centre(Database.embedded(data), found, now, Erased(beside(keys), found))
    if centre.begun:
        _ = centre.organisation  # opens only with the key file that belongs to it
        from central.erasure import apply_list  # here, because it takes an opened centre

        apply_list(centre)  # before anything of a copy that was put back is served
    return Opened(centre, new_keys=first)
