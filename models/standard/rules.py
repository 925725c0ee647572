"""What the standard sets for each rule (domain §5). Hours, minutes and days are whole numbers above zero.

T1 and T5 have floors: their numbers may be tightened, never loosened, and neither can be switched off.
`asks` is the sentence a prompt of the rule shows; what would clear it is the rule's own and lives in code.
"""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from models.reading import wrong

Count = Annotated[int, Field(ge=1, le=10_000)]
SomeLevel = Annotated[int, Field(ge=1, le=3)]
Sentence = Annotated[str, Field(min_length=1, max_length=600)]


def _stays_on(enabled: bool) -> bool:
    if not enabled:
        raise wrong("This rule cannot be switched off.")
    return enabled


AlwaysOn = Annotated[bool, AfterValidator(_stays_on)]


class Section(BaseModel):
    """Every key is required, so a misspelt one is named as missing; a key from a newer standard is left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class RuleTerms(Section):
    enabled: bool
    asks: Sentence


class T1(RuleTerms):
    """† at `level` or above; a new disclosure with no suicidal level ≥ `quiet_level` in the `quiet_days` before; plan,
    means or attempt. A manager sees it within `manager_minutes`, else a senior at `senior_minutes`; a decision by the
    end of the day, or `late_hours` on when it is after `late_from` (local time).
    """

    enabled: AlwaysOn
    level: Annotated[int, Field(ge=1, le=2)]
    quiet_level: SomeLevel
    quiet_days: Annotated[int, Field(ge=1, le=28)]
    manager_minutes: Annotated[int, Field(ge=1, le=30)]
    senior_minutes: Annotated[int, Field(ge=1, le=60)]
    late_from: time
    late_hours: Annotated[int, Field(ge=1, le=4)]


class T2(RuleTerms):
    """`count` or more indicators at `level` or above, and above their baseline, in one contact."""

    level: SomeLevel
    count: Count


class T3(RuleTerms):
    """In `times` of up to `contacts` contacts that assessed it, within `window_days` of the newest: an indicator
    `rise` above its baseline (level 3 is always enough), or the signature's sum `sum_rise` above its own.
    """

    contacts: Count
    times: Count
    window_days: Count
    rise: SomeLevel
    sum_rise: Count


class T4(RuleTerms):
    """No attended contact within `multiple` × the agreed interval, else `default_days` from registration; or the
    `attempts` latest attempts, on different days, all not reached.
    """

    multiple: Annotated[float, Field(ge=1, le=10)]
    default_days: Count
    attempts: Count


class T5(RuleTerms):
    """Someone is worried the person is unsafe or worse."""

    enabled: AlwaysOn


class A1(RuleTerms):
    """Hours from the end of the contact to the first action carried out."""

    t1_hours: Count
    other_hours: Count


class P1(RuleTerms):
    """`warn_hours` before a plan expires. From the `senior_from`th continuation on, a senior decides."""

    asks_expired: Sentence
    warn_hours: Count
    senior_from: Count


class P2(RuleTerms):
    """A named contact late by `late_hours` (call now), by `manager_hours` (manager); met from `early_hours` before."""

    asks_manager: Sentence
    late_hours: Count
    manager_hours: Count
    early_hours: Count


class Q1(RuleTerms):
    """The same † without a level in `unasked_times` contacts running goes to the manager."""

    asks_manager: Sentence
    unasked_times: Count


class C1(RuleTerms):
    """A manager decides within `working_days`; at once when a † threshold or a death is involved."""

    working_days: Count


class R1(RuleTerms):
    """A restriction's review is due, or overdue. When it falls due is in the standard's `restrictions`."""

    asks_overdue: Sentence


class R2(RuleTerms):
    """A restriction whose authority has ended, or that has none yet. `asks` follows the words "Authority ended 3 May"."""

    enabled: AlwaysOn
    asks_awaiting: Sentence


class R3(RuleTerms):
    """A restriction in force for long, counted from its first start."""


class R4(RuleTerms):
    """A restriction without a legal basis that can stand."""


class R5(RuleTerms):
    """An inherited restriction. `asks_imposed` is added where somebody else imposed it."""

    asks_imposed: Sentence


class RuleBook(Section):
    """Every rule's terms. T1's floors are in its fields; what must stand in order is checked here.

    A rule that came later has its terms as a default, so that a standard published before it still lets it run.
    """

    t1: T1
    t2: T2
    t3: T3
    t4: T4
    t5: T5
    a1: A1
    p1: P1
    p2: P2
    q1: Q1
    c1: C1
    r1: R1 = R1(
        enabled=True,
        asks="Review this restriction: continue, modify or step it down. Ask for the person's view now.",
        asks_overdue="The review is overdue and the restriction still stands. Review it now: continue, modify or step it down.",
    )
    r2: R2 = R2(
        enabled=True,
        asks="Do not rely on it. Ring your manager. Immediate danger: keep people safe, record it.",
        asks_awaiting="A worker applied this; it holds for now. Give it authority, modify it or step it down.",
    )
    r3: R3 = R3(enabled=True, asks="Make a dated plan to step this restriction down, or step it down.")
    r4: R4 = R4(
        enabled=True,
        asks="Decide now: modify it with a legal basis, or step it down. It cannot be continued as it is.",
    )
    r5: R5 = R5(
        enabled=True,
        asks="Decide on this restriction yourselves: continue, modify or step it down.",
        asks_imposed="Ask those who imposed it for a review.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> "RuleBook":
        if self.t1.senior_minutes < self.t1.manager_minutes:
            raise wrong("A senior is never asked before a manager.", "t1.senior_minutes")
        if self.t3.times > self.t3.contacts:
            raise wrong("This cannot be more than t3.contacts.", "t3.times")
        if self.p2.manager_hours < self.p2.late_hours:
            raise wrong("This cannot be before p2.late_hours.", "p2.manager_hours")
        return self
