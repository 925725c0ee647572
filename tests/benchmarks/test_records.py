"""The benchmark's entries are what docs/benchmarks.md says of them, and the vault's dictionary knows nothing of their text."""

import json
import statistics
import zlib
from datetime import UTC, datetime

from benchmarks.records import SENTENCES, WORDS, Hand, Writer
from models.entry import decode
from vault.dictionary import DICTIONARY
from vault.store import Authored

BEGINS_AT = datetime(2026, 1, 5, 8, tzinfo=UTC)


def written(seed: int = 1, count: int = 1_000) -> list[Authored]:
    writer = Writer(seed, BEGINS_AT)
    hand = Hand(writer.id(), writer.id(), writer.id(), writer.id(), "2026-11")
    return writer.entries(count, [f"person:{writer.id()}" for _ in range(50)], hand)


def test_entries_have_the_size_of_the_peers_records():
    sizes = [len(each.content) for each in written()]
    assert 1_350 < statistics.median(sizes) < 1_550
    assert min(sizes) > 700
    assert max(sizes) < 3_500


def test_entries_deflate_together_as_the_peers_records_do():
    together = b"\n".join(each.content for each in written())
    assert 4.2 < len(together) / len(zlib.compress(together, 6)) < 4.7


def test_the_same_seed_writes_the_same():
    assert written(3, 20) == written(3, 20)
    assert written(3, 20) != written(4, 20)


def test_entries_are_entries_of_kinds_we_know():
    for entry, content in written(count=200):
        assert decode(content) == entry
        assert entry.said
        assert json.loads(content)["body"] == entry.body


def test_no_phrase_of_theirs_is_in_the_dictionary():
    """Single short words of English may be in both; words put together, or rare enough to pay, may not."""
    known = DICTIONARY.decode("utf-8", "replace").lower()
    phrases = {phrase for words in WORDS.values() for phrase in words if " " in phrase or len(phrase) > 8}
    pieces = {piece.strip() for each in SENTENCES for piece in _between_slots(each)}
    assert [phrase for phrase in phrases if phrase in known] == []
    assert [piece for piece in pieces if len(piece) > 8 and piece in known] == []


def _between_slots(template: str) -> list[str]:
    return [piece.split("}")[-1] for piece in template.split("{")]
