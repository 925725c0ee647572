"""The reckoning after a restore: who has listed what they hold, what came back, and everything that did not, by name.

A number is missing when the epoch that is no more had given it, some device was shown it or a later one, and nobody gave
back what it stood for. Nothing here says anything about a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from central import devices as enrolled
from central import restored
from central.centre import Centre
from central.devices import Device
from central.restored import Opening, Standing, number_of
from central.store.tables import entries, given_back

Range = tuple[int, int]


@dataclass(frozen=True)
class Reckoning:
    """`not_given`: ids that a device listed and that are not here. `missing`: numbers, from and to, one pair a gap."""

    opening: Opening
    standing: Standing
    given_back: int
    given_by: int
    missing: tuple[Range, ...]
    not_given: tuple[str, ...]
    devices: tuple[Device, ...]

    @property
    def to_list(self) -> tuple[Device, ...]:
        """Devices in use that have yet to list all they hold."""
        return tuple(each for each in self.devices if each.revoked_at is None and self.standing.owes(each))

    @property
    def missing_count(self) -> int:
        return sum(last - first + 1 for first, last in self.missing)


def reckon(centre: Centre) -> Reckoning | None:
    """As it stands now, since the last restore; None where there was none."""
    org = centre.organisation.id
    with centre.database.read() as connection:
        opened = restored.openings(connection, org)
        if not opened:
            return None
        count, by = _given_back(connection, org)
        return Reckoning(
            opening=opened[-1],
            standing=restored.standing(connection, org),
            given_back=count,
            given_by=by,
            missing=_missing(connection, org, opened[-1]),
            not_given=_not_given(connection, org),
            devices=tuple(enrolled.every(centre)),
        )


def range_words(ranges: Iterable[Range]) -> str:
    """ "812, 815–816"."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def _given_back(connection: Connection, org: str) -> tuple[int, int]:
    here = and_(entries.c.org_id == given_back.c.org_id, entries.c.id == given_back.c.id)
    both = select(func.count(), func.count(given_back.c.device.distinct())).select_from(
        given_back.join(entries, here)
    )
    count, by = connection.execute(both.where(given_back.c.org_id == org)).one()
    return count, by


def _missing(connection: Connection, org: str, opening: Opening) -> tuple[Range, ...]:
    """What had numbers after the copy was made, up to the highest shown, less what was given back under them.

    Where the copy does not say where it was made, the lowest number given back does. Numbers go on from epoch to epoch, so
    that one of an earlier epoch counts below the first known of the newest.
    """
    rows = connection.execute(
        select(given_back.c.epoch, given_back.c.seq).where(
            given_back.c.org_id == org, given_back.c.seq.is_not(None)
        )
    ).all()
    lost = range(number_of(opening.before), number_of(opening.shown_epoch) + 1)
    newest = {seq for epoch, seq in rows if epoch == opening.shown_epoch}
    earlier = {seq for epoch, seq in rows if epoch != opening.shown_epoch and number_of(epoch) in lost}
    given = newest | {seq for seq in earlier if seq < min(newest, default=seq + 1)}
    after = min(opening.same_up_to, min(given, default=opening.same_up_to + 1) - 1)
    return tuple(_ranges(seq for seq in range(after + 1, opening.shown_to + 1) if seq not in given))


def _ranges(numbers: Iterable[int]) -> Iterable[Range]:
    first = last = None
    for number in numbers:
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last


def _not_given(connection: Connection, org: str) -> tuple[str, ...]:
    here = and_(entries.c.org_id == given_back.c.org_id, entries.c.id == given_back.c.id)
    query = select(given_back.c.id).select_from(given_back.outerjoin(entries, here))
    query = query.where(given_back.c.org_id == org, given_back.c.seq.is_(None), entries.c.id.is_(None))
    return tuple(connection.execute(query.order_by(given_back.c.id)).scalars())
