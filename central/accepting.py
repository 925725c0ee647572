"""When a manager has an entry count after all: what becomes true of it, in the transaction that numbers the acceptance.

Its line of the stream stays as it is; from the acceptance's number on it is fed, folded and projected like any other, and
its attestation is that of an accepted entry.
"""

from sqlalchemy import Connection, and_, select, update

from central import quarantine
from central.instants import to_ms
from central.store.tables import WAITS, entries
from models.entry import Entry
from models.held import MAY_BE_ACCEPTED
from sync.attest import Attested, attest


def take_effect(
    connection: Connection, attest_key: bytes, seq: int, said: Entry, target: Entry | None
) -> Entry | None:
    """What an accepted `entry.accepted` or `entry.settled`, numbered `seq`, does. The entry that counts from now on, if any.

    A second acceptance does nothing, nor one of an entry that no manager can have count.
    """
    if said.kind == "entry.settled":
        quarantine.settle(connection, said)
    if said.kind != "entry.accepted" or target is None:
        return None
    one = and_(
        entries.c.org_id == said.org, entries.c.id == target.id, WAITS, entries.c.reason.in_(MAY_BE_ACCEPTED)
    )
    row = connection.execute(select(entries).where(one)).one_or_none()
    if row is None:
        return None
    covered = Attested(
        org=bytes.fromhex(row.org_id),
        id=bytes.fromhex(row.id),
        digest=row.digest,
        device=bytes.fromhex(row.device),
        epoch=row.epoch,
        seq=row.seq,
        received_ms=to_ms(row.received_at),
    )
    values = {"accepted_seq": seq, "attestation": attest(attest_key, covered)}
    connection.execute(update(entries).where(one).values(values))
    return target
