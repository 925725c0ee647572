"""Lowering what protects: whether a new statement asks for less protection than the one it would replace.

One small function a kind, in one table. What a worker lowers waits for a manager; the original stays in force.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from models.codes import Mode
from models.deadlines import limit_of, review_of
from models.kinds.base import Body
from models.kinds.contact import ContactRecorded, Indicator
from models.kinds.escalation import (
    SUMMARY,
    EscalationAgreed,
    EscalationContested,
    EscalationDisputed,
    EscalationOpened,
    EscalationOwned,
    EscalationResolved,
    EscalationResponded,
    EscalationReviewed,
    EscalationStepped,
)
from models.kinds.person import CohortSet, ContactAgreed, PersonDetails, SignatureSet
from models.kinds.plan import PlanMade, PlanReviewed, PlanTerms
from models.kinds.prompt import AboutPrompt, EpisodeSteppedDown, PromptAnswered, PromptSeen
from models.kinds.referral import PersonMatched, ReferralDecided
from models.kinds.registers import AuditPerformed, IssueEscalated, IssueLogged, RiskReviewed, RiskTerms
from models.kinds.restriction import (
    RestrictionApplied,
    RestrictionReviewed,
    RestrictionTerms,
    restriction_terms,
)
from models.kinds.safeguarding import ActionAssigned, ActionUpdated, SafeguardingDecision
from models.kinds.safety import ThresholdOverridden
from models.kinds.status import PersonStatus
from models.overridable import term_of
from models.prompt import rule_of

PLAN_TEXTS = (
    "warning_signs",
    "what_helps",
    "people_and_places",
    "professionals",
    "safer_surroundings",
    "safeguarding_actions",
    "emergency_instructions",
)
SAFEGUARDING_TEXTS = (
    "concern",
    "others_at_risk",
    "made_safe_now",
    "reason",
    "wishes",
    "least_restrictive_check",
    "partner",
)
ACTION_TEXTS = ("what", "route", "partner")
OPENING_TEXTS = ("to", *SUMMARY)
WORD = re.compile(r"\w+")
FLAGS = ("new_disclosure", "plan", "means", "attempt")
PROTECTING = (
    PlanMade,
    PlanReviewed,
    RestrictionApplied,
    RestrictionReviewed,
    SignatureSet,
    ContactAgreed,
    CohortSet,
    PersonDetails,
    EscalationOpened,
    EscalationOwned,
    EscalationContested,
    EscalationDisputed,
    ThresholdOverridden,
    SafeguardingDecision,
    ActionAssigned,
    ActionUpdated,
    PersonMatched,
    IssueLogged,
    IssueEscalated,
    RiskTerms,
    RiskReviewed,
    AuditPerformed,
)


def lowers(old: Body, new: Body, since: datetime | None = None) -> bool:
    """Whether `new` in place of `old` would lower what protects. False for kinds that protect nothing.

    `since` is when `new` takes over from `old`, None when it corrects it: what was already due then is not compared.
    """
    return any(isinstance(old, kind) and test(old, new, since) for kind, test in LOWERS)


def protects(body: Body) -> bool:
    """Whether voiding it lowers by itself: plans, restrictions, thresholds, safeguarding, actions, open lines of registers, who
    somebody is (without it no team is asked), that two records are one person's, and of escalations what keeps them open or disputed,
    or sent them on to a service of which nobody has it yet.

    Voiding what was taken for an answer or an end asks for more, not less. (For contacts, see `models.fold.protection`.)
    """
    if isinstance(body, EscalationResponded):
        return body.answer.declines
    if isinstance(body, EscalationStepped):
        return body.redirected
    return isinstance(body, PROTECTING)


def settled_by_a_manager(body: Body) -> bool:
    """Whether an entry that follows versions recorded apart settles nothing until a manager has it do so."""
    return isinstance(body, RestrictionApplied | RestrictionReviewed)


def plan_terms(body: Body) -> PlanTerms | None:
    """The terms a plan entry puts in force, None when it ends the plan."""
    if isinstance(body, PlanReviewed):
        return None if body.decision == "end" else body.terms
    return body if isinstance(body, PlanTerms) else None


def says_less(old: ContactRecorded, new: ContactRecorded) -> bool:
    """Whether a contact's early warnings are fewer, lower, at another time or read with other records, its words aside."""
    readings = {reading.code: reading for reading in new.indicators}
    return (
        any(_reading_less(each, readings.get(each.code)) for each in old.indicators)
        or not {each.who for each in old.worried} <= {each.who for each in new.worried}
        or new.ended_at != old.ended_at
        or new.same_visit_as != old.same_visit_as
    )


