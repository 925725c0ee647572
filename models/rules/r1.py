"""R1: a restriction's review is due, or overdue. While people decided apart from each other, the earliest review governs."""

from collections.abc import Iterable
from datetime import datetime

from models.deadlines import review_of, review_words
from models.fold import Restriction, RestrictionHead
from models.prompt import Evidence
from models.restrictions import due_at
from models.rules.case import Case, Finding
from models.rules.restricting import judged_by, named, workers
from models.standard import Standard

CLEARS = "A review a manager makes or confirms: continue with fresh authority, modify, or step down."


def find(case: Case) -> Iterable[Finding]:
    for restriction in case.person.restrictions:
        head, standards = restriction.reviewed_by, judged_by(case, restriction, "R1")
        review_at = review_of(head.terms) if head else None
        due = [at for each in standards if (at := due_at(restriction, each.restrictions)) is not None]
        if head is not None and review_at is not None and due and case.look.reached(min(due)):
            yield _finding(case, restriction, head, min(due), review_at, standards[0])


def _finding(
    case: Case,
    restriction: Restriction,
    head: RestrictionHead,
    due: datetime,
    review_at: datetime,
    standard: Standard,
) -> Finding:
    overdue, terms = case.look.reached(review_at), standard.rules.r1
    raised_at = max(due, head.fact.holds_from)
    since = "since the end of" if head.terms.review_on else "since"
    how = f"review overdue {since}" if overdue else "review due"
    words = f"{named(head.terms)}: {how} {review_words(head.terms)}"
    return Finding(
        rule="R1",
        raised_by=head.id,
        raised_at=raised_at,
        seen=(Evidence(head.id, words, head.fact.at),),
        evidence=(head.id,),
        asks=terms.asks_overdue if overdue else terms.asks,
        clears=CLEARS,
        asked=(workers(case, restriction, review_at), case.people.ask("manager", review_at)),
        again=(review_at,) if review_at > raised_at else (),
    )
