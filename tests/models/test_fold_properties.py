"""What must hold for every history: order and repetition change nothing, and no worker's entry lowers a T1 or T5 prompt."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.entry import Entry
from models.fold import PersonState, fold
from models.prompt import Prompt
from models.rules import evaluate
from tests.cases.short_form import directory
from tests.models.histories import START, histories, with_more_by_workers

EXAMPLES = settings().max_examples
RUNGS = ("worker", "manager", "senior")
MOMENTS = st.integers(0, 60 * 24 * 45).map(lambda minutes: START + timedelta(minutes=minutes))


@given(entries=histories(), now=MOMENTS, data=st.data())
def test_any_order_and_any_repetition_give_the_same_fold_and_prompts(
    entries: list[Entry], now: datetime, data: st.DataObject
) -> None:
    again = data.draw(st.permutations([*entries, *data.draw(st.lists(st.sampled_from(entries), max_size=6))]))
    one, other = fold(entries, directory()), fold(again, directory())
    assert one == other
    assert evaluate(one, directory(), now) == evaluate(other, directory(), now)


@given(entries=histories(), now=MOMENTS)
def test_nothing_changes_before_look_again(entries: list[Entry], now: datetime) -> None:
    person = fold(entries, directory())
    evaluation = evaluate(person, directory(), now)
    if evaluation.look_again is not None:
        assert evaluation.look_again > now
        assert evaluate(person, directory(), evaluation.look_again - timedelta(seconds=1)) == evaluation


@given(entries=histories(), now=MOMENTS)
def test_prompts_are_whole_and_told_apart(entries: list[Entry], now: datetime) -> None:
    prompts = evaluate(fold(entries, directory()), directory(), now).prompts
    assert len({prompt.id for prompt in prompts}) == len(prompts)
    for prompt in prompts:
        assert prompt.seen
        assert prompt.asked
        assert prompt.asks.strip()
        assert prompt.clears.strip()


CORRECTING = ("contact", "correction", "correction again", "about")


@given(histories_of=with_more_by_workers() | with_more_by_workers(only=CORRECTING))
@settings(max_examples=4 * EXAMPLES)
def test_no_sequence_of_workers_entries_lowers_a_t1_or_t5_prompt(
    histories_of: tuple[list[Entry], list[Entry]],
) -> None:
    now = START + timedelta(days=45)
    before, after = (fold(entries, directory()) for entries in histories_of)
    stood, stands = _protecting(before, now), _protecting(after, now)
    for (rule, contact), prompt in stood.items():
        assert (rule, contact) in stands
        assert prompt.quiet or not stands[rule, contact].quiet
        holding = (stands[rule, before.entries[id].record] for id in prompt.evidence)
        assert prompt.quiet or min(each.by for each in holding) <= prompt.by
    for rule, rung in _rungs(stood):
        assert any(of == rule and other >= rung for of, other in _rungs(stands))


ESCALATING = ("escalation", "step", "step again", "correction")


@given(histories_of=with_more_by_workers(size=6, only=ESCALATING))
@settings(max_examples=5 * EXAMPLES)
def test_no_sequence_of_workers_entries_ends_an_escalation_or_moves_its_deadlines_back(
    histories_of: tuple[list[Entry], list[Entry]],
) -> None:
    before, after = (fold(entries, directory()) for entries in histories_of)
    for escalation in before.open_escalations:
        now_stands = after.escalation(escalation.id)
        assert now_stands is not None
        assert now_stands.open
        assert now_stands.priority.rank <= escalation.priority.rank
        assert escalation.dispute is None or now_stands.dispute is not None


@given(histories_of=with_more_by_workers(size=7, only=(*ESCALATING, "plan")))
@settings(max_examples=3 * EXAMPLES)
def test_no_sequence_of_workers_entries_ends_a_temporary_plan(
    histories_of: tuple[list[Entry], list[Entry]],
) -> None:
    before, after = (fold(entries, directory()) for entries in histories_of)
    assert before.temporary_plan is None or after.temporary_plan is not None


def _rungs(standing: dict[tuple[str, str], Prompt]) -> set[tuple[str, int]]:
    """By rule, how high those stand who are asked: who wrote what is to be seen is passed over upwards."""
    return {(prompt.rule, RUNGS.index(asked.role)) for prompt in standing.values() for asked in prompt.asked}


def _protecting(person: PersonState, now: datetime) -> dict[tuple[str, str], Prompt]:
    """By rule and contact, the T1 or T5 prompt that stands for it."""
    return {
        (prompt.rule, person.entries[id].record): prompt
        for prompt in evaluate(person, directory(), now).prompts
        if prompt.rule in ("T1", "T5")
        for id in prompt.evidence
    }
