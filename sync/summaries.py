"""The sealed summary of a person: what lists show without folding anybody, and until when it is true.

It is a cache. It says which organisation entries and which rules it was made with, when, and when to look again; past any
of these it is made anew from the entries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter, ValidationError

from models.entry import Held
from models.fold import PersonState
from models.fold.caseload import Assignment
from models.fold.matching import MATCHED
from models.nhs_number import last_four
from models.prompt import Prompt
from models.rules import RULES_VERSION, Evaluation
from models.times import day_of
from models.waiting import waiting
from sync.views import Part, PersonRow
from vault.store import EntrySet, HeldScope, Summary

FORMAT = 4


@dataclass(frozen=True)
class PersonSummary:
    """`made_with` names the organisation's entries and the rules; `entries` is the digest of the person's own.

    `held_back`: how much that is held and not accepted waits for a manager. `scopes` are all that are theirs, each of which
    keeps this same summary, and `scope` the one by which they go on; `matches`: some entry says what joins them.
    `proposed_by`: who recorded each thing that waits for a manager. `gone`: discharged, or died. `in_registers`: they hold a line of a register,
    actions aside.
    """

    format: int
    scope: str
    scopes: tuple[str, ...]
    matches: bool
    made_with: str
    made_at: datetime
    look_again: datetime | None
    entries: str
    arriving: bool
    name: str
    born_on: date | None
    last_four: str
    working: tuple[Assignment, ...]
    named_at: tuple[datetime, ...]
    next_contact_on: date | None
    last_contact_at: datetime | None
    prompts: tuple[Prompt, ...]
    held_back: int
    last_contact_certain: bool = True
    to_be_matched: bool = False
    team: str | None = None
    gone: bool = False
    proposed_by: tuple[str, ...] = ()
    in_registers: bool = False

    def stands(self, made_with: str, now: datetime) -> bool:
        """Whether it would come out the same now."""
        reached = self.look_again is not None and self.look_again <= now
        return self.format == FORMAT and self.made_with == made_with and self.made_at <= now and not reached

    def part_of(self, staff: str, on: date) -> Part | None:
        parts = {str(each.part) for each in self.working if each.staff == staff and each.acting(on)}
        return "main" if "main" in parts else "cover" if parts else None

    def row(self, staff: str, now: datetime) -> PersonRow:
        return PersonRow(
            scope=self.scope,
            scopes=self.scopes,
            name=self.name,
            born_on=self.born_on,
            last_four=self.last_four,
            part=self.part_of(staff, day_of(now)),
            prompts=len(self.prompts),
            prompts_for_me=sum(asks_me(prompt, staff) for prompt in self.prompts),
            next_contact_on=self.next_contact_on,
            next_contact_at=next((at for at in self.named_at if at >= now), None),
            last_contact_at=self.last_contact_at,
            arriving=self.arriving,
            last_contact_certain=self.last_contact_certain,
            held_back=self.held_back,
            to_be_matched=self.to_be_matched,
            team=self.team,
            working=self.working,
            gone=self.gone,
            to_confirm=sum(author != staff for author in self.proposed_by),
            in_registers=self.in_registers,
        )


def asks_me(prompt: Prompt, staff: str) -> bool:
    return not prompt.quiet and prompt.asks_of(staff) is not None


def made_with(organisation: bytes) -> str:
    return f"{organisation.hex()}:{RULES_VERSION}"


def summarise(
    state: PersonState,
    evaluation: Evaluation,
    *,
    made_at: datetime,
    made_with: str,
    entries: bytes,
    arriving: bool,
    held_back: int,
) -> PersonSummary:
    details = state.details.heads[-1].body if state.details.heads else None
    plan = state.temporary_plan
    attended = [(visit.ended_at, visit.certain) for visit in state.visits if visit.attended]
    paused = state.standing.away or state.standing.died  # then nobody is to be in touch
    last_at, certain = max(attended, default=(None, True))
    return PersonSummary(
        format=FORMAT,
        scope=state.scope,
        scopes=state.scopes,
        matches=any(each.kind == MATCHED for each in state.entries.values()),
        made_with=made_with,
        made_at=made_at,
        look_again=evaluation.look_again,
        entries=entries.hex(),
        arriving=arriving,
        name=state.name,
        born_on=state.born_on,
        last_four=last_four(details.nhs_number) if details and details.nhs_number else "",
        working=state.caseload,
        named_at=tuple(named.contact.due_at for named in plan.named) if plan and not paused else (),
        next_contact_on=state.visits[-1].parts[-1].body.next_contact_on
        if state.visits and not paused
        else None,
        last_contact_at=last_at,
        last_contact_certain=certain,
        prompts=tuple(evaluation.prompts),
        held_back=held_back,
        to_be_matched=state.to_be_matched,
        team=state.team,
        gone=state.standing.died or state.standing.discharged,
        proposed_by=tuple(each.entry.author for each in waiting(state, evaluation.episodes)),
        in_registers=state.registers.any,
    )


_ADAPTER = TypeAdapter(PersonSummary)


def to_vault(scope: str, summary: PersonSummary, held: Iterable[Held]) -> Summary:
    return Summary(scope, EntrySet.of(each.digest for each in held), _ADAPTER.dump_json(summary))


def from_vault(held: HeldScope) -> PersonSummary | None:
    """None when there is none that covers what is here, or another version wrote it."""
    if not held.summary:
        return None
    try:
        read = _ADAPTER.validate_json(held.summary)
    except ValidationError:
        return None
    return read if read.format == FORMAT else None
