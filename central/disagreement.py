"""Two evaluators, one answer: what a tablet made of a scope is made again here, and a difference alarms the operators.

Only where everything else is equal: the same entries, standard, rules and moment. Ids and digests are all that is logged.
"""

import logging
from collections.abc import Iterable
from enum import Enum

from central.centre import Centre
from central.devices import Device
from central.instants import from_ms
from central.prompts import read_scope
from central.records import Record
from models.entry import ORGANISATION
from models.errors import UnknownThing
from models.rules import RULES_VERSION
from sync.attest import checked_digest, entries_digest, prompts_digest
from sync.messages import Check

log = logging.getLogger("handrail.central")


class Compared(Enum):
    SAME = "same"
    DIFFERENT = "different"
    NOT_COMPARABLE = "not comparable"


def compare(centre: Centre, device: Device, check: Check) -> Compared:
    """What the centre makes of the same scope at the same moment, beside what the device made of it."""
    if not check.scope.startswith("person:") or check.rules != str(RULES_VERSION):
        return Compared.NOT_COMPARABLE
    org, now = centre.organisation.id, from_ms(check.now_ms)
    folded = read_scope(centre, check.scope)
    with centre.database.read() as connection:
        organisation = centre.records.of_scope(org, ORGANISATION, connection)
    of_organisation = _digest(record for record in organisation if record.reason is None)
    if checked_digest(_digest(folded.records), of_organisation) != check.entries:
        return Compared.NOT_COMPARABLE
    try:
        if folded.directory.standard_at(now).version != check.standard:
            return Compared.NOT_COMPARABLE
    except UnknownThing:
        return Compared.NOT_COMPARABLE
    ours = [prompt.id for prompt in folded.evaluated(now).prompts]
    if prompts_digest(ours) == check.prompts:
        return Compared.SAME
    log.error(
        "DISAGREEMENT: device %s and the centre differ on %s at %s", device.id, check.scope, now.isoformat()
    )
    return Compared.DIFFERENT


def _digest(records: Iterable[Record]) -> bytes:
    return entries_digest((bytes.fromhex(record.id), record.digest) for record in records)
