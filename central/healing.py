"""Tablets heal the base: what a restored centre lacks comes back from the devices that hold it (`docs/sync.md`).

A device lists ids; those that are not here are asked for, and come with their proof: what the centre that is no more said
of each. With an attestation that fits, an entry is taken as it was, whoever wrote it: same received time, same verdict, a
new number. It may come back in any order, so that its scope's projections and grants are worked out anew.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, insert, select, update

from central import grants, restored, watch
from central.centre import Centre
from central.devices import Device
from central.instants import from_ms
from central.judging import FindTarget, Reason, reason_against, target_of
from central.reading import Read, Refused, read_authored
from central.store.tables import devices, entries, given_back
from central.stream import AT_ONCE, Incoming, Line, append_within, head, lock
from central.targets import target_finder, unless_accepted
from models.directory import Directory
from models.entry import ORGANISATION
from models.errors import DamagedRow, NewerFormat, NotUnderstood
from models.times import day_of
from sync.attest import Attested, is_attested
from sync.messages import Listing, Page, PageEntry, Proof, SyncRequest, Unapplied
from sync.session import Healing
from vault.dictionary import deflate
from vault.sealing import open_page

log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class Proved:
    """An entry that this centre held once, and what it said of it then. `reason`: held, not accepted.

    `unsure`: by a version that attested both verdicts alike, and its device says that it was not accepted.
    """

    read: Read
    epoch: bytes
    seq: int
    received_ms: int
    reason: str | None
    unsure: bool = False


def heal(centre: Centre, device: Device, request: SyncRequest) -> Healing:
    """Take pages that the device never opened, then its listing; the answer says which of the ids are lacking."""
    kept = [place for place, page in enumerate(request.unapplied) if _take_page(centre, device, page)]
    lacking = _take_listing(centre, device, request.listing) if request.listing else ()
    return Healing(lacking, kept)


def proved(centre: Centre, read: Read, proof: Proof | None) -> Proved | None:
    """None without a proof that fits. Which of the two attestations fits is the verdict; nobody can turn it round."""
    if proof is None:
        return None
    line = Attested(
        org=bytes.fromhex(read.entry.org),
        id=bytes.fromhex(read.entry.id),
        digest=read.digest,
        device=bytes.fromhex(read.entry.device),
        epoch=proof.epoch,
        seq=proof.seq,
        received_ms=proof.received_ms,
    )
    reason = None
    if not is_attested(centre.keys.attest, line, proof.attestation):
        if not is_attested(centre.keys.attest, line, proof.attestation, accepted=False):
            return None
        reason = proof.reason if proof.reason in Reason.KNOWN else "invalid"
    unsure = reason is None and proof.reason is not None
    return Proved(read, proof.epoch, proof.seq, proof.received_ms, reason, unsure)


def give_back(centre: Centre, device: Device, came: Sequence[Proved]) -> dict[str, Line]:
    """Number what is not here, as it was; the line of each by id, committed."""
    if not came:
        return {}
    org = device.org
    keys = centre.cabinet.keys_for(org, {each.read.entry.scope for each in came})
    centre.cabinet.keys_for(org, [ORGANISATION])
    find_target = target_finder(centre, org, {each.read.entry.id: each.read.entry for each in came})
    directory = centre.records.directory(org)
    incoming = [
        unless_accepted(
            centre, _incoming(centre, each, keys[each.read.entry.scope], directory, find_target), directory
        )
        for each in came
    ]
    with centre.database.write() as connection:
        before = lock(connection, org).seq
        lines = append_within(connection, centre.keys.attest, org, incoming, centre.now())
        new = [each for each in came if lines[each.read.entry.id].seq > before]
        for each in came:
            line = lines[each.read.entry.id]
            if line.digest == each.read.digest and (line.epoch, line.seq) != (each.epoch, each.seq):
                _note(connection, device, each)
        _settle(centre, connection, device, new)
    return lines


def note_erased(centre: Centre, device: Device, each: Proved) -> None:
    """A person was erased on purpose: what is given back of them is not taken, and not missed."""
    with centre.database.write() as connection:
        _note(connection, device, each)
        at = head(connection, device.org).seq
        grants.had(connection, device.org, device.staff_id, [each.read.entry.scope], at)


def work_out_anew(centre: Centre, connection: Connection, org: str, scopes: Iterable[str]) -> None:
    """Projections and grants of these scopes, from everything accepted in them, within the caller's transaction."""
    accepted = {scope: centre.records.folded_from(org, scope, connection) for scope in sorted(set(scopes))}
    seq = head(connection, org).seq
    watch.mark(connection, org, seq, (), grants.renew(connection, org, seq, accepted, day_of(centre.now())))


def _incoming(
    centre: Centre, each: Proved, key: bytes, directory: Directory, find_target: FindTarget
) -> Incoming:
    entry, reason = each.read.entry, each.reason
    if each.unsure:
        reason = reason_against(entry, directory, find_target, entry.author)
    return Incoming(
        entry=entry,
        digest=each.read.digest,
        sealed=centre.cabinet.seal(key, entry.org, entry.id, each.read.deflated),
        reason=reason,
        accepts=target_of(entry, find_target) if entry.kind == "entry.accepted" else None,
        received_at=from_ms(each.received_ms),
    )


