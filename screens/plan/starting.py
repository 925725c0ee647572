"""What a plan starts from. Pure.

A temporary plan lasts as long as the standard allows at most, and names a contact at least as often as it asks. What the
person decides, whether they agree and whether they take a copy, always starts blank.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from models.directory import Directory
from models.fold import PersonState
from models.kinds.plan import NamedContact, PlanTerms
from models.standard import Standard
from models.times import at_local, day_of, local
from screens.plan.form import Named, Plan
from screens.reading import Unreadable, read_date, read_instant, read_time, typed_date, typed_time

EARLIEST, LATEST = (
    time(9),
    time(20),
)  # when a planned contact is asked of anyone, unless they choose otherwise
QUARTER = 15
WORDS = ("warning_signs", "what_helps", "people_and_places", "professionals", "safer_surroundings")


def new_plan(
    staff: str, name: str, trigger: str, ring: Sequence[str], standard: Standard, now: datetime
) -> Plan:
    """A temporary plan: whole length, a call by `name` each day at a reasonable hour, whom to `ring` in an emergency."""
    expires_at, due = longest(standard, now)
    return Plan(
        trigger=trigger,
        expires_on=typed_date(expires_at),
        expires_at=typed_time(expires_at),
        contacts=[Named(who=name, staff=staff, on=typed_date(at), at=typed_time(at)) for at in due],
        emergency_instructions="\n".join(ring),
    )


def longest(standard: Standard, now: datetime) -> tuple[datetime, list[datetime]]:
    """The latest end of a plan that begins now, and times for its named contacts, each at a reasonable hour."""
    expires_at = _quarter(now) + timedelta(hours=standard.plan.temporary_hours)
    return expires_at, _contact_times(now, expires_at, timedelta(hours=standard.plan.contact_gap_hours))


def carried_over(plan: Plan, state: PersonState) -> Plan:
    """The plan with the words of the one it takes the place of, so that making it takes nothing away.

    Where no temporary plan is in force, a new one has the words of the standing plan.
    """
    held = state.plan(f"plan_{plan.type}") or (state.standing_plan if plan.temporary else None)
    if held is None:
        return plan
    said = {name: getattr(held.terms, name) for name in (*WORDS, "emergency_instructions")}
    if held.terms.type == plan.type and held.terms.safeguarding_actions.strip():
        said |= {"safeguarding": "actions", "safeguarding_actions": held.terms.safeguarding_actions}
    return plan.model_copy(update={name: words for name, words in said.items() if words.strip()})


def as_entered(terms: PlanTerms, standard: Standard, now: datetime) -> Plan:
    """What a plan in force says, to be changed: its contacts still to come; a time that has passed is set anew."""
    words = {name: getattr(terms, name) for name in (*WORDS, "trigger", "emergency_instructions")}
    plan = Plan(type=terms.type).model_copy(update=words | _safeguarding(terms))
    expires_at = terms.expires_at
    coming = [each for each in terms.named_contacts if each.due_at > now]
    if plan.temporary and (expires_at is None or expires_at <= now or not coming):
        anew = continued(terms, standard, now)
        expires_at, coming = anew.expires_at, list(anew.named_contacts)
    if expires_at is not None and expires_at > now:
        plan.expires_on, plan.expires_at = typed_date(expires_at), typed_time(expires_at)
    plan.contacts = [_named(each) for each in coming]
    return plan


def continued(terms: PlanTerms, standard: Standard, now: datetime) -> PlanTerms:
    """The same temporary plan from now to its latest end; who was last to make contact goes on doing so, in the same way."""
    expires_at, due = longest(standard, now)
    last = terms.named_contacts[-1]
    named = tuple(NamedContact(who=last.who, staff=last.staff, mode=last.mode, due_at=at) for at in due)
    return terms.model_copy(update={"expires_at": expires_at, "named_contacts": named})


def likely(state: PersonState, directory: Directory, me: str, now: datetime) -> tuple[str, str]:
    """Who makes contact unless somebody else is named, as id and name: me, if I work with them, else whoever does and is there."""
    acting = [each.staff for each in state.working_with(day_of(now)) if directory.at_work(each.staff, now)]
    id = me if me in acting or not acting else acting[0]
    return id, directory.name_of(id)


def numbers(standard: Standard, own: Iterable[tuple[str, str]], duty: str) -> list[str]:
    """Lines that say whom to ring: 999, 111, the provider's own (words, number), the team's duty line."""
    crisis = [(each.words, each.number) for each in (standard.crisis.emergency, standard.crisis.nhs_111)]
    lines = {
        number: f"{words}: {number}" for words, number in (*crisis, *own, ("Our duty line", duty)) if number
    }
    return list(lines.values())


def next_contact(plan: Plan, staff: str, name: str) -> Named:
    """One more named contact, a day after the last one that can be read."""
    for last in reversed(plan.contacts):
        try:
            at = read_instant(read_date(last.on), read_time(last.at)) + timedelta(days=1)
            return Named(who=name, staff=staff, mode=last.mode, on=typed_date(at), at=typed_time(at))
        except Unreadable:
            continue
    return Named(who=name, staff=staff)


def _named(contact: NamedContact) -> Named:
    at = contact.due_at
    return Named(
        who=contact.who,
        staff=contact.staff or "",
        mode=contact.mode,
        on=typed_date(at),
        at=typed_time(at),
    )


def _safeguarding(terms: PlanTerms) -> dict[str, str]:
    actions, none = terms.safeguarding_actions, terms.no_safeguarding_because
    chosen = "actions" if actions.strip() else "none" if none.strip() else ""
    return {"safeguarding": chosen, "safeguarding_actions": actions, "no_safeguarding_because": none}


def _contact_times(begins_at: datetime, expires_at: datetime, gap: timedelta) -> list[datetime]:
    """Times no further apart than `gap`, the last no further from the end; at night brought forward to the evening before."""
    times: list[datetime] = []
    last = _quarter(begins_at)
    while expires_at - last > timedelta() and (not times or expires_at - last >= gap):
        last = _reasonable(last + gap, after=last)
        times.append(last)
    return times


def _reasonable(at: datetime, after: datetime) -> datetime:
    """The latest reasonable hour up to `at`; `at` itself when none lies between it and `after`."""
    on, clock = day_of(at), local(at).time()
    if EARLIEST <= clock <= LATEST:
        return at
    evening = at_local(on if clock > LATEST else on - timedelta(days=1), LATEST)
    return evening if evening > after else at


def _quarter(at: datetime) -> datetime:
    return at.replace(minute=at.minute // QUARTER * QUARTER, second=0, microsecond=0)
