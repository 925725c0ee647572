"""Who somebody was said to be, before anybody registered them: in a contact "not on my list", or in a referral to us."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from models.fold.facts import Fact
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded, NotOnList
from models.kinds.referral import ReferralReceived


@dataclass(frozen=True, slots=True)
class SaidToBe:
    """A name and a birth date (None: not known) as they were given, in which entry, when, and to which team."""

    name: str
    born_on: date | None
    team: str
    entry: str
    at: datetime


def said_to_be(facts: Iterable[Fact[Body]]) -> tuple[SaidToBe, ...]:
    """Everybody named so, in order of time."""
    return tuple(_read(facts))


def _read(facts: Iterable[Fact[Body]]) -> Iterator[SaidToBe]:
    for fact in facts:
        if (said := named_in(fact.body)) is not None:
            yield SaidToBe(said.name, said.born_on, said.team, fact.id, fact.at)


def named_in(body: Body) -> NotOnList | ReferralReceived | None:
    """Where an entry names somebody who is not on the list; None where it does not."""
    if isinstance(body, ContactRecorded):
        return body.not_on_list
    return body if isinstance(body, ReferralReceived) else None


__all__ = ["SaidToBe", "named_in", "said_to_be"]
