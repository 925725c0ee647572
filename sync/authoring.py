"""Making an entry out of what was said: which record it belongs to, what it follows, under which role, clock and standard."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.authority import ABOUT_WHAT_IS_HELD
from models.directory import Directory
from models.entry import FIXED_RECORDS, PLAN_RECORDS, Clock, Entry
from models.errors import InvalidEntry, UnknownThing
from models.heads import heads
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.correction import EntryAmended, EntryConfirmed, EntryVoided
from models.kinds.plan import PlanMade
from models.kinds.prompt import PromptTold
from models.kinds.safety import ThresholdOverridden, threshold_record

OPENS_ITS_OWN = (
    "caseload.assigned",
    "contact.recorded",
    "entry.accepted",
    "entry.settled",
    "episode.stepped_down",
    "escalation.opened",
    "prompt.",
    "restriction.applied",
    "person.matched",
    "access.viewed",
    "visit.note",
    "goal.set",
    "handover.given",
    "copy.offered",
    "candour.told",
    "safeguarding.raised",
    "action.assigned",
    "issue.logged",
    "risk.registered",
    "referral.received",
    "audit.performed",
    "learning.recorded",
    "supervision.recorded",
    "staff.joined",
    "staff.leave_set",
    "team.created",
)


@dataclass(frozen=True)
class Said:
    """What somebody recorded, before it is an entry. `record` and `follows` are None when they go without saying."""

    kind: str
    scope: str
    body: dict[str, Any]
    record: str | None = None
    follows: tuple[str, ...] | None = None
    occurred_at: datetime | None = None
    entry_id: str | None = None


@dataclass(frozen=True)
class Hand:
    """Whose hand it is, and what is known at that moment. `now` is the device's own clock, right or wrong.

    `saw`: whether they had an entry in front of them (None: all of it); what was closed to them is not followed.
    """

    org: str
    staff: str
    device: str
    directory: Directory
    now: datetime
    offset_minutes: int
    clock: Clock
    saw: Callable[[Entry], bool] | None = None


def when(said: Said, body: Body, now: datetime) -> datetime:
    """When it happened: as given, else what the body itself says, else now."""
    if said.occurred_at is not None:
        return said.occurred_at
    if isinstance(body, ContactRecorded):
        return body.ended_at
    return body.told_at if isinstance(body, PromptTold) else now


def target_of(body: Mapping[str, Any], kind: str, held: Mapping[str, Entry]) -> Entry | None:
    """The entry a correction is about. UnknownThing when it is not here."""
    if not kind.startswith("entry.") or kind in ABOUT_WHAT_IS_HELD:
        return None  # what is held and not accepted need not be here
    found = held.get(str(body.get("target")))
    if found is None:
        raise UnknownThing(fields=["target"])
    return found


def compose(said: Said, body: Body, hand: Hand, held: Mapping[str, Entry], entry_id: str, salt: str) -> Entry:
    """The entry. `held` are the entries of its scope that stand here, by id."""
    record = said.record or _record(said.kind, body, held, entry_id)
    follows = _latest(record, filter(hand.saw, held.values())) if said.follows is None else said.follows
    occurred_at = when(said, body, hand.now)
    author = hand.directory.staff.get(hand.staff)
    return Entry(
        id=entry_id,
        salt=salt,
        org=hand.org,
        kind=said.kind,
        scope=_scope_of(record, said.scope, held),
        record=record,
        follows=follows,
        author=hand.staff,
        device=hand.device,
        role_seen=author.role_entry if author else None,
        occurred_at=occurred_at,
        recorded_at=hand.now,
        utc_offset_minutes=hand.offset_minutes,
        clock=hand.clock,
        standard=hand.directory.standard_at(occurred_at).version,
        body=said.body,
    )


def _scope_of(record: str, wanted: str, held: Mapping[str, Entry]) -> str:
    """A record lies in one scope: of somebody with several, in the one where it was begun; else where it was wanted."""
    if (opened := held.get(record)) is not None:
        return opened.scope
    places = {entry.scope for entry in held.values() if entry.record == record}
    return places.pop() if len(places) == 1 else wanted


def _record(kind: str, body: Body, held: Mapping[str, Entry], entry_id: str) -> str:
    if kind in FIXED_RECORDS:
        return FIXED_RECORDS[kind]
    if isinstance(body, PlanMade):
        return PLAN_RECORDS.get(body.type, entry_id)
    if isinstance(body, ThresholdOverridden):
        return threshold_record(body)
    if isinstance(body, EntryAmended | EntryVoided | EntryConfirmed):
        return held[body.target].record
    if kind == "standard.published":
        return "standard"
    if kind.startswith(OPENS_ITS_OWN):
        return entry_id
    raise InvalidEntry(fields=["record"])


def _latest(record: str, held: Iterable[Entry]) -> tuple[str, ...]:
    of_record = {entry.id: entry for entry in held if entry.record == record}
    return tuple(entry.id for entry in heads(tuple(of_record.values()), of_record))
