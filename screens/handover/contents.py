"""What each part of a handover sheet says: one small function a part, in one table. Pure.

To add a part: write its function, add a row to `PARTS`. A fact with no words is one nothing is recorded about.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.directory import Directory
from models.fold import PersonState
from models.nhs_number import shown
from models.standard import Standard
from models.times import (
    age,
    date_words,
    day_of,
    deadline_words,
    in_days_words,
    marked,
    moment_words,
)
from models.trail import trail
from screens.escalation.standing import standing_of
from screens.person import around_lines, lines
from screens.person.plans import plans
from screens.person.restrictions import restrictions
from screens.prompt.lines import describe, sentence
from sync.views import PersonView

NOBODY = ""  # who is "you" on it
NONE_RECORDED = "None is recorded."
LATELY, LATEST = timedelta(days=14), 10
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Source:
    """What it is read from. It is for others to read: everybody in it goes by name."""

    view: PersonView
    directory: Directory
    standard: Standard
    now: datetime

    @property
    def person(self) -> PersonState:
        return self.view.state

    @property
    def whole(self) -> bool:
        """Whether what is not here can be said not to be."""
        return not self.view.arriving and self.view.closed is None


@dataclass(frozen=True)
class Said:
    """What a part says by name, and when its latest entry was made (None: it rests on none)."""

    pairs: Pairs
    at: datetime | None = None


def _who(source: Source) -> Said:
    heads = source.person.details.heads
    if not heads:
        return Said([])
    body, now = heads[-1].body, source.now
    number = shown(body.nhs_number) if body.nhs_number else f"None: {body.no_nhs_number_because}"
    called = [("Likes to be called", body.preferred_name)] if body.preferred_name.strip() else []
    return Said(
        [
            ("Name", body.name),
            *called,
            ("Born", f"{date_words(body.born_on)}, {age(body.born_on, day_of(now))} years old"),
            ("NHS number", number),
            ("Address", body.address),
            ("Telephone", body.phone),
        ],
        heads[-1].at,
    )


def _team(source: Source) -> Said:
    """Who works with them now, and how to reach us."""
    acting = source.person.working_with(day_of(source.now))
    people = [(each.part.words, _with_phone(source.directory, each.staff)) for each in acting]
    team = source.directory.teams.get(source.person.team or "")
    ours = f"{team.name}, duty {team.duty_phone}" if team and team.duty_phone else team.name if team else ""
    return Said([*(people or [("Main worker", "")]), ("Team", ours)])


def _with_phone(directory: Directory, staff: str) -> str:
    member = directory.staff.get(staff)
    phone = f", {member.phone}" if member and member.phone else ""
    return f"{directory.name_of(staff)}{phone}"


def _why(source: Source) -> Said:
    """Why they are supported: what the last handover said, what the referral asked for, why they are in the cohort."""
    person = source.person
    given = [(each.given.body.supported_because, each.given.at) for each in person.handovers]
    asked = [
        (str(entry.body.get("asked_for", "")), person.at[id])
        for id, entry in person.entries.items()
        if entry.kind == "referral.received"
    ]
    in_cohort = [(head.body.reason, head.at) for head in person.cohort.heads if head.body.in_cohort]
    named = (("Because", given), ("Asked for", asked), ("High-risk cohort", in_cohort))
    latest = [(name, _latest_said(said)) for name, said in named]
    found = [(name, said) for name, said in latest if said is not None]
    return Said(
        [(name, words) for name, (words, _) in found], max((at for _, (_, at) in found), default=None)
    )


def _latest_said(said: Iterable[tuple[str, datetime]]) -> tuple[str, datetime] | None:
    return max((each for each in said if each[0].strip()), key=lambda each: each[1], default=None)


def _where(source: Source) -> Said:
    latest = source.person.standing.latest
    if latest is None and not source.whole:
        return Said([])
    words = [around_lines.status_words(source.person)]
    said = around_lines.standing(source.person, source.directory, source.now)
    return Said([("With us", "\n".join((*words, *said.lines)))], latest.at if latest else None)


def _restrictions(source: Source) -> Said:
    if not source.whole:
        return Said([])
    each = restrictions(source.person, source.directory, source.standard, source.now)
    pairs: Pairs = []
    for restriction in each:
        for version in restriction.versions:
            facts = "\n".join(f"{name}: {words}" for name, words in version.facts)
            pairs.append((version.what, f"{', '.join(restriction.words)}\n{facts}"))
    ats = (head.fact.at for restriction in source.person.restrictions for head in restriction.heads)
    return Said(pairs or _none(source, "In force"), max(ats, default=None))


def _plans(source: Source) -> Said:
    """Those in force, with whom they name to make contact, how and when."""
    if not source.whole:
        return Said([])
    pairs: Pairs = []
    for plan in plans(source.person, source.standard, source.now):
        until = (
            f"Until {plan.until}{', past its end time' if plan.expired else ''}"
            if plan.until
            else "Without an end"
        )
        pairs.append((plan.title, until))
        pairs += [("Contact", f"{each.who}, {each.when}. {each.standing}") for each in plan.named]
        pairs += [pair for version in plan.versions for pair in version]
    ats = (head.fact.at for plan in source.person.plans for head in plan.heads)
    return Said(pairs or _none(source, "In force"), max(ats, default=None))


def _open(source: Source) -> Said:
    """Open episodes, and what is asked."""
    if not source.whole:
        return Said([])
    evaluation, now = source.view.evaluation, source.now
    episodes = [
        (
            f"{each.kind.replace('_', '-').capitalize()} episode",
            f"Open since {moment_words(each.opened_at, now)}",
        )
        for each in evaluation.episodes
        if each.open
    ]
    held = lines.held_by_id(source.view.held)
    said = [
        describe(each, source.directory, held, NOBODY, source.person.team, now) for each in evaluation.prompts
    ]
    prompts = [
        (each.rule, "\n".join((*each.saw, each.asks, sentence("; ".join(each.of_whom))))) for each in said
    ]
    at = max((each.raised_at for each in evaluation.prompts), default=None)
    return Said([*episodes, *prompts] or _none(source, "Open"), at)


def _escalations(source: Source) -> Said:
    standings = [
        standing_of(each, source.person, source.directory, NOBODY, source.now)
        for each in source.person.open_escalations
    ]
    pairs = [
        (each.title, f"Who of us has it: {each.owner}\nTheir answer: {each.answer}") for each in standings
    ]
    ats = (each.facts[-1].at for each in source.person.open_escalations)
    return Said(pairs or _none(source, "Open"), max(ats, default=None))


def _safeguarding(source: Source) -> Said:
    person, directory = source.person, source.directory
    concerns = [
        (each.title, f"{each.said}\n{each.decision}") for each in around_lines.concerns(person, directory)
    ]
    actions = [
        (
            "Action",
            f"{each.body.what}. {directory.name_of(each.owner)}, by {deadline_words(each.deadline.at, source.now)}",
        )
        for each in person.actions
        if not each.done
    ]
    ats = [fact.at for each in person.concerns for fact in each.slot.facts]
    ats += [fact.at for each in person.actions if not each.done for fact in each.slot.facts]
    return Said([*concerns, *actions] or _none(source, "Open"), max(ats, default=None))


def _none(source: Source, name: str) -> Pairs:
    """That there is none; nothing while what is not here may only not have come yet."""
    return [(name, NONE_RECORDED)] if source.whole else []


def _goals(source: Source) -> Said:
    heads = [head for slot in source.person.goals for head in slot.heads]
    return Said(around_lines.goals(source.person), max((head.at for head in heads), default=None))


def _notes(source: Source) -> Said:
    notes = around_lines.notes(source.person, source.now)
    pairs = [(each.fact, f"From: {each.source}. {each.review}") for each in notes]
    heads = [head for slot in source.person.visit_notes for head in slot.heads]
    return Said(pairs, max((head.at for head in heads), default=None))


def _contact(source: Source) -> Said:
    """What was agreed, the last contact, and when the next is due."""
    person, now = source.person, source.now
    agreed = dict(lines.agreed(person, now))
    attended = next((visit for visit in reversed(person.visits) if visit.attended), None)
    last = ""
    if attended is not None:
        by = ", ".join(sorted(source.directory.name_of(author) for author in attended.authors))
        mode = attended.parts[-1].body.mode.words.lower()
        last = f"{marked(moment_words(attended.started_at, now), attended.certain)}, {mode}, {by}"
    next_on = person.visits[-1].parts[-1].body.next_contact_on if person.visits else None
    due = f"{date_words(next_on)}, {in_days_words(next_on, day_of(now))}" if next_on else ""
    return Said(
        [
            ("Agreed", agreed["Agreed contact"] if person.agreed else ""),
            ("Last contact", sentence(last)),
            ("Next due", due),
        ],
        person.visits[-1].at if person.visits else None,
    )


def _answers(source: Source) -> Said:
    """Each † as it was last asked; where it had no level then, the last level it had. One that never was asked is not known."""
    person, said = source.person, around_lines.last_answers(source.person, source.standard, source.now)
    codes = [each.code for each in source.standard.indicators if each.dagger]
    pairs = [
        (name, "" if words == around_lines.NEVER else f"{words}{_before(source, code)}")
        for code, (name, words) in zip(codes, said, strict=True)
    ]
    return Said(pairs, person.visits[-1].ended_at if person.visits else None)


def _before(source: Source, code: str) -> str:
    points = source.person.over_time(code)
    levels = [each for each in points if each.level is not None]
    if not levels or points[-1].level is not None:
        return ""
    last = levels[-1]
    words = source.standard.level_words(last.level or 0).lower()
    return f"\nBefore that: {last.level}, {words} ({moment_words(last.at, source.now)})"


def _lately(source: Source) -> Said:
    """What was recorded in the last days, the newest first."""
    new = {each.id for each in source.person.changed_since(source.now - LATELY)}
    found = [
        line
        for line in reversed(trail(source.view.held, source.directory))
        if line.id in new and not line.kind.startswith(QUIET)
    ]
    pairs = [
        (sentence(moment_words(line.at, source.now)), f"{line.what} ({line.who})") for line in found[:LATEST]
    ]
    more = [("And", f"{len(found) - LATEST} more, in the trail")] if len(found) > LATEST else []
    return Said([*pairs, *more] or _none(source, f"In the last {LATELY.days} days"))


QUIET = ("prompt.", "copy.", "handover.", "caseload.")
PARTS: tuple[tuple[str, Callable[[Source], Said]], ...] = (
    ("Who they are", _who),
    ("Who works with them", _team),
    ("Why we support them", _why),
    ("Where they are", _where),
    ("Restrictions", _restrictions),
    ("Plans", _plans),
    ("Open episodes and prompts", _open),
    ("Open escalations", _escalations),
    ("Safeguarding and actions", _safeguarding),
    ("Last answers to the hardest questions", _answers),
    ("What a visitor must know", _notes),
    ("Contact", _contact),
    ("Goals", _goals),
    ("What changed lately", _lately),
)