def _contact(old: ContactRecorded, new: Any, _: datetime | None) -> bool:
    return says_less(old, new) or text_removed(_contact_texts(old), _contact_texts(new))


def _reading_less(old: Indicator, new: Indicator | None) -> bool:
    if new is None:
        return bool(old.level) or any(getattr(old, flag) for flag in FLAGS)
    return (new.level or 0) < (old.level or 0) or any(
        getattr(old, flag) and not getattr(new, flag) for flag in FLAGS
    )


def _contact_texts(body: ContactRecorded) -> Iterable[str]:
    yield from (body.what_changed, body.rationale, body.also_present)
    yield from (worry.words for worry in body.worried)
    yield from (reading.words for reading in body.indicators)
    for action in body.actions:
        yield from (f"{action.code} {action.extent}", action.detail, action.outcome)


def _plan(old: Body, new: Body, since: datetime | None) -> bool:
    before, after = plan_terms(old), plan_terms(new)
    if before is None or after is None:
        return before is not None
    if since is not None and before.expires_at is not None and before.expires_at <= since:
        return False  # past its end there is nothing left to lower but the plan itself
    earlier = after.expires_at is not None and (
        before.expires_at is None or after.expires_at < before.expires_at
    )
    return (
        before.type != after.type
        or earlier
        or _named(after, since) < _named(before, since)
        or (since is None and _put_off(before, after))
        or text_removed(_texts(before, PLAN_TEXTS), _texts(after, PLAN_TEXTS))
    )


def _named(terms: PlanTerms, since: datetime | None) -> int:
    return sum(since is None or named.due_at > since for named in terms.named_contacts)


def _put_off(before: PlanTerms, after: PlanTerms) -> bool:
    """Of a correction: whether a contact comes later than it did, or is no longer face to face; the first against the first.

    Amended, a call that is late would never have been due.
    """
    for face_to_face in (False, True):
        old, new = (
            sorted(
                each.due_at
                for each in terms.named_contacts
                if not face_to_face or each.mode == Mode.FACE_TO_FACE
            )
            for terms in (before, after)
        )
        if len(new) < len(old) or any(new[place] > due for place, due in enumerate(old)):
            return True
    return False


def _restriction(old: Body, new: Body, since: datetime | None) -> bool:
    before, after = restriction_terms(old), restriction_terms(new)
    if before is None or after is None:
        return before is not None
    later = _later(review_of(before), review_of(after)) or _later(limit_of(before), limit_of(after))
    return later or restricts_less(old, new, since)


def restricts_less(old: Body, new: Body, since: datetime | None) -> bool:
    """Whether it is stepped down, or another restriction than before, its dates aside: those are whose authority it is."""
    before, after = restriction_terms(old), restriction_terms(new)
    if before is None or after is None:
        return before is not None
    return (
        after.starts_on > before.starts_on
        or bool(before.lacks_basis and not after.lacks_basis)
        or (before.imposed_by != "us" and after.imposed_by == "us")
        or (since is None and _ending_plan(new) not in (None, _ending_plan(old)))
        or text_removed(_restriction_texts(before, since), _restriction_texts(after, since))
    )


def _later(old: datetime | None, new: datetime | None) -> bool:
    return old is not None and (new is None or new > old)


def _ending_plan(body: Body) -> tuple[str, date | None] | None:
    """The dated plan to step it down, which quiets R3."""
    if not isinstance(body, RestrictionReviewed) or body.step_down_on is None:
        return None
    return body.step_down_plan, body.step_down_on


def _restriction_texts(terms: RestrictionTerms, since: datetime | None) -> Iterable[str]:
    """What is restricted; and for a correction all that was said. A review has its own reason and the person's view now."""
    yield terms.what
    if since is None:
        yield from (terms.rationale, terms.persons_view, terms.authorised_by, terms.imposed_by_name)
        for each in terms.alternatives:
            yield from (each.what, each.rejected_because)


