"""How the organisation's entries become parts of a directory: one small function a part, each from one record."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from models.directory.parts import (
    EnrolledDevice,
    Leave,
    Published,
    RecoveryGiven,
    RoleEntry,
    Staff,
    Team,
    Unusable,
)
from models.entry import ORGANISATION, Entry, read_body
from models.errors import HandrailError
from models.heads import followed, heads
from models.kinds.base import Body
from models.kinds.correction import EntryAmended, EntryVoided
from models.kinds.organisation import (
    DeviceEnrolled,
    DeviceRecoveryIssued,
    DeviceRevoked,
    RotaSet,
    Shift,
    StaffJoined,
    StaffLeaveSet,
    StaffLeft,
    StaffRoleSet,
    StandardPublished,
    TeamCreated,
)
from models.standard import load
from models.times import corrected, in_order

B = TypeVar("B", bound=Body)
Part = TypeVar("Part")


class Record:
    """What each entry of one record says, amendments applied. `entries` are all there are, so no `follows` breaks off."""

    def __init__(self, id: str, entries: Mapping[str, Entry]) -> None:
        self.id = id
        self.entries = entries
        self.says: dict[str, Body] = {}

    def said(self, kind: type[B]) -> dict[str, B]:
        """Everything said of a kind, by entry id."""
        return {id: body for id, body in self.says.items() if isinstance(body, kind)}

    def latest(self, *kinds: type[Body]) -> list[Entry]:
        """The entries of these kinds that no other of them follows, in order of time."""
        among = [self.entries[id] for id, body in self.says.items() if isinstance(body, kinds)]
        return heads(among, self.entries)


def records(entries: Iterable[Entry]) -> tuple[dict[str, Record], set[str]]:
    """The organisation's entries by record, voided ones left out, and the ids this version cannot read."""
    held = {entry.id: entry for entry in entries if entry.scope == ORGANISATION}
    says, unread = _read(held)
    amended, voided = _annotations(held, says)
    by_record: dict[str, Record] = {}
    for id in says.keys() - voided:
        name = held[id].record
        record = by_record.setdefault(name, Record(name, held))
        record.says[id] = amended.get(id, says[id])
    return by_record, unread


def each(records: Mapping[str, Record], fold: Callable[[Record], Part | None]) -> dict[str, Part]:
    """The part each record gives, by the record's id; records that give none are left out."""
    return {id: part for id in sorted(records) if (part := fold(records[id])) is not None}


def staff(record: Record) -> Staff | None:
    joined = record.said(StaffJoined)
    if not joined:
        return None
    roles = _roles(record)
    named = joined[record.latest(StaffJoined)[-1].id]
    last_given = record.latest(StaffJoined, StaffRoleSet)[-1].id
    role = next(each for each in roles if each.id == last_given)
    ended = record.says[record.latest(StaffJoined, StaffLeft)[-1].id]
    return Staff(
        id=record.id,
        name=named.name,
        role=role.role,
        teams=role.teams,
        phone=named.phone,
        left_on=ended.left_on if isinstance(ended, StaffLeft) else None,
        role_entry=role.id,
        roles=roles,
    )


def _roles(record: Record) -> tuple[RoleEntry, ...]:
    given = record.said(StaffJoined) | record.said(StaffRoleSet)
    in_time = sorted((record.entries[id] for id in given), key=in_order)
    return tuple(
        RoleEntry(
            id=entry.id,
            staff=record.id,
            role=given[entry.id].role,
            teams=given[entry.id].teams,
            at=corrected(entry).at,
            passes=frozenset(followed(entry, record.entries)),
        )
        for entry in in_time
    )


def leave(record: Record) -> Leave | None:
    """What its latest entry says; None once it was called off or has ended."""
    said = record.said(StaffLeaveSet)
    if not said:
        return None
    latest = said[record.latest(StaffLeaveSet)[-1].id]
    return None if latest.ended else Leave(record.id, latest.staff, latest.from_on, latest.until_on)


def team(record: Record) -> Team | None:
    created = record.said(TeamCreated)
    if not created:
        return None
    latest = created[record.latest(TeamCreated)[-1].id]
    return Team(record.id, latest.name, latest.duty_phone)


def device(record: Record) -> EnrolledDevice | None:
    enrolled = record.said(DeviceEnrolled)
    if not enrolled:
        return None
    latest = enrolled[record.latest(DeviceEnrolled)[-1].id]
    ended = record.says[record.latest(DeviceEnrolled, DeviceRevoked)[-1].id]
    return EnrolledDevice(record.id, latest.staff, latest.label, revoked=isinstance(ended, DeviceRevoked))


def recoveries(record: Record) -> tuple[RecoveryGiven, ...] | None:
    """Every code that was given for one device, in order of time."""
    given = sorted((record.entries[id] for id in record.said(DeviceRecoveryIssued)), key=in_order)
    return tuple(RecoveryGiven(each.id, record.id, each.author, corrected(each).at) for each in given) or None


def rota(record: Record) -> tuple[Shift, ...] | None:
    """Two rotas set blind of each other hold together: better one too many on call than none."""
    said = record.said(RotaSet)
    latest = record.latest(RotaSet)
    return tuple(shift for entry in latest for shift in said[entry.id].shifts) if latest else None


def standards(records: Mapping[str, Record]) -> tuple[tuple[Published, ...], tuple[Unusable, ...]]:
    """Every published standard by when it takes effect, and those that do not load here."""
    published: list[Published] = []
    unusable: list[Unusable] = []
    for entry, body in _publications(records):
        by, at = entry.author, corrected(entry).at
        try:
            standard = load(body.document)
        except HandrailError as error:
            keys = tuple(error.fields)
            unusable.append(Unusable(body.version, entry.id, by, at, keys, error.happened))
            continue
        # The first reaches back to everything before it; no later one reaches back before its own publication.
        effective_at = max(body.effective_at, at) if published else body.effective_at
        published.append(Published(body.version, effective_at, entry.id, standard, by, at))
    return tuple(sorted(published, key=lambda each: (each.effective_at, each.entry))), tuple(unusable)


def _publications(records: Mapping[str, Record]) -> list[tuple[Entry, StandardPublished]]:
    said = [
        (record.entries[id], body)
        for record in records.values()
        for id, body in record.said(StandardPublished).items()
    ]
    return sorted(said, key=lambda each: in_order(each[0]))


def _read(held: Mapping[str, Entry]) -> tuple[dict[str, Body], set[str]]:
    says: dict[str, Body] = {}
    for id, entry in held.items():
        try:
            says[id] = entry.said
        except HandrailError:
            continue
    return says, held.keys() - says.keys()


def _annotations(held: Mapping[str, Entry], says: Mapping[str, Body]) -> tuple[dict[str, Body], set[str]]:
    """The replacing body of each amended entry (the latest amendment holds), and the voided ids."""
    amendments: dict[str, list[Entry]] = defaultdict(list)
    for id, body in says.items():
        if isinstance(body, EntryAmended) and body.target in says:
            amendments[body.target].append(held[id])
    amended = {target: _replacement(held, target, those) for target, those in amendments.items()}
    voided = {body.target for body in says.values() if isinstance(body, EntryVoided)}
    return {target: body for target, body in amended.items() if body}, voided


def _replacement(held: Mapping[str, Entry], target: str, amendments: list[Entry]) -> Body | None:
    for amendment in reversed(heads(amendments, held)):
        try:
            return read_body(held[target].kind, amendment.body["body"])
        except HandrailError:
            continue
    return None
