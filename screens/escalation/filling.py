"""What an escalation starts from: the parts of the summary the record already tells, each with the entries it rests on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.fold import Escalation, PersonState, Visit
from models.met import flag_words, level_words
from models.prompt import Prompt
from models.standard import Standard
from models.times import moment_words
from screens.prompt.lines import sentence

TRIED_WITHIN = timedelta(days=7)
URGENT_RULES = ("T1", "T5")


@dataclass(frozen=True)
class Filled:
    """The words of one part, and the ids of the entries that say so."""

    words: str = ""
    evidence: tuple[str, ...] = ()


def filled(
    state: PersonState, prompts: Iterable[Prompt], standard: Standard, now: datetime
) -> dict[str, Filled]:
    """By part. What is asked and how soon is not in any record: whoever rings says it."""
    attended = [visit for visit in state.visits if visit.attended]
    latest = attended[-1:]
    return {
        "presentation": _presentation(latest, now),
        "key_risks": _risks(latest, tuple(prompts)),
        "what_changed": _changed(latest),
        "already_tried": _tried(state, standard, now),
    }


def standing(escalation: Escalation) -> str:
    """How far it has come with them, in a few words."""
    if escalation.answers:
        return escalation.answers[-1].body.answer.words.lower()
    if escalation.acknowledged:
        return f"{escalation.acknowledged.body.name} has it, no answer yet"
    return "nobody there has it yet"


def _presentation(latest: list[Visit], now: datetime) -> Filled:
    lines = [
        f"{sentence(moment_words(visit.ended_at, now))}: "
        + "; ".join(level_words(visit, each.code) for each in visit.noted if each.code not in visit.daggers)
        for visit in latest
        if any(each.code not in visit.daggers for each in visit.noted)
    ]
    return Filled("\n".join(lines), tuple(visit.id for visit in latest) if lines else ())


def _risks(latest: list[Visit], prompts: tuple[Prompt, ...]) -> Filled:
    """Every † seen at the latest contact, and what the safety prompts that stand rest on."""
    seen = [
        (visit.id, ", ".join([level_words(visit, each.code), *flag_words(each)]))
        for visit in latest
        for each in visit.noted
        if each.code in visit.daggers
    ]
    seen += [
        (each.entry_id, each.words)
        for prompt in prompts
        if prompt.rule in URGENT_RULES
        for each in prompt.seen
    ]
    lines = {words: id for id, words in reversed(seen)}
    return Filled("\n".join(dict.fromkeys(words for _, words in seen)), tuple(dict.fromkeys(lines.values())))


def _changed(latest: list[Visit]) -> Filled:
    said = [
        (part.entry.id, part.body.what_changed.strip())
        for visit in latest
        for part in visit.parts
        if part.body.what_changed.strip()
    ]
    worried = [
        (visit.id, f"{each.who.words} is worried: {each.words}".rstrip(": "))
        for visit in latest
        for each in visit.worries
    ]
    found = [*said, *worried]
    return Filled("\n".join(words for _, words in found), tuple(dict.fromkeys(id for id, _ in found)))


def _tried(state: PersonState, standard: Standard, now: datetime) -> Filled:
    """What was carried out lately, and escalations that are open, with what they said."""
    done = [
        (visit.id, f"{sentence(moment_words(visit.ended_at, now))}: {standard.action_words(each.code)}")
        for visit in state.visits
        if now - visit.ended_at <= TRIED_WITHIN
        for each in visit.actions
        if each.extent.carried_out
    ]
    asked = [
        (each.id, f"{each.name}, {moment_words(each.at, now)}: {standing(each)}")
        for each in state.open_escalations
    ]
    found = [*done, *asked]
    return Filled("\n".join(words for _, words in found), tuple(dict.fromkeys(id for id, _ in found)))
