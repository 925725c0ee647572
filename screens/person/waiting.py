"""What waits for a manager, in words: what, who and when, what holds meanwhile, and who can confirm it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.authority import DECIDERS, may_author
from models.codes import Role
from models.directory import Directory
from models.entry import Entry, read_body
from models.errors import BadInput, NewerFormat
from models.fold import AWAITING_AUTHORITY, Proposal, ScopeState
from models.kinds.correction import EntryAmended
from models.saying import said_in
from models.times import corrected, marked, moment_words
from models.waiting import waiting
from screens.prompt.lines import sentence
from sync.views import Me, ScopeView

KIND = "entry.confirmed"
HOLDS_FOR_NOW = "It holds for now, as a worker recorded it."
NOTHING_CHANGES = "Until then nothing changes."  # nobody had set it before
EPISODE_STAYS = "The episode stays open, and its prompts still ask."


@dataclass(frozen=True)
class WaitingLine:
    """One proposal. `what` it says, `instead` what an amendment would put in place, `by` who and when, `meanwhile` what holds.

    `mine`: whoever reads proposed it. `confirmable`: they may confirm it; else `by_whom` says who can.
    """

    entry: str
    episode: str
    what: str
    instead: str
    by: str
    meanwhile: str
    mine: bool
    confirmable: bool
    by_whom: str


def waiting_lines(view: ScopeView, directory: Directory, me: Me, now: datetime) -> tuple[WaitingLine, ...]:
    """Every proposal that waits, the oldest first."""
    found = waiting(view.state, view.evaluation.episodes)
    return tuple(_line(each, view.state, directory, me, now) for each in found)


def who_confirms(state: ScopeState, directory: Directory, now: datetime, but: str = "") -> str:
    """ "a manager: Mo Manager", or a senior where the team has no manager."""
    for role in (role for role in Role.all() if role in DECIDERS):
        members = directory.members(state.team, now, role) if state.team else ()
        if names := [each.name for each in members if each.id != but]:
            return f"a {role}: {', '.join(names)}"
    return "a manager"


def _line(proposal: Proposal, state: ScopeState, directory: Directory, me: Me, now: datetime) -> WaitingLine:
    entry, mine = proposal.entry, proposal.entry.author == me.staff_id
    by_whom = who_confirms(state, directory, now, but=entry.author)
    return WaitingLine(
        entry=entry.id,
        episode=entry.body.get("episode", "") if entry.kind == "episode.stepped_down" else "",
        what=_said(entry, directory),
        instead=_instead(entry, state.entries, directory),
        by=sentence(
            f"{directory.name_of(entry.author)}, {marked(moment_words(state.at[entry.id], now), corrected(entry).certain)}"
        ),
        meanwhile=_meanwhile(proposal, state, directory),
        mine=mine,
        confirmable=may_author(me.role, KIND) and not mine,
        by_whom=by_whom,
    )


def _meanwhile(proposal: Proposal, state: ScopeState, directory: Directory) -> str:
    if proposal.entry.kind == "episode.stepped_down":
        return EPISODE_STAYS
    if proposal.words == AWAITING_AUTHORITY:
        return HOLDS_FOR_NOW
    if proposal.target == proposal.entry.id:
        return NOTHING_CHANGES
    return _said(state.entries[proposal.target], directory)


def _said(entry: Entry, directory: Directory) -> str:
    try:
        return said_in(entry, entry.said, directory)
    except (BadInput, NewerFormat):
        return said_in(entry, None, directory)


def _instead(entry: Entry, entries: Mapping[str, Entry], directory: Directory) -> str:
    """What an amendment would put in place of the entry it is about."""
    body = entry.said
    target = entries.get(body.target) if isinstance(body, EntryAmended) else None
    if target is None or not isinstance(body, EntryAmended):
        return ""
    return said_in(target, read_body(target.kind, body.body), directory)
