"""Rows out of a database file that SQLite refuses: pages and cells read one by one, as SQLite's file format lays them out.

Nothing here trusts a tree, a header or a schema: every page is looked at for itself, so that damage costs what lies where it is.
Only live cells are found, because a vault's pages are cleared when rows leave them (`secure_delete`). The write-ahead log is read
frame by frame; SQLite would drop everything after the first damaged one without a word.
"""

import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import NamedTuple

PAGE = 4096  # bytes, where the header does not say; SQLite's own choice on every platform
LOG_HEAD, FRAME_HEAD = 32, 24
INDEX_INNER, TABLE_INNER, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
ROWS = (INDEX_INNER, INDEX_LEAF, TABLE_LEAF)
FIXED = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}  # bytes of a serial type below 12

Value = int | float | bytes | str | None


class NotReadable(ValueError):
    """These bytes are no cell."""


class Cell(NamedTuple):
    """A row of a table (`rowid` set) or of a tree without one, an index among them. `whole`: nothing of it was missing."""

    rowid: int | None
    values: tuple[Value, ...]
    whole: bool


@dataclass
class Log:
    """A write-ahead log: the newest good frame of each page up to the last commit, frames that are damaged, and whether any is."""

    page_size: int = PAGE
    frames: dict[int, int] = field(default_factory=dict[int, int])
    doubtful: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    @property
    def damaged(self) -> bool:
        return bool(self.doubtful)


def read_log(path: Path) -> Log:
    """What SQLite should find in the log at `path`; empty when there is none."""
    content = path.read_bytes() if path.exists() else b""
    if len(content) <= LOG_HEAD:
        return Log()
    magic, _, said, _, salt, *checks = struct.unpack(">4I8s2I", content[:LOG_HEAD])
    order = "<" if magic & 1 == 0 else ">"
    size = said if said in (512 << power for power in range(8)) else PAGE
    good_head = magic in (0x377F0682, 0x377F0683) and _sum(content[:24], order) == tuple(checks)
    log, step = Log(size), FRAME_HEAD + size
    starts = range(LOG_HEAD, len(content) - step + 1, step)
    if not good_head and len(starts):
        salt, order = content[starts[0] + 8 : starts[0] + 16], "<"
        log.doubtful.append((0, LOG_HEAD + FRAME_HEAD))
    return _read_frames(log, content, starts, salt, order, (checks[0], checks[1]))


def _read_frames(
    log: Log, content: bytes, starts: range, salt: bytes, order: str, before: tuple[int, int]
) -> Log:
    """Frames of a transaction count once its commit frame stands; those after the last commit never happened."""
    open_frames: dict[int, int] = {}
    open_doubts: list[tuple[int, int]] = []
    for start in starts:
        number, commits = struct.unpack(">2I", content[start : start + 8])
        theirs = content[start + 8 : start + 16]
        if theirs[:4] != salt[:4] and theirs[4:] != salt[4:]:
            break  # left over from before the log began anew
        said = struct.unpack(">2I", content[start + 16 : start + FRAME_HEAD])
        page = content[start + FRAME_HEAD : start + FRAME_HEAD + log.page_size]
        good = theirs == salt and _sum(content[start : start + 8] + page, order, before) == said
        before = said
        if not good:
            open_doubts.append((number, start + FRAME_HEAD))
            continue
        open_frames[number] = start + FRAME_HEAD
        if commits:
            log.frames |= open_frames
            log.doubtful += open_doubts
            open_frames, open_doubts = {}, []
    return log


