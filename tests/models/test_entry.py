"""The bytes an entry is authored in, what it follows, and the ids that are the same on every device."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from models.entry import Clock, author, decode, digest_of, utc
from models.errors import NewerFormat
from models.heads import followed, heads
from models.held import told_id
from models.silence import heard_id, silent_id
from tests.models.made import ident, made

SUNG = made(1, "team.created", {"name": "Zoë’s"}, record=ident(9))


def test_the_authored_bytes_are_compact_utf_8_in_the_order_of_the_model() -> None:
    authored = author(SUNG)
    assert "Zoë’s".encode() in authored
    assert b'"name":"' in authored
    assert authored == json.dumps(json.loads(authored), ensure_ascii=False, separators=(",", ":")).encode()
    assert decode(authored) == SUNG
    assert digest_of(authored) == hashlib.sha256(authored).digest()


def test_a_later_envelope_is_newer_and_says_whose() -> None:
    later = SUNG.model_copy(update={"format": SUNG.format + 1})
    with pytest.raises(NewerFormat) as caught:
        decode(author(later))
    assert caught.value.ids == (SUNG.id,)


def test_an_instant_is_the_same_in_utc() -> None:
    there = datetime(2026, 11, 5, 14, 30, tzinfo=timezone(timedelta(hours=3)))
    assert utc(there) == there
    assert utc(there).tzinfo is UTC


def test_the_heads_are_what_nothing_else_follows_through_the_record_or_all_of_a_ring() -> None:
    one, two, three = (
        made(1, "goal.set", {}, "2026-11-02 09:00"),
        made(2, "goal.set", {}, "2026-11-02 10:00", follows=(1, 77)),
        made(3, "goal.set", {}, "2026-11-02 11:00", follows=(2,)),
    )
    apart = made(4, "goal.set", {}, "2026-11-02 08:00", follows=(1,), clock=Clock(error_ms=0, holds=True))
    record = {each.id: each for each in (one, two, three, apart)}
    assert followed(three, record) == {ident(2), ident(1), ident(77)}
    assert heads([one, three], record) == [three]
    assert heads([one, two, three, apart], record) == [apart, three]
    ring = [
        made(5, "goal.set", {}, "2026-11-02 12:00", follows=(6,)),
        made(6, "goal.set", {}, "2026-11-02 11:00", follows=(5,)),
    ]
    assert followed(ring[0], {each.id: each for each in ring}) == {ident(6)}
    assert heads(ring, {each.id: each for each in ring}) == [ring[1], ring[0]]


def test_ids_made_of_what_they_tell_of_never_change() -> None:
    """Another id would have what was told once told again."""
    heard = datetime(2026, 11, 5, 14, 30, 0, 7000, tzinfo=UTC)
    assert told_id("entry", ident(1)) == "74eda7f8d8cd89536307676bbd01c82a"
    assert told_id("row", ident(1), b"\1") == "8a13b132d51e4dd9c6d3cc84b4b8f8a9"
    assert silent_id(ident(2), heard) == "82b674784d8565b6f5d72438b4bd45f9"
    assert heard_id(ident(3)) == "645b7f767ca2dbd39d8fd7d2d6f40d08"
