"""What is asked of each kind of entry of a register: one table, from which its form is made. Pure.

To add a kind: give its questions in the order they are asked. `name` is the field of the body they fill, dotted where it lies
within another; how it is asked says how it is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from models.codes import Code, Delay, Extent
from models.codes_of_registers import DeclineReason, Minimum, NonNegotiable, ReferralDecision, RiskDecision

How = Literal["note", "text", "number", "day", "moment", "code", "codes", "owner", "staff", "team"]
Answers = Mapping[str, str]


def always(_: Answers) -> bool:
    return True


@dataclass(frozen=True)
class Question:
    """One field. `needed` is said where it was left empty, "" where it may be; `when` it is asked at all."""

    name: str
    asks: str
    how: How = "note"
    hint: str = ""
    needed: str = ""
    codes: type[Code] | None = None
    when: Callable[[Answers], bool] = always


@dataclass(frozen=True)
class Asked:
    """The form of one kind. `saves` is on its button."""

    title: str
    questions: tuple[Question, ...]
    says: str = ""


def _not(name: str, value: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(name, "") not in ("", value)


def _is(name: str, value: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(name) == value


_goes_on = _not("decision", "close")
_declined, _accepted = _is("decision", "decline"), _is("decision", "accept")
_acts = _is("acts", "yes")
WHO = "Choose who has it."

ASKED: Mapping[str, Asked] = {
    "issue.logged": Asked(
        "Log an interface issue",
        (
            Question(
                "what",
                "What happened?",
                needed="Say what happened.",
                hint="The delay or the problem, not whose fault",
            ),
            Question("service", "Which service?", "text", needed="Say which service it is about."),
            Question("delay", "Where did the delay arise?", "code", codes=Delay),
            Question("route", "Which route was used?", "text", hint="How it was raised, if it was"),
            Question("owner", "Who follows it up?", "owner"),
            Question("review_on", "Look at it again on", "day"),
        ),
        "No blame: what happened between the services, so that it can be put right.",
    ),
    "issue.escalated": Asked(
        "Take an issue further",
        (
            Question("to", "Whom is it taken to?", "text", needed="Say whom it is taken to."),
            Question("asked", "What is asked of them?", needed="Say what is asked of them."),
            Question("answer_due_at", "Their answer is due", "moment"),
            Question("partner_response", "What have they said?", hint="Nothing yet: leave it empty"),
            Question("owner", "Who has it now?", "owner", hint="Unchosen: as before"),
            Question("review_on", "Look at it again on", "day", hint="Empty: as before"),
        ),
    ),
    "issue.resolved": Asked(
        "Resolve an issue",
        (
            Question("outcome", "What came of it?", needed="Say what came of it."),
            Question("agreed_changes", "What was agreed to change?"),
            Question("partner_response", "What did they say?"),
        ),
    ),
    "risk.registered": Asked(
        "Register an interface risk",
        (
            Question("risk", "What could go wrong between the services?", needed="Say what could go wrong."),
            Question("mitigations", "What is done about it?", needed="Say what is done about it."),
            Question("monitoring", "How is it watched?"),
            Question("evidence", "What shows that this works?"),
            Question("owner", "Who has it?", "owner", needed=WHO),
            Question("review_on", "Review it on", "day", needed="Give a date."),
        ),
        "Of how services work together, never of a person.",
    ),
    "risk.reviewed": Asked(
        "Review a risk",
        (
            Question(
                "decision", "What is decided?", "code", codes=RiskDecision, needed="Choose what is decided."
            ),
            Question("rationale", "Why?", needed="Say why."),
            Question(
                "terms.mitigations",
                "What is done about it from now on?",
                needed="Say what is done about it.",
                when=_goes_on,
            ),
            Question("terms.monitoring", "How is it watched?", when=_goes_on),
            Question("terms.evidence", "What shows that this works?", when=_goes_on),
            Question("terms.owner", "Who has it?", "owner", needed=WHO, when=_goes_on),
            Question("terms.review_on", "Review it again on", "day", needed="Give a date.", when=_goes_on),
        ),
    ),
    "referral.received": Asked(
        "Record a referral",
        (
            Question("name", "Who is referred?", "text", needed="Give their name."),
            Question("born_on", "Date of birth", "day"),
            Question("nhs_number", "NHS number", "text", hint="Ten digits"),
            Question("no_nhs_number_because", "Or why there is none", "text"),
            Question("team", "To which team?", "team", needed="Choose the team."),
            Question("from_service", "Who refers them?", "text", needed="Say who refers them."),
            Question("contact_back", "Whom to ring about it", "text", hint="Name and number"),
            Question("received_at", "It came", "moment", needed="Say when it came."),
            Question("asked_for", "What do they ask for?"),
            Question(
                "known",
                "What came with it?",
                "codes",
                codes=Minimum,
                hint="The shared checklist. What is missing is asked for",
            ),
            Question("words", "Anything else"),
        ),
    ),
    "referral.decided": Asked(
        "Decide a referral",
        (
            Question(
                "decision",
                "What is decided?",
                "code",
                codes=ReferralDecision,
                needed="Choose what is decided.",
            ),
            Question(
                "reasons",
                "Why is it declined?",
                "codes",
                codes=DeclineReason,
                needed="Choose at least one reason.",
                when=_declined,
            ),
            Question(
                "safer_alternative",
                "What would be safer for them instead?",
                needed="Say what would be safer for them.",
                hint="Where they can go, and who has been told",
                when=_declined,
            ),
            Question("first_contact_by_on", "First contact by", "day", when=_accepted),
            Question("rationale", "In your own words"),
            Question("told", "Who was told, and how?"),
        ),
    ),
    "audit.performed": Asked(
        "Record an audit",
        (
            Question("from_on", "From", "day", needed="Give a date."),
            Question("until_on", "Until", "day", needed="Give a date."),
            Question(
                "looked_for",
                "What is looked for in each record?",
                "codes",
                codes=NonNegotiable,
                needed="Choose at least one.",
            ),
            Question("how_many", "How many records are drawn?", "number", needed="Give a number of records."),
            Question("re_audit_on", "Audit it again on", "day"),
            Question("summary", "In short, what was found?"),
        ),
        "The sample is drawn at random from the people on this tablet, so that nobody chooses whom.",
    ),
    "audit.finding": Asked(
        "Record a finding",
        (
            Question(
                "looked_for", "Of what?", "code", codes=NonNegotiable, needed="Choose what it is about."
            ),
            Question("met", "How many records met it?", "number", needed="Give a number."),
            Question("of", "Of how many looked at?", "number", needed="Give a number."),
            Question("words", "What was seen?"),
            Question(
                "acts",
                "Is something to be done about it?",
                "code",
                needed="Choose whether something is to be done.",
            ),
            Question("act.what", "What is to be done?", needed="Say what is to be done.", when=_acts),
            Question("act.owner", "Who does it?", "owner", needed="Choose who does it.", when=_acts),
            Question("act.deadline_at", "By when", "moment", needed="Say by when.", when=_acts),
        ),
    ),
    "action.assigned": Asked(
        "Set an action",
        (
            Question("what", "What is to be done?", needed="Say what is to be done."),
            Question("owner", "Who does it?", "owner", needed="Choose who does it."),
            Question("deadline_at", "By when", "moment", needed="Say by when."),
            Question("route", "Whom to go to if it is not done", "text"),
        ),
    ),
    "action.updated": Asked(
        "What happened with an action",
        (
            Question("words", "What happened?", needed="Say what happened."),
            Question("owner", "Who has it now?", "owner", hint="Unchosen: as before"),
            Question("deadline_at", "A new deadline", "moment", hint="Empty: as before"),
        ),
    ),
    "action.completed": Asked(
        "Complete an action",
        (
            Question("extent", "How far was it carried out?", "code", codes=Extent, needed="Choose how far."),
            Question("outcome", "What came of it?", needed="Say what came of it."),
        ),
    ),
    "learning.recorded": Asked(
        "Record what was learnt",
        (
            Question("what", "What was learnt?", needed="Say what was learnt."),
            Question("what_changes", "What changes because of it?"),
            Question("share_with", "Who should hear of it?"),
        ),
    ),
    "supervision.recorded": Asked(
        "Record a supervision",
        (
            Question("staff", "Of whom?", "staff", needed="Choose whose it was."),
            Question("held_at", "Held", "moment", needed="Say when it was held."),
            Question("minutes", "How many minutes?", "number", needed="Give the minutes."),
            Question(
                "prompts",
                "Which scenarios were talked through?",
                hint="One on each line. What was learnt is a good start",
            ),
            Question("learning", "Which learning were they drawn from?", "codes"),
            Question("agreed", "What was agreed?"),
            Question("next_on", "The next one on", "day"),
        ),
    ),
}
