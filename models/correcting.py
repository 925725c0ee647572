"""What can be corrected, by whom, and what an amendment puts in its place.

A correction is a further entry; both stay in the trail. What the centre says of itself, traces of who looked, and what settles
something not accepted are no statements about the person, so nobody corrects them. A registration is followed by new details.
"""

from collections.abc import Mapping
from typing import Any

from models.authority import ABOUT_WHAT_IS_HELD, BY_THE_CENTRE, may_author, roles_for
from models.codes import Role
from models.entry import Entry
from models.fold import ScopeState
from models.kinds.correction import EntryAmended
from models.standard import Standard

AMENDED, VOIDED = "entry.amended", "entry.voided"
STAYS = BY_THE_CENTRE | ABOUT_WHAT_IS_HELD | {"access.viewed", "prompt.seen", "person.registered"}
Document = Mapping[str, Any]


def correctable(kind: str) -> bool:
    """Whether an entry of this kind can be corrected at all. Unknown kinds cannot: this version does not know what they say."""
    return bool(roles_for(kind)) and kind not in STAYS


def may_correct(role: str | None, kind: str, standard: Standard | None = None) -> bool:
    """Whether the role may correct an entry of this kind: a correction needs what its target needs, whoever wrote that."""
    return may_author(role, VOIDED) and may_author(role, kind, standard)


def who_corrects(kind: str, standard: Standard | None = None) -> list[Role]:
    """The roles that may correct an entry of this kind, in the order of the ladder."""
    return [role for role in roles_for(kind, standard) if may_correct(role, kind, standard)]


def says_now(state: ScopeState, id: str) -> tuple[Entry, Document] | None:
    """An entry in force, and the body it has now: its own, or that of the amendment that holds. None where it is not in force."""
    fact = state.facts.get(id)
    if fact is None:
        return None
    by = fact.statements[0].by
    return fact.entry, by.body["body"] if isinstance(by.said, EntryAmended) else by.body


def replacement(holds: Document, reopened: Document, entered: Document) -> dict[str, Any]:
    """A whole body in place of `holds`: whatever a form says otherwise than when it was `reopened`, and all else as it was.

    So what a form does not ask, or shows less exactly (a time to the minute), stays to the letter until somebody changes it.
    """
    unchanged = {name for name in {*holds, *entered} if reopened.get(name) == entered.get(name)}
    kept = {name: said for name, said in holds.items() if name in unchanged}
    return kept | {name: said for name, said in entered.items() if name not in unchanged}
