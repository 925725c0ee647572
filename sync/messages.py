"""The messages of a sync, typed: maps of primitives with strict bounds, unknown keys ignored (`docs/sync.md`).

Each has `pack()` and `read(payload)`. `read` raises NotUnderstood (field names only) or, for another version of the
language, VersionApart. Ids, digests and epochs are raw bytes; times are milliseconds since 1970 UTC.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from models.errors import VersionApart
from sync.packing import Reader, pack, unpack

VERSION = 1
ID, DIGEST, EPOCH, ATTESTATION = 16, 32, 12, 16
MOST_AUTHORED = 1024 * 1024
MOST_SEALED = MOST_AUTHORED + 4096
MOST_ROWS = 5_000
MOST_PAGE = 4 * 1024 * 1024
MOST_PAGE_ENTRIES = 20_000
MOST_CURSOR, MOST_WITNESS = 64 * 1024, 128
MOST_CHECKS, MOST_COMMANDS, MOST_NUMBERS, MOST_SCOPES = 1_000, 32, 16, 20_000
MOST_CODE, MOST_SCOPE, MOST_WORDS = 64, 64, 200

PROBLEMS = ("version", "revoked", "cursor", "restored")
RESERVED_COMMANDS = ("rescue",)
MOST_AGAIN, MOST_LISTED, MOST_PAGES, MOST_HANDED = 500, 20_000, 16, 200
MOST_WAY = 16
MOST_HANDED_BYTES = 4 * 1024 * 1024 + 4096  # a draft, sealed


class Proof(NamedTuple):
    """What an earlier receipt or page said of a row: with it a restored centre takes the row again as it was."""

    epoch: bytes
    seq: int
    received_ms: int
    attestation: bytes
    reason: str | None = None


class Row(NamedTuple):
    """One sealed entry as it rests in the outbox; with its `proof` when a restored centre asked for it again."""

    id: bytes
    sealed: bytes
    proof: Proof | None = None


class Listing(NamedTuple):
    """Ids this device holds under receipts, a part of all: `last` says that no more follow for that epoch."""

    epoch: bytes
    ids: tuple[bytes, ...]
    last: bool


class Unapplied(NamedTuple):
    """A page that was never opened here: the cursor it was asked with (b"" for none), and its sealed bytes."""

    asked: bytes
    sealed: bytes


class Handed(NamedTuple):
    """What a tablet taken out of use hands over and no receipt covers: a `draft`, or a `row` that no longer opens."""

    what: str
    id: bytes
    changed_ms: int
    sealed: bytes


class Receipt(NamedTuple):
    """Held centrally. `reason` is a code when it was not accepted; the row leaves the queue either way."""

    id: bytes
    epoch: bytes
    seq: int
    received_ms: int
    attestation: bytes
    reason: str | None = None


class Refusal(NamedTuple):
    """Not held: the row stays queued and claims no id."""

    id: bytes
    code: str


class Check(NamedTuple):
    """What this device made of one scope, for the centre to compare."""

    scope: str
    entries: bytes
    standard: str
    rules: str
    now_ms: int
    prompts: bytes


class Number(NamedTuple):
    """A crisis number: what it is called, and the number to ring."""

    words: str
    number: str


class PageEntry(NamedTuple):
    seq: int
    received_ms: int
    epoch: bytes
    attestation: bytes
    reason: str | None
    authored: bytes


@dataclass(frozen=True)
class SyncRequest:
    """`heard_ms` is the centre's time in the last response accepted, `sent_ms` the device's own now."""

    heard_ms: int = 0
    cursor: bytes | None = None
    witness: bytes | None = None
    rows: tuple[Row, ...] = ()
    page_bytes: int = 0
    numbers: bytes | None = None
    checks: tuple[Check, ...] = ()
    sent_ms: int = 0
    again: tuple[bytes, ...] = ()
    listing: Listing | None = None
    unapplied: tuple[Unapplied, ...] = ()
    handed: tuple[Handed, ...] = ()

    def pack(self) -> bytes:
        rarely = {"a": self.again, "y": _listing(self.listing), "u": self.unapplied, "z": self.handed}
        return pack(
            {
                "v": VERSION,
                "h": self.heard_ms,
                "s": self.sent_ms,
                "c": self.cursor,
                "w": self.witness,
                "r": [_packed_row(row) for row in self.rows],
                "p": self.page_bytes,
                "n": self.numbers,
                "k": self.checks,
                **{key: value for key, value in rarely.items() if value},
            }
        )

    @classmethod
    def read(cls, payload: bytes) -> "SyncRequest":
        reader = read_version(payload)
        return cls(
            heard_ms=reader.moment("h"),
            sent_ms=reader.moment("s"),
            cursor=reader.maybe_raw("c", most=MOST_CURSOR),
            witness=reader.maybe_raw("w", most=MOST_WITNESS),
            rows=tuple(_row(item) for item in reader.readers("r", MOST_ROWS)),
            page_bytes=reader.number("p"),
            numbers=reader.maybe_raw("n", 8),
            checks=tuple(_check(item) for item in reader.readers("k", MOST_CHECKS)),
            again=reader.raws("a", MOST_AGAIN, ID),
            listing=_read_listing(reader),
            unapplied=tuple(
                Unapplied(item.raw(0, most=MOST_CURSOR), item.raw(1, most=MOST_PAGE))
                for item in reader.readers("u", MOST_PAGES)
            ),
            handed=tuple(_handed(item) for item in reader.readers("z", MOST_HANDED)),
        )


@dataclass(frozen=True)
class SyncResponse:
    """`lacking`, `kept_pages`, `kept` and `not_given` are places in the request's listing, unapplied pages, handed and
    again."""

    now_ms: int
    receipts: tuple[Receipt, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    page: bytes | None = None
    cursor: bytes | None = None
    witness: bytes | None = None
    more: bool = False
    commands: tuple[dict[str, object], ...] = ()
    problem: str | None = None
    lacking: tuple[int, ...] = ()
    kept_pages: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()
    not_given: tuple[int, ...] = ()

    def pack(self, asked: Sequence[bytes] = ()) -> bytes:
        """`asked`: the ids of the request's rows, by whose place in it a receipt names its row."""
        places = {row_id: place for place, row_id in enumerate(asked)}
        rarely = {"y": self.lacking, "u": self.kept_pages, "z": self.kept, "a": self.not_given}
        return pack(
            {
                "v": VERSION,
                "t": self.now_ms,
                "r": _groups(self.receipts, places),
                "f": [[places[refusal.id], refusal.code] for refusal in self.refusals],
                "g": self.page,
                "c": self.cursor,
                "w": self.witness,
                "m": self.more,
                "o": self.commands,
                "x": self.problem,
                **{key: value for key, value in rarely.items() if value},
            }
        )

    @classmethod
    def read(cls, payload: bytes, asked: Sequence[bytes] = ()) -> "SyncResponse":
        reader = read_version(payload)
        return cls(
            now_ms=reader.moment("t"),
            receipts=tuple(_receipts(reader, asked)),
            refusals=tuple(_refusal(item, asked) for item in reader.readers("f", MOST_ROWS)),
            page=reader.maybe_raw("g", most=MOST_PAGE),
            cursor=reader.maybe_raw("c", most=MOST_CURSOR),
            witness=reader.maybe_raw("w", most=MOST_WITNESS),
            more=reader.flag("m"),
            commands=tuple(item.plain() for item in reader.readers("o", MOST_COMMANDS)),
            problem=reader.maybe_text("x", MOST_CODE),
            lacking=reader.numbers("y", MOST_LISTED),
            kept_pages=reader.numbers("u", MOST_PAGES),
            kept=reader.numbers("z", MOST_HANDED),
            not_given=reader.numbers("a", MOST_AGAIN),
        )


