"""Where they are, what a visitor must know, the last † answers, safeguarding and actions, in words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.fold import Concern, Fact, Handover, PersonState, ScopeState, TrackedAction
from models.fold.standing import since
from models.kinds.safeguarding import ActionUpdated
from models.kinds.safety import VisitNote
from models.kinds.status import PersonStatus
from models.rules.open_things import open_at
from models.saying import said_in
from models.standard import Standard
from models.times import date_words, day_of, deadline_words, in_days_words, marked, moment_words
from screens.person.waiting import who_confirms
from screens.prompt.lines import sentence
from sync.views import Me, PersonView

SUPPORTED = "Supported by us"
NEVER = "Never recorded"
LATEST_HANDOVERS, RECENT = 3, timedelta(days=14)
NEVER = "Never recorded"


@dataclass(frozen=True)
class StandingLines:
    """What the page says first when they are not simply supported. `title` is "" when they are."""

    title: str
    lines: tuple[str, ...]
    word: str


@dataclass(frozen=True)
class NoteLine:
    """A visit note: what and from where, when it is looked at again. `overdue`: past that day."""

    record: str
    fact: str
    source: str
    review: str
    overdue: bool


@dataclass(frozen=True)
class ConcernLine:
    record: str
    title: str
    said: str
    decision: str
    undecided: bool


@dataclass(frozen=True)
class ActionLine:
    """An action that is not done: what, whose, by when, and how it went on, "" for not yet. `late`: past its time."""

    record: str
    what: str
    whose: str
    due: str
    late: bool
    mine: bool
    latest: str = ""


def discharge_needs(view: PersonView, directory: Directory, me: Me, now: datetime) -> tuple[str, ...]:
    """What a discharge by me would still wait for, in sentences; none where it holds at once."""
    state, still = view.state, open_at(view.state, view.evaluation.episodes, now)
    by_whom = who_confirms(state, directory, now)
    words = [] if me.decides("person.status") else [f"It waits until it is confirmed by {by_whom}."]
    if still:
        named = ", ".join(dict.fromkeys(each.words for each in still))
        words.append(f"Still open: {named}. It holds once a senior decides it and the handover is accepted.")
    return tuple(words)


def standing(state: PersonState, directory: Directory, now: datetime) -> StandingLines:
    """In hospital, in custody, discharged, died, or in doubt: what that means for whoever reads it."""
    status, latest = state.standing, state.standing.latest
    if latest is None or _supported(state):
        return StandingLines("", _left(state, now), "")
    if status.death_in_doubt:
        return StandingLines(
            "One record says that they died", ("Confirm their status before any contact.",), "In doubt"
        )
    if state.status.conflicting:
        return StandingLines("Recorded apart where they are", ("Ask before you go.",), "In doubt")
    return StandingLines(latest.body.status.words, _means(latest, directory, now), latest.body.status.words)


def _supported(state: PersonState) -> bool:
    return all(str(body.status) == "supported" for head in state.standing.heads for body in head.bodies)


def _left(state: PersonState, now: datetime) -> tuple[str, ...]:
    left = state.standing.left
    return (f"{left.words} {moment_words(left.at, now)}",) if left else ()


def _means(latest: Fact[PersonStatus], directory: Directory, now: datetime) -> tuple[str, ...]:
    body = latest.body
    where = f", {body.where.strip()}" if body.where.strip() else ""
    since_when = sentence(f"since {moment_words(since(latest), now)}{where}")
    by = f"Recorded by {directory.name_of(latest.entry.author)}, {marked(moment_words(latest.at, now), latest.certain)}"
    means = {
        "died": ("Do not try to see or ring them. A senior reviews what was open.",),
        "in_hospital": ("What asks for contact pauses. Leaving sets a contact.",),
        "in_custody": ("What asks for contact pauses. Leaving sets a contact.",),
    }.get(str(body.status), ())
    return (since_when, by, *means)


def status_words(state: PersonState) -> str:
    latest = state.standing.latest
    return latest.body.status.words if latest else SUPPORTED


def handovers(state: PersonState, now: datetime) -> Iterable[tuple[str, str, str]]:
    """The latest handovers a discharge may rest on, the newest first: id, to whom, and whether a human there accepted it."""
    for each in reversed(state.handovers[-LATEST_HANDOVERS:]):
        yield each.id, f"To {each.to}, {moment_words(each.given.at, now)}", accepted_words(each, now)


def accepted_words(handover: Handover, now: datetime) -> str:
    """ "Accepted by Nurse Reed, 14:32"; what they ask for first; or that nobody there has accepted it."""
    if taken := handover.accepted:
        return f"Accepted by {taken.body.name}, {marked(moment_words(taken.at, now), taken.certain)}"
    if said := handover.answer:
        return f"Not accepted yet: {said.body.name} asks first: {said.body.words.strip()}"
    return "Nobody there has accepted it yet"


def likely_handover(state: PersonState, now: datetime) -> str:
    """The id of one given in the last days; "" where there is none, so that somebody chooses."""
    recent = (each.id for each in reversed(state.handovers) if now - each.given.at <= RECENT)
    return next(recent, "")


def notes(state: PersonState, now: datetime) -> tuple[NoteLine, ...]:
    """The notes that hold, those overdue for a look first."""
    heads = [(slot.record, head) for slot in state.visit_notes for head in slot.heads if head.body.holds]
    lines = [_note(record, head, now) for record, head in heads]
    return tuple(sorted(lines, key=lambda line: not line.overdue))


def _note(record: str, head: Fact[VisitNote], now: datetime) -> NoteLine:
    on, today = head.body.review_on, day_of(now)
    overdue = on is not None and on < today
    review = f"Look again by {date_words(on, today)}, {in_days_words(on, today)}" if on else ""
    return NoteLine(record, head.body.fact, head.body.source, review, overdue)


def last_answers(state: PersonState, standard: Standard, now: datetime) -> list[tuple[str, str]]:
    """Each † as it was last answered, or why it was not; never left out."""
    found: list[tuple[str, str]] = []
    for indicator in standard.indicators:
        if indicator.dagger:
            points = [
                point for point in state.over_time(indicator.code) if point.level is not None or point.why_not
            ]
            last = points[-1] if points else None
            said = NEVER if last is None else _point(last.level, last.why_not, last.at, standard, now)
            found.append((indicator.words, said))
    return found


def _point(level: int | None, why_not: str, at: datetime, standard: Standard, now: datetime) -> str:
    words = f"Not assessed: {why_not}" if level is None else f"{level}, {standard.level_words(level)}"
    words = words[:1] + words[1:].lower()
    return f"{words} ({moment_words(at, now)})"


def goals(state: PersonState) -> list[tuple[str, str]]:
    """The goals that are neither reached nor dropped."""
    heads = (head.body for slot in state.goals for head in slot.heads)
    still = [body.goal for body in heads if not body.reached and not body.dropped_because.strip()]
    return [("Goals", "\n".join(still))] if still else []


def concerns(state: PersonState, directory: Directory) -> tuple[ConcernLine, ...]:
    return tuple(_concern(each, directory) for each in state.concerns)


def _concern(concern: Concern, directory: Directory) -> ConcernLine:
    raised, latest = concern.raised, concern.latest
    undecided = bool(concern.undecided)
    return ConcernLine(
        concern.record,
        concern.words,
        getattr(raised.body, "concern", ""),
        "No decision yet" if undecided else said_in(latest.entry, latest.body, directory),
        undecided,
    )


def actions(state: PersonState, directory: Directory, me: str, now: datetime) -> tuple[ActionLine, ...]:
    """The actions that are not done, the soonest first."""
    still = sorted((each for each in state.actions if not each.done), key=lambda each: each.deadline.at)
    return tuple(_action(each, directory, me, now) for each in still)


def _action(action: TrackedAction, directory: Directory, me: str, now: datetime) -> ActionLine:
    due = action.deadline.at
    whose = "You" if action.owner == me else directory.name_of(action.owner)
    partner = f", with {action.body.partner}" if action.body.partner.strip() else ""
    return ActionLine(
        action.record,
        action.body.what,
        f"{whose}{partner}",
        f"By {deadline_words(due, now)}",
        due <= now,
        action.owner == me,
        _latest(action, directory, now),
    )


def _latest(action: TrackedAction, directory: Directory, now: datetime) -> str:
    """What was last said of it: "Rang twice. Wren Worker, 14:20"."""
    updates = [fact for fact in action.slot.facts if isinstance(fact.body, ActionUpdated)]
    if not updates:
        return ""
    last, body = updates[-1], updates[-1].body
    said = getattr(body, "words", "").strip().rstrip(".")
    by = f"{directory.name_of(last.entry.author)}, {marked(moment_words(last.at, now), last.certain)}"
    return f"{said}. {by}"


def owners(state: ScopeState, directory: Directory, me: str, now: datetime) -> Iterable[tuple[str, str]]:
    """Who an action, or a line of a register, can be given to: oneself, whoever works with them, who leads their team.

    Of a team only those who lead it: nobody else has its record.
    """
    mine = [me] if isinstance(state, PersonState) or directory.leads_team(me, state.team) else []
    working = [each.staff for each in state.working_with(day_of(now))]
    leading = [
        each.id
        for each in (directory.members(state.team, now) if state.team else ())
        if each.role in ("manager", "senior")
    ]
    for id in dict.fromkeys((*mine, *working, *leading)):
        yield id, "Me" if id == me else directory.name_of(id)
