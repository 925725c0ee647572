"""What is latest in a record: by `follows`, never by clocks."""

from collections.abc import Collection, Mapping

from models.entry import Entry
from models.times import in_order


def heads(among: Collection[Entry], record: Mapping[str, Entry]) -> list[Entry]:
    """Those of `among` that none of the others follows, directly or through `record` (entries by id), in order of time.

    Entries that claim to follow each other in a ring are all heads: never none.
    """
    passed: set[str] = set()
    for entry in among:
        passed |= followed(entry, record)
    left = [entry for entry in among if entry.id not in passed]
    return sorted(left or among, key=in_order)


def followed(entry: Entry, record: Mapping[str, Entry]) -> set[str]:
    """Every id the entry follows, directly or through the entries of `record`; ids not in it are named, not passed."""
    seen: set[str] = set()
    to_visit = list(entry.follows)
    while to_visit:
        id = to_visit.pop()
        if id not in seen and id != entry.id:
            seen.add(id)
            to_visit += record[id].follows if id in record else ()
    return seen
