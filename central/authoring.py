"""Entries the centre authors: what commands say for a member of staff, and what follows from dates.

The same envelope, digest and intake as a tablet's; the device is the centre's own, whose clock is the measure of others.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from central.centre import Centre, new_id
from central.errors import CommandRefused
from central.intake import Read, prepare
from central.joining import joined
from central.judging import Reason
from central.stream import Line, append, append_within
from models.authority import OWN_LEAVE, ROLE_MAY_NOT, roles_for, silences_themselves
from models.checks import check
from models.directory import Directory
from models.entry import ORGANISATION, Clock, Entry, author, digest_of
from models.errors import UnknownThing
from models.heads import heads
from models.times import local
from vault.dictionary import deflate

OWN_CLOCK = Clock(error_ms=0, holds=True)


@dataclass(frozen=True)
class Statement:
    """What is to be said: a kind, its scope and record (None: a record of its own), and its body."""

    kind: str
    scope: str
    body: dict[str, Any]
    record: str | None = None
    id: str | None = None


def say(centre: Centre, staff_id: str, statement: Statement) -> Line:
    """Author and take in one entry for a member of staff.

    A BadInput (`models.checks`) or CommandRefused when it would not be accepted; then nothing is recorded.
    """
    entry = compose(centre, staff_id, statement)
    directory = centre.records.directory(entry.org)
    now = centre.now()
    check(entry.kind, entry.body, occurred_at=now, now=now, person=None, directory=directory)
    incoming = prepare(centre, entry.org, [_read(entry)], directory, None)
    if incoming[0].reason is not None:
        raise CommandRefused(_why(entry, incoming[0].reason), fields=[incoming[0].reason])
    return append(centre.database, centre.keys.attest, entry.org, incoming, now)[entry.id]


def say_as_centre(centre: Centre, entry: Entry) -> Line:
    """Take in an entry that follows from what is held already; the line it has, if it was said before."""
    incoming = prepare(centre, entry.org, [_read(entry)], centre.records.directory(entry.org), None)
    return append(centre.database, centre.keys.attest, entry.org, incoming, centre.now())[entry.id]


def say_within(
    centre: Centre, connection: Connection, directory: Directory, entries: Iterable[Entry]
) -> dict[str, Line]:
    """Take in entries within the caller's own writing transaction, judged by `directory`."""
    org = centre.organisation.id
    incoming = prepare(centre, org, [_read(entry) for entry in entries], directory, None)
    return append_within(connection, centre.keys.attest, org, incoming, centre.now())


def compose(centre: Centre, staff_id: str, statement: Statement, *, role_seen: str | None = None) -> Entry:
    """The entry, following what is latest in its record."""
    organisation = centre.organisation
    directory = centre.records.directory(organisation.id)
    now = centre.now()
    id = statement.id or new_id()
    record = statement.record or id
    return Entry(
        id=id,
        salt=new_id(),
        org=organisation.id,
        kind=statement.kind,
        scope=statement.scope,
        record=record,
        follows=_latest(centre, statement.scope, record) if statement.record else (),
        author=staff_id,
        device=organisation.device,
        role_seen=role_seen or directory.role_entry_of(staff_id),
        occurred_at=now,
        recorded_at=now,
        utc_offset_minutes=int((local(now).utcoffset() or timedelta()).total_seconds() // 60),
        clock=OWN_CLOCK,
        standard=_standard(directory, centre),
        body=statement.body,
    )


def _latest(centre: Centre, scope: str, record: str) -> tuple[str, ...]:
    org = centre.organisation.id
    with centre.database.read() as connection:
        scopes = joined(connection, org, scope)
        there = [each for one in scopes for each in centre.records.folded_from(org, one, connection)]
    states = [each for each in there if each.record == record and not each.kind.startswith("entry.")]
    return tuple(each.id for each in heads(states, {each.id: each for each in there}))


def _standard(directory: Directory, centre: Centre) -> str:
    try:
        return directory.standard_at(centre.now()).version
    except UnknownThing:
        return "none"


def _read(entry: Entry) -> Read:
    authored = author(entry)
    return Read(entry, digest_of(authored), deflate(authored))


def _why(entry: Entry, reason: str) -> str:
    if silences_themselves(entry.author, entry.kind, entry.body):
        return OWN_LEAVE
    if reason == ROLE_MAY_NOT:
        may = " or ".join(role.words.lower() for role in roles_for(entry.kind))
        return f"Only a {may} may record “{entry.kind}”: give one with --as."
    return f"“{entry.kind}” could not be recorded. {Reason(reason).words}"


__all__ = ["ORGANISATION", "Statement", "compose", "say", "say_as_centre", "say_within"]
