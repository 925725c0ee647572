"""Who followed whom. State comes from here and never from clocks.

`follows` maps an entry's id to the ids its author had seen; an id without a row is a parent not yet here.
Every function is linear in what it walks and gives the same answer for any order of arrival.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

Follows = Mapping[str, Sequence[str]]


def reach(starts: Iterable[str], follows: Follows) -> set[str]:
    """The starts and everything they follow, directly or through others."""
    seen: set[str] = set()
    to_visit = list(starts)
    while to_visit:
        id = to_visit.pop()
        if id not in seen:
            seen.add(id)
            to_visit += follows.get(id, ())
    return seen


def heads(ids: Collection[str], follows: Follows) -> list[str]:
    """Those of `ids` that no other of them follows. Entries that claim to follow each other in a ring are all heads."""
    passed = reach((parent for id in ids for parent in follows.get(id, ()) if parent != id), follows)
    return [id for id in ids if id not in passed] or list(ids)


def nearest(id: str, follows: Follows, wanted: Callable[[str], bool]) -> list[str]:
    """The latest wanted entries the author of `id` had seen."""
    found: list[str] = []
    seen: set[str] = {id}
    to_visit = list(follows.get(id, ()))
    while to_visit:
        parent = to_visit.pop()
        if parent in seen:
            continue
        seen.add(parent)
        if wanted(parent):
            found.append(parent)
        else:
            to_visit += follows.get(parent, ())
    return heads(found, follows) if len(found) > 1 else found


def parents_first(ids: Collection[str], follows: Follows) -> list[str]:
    """`ids` so that each comes after all it follows, directly or through others; otherwise in the order given.

    A ring's members come last.
    """
    present = set(ids)
    children: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for id in ids:
        parents = _parents_among(present, id, follows)
        waiting[id] = len(parents)
        for parent in parents:
            children.setdefault(parent, []).append(id)
    ready = [id for id in ids if waiting[id] == 0]
    for id in ready:
        for child in children.get(id, ()):
            waiting[child] -= 1
            if waiting[child] == 0:
                ready.append(child)
    return ready + [id for id in ids if waiting[id] > 0]


def _parents_among(present: Collection[str], id: str, follows: Follows) -> set[str]:
    """Those of `present` that `id` follows with none of them in between: through a correction, say, that is not one."""
    found: set[str] = set()
    seen = {id}
    to_visit = list(follows.get(id, ()))
    while to_visit:
        parent = to_visit.pop()
        if parent in seen:
            continue
        seen.add(parent)
        if parent in present:
            found.add(parent)
        else:
            to_visit += follows.get(parent, ())
    return found
