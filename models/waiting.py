"""What waits for a manager: everything somebody proposed that would change what holds if a manager confirmed it now."""

from collections.abc import Iterable

from models.episodes import Episode
from models.fold import AWAITING_A_MANAGER, AWAITING_AUTHORITY, PersonState, Proposal, ScopeState
from models.fold.facts import A_DISPUTE_IS_OPEN
from models.fold.graph import reach
from models.kinds.restriction import RestrictionReviewed
from models.withdrawn import IN_FORCE


def waiting(state: ScopeState, episodes: Iterable[Episode] = ()) -> tuple[Proposal, ...]:
    """Lowering entries and corrections nobody has decided on, and step-downs of episodes still open, in order of time."""
    settled = _settled(state) if state.proposals else set[str]()
    lowering = (
        each
        for each in state.proposals
        if each.words != A_DISPUTE_IS_OPEN and not _overtaken(state, each, settled)
    )
    stepping_down = (each for episode in episodes if episode.open for each in episode.proposals)
    by_id = {each.entry.id: each for each in (*lowering, *stepping_down, *_interim(state))}
    return tuple(sorted(by_id.values(), key=lambda each: (state.at[each.entry.id], each.entry.id)))


def _interim(state: ScopeState) -> Iterable[Proposal]:
    """Restrictions that hold for now, and plans to step one down, which a manager gives authority by confirming them."""
    for restriction in state.restrictions if isinstance(state, PersonState) else ():
        for head in restriction.heads:
            plans = (
                isinstance(head.fact.body, RestrictionReviewed) and head.fact.body.step_down_on is not None
            )
            if head.id not in restriction.authority and (plans or head.authority_at is None):
                yield Proposal(head.fact.entry, head.id, AWAITING_AUTHORITY)


def _settled(state: ScopeState) -> set[str]:
    """Everything the entries that hold now were recorded in knowledge of."""
    tracked = (each.slot for each in (*state.actions, *state.registers.lines))
    heads = [head.id for slot in (*state.slots, *tracked) for head in slot.heads]
    return reach(heads, state.follows)


def _overtaken(state: ScopeState, proposal: Proposal, settled: set[str]) -> bool:
    """Whether something in force was recorded after it, in knowledge of it: for a correction, another of the same entry."""
    if proposal.words == AWAITING_A_MANAGER:
        return proposal.entry.id in settled
    notes = [note for note in state.annotations[proposal.target] if note.words in IN_FORCE]
    if any(note.words == "voided" for note in notes):
        return True
    return proposal.entry.id in reach((note.by.id for note in notes), state.follows)
