"""R4: a restriction without a legal basis that can stand: none identified, consent with objection, or found in use."""

from collections.abc import Iterable

from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.restricting import judged_by, named

CLEARS = "A manager's decision: modify it with a legal basis, or step it down."


def find(case: Case) -> Iterable[Finding]:
    for restriction in case.person.restrictions:
        lacking = [head for head in restriction.heads if head.terms.lacks_basis]
        for standard in judged_by(case, restriction, "R4")[:1] if lacking else ():
            first = min(lacking, key=lambda head: (head.fact.holds_from, head.id))
            yield Finding(
                rule="R4",
                raised_by=first.id,
                raised_at=first.fact.holds_from,
                seen=tuple(
                    Evidence(head.id, f"{named(head.terms)}: {head.terms.lacks_basis.lower()}", head.fact.at)
                    for head in lacking
                ),
                evidence=tuple(dict.fromkeys(head.id for head in lacking)),
                asks=standard.rules.r4.asks,
                clears=CLEARS,
                asked=(case.people.ask("manager", first.fact.holds_from),),
            )
