"""Reading msgpack from a stranger: every field is asked for by type and limit, and nothing else is believed.

`unpack` gives a `Reader`; its methods raise NotUnderstood naming the field, never its value. What a message claims to hold is
counted over its headers first: five bytes may claim four thousand million items, and nothing is made for them before that.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import msgpack

from models.errors import NotUnderstood
from vault.rows import LAST_MS

MOST_INTEGER = 2**63 - 1
MOST_MOMENT = LAST_MS
MOST_ITEMS = 400_000  # the most crowded message there is, a page of 20,000 entries, holds under 210,000

# msgpack's first bytes. PLAIN: how long a value is, itself included. SIZED: how many bytes say how many follow, and how many
# lie between. GROUPS: how many bytes say how many there are, and how many values each of them is.
PLAIN = {
    **dict.fromkeys((*range(128), 192, 194, 195, *range(224, 256)), 1),
    **{0xA0 + length: 1 + length for length in range(32)},
    0xCA: 5,
    0xCB: 9,
    0xCC: 2,
    0xCD: 3,
    0xCE: 5,
    0xCF: 9,
    0xD0: 2,
    0xD1: 3,
    0xD2: 5,
    0xD3: 9,
    0xD4: 3,
    0xD5: 4,
    0xD6: 6,
    0xD7: 10,
    0xD8: 18,
}
SIZED = {
    0xC4: (1, 0),
    0xC5: (2, 0),
    0xC6: (4, 0),
    0xC7: (1, 1),
    0xC8: (2, 1),
    0xC9: (4, 1),
    0xD9: (1, 0),
    0xDA: (2, 0),
    0xDB: (4, 0),
}
LENGTHS = tuple(PLAIN.get(byte, 0) for byte in range(256))  # 0: its header says
GROUPS = {0xDC: (2, 1), 0xDD: (4, 1), 0xDE: (2, 2), 0xDF: (4, 2)}


def pack(document: object) -> bytes:
    return msgpack.packb(document, use_bin_type=True)


def unpack(packed: bytes) -> "Reader":
    """A reader over one msgpack map or array that fills `packed` exactly."""
    _refuse_crowds(packed)
    try:
        document: object = msgpack.unpackb(packed, raw=False, strict_map_key=False)
    except (ValueError, msgpack.UnpackException, RecursionError, TypeError):
        raise NotUnderstood(fields=["payload"]) from None
    return Reader(document, "")


def _refuse_crowds(packed: bytes) -> None:
    """NotUnderstood unless what the headers claim is there, and is at most MOST_ITEMS values."""
    at, waiting, left, end = 0, 1, MOST_ITEMS, len(packed)
    while waiting:
        waiting -= 1
        if waiting >= end - at:  # each value has a byte of its own
            raise NotUnderstood(fields=["payload"])
        size = LENGTHS[packed[at]]
        if not size:
            size, inside = _header(packed, at, packed[at])
            waiting += inside
            left -= inside
            if left < 0:
                raise NotUnderstood(fields=["payload"])
        at += size


def _header(packed: bytes, at: int, first: int) -> tuple[int, int]:
    """The length of a value that says its own, and how many values come after it as part of it."""
    if first < 0xA0:
        count = first & 0x0F
        return 1, count if first >= 0x90 else 2 * count
    if first in SIZED:
        width, between = SIZED[first]
        return 1 + width + between + int.from_bytes(packed[at + 1 : at + 1 + width], "big"), 0
    if first in GROUPS:
        width, each = GROUPS[first]
        return 1 + width, each * int.from_bytes(packed[at + 1 : at + 1 + width], "big")
    raise NotUnderstood(fields=["payload"])


class Reader:
    """One map or array. `key` is a map's key or an array's index; `where` names it in errors."""

    def __init__(self, source: object, where: str) -> None:
        if isinstance(source, Mapping):
            self._source: Mapping[object, object] = cast("Mapping[object, object]", source)
        elif isinstance(source, list):
            self._source = dict(enumerate(cast("list[object]", source)))
        else:
            raise NotUnderstood(fields=[where or "payload"])
        self._where = where

    def has(self, key: str | int) -> bool:
        return self._source.get(key) is not None

    def number(self, key: str | int, most: int = MOST_INTEGER) -> int:
        value = self._source.get(key)
        if type(value) is not int or not 0 <= value <= most:
            raise self.wrong(key)
        return value

    def moment(self, key: str | int) -> int:
        """A time, in milliseconds since 1970 UTC."""
        return self.number(key, MOST_MOMENT)

    def flag(self, key: str | int) -> bool:
        value = self._source.get(key)
        if type(value) is not bool:
            raise self.wrong(key)
        return value

    def raw(self, key: str | int, size: int | None = None, most: int = 0) -> bytes:
        """Bytes of exactly `size`, or of at most `most`."""
        value = self._source.get(key)
        fits = isinstance(value, bytes) and (len(value) == size if size is not None else len(value) <= most)
        if not fits:
            raise self.wrong(key)
        return cast(bytes, value)

    def text(self, key: str | int, most: int) -> str:
        value = self._source.get(key)
        if not isinstance(value, str) or len(value) > most:
            raise self.wrong(key)
        return value

    def maybe_raw(self, key: str | int, size: int | None = None, most: int = 0) -> bytes | None:
        return self.raw(key, size, most) if self.has(key) else None

    def maybe_text(self, key: str | int, most: int) -> str | None:
        return self.text(key, most) if self.has(key) else None

    def numbers(self, key: str | int, most: int) -> tuple[int, ...]:
        """At most `most` whole numbers. A missing array is empty."""
        items = self._items(key, most)
        if not all(type(item) is int and 0 <= item <= MOST_INTEGER for item in items):
            raise self.wrong(key)
        return tuple(cast("Sequence[int]", items))

    def raws(self, key: str | int, most: int, size: int) -> tuple[bytes, ...]:
        """At most `most` byte strings of `size` each. A missing array is empty."""
        items = self._items(key, most)
        if not all(isinstance(item, bytes) and len(item) == size for item in items):
            raise self.wrong(key)
        return tuple(cast("Sequence[bytes]", items))

    def plain(self) -> dict[str, object]:
        """The whole map, its keys as text: for a command, whose fields are its own affair."""
        return {key: value for key, value in self._source.items() if isinstance(key, str)}

    def reader(self, key: str | int) -> "Reader":
        """A reader over one map or array."""
        return Reader(self._source.get(key), f"{self._where}{key}.")

    def readers(self, key: str | int, most: int) -> "Iterator[Reader]":
        """Readers over the items of an array of at most `most` maps or arrays. A missing array is empty."""
        for index, item in enumerate(self._items(key, most)):
            yield Reader(item, f"{self._where}{key}[{index}].")

    def texts(self, key: str | int, most: int, length: int) -> tuple[str, ...]:
        items = self._items(key, most)
        if not all(isinstance(item, str) and len(item) <= length for item in items):
            raise self.wrong(key)
        return tuple(cast("Sequence[str]", items))

    def wrong(self, key: str | int) -> NotUnderstood:
        return NotUnderstood(fields=[f"{self._where}{key}"])

    def _items(self, key: str | int, most: int) -> list[object]:
        value = self._source.get(key)
        if value is None:
            return []
        if not isinstance(value, list) or len(cast("list[object]", value)) > most:
            raise self.wrong(key)
        return cast("list[object]", value)
