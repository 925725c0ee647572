"""The cases of tests/cases, each at every moment it names: in the order written, backwards and repeated."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from models.fold import PersonState, ScopeState, Visit, fold_scope
from models.fold.visits import ended_at
from models.prompt import Asked, Evidence, Prompt
from models.rules import RULES, Evaluation, evaluate
from models.times import clock_words, date_words, day_of, local
from tests.cases.short_form import STAFF, Case, cases, id_of, moment

CASES = [pytest.param(case, id=f"{case.file}: {case.name}") for case in cases()]
NAMES = {id_of(name): name for name in STAFF}
KEYS = {
    "now",
    "prompts",
    "words",
    "asks",
    "asked",
    "told",
    "says",
    "asks_only",
    "shows",
    "whom",
    "quiet_until",
}
VERSIONS = {rule.id: rule.version for rule in RULES}
MANAGERS_ONLY = {
    "T1",
    "T5",
    "R2",
}  # no worker's answer quiets these, nor an answer of whoever wrote what they are about


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    assert _unread(case) == {
        name for name, line in zip(_names(case), case.lines, strict=True) if "newer_kind" in line
    }
    for then in case.then:
        assert set(then) <= KEYS, f"not understood: {set(then) - KEYS}"
        now = moment(then["now"])
        found = {_name(case, prompt): prompt for prompt in _prompts(case, now)}
        assert sorted(found) == sorted(then["prompts"]), then["now"]
        for name, expected in then.get("words", {}).items():
            assert expected in " | ".join(each.words for each in found[name].seen)
        for name, expected in then.get("asks", {}).items():
            assert expected in found[name].asks
        for name, expected in then.get("asked", {}).items():
            assert [_asked(each) for each in found[name].asked] == expected, then["now"]
        for name, expected in then.get("told", {}).items():
            assert found[name].told.words(None, now) == expected
        for name, expected in then.get("says", {}).items():
            assert [each.words for each in found[name].seen] == expected
        for name, expected in then.get("asks_only", {}).items():
            assert found[name].asks == expected
        for name, expected in then.get("whom", {}).items():
            asked = [sorted(NAMES[id] for id in each.staff_ids) for each in found[name].asked]
            assert asked == [sorted(each) for each in expected], then["now"]
        for name, expected in then.get("quiet_until", {}).items():
            assert found[name].quiet_until == moment(expected)
        for name, expected in then.get("shows", {}).items():
            shown = [f"{case.names[each.entry_id]} {_short(each.at)}" for each in found[name].seen]
            assert shown == expected, then["now"]


@pytest.mark.parametrize("case", CASES)
def test_order_and_repetition_change_nothing(case: Case) -> None:
    for then in case.then:
        now = moment(then["now"])
        assert _evaluate(case, now, case.entries[::-1] + case.entries) == _evaluate(case, now, case.entries)


@pytest.mark.parametrize("case", CASES)
def test_nothing_changes_before_look_again(case: Case) -> None:
    for then in case.then:
        now = moment(then["now"])
        evaluation = _evaluate(case, now, case.entries)
        if evaluation.look_again is not None:
            assert evaluation.look_again > now
            just_before = _evaluate(case, evaluation.look_again - timedelta(seconds=1), case.entries)
            assert just_before == evaluation


@pytest.mark.parametrize("case", CASES)
def test_it_looks_again_before_anything_changes(case: Case) -> None:
    for now, later in pairwise(sorted({moment(then["now"]) for then in case.then})):
        evaluation = _evaluate(case, now, case.entries)
        if _evaluate(case, later, case.entries) != evaluation:
            assert evaluation.look_again is not None
            assert evaluation.look_again <= later


@pytest.mark.parametrize("case", CASES)
def test_every_prompt_is_whole_and_rests_on_the_record(case: Case) -> None:
    person = _person(case)
    for then in case.then:
        now = moment(then["now"])
        prompts = _evaluate(case, now, case.entries).prompts
        assert len({prompt.id for prompt in prompts}) == len(prompts)
        for prompt in prompts:
            assert all((prompt.seen, prompt.asks, prompt.asked, prompt.clears))
            assert prompt.rule_version == VERSIONS[prompt.rule]
            assert prompt.scope == case.scope
            again = f":r{prompt.round}" if prompt.round > 1 else ""
            assert prompt.id == f"{prompt.rule}:{case.scope}:{_raised_by(prompt)}{again}"
            assert prompt.raised_at <= max(now, *person.at.values())
            assert prompt.by == min(asked.by for asked in prompt.asked)
            assert {*prompt.evidence, _raised_by(prompt)} <= set(person.entries)
            for each in prompt.seen:
                _is_on_record(person, prompt, each)
            for each in prompt.asked:
                _is_here(case, each, now)
            _is_answered_on_record(case, person, prompt)


def _is_on_record(person: ScopeState, prompt: Prompt, seen: Evidence) -> None:
    """It names an entry, and its time is the entry's, its contact's end, the prompt's, or in the words."""
    visits = person.visits if isinstance(person, PersonState) else ()
    told_of = (visit for visit in visits if seen.entry_id in _ids(visit))
    ends = {ended_at(part) for visit in told_of for part in visit.parts}
    said = any(words in seen.words for words in (date_words(day_of(seen.at)), clock_words(seen.at)))
    assert seen.words
    assert seen.entry_id in person.entries
    assert said or seen.at in {person.at[seen.entry_id], prompt.raised_at, *ends}


