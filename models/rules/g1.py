"""G1: an action, or a line of a register of a person or a team, is past its date. Its owner is asked; after some working days a manager too.

To have another register asked about: give its open lines as `Owned`, add the function to `REGISTERS`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from models.fold.due import Due
from models.prompt import Evidence
from models.rules.case import Finding, ScopeCase
from models.times import date_words, day_ends, deadline_day, working_days_end

CLEARS = "It is done, or what happened is recorded; a later date needs a manager."


@dataclass(frozen=True, slots=True)
class Owned:
    """An open line somebody owns: what it is and what is due, whose ("": a manager's), by when, and who says so."""

    words: str
    owner: str
    due: Due


def find(case: ScopeCase) -> Iterable[Finding]:
    for lines in REGISTERS:
        for owned in lines(case):
            judging = [each.rules.g1 for each in case.standards_of(owned.due.entry) if each.enabled("G1")]
            if judging and case.look.reached(owned.due.at):
                yield _finding(case, owned, min(each.manager_working_days for each in judging))


def _finding(case: ScopeCase, owned: Owned, days: int) -> Finding:
    """`days`: after how many working days it is a manager's too, by the standards that judge what says when it is due."""
    due_at = owned.due.at
    standard = case.standard_at(due_at)
    terms, hours = standard.rules.g1, standard.hours
    manager_at = working_days_end(due_at, days, hours.bank_holidays, hours.working_day_ends)
    to_manager = case.look.reached(manager_at)
    owner = case.people.owner(owned.owner, manager_at)
    manager = (case.people.ask("manager", manager_at),) if to_manager else ()
    words = f"{owned.words} by {date_words(deadline_day(due_at))}"
    return Finding(
        rule="G1",
        raised_by=owned.due.entry,
        raised_at=due_at,
        seen=(Evidence(owned.due.entry, words, case.state.at[owned.due.entry]),),
        evidence=(owned.due.entry,),
        asks=f"{terms.asks} {terms.asks_manager}" if to_manager else terms.asks,
        clears=CLEARS,
        asked=(owner, *(each for each in manager if each.staff_ids != owner.staff_ids)),
        again=(manager_at,),
    )


def _actions(case: ScopeCase) -> Iterable[Owned]:
    """Actions that are not safeguarding's: those have SG1."""
    for action in case.state.actions:
        if action.body.safeguarding is None and not action.done:
            yield Owned(f"{action.body.what}: to be done", action.owner, action.deadline)


def _issues(case: ScopeCase) -> Iterable[Owned]:
    """Those not resolved, by what is due first: a look at them, or the other service's answer."""
    for issue in case.state.registers.issues:
        body, answer = issue.begun.body, issue.answer_due
        moments = ((issue.review, "to be looked at again"), (answer, "to be answered"))
        due = [(at, words) for at, words in moments if at is not None]
        if issue.open and due:
            first, words = min(due, key=lambda each: each[0].at)
            yield Owned(f"Issue: {body.what}: {words}", issue.owner, first)


def _risks(case: ScopeCase) -> Iterable[Owned]:
    for risk in case.state.registers.risks:
        if risk.review is not None:
            yield Owned(f"Risk: {risk.begun.body.risk}: to be reviewed", risk.owner, risk.review)


def _audits(case: ScopeCase) -> Iterable[Owned]:
    for audit in case.state.registers.audits:
        if audit.re_audit_due is not None:
            body = audit.begun.body
            of = f"Audit of {date_words(body.from_on)} to {date_words(body.until_on)}: to be audited again"
            yield Owned(of, audit.owner, audit.re_audit_due)


def _supervisions(case: ScopeCase) -> Iterable[Owned]:
    """The next that was agreed with each of our staff, while they are here."""
    for fact in case.state.registers.last_supervisions:
        days = [body.next_on for body in fact.bodies if body.next_on is not None]
        if days and case.people.works_here(fact.body.staff):
            words = f"Supervision of {case.directory.name_of(fact.body.staff)}: to be held"
            yield Owned(words, fact.entry.author, Due(day_ends(min(days)), fact.id))


REGISTERS: tuple[Callable[[ScopeCase], Iterable[Owned]], ...] = (
    _actions,
    _issues,
    _risks,
    _audits,
    _supervisions,
)
