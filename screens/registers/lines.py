"""A line of a register in words: what it is, whose, by when; its facts, and what can be done next. Pure.

To add a register: write its function, which gives its lines; add a row to `REGISTERS`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.codes_of_registers import Minimum, NonNegotiable
from models.directory import Directory
from models.fold import ScopeState
from models.fold.due import Due
from models.times import date_words, deadline_words, from_now_words, moment_words
from screens.about import name_of
from screens.prompt.lines import sentence
from sync.views import Me

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class RegisterLine:
    """`owner` in words, "" for nobody; `due` by when in words, "" where nothing is; `past`: that has passed. `about`: whom or
    which team. `next`: the kinds that can be added to it, with the words of their buttons.
    """

    register: str
    scope: str
    record: str
    title: str
    about: str
    open: bool
    owner: str
    due: str
    due_at: datetime | None
    past: bool
    state: str
    pairs: Pairs
    next: tuple[tuple[str, str], ...]
    at: datetime


@dataclass(frozen=True)
class Source:
    """What a line is told from."""

    state: ScopeState
    directory: Directory
    me: Me
    now: datetime

    def name(self, staff: str) -> str:
        if not staff:
            return "nobody yet"
        return "you" if staff == self.me.staff_id else self.directory.name_of(staff)

    def line(
        self,
        register: str,
        record: str,
        title: str,
        at: datetime,
        pairs: Iterable[tuple[str, str]],
        *,
        is_open: bool,
        state: str,
        owner: str | None = None,
        due: Due | None = None,
        what: str = "",
        next: Sequence[tuple[str, str]] = (),
    ) -> RegisterLine:
        """`owner` None: it is nobody's to own. `what` is due, such as "Review"."""
        due = due if is_open else None
        when = (
            f"{what} by {deadline_words(due.at, self.now)} ({from_now_words(due.at, self.now)})"
            if due
            else ""
        )
        return RegisterLine(
            register,
            self.state.scope,
            record,
            title,
            name_of(self.state, self.directory),
            is_open,
            self.name(owner) if owner is not None else "",
            when,
            due.at if due else None,
            due is not None and due.at <= self.now,
            state,
            [(name, fact) for name, fact in pairs if fact],
            tuple((kind, words) for kind, words in next if self.me.may(kind)),
            at,
        )


@dataclass(frozen=True)
class Register:
    """`key` names it in routes; `new` is the kind that begins a line, with the words of its button."""

    key: str
    title: str
    says: str
    new: tuple[str, str]
    lines: Callable[[Source], Iterator[RegisterLine]]


def _issues(source: Source) -> Iterator[RegisterLine]:
    for issue in source.state.registers.issues:
        body = issue.begun.body
        answer = issue.answer_due
        first = min((each for each in (issue.review, answer) if each), key=lambda due: due.at, default=None)
        outcome = [each.body for each in issue.outcomes]
        yield source.line(
            "issues",
            issue.record,
            body.what,
            issue.begun.at,
            [
                ("Service", body.service),
                ("The delay arose", body.delay.words),
                ("Route", body.route),
                *(("What came of it", getattr(each, "outcome", "")) for each in outcome),
                *(("Agreed to change", getattr(each, "agreed_changes", "")) for each in outcome),
            ],
            is_open=issue.open,
            state="Open" if issue.open else "Resolved",
            owner=issue.owner,
            due=first,
            what="Their answer is due" if first is not None and first == answer else "Look at it again",
            next=[
                ("issue.resolved", "Resolve it"),
                ("issue.escalated", "Take it further"),
            ]
            if issue.open
            else [("issue.escalated", "Take it up again")],
        )


def _risks(source: Source) -> Iterator[RegisterLine]:
    for risk in source.state.registers.risks:
        facts: Pairs = []
        for _, terms in risk.terms:
            facts += [
                ("What is done about it", terms.mitigations),
                ("How it is watched", terms.monitoring),
                ("What shows that it works", terms.evidence),
            ]
        yield source.line(
            "risks",
            risk.record,
            risk.begun.body.risk,
            risk.begun.at,
            facts,
            is_open=risk.open,
            state="Open" if risk.open else "Closed",
            owner=risk.owner,
            due=risk.review,
            what="Review",
            next=[("risk.reviewed", "Review it")] if risk.open else (),
        )


def _referrals(source: Source) -> Iterator[RegisterLine]:
    for referral in source.state.registers.referrals:
        body, decided = referral.begun.body, referral.decided
        known = {str(each) for each in body.known}
        missing = {str(code) for code in Minimum.all()} - known
        yield source.line(
            "referrals",
            referral.record,
            body.name,
            referral.begun.at,
            [
                ("Born", date_words(body.born_on) if body.born_on else "Not known"),
                ("From", body.from_service),
                ("To ring about it", body.contact_back),
                ("It came", sentence(moment_words(body.received_at, source.now))),
                ("They ask for", body.asked_for),
                ("Came with it", _words(Minimum, known) or "Nothing of the checklist"),
                ("Still to be asked for", _words(Minimum, missing) or "Nothing"),
                *([("Decided", decided.decision.words)] if decided else []),
                *([("Why", "\n".join(each.words for each in decided.reasons))] if decided else []),
                *([("Safer instead", decided.safer_alternative)] if decided else []),
                *(
                    [("First contact by", date_words(decided.first_contact_by_on))]
                    if decided and decided.first_contact_by_on
                    else []
                ),
            ],
            is_open=referral.open,
            state=decided.decision.words if decided else "To be decided",
            next=[("referral.decided", "Decide it")] if referral.open else (),
        )


