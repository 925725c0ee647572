"""R4: a restriction without a legal basis that can stand: none identified, consent with objection, or found in use.

What a worker's review says of it counts while the review itself, with a later date, waits for a manager.
"""

from collections.abc import Iterable

from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.restricting import judged_by, named

CLEARS = "A manager's decision: modify it with a legal basis, or step it down."


def find(case: Case) -> Iterable[Finding]:
    for restriction in case.person.restrictions:
        lacking = restriction.lacking
        for standard in judged_by(case, restriction, "R4")[:1] if lacking else ():
            first = min((fact for fact, _ in lacking), key=lambda each: (each.holds_from, each.id))
            yield Finding(
                rule="R4",
                raised_by=first.id,
                raised_at=first.holds_from,
                seen=tuple(
                    Evidence(fact.id, f"{named(terms)}: {terms.lacks_basis.lower()}", fact.at)
                    for fact, terms in lacking
                ),
                evidence=tuple(dict.fromkeys(fact.id for fact, _ in lacking)),
                asks=standard.rules.r4.asks,
                clears=CLEARS,
                asked=(case.people.ask("manager", first.holds_from),),
            )
