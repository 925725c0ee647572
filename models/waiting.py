"""What waits for a manager: everything somebody proposed that would change what holds if a manager confirmed it now."""

from collections.abc import Iterable

from models.episodes import Episode
from models.fold import AWAITING_A_MANAGER, AWAITING_AUTHORITY, PersonState, Proposal
from models.fold.facts import A_DISPUTE_IS_OPEN
from models.fold.graph import reach
from models.kinds.restriction import RestrictionReviewed
from models.withdrawn import IN_FORCE


def waiting(person: PersonState, episodes: Iterable[Episode]) -> tuple[Proposal, ...]:
    """Lowering entries and corrections nobody has decided on, and step-downs of episodes still open, in order of time."""
    settled = _settled(person) if person.proposals else set[str]()
    lowering = (
        each
        for each in person.proposals
        if each.words != A_DISPUTE_IS_OPEN and not _overtaken(person, each, settled)
    )
    stepping_down = (each for episode in episodes if episode.open for each in episode.proposals)
    by_id = {each.entry.id: each for each in (*lowering, *stepping_down, *_interim(person))}
    return tuple(sorted(by_id.values(), key=lambda each: (person.at[each.entry.id], each.entry.id)))


def _interim(person: PersonState) -> Iterable[Proposal]:
    """Restrictions that hold for now, and plans to step one down, which a manager gives authority by confirming them."""
    for restriction in person.restrictions:
        for head in restriction.heads:
            plans = (
                isinstance(head.fact.body, RestrictionReviewed) and head.fact.body.step_down_on is not None
            )
            if head.id not in restriction.authority and (plans or head.authority_at is None):
                yield Proposal(head.fact.entry, head.id, AWAITING_AUTHORITY)


def _settled(person: PersonState) -> set[str]:
    """Everything the entries that hold now were recorded in knowledge of."""
    tracked = (each.slot for each in (*person.concerns, *person.actions))
    heads = [head.id for slot in (*person.slots, *tracked) for head in slot.heads]
    return reach(heads, person.follows)


def _overtaken(person: PersonState, proposal: Proposal, settled: set[str]) -> bool:
    """Whether something in force was recorded after it, in knowledge of it: for a correction, another of the same entry."""
    if proposal.words == AWAITING_A_MANAGER:
        return proposal.entry.id in settled
    notes = [note for note in person.annotations.get(proposal.target, ()) if note.words in IN_FORCE]
    if any(note.words == "voided" for note in notes):
        return True
    return proposal.entry.id in reach((note.by.id for note in notes), person.follows)