@dataclass(frozen=True)
class Page:
    """What a page holds once opened. A scope stands in at most one of `arriving`, `complete` and `purge`."""

    entries: tuple[PageEntry, ...] = ()
    arriving: tuple[str, ...] = ()
    complete: tuple[str, ...] = ()
    purge: tuple[str, ...] = ()

    def pack(self) -> bytes:
        return pack({"e": self.entries, "a": self.arriving, "d": self.complete, "p": self.purge})

    @classmethod
    def read(cls, plain: bytes) -> "Page":
        reader = unpack(plain)
        return cls(
            entries=tuple(_page_entry(item) for item in reader.readers("e", MOST_PAGE_ENTRIES)),
            arriving=reader.texts("a", MOST_SCOPES, MOST_SCOPE),
            complete=reader.texts("d", MOST_SCOPES, MOST_SCOPE),
            purge=reader.texts("p", MOST_SCOPES, MOST_SCOPE),
        )


def numbers_command(numbers: Iterable[Number]) -> dict[str, object]:
    return {"k": "numbers", "n": [list(number) for number in numbers]}


def numbers_of(command: dict[str, object]) -> tuple[Number, ...]:
    """The crisis numbers in a `numbers` command, or in an enrolment's answer."""
    items = Reader(command, "numbers.").readers("n", MOST_NUMBERS)
    return tuple(Number(item.text(0, MOST_WORDS), item.text(1, MOST_CODE)) for item in items)


