"""A rescue file, handed in at base: its rows go through the ordinary intake, as from that tablet; all else is kept for a person.

The same file again, or the same rows from the tablet itself later, change nothing: ids and digests are the same.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from central import devices, intake, readmission, taken_out
from central.centre import Centre
from central.devices import Device
from central.errors import CommandRefused
from central.recovery import may_issue
from sync.messages import MOST_SEALED, Handed, Row
from vault.rescue import Bundle, Piece

AT_ONCE = 200
RESCUED = "rescued"
log = logging.getLogger("handrail.central")


@dataclass(frozen=True)
class HandedIn:
    """What became of it: rows held and accepted, or held with a reason; rows and drafts kept for a person to look at."""

    label: str
    staff_id: str
    accepted: int = 0
    not_accepted: int = 0
    rows_kept: int = 0
    drafts_kept: int = 0
    not_read: int = 0


def hand_in(centre: Centre, bundle: Bundle, by: str) -> HandedIn:
    """Take in what a tablet could not send. CommandRefused: another organisation's, an unknown tablet's, or `by` may not.

    A tablet that is unknown because the centre was put back to an earlier copy comes back by the ticket in the file.
    """
    device = _device(centre, bundle)
    known = devices.find(centre, device.id) is not None
    if not may_issue(centre.records.directory(device.org), by, device.staff_id, centre.now()):
        raise CommandRefused(
            "A rescue file is handed in by an administrator, or by a manager or senior of that team.",
            do="Give one of them with --as.",
        )
    if not known:
        readmission.readmit(centre, device.id, bundle.ticket)
    log.warning("rescue file of device %s handed in by staff %s", device.id, by)
    rows = [piece for piece in bundle.pieces if piece.what == "row"]
    drafts = [piece for piece in bundle.pieces if piece.what == "draft"]
    accepted = not_accepted = kept = 0
    for some in _in_parts(rows):
        receipts, kept_now = _take(centre, device, some)
        accepted += receipts.count(None)
        not_accepted += len(receipts) - receipts.count(None)
        kept += kept_now
    for some in _in_parts(drafts):
        _keep(centre, device, some)
    return HandedIn(device.label, device.staff_id, accepted, not_accepted, kept, len(drafts), bundle.not_read)


def _device(centre: Centre, bundle: Bundle) -> Device:
    if bundle.org != centre.organisation.id:
        raise CommandRefused("This rescue file belongs to another organisation.", ids=[bundle.device])
    device = devices.find(centre, bundle.device) or readmission.read_ticket(
        centre, bundle.device, bundle.ticket
    )
    if device is None:
        raise CommandRefused(
            "This centre does not know the tablet that this rescue file is from.",
            do="Keep the file, and check that this is the centre the tablet was enrolled at.",
            ids=[bundle.device],
        )
    return device


def _take(centre: Centre, device: Device, pieces: Sequence[Piece]) -> tuple[list[str | None], int]:
    """The reason in each receipt, None where it was accepted; and how many rows went to the quarantine instead."""
    fitting = [Row(piece.id, piece.sealed) for piece in pieces if len(piece.sealed) <= MOST_SEALED]
    receipts, _ = intake.take(centre, device, fitting)
    held = {receipt.id for receipt in receipts}
    rest = [piece for piece in pieces if piece.id not in held]
    _keep(centre, device, rest)
    return [receipt.reason for receipt in receipts], len(rest)


def _keep(centre: Centre, device: Device, pieces: Sequence[Piece]) -> None:
    handed = [Handed(piece.what, piece.id, piece.changed_ms, piece.sealed) for piece in pieces]
    if handed:
        taken_out.keep(centre, device, handed, RESCUED)


def _in_parts(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    for start in range(0, len(pieces), AT_ONCE):
        yield pieces[start : start + AT_ONCE]
