"""Documents that were valid once: changed by a seed in their bytes or in their structure, a little or wildly."""

import json
import random
from collections.abc import Callable
from typing import Any

import msgpack

LEAVES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    255,
    2**31,
    2**53 + 1,
    2**63 - 1,
    2**64 - 1,
    -(2**63),
    1e308,
    float("nan"),
    float("inf"),
    "",
    "\0",
    "🙂",
    "\ud7ff" * 70,
    "org",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+00:00",
    "2026-02-30",
    "٣٤",
    "ffffffffffffffffffffffffffffffff",
    "a" * 70_000,
    [],
    {},
    [[]],
    {"": {}},
)
HEADERS = (
    b"\xdd\xff\xff\xff\xff",
    b"\xdf\xff\xff\xff\xff",
    b"\xc6\xff\xff\xff\xff",
    b"\xc1",
    b"\x91" * 40,
    b"\0",
)


def bytes_changed(chance: random.Random, valid: bytes) -> bytes:
    """One to four changes of the kind that lines and disks make, and some that only people make."""
    found = bytearray(valid)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(6):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                del found[at:]
            case 2:
                del found[at : at + chance.randrange(1, 40)]
            case 3:
                found[at:at] = chance.choice(HEADERS)
            case 4:
                found[at:at] = found[at : at + chance.randrange(1, 200)]
            case _:
                found[at : at + 4] = chance.randbytes(4)
    return bytes(found)


def structure_changed(chance: random.Random, document: Any, leaves: tuple[Any, ...] = LEAVES) -> Any:
    """The document with one to three of its values replaced, removed, doubled, or wrapped deep."""
    for _ in range(chance.randint(1, 3)):
        document = _changed(chance, document, leaves)
    return document


def _changed(chance: random.Random, value: Any, leaves: tuple[Any, ...]) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.85:
        return _dict_changed(chance, value, leaves)
    if isinstance(value, list | tuple) and value and chance.random() < 0.85:
        items = list(value)
        at = chance.randrange(len(items))
        match chance.randrange(6):
            case 0:
                del items[at]
            case 1:
                items[at:at] = [items[at]] * chance.choice([1, 2, 600])
            case _:
                items[at] = _changed(chance, items[at], leaves)
        return items
    return _leaf_changed(chance, value, leaves)


def _dict_changed(chance: random.Random, value: dict[Any, Any], leaves: tuple[Any, ...]) -> dict[Any, Any]:
    key = chance.choice(list(value))
    changed = dict(value)
    match chance.randrange(8):
        case 0:
            del changed[key]
        case 1:
            changed[chance.choice(["zz", "", "format", 7])] = chance.choice(leaves)
        case _:
            changed[key] = _changed(chance, value[key], leaves)
    return changed


def _leaf_changed(chance: random.Random, value: Any, leaves: tuple[Any, ...]) -> Any:
    match chance.randrange(6):
        case 0:
            return _deep(value, chance.choice([1, 2, 150, 400]))
        case 1 if isinstance(value, bytes):
            return bytes_changed(chance, value)
        case 2 if isinstance(value, str):
            return value[: chance.randrange(len(value) + 1)] + chance.choice(["", "x", "\n", "’", value])
        case 3 if type(value) is int:
            return value + chance.choice([-1, 1, -value, 2**40, -(2**40)])
        case _:
            return chance.choice(leaves)


def _deep(value: Any, levels: int) -> Any:
    for level in range(levels):
        value = [value] if level % 2 else {"k": value}
    return value


def packed_changed(chance: random.Random, valid: bytes) -> bytes:
    """A msgpack message, changed in its structure or in its bytes."""
    if chance.random() < 0.3:
        return bytes_changed(chance, valid)
    changed = structure_changed(chance, msgpack.unpackb(valid, strict_map_key=False))
    try:
        return msgpack.packb(changed, use_bin_type=True)
    except (ValueError, OverflowError):
        return bytes_changed(chance, valid)


def json_changed(chance: random.Random, valid: bytes) -> bytes:
    """A JSON document, changed in its structure or in its bytes."""
    if chance.random() < 0.3:
        return bytes_changed(chance, valid)
    return json.dumps(structure_changed(chance, json.loads(valid)), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


Change = Callable[[random.Random, bytes], bytes]
