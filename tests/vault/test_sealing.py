"""What is sealed opens as it was, for any text; what is changed anywhere never opens as anything else."""

import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.errors import DamagedRow, InvalidEntry, NewerFormat
from tests.vault.builders import new_id, new_keys
from vault import dictionary
from vault.enrolment import new_centre_key, open_at_centre, public_of, seal_to_centre
from vault.sealing import (
    ENTRY_LIMIT,
    SLACK,
    open_entry,
    open_local,
    open_page,
    seal_entry,
    seal_local,
    seal_page,
)

KEYS = new_keys()
ID = new_id()
plains = st.binary(max_size=5000) | st.text(max_size=2000).map(str.encode)


@given(plains)
@example("😀 שלום مرحبا".encode() * 500)
@example(b"x" * ENTRY_LIMIT)
def test_an_entry_comes_back_byte_for_byte(plain: bytes):
    sealed = seal_entry(KEYS, ID, plain)
    found = open_entry(KEYS, ID, sealed)
    assert found.authored == plain
    assert dictionary.inflate(found.deflated, ENTRY_LIMIT) == plain
    assert sealed != seal_entry(KEYS, ID, plain), "a nonce is never used twice"


@given(plains, st.binary(max_size=100))
def test_a_page_comes_back_for_the_cursor_it_was_asked_with(plain: bytes, asked: bytes):
    sealed = seal_page(KEYS, asked, plain)
    assert open_page(KEYS, asked, sealed) == plain
    with pytest.raises(DamagedRow):
        open_page(KEYS, asked + b"\0", sealed)


@given(plains)
def test_purposes_keys_and_devices_do_not_open_for_each_other(plain: bytes):
    sealed = seal_local(KEYS, "drafts", bytes.fromhex(ID), plain)
    assert open_local(KEYS, "drafts", bytes.fromhex(ID), sealed) == plain
    for opening in (
        lambda: open_entry(KEYS, ID, sealed),
        lambda: open_page(KEYS, b"", sealed),
        lambda: open_local(new_keys(), "drafts", bytes.fromhex(ID), sealed),
        lambda: open_local(KEYS, "scopes", bytes.fromhex(ID), sealed),
    ):
        with pytest.raises(DamagedRow):
            opening()


@given(st.data())
def test_no_changed_byte_opens(data: st.DataObject):
    sealed = seal_entry(KEYS, ID, b'{"what_changed":"a little better"}')
    at = data.draw(st.integers(0, len(sealed) - 1))
    bit = data.draw(st.integers(0, 7))
    changed = sealed[:at] + bytes([sealed[at] ^ (1 << bit)]) + sealed[at + 1 :]
    with pytest.raises((DamagedRow, NewerFormat)) as caught:
        open_entry(KEYS, ID, changed)
    assert caught.value.ids == (ID,)


@given(st.binary(max_size=200))
def test_anything_at_all_is_refused_with_a_layer(stuff: bytes):
    for opening in (
        lambda: open_entry(KEYS, ID, stuff),
        lambda: open_at_centre(new_centre_key(), stuff, b""),
    ):
        with pytest.raises((DamagedRow, NewerFormat)) as caught:
            opening()
        assert caught.value.fields[0] in {"size", "header", "key", "aead"}


def test_the_least_compressible_entry_at_the_limit_still_fits():
    noise = b"".join(
        zlib.crc32(bytes([n % 256, n // 256 % 256])).to_bytes(4, "big") for n in range(ENTRY_LIMIT // 4)
    )
    sealed = seal_entry(KEYS, ID, noise)
    assert len(sealed) <= ENTRY_LIMIT + SLACK
    assert open_entry(KEYS, ID, sealed).authored == noise


def test_one_byte_over_the_limit_is_refused_before_it_is_sealed():
    with pytest.raises(InvalidEntry):
        seal_entry(KEYS, ID, b"x" * (ENTRY_LIMIT + 1))


def test_inflating_stops_at_the_limit_whatever_the_stream_would_give():
    packer = zlib.compressobj(9, wbits=-15)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(256)) + packer.flush()
    with pytest.raises(dictionary.NotInflated):
        dictionary.inflate(bomb, 1000)


@given(plains.filter(lambda plain: len(plain) <= 4096), st.binary(max_size=80))
def test_an_enrolment_opens_only_for_its_centre_and_its_context(plain: bytes, context: bytes):
    centre = new_centre_key()
    sealed = seal_to_centre(public_of(centre), plain, context)
    assert open_at_centre(centre, sealed, context) == plain
    with pytest.raises(DamagedRow):
        open_at_centre(new_centre_key(), sealed, context)
    with pytest.raises(DamagedRow):
        open_at_centre(centre, sealed, context + b"\0")
