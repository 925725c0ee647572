"""The beginning: one transaction makes the organisation, the centre's own device, the standard, a team and its administrator.

Only on an empty stream. The administrator is the recorded author of it all.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from central.authoring import OWN_CLOCK, Statement
from central.cabinet import seal
from central.centre import Centre, new_id
from central.errors import CommandRefused
from central.intake import Read, prepare
from central.store.tables import organisation
from central.stream import append_within
from models.directory import Directory
from models.entry import ORGANISATION, Entry, author, digest_of
from models.errors import BadInput
from models.standard import SHIPPED_VERSION, load
from sync.attest import chain_start, make_epoch
from vault.dictionary import deflate

SHIPPED = Path(__file__).resolve().parents[1] / "assets" / "standard" / f"{SHIPPED_VERSION}.json"
FIRST_EPOCH = 1


@dataclass(frozen=True)
class Founded:
    """The ids of what was made. `device` is the centre's own."""

    org_id: str
    administrator: str
    team: str
    device: str


def shipped_standard() -> dict[str, Any]:
    """The operating standard that comes with this version."""
    document: dict[str, Any] = json.loads(SHIPPED.read_bytes())
    return document


def begin(
    centre: Centre,
    administrator: str,
    *,
    organisation_name: str,
    team_name: str,
    duty_phone: str = "",
    standard: dict[str, Any] | None = None,
) -> Founded:
    """CommandRefused if there is an organisation already. It all stands, or none of it."""
    if centre.begun:
        raise _begun_already()
    founded = Founded(new_id(), new_id(), new_id(), new_id())
    spoken = _spoken(
        founded, administrator, team_name, duty_phone, standard or shipped_standard(), centre.now()
    )
    entries = [_entry(founded, each, centre.now(), version=spoken[-1].body["version"]) for each in spoken]
    _commit(centre, founded, organisation_name, entries)
    return founded


def _spoken(
    founded: Founded, administrator: str, team: str, phone: str, document: dict[str, Any], at: datetime
) -> list[Statement]:
    version = _version(document)
    joined = {"name": administrator, "role": "administrator", "teams": [founded.team]}
    standard = {"version": version, "effective_at": at.isoformat(), "document": document}
    said = [
        ("team.created", {"name": team, "duty_phone": phone}, founded.team),
        ("staff.joined", joined, founded.administrator),
        ("device.enrolled", {"staff": founded.administrator, "label": "Centre"}, founded.device),
        ("standard.published", standard, "standard"),
    ]
    return [Statement(kind, ORGANISATION, body, record) for kind, body, record in said]


def _version(document: dict[str, Any]) -> str:
    try:
        return load(document).version
    except BadInput as error:
        raise CommandRefused(f"The operating standard cannot stand: {', '.join(error.fields)}.") from None


def _entry(founded: Founded, said: Statement, now: datetime, version: str) -> Entry:
    # The administrator's own first entry is the role entry they had seen.
    role_entry = founded.administrator
    return Entry(
        id=role_entry if said.kind == "staff.joined" else new_id(),
        salt=new_id(),
        org=founded.org_id,
        kind=said.kind,
        scope=said.scope,
        record=said.record or "",
        author=founded.administrator,
        device=founded.device,
        role_seen=role_entry,
        occurred_at=now,
        recorded_at=now,
        clock=OWN_CLOCK,
        standard=version,
        body=said.body,
    )


def _commit(centre: Centre, founded: Founded, name: str, entries: Sequence[Entry]) -> None:
    org, now = founded.org_id, centre.now()
    authored = [author(entry) for entry in entries]
    reads = [
        Read(entry, digest_of(each), deflate(each)) for entry, each in zip(entries, authored, strict=True)
    ]
    incoming = prepare(centre, org, reads, Directory.fold(entries), None)
    refused = [f"{each.entry.kind}: {each.reason}" for each in incoming if each.reason]
    if refused:
        raise CommandRefused(f"It could not be begun ({', '.join(refused)}).")
    epoch = make_epoch(FIRST_EPOCH, secrets.token_bytes(8))
    row = {
        "org_id": org,
        "sealed_name": seal(centre.keys.wrap, name.encode(), "organisation", org),
        "epoch": epoch,
        "last_seq": 0,
        "chain": chain_start(bytes.fromhex(org), epoch),
        "centre_device": founded.device,
        "rules_version": 0,  # the evaluator writes what it evaluates by
        "begun_at": now,
    }
    with centre.database.write() as connection:
        if connection.execute(select(organisation.c.org_id)).first() is not None:
            raise _begun_already()
        connection.execute(insert(organisation).values(row))
        append_within(connection, centre.keys.attest, org, incoming, now)


def _begun_already() -> CommandRefused:
    return CommandRefused(
        "This centre has its organisation already.",
        do='Add staff with: python main.py central staff add "Their Name" --role worker --as "Your Name"',
    )
