"""What an operator, or their monitoring, may know at a glance: counts, numbers and ages; never anything about a person."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select

from central import quarantine, watch
from central.centre import Centre
from central.reckoning import reckon
from central.store.tables import WAITS, entries, outbox
from central.stream import head
from sync.messages import VERSION


@dataclass(frozen=True)
class Counts:
    """What the evaluator has seen since it started. `disagreements`: tablets that made other prompts of the same entries."""

    evaluated: int = 0
    failed: int = 0
    compared: int = 0
    disagreements: int = 0
    running: bool = False


def health(centre: Centre, counts: Counts | None = None) -> dict[str, object]:
    """`counts` are the running evaluator's; None where it runs in another process."""
    if not centre.begun:
        return {"status": "no organisation yet", "wire_versions": [VERSION]}
    org, now = centre.organisation.id, centre.now()
    with centre.database.read() as connection:
        end = head(connection, org)
        waiting = watch.count_due(connection, org, now)
        not_accepted = connection.execute(
            select(func.count()).select_from(entries).where(entries.c.org_id == org, WAITS)
        ).scalar_one()
        set_aside = quarantine.count(connection, org)
        unsent = connection.execute(
            select(func.count()).where(outbox.c.org_id == org, outbox.c.sent_at.is_(None))
        ).scalar_one()
    damaged = len(centre.records.damaged)
    back = _restored(centre)
    well = counts is None or (counts.running and not counts.disagreements and not damaged)
    return {
        "status": "pulls are shut" if back["pulls_shut"] else "ok" if well else "look at the log",
        "wire_versions": [VERSION],
        "epoch": int.from_bytes(end.epoch[:4], "big"),
        "seq": end.seq,
        "waiting_to_be_evaluated": waiting,
        "held_not_accepted": not_accepted,
        "quarantined": set_aside,
        "notifications_waiting": unsent,
        "entries_that_do_not_open": damaged,
        **back,
        **({"evaluator": asdict(counts)} if counts else {}),
    }


def _restored(centre: Centre) -> dict[str, object]:
    """How far a centre put back to an earlier copy is healed; all nothing where it never was."""
    found = reckon(centre)
    return {
        "pulls_shut": bool(found and found.standing.shut),
        "devices_to_list": len(found.to_list) if found else 0,
        "given_back": found.given_back if found else 0,
        "missing": found.missing_count + len(found.not_given) if found else 0,
    }
