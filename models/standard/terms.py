"""The parts of the operating standard that are not one rule's: indicators, actions, plans, ladder, hours, crisis numbers, own copies."""

from datetime import date, time
from typing import Annotated

from pydantic import Field

from models.standard.rules import Count, Section, Sentence

Code = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]
Short = Annotated[str, Field(min_length=1, max_length=200)]


class IndicatorTerms(Section):
    """An early warning indicator. `dagger` (†) makes it T1's; `asks` is then what T1 asks of whoever saw it.

    `plan_means_attempt` says that plan, means and attempt are recorded with it (suicidal or self-harm thoughts).
    """

    code: Code
    words: Short
    dagger: bool
    how_to_ask: Sentence
    asks: Annotated[str, Field(max_length=600)]
    plan_means_attempt: bool


class ActionTerms(Section):
    """An action of the menu. `counts_as_action`: done wholly or partly, it answers A1. Discussing never does."""

    code: Code
    words: Short
    counts_as_action: bool


class Episodes(Section):
    """A standing episode asks the manager again every `again_days`; an answer quiets for at most `quiet_days`."""

    again_days: Count
    quiet_days: Count


class PlanTermsOf(Section):
    """A temporary plan lasts `temporary_hours` at most, with a named contact at least every `contact_gap_hours`."""

    temporary_hours: Count
    contact_gap_hours: Count


class ReviewDays(Section):
    """The longest a thing may stand before it is looked at again, in days."""

    cohort: Count
    visit_note: Count


class Hours(Section):
    """Working days are Monday to Friday less `bank_holidays`. A working-day limit ends at `working_day_ends`.

    On call runs from `on_call_from` to `on_call_until` on working days and all day on the others (local times).
    """

    working_day_ends: time
    on_call_from: time
    on_call_until: time
    bank_holidays: frozenset[date]


class Rungs(Section):
    """Minutes from the opening until the author rings again, a manager owns it, a senior owns it, an answer is due."""

    again_minutes: Annotated[int, Field(ge=0, le=10_000)]
    manager_minutes: Annotated[int, Field(ge=0, le=10_000)]
    senior_minutes: Annotated[int, Field(ge=0, le=10_000)]
    answer_minutes: Annotated[int, Field(ge=1, le=100_000)] | None


class RoutineRungs(Section):
    """The same in working days; the partner's answer is due in `answer_days` days."""

    again_working_days: Count
    manager_working_days: Count
    senior_working_days: Count
    answer_days: Count


class Dispute(Section):
    """A senior within these, by priority; while it is open a temporary plan is asked of manager, then senior, then daily."""

    very_urgent_hours: Count
    urgent_hours: Count
    routine_working_days: Count
    plan_manager_hours: Count
    plan_senior_hours: Count
    plan_again_hours: Count


class Repeats(Section):
    """A second escalation within `within_days` of the last is reviewed by a manager in `review_working_days`."""

    within_days: Count
    review_working_days: Count


class Ladder(Section):
    emergency: Rungs
    very_urgent: Rungs
    urgent: Rungs
    routine: RoutineRungs
    tell_seniors_again_minutes: Count
    dispute: Dispute
    repeats: Repeats


class Restrictions(Section):
    """Longest review and limit in days; due when the smaller of `due_days` and 1/`due_share` of its term is left."""

    review_days: Count
    limit_days: Count
    due_days: Count
    due_share: Count
    instants_under_hours: Count
    interim_hours: Count
    long_running_days: Count
    step_down_plan_quiet_days: Count
    inherited_working_days: Count


class CrisisNumber(Section):
    words: Short
    number: Annotated[str, Field(max_length=40)]


class Crisis(Section):
    """Shown on every lock screen, offline. `provider` is the provider's own number, empty until they give it."""

    emergency: CrisisNumber
    nhs_111: CrisisNumber
    provider: CrisisNumber


class Outside(Section):
    """Somebody outside the team a person can turn to: who, and how to reach them. Empty until the provider gives it."""

    words: Annotated[str, Field(max_length=200)]
    reach: Annotated[str, Field(max_length=200)]

    @property
    def known(self) -> bool:
        return bool(self.words.strip() and self.reach.strip())


class OwnCopy(Section):
    """What a person's own copy says beside its subject: how to object, and whom to turn to outside the team."""

    object: Sentence
    advocate: Outside
    complaint: Outside


NOBODY_YET = Outside(words="", reach="")
OWN_COPY = OwnCopy(
    object="You can say no to this, now or later, to any of us. "
    "We write down what you say, and somebody who can decide looks at it again.",
    advocate=NOBODY_YET,
    complaint=NOBODY_YET,
)
