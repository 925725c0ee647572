"""What an entry is about: the target of a correction or an acceptance, and whether a manager had an entry count already."""

from contextlib import suppress
from dataclasses import replace

from sqlalchemy import and_

from central.centre import Centre
from central.errors import DatabaseUnusable
from central.judging import FindTarget
from central.records import columns
from central.store.tables import ACCEPTED, entries
from central.stream import Incoming
from models.authority import judge
from models.directory import Directory
from models.entry import Entry
from models.held import MAY_BE_ACCEPTED


def target_finder(centre: Centre, org: str, beside: dict[str, Entry]) -> FindTarget:
    """Finds what a correction is about: in the stream, or beside it in the same batch."""

    def find(id: str) -> Entry | None:
        if id in beside:
            return beside[id]
        with centre.database.read() as connection, suppress(DatabaseUnusable):
            record = centre.records.one(org, id, connection)
            return record.entry if record else None
        return None

    return find


def unless_accepted(centre: Centre, found: Incoming, directory: Directory) -> Incoming:
    """Without its reason if a manager accepted it before it came: after a restore things come in any order."""
    entry = found.entry
    if found.reason not in MAY_BE_ACCEPTED:
        return found
    said = and_(entries.c.scope == entry.scope, entries.c.kind == "entry.accepted", ACCEPTED)
    with centre.database.read() as connection:
        there = [
            centre.records.open(entry.org, row).entry for row in connection.execute(columns(entry.org, said))
        ]
    accepted = (each for each in there if each.body.get("target") == entry.id)
    return (
        replace(found, reason=None)
        if any(judge(each, directory, entry) is None for each in accepted)
        else found
    )
