"""Reading what a device sends: a row or a page's entry that opened, decoded and held against what led to it."""

from dataclasses import dataclass

from models.entry import Entry, decode, digest_of
from models.errors import InvalidEntry, NewerFormat
from vault.sealing import OpenedEntry


@dataclass(frozen=True)
class Read:
    """A row that opened and reads as an entry."""

    entry: Entry
    digest: bytes
    deflated: bytes


class Refused(Exception):
    """A row that claims no id. `opened` is what was in it, when it opened."""

    def __init__(self, code: str, opened: OpenedEntry | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.opened = opened


def read_authored(org: str, authored: bytes, deflated: bytes, id: str | None = None) -> Read:
    """Refused (`not_entry`) unless it is an entry of the organisation, and of that id where one is given."""
    opened = OpenedEntry(authored, deflated)
    try:
        entry = decode(authored)
    except (InvalidEntry, NewerFormat):
        raise Refused("not_entry", opened) from None
    if entry.org != org or (id is not None and entry.id != id):
        raise Refused("not_entry", opened)
    return Read(entry, digest_of(authored), deflated)
