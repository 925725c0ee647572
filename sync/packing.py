"""Reading msgpack from a stranger: every field is asked for by type and limit, and nothing else is believed.

`unpack` gives a `Reader`; its methods raise NotUnderstood naming the field, never its value.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import msgpack

from models.errors import NotUnderstood

MOST_INTEGER = 2**63 - 1


def pack(document: object) -> bytes:
    return msgpack.packb(document, use_bin_type=True)


def unpack(packed: bytes) -> "Reader":
    """A reader over one msgpack map or array that fills `packed` exactly."""
    try:
        document: object = msgpack.unpackb(packed, raw=False, strict_map_key=False)
    except (ValueError, msgpack.UnpackException, RecursionError, TypeError):
        raise NotUnderstood(fields=["payload"]) from None
    return Reader(document, "")


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
