"""A person's own copy, whole: what there is to give, and each in their words with how to object and whom to turn to. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.fold import Fact, PersonState, PlanHead, RestrictionHead
from models.kinds.base import Body
from models.kinds.papers import CopyOffered
from models.standard import Standard
from models.standard.terms import Outside
from models.times import marked, moment_words
from screens.own_copy.words import SAYS, Around, Part, when
from screens.prompt.lines import sentence

RECENT = timedelta(days=28)  # how long a decision that has passed is still offered
ASK_US = "Ask any of us. We find out for you."
NOT_SET = "not set: ask your manager"


@dataclass(frozen=True)
class OwnCopy:
    """`entry` is what it was made from. `parts` in the order in which they are read, the ones with no words left out."""

    entry: str
    title: str
    written: str
    parts: tuple[Part, ...]

    def less(self, left_out: Iterable[str]) -> tuple[Part, ...]:
        """The parts that stay."""
        names = set(left_out)
        return tuple(each for each in self.parts if not (each.optional and each.name in names))


@dataclass(frozen=True)
class Offer:
    """Something to give a copy of: what, since when, and what became of the latest copy offered ("" for none)."""

    entry: str
    title: str
    when: str
    became: str
    given: bool


def own_copy(
    entry: str, person: PersonState, directory: Directory, standard: Standard, now: datetime
) -> OwnCopy | None:
    """The copy of what this entry says; None where it is not here, or nothing to give a copy of."""
    fact = next((each for each in _facts(person, now) if each.id == entry), None)
    return None if fact is None else _copy(fact, person, directory, standard, now)


def offers(person: PersonState, directory: Directory, standard: Standard, now: datetime) -> tuple[Offer, ...]:
    """What there is: plans and restrictions in force, and what was decided lately."""
    return tuple(_offer(fact, person, directory, standard, now) for fact in _facts(person, now))


def standing(given: Iterable[Offer]) -> tuple[str, ...]:
    """A line for each; of what reads the same, such as two versions of a plan, one line with how many there are."""
    alike = Counter((each.title, each.became or "not offered yet") for each in given)
    return tuple(
        f"{title} ({count}): {became}" if count > 1 else f"{title}: {became}"
        for (title, became), count in alike.items()
    )


def lacking(standard: Standard) -> tuple[str, ...]:
    """Which of those outside the team the provider has not named."""
    named = (
        ("The advocate", standard.own_copy.advocate),
        ("Where a complaint goes", standard.own_copy.complaint),
    )
    return tuple(name for name, outside in named if not outside.known)


def _facts(person: PersonState, now: datetime) -> Iterator[Fact[Body]]:
    for plan in sorted(person.plans, key=lambda plan: (plan.record != "plan_temporary", plan.record)):
        yield from _versions(plan.heads)
    for restriction in person.restrictions:
        yield from _versions(restriction.heads)
    yield from (fact for fact in _decisions(person) if now - fact.at <= RECENT)


def _versions(heads: Iterable[PlanHead | RestrictionHead]) -> Iterable[Fact[Body]]:
    """Each entry once, though two people amended it apart."""
    return {head.id: head.fact for head in heads}.values()


def _decisions(person: PersonState) -> Iterator[Fact[Body]]:
    """The latest of a contact that changed something, a restriction that ended, a discharge."""
    decided = [fact for fact in person.contacts if fact.body.decision != "no_step_up"]
    yield from decided[-1:]
    for restriction in person.restriction_records.values():
        if not restriction.in_force:
            yield from restriction.slot.heads[-1:]
    if person.standing.discharged and person.standing.latest is not None:
        yield person.standing.latest


def _copy(
    fact: Fact[Body], person: PersonState, directory: Directory, standard: Standard, now: datetime
) -> OwnCopy:
    title, parts = SAYS[type(fact.body)](fact, Around(person, directory, now))
    terms = standard.own_copy
    beside = (
        Part("object", "If you do not agree", terms.object),
        Part("advocate", "Somebody on your side (an advocate)", _reach(terms.advocate)),
        Part("complaint", "To complain", _reach(terms.complaint)),
    )
    written = f"Written by {directory.name_of(fact.entry.author)}, {when(fact.at)}."
    said = tuple(each for each in (*parts, *beside) if each.words.strip())
    return OwnCopy(fact.id, title, written, said)


def _reach(outside: Outside) -> str:
    return f"{outside.words}: {outside.reach}" if outside.known else ASK_US


def _offer(
    fact: Fact[Body], person: PersonState, directory: Directory, standard: Standard, now: datetime
) -> Offer:
    copy = _copy(fact, person, directory, standard, now)
    what = next((each.words for each in copy.parts if each.name == "what"), "")
    offered = [each for each in person.copies if each.body.about == fact.id]
    became = _became(offered[-1], directory, now) if offered else ""
    return Offer(
        fact.id,
        copy.title,
        "\n".join(filter(None, (what, copy.written))),
        became,
        bool(offered) and offered[-1].body.outcome == "given",
    )


def _became(offered: Fact[CopyOffered], directory: Directory, now: datetime) -> str:
    by = directory.name_of(offered.entry.author)
    at = marked(moment_words(offered.at, now), offered.certain)
    return sentence(f"{offered.body.outcome.words}, {at}, {by}")
