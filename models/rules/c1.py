"""C1: two people set the same thing apart from each other. Both are shown until a manager decides.

A record whose earlier entries are not all here raises none: what looks like a conflict may only be a gap.
"""

from collections.abc import Iterable, Mapping

from models.fold import PersonState, ScopeState, Slot
from models.fold.judging import daggers_of
from models.kinds.base import Body
from models.kinds.person import SignatureSet
from models.kinds.referral import ReferralDecided
from models.kinds.registers import IssueResolved
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed
from models.kinds.safeguarding import SafeguardingDecided
from models.kinds.safety import ThresholdOverridden
from models.kinds.status import PersonStatus
from models.prompt import Evidence
from models.rules.case import Finding, ScopeCase
from models.standard import Standard
from models.times import clock_words, date_words, day_of, working_days_end

CLEARS = "An entry that follows both, by a manager."
WORDS: Mapping[str, str] = {
    "details": "Details",
    "status": "Status",
    "cohort": "High-risk cohort",
    "signature": "Signature and usual levels",
    "contact_agreed": "Agreed contact",
    "plan_standing": "Standing safety plan",
    "plan_temporary": "Temporary safety plan",
}
OTHERS: Mapping[type[Body], str] = {
    RestrictionApplied: "Restriction",
    RestrictionReviewed: "Restriction",
    ThresholdOverridden: "Threshold for this person",
    IssueResolved: "Interface issue",
    ReferralDecided: "Referral",
    SafeguardingDecided: "Safeguarding concern",
}


STATES: Mapping[str, str] = {
    "escalation.owned": "taken by one of us",
    "escalation.agreed": "their answer agreed with",
    "escalation.disputed": "in dispute",
    "escalation.resolved": "resolved",
    "issue.resolved": "resolved",
    "referral.decided": "decided",
    "safeguarding.decided": "decided",
}


def find(case: ScopeCase) -> Iterable[Finding]:
    for slot in case.state.conflicts:
        if any(each.enabled("C1") for each in _judging(case, slot)):
            yield _finding(case, slot)


def _judging(case: ScopeCase, slot: Slot[Body]) -> tuple[Standard, ...]:
    """The standards of all that is in conflict: what one of them asks for is asked."""
    return tuple(each for head in slot.in_conflict for each in case.standards_of(head.id))


def _finding(case: ScopeCase, slot: Slot[Body]) -> Finding:
    heads = slot.in_conflict
    latest = heads[-1]
    standard = case.standard_at(latest.at)
    days = min(each.rules.c1.working_days for each in _judging(case, slot))
    hours = standard.hours
    by = working_days_end(latest.at, days, hours.bank_holidays, hours.working_day_ends)
    return Finding(
        rule="C1",
        raised_by=latest.id,
        raised_at=latest.at,
        seen=tuple(Evidence(head.id, _words(case, slot, head.id), head.at) for head in heads),
        evidence=tuple(head.id for head in heads),
        asks=standard.rules.c1.asks,
        clears=CLEARS,
        asked=(case.people.ask("manager", latest.at if _at_once(case, slot) else by),),
        again=(by,),
    )


def _words(case: ScopeCase, slot: Slot[Body], id: str) -> str:
    entry, at = case.state.entries[id], case.state.at[id]
    who = case.directory.name_of(entry.author)
    return f"{_what(case, slot, id)} as {who} recorded it, {date_words(day_of(at))} {clock_words(at)}"


def _what(case: ScopeCase, slot: Slot[Body], id: str) -> str:
    """What was set apart: the record's name; of an escalation, what each of them made of it."""
    name, state = title_of(case.state, slot), STATES.get(case.state.entries[id].kind)
    return f"{name}: {state}," if state else name


def title_of(state: ScopeState, slot: Slot[Body]) -> str:
    """What people know a record as: by its name where a person has one, else by what is in it."""
    escalation = state.escalation(slot.record) if isinstance(state, PersonState) else None
    return escalation.name if escalation else record_words(slot)


def record_words(slot: Slot[Body]) -> str:
    return WORDS.get(slot.record) or OTHERS.get(type(slot.heads[0].body), "Plan")


def _at_once(case: ScopeCase, slot: Slot[Body]) -> bool:
    """Whether a death or a † threshold is in dispute."""
    bodies = [body for head in slot.in_conflict for body in head.bodies]
    died = any(isinstance(body, PersonStatus) and body.status == "died" for body in bodies)
    return died or _dagger_involved(case, slot)


def _dagger_involved(case: ScopeCase, slot: Slot[Body]) -> bool:
    """Whether the usual level of a †, or whether it is a key indicator, is in dispute."""
    bodies = [body for head in slot.in_conflict for body in head.bodies if isinstance(body, SignatureSet)]
    daggers = daggers_of(_judging(case, slot))
    every = (body for head in slot.in_conflict for body in head.bodies)
    if any(isinstance(body, ThresholdOverridden) and body.indicator in daggers for body in every):
        return True
    said = {
        tuple((code, body.baselines.get(code, 0), code in body.indicators) for code in sorted(daggers))
        for body in bodies
    }
    return len(said) > 1
