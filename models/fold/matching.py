"""Two records that are one person's: which scopes a manager's `person.matched` joins, and by whose name they go on.

Each match lies in one of the two scopes it joins, with its corrections, so what a scope says of it is told from that
scope alone. Joined is whoever can be reached by matches that stand, either way along; a void parts them again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from models.authority import authorised
from models.directory import Directory
from models.entry import Entry, person_scope
from models.fold.corrections import Corrections
from models.fold.facts import Fact
from models.fold.timeline import Timeline
from models.kinds.base import Body
from models.kinds.referral import PersonMatched
from models.times import corrected

MATCHED = "person.matched"
Links = Mapping[str, Collection[str]]


def links_in(entries: Iterable[Entry], directory: Directory) -> dict[str, frozenset[str]]:
    """By scope, the scopes that a match standing in it joins it with. Scopes without one are left out."""
    by_scope: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == MATCHED or entry.kind.startswith("entry."):
            by_scope.setdefault(entry.scope, []).append(entry)
    found = {
        scope: frozenset(_others(each, directory))
        for scope, each in by_scope.items()
        if any(entry.kind == MATCHED for entry in each)
    }
    return {scope: others for scope, others in found.items() if others}


def joined(scope: str, links: Links) -> tuple[str, ...]:
    """The scope and all that are one person's with it, in order; itself alone where nothing joins it."""
    if not links:
        return (scope,)
    beside: dict[str, set[str]] = {}
    for one, others in links.items():
        for other in others:
            beside.setdefault(one, set()).add(other)
            beside.setdefault(other, set()).add(one)
    found, to_visit = {scope}, [scope]
    while to_visit:
        new = beside.get(to_visit.pop(), set()) - found
        found |= new
        to_visit += new
    return tuple(sorted(found))


def main_of(scope: str, scopes: Collection[str], entries: Iterable[Entry]) -> str:
    """The scope by which joined records go on: where the person was first registered, else first written of.

    So the prompts of somebody known stay the same prompts when a contact "not on my list" is matched to them.
    """
    if len(scopes) < 2:
        return scope
    places = ((each.kind != "person.registered", corrected(each).at, each.scope) for each in entries)
    return min(places, default=(True, None, scope))[2]


def stands(fact: Fact[Body], fold: Corrections) -> bool:
    """Whether a match joins anything: by somebody who may decide it, or confirmed or accepted by somebody who may."""
    return (
        authorised(fact.entry, fold.directory)
        or fold.confirmed_at(fact.id) is not None
        or fold.accepted(fact.id)
    )


def _others(entries: Iterable[Entry], directory: Directory) -> Iterator[str]:
    fold = Corrections(Timeline.of(entries), directory)
    for fact in fold.facts().of(PersonMatched).values():
        if stands(fact, fold):
            yield from (person_scope(body.other) for body in fact.bodies)


__all__ = ["MATCHED", "Links", "joined", "links_in", "main_of", "stands"]
