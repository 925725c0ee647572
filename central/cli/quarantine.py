"""`central quarantine`: what is held and not accepted, by id, tablet, reason and time. What is in it is for managers' tablets."""

from collections.abc import Sequence
from typing import Any

import typer
from sqlalchemy import select

from central import devices, quarantine
from central.cli.places import places, table
from central.judging import Reason
from central.store.tables import WAITS, entries
from models.times import moment_words

SORTS = {"row": "no record", "draft": "draft"}
OTHER = {
    "id_taken": "Another record is held under its id.",
    "not_entry": "It is not in the form of a record.",
    "unopened": "It did not open under the tablet's key.",
    "rescued": "It came in a rescue file.",
}


def listing(context: typer.Context) -> None:
    """What is held and not accepted, and what came and is no record: id, tablet, why, when.

    What it says is read, and accepted or left, by a manager or senior on their own tablet, under Prompts.

    \b
    Examples:
      python main.py central quarantine
    """
    with places(context).centre() as centre:
        org, now = centre.organisation.id, centre.now()
        labels = {device.id: device.label for device in devices.every(centre)}
        held = select(entries.c.id, entries.c.device, entries.c.reason, entries.c.received_at).where(
            entries.c.org_id == org, WAITS
        )
        with centre.database.read() as connection:
            records: Sequence[Any] = connection.execute(held.order_by(entries.c.seq.desc())).all()
            aside = quarantine.waiting(connection, org)
        found = [*((row, "record") for row in records), *((row, SORTS[row.what]) for row in aside)]
        rows = [
            (
                row.id,
                what,
                labels.get(row.device, "the centre"),
                moment_words(row.received_at, now),
                _why(row.reason),
            )
            for row, what in found
        ]
    table(("ID", "WHAT", "TABLET", "CAME", "WHY"), rows, "Nothing is held that was not accepted.")


def _why(reason: str) -> str:
    return OTHER.get(reason) or Reason(reason).words