def _settle(centre: Centre, connection: Connection, device: Device, new: Sequence[Proved]) -> None:
    said = [each.read.entry for each in new if each.reason is None]
    scopes = {entry.scope for entry in said if entry.kind == "entry.accepted" or grants.changes_access(entry)}
    if scopes:
        work_out_anew(centre, connection, device.org, scopes)
    others = {each.read.entry.scope for each in new if each.read.entry.device != device.id}
    grants.had(connection, device.org, device.staff_id, others, head(connection, device.org).seq)


def _note(connection: Connection, device: Device, each: Proved) -> None:
    """Which number of which earlier epoch it had. Of two, the newer epoch's: that is where the stream had got to."""
    one = and_(given_back.c.org_id == device.org, given_back.c.id == each.read.entry.id)
    known = connection.execute(select(given_back).where(one)).one_or_none()
    values: dict[str, Any] = {"device": device.id, "epoch": each.epoch, "seq": each.seq}
    if known is None:
        key = {"org_id": device.org, "id": each.read.entry.id, "at": from_ms(each.received_ms)}
        connection.execute(insert(given_back).values(**key, **values))
    elif known.epoch is None or restored.number_of(known.epoch) < restored.number_of(each.epoch):
        connection.execute(update(given_back).where(one).values(values))


# Pages


def _take_page(centre: Centre, device: Device, page: Unapplied) -> bool:
    """Take what the device was sent and never opened. One that does not open is passed over: its device has it still."""
    try:
        opened = Page.read(open_page(device.keys, page.asked, page.sealed))
    except (DamagedRow, NewerFormat, NotUnderstood):
        log.warning("a page that device %s never opened does not open here either", device.id)
        return False
    found = [_proved_in_page(centre, device, each) for each in opened.entries]
    came = [each for each in found if each]
    for each in came:
        if centre.erased(each.read.entry.scope):
            note_erased(centre, device, each)
    give_back(centre, device, [each for each in came if not centre.erased(each.read.entry.scope)])
    return True


def _proved_in_page(centre: Centre, device: Device, each: PageEntry) -> Proved | None:
    try:
        read = read_authored(device.org, each.authored, deflate(each.authored))
    except Refused:
        return None
    return proved(centre, read, Proof(each.epoch, each.seq, each.received_ms, each.attestation, each.reason))


# Listings


def _take_listing(centre: Centre, device: Device, listing: Listing) -> Sequence[int]:
    """The places of what is lacking. The last part of a listing for this epoch ends what the device owes.

    What came here again by another way, and may have had a number that was lost, is asked for too: so no number is called
    missing whose entry is here.
    """
    org = device.org
    with centre.database.write() as connection:
        end = lock(connection, org)
        if listing.epoch != end.epoch:
            return ()
        ids = [id.hex() for id in listing.ids]
        opening = max(restored.openings(connection, org), key=lambda each: each.epoch)
        held = _held(connection, org, ids)
        known = _given(connection, org, ids)
        missing = {id for id in ids if id not in held and id not in known}
        newest = restored.number_of(opening.shown_epoch)
        uncertain = {
            id
            for id in ids
            if (id in known and restored.number_of(known[id]) < newest)
            or (id not in known and id in held and held[id].seq > opening.same_up_to)
        }
        _note_listed(centre, connection, device, missing)
        others = {each.scope for each in held.values() if each.device != device.id}
        grants.had(connection, org, device.staff_id, others, end.seq)
        if listing.last:
            one = and_(devices.c.org_id == org, devices.c.id == device.id)
            connection.execute(update(devices).where(one).values(healed_epoch=end.epoch))
    return [place for place, id in enumerate(ids) if id in missing or id in uncertain]


class _Here(NamedTuple):
    seq: int
    scope: str
    device: str


def _held(connection: Connection, org: str, ids: Sequence[str]) -> dict[str, _Here]:
    """Where those of the ids stand that are here."""
    columns = (entries.c.id, entries.c.seq, entries.c.scope, entries.c.device)
    held: dict[str, _Here] = {}
    for some in _in_parts(ids):
        chosen = and_(entries.c.org_id == org, entries.c.id.in_(some))
        held.update((id, _Here(*rest)) for id, *rest in connection.execute(select(*columns).where(chosen)))
    return held


def _given(connection: Connection, org: str, ids: Sequence[str]) -> dict[str, bytes]:
    """Those of the ids that came back already, or are not to, with the epoch whose number is known."""
    known: dict[str, bytes] = {}
    for some in _in_parts(ids):
        chosen = and_(given_back.c.org_id == org, given_back.c.id.in_(some), given_back.c.seq.is_not(None))
        known.update(connection.execute(select(given_back.c.id, given_back.c.epoch).where(chosen)).all())
    return known


def _note_listed(centre: Centre, connection: Connection, device: Device, missing: Iterable[str]) -> None:
    """Remember what was listed and has not been given, for the report if it never is."""
    wanted = sorted(missing)
    known: set[str] = set()
    for some in _in_parts(wanted):
        chosen = and_(given_back.c.org_id == device.org, given_back.c.id.in_(some))
        known |= set(connection.execute(select(given_back.c.id).where(chosen)).scalars())
    line = {"org_id": device.org, "device": device.id, "epoch": None, "seq": None, "at": centre.now()}
    rows = [{**line, "id": id} for id in wanted if id not in known]
    if rows:
        connection.execute(insert(given_back), rows)


def _in_parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
