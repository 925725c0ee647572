"""Readmission: a device enrolled after the copy was made comes back by the ticket it was given at its enrolment.

The ticket opens under the key file alone. The device counts as known only once a request opened under the ticket's link
key; it is given no page until an administrator has confirmed it. What it was enrolled by comes back with the listings.
"""

import logging

from central import devices, healing, restored
from central.cabinet import open_sealed
from central.centre import Centre
from central.devices import Device
from central.errors import DatabaseUnusable
from central.stream import lock
from models.entry import ORGANISATION
from models.errors import NotUnderstood
from sync.messages import ID, MOST_WORDS
from sync.packing import unpack

log = logging.getLogger("handrail.central")


def read_ticket(centre: Centre, device: str, ticket: bytes) -> Device | None:
    """What the ticket says of the device; None if it was not made here for it."""
    org = centre.organisation.id
    try:
        reader = unpack(open_sealed(centre.keys.tickets, ticket, "ticket", org, device))
        owner, named, staff = (reader.raw(place, ID).hex() for place in range(3))
        found = Device(org, named, staff, reader.text(3, MOST_WORDS), reader.raw(4, 32), reader.raw(5, 32))
    except (DatabaseUnusable, NotUnderstood):
        log.warning("a ticket that was not made here for device %s", device)
        return None
    return found if (owner, named) == (org, device) else None


def readmit(centre: Centre, device: str, ticket: bytes) -> None:
    """Make the device known again, once, waiting for an administrator; taken out of use if that has come back before it."""
    found = read_ticket(centre, device, ticket)
    if found is None:
        return
    centre.cabinet.keys_for(found.org, [ORGANISATION])
    with centre.database.write() as connection:
        lock(connection, found.org)
        if devices.find_within(centre, connection, device) is not None:
            return
        restored.notice_ticket(centre, connection, found)
        # Which installation it was on is not known here: it counts as one of its own, so that no label is given twice.
        back = Device(
            found.org,
            device,
            found.staff_id,
            found.label,
            found.device_key,
            found.link_key,
            readmitted_at=centre.now(),
        )
        devices.add(centre, connection, back, device, centre.now())
        healing.work_out_anew(centre, connection, found.org, [ORGANISATION])
    log.error("READMITTED: device %s by its ticket", device)
