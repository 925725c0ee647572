"""What a huddle talks about for one person: what is open, whose it is and until when. Pure. No score, no order of people by risk.

To add something: write its small function, add a row to `TALKED_OF`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.directory import Directory
from models.fold import AWAITING_AUTHORITY, PersonState, Proposal
from models.prompt import Prompt
from models.restrictions import ACTIVE, due_at, in_card_order
from models.standard import Standard
from models.times import deadline_words, end_of_day, from_now_words, moment_words
from models.waiting import waiting
from screens.escalation.standing import standing_of
from screens.person.restrictions import WORDS
from screens.trail.words import kind_words
from sync.views import PersonView

LATE_CONTACT = "P2"


@dataclass(frozen=True)
class Item:
    """One thing: what and whose, and by when. `due_at` None where it has no time. `past`: that time has come."""

    what: str
    due_at: datetime | None
    past: bool


@dataclass(frozen=True)
class Row:
    """One person with something open."""

    scope: str
    name: str
    items: tuple[Item, ...]

    @property
    def past(self) -> int:
        """How many of them are past their time."""
        return sum(each.past for each in self.items)

    @property
    def first_due_at(self) -> datetime | None:
        return min((each.due_at for each in self.items if each.due_at is not None), default=None)


@dataclass(frozen=True)
class Source:
    """`me` is the staff id of whoever reads; `waiting` what a manager has to confirm before it changes anything.

    `late` are the prompts on contacts named in a plan.
    """

    person: PersonState
    waiting: tuple[Proposal, ...]
    late: tuple[Prompt, ...]
    directory: Directory
    standard: Standard
    me: str
    now: datetime

    def by(self, what: str, at: datetime | None) -> Item:
        if at is None:
            return Item(what, None, False)
        due = f"by {deadline_words(at, self.now)} ({from_now_words(at, self.now)})"
        return Item(f"{what}, {due}", at, at <= self.now)


def row(view: PersonView, directory: Directory, me: str, now: datetime) -> Row | None:
    """The person's row, None where nothing of theirs is for a huddle."""
    waits = tuple(waiting(view.state, view.evaluation.episodes))
    late = tuple(each for each in view.evaluation.prompts if each.rule == LATE_CONTACT)
    source = Source(view.state, waits, late, directory, directory.standard_at(now), me, now)
    items = tuple(item for talked_of in TALKED_OF for item in talked_of(source))
    return Row(view.scope, view.state.name or "Name still arriving", items) if items else None


def in_order(rows: list[Row]) -> tuple[Row, ...]:
    """What is due first comes first; what has no time last, by name."""

    def place(each: Row) -> tuple[bool, float, str]:
        at = each.first_due_at
        return at is None, at.timestamp() if at else 0.0, each.name.casefold()

    return tuple(sorted(rows, key=place))


def _concerns(source: Source) -> Iterator[Item]:
    """Concerns without a decision, and those another service has not answered."""
    for concern in source.person.concerns:
        if concern.undecided:
            what = f"Safeguarding concern, {concern.words.lower()}: decide"
            yield source.by(what, end_of_day(concern.raised.at))
        elif (due := concern.latest.body.answer_due_at) and not concern.latest.body.partner_response.strip():
            partner = concern.latest.body.partner.strip() or "the other service"
            yield source.by(f"Safeguarding: answer from {partner}", due)


def _actions(source: Source) -> Iterator[Item]:
    """What is not done: of safeguarding and the rest; and what another service has not answered."""
    for action in source.person.actions:
        if action.done:
            continue
        kind = "Safeguarding action" if action.body.safeguarding else "Action"
        owner = "you" if action.owner == source.me else source.directory.name_of(action.owner)
        yield source.by(f"{kind}: {action.body.what} ({owner})", action.deadline.at)
        if action.answer_due is not None:
            partner = action.body.partner.strip() or "the other service"
            yield source.by(f"Answer from {partner} to “{action.body.what}”", action.answer_due.at)


def _escalations(source: Source) -> Iterator[Item]:
    for escalation in source.person.open_escalations:
        said = standing_of(escalation, source.person, source.directory, source.me, source.now)
        late = said.due_at is not None and said.due_at <= source.now
        yield Item(f"{said.title}. {said.owner} Their answer: {said.answer}", said.due_at, late)


def _restrictions(source: Source) -> Iterator[Item]:
    """Those due for review or past it, without authority or a basis, or recorded apart."""
    terms = source.standard.restrictions
    found = in_card_order(source.person.restrictions, terms, lambda at: at <= source.now)
    for status, restriction in found:
        if status == ACTIVE:
            continue
        at = restriction.review_at
        due = due_at(restriction, terms)
        what = f"Restriction, {WORDS[status].lower()}: {restriction.terms.what}"
        if at is None or due is None or due > source.now:
            yield Item(what, None, False)
        else:
            yield source.by(f"{what}. Review", at)


def _late_contacts(source: Source) -> Iterator[Item]:
    """Contacts named in a temporary plan that nobody has made."""
    for prompt in source.late:
        for seen in prompt.seen:
            yield Item(f"Temporary plan: {seen.words[:1].lower()}{seen.words[1:]}", seen.at, True)


def _plans(source: Source) -> Iterator[Item]:
    if plan := source.person.temporary_plan:
        yield source.by("Temporary plan: review", plan.expires_at)


def _waiting(source: Source) -> Iterator[Item]:
    """What somebody recorded that lowers what protects. (A worker's own restriction is among the restrictions.)"""
    for proposal in source.waiting:
        if proposal.words == AWAITING_AUTHORITY:
            continue
        entry, at = proposal.entry, source.person.at[proposal.entry.id]
        by = "you" if entry.author == source.me else source.directory.name_of(entry.author)
        when = moment_words(at, source.now)
        yield Item(f"{kind_words(entry.kind)} by {by}, {when}: waits for a manager", None, False)


def _handovers(source: Source) -> Iterator[Item]:
    """The latest handover, while nobody there has accepted it."""
    for handover in source.person.handovers[-1:]:
        if handover.accepted is None:
            given = moment_words(handover.given.at, source.now)
            yield Item(f"Handover to {handover.to}, given {given}: nobody there has accepted it", None, False)


TALKED_OF: tuple[Callable[[Source], Iterator[Item]], ...] = (
    _concerns,
    _actions,
    _escalations,
    _restrictions,
    _late_contacts,
    _plans,
    _waiting,
    _handovers,
)
