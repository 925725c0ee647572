"""T5: the person, a carer or a practitioner is worried. A step-up, upwards only; whoever worried gets a reply."""

from collections.abc import Iterable

from models.fold import PersonState, Visit
from models.met import Met, met_by
from models.rules.case import Case, Finding
from models.rules.raised import raised, step_up_asked

CLEARS = "A manager steps the episode down, naming this contact and the reply given to whoever is worried."


def meets(person: PersonState, visit: Visit) -> Met | None:
    worries = visit.worries
    if not worries:
        return None
    said = (
        f"{worry.who.words} is worried" + (f": “{worry.words}”" if worry.words else "") for worry in worries
    )
    return met_by("T5", visit, lambda part: bool(part.body.worried), "; ".join(dict.fromkeys(said)))


def find(case: Case) -> Iterable[Finding]:
    for episode, raising in case.raisings("T5"):
        asks = case.standard_at(raising.raised_at).rules.t5.asks
        asked = step_up_asked(case, raising, managers_only=True)
        yield raised(case, episode, raising, asks, CLEARS, asked, managers_only=True)
