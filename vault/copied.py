"""A folder copied off a tablet, read as a rescue file would be: without a key, and without a byte of it being changed."""

import shutil
import sqlite3
import tempfile
from pathlib import Path

from models.errors import RescueUnreadable, StorageFailed
from vault.files import storage_errors
from vault.profiles import Profile
from vault.rescue import Bundle, gather
from vault.salvage import KEPT, open_vault
from vault.store import DATABASE


def from_folder(path: Path, made_ms: int) -> list[Bundle]:
    """A bundle for each profile in a folder copied off a tablet: a profile's own, or the app's with `profiles` in it.

    The folder is read, never written to. RescueUnreadable when there is no profile; StorageFailed, NewerFormat.
    """
    found = sorted(
        each.parent for each in path.glob(f"**/{DATABASE}") if not each.parent.name.startswith(KEPT)
    )
    profiles = [path] if path in found else found
    if not profiles:
        raise RescueUnreadable("There is no profile of a tablet in this folder.", fields=["folder"])
    return [_from_profile(folder, made_ms) for folder in profiles]


def _from_profile(folder: Path, made_ms: int) -> Bundle:
    card = Profile(folder).card
    with storage_errors(), tempfile.TemporaryDirectory(prefix="handrail-") as beside:
        for file in folder.glob(f"{DATABASE}*"):  # with its log, and with a swap that had begun
            shutil.copyfile(file, Path(beside) / file.name)
        db = open_vault(Path(beside) / DATABASE)
        try:
            gathered = gather(db)
            ticket = db.execute("SELECT value FROM state WHERE name = 'ticket'").fetchone()
        except sqlite3.DatabaseError:
            raise StorageFailed(fields=["database"]) from None
        finally:
            db.conn.close()
    return Bundle(
        card.org, card.device, made_ms, gathered.pieces, ticket[0] if ticket else b"", gathered.not_read
    )
