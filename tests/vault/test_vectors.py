"""Every vector of docs/sealed-entry.md: what must open opens, and what must be refused is refused by the layer it names."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.errors import (
    DamagedRow,
    HandrailError,
    NewerFormat,
    RescueUnreadable,
    StorageFailed,
    WrongPassphrase,
)
from vault import dictionary
from vault.enrolment import open_at_centre
from vault.keys import Keys, WrappedKey, unwrap
from vault.rescue import Bundle
from vault.rows import EntryRow, open_row
from vault.sealing import open_entry, open_local, open_page

ROOT = Path(__file__).resolve().parents[2]
VECTORS = sorted((ROOT / "tests" / "vectors" / "sealed-entry").glob("*.json"))
PAGE = (ROOT / "docs" / "sealed-entry.md").read_text(encoding="utf-8")
REFUSALS: dict[str, type[HandrailError]] = {
    "damaged": DamagedRow,
    "newer": NewerFormat,
    "storage": StorageFailed,
    "wrong passphrase": WrongPassphrase,
    "unreadable": RescueUnreadable,
}
Case = dict[str, Any]


def keys_of(case: Case) -> Keys:
    return Keys.from_device_key(bytes.fromhex(case["device_key"]), case["org"], case["device"])


def raw(case: Case, name: str) -> bytes:
    return bytes.fromhex(case[name])


def entry(case: Case) -> bytes:
    sealed = raw(case, "sealed") + bytes(case.get("zeros", 0))
    row = EntryRow(
        id=case["id"],
        digest=raw(case, "digest"),
        sealed=sealed,
        scope_index=raw(case, "scope_index"),
        record_index=raw(case, "record_index"),
        own=case["own"],
        recorded_ms=0,
    )
    open_row(keys_of(case), row)
    return open_entry(keys_of(case), case["id"], sealed).authored


def page(case: Case) -> bytes:
    return open_page(keys_of(case), raw(case, "asked"), raw(case, "sealed"))


def local(case: Case) -> bytes:
    return open_local(keys_of(case), case["table"], raw(case, "row"), raw(case, "sealed"))


def wrap(case: Case) -> bytes:
    found = WrappedKey.read(case["file"].encode())
    return unwrap(
        found, case["passphrase"], case["org"], case["device"], keystore_secret=raw(case, "keystore")
    )


def enrolment(case: Case) -> bytes:
    return open_at_centre(raw(case, "centre_private"), raw(case, "sealed"), raw(case, "context"))


def rescue(case: Case) -> bytes:
    """Read, and written again: the same bytes, since there is one way to write it."""
    found = Bundle.read(raw(case, "file"))
    assert (found.org, found.device) == (case["org"], case["device"])
    assert [[piece.what, piece.sealed.hex()] for piece in found.pieces] == case["holds"]
    return found.pack()


OPEN: dict[str, Callable[[Case], bytes]] = {
    "entry": entry,
    "page": page,
    "local": local,
    "wrap": wrap,
    "enrolment": enrolment,
    "rescue": rescue,
}


def cases(*, keys: bool) -> list[Any]:
    read = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in VECTORS]
    return [pytest.param(case, id=name) for name, case in read if (case["kind"] == "keys") == keys]


@pytest.mark.parametrize("case", cases(keys=False))
def test_vector(case: Case):
    if case["expect"] == "opens":
        assert OPEN[case["kind"]](case) == raw(case, "plain")
        return
    with pytest.raises(HandrailError) as caught:
        OPEN[case["kind"]](case)
    assert type(caught.value) is REFUSALS[case["expect"]]
    assert caught.value.fields == (case["layer"],)


@pytest.mark.parametrize("case", cases(keys=True))
def test_derived_keys(case: Case):
    keys = keys_of(case)
    for purpose, expected in case["keys"].items():
        assert getattr(keys, purpose).secret.hex() == expected
        assert getattr(keys, purpose).id.hex() == case["key_ids"][purpose]
    assert keys.scope_index(case["scope"]).hex() == case["scope_index"]
    assert keys.record_index(case["scope"], case["record"]).hex() == case["record_index"]


def test_every_layer_of_the_page_has_a_vector():
    layers = set(re.findall(r"^\| `(\w+)` \| .+ \| .*(?:damaged|newer).* \|$", PAGE, re.MULTILINE))
    assert layers == {"size", "header", "key", "aead", "inflate", "digest", "entry", "columns"}
    refused = {case.values[0]["layer"] for case in cases(keys=False) if case.values[0]["kind"] == "entry"}
    assert layers == refused - {None}


def test_the_dictionary_is_the_one_the_page_names():
    assert dictionary.DIGEST in PAGE
    assert f"{len(dictionary.DICTIONARY):,} bytes" in PAGE
    assert dictionary.DICTIONARY.isascii()
    assert b"\n" not in dictionary.DICTIONARY  # nothing for a checkout to convert
