"""R2: a restriction whose authority has ended, or a worker's own that waits for a manager. It is never removed from view.

What waits is asked of a manager from the start; unanswered, its authority ends like any other. A late review begins
anew: the time without authority stays known (`Restriction.lapses`).
"""

from collections.abc import Iterable
from datetime import datetime

from models.deadlines import limit_of, limit_words
from models.fold import Restriction, RestrictionHead
from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.rules.restricting import judged_by, named, shortest_interim, workers
from models.standard.rules import R2
from models.times import clock_words, date_words, day_of

CLEARS = "A manager's decision: continue with fresh authority, modify, or step down. It does not undo the time without."


def find(case: Case) -> Iterable[Finding]:
    for restriction in case.person.restrictions:
        standards = judged_by(case, restriction, "R2")
        if not standards:
            continue
        terms, longest = standards[0].rules.r2, shortest_interim(standards)
        ending = restriction.ending(longest)
        if ending is not None and case.look.reached(ending[1]):
            yield _ended(case, restriction, *ending, terms)
        elif waiting := [head for head in restriction.heads if head.authority_at is None]:
            head = min(waiting, key=lambda each: (each.interim_since, each.id))
            yield _awaiting(
                case, restriction, head, head.ends_at(longest) or head.interim_since + longest, terms
            )


def _ended(
    case: Case, restriction: Restriction, head: RestrictionHead, ended_at: datetime, terms: R2
) -> Finding:
    when = limit_words(head.terms)
    if limit_of(head.terms) != ended_at:
        when = f"{date_words(day_of(ended_at))} {clock_words(ended_at)}"
    raised_at = ended_at if head.authority_at else head.interim_since
    why = "" if limit_of(head.terms) == ended_at else "; no manager had given it authority"
    return Finding(
        rule="R2",
        raised_by=head.id,
        raised_at=raised_at,
        seen=(Evidence(head.id, f"{named(head.terms)}: authority ended {when}{why}", ended_at),),
        evidence=(head.id,),
        asks=f"Authority ended {when}. {terms.asks}",
        clears=CLEARS,
        asked=(workers(case, restriction, ended_at), case.people.ask("manager", ended_at)),
        again=(ended_at,) if ended_at > raised_at else (),
        managers_only=True,
    )


def _awaiting(
    case: Case, restriction: Restriction, head: RestrictionHead, ends_at: datetime, terms: R2
) -> Finding:
    """Where it had authority before, only what a worker changed waits for it."""
    return Finding(
        rule="R2",
        raised_by=head.id,
        raised_at=head.interim_since,
        seen=(Evidence(head.id, f"{named(head.terms)}: awaiting authority", head.fact.at),),
        evidence=(head.id,),
        asks=terms.asks_awaiting_change if restriction.authority else terms.asks_awaiting,
        clears=CLEARS,
        asked=(case.people.ask("manager", ends_at),),
        again=(ends_at,),
        managers_only=True,
    )