def _audits(source: Source) -> Iterator[RegisterLine]:
    for audit in source.state.registers.audits:
        body = audit.begun.body
        found = [
            (
                f"Found: {each.body.looked_for.words.lower()}",
                f"{each.body.met} of {each.body.of}. {each.body.words}".strip(),
            )
            for each in audit.findings
        ]
        yield source.line(
            "audits",
            audit.record,
            f"{date_words(body.from_on)} to {date_words(body.until_on)}",
            audit.begun.at,
            [
                ("Looked for", "\n".join(each.words for each in body.looked_for)),
                ("Drawn", f"{len(body.sampled)} of {body.of_how_many} records"),
                ("How they were drawn", body.drawn_by),
                *found,
                ("Nothing is said yet of", _words(NonNegotiable, audit.not_found_out)),
                ("In short", body.summary),
                ("Audited again", "Yes" if audit.re_audit else ""),
            ],
            is_open=audit.open or bool(audit.not_found_out),
            state="Findings to come"
            if audit.not_found_out
            else "To be audited again"
            if audit.open
            else "Done",
            owner=audit.owner,
            due=audit.re_audit_due,
            what="Audit again",
            next=[
                ("audit.finding", "Record a finding"),
                *([("audit.performed", "Audit it again")] if audit.re_audit is None else []),
            ],
        )


def _actions(source: Source) -> Iterator[RegisterLine]:
    for action in source.state.actions:
        yield source.line(
            "actions",
            action.record,
            action.body.what,
            action.assigned.at,
            [("Whom to go to if it is not done", action.body.route)],
            is_open=not action.done,
            state="Done" if action.done else "Open",
            owner=action.owner,
            due=action.deadline,
            what="To be done",
            next=()
            if action.done
            else [("action.completed", "It is done"), ("action.updated", "Say what happened")],
        )


def _learning(source: Source) -> Iterator[RegisterLine]:
    for fact in source.state.registers.learning:
        body = fact.body
        pairs = [("What changes", body.what_changes), ("Who should hear of it", body.share_with)]
        yield source.line("learning", fact.id, body.what, fact.at, pairs, is_open=False, state="")


def _supervisions(source: Source) -> Iterator[RegisterLine]:
    for fact in source.state.registers.supervisions:
        body = fact.body
        pairs = [
            ("Held", sentence(moment_words(body.held_at, source.now))),
            ("Minutes", str(body.minutes)),
            ("Scenarios", "\n".join(body.prompts)),
            ("Agreed", body.agreed),
            ("Next on", date_words(body.next_on) if body.next_on else "No date"),
        ]
        title = f"{source.directory.name_of(body.staff)}, {moment_words(body.held_at, source.now)}"
        yield source.line("supervision", fact.id, title, fact.at, pairs, is_open=False, state="")


def _words(codes: type[Minimum] | type[NonNegotiable], chosen: Collection[str]) -> str:
    return "\n".join(code.words for code in codes.all() if str(code) in chosen)


REGISTERS: tuple[Register, ...] = (
    Register(
        "issues",
        "Interface issues",
        "Delays and problems of access between services, without blame.",
        ("issue.logged", "Log an issue"),
        _issues,
    ),
    Register(
        "risks",
        "Interface risks",
        "What could go wrong between services, and what is done about it.",
        ("risk.registered", "Register a risk"),
        _risks,
    ),
    Register(
        "referrals",
        "Referrals",
        "Who was referred to us, and what was decided.",
        ("referral.received", "Record a referral"),
        _referrals,
    ),
    Register(
        "audits",
        "Audits",
        "What was looked for in records drawn at random, and what was found.",
        ("audit.performed", "Record an audit"),
        _audits,
    ),
    Register(
        "actions",
        "Actions of the team",
        "What the team set itself to do. What is about a person is with them.",
        ("action.assigned", "Set an action"),
        _actions,
    ),
    Register(
        "learning",
        "Learning",
        "What was learnt, and what changes because of it.",
        ("learning.recorded", "Record what was learnt"),
        _learning,
    ),
    Register(
        "supervision",
        "Supervision",
        "Who was supervised, when, and when next.",
        ("supervision.recorded", "Record a supervision"),
        _supervisions,
    ),
)


def register(key: str) -> Register:
    """The register of this key; the first for one that this version does not know."""
    return next((each for each in REGISTERS if each.key == key), REGISTERS[0])


def lines_of(
    state: ScopeState, directory: Directory, me: Me, now: datetime, of: Sequence[Register] = REGISTERS
) -> list[RegisterLine]:
    """Every line of these registers that lies in this scope."""
    source = Source(state, directory, me, now)
    return [line for each in of for line in each.lines(source)]


def line_of(
    state: ScopeState, record: str, directory: Directory, me: Me, now: datetime
) -> RegisterLine | None:
    """The line of this record, None where it is not here."""
    return next((each for each in lines_of(state, directory, me, now) if each.record == record), None)


def in_order(lines: Iterable[RegisterLine]) -> tuple[RegisterLine, ...]:
    """What is open first, by what is due first; then the rest, the newest first."""

    def place(line: RegisterLine) -> tuple[bool, bool, float, str]:
        due = line.due_at.timestamp() if line.due_at else -line.at.timestamp()
        return not line.open, line.open and line.due_at is None, due, line.record

    return tuple(sorted(lines, key=place))


__all__ = ["REGISTERS", "Register", "RegisterLine", "in_order", "line_of", "lines_of", "register"]