def numbers_digest(numbers: Iterable[Number]) -> bytes:
    """What a request says of the numbers its device holds."""
    return hashlib.sha256(pack([list(number) for number in numbers])).digest()[:8]


def read_version(payload: bytes) -> Reader:
    reader = unpack(payload)
    if reader.number("v") != VERSION:
        raise VersionApart(fields=["v"])
    return reader


def _packed_row(row: Row) -> list[object]:
    return [row.id, row.sealed] if row.proof is None else [row.id, row.sealed, row.proof]


def _row(item: Reader) -> Row:
    return Row(item.raw(0, ID), item.raw(1, most=MOST_SEALED), _proof(item) if item.has(2) else None)


def _proof(item: Reader) -> Proof:
    proof = item.reader(2)
    return Proof(
        epoch=proof.raw(0, EPOCH),
        seq=proof.number(1),
        received_ms=proof.moment(2),
        attestation=proof.raw(3, ATTESTATION),
        reason=proof.maybe_text(4, MOST_CODE),
    )


def _listing(listing: Listing | None) -> list[object] | None:
    return [listing.epoch, b"".join(listing.ids), listing.last] if listing else None


def _read_listing(reader: Reader) -> Listing | None:
    if not reader.has("y"):
        return None
    item = reader.reader("y")
    together = item.raw(1, most=MOST_LISTED * ID)
    if len(together) % ID:
        raise item.wrong(1)
    ids = tuple(together[start : start + ID] for start in range(0, len(together), ID))
    return Listing(item.raw(0, EPOCH), ids, item.flag(2))


def _handed(item: Reader) -> Handed:
    return Handed(
        item.text(0, MOST_WAY), item.raw(1, ID), item.moment(2), item.raw(3, most=MOST_HANDED_BYTES)
    )


def _groups(receipts: Iterable[Receipt], places: Mapping[bytes, int]) -> list[object]:
    """Receipts of one epoch and one moment together, each then 25 bytes."""
    groups: dict[tuple[bytes, int], list[object]] = {}
    for each in receipts:
        line = [places[each.id], each.seq, each.attestation, *([each.reason] if each.reason else [])]
        groups.setdefault((each.epoch, each.received_ms), []).append(line)
    return [[*group, lines] for group, lines in groups.items()]


def _receipts(reader: Reader, asked: Sequence[bytes]) -> Iterator[Receipt]:
    for group in reader.readers("r", MOST_ROWS):
        epoch, received_ms = group.raw(0, EPOCH), group.moment(1)
        for line in group.readers(2, MOST_ROWS):
            yield Receipt(
                id=_asked(line, asked),
                epoch=epoch,
                seq=line.number(1),
                received_ms=received_ms,
                attestation=line.raw(2, ATTESTATION),
                reason=line.maybe_text(3, MOST_CODE),
            )


def _refusal(item: Reader, asked: Sequence[bytes]) -> Refusal:
    return Refusal(_asked(item, asked), item.text(1, MOST_CODE))


def _asked(item: Reader, asked: Sequence[bytes]) -> bytes:
    """The id of the row at the place an answer names; a row that was not in the request cannot be named."""
    place = item.number(0)
    if place >= len(asked):
        raise item.wrong(0)
    return asked[place]


def _check(item: Reader) -> Check:
    return Check(
        scope=item.text(0, MOST_SCOPE),
        entries=item.raw(1, DIGEST),
        standard=item.text(2, MOST_CODE),
        rules=item.text(3, MOST_CODE),
        now_ms=item.moment(4),
        prompts=item.raw(5, DIGEST),
    )


def _page_entry(item: Reader) -> PageEntry:
    return PageEntry(
        seq=item.number(0),
        received_ms=item.moment(1),
        epoch=item.raw(2, EPOCH),
        attestation=item.raw(3, ATTESTATION),
        reason=item.maybe_text(4, MOST_CODE),
        authored=item.raw(5, most=MOST_AUTHORED),
    )
