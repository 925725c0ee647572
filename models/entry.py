"""The entry: an immutable statement by one member of staff, on one device, at one time.

An entry is authored once as UTF-8 JSON and those exact bytes are kept for ever (docs/sealed-entry.md).
`author` makes the bytes; `decode` reads them; nothing ever serialises a decoded entry again.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.codes import Role
from models.errors import InvalidEntry, NewerFormat
from models.kinds import BODIES, Body
from models.kinds.base import Moment
from models.reading import problems_in, refuse

ENVELOPE_FORMAT = 1
ID_PATTERN = r"^[0-9a-f]{32}$"
SCOPE_PATTERN = r"^(org|person:[0-9a-f]{32}|team:[0-9a-f]{32})$"
ORGANISATION = "org"
FARTHEST_OFF_MS = 10**13  # a clock three centuries wrong is no clock


class Clock(BaseModel):
    """What the device knew of its own clock when it recorded: error in ms (device − true), and whether that still holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    error_ms: int | None = Field(default=None, ge=-FARTHEST_OFF_MS, le=FARTHEST_OFF_MS)
    holds: bool = False


class Entry(BaseModel):
    """One entry's envelope (record, §3 of the domain). Times are aware UTC; ids 32 lower-case hex digits.

    `record` is the restriction, plan … the entry belongs to: a fixed word for the records of which a person has one
    (`FIXED_RECORDS`), else the id of the entry that opened it. `follows` are the ids of the latest entries of that record
    the author had seen. `role_seen` is the id of the latest role entry about the author the author had seen.
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, ignored_types=(cached_property,)
    )

    format: int = ENVELOPE_FORMAT
    id: str = Field(pattern=ID_PATTERN)
    salt: str = Field(pattern=ID_PATTERN)
    org: str = Field(pattern=ID_PATTERN)
    kind: str = Field(min_length=1, max_length=64)
    scope: str = Field(pattern=SCOPE_PATTERN)
    record: str = Field(min_length=1, max_length=64)
    follows: tuple[str, ...] = ()
    author: str = Field(pattern=ID_PATTERN)
    device: str = Field(pattern=ID_PATTERN)
    role_seen: str | None = None
    occurred_at: Moment
    recorded_at: Moment
    utc_offset_minutes: int = 0
    clock: Clock = Clock()
    standard: str = Field(min_length=1, max_length=64)
    body: dict[str, Any]

    @property
    def known(self) -> bool:
        """False for a kind from a newer version: kept, shown as it is, never folded."""
        return self.kind in BODIES

    @cached_property
    def said(self) -> Body:
        """The body as its kind's model. InvalidEntry (field names only) when it does not validate."""
        return read_body(self.kind, self.body)


@dataclass(frozen=True)
class Held:
    """An entry as a holder has it: `seq` and `received_at` come from the centre (None before); rules never read them.

    `accepted` is None until the centre has answered, True when accepted, False when held but not accepted
    (`reason` says why, a code).
    """

    entry: Entry
    digest: bytes
    seq: int | None = None
    received_at: datetime | None = None
    accepted: bool | None = None
    reason: str | None = None


# The records of which a person has exactly one, so that two people who each make one offline do conflict.
FIXED_RECORDS = {
    "person.registered": "details",
    "person.updated": "details",
    "person.status": "status",
    "cohort.set": "cohort",
    "signature.set": "signature",
    "contact.agreed": "contact_agreed",
}
PLAN_RECORDS = {"standing": "plan_standing", "temporary": "plan_temporary"}


def read_body(kind: str, body: dict[str, Any]) -> Body:
    """Validate `body` as `kind` demands.

    InvalidEntry or ImpossibleTime name the fields that do not stand; NewerFormat if the kind is unknown.
    """
    model = BODIES.get(kind)
    if model is None:
        raise NewerFormat(f"“{kind}” needs a newer app.")
    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise refuse(problems_in(error)) from None


def author(entry: Entry) -> bytes:
    """The authored bytes: UTF-8 JSON, sorted as the model declares, salt included. Made once; kept for ever."""
    document = entry.model_dump(mode="json")
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def decode(authored: bytes) -> Entry:
    """Read authored bytes. InvalidEntry (field names only) if they are not an entry; NewerFormat for a later envelope."""
    try:
        entry = Entry.model_validate_json(authored)
    except ValidationError as error:
        fields = [problem.field for problem in problems_in(error)]
        raise InvalidEntry(fields=fields) from None
    if entry.format > ENVELOPE_FORMAT:
        raise NewerFormat(ids=[entry.id])
    return entry


def digest_of(authored: bytes) -> bytes:
    """SHA-256 of the authored bytes: the same id with another digest is refused."""
    return hashlib.sha256(authored).digest()


def person_scope(person_id: str) -> str:
    return f"person:{person_id}"


def team_scope(team_id: str) -> str:
    return f"team:{team_id}"


def utc(moment: datetime) -> datetime:
    """The same instant in UTC."""
    return moment.astimezone(UTC)


__all__ = ["BODIES", "Body", "Clock", "Entry", "Held", "Role", "author", "decode", "digest_of", "read_body"]
