"""Two evaluators, one answer: what a tablet made of a scope is made again here, and a difference alarms the operators.

Only where everything else is equal: the same entries, standard, rules and moment. Ids and digests are all that is logged.
"""

import logging
from dataclasses import dataclass
from enum import Enum

from central.centre import Centre
from central.devices import Device
from central.instants import from_ms
from central.prompts import read_scope
from models.entry import ORGANISATION
from models.errors import UnknownThing
from models.prompt import Prompt
from models.rules import RULES_VERSION
from sync.attest import prompts_digest
from sync.messages import Check

log = logging.getLogger("handrail.central")


class Compared(Enum):
    SAME = "same"
    DIFFERENT = "different"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True)
class Comparison:
    """How it came out, and the prompts both made where it came out the same."""

    found: Compared
    prompts: tuple[Prompt, ...] = ()


NOT_COMPARABLE = Comparison(Compared.NOT_COMPARABLE)


def compare(centre: Centre, device: Device, check: Check) -> Comparison:
    """What the centre makes of the same scope at the same moment, beside what the device made of it."""
    if check.scope == ORGANISATION or check.rules != str(RULES_VERSION):
        return NOT_COMPARABLE
    now = from_ms(check.now_ms)
    folded = read_scope(centre, check.scope)
    if folded.digest != check.entries:
        return NOT_COMPARABLE
    try:
        if folded.organisation.directory.standard_at(now).version != check.standard:
            return NOT_COMPARABLE
    except UnknownThing:
        return NOT_COMPARABLE
    ours = folded.evaluated(now).prompts
    if prompts_digest([prompt.id for prompt in ours]) == check.prompts:
        return Comparison(Compared.SAME, ours)
    log.error(
        "DISAGREEMENT: device %s and the centre differ on %s at %s", device.id, check.scope, now.isoformat()
    )
    return Comparison(Compared.DIFFERENT)
