"""Five bytes may claim four thousand million items, and a kilobyte may inflate without end: both are refused before memory is taken."""

import json
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from models.entry import decode
from models.errors import DamagedRow, HandrailError, InvalidEntry, NotUnderstood, StorageFailed
from models.standard import load
from sync.frames import MOST_BYTES
from sync.messages import MOST_PAGE, MOST_PAGE_ENTRIES, Page, PageEntry
from tests.fuzz.test_readers import DEVICE, EPOCH, ID, KEYS, NOW, TARGETS, a_request, a_response
from vault.dictionary import DICTIONARY, RAW
from vault.files import MOST_BYTES as MOST_SMALL
from vault.files import read_whole
from vault.rescue import Bundle
from vault.sealing import ENTRY_LIMIT, LOCAL_LIMIT, NONCE_BYTES, PAGE_LIMIT, open_entry, open_local, open_page

ROOM = 64 * 1024 * 1024  # bytes, far more than any of these should need
CLAIMS = {
    "array of 4 G": b"\xdd\xff\xff\xff\xff",
    "map of 4 G": b"\xdf\xff\xff\xff\xff",
    "bytes of 4 G": b"\xc6\xff\xff\xff\xff",
    "text of 4 G": b"\xdb\xff\xff\xff\xff",
    "extension of 4 G": b"\xc9\xff\xff\xff\xff\x01",
}


@contextmanager
def within(room: int) -> Iterator[None]:
    """What Python takes in the block, at its highest, is less than `room` bytes."""
    tracemalloc.start()
    try:
        yield
        _, highest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert highest < room, f"{highest / 1e6:.0f} MB"


@cache
def crowds() -> tuple[tuple[str, bytes], ...]:
    return tuple(_crowds())


