"""Whatever bytes a stranger makes, reading them ends in a message or in one of two errors, quickly and with nothing held."""

from contextlib import suppress
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import HandrailError, NotUnderstood, VersionApart
from sync.attest import Cursor, Witness
from sync.frames import ENROLMENT, SYNC, Answer, Problem, who_asks
from sync.invitation import clean_address, invite, read_qr
from sync.messages import Page, SyncRequest, SyncResponse, numbers_of
from sync.session import DeviceSession
from tests.sync.vectors.base import PACKED, REQUEST

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.binary(max_size=40),
    st.text(max_size=20),
    st.floats(),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=2), inner, max_size=5),
)
READERS = [SyncRequest.read, lambda packed: SyncResponse.read(packed, [bytes(16)]), Page.read]


def reads_or_refuses(read: Any, packed: bytes) -> None:
    with suppress(NotUnderstood, VersionApart):
        read(packed)


@pytest.mark.parametrize("read", READERS)
@given(packed=st.binary(max_size=300))
def test_any_bytes(read: Any, packed: bytes):
    reads_or_refuses(read, packed)


@pytest.mark.parametrize("read", READERS)
@given(document=st.dictionaries(st.sampled_from("vtrfgcwmoxhspnkeadzyu"), VALUES))
def test_any_map(read: Any, document: dict[str, Any]):
    reads_or_refuses(read, msgpack.packb({"v": 1, **document}))


@pytest.mark.parametrize("packed", [PACKED, REQUEST.pack()])
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_message_with_one_byte_changed(packed: bytes, place: int, byte: int):
    place %= len(packed)
    for read in READERS:
        reads_or_refuses(read, packed[:place] + bytes([byte]) + packed[place + 1 :])


@given(body=st.binary(max_size=200), status=st.integers(100, 599))
def test_any_answer_is_an_error_with_a_sentence(body: bytes, status: int):
    session = DeviceSession(bytes(16), bytes(32), bytes(8), bytes)
    session.ask(SyncRequest())
    with pytest.raises(HandrailError) as raised:
        session.receive(Answer(status, b"HRX1" + body if status % 2 else body))
    assert raised.value.sentence
    assert session.state in ("idle", "closed")


@given(token=st.binary(max_size=200))
def test_any_token_and_any_frame(token: bytes):
    for read in (Cursor.read, Witness.read):
        with pytest.raises(NotUnderstood):
            read(bytes(32), bytes(16), bytes(16), token)
    for kind in (SYNC, ENROLMENT):
        with pytest.raises(NotUnderstood):
            who_asks(kind, token)
    assert Problem.read(token) is None or token.startswith(b"HRX1")


@given(text=st.text(max_size=60))
def test_any_invitation(text: str):
    for read in (invite, read_qr, clean_address):
        with suppress(HandrailError):
            read(text)


@given(command=st.dictionaries(st.sampled_from(["k", "n"]), VALUES))
def test_any_command(command: dict[str, Any]):
    reads_or_refuses(numbers_of, command)  # type: ignore[arg-type]
