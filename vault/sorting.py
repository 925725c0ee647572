"""What cells carved from a damaged vault are: rows of its tables by their shape, and from its indexes what else there was.

A row is kept if its id reads. A column that makes no sense gets a harmless value, and the row is set aside: unlocking then makes
its columns from its sealed bytes, or the centre gives it again. A receipt counts only whole: else an own row is sent once more,
which changes nothing at the centre.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, get_args

from vault.carving import Cell, Value
from vault.schema import STATE_NAMES
from vault.scopes import ScopeState, mark_of

ENTRY = (
    *(
        "n",
        "id",
        "digest",
        "mark",
        "scope_ix",
        "record_ix",
        "own",
        "recorded_ms",
        "seq",
        "received_ms",
        "epoch",
    ),
    *("attestation", "reason", "refused", "set_aside", "sealed", "again"),
    *("handed_ms", "settled_by"),
)
LEAST_COLUMNS = 15
NOWHERE = bytes(16)
UNSURE = {"seq": 0, "received_ms": 0, "epoch": bytes(12), "attestation": NOWHERE, "reason": None}
UNSENT = dict.fromkeys(UNSURE)
LOST = "lost"  # the layer of a row of which an index alone still knew
Row = dict[str, Any]


@dataclass
class Found:
    """What reads of a vault. `entries` by their place of arrival, `drafts`, `scopes` by key; `state` without the cursor.

    `missing` rows are among the entries, set aside; `lost` are those that no receipt covers.
    """

    entries: dict[int, Row] = field(default_factory=dict[int, Row])
    drafts: dict[bytes, tuple[Value, ...]] = field(default_factory=dict[bytes, tuple[Value, ...]])
    scopes: dict[bytes, tuple[Value, ...]] = field(default_factory=dict[bytes, tuple[Value, ...]])
    state: dict[str, bytes] = field(default_factory=dict[str, bytes])
    missing: int = 0
    lost: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.entries or self.drafts or self.scopes or self.state)


def sort(cells: Iterable[Cell]) -> Found:
    """The first of two that say they are the same is taken."""
    found, known = Found(), _Known()
    ids: set[bytes] = set()
    for cell in cells:
        if cell.rowid is None:
            _sort_tree(found, known, cell)
        elif (row := _entry(cell)) and row["n"] not in found.entries and row["id"] not in ids:
            found.entries[row["n"]] = row
            ids.add(row["id"])
    _doubt(found, known)
    _add_missing(found, known, ids)
    return found


@dataclass
class _Known:
    """What the indexes say, by place of arrival."""

    ids: dict[int, bytes] = field(default_factory=dict[int, bytes])
    own: dict[int, int | None] = field(default_factory=dict[int, "int | None"])
    scopes: dict[int, tuple[bytes, int, int]] = field(default_factory=dict[int, tuple[bytes, int, int]])


def _sort_tree(found: Found, known: _Known, cell: Cell) -> None:
    match cell.values:
        case (bytes(id), int(n)) if len(id) == 16:
            known.ids.setdefault(n, id)
        case (int() | None as seq, int(n), int(again)) if n == again:
            known.own.setdefault(n, seq)
        case (bytes(scope), str() | None, int(recorded), int(mark), int(n)) if len(scope) == 16:
            known.scopes.setdefault(n, (scope, recorded, mark))
        case (str(name), bytes(value)) if name in STATE_NAMES:
            found.state.setdefault(name, value)
        case (bytes(scope), str(state), int(), int(), bytes()) if len(scope) == 16 and state in get_args(
            ScopeState
        ):
            found.scopes.setdefault(scope, cell.values)
        case (bytes(id), int(), bytes()) | (bytes(id), int(), bytes(), int() | None) if len(id) == 16:
            found.drafts.setdefault(id, (*cell.values, None)[:4])
        case _:
            pass


def _entry(cell: Cell) -> Row | None:
    """The row in a cell of the entries' table, every column such as the table takes; None when it is no such cell."""
    if not LEAST_COLUMNS <= len(cell.values) <= len(ENTRY) or cell.rowid is None:
        return None
    row: Row = dict.fromkeys(ENTRY)
    row |= dict(zip(ENTRY, cell.values, strict=False))
    if not _is(row["id"], 16) or not (_is(row["digest"], 32) or _is(row["scope_ix"], 16)):
        return None
    right = _columns(row) | _receipt(row)
    aside = row["set_aside"] if isinstance(row["set_aside"], str) else None
    if aside is None and not (cell.whole and all(right[name] == row[name] for name in right)):
        aside = "columns"
    return right | {"n": cell.rowid, "id": row["id"], "set_aside": aside}


