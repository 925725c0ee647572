"""What a body needs its surroundings for: the clock, the person's birth, the directory, the standard.

`check` before saving on a tablet; `check_entry` at intake. Both name every field that does not stand and give one sentence
for the first; nothing entered is lost by either. At intake only what can never stand is refused: an unknown code, a person
or a team not known here may come from a newer app or arrive later, and are kept.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import ValidationError

from models.authority import may_author
from models.checks.by_kind import BY_KIND
from models.checks.everywhere import codes_known, times_possible
from models.checks.surroundings import Person, Surroundings
from models.directory import Directory
from models.entry import FIXED_RECORDS, ORGANISATION, PLAN_RECORDS, Entry, person_scope, read_body
from models.errors import NotAllowed
from models.kinds import BODIES
from models.kinds.base import Body
from models.kinds.correction import EntryAmended
from models.kinds.plan import PlanMade
from models.kinds.referral import PersonMatched
from models.kinds.safety import ThresholdOverridden, threshold_record
from models.reading import Problem, problems_in, refuse
from models.standard import Standard

ORGANISATION_KINDS = ("staff.", "team.", "device.", "rota.", "standard.")
OWN_RECORD = frozenset(
    {"contact.recorded", "caseload.assigned", "episode.stepped_down", "person.matched", "access.viewed"}
    | {"restriction.applied", "escalation.opened"}
    | {"handover.given", "copy.offered", "candour.told"}
    | {"prompt.seen", "prompt.told", "prompt.answered", "prompt.delivered"}
    | {"safeguarding.raised", "action.assigned", "issue.logged", "risk.registered", "referral.received"}
    | {"audit.performed", "learning.recorded", "supervision.recorded"}
)
# Beside prompts, what may be of a team as well as of a person; and what is of a team alone.
OF_A_TEAM_TOO = ("prompt.", "action.", "issue.", "risk.", "learning.")
OF_A_TEAM = ("audit.", "supervision.", "device.silent")


def check(
    kind: str,
    body: dict[str, Any],
    *,
    occurred_at: datetime,
    now: datetime,
    person: Person | None,
    directory: Directory,
    role: str | None = None,
    target: Entry | None = None,
) -> Body:
    """The body as its kind's model, when it can be saved here; else InvalidEntry, ImpossibleTime or NotAllowed.

    `now` comes from the same clock as `occurred_at`. With `role`, the author must be allowed the kind. `target` is the
    entry an amendment is about: its replacement must stand as that kind does.
    """
    around = Surroundings(occurred_at, now, person, directory, here=True)
    if role is not None and not may_author(role, kind, _standard(directory, occurred_at)):
        raise NotAllowed(fields=["kind"])
    said = read_body(kind, body)
    _refuse_if(_problems(said, around, target))
    return said


def check_entry(
    entry: Entry, *, person: Person | None, directory: Directory, target: Entry | None = None
) -> None:
    """An entry from elsewhere: InvalidEntry or ImpossibleTime when it can never stand. Unknown kinds pass, kept as they are.

    Its own recorded_at is its now (both are the same device's clock); the standard is the one it was stamped with.
    """
    if not entry.known:
        return
    around = Surroundings(
        entry.occurred_at,
        entry.recorded_at,
        person,
        directory,
        here=False,
        stamped=directory.standard(entry.standard),
    )
    _refuse_if([*_places(entry), *_problems(entry.said, around, target)])


def problems(
    kind: str,
    body: dict[str, Any],
    *,
    occurred_at: datetime,
    now: datetime,
    person: Person | None,
    directory: Directory,
) -> tuple[Problem, ...]:
    """Every problem of a body, for a form that marks each field: of its shape first, then of what its shape allows."""
    around = Surroundings(occurred_at, now, person, directory, here=True)
    return tuple(_shape_or_problems(kind, body, around))


def _shape_or_problems(kind: str, body: dict[str, Any], around: Surroundings) -> Iterator[Problem]:
    try:
        said = BODIES[kind].model_validate(body)
    except ValidationError as error:
        yield from problems_in(error)
    else:
        yield from _problems(said, around, None)


def _problems(said: Body, around: Surroundings, target: Entry | None) -> Iterator[Problem]:
    yield from times_possible(said, around)
    if around.here:
        yield from codes_known(said)
    for test in _tests_of(type(said)):
        yield from test(said, around)
    if isinstance(said, EntryAmended) and target is not None and target.known:
        yield from _replacement_problems(said, around, target)


@cache
def _tests_of(body: type[Body]) -> tuple[Callable[[Any, Surroundings], Iterator[Problem]], ...]:
    return tuple(test for kind, test in BY_KIND if issubclass(body, kind))


def _replacement_problems(said: EntryAmended, around: Surroundings, target: Entry) -> Iterator[Problem]:
    for problem in _shape_or_problems(target.kind, said.body, around.at(target.occurred_at)):
        yield Problem(f"body.{problem.field}", problem.why, problem.error)


def _places(entry: Entry) -> Iterator[Problem]:
    """An entry lies in the scope and the record of its kind, so that no clinical entry reaches every device."""
    if entry.kind.startswith("entry."):
        return
    if entry.scope.partition(":")[0] not in scopes_of(entry.kind):
        yield Problem("scope", "This kind does not belong in this scope.")
    if entry.record not in _records(entry):
        yield Problem("record", "This kind does not belong in this record.")
    if isinstance(entry.said, PersonMatched) and person_scope(entry.said.other) == entry.scope:
        yield Problem("other", "This is the same record, not another one.")


def scopes_of(kind: str) -> tuple[str, ...]:
    """The sorts of scope a kind may lie in: "person", "team", "org"."""
    if kind.startswith(OF_A_TEAM):
        return ("team",)
    if kind.startswith(ORGANISATION_KINDS):
        return (ORGANISATION,)
    return ("person", "team") if kind.startswith(OF_A_TEAM_TOO) else ("person",)


def _records(entry: Entry) -> tuple[str, ...]:
    """The records the entry may lie in; its own where the kind does not say. A step of an escalation lies in another's."""
    if entry.kind in FIXED_RECORDS:
        return (FIXED_RECORDS[entry.kind],)
    if isinstance(entry.said, PlanMade):
        return (PLAN_RECORDS.get(entry.said.type, entry.id),)
    if isinstance(entry.said, ThresholdOverridden):
        return (threshold_record(entry.said),)
    if entry.kind == "standard.published":
        return ("standard",)
    if entry.kind in OWN_RECORD:
        return (entry.id,)
    of_another = entry.kind.startswith("escalation.") and entry.record == entry.id
    return () if of_another else (entry.record,)


def _refuse_if(found: Iterator[Problem] | list[Problem]) -> None:
    problems = tuple(found)
    if problems:
        raise refuse(problems)


def _standard(directory: Directory, at: datetime) -> Standard | None:
    return directory.standard_at(at) if directory.standards else None


__all__ = ["Person", "Problem", "check", "check_entry", "problems", "scopes_of"]