def _signature(old: SignatureSet, new: Any, _: datetime | None) -> bool:
    raised = any(level > old.baselines.get(code, 0) for code, level in new.baselines.items())
    return raised or not set(old.indicators) <= set(new.indicators)


def _agreed(old: ContactAgreed, new: Any, _: datetime | None) -> bool:
    before, after = old.face_to_face_days, new.face_to_face_days
    longer = before is not None and (after is None or after > before)
    return new.interval_days > old.interval_days or longer


def _cohort(old: CohortSet, new: Any, _: datetime | None) -> bool:
    if not old.in_cohort:
        return False
    later = old.review_on is not None and (new.review_on is None or new.review_on > old.review_on)
    return not new.in_cohort or later


def _opened(old: EscalationOpened, new: Body, since: datetime | None) -> bool:
    if not isinstance(new, EscalationOpened):
        return _closes(old, new, since)
    return (
        new.priority.rank > old.priority.rank
        or not set(old.evidence) <= set(new.evidence)
        or (new.same_as is not None and new.same_as != old.same_as)
        or text_removed(_texts(old, OPENING_TEXTS), _texts(new, OPENING_TEXTS))
    )


def _closes(old: Body, new: Body, since: datetime | None) -> bool:
    """Ending an escalation, or agreeing with an answer that declined, in place of what kept it going."""
    return since is not None and isinstance(new, EscalationResolved | EscalationAgreed)


def _responded(old: EscalationResponded, new: Any, _: datetime | None) -> bool:
    if not isinstance(new, EscalationResponded) or not old.answer.declines:
        return False
    return not new.answer.declines or text_removed((old.advice, old.reason), (new.advice, new.reason))


def _stepped(old: EscalationStepped, new: Any, since: datetime | None) -> bool:
    """Of a correction: not sent on after all, so that whoever had it before has it."""
    return since is None and old.redirected and not new.redirected


def _reason(old: Any, new: Any, since: datetime | None) -> bool:
    if type(old) is not type(new):
        return _closes(old, new, since)
    return since is None and text_removed((old.reason,), (new.reason,))


def _status(old: PersonStatus, new: Any, _: datetime | None) -> bool:
    return old.status != "discharged" and new.status == "discharged"


def _override(old: ThresholdOverridden, new: Any, _: datetime | None) -> bool:
    """Of a correction: another number that asks for less, a later end, or something else altogether."""
    term = term_of(old.about)
    if term is None or old.about != new.about or old.value is None:
        return True
    if new.value is None or term.looser(new.value, old.value):
        return True
    return old.expires_at is not None and (new.expires_at is None or new.expires_at > old.expires_at)


def _safeguarding(old: SafeguardingDecision, new: Any, since: datetime | None) -> bool:
    """No longer referred; an answer awaited for longer. Of a correction also: not referred after all, words taken out."""
    longer = _later(old.answer_due_at, new.answer_due_at)
    if old.referred and not new.referred:
        return True
    if since is not None:
        return longer and not new.partner_response.strip()
    not_after_all = old.referred is None and new.referred is False
    removed = text_removed(_texts(old, SAFEGUARDING_TEXTS), _texts(new, SAFEGUARDING_TEXTS))
    return longer or not_after_all or removed


def _action(old: ActionAssigned | ActionUpdated, new: Any, since: datetime | None) -> bool:
    """Of a correction: a later deadline; and of a safeguarding action, that it is none, or words taken out. (What an update may
    change, `models.fold.tracker` judges by all that came before.)
    """
    if since is not None:
        return False
    guards = isinstance(old, ActionAssigned) and old.safeguarding is not None
    removed = guards and text_removed(_texts(old, ACTION_TEXTS), _texts(new, ACTION_TEXTS))
    loose = removed or (guards and new.safeguarding is None)
    return loose or any(
        _later(getattr(old, name), getattr(new, name)) for name in ("deadline_at", "answer_due_at")
    )


