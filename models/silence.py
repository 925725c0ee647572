"""What the centre said of staff it has not heard from (D1): what still waits for somebody who leads their team. Pure.

The centre says it once for each silence, and says in the same record when it hears from them again. A manager or senior
answers it (`prompt.answered`, which names it). Leave, leaving and a tablet taken out of use make it nobody's to answer.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.authority import may_lower
from models.directory import Directory
from models.entry import Entry
from models.errors import BadInput, NewerFormat
from models.kinds.prompt import PromptAnswered
from models.kinds.traces import DeviceSilent
from models.prompt import rule_of

RULE = "D1"


def silent_id(staff: str, heard_at: datetime) -> str:
    """The id of the entry that says that nothing was heard of them since: so it is said once."""
    since = str(int(heard_at.timestamp() * 1000)).encode()
    return hashlib.sha256(b"handrail/device-silent/v1\0" + bytes.fromhex(staff) + since).hexdigest()[:32]


def heard_id(silent: str) -> str:
    """The id of the entry that says that they were heard again after the one of that id."""
    return hashlib.sha256(b"handrail/device-heard/v1\0" + bytes.fromhex(silent)).hexdigest()[:32]


def unheard(ids: Iterable[str]) -> set[str]:
    """Of the ids of such entries, those that say of a silence that has not ended."""
    there = set(ids)
    return there - {heard_id(id) for id in there} - {id for id in there if heard_id(id) in there}


@dataclass(frozen=True)
class Silence:
    """One silence, as the centre says it in the entry `told`."""

    told: Entry
    said: DeviceSilent

    @property
    def id(self) -> str:
        return self.told.id

    @property
    def prompt(self) -> str:
        """What an answer names, as it names a prompt."""
        return f"{RULE}:{self.told.scope}:{self.told.id}"


def waiting(entries: Iterable[Entry], directory: Directory, now: datetime) -> tuple[Silence, ...]:
    """What of one team's entries waits to be answered, the longest silence first."""
    said = {entry.id: (entry, body) for entry in entries if (body := _said(entry))}
    settled = {id for entry, body in said.values() for id in _answered(entry, body, directory)}
    silences = [
        Silence(entry, body)
        for entry, body in said.values()
        if isinstance(body, DeviceSilent) and entry.id in unheard(said) - settled
    ]
    there = (each for each in silences if _to_be_reached(each.said, directory, now))
    return tuple(sorted(there, key=lambda each: (each.said.since_at or each.told.occurred_at, each.id)))


def may_answer(role: str | None) -> bool:
    return may_lower(role)


def _to_be_reached(said: DeviceSilent, directory: Directory, now: datetime) -> bool:
    device = directory.devices.get(said.device)
    return directory.at_work(said.staff, now) and not (device and device.revoked)


def _answered(entry: Entry, body: DeviceSilent | PromptAnswered, directory: Directory) -> tuple[str, ...]:
    """The silences that it answers."""
    if not isinstance(body, PromptAnswered) or rule_of(body.prompt) != RULE:
        return ()
    return body.evidence if may_answer(directory.role_seen(entry)) else ()


def _said(entry: Entry) -> DeviceSilent | PromptAnswered | None:
    if entry.kind not in ("device.silent", "prompt.answered"):
        return None
    try:
        said = entry.said
    except (BadInput, NewerFormat):
        return None
    return said if isinstance(said, DeviceSilent | PromptAnswered) else None