def _sum(content: bytes, order: str, start: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    one, two = start
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _places(page: bytes, at: int, kind: int) -> list[int]:
    """Where a page says that its cells begin."""
    if kind not in ROWS:
        return []
    head = at + (12 if kind == INDEX_INNER else 8)
    count = min(int.from_bytes(page[at + 3 : at + 5], "big"), (len(page) - head) // 2)
    return [int.from_bytes(page[place : place + 2], "big") for place in range(head, head + 2 * count, 2)]


class Carver:
    """The cells of one database and its log. `unread` counts rows and pages of which nothing could be made."""

    def __init__(self, database: Path, log_file: Path) -> None:
        self._log = read_log(log_file)
        self._size = self._log.page_size
        self._main = database.read_bytes()
        self._written = log_file.read_bytes() if log_file.exists() else b""
        self._pages = max(len(self._main) // self._size, max(self._log.frames, default=0))
        self.unread = 0

    def cells(self) -> Iterator[Cell]:
        """Every cell that reads, those of which there is no doubt first."""
        for number in range(1, self._pages + 1):
            yield from self._of_page(self._page(number), 100 if number == 1 else 0)
        for number, offset in self._log.doubtful:
            if self._log.frames.get(number, -1) < offset:
                yield from self._of_page(self._written[offset : offset + self._size], 0)

    def _page(self, number: int) -> bytes:
        offset = self._log.frames.get(number)
        if offset is not None:
            return self._written[offset : offset + self._size]
        return self._main[(number - 1) * self._size : number * self._size]

    def _of_page(self, page: bytes, at: int) -> Iterator[Cell]:
        kind = page[at] if len(page) > at + 8 else 0
        if kind == TABLE_INNER or (kind == 0 and not at):
            return  # no rows in it, or one that carries a long row on
        places = _places(page, at, kind)
        cells = self._at(page, places, kind)
        yield from cells.values()
        if len(cells) < len(places) or kind not in ROWS:
            swept = self._at(
                page, range(8, len(page) - 4), *([kind] if kind in ROWS else (TABLE_LEAF, INDEX_LEAF))
            )
            further = {place: cell for place, cell in swept.items() if place not in cells and cell.whole}
            yield from further.values()
            self.unread += max(len(places) - len(cells) - len(further), int(not cells and not further))

    def _at(self, page: bytes, places: Iterable[int], *kinds: int) -> dict[int, Cell]:
        """The cells that begin at these places. Whoever uses one of a damaged page must know a row by its shape."""
        found: dict[int, Cell] = {}
        for place, kind in product(places, kinds):
            with suppress(NotReadable):
                found.setdefault(place, self._cell(page, place, kind))
        return found

    def _cell(self, page: bytes, at: int, kind: int) -> Cell:
        if not 8 <= at < len(page) - 3:
            raise NotReadable
        at += 4 if kind == INDEX_INNER else 0
        size, at = _varint(page, at)
        rowid = None
        if kind == TABLE_LEAF:
            rowid, at = _varint(page, at)
        local = self._local(size, kind == TABLE_LEAF)
        if not 2 <= size <= 1 << 24 or at + local > len(page):
            raise NotReadable
        content = page[at : at + local]
        if local < size:
            content += self._overflow(int.from_bytes(page[at + local : at + local + 4], "big"), size - local)
        return Cell(rowid, *_record(content, size))

    def _local(self, size: int, table: bool) -> int:
        """How much of a record lies in its own page."""
        most = self._size - 35 if table else (self._size - 12) * 64 // 255 - 23
        least = (self._size - 12) * 32 // 255 - 23
        if size <= most:
            return size
        kept = least + (size - least) % (self._size - 4)
        return kept if kept <= most else least

    def _overflow(self, number: int, size: int) -> bytes:
        """What follows in further pages; less than `size` when the chain breaks."""
        parts: list[bytes] = []
        seen: set[int] = set()
        while size > 0 and 1 < number <= self._pages and number not in seen:
            seen.add(number)
            page = self._page(number)
            part = page[4 : 4 + min(size, self._size - 4)]
            parts.append(part)
            size -= len(part)
            number = int.from_bytes(page[:4], "big")
        return b"".join(parts)


def _record(content: bytes, size: int) -> tuple[tuple[Value, ...], bool]:
    """The values of a record as far as they are there. NotReadable when its own head makes no sense."""
    head, at = _varint(content, 0)
    if not 2 <= head <= len(content):
        raise NotReadable
    kinds: list[int] = []
    while at < head:
        kind, at = _varint(content, at)
        kinds.append(kind)
    if at != head or any(kind in (10, 11) for kind in kinds) or head + sum(map(_width, kinds)) != size:
        raise NotReadable
    values: list[Value] = []
    for kind in kinds:
        values.append(_value(kind, content[at : at + _width(kind)]))
        at += _width(kind)
    return tuple(values), at <= len(content)


def _width(kind: int) -> int:
    return FIXED[kind] if kind < 10 else (kind - 12) // 2


def _value(kind: int, content: bytes) -> Value:
    match kind:
        case 0:
            return None
        case 7:
            return struct.unpack(">d", content)[0] if len(content) == 8 else None
        case 8 | 9:
            return kind - 8
        case _ if kind < 7:
            return int.from_bytes(content, "big", signed=True)
        case _ if kind % 2:
            return content.decode("utf-8", "replace")
        case _:
            return content


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(9):
        if at >= len(content):
            raise NotReadable
        byte = content[at]
        at += 1
        if place == 8:
            return value << 8 | byte, at
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return value, at