def _crowds() -> Iterator[tuple[str, bytes]]:
    """Messages of the largest size whose every byte asks for memory."""
    size = MOST_BYTES - 100
    yield "maps of nothing", b"\xdd" + (size - 5).to_bytes(4, "big") + b"\x80" * (size - 5)
    yield "arrays within arrays", b"\x91" * size
    yield (
        "arrays that claim the rest",
        b"".join(b"\xdd" + (size - at - 5).to_bytes(4, "big") for at in range(0, size - 5, 5)),
    )
    yield (
        "maps that claim the rest",
        b"".join(b"\xdf" + ((size - at - 5) // 2).to_bytes(4, "big") for at in range(0, size - 5, 5)),
    )
    small = b"\xa3abc" * (size // 4 - 2)
    yield "words of three letters", b"\xdd" + (size // 4 - 2).to_bytes(4, "big") + small


MESSAGES: dict[str, Callable[[bytes], object]] = {
    "request": a_request,
    "response": a_response,
    "page": Page.read,
}


@pytest.mark.parametrize("reader", MESSAGES)
@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    "around", [b"", b"\x82\xa1v\x01\xa1r", b"\x82\xa1v\x01\xa1z\x91\x94", b"\x82\xa1v\x01\xa2zz"]
)
def test_a_claim_of_four_gigabytes_is_refused(reader: str, claim: str, around: bytes):
    with within(ROOM // 32), pytest.raises(NotUnderstood):
        MESSAGES[reader](around + CLAIMS[claim])


@pytest.mark.parametrize("crowd", range(5))
def test_a_crowded_message_is_refused(crowd: int):
    content = crowds()[crowd][1]
    with within(ROOM), pytest.raises(NotUnderstood):
        a_request(content)


def test_the_fullest_page_there_may_be_is_read():
    """The count of items refuses nothing that is within the other limits."""
    full = Page(tuple(PageEntry(n, NOW, EPOCH, bytes(16), None, b"x") for n in range(MOST_PAGE_ENTRIES)))
    assert len(Page.read(full.pack()).entries) == MOST_PAGE_ENTRIES


def bomb(size: int) -> bytes:
    """DEFLATE of `size` zeros, as small as it gets."""
    packer = zlib.compressobj(9, wbits=RAW, zdict=DICTIONARY)
    pieces = [packer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    return b"".join(pieces) + packer.flush()


def sealed(key: object, place: bytes, deflated: bytes) -> bytes:
    """Whatever the deflated bytes hold, sealed as it should be."""
    header, nonce = b"\x01" + key.id, bytes(NONCE_BYTES)  # type: ignore[attr-defined]
    aad = b"handrail/%s/v1\0" % key.purpose + header + KEYS.org + KEYS.device + place  # type: ignore[attr-defined]
    return header + nonce + key.aead.encrypt(nonce, deflated, aad)  # type: ignore[attr-defined]


GIGABYTE = bomb(1 << 30)
SEALED: dict[str, tuple[Callable[[], object], int]] = {
    "page": (lambda: open_page(KEYS, b"", sealed(KEYS.page, b"", GIGABYTE)), PAGE_LIMIT),
    "entry": (lambda: open_entry(KEYS, ID.hex(), sealed(KEYS.entry, ID, GIGABYTE)), ENTRY_LIMIT),
    "local": (
        lambda: open_local(KEYS, "drafts", ID, sealed(KEYS.local, b"drafts\0" + ID, GIGABYTE)),
        LOCAL_LIMIT,
    ),
}


@pytest.mark.parametrize("what", SEALED)
def test_what_inflates_without_end_is_stopped_at_its_limit(what: str):
    read, limit = SEALED[what]
    assert len(GIGABYTE) < MOST_PAGE
    with within(3 * limit + ROOM // 8), pytest.raises(DamagedRow) as refused:
        read()
    assert refused.value.fields in (("inflate",), ("size",))


def test_a_page_within_its_limit_that_is_one_claim():
    """Inflated it is 16 MiB of empty maps, which would be a thousand times that as objects."""
    size = PAGE_LIMIT - 64
    packer = zlib.compressobj(9, wbits=RAW, zdict=DICTIONARY)
    plain = b"\x81\xa1e\xdd" + (size - 8).to_bytes(4, "big") + b"\x80" * (size - 8)
    whole = sealed(KEYS.page, b"", packer.compress(plain) + packer.flush())
    del plain
    with within(ROOM), pytest.raises(NotUnderstood):
        Page.read(open_page(KEYS, b"", whole))


DEEP = {
    "arrays": b"[" * 100_000,
    "maps": b'{"a":' * 50_000,
    "in a field": b'{"format":1,"id":' + b"[" * 100_000,
    "a number": b'{"format":' + b"9" * 100_000 + b"}",
    "a text": b'{"id":"' + b"x" * 900_000 + b'"}',
}
JSON = {name: target.read for name, target in TARGETS.items() if target.change.__name__ == "json_changed"}


@pytest.mark.parametrize("reader", JSON)
@pytest.mark.parametrize("deep", DEEP)
def test_json_without_end_is_refused(reader: str, deep: str):
    with within(ROOM):
        try:
            JSON[reader](DEEP[deep])
        except HandrailError:
            return
        assert reader in {"summary", "draft", "attempts.json"}, (
            "these three are made anew, or shown as damaged"
        )


def test_an_entry_that_nests_deep_is_no_entry():
    body = b'{"a":' * 2_000 + b"1" + b"}" * 2_000
    with pytest.raises(InvalidEntry):
        decode(b'{"id":"' + DEVICE.hex().encode() + b'","body":' + body + b"}")


def test_a_standard_that_nests_deep_is_none():
    document: object = 1
    for _ in range(900):
        document = [document]
    with pytest.raises(InvalidEntry):
        load(json.dumps({"levels": document}).encode())


def test_a_small_file_that_is_large_is_not_read_whole(tmp_path: Path):
    path = tmp_path / "profile.json"
    with path.open("wb") as file:
        file.truncate(4 << 30)  # sparse: it takes no room on the disk
    with within(4 * MOST_SMALL), pytest.raises(StorageFailed):
        read_whole(path)


def test_a_rescue_file_that_claims_more_than_it_holds():
    head = b"HRF1" + bytes(16) * 2 + bytes(8) + bytes(4) + b"\xff\xff"
    with within(ROOM // 32), pytest.raises(HandrailError):
        Bundle.read(head + bytes(64))
