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
    `attempts` latest attempts, on different days, all not reached; or none `after_leaving_hours` after they left hospital
    or custody. `asks_confirm` is what this rule and P2 ask of a manager while a death is in doubt.
    """

    multiple: Annotated[float, Field(ge=1, le=10)]
    default_days: Count
    attempts: Count
    after_leaving_hours: Annotated[int, Field(ge=1, le=72)] = 72
    asks_confirm: Sentence = "Confirm status before any contact: one record says they died."


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
    """A restriction whose authority has ended, or that has none yet. `asks` follows the words "Authority ended 3 May".

    `asks_awaiting` is about a worker's own, `asks_awaiting_change` about what a worker changed in one that had authority.
    """

    enabled: AlwaysOn
    asks_awaiting: Sentence
    asks_awaiting_change: Sentence = (
        "A worker changed this; the change holds for now. Give it authority, modify it or step it down."
    )


class R3(RuleTerms):
    """A restriction in force for long, counted from its first start."""


class R4(RuleTerms):
    """A restriction without a legal basis that can stand."""


class R5(RuleTerms):
    """An inherited restriction. `asks_imposed` is added where somebody else imposed it, `asks_handover` where a team of ours had
    them and no handover was accepted.
    """

    asks_imposed: Sentence
    asks_handover: Sentence = "Ask the team that had them for a handover."


class E1(RuleTerms):
    """A rung's time has passed and nobody at the service asked has the escalation. The times are the ladder's."""

    asks_emergency: Sentence
    asks_manager: Sentence
    asks_senior: Sentence
    asks_nobody: Sentence


class E2(RuleTerms):
    """Declined, in part, or not answered in time. `director`: who takes a dispute its senior could not settle in time."""

    asks_plan: Sentence
    asks_dispute: Sentence
    asks_director: Sentence
    director: Annotated[str, Field(max_length=200)] = ""


class E3(RuleTerms):
    """A second escalation soon after the last. The days are the ladder's (`repeats`)."""


class E4(RuleTerms):
    """A reviewed repeat whose plan was not changed, within `working_days` of the review."""

    working_days: Count


class SG1(RuleTerms):
    """A safeguarding action past its deadline, or another service silent past the time its answer was due."""


class SG2(RuleTerms):
    """A safeguarding concern without a decision. A manager decides the same day."""


class G1(RuleTerms):
    """An action or a line of a register past its date: its owner, after `manager_working_days` a manager too."""

    asks_manager: Sentence
    manager_working_days: Count


class ST1(RuleTerms):
    """A death recorded, or a discharge while something is open: a senior decides within `working_days`.

    `asks_after_death` is what the rules that ask people to see the person say instead, once a death is on record.
    """

    asks_discharge: Sentence
    asks_after_death: Sentence
    working_days: Count


class CD1(RuleTerms):
    """Something went wrong for the person: they are told within `working_days`, or it is said why not yet."""

    working_days: Count


class D1(RuleTerms):
    """Nothing was heard from a device on duty by the end of its shift; or for `open_hours` with a plan or an escalation open.

    At the centre only. On duty: as the rota says, where none names them in the standard's `hours`.
    """

    open_hours: Count


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
    e1: E1 = E1(
        enabled=True,
        asks="Ring again, and go on until a named person there has it. Ring the next number if nobody answers.",
        asks_emergency="Ring 999 before anything else. Stay until they have taken over, if you are safe.",
        asks_manager="A manager owns it now: ring them, and say who has it.",
        asks_senior="A senior owns it now: ring their senior.",
        asks_nobody="Nobody of ours is there to take it. If anyone is in danger, ring now:",
    )
    e2: E2 = E2(
        enabled=True,
        asks="Say that we disagree and why, or a manager agrees and says why.",
        asks_plan="Make a temporary safety plan, or review the one there is. It stands until this is resolved.",
        asks_dispute="We disagree: a senior settles it with theirs.",
        asks_director="Past its time: take it to {director}, and log it as an issue between the services.",
    )
    e3: E3 = E3(
        enabled=True,
        asks="Review why it was needed again: what held it up, what repeats, what to change in the plan.",
    )
    e4: E4 = E4(
        enabled=True,
        asks="Change the plan, or record “no change because …”.",
        working_days=5,
    )
    sg1: SG1 = SG1(
        enabled=True,
        asks="Use the escalation route now, and record what they said.",
    )
    sg2: SG2 = SG2(
        enabled=True,
        asks="Decide today: refer or not, and why; what the person wishes; and whether it is the least restrictive way.",
    )
    g1: G1 = G1(
        enabled=True,
        asks="Do it, or record what happened and until when.",
        asks_manager="Agree with its owner what happens now.",
        manager_working_days=5,
    )
    st1: ST1 = ST1(
        enabled=True,
        asks="Review what was open and what is to be learnt; see that those close to them are told and supported. No outreach.",
        asks_discharge="Decide the discharge: something is still open. It holds once a senior has decided and the handover is accepted.",
        asks_after_death="They are recorded as having died: no outreach. A senior reviews what was open.",
        working_days=1,
    )

    cd1: CD1 = CD1(
        enabled=True,
        asks="Tell them what happened, that we are sorry, and what happens now. Record it, or why not yet.",
        working_days=5,
    )
    d1: D1 = D1(
        enabled=True,
        asks="Reach them now: are they safe, and is there something that they could not send?",
        open_hours=4,
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
