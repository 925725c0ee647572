"""Seal and open entries, pages and local rows, exactly as docs/sealed-entry.md says.

Every refusal is a DamagedRow or a NewerFormat whose `fields` names the layer: size, header, key, aead or inflate.
"""

import os
from dataclasses import dataclass
from typing import Literal

from cryptography.exceptions import InvalidTag

from models.errors import DamagedRow, InvalidEntry, NewerFormat
from vault.dictionary import DENSE, QUICK, NotInflated, deflate, inflate
from vault.keys import Keys, PurposeKey

FORMAT = 1
NONCE_BYTES = 12
HEADER_BYTES = 9
SMALLEST = HEADER_BYTES + NONCE_BYTES + 16 + 1
SLACK = 4096  # what sealing may add to a plain that does not compress

ENTRY_LIMIT = 1 << 20
PAGE_LIMIT = 16 << 20
LOCAL_LIMIT = 4 << 20

Layer = Literal["size", "header", "key", "aead", "inflate", "digest", "entry", "columns"]


@dataclass(frozen=True)
class OpenedEntry:
    """An entry's authored bytes, and the deflated bytes as they were sealed (the centre keeps those unchanged)."""

    authored: bytes
    deflated: bytes


def seal_entry(keys: Keys, entry_id: str, authored: bytes) -> bytes:
    """Seal authored bytes under the entry key. InvalidEntry above ENTRY_LIMIT."""
    return _seal(keys, keys.entry, bytes.fromhex(entry_id), authored, ENTRY_LIMIT)


def open_entry(keys: Keys, entry_id: str, sealed: bytes) -> OpenedEntry:
    deflated = _decrypt(keys, keys.entry, bytes.fromhex(entry_id), sealed, ENTRY_LIMIT, entry_id)
    return OpenedEntry(_inflate(deflated, ENTRY_LIMIT, entry_id), deflated)


def seal_page(keys: Keys, asked: bytes, plain: bytes) -> bytes:
    """Seal a page for the device of `keys`; `asked` is the cursor it was asked with, b"" for the first."""
    return _seal(keys, keys.page, asked, plain, PAGE_LIMIT, DENSE)


def open_page(keys: Keys, asked: bytes, sealed: bytes) -> bytes:
    return _inflate(_decrypt(keys, keys.page, asked, sealed, PAGE_LIMIT), PAGE_LIMIT)


def seal_local(keys: Keys, table: str, row_key: bytes, plain: bytes) -> bytes:
    """Seal what only this tablet reads, bound to its table and row."""
    return _seal(keys, keys.local, _local_place(table, row_key), plain, LOCAL_LIMIT)


def open_local(keys: Keys, table: str, row_key: bytes, sealed: bytes) -> bytes:
    deflated = _decrypt(keys, keys.local, _local_place(table, row_key), sealed, LOCAL_LIMIT)
    return _inflate(deflated, LOCAL_LIMIT)


def _seal(
    keys: Keys, key: PurposeKey, place: bytes, plain: bytes, limit: int, effort: tuple[int, int, int] = QUICK
) -> bytes:
    if len(plain) > limit:
        raise InvalidEntry("This record is too long to keep.", do="Make the longest text shorter.")
    header = bytes([FORMAT]) + key.id
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + key.aead.encrypt(nonce, deflate(plain, effort), _aad(keys, key, header, place))


def _decrypt(
    keys: Keys, key: PurposeKey, place: bytes, sealed: bytes, limit: int, entry_id: str | None = None
) -> bytes:
    """The deflated bytes, once size, header, key id and tag have stood."""
    ids = [entry_id] if entry_id else []
    if not SMALLEST <= len(sealed) <= limit + SLACK:
        raise refused("size", entry_id)
    if sealed[0] > FORMAT:
        raise NewerFormat(fields=["header"], ids=ids)
    if sealed[0] != FORMAT:
        raise refused("header", entry_id)
    header, nonce = sealed[:HEADER_BYTES], sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    if header[1:] != key.id:
        raise refused("key", entry_id)
    try:
        return key.aead.decrypt(nonce, sealed[HEADER_BYTES + NONCE_BYTES :], _aad(keys, key, header, place))
    except InvalidTag:
        raise refused("aead", entry_id) from None


def _inflate(deflated: bytes, limit: int, entry_id: str | None = None) -> bytes:
    try:
        return inflate(deflated, limit)
    except NotInflated:
        raise refused("inflate", entry_id) from None


def _aad(keys: Keys, key: PurposeKey, header: bytes, place: bytes) -> bytes:
    return b"handrail/%s/v1\0" % key.purpose + header + keys.org + keys.device + place


def _local_place(table: str, row_key: bytes) -> bytes:
    return table.encode() + b"\0" + row_key


def refused(layer: Layer, entry_id: str | None = None) -> DamagedRow:
    """The error for a row that `layer` refuses."""
    return DamagedRow(fields=[layer], ids=[entry_id] if entry_id else [])
