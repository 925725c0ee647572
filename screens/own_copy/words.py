"""What a plan, a restriction or a decision says to the person it is about: one small function a kind, in one table. Pure.

Safeguarding, who was worried and what others said are never in it. A reason in free words may still name somebody else, or tell of
abuse: such a part is `optional`, and `out` to begin with wherever a safeguarding concern is on record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.deadlines import limit_of, limit_words, review_words
from models.directory import Directory
from models.fold import Fact, PersonState
from models.fold.lowering import plan_terms
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.plan import PlanMade, PlanReviewed, PlanTerms
from models.kinds.restriction import (
    RestrictionApplied,
    RestrictionReviewed,
    RestrictionTerms,
    restriction_terms,
)
from models.kinds.status import PersonStatus
from models.times import clock_words, date_words, day_of

NOBODY_YET = "Nobody who may decide has agreed to it yet."


@dataclass(frozen=True)
class Part:
    """A part of the copy under its heading. `name` is what it is recorded as where it was left out."""

    name: str
    title: str
    words: str
    optional: bool = False
    out: bool = False


@dataclass(frozen=True)
class Around:
    """Who it is about, who wrote what, and now."""

    person: PersonState
    directory: Directory
    now: datetime

    @property
    def careful(self) -> bool:
        """Whether reasons are left out to begin with."""
        return bool(self.person.concerns)

    def reason(self, title: str, words: str, linked: bool = False) -> Part:
        return Part("why", title, words.strip(), optional=True, out=self.careful or linked)


def when(at: datetime) -> str:
    return f"{date_words(day_of(at))}, {clock_words(at)}"


def _plan(fact: Fact[Body], around: Around) -> tuple[str, list[Part]]:
    terms = plan_terms(fact.body)
    if terms is None:
        return "Your plan has ended", [around.reason("Why", getattr(fact.body, "rationale", ""))]
    title = "Your safety plan for the next days" if terms.type == "temporary" else "Your safety plan"
    until = when(terms.expires_at) if terms.expires_at else "It stays until we change it with you."
    return title, [
        around.reason("Why we made it", terms.trigger),
        Part("emergency_instructions", "If you are in danger", terms.emergency_instructions),
        Part("named_contacts", "Who will be in touch", _contacts(terms)),
        Part("warning_signs", "Signs to look out for", terms.warning_signs, optional=True),
        Part("what_helps", "What helps you", terms.what_helps, optional=True),
        Part("people_and_places", "People and places", terms.people_and_places, optional=True),
        Part("professionals", "Who you can ring", terms.professionals),
        Part("safer_surroundings", "Making it safer around you", terms.safer_surroundings, optional=True),
        Part("agreed", "What you said", _agreed(terms), optional=not terms.agreed_with_person),
        Part("until", "Until when", until),
    ]


def _contacts(terms: PlanTerms) -> str:
    in_order = sorted(terms.named_contacts, key=lambda each: each.due_at)
    return "\n".join(f"{each.who}, {each.mode.words.lower()}: {when(each.due_at)}" for each in in_order)


def _agreed(terms: PlanTerms) -> str:
    if terms.agreed_with_person:
        return "You agreed to it."
    said = terms.not_agreed_because.strip()
    return f"You did not agree to it: {said}" if said else "It was not agreed with you."


def _restriction(fact: Fact[Body], around: Around) -> tuple[str, list[Part]]:
    terms = restriction_terms(fact.body)
    if terms is None:
        return _ended(fact, around)
    linked = terms.safeguarding is not None
    considered = "\n".join(f"{each.what}. {each.rejected_because}" for each in terms.alternatives)
    return "Something you may not do for now", [
        Part("what", "What it is", terms.what),
        around.reason("Why", terms.rationale, linked),
        Part("alternatives", "What else we thought of", considered, True, around.careful or linked),
        Part("legal_basis", "What allows it", _basis(terms)),
        Part("who", "Who decided", _decided(fact, terms, around)),
        Part("view", "What you said", _view(terms)),
        Part("until", "Until when", _until(terms, around.now)),
    ]


def _ended(fact: Fact[Body], around: Around) -> tuple[str, list[Part]]:
    """A restriction that was stepped down: what it was, and that it is over."""
    restriction = around.person.restriction_records.get(fact.entry.record)
    facts = restriction.slot.facts if restriction else ()
    said = [terms for each in facts if (terms := restriction_terms(each.body)) is not None]
    return "Something that is allowed again", [
        Part("what", "What had been restricted", said[-1].what if said else ""),
        around.reason("Why it has ended", getattr(fact.body, "rationale", "")),
        Part("until", "Since when", when(fact.at)),
    ]


def _basis(terms: RestrictionTerms) -> str:
    if terms.lacks_basis:
        return "We have not found anything in law that allows it. A manager has to decide about it now. You can ask us."
    return (
        "You said yes to it. You can take that back."
        if terms.legal_basis == "consent"
        else terms.legal_basis.words
    )


def _decided(fact: Fact[Body], terms: RestrictionTerms, around: Around) -> str:
    if terms.imposed_by != "us":
        return ", ".join(filter(None, (terms.imposed_by.words, terms.imposed_by_name.strip())))
    restriction = around.person.restriction_records.get(fact.entry.record)
    heads = restriction.heads if restriction else ()
    head = next((each for each in heads if each.id == fact.id), None)
    if head is not None and head.authority_at is None:
        return NOBODY_YET
    return terms.authorised_by.strip() or around.directory.name_of(fact.entry.author)


def _view(terms: RestrictionTerms) -> str:
    return f"{terms.persons_view}\nYou object to it." if terms.objects else terms.persons_view


def _until(terms: RestrictionTerms, now: datetime) -> str:
    ends_at = limit_of(terms)
    if ends_at is None:
        return "No end has been set. You can ask us for one."
    if ends_at <= now:
        return f"Its time ended {limit_words(terms)} and nobody has decided again. Ask us about it."
    return f"We look at it again with you by {review_words(terms)}. It ends {limit_words(terms)}, unless we decide again."


def _contact(fact: Fact[Body], around: Around) -> tuple[str, list[Part]]:
    body = fact.body
    assert isinstance(body, ContactRecorded)
    next_on = date_words(body.next_contact_on) if body.next_contact_on else ""
    return "What we decided with you", [
        Part("what", "What", DECISIONS.get(str(body.decision), body.decision.words)),
        around.reason("Why", body.rationale),
        Part("until", "When we are next in touch", next_on),
    ]


def _status(fact: Fact[Body], around: Around) -> tuple[str, list[Part]]:
    body = fact.body
    assert isinstance(body, PersonStatus)
    to = next((each.to for each in around.person.handovers if each.id == body.handover), body.handover_to)
    return "You are no longer supported by us", [
        Part("what", "Since when", when(body.since_at)),
        around.reason("Why", body.rationale),
        Part("who", "Who supports you now", to.strip()),
    ]


DECISIONS: Mapping[str, str] = {
    "step_up": "We do more for now: you hear from us more often, or differently.",
    "escalate": "We asked another service to help.",
    "step_down": "We go back to how it was before.",
    "no_step_up": "We go on as before.",
}
SAYS: Mapping[type[Body], Callable[[Fact[Any], Around], tuple[str, list[Part]]]] = {
    PlanMade: _plan,
    PlanReviewed: _plan,
    RestrictionApplied: _restriction,
    RestrictionReviewed: _restriction,
    ContactRecorded: _contact,
    PersonStatus: _status,
}
