"""The cases of tests/cases, each at every moment it names: in the order written, backwards and repeated."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.fold import fold
from models.prompt import Prompt
from models.rules import Evaluation, evaluate
from models.times import local
from tests.cases.short_form import SCOPE, Case, cases, id_of, moment

CASES = [pytest.param(case, id=f"{case.file}: {case.name}") for case in cases()]
KEYS = {"now", "prompts", "words", "asks", "asked", "asked_staff", "told"}


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
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
        for name, expected in then.get("asked_staff", {}).items():
            ids = {id for each in found[name].asked for id in each.staff_ids}
            assert ids == {id_of(each) for each in expected}, then["now"]
        for name, expected in then.get("told", {}).items():
            assert found[name].told.words(None, now) == expected


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
def test_a_prompt_is_whole(case: Case) -> None:
    for then in case.then:
        prompts = _evaluate(case, moment(then["now"]), case.entries).prompts
        assert len({prompt.id for prompt in prompts}) == len(prompts)
        for prompt in prompts:
            assert prompt.seen
            assert prompt.asks
            assert prompt.asked
            assert prompt.clears
            assert all(each.words for each in prompt.seen)


def _evaluate(case: Case, now: datetime, entries: list[Any]) -> Evaluation:
    return evaluate(fold(entries, case.directory, SCOPE), case.directory, now)


def _prompts(case: Case, now: datetime) -> list[Prompt]:
    return [each for each in _evaluate(case, now, case.entries).prompts if each.rule in case.rules]


def _name(case: Case, prompt: Prompt) -> str:
    raised_by = prompt.id.split(":")[3]
    round = f" r{prompt.round}" if prompt.round > 1 else ""
    return f"{prompt.rule} {case.names[raised_by]}{round}{' quiet' if prompt.quiet else ''}"


def _asked(asked: Any) -> str:
    by = local(asked.by)
    nobody = "" if asked.staff_ids else " (nobody)"
    return f"{asked.role}{nobody} by {by.day} {by:%b %H:%M}"
