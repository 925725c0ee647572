"""Telling somebody that a prompt needs them, with no word about anyone: the transactional outbox, sent by Apprise.

The row is put in the outbox by the transaction that found the prompt, so none is forgotten; it leaves only when the message
was taken. One message covers all that wait. Where no address is configured nothing is put there at all.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from apprise import Apprise
from sqlalchemy import Connection, insert, select, update

from central.centre import Centre
from central.store.tables import outbox

TITLE, BODY = "Handrail", "A prompt needs you. Open Handrail."
NOTICE, NOTICE_BODY = "notice ", "There is a notice for you. Open Handrail."
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
log = logging.getLogger("handrail.central")


class Notifier:
    """Sends to `addresses` (Apprise's form, such as json://host/path or mailto://…)."""

    def __init__(self, centre: Centre, addresses: Sequence[str]) -> None:
        self._centre = centre
        self._addresses = tuple(addresses)

    def put(self, connection: Connection, org: str, prompt_ids: Iterable[str], now: datetime) -> None:
        """Within the transaction that found these prompts."""
        rows = [
            {"org_id": org, "prompt_id": id, "made_at": now, "tries": 0, "next_try_at": now}
            for id in prompt_ids
        ]
        if rows and self._addresses:
            connection.execute(insert(outbox), rows)

    def notice(self, org: str, names: Sequence[str], now: datetime) -> None:
        """A word to managers that is no prompt, each name once. Nothing where no address is configured."""
        if not self._addresses:
            return
        ids = [NOTICE + name for name in names]
        there = (outbox.c.org_id == org) & outbox.c.prompt_id.in_(ids)
        with self._centre.database.read() as connection:
            known = set(connection.execute(select(outbox.c.prompt_id).where(there)).scalars())
        if new := [id for id in ids if id not in known]:
            with self._centre.database.write() as connection:
                self.put(connection, org, new, now)

    def send(self) -> None:
        """Send what is due, as one message. A failure waits longer each time; nothing is lost."""
        org, now = self._centre.organisation.id, self._centre.now()
        due = (outbox.c.org_id == org) & outbox.c.sent_at.is_(None) & (outbox.c.next_try_at <= now)
        with self._centre.database.read() as connection:
            waiting = connection.execute(select(outbox.c.prompt_id, outbox.c.tries).where(due)).all()
        if not waiting or not self._addresses:
            return
        only_notices = all(id.startswith(NOTICE) for id, _ in waiting)
        sent = self._deliver(NOTICE_BODY if only_notices else BODY)
        with self._centre.database.write() as connection:
            for id, tries in waiting:
                wait = min(FIRST_WAIT * 2**tries, LONGEST_WAIT)
                values = {"sent_at": now} if sent else {"tries": tries + 1, "next_try_at": now + wait}
                one = (outbox.c.org_id == org) & (outbox.c.prompt_id == id)
                connection.execute(update(outbox).where(one).values(**values))

    def _deliver(self, body: str) -> bool:
        apprise: Any = Apprise()
        if not apprise.add(list(self._addresses)):
            log.error("a notification address is not one that Apprise understands")
            return False
        sent = bool(apprise.notify(title=TITLE, body=body))
        if not sent:
            log.warning("a notification could not be sent; it will be tried again")
        return sent
