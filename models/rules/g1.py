"""G1: an action, or a line of a register, is past its date. Its owner is asked; after some working days a manager too.

To have another register asked about: give its open lines as `Owned`, add the function to `REGISTERS`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from models.prompt import Evidence
from models.rules.case import Case, Finding
from models.times import date_words, day_of, working_days_end

CLEARS = "It is done, or what happened is recorded; a later date needs a manager."


@dataclass(frozen=True, slots=True)
class Owned:
    """An open line somebody owns: its record, what it is, whose, by when, and the entry that says so."""

    record: str
    words: str
    owner: str
    due_at: datetime
    entry: str


def find(case: Case) -> Iterable[Finding]:
    for lines in REGISTERS:
        for owned in lines(case):
            enabled = any(each.enabled("G1") for each in case.standards_of(owned.entry))
            if enabled and case.look.reached(owned.due_at):
                yield _finding(case, owned)


def _finding(case: Case, owned: Owned) -> Finding:
    standard = case.standard_at(owned.due_at)
    terms, hours = standard.rules.g1, standard.hours
    manager_at = working_days_end(
        owned.due_at, terms.manager_working_days, hours.bank_holidays, hours.working_day_ends
    )
    to_manager = case.look.reached(manager_at)
    owner = case.people.owner(owned.owner, manager_at)
    manager = (case.people.ask("manager", manager_at),) if to_manager else ()
    words = f"{owned.words}: to be done by {date_words(day_of(owned.due_at))}"
    return Finding(
        rule="G1",
        raised_by=owned.record,
        raised_at=owned.due_at,
        seen=(Evidence(owned.entry, words, owned.due_at),),
        evidence=(owned.entry,),
        asks=f"{terms.asks} {terms.asks_manager}" if to_manager else terms.asks,
        clears=CLEARS,
        asked=(owner, *(each for each in manager if each.staff_ids != owner.staff_ids)),
        again=(manager_at,),
    )


def _actions(case: Case) -> Iterable[Owned]:
    """Actions that are not safeguarding's: those have SG1."""
    for action in case.person.actions:
        if action.body.safeguarding is None and not action.done:
            due = action.deadline
            yield Owned(action.record, action.body.what, action.owner, due.at, due.entry)


REGISTERS: tuple[Callable[[Case], Iterable[Owned]], ...] = (_actions,)
