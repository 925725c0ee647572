"""What a date brings about by itself: a caseload that ends, a leaver's last day. Said once, whoever looks first."""

import hashlib
import logging

from sqlalchemy import select

from central import grants, restored
from central.authoring import Statement, compose, say_as_centre
from central.centre import Centre
from central.store.tables import caseloads
from central.stream import lock
from models.times import day_of

END_REACHED = "The end date was reached."
log = logging.getLogger("handrail.central")


def bring_about(centre: Centre) -> int:
    """Author `caseload.ended` for every assignment past its last day, and close leavers' grants; how many ended.

    Not while pulls are shut after a restore: what was said already may still come back.
    """
    if restored.shut(centre):
        return 0
    org, today = centre.organisation.id, day_of(centre.now())
    past = select(caseloads).where(
        caseloads.c.org_id == org, caseloads.c.ended.is_(False), caseloads.c.until_on < today.isoformat()
    )
    with centre.database.read() as connection:
        over = connection.execute(past).all()
        leaving = grants.leavers(connection, org, today)
    for row in over:
        _end(centre, row.scope, row.assigned, row.assigned_by)
    if leaving:
        with centre.database.write() as connection:
            grants.close_for_leavers(connection, org, lock(connection, org).seq, today)
    return len(over)


def _end(centre: Centre, scope: str, assigned: str, assigned_by: str) -> None:
    """Whoever set the end date is its author. The id comes from the assignment, so that it is said once."""
    with centre.database.read() as connection:
        opened = centre.records.one(centre.organisation.id, assigned, connection)
    id = hashlib.sha256(b"handrail/caseload-ended/v1\0" + bytes.fromhex(assigned)).hexdigest()[:32]
    ended = Statement("caseload.ended", scope, {"reason": END_REACHED}, assigned, id)
    line = say_as_centre(
        centre, compose(centre, assigned_by, ended, role_seen=opened.entry.role_seen if opened else None)
    )
    log.info("caseload %s ended at its date (entry %s)", assigned, line.id)
