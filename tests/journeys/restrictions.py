"""Restrictions in a worker's and a manager's own terms: applying one, reviewing it, deciding what people recorded apart."""

from datetime import date

from tests.journeys.pages import Audited, Person, audit
from tests.support.browser import begins


def restrict(person: Person) -> "Restriction":
    person.screen.click("Apply a restriction")
    return Restriction(person.screen)


def review(person: Person, what: str) -> "Restriction":
    person.screen.click(f"{what}: Review it")
    person.screen.text("What do you decide?")
    return Restriction(person.screen)


def keep(person: Person, version: str, why: str) -> None:
    """Of what was recorded apart, the version of that author at that time."""
    person.screen.click(f"Restriction, {version}: Keep this one")
    person.screen.type("Why this one is kept", why)
    audit(person.screen)
    person.screen.click("Save")
    Person(person.screen)


class Restriction(Audited):
    """The form that applies a restriction, or reviews one."""

    arrives_with = "restriction"

    def say(self, **typed: str) -> None:
        for field, words in typed.items():
            self.screen.type(RESTRICTION_FIELDS[field], words)

    def choose(self, *options: str) -> None:
        for option in options:
            self.screen.check(begins(option), role="radio")

    def dates(self, **on: date) -> None:
        """The review and the limit."""
        for field, day in on.items():
            for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
                self.screen.type(f"{RESTRICTION_FIELDS[field]}, {part}", str(number))

    def save(self) -> Person:
        self.screen.click("Save")
        return Person(self.screen)


RESTRICTION_FIELDS = {
    "what": "What is restricted?",
    "rationale": "Why is it needed?",
    "considered": "What was considered?",
    "because": "Why is it not enough?",
    "view": "What do they think of it now?",
    "why": "Why this decision?",
    "review": "Review on",
    "limit": "Authority ends on",
}
