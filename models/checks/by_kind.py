"""Checks that belong to one kind: one small generator each, in one table."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from models.checks.around import AROUND
from models.checks.everywhere import FUTURE_ALLOWANCE
from models.checks.parts import action_known, indicator_known, review_within, staff_known, teams_known
from models.checks.restrictions import applied, reviewed
from models.checks.surroundings import Surroundings
from models.errors import HandrailError, ImpossibleTime
from models.kinds.base import Body
from models.kinds.contact import Action, ContactRecorded, Indicator
from models.kinds.escalation import EscalationOwned
from models.kinds.organisation import (
    DeviceEnrolled,
    RotaSet,
    StaffJoined,
    StaffLeaveSet,
    StaffRoleSet,
    StandardPublished,
)
from models.kinds.person import CaseloadAssigned, CohortSet, PersonDetails, SignatureSet
from models.kinds.plan import PlanMade, PlanReviewed, PlanTerms
from models.kinds.prompt import PromptAnswered
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed
from models.reading import Problem
from models.standard import load
from models.times import day_of

LONGEST_CONTACT = timedelta(hours=24)


def _contact(said: ContactRecorded, around: Surroundings) -> Iterator[Problem]:
    if said.ended_at - said.started_at > LONGEST_CONTACT:
        yield Problem("ended_at", "This contact is longer than a day.", ImpossibleTime)
    if said.next_contact_on and said.next_contact_on < day_of(said.started_at):
        yield Problem("next_contact_on", "The next contact is before this one.", ImpossibleTime)
    if said.not_on_list is not None:
        yield from teams_known((said.not_on_list.team,), "not_on_list.team", around)
    if around.here:
        yield from _contact_is_whole(said)
        yield from _readings_known(said.indicators, around)
        yield from _actions_known(said.actions, around)


def _contact_is_whole(said: ContactRecorded) -> Iterator[Problem]:
    if not said.identity_confirmed:
        yield Problem("identity_confirmed", "Confirm that this is the right person before saving.")
    if said.attendance.attended and not said.with_whom:
        yield Problem("with_whom", "Say who you were in contact with.")
    if said.attendance.not_reached and "person" in said.with_whom:
        yield Problem("with_whom", "This says that the person was not reached, and that they were.")


def _readings_known(indicators: tuple[Indicator, ...], around: Surroundings) -> Iterator[Problem]:
    for position, indicator in enumerate(indicators):
        terms = around.standard.indicator_by_code.get(indicator.code) if around.standard else None
        if terms is None:
            yield Problem(f"indicators.{position}.code", "The operating standard has no such indicator.")
        elif indicator.new_disclosure and not terms.dagger:
            yield Problem(f"indicators.{position}.new_disclosure", "Only a † indicator carries this.")
        elif (indicator.plan or indicator.means or indicator.attempt) and not terms.plan_means_attempt:
            yield Problem(f"indicators.{position}.plan", "This indicator carries no plan, means or attempt.")


def _actions_known(actions: tuple[Action, ...], around: Surroundings) -> Iterator[Problem]:
    for position, action in enumerate(actions):
        yield from action_known(action.code, f"actions.{position}.code", around)


def _answer(said: PromptAnswered, around: Surroundings) -> Iterator[Problem]:
    if around.here:
        yield from _actions_known(said.actions, around)


def _plan_made(said: PlanMade, around: Surroundings) -> Iterator[Problem]:
    yield from _terms(said, "", around)
    for position, contact in enumerate(said.named_contacts):
        if contact.due_at < around.occurred_at - FUTURE_ALLOWANCE:
            yield Problem(
                f"named_contacts.{position}.due_at", "This contact is due before the plan.", ImpossibleTime
            )


def _plan_reviewed(said: PlanReviewed, around: Surroundings) -> Iterator[Problem]:
    if said.terms is not None and said.decision != "end":
        yield from _terms(said.terms, "terms.", around)


def _terms(terms: PlanTerms, prefix: str, around: Surroundings) -> Iterator[Problem]:
    if around.here:
        yield from _named_staff_known(terms, prefix, around)
    if terms.expires_at is None:
        return
    if terms.expires_at <= around.occurred_at:
        yield Problem(f"{prefix}expires_at", "The plan runs out before it begins.", ImpossibleTime)
    elif terms.type == "temporary":
        yield from _temporary(terms, terms.expires_at, prefix, around)


def _temporary(
    terms: PlanTerms, expires_at: datetime, prefix: str, around: Surroundings
) -> Iterator[Problem]:
    limits = around.standard.plan if around.standard else None
    if limits is None:
        return
    if expires_at - around.occurred_at > timedelta(hours=limits.temporary_hours):
        words = f"A temporary plan lasts at most {limits.temporary_hours} hours."
        yield Problem(f"{prefix}expires_at", words)
    if _longest_gap(terms, around.occurred_at, expires_at) > timedelta(hours=limits.contact_gap_hours):
        words = f"There is more than {limits.contact_gap_hours} hours without a named contact."
        yield Problem(f"{prefix}named_contacts", words)


def _longest_gap(terms: PlanTerms, begins_at: datetime, expires_at: datetime) -> timedelta:
    due = [each.due_at for each in terms.named_contacts if begins_at < each.due_at < expires_at]
    return max(later - earlier for earlier, later in pairwise([begins_at, *sorted(due), expires_at]))


def _named_staff_known(terms: PlanTerms, prefix: str, around: Surroundings) -> Iterator[Problem]:
    for position, contact in enumerate(terms.named_contacts):
        if contact.staff is not None:
            yield from staff_known(contact.staff, f"{prefix}named_contacts.{position}.staff", around)


def _cohort(said: CohortSet, around: Surroundings) -> Iterator[Problem]:
    if not said.in_cohort or not around.here or around.standard is None:
        return
    longest = around.standard.review_days.cohort
    if said.review_on is None:
        yield Problem("review_on", "Say when this is reviewed.")
    else:
        yield from review_within(said.review_on, longest, "review_on", around)


def _signature(said: SignatureSet, around: Surroundings) -> Iterator[Problem]:
    if around.here:
        for position, code in enumerate(said.indicators):
            yield from indicator_known(code, f"indicators.{position}", around)
        if not set(said.baselines) <= set(around.indicators()):
            yield Problem("baselines", "The operating standard has no such indicator.")
        if not said.set_with_person and not said.not_with_person_because.strip():
            yield Problem("not_with_person_because", "Say why it was not set with them.")


def _details(said: PersonDetails, around: Surroundings) -> Iterator[Problem]:
    yield from teams_known((said.team,), "team", around)


def _owned(said: EscalationOwned, around: Surroundings) -> Iterator[Problem]:
    yield from staff_known(said.staff, "staff", around)


def _caseload(said: CaseloadAssigned, around: Surroundings) -> Iterator[Problem]:
    if said.until_on is not None and said.until_on < said.from_on:
        yield Problem("until_on", "The end is before the start.", ImpossibleTime)
    yield from staff_known(said.staff, "staff", around)


def _staff_role(said: StaffJoined | StaffRoleSet, around: Surroundings) -> Iterator[Problem]:
    yield from teams_known(said.teams, "teams", around)


def _leave(said: StaffLeaveSet, around: Surroundings) -> Iterator[Problem]:
    if said.until_on is not None and said.until_on < said.from_on:
        yield Problem("until_on", "The end is before the start.", ImpossibleTime)
    yield from staff_known(said.staff, "staff", around)


def _device(said: DeviceEnrolled, around: Surroundings) -> Iterator[Problem]:
    yield from staff_known(said.staff, "staff", around)


def _rota(said: RotaSet, around: Surroundings) -> Iterator[Problem]:
    yield from teams_known((said.team,), "team", around)
    for position, shift in enumerate(said.shifts):
        if shift.ends_at <= shift.starts_at:
            yield Problem(f"shifts.{position}.ends_at", "The end is not after the start.", ImpossibleTime)
        if around.here and shift.role not in ("manager", "senior"):
            yield Problem(f"shifts.{position}.role", "Only managers and seniors are on call.")
        yield from staff_known(shift.staff, f"shifts.{position}.staff", around)


def _standard(said: StandardPublished, around: Surroundings) -> Iterator[Problem]:
    if not around.here:
        return
    try:
        document = load(said.document)
    except HandrailError as error:
        for field in error.fields:
            yield Problem(f"document.{field}", error.happened)
        return
    if document.version != said.version:
        yield Problem("version", "This is not the version the document gives itself.")


BY_KIND: tuple[tuple[type[Body], Callable[[Any, Surroundings], Iterator[Problem]]], ...] = (
    (ContactRecorded, _contact),
    (PromptAnswered, _answer),
    (PlanMade, _plan_made),
    (PlanReviewed, _plan_reviewed),
    (EscalationOwned, _owned),
    (CohortSet, _cohort),
    (SignatureSet, _signature),
    (PersonDetails, _details),
    (CaseloadAssigned, _caseload),
    (StaffJoined, _staff_role),
    (StaffRoleSet, _staff_role),
    (StaffLeaveSet, _leave),
    (DeviceEnrolled, _device),
    (RotaSet, _rota),
    (StandardPublished, _standard),
    (RestrictionApplied, applied),
    (RestrictionReviewed, reviewed),
    *AROUND,
)
