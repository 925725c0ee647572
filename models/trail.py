"""The trail: every entry held, in order of time, with who, when, where, when recorded, when held centrally and who saw it.

Nothing is left out: corrected, voided, not accepted and unreadable entries have their line, with what became of them. On whose
tablet a prompt is stands with what raised it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.entry import Entry, Held
from models.errors import BadInput, NewerFormat
from models.fold import ScopeState, fold, fold_scope
from models.fold.marks import incomplete, unauthorised
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.traces import PromptDelivered
from models.opening import KIND
from models.saying import said_in
from models.times import clock_error, corrected, in_order, true_time


@dataclass(frozen=True, slots=True)
class Sight:
    """Who had an entry in front of them, and when."""

    staff: str
    name: str
    at: datetime
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """What a later entry (`id`) did to this one: amended, voided, confirmed, "may be an error", "awaiting a manager"."""

    id: str
    words: str
    name: str
    at: datetime
    reason: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One entry. `where` is how contact was made, empty for others. `held_at` is None until the centre has it.

    `certain` is False when the device's clock was in doubt; `clock_error` is what was taken off its time, device less true. `accepted` and `reason` (a code) are the centre's, None
    before it answered. `known` is False for a kind from a newer version. `on_tablets_of`: on whose tablets a prompt it raised
    is, which is not seen. `incomplete`: it builds on an entry that is not here yet; `unauthorised`: its author's role may not
    record it.
    """

    id: str
    kind: str
    what: str
    who: str
    staff: str
    where: str
    at: datetime
    certain: bool
    clock_error: timedelta
    recorded_at: datetime
    held_at: datetime | None
    accepted: bool | None
    reason: str | None
    known: bool
    on_tablets_of: tuple[Sight, ...]
    seen_by: tuple[Sight, ...]
    notes: tuple[Note, ...]
    incomplete: bool = False
    unauthorised: bool = False


@dataclass(frozen=True)
class _Beside:
    """What is said beside the entries, each of it by the entry's id."""

    state: ScopeState
    directory: Directory
    seen: Mapping[str, list[Sight]]
    delivered: Mapping[str, list[Sight]]
    incomplete: Collection[str] = ()
    unauthorised: Collection[str] = ()


def trail(held: Iterable[Held], directory: Directory) -> tuple[TrailLine, ...]:
    """The lines of one person's, or one team's, entries in order (corrected time, then id), each entry once."""
    by_id = {each.entry.id: each for each in held}
    scope = next((each.entry.scope for each in by_id.values()), "")
    state = fold_scope((each.entry for each in by_id.values()), directory, scope)
    beside = _Beside(
        state,
        directory,
        _sights(state, directory),
        _deliveries(by_id.values(), directory),
        incomplete(state),
        unauthorised(state, directory),
    )
    return tuple(_line(by_id[id], beside) for id in state.entries)


def openings(held: Iterable[Held], directory: Directory) -> tuple[TrailLine, ...]:
    """Who opened the record, in order: no part of what is true of the person, so not among the lines of the trail."""
    nothing = _Beside(fold((), directory), directory, {}, {})
    found = {each.entry.id: each for each in held if each.entry.kind == KIND}
    in_time = sorted(found.values(), key=lambda each: in_order(each.entry))
    return tuple(_line(each, nothing) for each in in_time)


def _line(held: Held, beside: _Beside) -> TrailLine:
    entry, body, directory = held.entry, _body(held.entry), beside.directory
    instant = corrected(entry)
    return TrailLine(
        id=entry.id,
        kind=entry.kind,
        what=said_in(entry, body, directory),
        who=directory.name_of(entry.author),
        staff=entry.author,
        where=body.mode.words if isinstance(body, ContactRecorded) else "",
        at=instant.at,
        certain=instant.certain,
        clock_error=clock_error(entry.clock, entry.occurred_at),
        recorded_at=true_time(entry.clock, entry.recorded_at),
        held_at=held.received_at,
        accepted=held.accepted,
        reason=held.reason,
        known=body is not None,
        on_tablets_of=tuple(beside.delivered.get(entry.id, ())),
        seen_by=tuple(beside.seen.get(entry.id, ())),
        notes=_notes(beside.state, entry.id, directory),
        incomplete=entry.id in beside.incomplete,
        unauthorised=entry.id in beside.unauthorised,
    )


def _body(entry: Entry) -> Body | None:
    try:
        return entry.said
    except (BadInput, NewerFormat):
        return None


def _notes(state: ScopeState, id: str, directory: Directory) -> tuple[Note, ...]:
    return tuple(
        Note(
            each.by.id,
            each.words,
            directory.name_of(each.by.author),
            state.at[each.by.id],
            each.reason,
            corrected(each.by).certain,
        )
        for each in state.annotations.get(id, ())
    )


def _sights(state: ScopeState, directory: Directory) -> Mapping[str, list[Sight]]:
    """By entry, who saw it: each once, at the first time, its own author aside; in order of time."""
    first: dict[tuple[str, str], tuple[datetime, bool]] = {}
    for fact in (*state.seen, *state.answers):
        for id in fact.body.evidence:
            who = id, fact.entry.author
            first[who] = min((fact.at, fact.certain), first.get(who, (fact.at, fact.certain)))
    sights: dict[str, list[Sight]] = defaultdict(list)
    for (id, staff), (at, certain) in sorted(first.items(), key=lambda each: (each[1], each[0])):
        if id in state.entries and state.entries[id].author != staff:
            sights[id].append(Sight(staff, directory.name_of(staff), at, certain))
    return sights


def _deliveries(held: Iterable[Held], directory: Directory) -> Mapping[str, list[Sight]]:
    """By entry, on whose tablets a prompt it raised has come to be: each of them once, at the first time; in order of time."""
    first: dict[tuple[str, str], datetime] = {}
    for each in held:
        body = _body(each.entry) if each.entry.kind == "prompt.delivered" else None
        if isinstance(body, PromptDelivered):
            for id in body.evidence:
                known = first.get((id, body.staff), body.delivered_at)
                first[id, body.staff] = min(known, body.delivered_at)
    sights: dict[str, list[Sight]] = defaultdict(list)
    for (id, staff), at in sorted(first.items(), key=lambda each: (each[1], each[0])):
        sights[id].append(Sight(staff, directory.name_of(staff), at))
    return sights