def _is_here(case: Case, asked: Asked, now: datetime) -> None:
    """Asked as workers are also the authors of what is asked about, whatever their role."""
    staff = [case.directory.staff[id] for id in asked.staff_ids]
    assert all(each.here_at(now) for each in staff)
    assert asked.role == "worker" or {each.role for each in staff} <= {asked.role}


def _is_answered_on_record(case: Case, person: ScopeState, prompt: Prompt) -> None:
    """Each answer, and who has it, is an entry's; it is quiet only by answers that may quiet all of it."""
    answers = {fact.id: fact for fact in person.answers}
    answering = [(each, answers[each.entry_id]) for each in prompt.answers]
    for each, fact in answering:
        assert (each.author, each.at) == (fact.entry.author, fact.at)
        assert set(fact.body.evidence) & set(prompt.evidence)
    seen = {(fact.entry.author, fact.at) for fact in (*person.seen, *person.answers)}
    told = {(fact.entry.author, fact.body.name, fact.body.told_at) for fact in person.told}
    has = prompt.told
    assert has.seen_at is None or (has.seen_by, has.seen_at) in seen
    assert has.told_at is None or (has.told_by, has.told_name, has.told_at) in told
    quieted = {id for _, fact in answering for id in fact.body.evidence if _may_quiet(case, prompt, fact, id)}
    assert not prompt.quiet or set(prompt.evidence) <= quieted


def _may_quiet(case: Case, prompt: Prompt, answer: Any, id: str) -> bool:
    if prompt.rule not in MANAGERS_ONLY:
        return True
    authors = {each.author for each in case.entries if each.id == id}
    by_manager = case.directory.staff[answer.entry.author].role in ("manager", "senior")
    return by_manager and answer.entry.author not in authors


def _unread(case: Case) -> set[str]:
    """Lines that no rule could read: but for those of a newer app, a case would hold because nothing was recorded."""
    return {case.names[each.id] for each in _person(case).unknown}


def _names(case: Case) -> list[str]:
    return [case.names[each.id] for each in case.entries[-len(case.lines) :]] if case.lines else []


def _ids(visit: Visit) -> set[str]:
    return {*visit.entries, *(part.evidence for part in visit.parts)}


def _person(case: Case) -> ScopeState:
    return fold_scope(case.entries, case.directory, case.scope)


def _evaluate(case: Case, now: datetime, entries: list[Any]) -> Evaluation:
    return evaluate(fold_scope(entries, case.directory, case.scope), case.directory, now)


def _prompts(case: Case, now: datetime) -> list[Prompt]:
    return [each for each in _evaluate(case, now, case.entries).prompts if each.rule in case.rules]


def _name(case: Case, prompt: Prompt) -> str:
    raised_by = _raised_by(prompt)
    round = f" r{prompt.round}" if prompt.round > 1 else ""
    return f"{prompt.rule} {case.names[raised_by]}{round}{' quiet' if prompt.quiet else ''}"


def _raised_by(prompt: Prompt) -> str:
    return prompt.id.split(":")[3]


def _asked(asked: Any) -> str:
    nobody = "" if asked.staff_ids else " (nobody)"
    return f"{asked.role}{nobody} by {_short(asked.by)}"


def _short(at: datetime) -> str:
    there = local(at)
    return f"{there.day} {there:%b %H:%M}"