def _dated(old: Any, new: Any, _: datetime | None) -> bool:
    """Of a line of a register: looked at again later, or never. (What an addition to it may change, `models.fold.registers` judges.)"""
    before, after = _look_on(old), _look_on(new)
    return before is not None and (after is None or after > before)


def _look_on(body: Any) -> date | None:
    terms = getattr(body, "terms", None) or body
    return getattr(terms, "review_on", None) or getattr(terms, "re_audit_on", None)


def _matched(old: PersonMatched, new: Any, _: datetime | None) -> bool:
    """Joined with somebody else: what was known of the one that is left is no longer known of them."""
    return old.other != new.other


def _texts(body: Body, names: Iterable[str]) -> Iterable[str]:
    """What it says in these fields; nothing in one its kind does not have."""
    return (getattr(body, name, "") for name in names)


def decides_more(old: Body, new: Body) -> bool:
    """Whether a decision, amended so, would close, quiet, settle or restrict more than it did."""
    return any(isinstance(old, kind) and test(old, new) for kind, test in DECIDES_MORE)


def _closes_more(old: EpisodeSteppedDown, new: Any) -> bool:
    replied = bool(new.reply_given.strip()) and not old.reply_given.strip()
    return new.episode != old.episode or replied or not set(new.evidence) <= set(old.evidence)


def _covers_more(old: AboutPrompt, new: Any) -> bool:
    return rule_of(new.prompt) != rule_of(old.prompt) or not set(new.evidence) <= set(old.evidence)


def _settles_more(old: EscalationReviewed, new: Any) -> bool:
    why = bool(new.no_change_because.strip()) and not old.no_change_because.strip()
    return why or new.changed_in not in (None, old.changed_in)


def restricts_more(old: Body, new: Body) -> bool:
    """Whether it needs an authority of its own: another thing, another law, everybody instead of one."""
    before, after = restriction_terms(old), restriction_terms(new)
    if after is None:
        return False
    return (
        before is None
        or text_removed([after.what], [before.what])
        or after.legal_basis != before.legal_basis
        or (after.reach != before.reach and after.reach == "blanket")
    )


def text_removed(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether any word written before is gone. Words may be added and moved about; case and punctuation do not count."""
    before, after = "\n".join(old).casefold(), "\n".join(new).casefold()
    if before == after:
        return False
    if any(word[0] not in after for word in WORD.finditer(before)):
        return True  # before anything is counted: of what is written anew, one of the first words is nowhere any more
    kept = Counter(WORD.findall(after))
    return any(count > kept[word] for word, count in Counter(WORD.findall(before)).items())


LOWERS: tuple[tuple[type[Body], Callable[[Any, Any, datetime | None], bool]], ...] = (
    (ContactRecorded, _contact),
    (PlanMade, _plan),
    (PlanReviewed, _plan),
    (RestrictionApplied, _restriction),
    (RestrictionReviewed, _restriction),
    (SignatureSet, _signature),
    (ContactAgreed, _agreed),
    (CohortSet, _cohort),
    (EscalationOpened, _opened),
    (EscalationOwned, _closes),
    (EscalationAgreed, _closes),
    (EscalationContested, _reason),
    (EscalationDisputed, _reason),
    (EscalationResponded, _responded),
    (EscalationStepped, _stepped),
    (PersonStatus, _status),
    (ThresholdOverridden, _override),
    (SafeguardingDecision, _safeguarding),
    (ActionAssigned, _action),
    (ActionUpdated, _action),
    (PersonMatched, _matched),
    (IssueLogged, _dated),
    (IssueEscalated, _dated),
    (RiskTerms, _dated),
    (RiskReviewed, _dated),
    (AuditPerformed, _dated),
)
DECIDES_MORE: tuple[tuple[type[Body], Callable[[Any, Any], bool]], ...] = (
    (EpisodeSteppedDown, _closes_more),
    (PromptSeen, _covers_more),
    (PromptAnswered, _covers_more),
    (EscalationReviewed, _settles_more),
    (RestrictionApplied, restricts_more),
    (RestrictionReviewed, restricts_more),
    (ReferralDecided, lambda old, new: new.decision != old.decision),
    (AuditPerformed, lambda old, new: new.re_audits not in (None, old.re_audits)),
)
