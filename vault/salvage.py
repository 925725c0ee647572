"""A damaged vault put in order: what reads is kept, what does not is counted, and the damaged files stay as they are.

    damaged-<date>/      the database and its log, byte for byte as they were found; nothing of ours ever removes it
    vault.db.salvaging   the new database while it is made; a crash may leave one, and nobody reads it
    vault.db.salvaged    whole, checked and durable: from the moment it has this name it is the vault

A kill at any point leaves the old vault or the new one: opening finishes a swap that had begun. Where nothing at all reads, there is
no new vault and the old one stays as it is. A receipted row that is missing is set aside if an index still knows of it, and so asked
for again; besides, the cursor is forgotten, so that the centre gives everything once more, own entries too. What was not sent
yet and does not read is lost: it is counted in the state `salvaged`, which screens show.
"""

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from models.errors import StorageFailed
from vault import database
from vault.carving import Carver, read_log
from vault.files import make_folder, storage_errors, sync_file, sync_folder
from vault.sorting import ENTRY, Found, sort

MAKING, MADE = ".salvaging", ".salvaged"
KEPT = "damaged-"
BESIDE = ("-wal", "-shm", "-journal")
INSERT = f"INSERT INTO entries({', '.join(ENTRY)}) VALUES ({', '.join('?' * len(ENTRY))})"


@dataclass(frozen=True)
class Salvaged:
    """What became of a vault that was damaged, over every time.

    `lost` unsent records are known to be gone; `missing` ones are held centrally and asked for again; of `unread` parts of
    the file nothing could be made, so more may be gone; `folder` holds the damaged files of the last time.
    """

    lost: int = 0
    missing: int = 0
    unread: int = 0
    folder: str = ""

    def pack(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def read(cls, kept: bytes | None) -> "Salvaged | None":
        """None when the vault was never damaged."""
        if kept is None:
            return None
        with suppress(ValueError, TypeError):
            return cls(**json.loads(kept))
        return cls()

    def after(self, before: "Salvaged | None") -> "Salvaged":
        earlier = before or Salvaged()
        return Salvaged(
            self.lost + earlier.lost,
            self.missing + earlier.missing,
            self.unread + earlier.unread,
            self.folder,
        )


def open_vault(path: Path) -> Database:
    """The vault at `path`, put in order first if it is damaged. As `database.open_existing`."""
    with storage_errors():
        finish(path)
        if path.exists() and read_log(_beside(path, "-wal")).damaged:
            prepare(path)
            finish(path)
    try:
        return database.open_existing(path, on_damage=lambda: prepare(path))
    except StorageFailed:
        if not _beside(path, MADE).exists():
            raise
    with storage_errors():
        finish(path)
    return database.open_existing(path)


def prepare(path: Path) -> None:
    """Keep the damaged files and make the new vault beside them, durably; `finish` puts it in place.

    To be called before the damaged one is closed, which would change its files. StorageFailed, and nothing has changed:
    nothing of it reads, or there is no room.
    """
    carver = Carver(path, _beside(path, "-wal"))
    found = sort(carver.cells())
    if found.nothing:
        raise database.damaged()
    with storage_errors(), database.mapped_errors():
        folder = _keep(path)
        salvaged = Salvaged(found.lost, found.missing, carver.unread, folder.name)
        _make(_beside(path, MAKING), found, salvaged)
        _beside(path, MAKING).replace(_beside(path, MADE))
        sync_folder(path.parent)


def finish(path: Path) -> None:
    """Put a new vault that is made in the old one's place. The old log goes first: it would be read into the new vault."""
    if not _beside(path, MADE).exists():
        return
    for ending in BESIDE:
        _beside(path, ending).unlink(missing_ok=True)
    sync_folder(path.parent)
    _beside(path, MADE).replace(path)
    sync_folder(path.parent)


def is_sound(db: Database) -> bool:
    """Whether pages, rows and indexes of an open vault agree. It reads all of it."""
    try:
        return db.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except sqlite3.DatabaseError as error:
        if database.is_damage(error):
            return False
        raise


def _keep(path: Path) -> Path:
    """A copy of the damaged files, in a folder with the date of their last change."""
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    name = f"{KEPT}{changed:%Y%m%dT%H%M%SZ}"
    taken = sum(each.name.startswith(name) for each in path.parent.iterdir())
    making, folder = path.parent / ".damaged.new", path.parent / (f"{name}-{taken + 1}" if taken else name)
    shutil.rmtree(making, ignore_errors=True)
    make_folder(making)
    for file in (path, _beside(path, "-wal")):
        if file.exists():
            shutil.copyfile(file, making / file.name)
            (making / file.name).chmod(0o600)
            sync_file(making / file.name)
    sync_folder(making)
    making.rename(folder)
    sync_folder(path.parent)
    return folder


def _make(path: Path, found: Found, salvaged: Salvaged) -> None:
    for ending in ("", *BESIDE):
        _beside(path, ending).unlink(missing_ok=True)
    with closing(database.create(path).conn) as connection:
        db = Database(connection, execute_plugins=False)
        with database.transaction(db):
            _put(db, found, salvaged.after(Salvaged.read(found.state.get("salvaged"))))
        held = db.execute("SELECT count(*) FROM entries").fetchone()[0]
        if held != len(found.entries) or not is_sound(db):
            raise database.damaged()
    sync_file(path)


def _put(db: Database, found: Found, salvaged: Salvaged) -> None:
    for _, row in sorted(found.entries.items()):
        db.execute(INSERT, [row[name] for name in ENTRY])
    for draft in found.drafts.values():
        db.execute("INSERT INTO drafts(id, changed_ms, sealed, handed_ms) VALUES (?, ?, ?, ?)", draft)
    for scope in found.scopes.values():
        db.execute(
            "INSERT INTO scopes(scope_ix, state, changed_ms, stale, sealed) VALUES (?, ?, ?, ?, ?)", scope
        )
    state = {**found.state, "salvaged": salvaged.pack()}
    state.pop("cursor", None)
    for name, value in state.items():
        db.execute("INSERT INTO state(name, value) VALUES (?, ?)", (name, value))


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
