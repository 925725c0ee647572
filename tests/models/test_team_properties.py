"""What must hold for every history of a team: order and repetition change nothing, and no worker's entry closes or puts off a line."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.entry import Entry
from models.fold import TeamState, fold_team
from models.rules import evaluate
from tests.cases.short_form import TEAM_SCOPE, directory
from tests.models.histories import OF_A_TEAM, START, team_histories, with_more_by_workers

MOMENTS = st.integers(0, 60 * 24 * 45).map(lambda minutes: START + timedelta(minutes=minutes))


def team(entries: list[Entry]) -> TeamState:
    return fold_team(entries, directory(), TEAM_SCOPE)


@given(entries=team_histories(), now=MOMENTS, data=st.data())
def test_any_order_and_any_repetition_give_the_same_state_and_prompts(
    entries: list[Entry], now: datetime, data: st.DataObject
) -> None:
    more = data.draw(st.lists(st.sampled_from(entries), max_size=6)) if entries else []
    again = data.draw(st.permutations([*entries, *more]))
    assert team(entries) == team(again)
    assert evaluate(team(entries), directory(), now) == evaluate(team(again), directory(), now)


@given(entries=team_histories(), now=MOMENTS)
def test_nothing_changes_before_look_again(entries: list[Entry], now: datetime) -> None:
    found = evaluate(team(entries), directory(), now)
    if found.look_again is not None:
        assert found.look_again > now
        assert evaluate(team(entries), directory(), found.look_again - timedelta(seconds=1)) == found


@given(entries=team_histories(), now=MOMENTS)
def test_prompts_are_whole_and_rest_on_the_record(entries: list[Entry], now: datetime) -> None:
    state = team(entries)
    prompts = evaluate(state, directory(), now).prompts
    assert len({prompt.id for prompt in prompts}) == len(prompts)
    for prompt in prompts:
        assert all((prompt.seen, prompt.asked, prompt.asks.strip(), prompt.clears.strip()))
        assert set(prompt.evidence) <= set(state.entries)


@given(histories_of=with_more_by_workers(only=OF_A_TEAM, scope=TEAM_SCOPE))
def test_no_sequence_of_workers_entries_closes_a_risk_or_issue_or_puts_it_off(
    histories_of: tuple[list[Entry], list[Entry]],
) -> None:
    before, after = (team(entries).registers for entries in histories_of)
    for was, now in ((before.risks, after.risks), (before.issues, after.issues)):
        later = {each.record: each for each in now}
        for line in was:
            if line.open:
                assert later[line.record].open
                stood, stands = line.review, later[line.record].review
                assert stood is None or (stands is not None and stands.at <= stood.at)
