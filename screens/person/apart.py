"""What people recorded apart from each other, version by version, and the entry that keeps one of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.authority import may_author
from models.deadlines import limit_of, review_of
from models.directory import Directory
from models.fold import Fact, ScopeState, Slot
from models.fold.lowering import plan_terms
from models.kinds.base import Body
from models.kinds.person import CohortSet, PersonDetails, SignatureSet
from models.kinds.plan import PlanReviewed, PlanTerms
from models.kinds.restriction import RestrictionReviewed, RestrictionTerms, restriction_terms
from models.met import name_of
from models.nhs_number import last_four
from models.rules.c1 import title_of
from models.saying import said_in
from models.standard import Standard
from models.times import date_words, marked, moment_words
from screens.person.plans import plan_texts
from screens.person.restrictions import term_texts
from screens.prompt.lines import sentence
from sync.authoring import Said
from sync.views import Me

DECIDES = (
    "entry.confirmed"  # who may confirm what others proposed also decides between what they recorded apart
)
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Version:
    """One of them: `by` who and when, `says` in a sentence, `pairs` only what is not the same in all. `ended`: past its end."""

    id: str
    by: str
    says: str
    pairs: Pairs
    ended: bool
    fact: Fact[Body]
    body: Body


@dataclass(frozen=True)
class Apart:
    """A record in conflict. `needs_why`: keeping a version is a review, which has its reason. `otherwise`: what settles it
    where a version has ended.
    """

    record: str
    title: str
    versions: tuple[Version, ...]
    needs_why: bool
    otherwise: str


def may_decide(me: Me) -> bool:
    return may_author(me.role, DECIDES)


def apart(state: ScopeState, directory: Directory, now: datetime) -> tuple[Apart, ...]:
    return tuple(_apart(slot, title_of(state, slot), directory, now) for slot in state.conflicts)


def keeping(scope: str, apart: Apart, version: Version, why: str, id: str | None = None) -> Said:
    """The entry `id` that follows every version and says again what one of them says. A plan is kept by reviewing it."""
    kind, body = version.fact.entry.kind, version.body.model_dump(mode="json")
    if kind == "person.registered":
        kind = "person.updated"
    if isinstance(version.body, RestrictionTerms | RestrictionReviewed):
        kind, body = "restriction.reviewed", _restriction_review(version.body, why)
    elif apart.needs_why:
        kind, body = "plan.reviewed", _review(version.body, why)
    follows = tuple(dict.fromkeys(each.fact.id for each in apart.versions))
    return Said(kind, scope, body, apart.record, follows, entry_id=id)


def _review(body: Body, why: str) -> dict[str, Any]:
    terms = plan_terms(body)
    if terms is None:
        return {"decision": "end", "rationale": why.strip()}
    return {"decision": "modify", "rationale": why.strip(), "terms": terms.model_dump(mode="json")}


def _restriction_review(body: Body, why: str) -> dict[str, Any]:
    terms = restriction_terms(body)
    if terms is None:
        return {"decision": "step_down", "rationale": why.strip()}
    return {"decision": "modify", "rationale": why.strip(), "terms": _plain(terms)}


def _plain(terms: RestrictionTerms) -> dict[str, Any]:
    """The terms alone: what applied it and what reviewed it carry the same."""
    return RestrictionTerms.model_validate(terms.model_dump()).model_dump(mode="json")


def _apart(slot: Slot[Body], title: str, directory: Directory, now: datetime) -> Apart:
    standard = directory.standard_at(now)
    said = [(fact, body, _pairs(body, standard, now)) for fact in slot.heads for body in fact.bodies]
    same = set(said[0][2]).intersection(*(pairs for _, _, pairs in said))
    versions = tuple(
        Version(
            id=f"{fact.id}.{number}",
            by=sentence(
                f"{directory.name_of(fact.entry.author)}, {marked(moment_words(fact.at, now), fact.certain)}"
            ),
            says=said_in(fact.entry, body, directory),
            pairs=tuple(pair for pair in pairs if pair not in same),
            ended=_ended(body, now),
            fact=fact,
            body=body,
        )
        for number, (fact, body, pairs) in enumerate(said)
    )
    reviewed = (PlanTerms, PlanReviewed, RestrictionTerms, RestrictionReviewed)
    needs_why = any(isinstance(each.body, reviewed) for each in versions)
    restricts = any(isinstance(each.body, RestrictionTerms | RestrictionReviewed) for each in versions)
    otherwise = "Reviewing it settles this." if restricts else "A new plan settles this."
    return Apart(slot.record, title, versions, needs_why, otherwise)


def _ended(body: Body, now: datetime) -> bool:
    plan, restriction = plan_terms(body), restriction_terms(body)
    ends = [plan.expires_at] if plan else []
    ends += [review_of(restriction), limit_of(restriction)] if restriction else []
    return any(at is not None and at <= now for at in ends)


def _pairs(body: Body, standard: Standard, now: datetime) -> Pairs:
    """What a version says, by name. The sentence says the rest."""
    terms = plan_terms(body)
    if terms is not None:
        return (("Named contacts", _contacts(terms, now)), *plan_texts(terms))
    restriction = restriction_terms(body)
    if restriction is not None:
        return term_texts(restriction)
    if isinstance(body, PersonDetails):
        return tuple(_details(body))
    if isinstance(body, SignatureSet):
        return (("Usual levels", _usual(body, standard)),)
    return (("Reason", body.reason),) if isinstance(body, CohortSet) else ()


def _usual(body: SignatureSet, standard: Standard) -> str:
    return "; ".join(f"{name_of(standard, code)} {level}" for code, level in sorted(body.baselines.items()))


def _contacts(terms: PlanTerms, now: datetime) -> str:
    return "\n".join(
        f"{each.who}, {each.mode.words.lower()}, {moment_words(each.due_at, now)}"
        for each in sorted(terms.named_contacts, key=lambda each: each.due_at)
    )


def _details(body: PersonDetails) -> Iterable[tuple[str, str]]:
    number = f"… {last_four(body.nhs_number)}" if body.nhs_number else body.no_nhs_number_because
    yield from (("Name", body.name), ("Likes to be called", body.preferred_name))
    yield from (("Born", date_words(body.born_on)), ("Telephone", body.phone), ("Address", body.address))
    yield "NHS number", number