def _columns(row: Row) -> Row:
    digest = row["digest"] if _is(row["digest"], 32) else bytes(32)
    return {
        "digest": digest,
        "mark": mark_of(digest),
        "scope_ix": row["scope_ix"] if _is(row["scope_ix"], 16) else NOWHERE,
        "record_ix": row["record_ix"] if _is(row["record_ix"], 16) else NOWHERE,
        "own": int(row["own"] == 1 or row["seq"] is None),
        "recorded_ms": row["recorded_ms"] if isinstance(row["recorded_ms"], int) else 0,
        "refused": row["refused"] if isinstance(row["refused"], str) else None,
        "sealed": row["sealed"] if isinstance(row["sealed"], bytes) else b"",
        "again": row["again"] if row["again"] in (0, 1) else None,
        "handed_ms": row["handed_ms"] if isinstance(row["handed_ms"], int) else None,
        "settled_by": row["settled_by"] if isinstance(row["settled_by"], bytes) else None,
    }


def _receipt(row: Row) -> Row:
    whole = (
        isinstance(row["seq"], int)
        and row["seq"] > 0
        and isinstance(row["received_ms"], int)
        and _is(row["epoch"], 12)
        and _is(row["attestation"], 16)
        and isinstance(row["reason"], str | None)
    )
    if whole:
        return {name: row[name] for name in UNSURE}
    return UNSENT if row["own"] == 1 or row["seq"] is None else UNSURE


def _doubt(found: Found, known: _Known) -> None:
    """Set aside the rows of which an index says otherwise: unlocking tells which of the two is right."""
    for n, row in found.entries.items():
        said = known.scopes.get(n, (row["scope_ix"], row["recorded_ms"], row["mark"]))
        if row["set_aside"] is None and said != (row["scope_ix"], row["recorded_ms"], row["mark"]):
            row["set_aside"] = "columns"


def _add_missing(found: Found, known: _Known, ids: set[bytes]) -> None:
    """Rows of which only an index still knows; and for an unsent row whose id is in doubt, the id that the index has."""
    following = max([0, *found.entries, *known.ids]) + 1
    for n, id in sorted(known.ids.items()):
        if id in ids:
            continue
        here = found.entries.get(n)
        if here is not None and here["seq"] is not None:
            continue  # its sealed bytes will tell; the centre has it under its right id
        if here is not None:
            found.entries[following] = here | {"n": following, "id": id}
            following += 1
        elif n in known.own and known.own[n] is None:
            found.lost += 1
        else:
            found.entries[n] = _stub(n, id, known)
            found.missing += 1


def _stub(n: int, id: bytes, known: _Known) -> Row:
    scope, recorded, mark = known.scopes.get(n, (NOWHERE, 0, 0))
    columns = _columns(dict.fromkeys(ENTRY))
    there = {
        "n": n,
        "id": id,
        "scope_ix": scope,
        "recorded_ms": recorded,
        "mark": mark,
        "own": int(n in known.own),
    }
    return columns | UNSURE | there | {"seq": known.own.get(n) or 0, "set_aside": LOST}


def _is(value: Value, size: int) -> bool:
    return isinstance(value, bytes) and len(value) == size
