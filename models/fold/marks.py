"""What is said beside an entry in the trail: that it builds on one not here yet, that its author's role may not record it.

Neither changes what is true of the person, so they are worked out only where somebody looks.
"""

from collections.abc import Iterator

from models.authority import authorised
from models.directory import Directory
from models.entry import Entry
from models.errors import BadInput, NewerFormat
from models.fold.scope import ScopeState
from models.kinds.correction import EntryAmended, EntryVoided


def incomplete(state: ScopeState) -> dict[str, tuple[str, ...]]:
    """By id, the entries it builds on that are not here yet: of those it follows, and for a correction its target."""
    lacking = {
        id: tuple(dict.fromkeys(each for each in _needs(entry) if each not in state.entries))
        for id, entry in state.entries.items()
    }
    return {id: parents for id, parents in lacking.items() if parents}


def unauthorised(state: ScopeState, directory: Directory) -> tuple[str, ...]:
    """The ids of entries that are accepted though their author's role may not author that kind."""
    entries, unknown = state.entries, {entry.id for entry in state.unknown}
    return tuple(
        id
        for id, entry in entries.items()
        if id not in unknown and not authorised(entry, directory, entries.get(_target(entry) or ""))
    )


def _needs(entry: Entry) -> Iterator[str]:
    yield from entry.follows
    if (target := _target(entry)) is not None:
        yield target


def _target(entry: Entry) -> str | None:
    """What a correction that can be read is about."""
    try:
        body = entry.said
    except (BadInput, NewerFormat):
        return None
    return body.target if isinstance(body, EntryAmended | EntryVoided) else None
