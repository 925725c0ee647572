"""The rescue file: what only this tablet has, as it rests sealed, for base to take in when the tablet is never unlocked again.

    file  = "HRF1" ‖ org ‖ device ‖ made u64 ‖ not read u32 ‖ ticket length u16 ‖ ticket ‖ piece* ‖ 0x00 ‖ SHA-256 of all before
    piece = what ‖ id ‖ changed u64 ‖ length u32 ‖ sealed        what: 0x01 a row, 0x02 a draft

Every own row without a receipt, damaged ones too, and every draft. It takes no key to make and gives nobody anything to read:
whatever opens at base opens under the device's own keys. docs/sealed-entry.md, "The rescue file".
"""

import hashlib
import sqlite3
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database

from models.errors import NewerFormat, RescueUnreadable

MAGIC = b"HRF"
HEAD = struct.Struct(">4s16s16sQIH")
PIECE = struct.Struct(">B16sQI")
END, DIGEST = b"\0", 32
WHATS = {"row": 1, "draft": 2}
MOST_BYTES = 512 * 1024 * 1024
MOST_SEALED = 4 * 1024 * 1024 + 4096  # a draft; a row is smaller


class Piece(NamedTuple):
    """A `row` or a `draft`: its id (16 bytes), when it was recorded or changed, and its bytes as they rest."""

    what: str
    id: bytes
    changed_ms: int
    sealed: bytes


@dataclass(frozen=True)
class Bundle:
    """`not_read` counts rows that the tablet's own file would not give. Ids are hexadecimal; `ticket` is opaque."""

    org: str
    device: str
    made_ms: int
    pieces: tuple[Piece, ...]
    ticket: bytes = b""
    not_read: int = 0

    def pack(self) -> bytes:
        ids = bytes.fromhex(self.org), bytes.fromhex(self.device)
        parts = [HEAD.pack(b"HRF1", *ids, self.made_ms, self.not_read, len(self.ticket)), self.ticket]
        for piece in self.pieces:
            parts += [
                PIECE.pack(WHATS[piece.what], piece.id, piece.changed_ms, len(piece.sealed)),
                piece.sealed,
            ]
        whole = b"".join([*parts, END])
        return whole + hashlib.sha256(whole).digest()

    @classmethod
    def read(cls, content: bytes) -> "Bundle":
        """RescueUnreadable: another file, cut short or altered. NewerFormat: a newer Handrail wrote it."""
        if not content.startswith(MAGIC) or len(content) > MOST_BYTES:
            raise RescueUnreadable("This is not a rescue file.", fields=["magic"])
        if content[3:4] != b"1":
            raise NewerFormat(fields=["magic"])
        whole, digest = content[:-DIGEST], content[-DIGEST:]
        if len(whole) < HEAD.size + 1 or hashlib.sha256(whole).digest() != digest:
            raise RescueUnreadable(fields=["digest"])
        _, org, device, made_ms, not_read, length = HEAD.unpack_from(whole)
        start = HEAD.size + length
        pieces = tuple(_pieces(whole, start))
        return cls(org.hex(), device.hex(), made_ms, pieces, whole[HEAD.size : start], not_read)


def _pieces(whole: bytes, at: int) -> Iterator[Piece]:
    names = {code: what for what, code in WHATS.items()}
    while whole[at : at + 1] != END:
        if len(whole) < at + PIECE.size:
            raise RescueUnreadable(fields=["piece"])
        code, id, changed_ms, length = PIECE.unpack_from(whole, at)
        at += PIECE.size
        if code not in names or length > MOST_SEALED or at + length >= len(whole):
            raise RescueUnreadable(fields=["piece"])
        yield Piece(names[code], id, changed_ms, whole[at : at + length])
        at += length
    if at + 1 != len(whole):
        raise RescueUnreadable(fields=["end"])


class Gathered(NamedTuple):
    pieces: tuple[Piece, ...]
    not_read: int


def gather(db: Database) -> Gathered:
    """Read one by one, so that a damaged place in the file costs what lies there and no more. On the vault's thread."""
    rows, lost_rows = _read_each(
        db,
        "SELECT n FROM entries WHERE own = 1 AND seq IS NULL ORDER BY n",
        "SELECT id, recorded_ms, sealed FROM entries WHERE n = ?",
    )
    drafts, lost_drafts = _read_each(
        db,
        "SELECT id FROM drafts ORDER BY changed_ms",
        "SELECT id, changed_ms, sealed FROM drafts WHERE id = ?",
    )
    pieces = [Piece("row", *row) for row in rows] + [Piece("draft", *draft) for draft in drafts]
    return Gathered(tuple(pieces), lost_rows + lost_drafts)


def _read_each(db: Database, listing: str, reading: str) -> tuple[list[tuple[bytes, int, bytes]], int]:
    found: list[tuple[bytes, int, bytes]] = []
    lost = 0
    try:
        keys = [row[0] for row in db.execute(listing).fetchall()]
    except sqlite3.DatabaseError:
        return [], 1
    for key in keys:
        try:
            found.append(db.execute(reading, (key,)).fetchone())
        except sqlite3.DatabaseError:
            lost += 1
    return found, lost
