"""Episodes: when they open, what prompts them again, who may close them and how they end."""

from typing import Any

from models.episodes import Episode
from models.fold import fold
from models.rules import evaluate
from tests.cases.short_form import background, directory, id_of, moment, written

T2 = "sleep 2, mood 2, anxiety 2"


def _episodes(*lines: dict[str, Any]) -> list[Episode]:
    person = fold(written(list(lines), background()), directory())
    return list(evaluate(person, directory(), moment("2026-12-31 10:00")).episodes)


def test_one_of_each_kind_at_a_time_opened_at_the_end_of_the_contact() -> None:
    safety, step_up = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": f"{T2}, suicidal 2"},
        {"at": "2026-11-03 10:00", "contact": f"{T2}, suicidal 2"},
    )
    assert (safety.kind, step_up.kind) == ("safety", "step_up")
    assert safety.opened_at == step_up.opened_at == moment("2026-11-02 10:00")
    assert safety.opened_by == step_up.opened_by == id_of("first")
    assert safety.open
    assert step_up.open


def test_stepped_down() -> None:
    (episode,) = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": T2},
        {"at": "2026-11-04 10:00", "by": "manager", "stepped_down": "step_up first"},
    )
    assert (episode.ended, episode.closed_at) == ("stepped_down", moment("2026-11-04 10:00"))


def test_a_step_down_saved_with_its_contact_closes_it_though_its_clock_reads_earlier() -> None:
    (episode,) = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": T2},
        {"at": "2026-11-02 09:58", "by": "manager", "stepped_down": "step_up first"},
    )
    assert episode.ended == "stepped_down"


def test_a_workers_step_down_waits_on_the_episode() -> None:
    (episode,) = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": T2},
        {"is": "down", "at": "2026-11-02 12:00", "stepped_down": "step_up first"},
    )
    assert episode.open
    assert [(each.entry.id, each.target, each.words) for each in episode.proposals] == [
        (id_of("down"), id_of("first"), "awaiting a manager")
    ]


def test_an_episode_spans_the_moment_it_opens_and_not_that_at_which_it_closes() -> None:
    closed, standing = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": T2},
        {"at": "2026-11-04 10:00", "by": "manager", "stepped_down": "step_up first"},
        {"at": "2026-11-05 10:00", "contact": T2},
    )
    assert (closed.ended, standing.ended) == ("stepped_down", "")
    moments = (
        "2026-11-02 09:59",
        "2026-11-02 10:00",
        "2026-11-04 09:59",
        "2026-11-04 10:00",
        "2026-11-05 10:00",
    )
    assert [closed.spans(moment(each)) for each in moments] == [False, True, True, False, False]
    assert [standing.spans(moment(each)) for each in moments] == [False, False, False, False, True]


def test_after_closing_a_new_contact_opens_another() -> None:
    first, second = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": T2},
        {"at": "2026-11-04 10:00", "by": "manager", "stepped_down": "step_up first"},
        {"is": "second", "at": "2026-11-06 10:00", "contact": "sleep 0", "worried": {"carer": "Worse"}},
    )
    assert not first.open
    assert second.opened_by == id_of("second")
    assert second.rules == {"T5"}


def test_left_without_evidence_it_ends_as_withdrawn() -> None:
    (episode,) = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": T2},
        {"at": "2026-11-04 10:00", "voids": "first"},
    )
    assert (episode.ended, episode.closed_at) == ("withdrawn", moment("2026-11-04 10:00"))
    assert episode.raisings == ()


def test_each_that_is_withdrawn_is_the_episode_it_was() -> None:
    later, earlier = (
        {"is": name, "at": at, "contact": f"{T2}, suicidal 2"}
        for name, at in (("later", "2026-11-05 10:00"), ("earlier", "2026-11-02 10:00"))
    )
    found = _episodes(
        earlier,
        {"at": "2026-11-04 10:00", "by": "manager", "voids": "earlier"},
        later,
        {"at": "2026-11-06 10:00", "by": "manager", "amends": "later", "contact": "sleep 0"},
        {"is": "plan", "at": "2026-11-06 11:00", "plan": "standing"},
        {"at": "2026-11-06 12:00", "by": "manager", "voids": "plan"},
        {"is": "confirmed", "at": "2026-11-07 10:00", "contact": f"{T2}", "worried": {"carer": ""}},
        {"at": "2026-11-07 11:00", "by": "manager", "confirms": "confirmed"},
    )
    assert [(each.kind, each.opened_by, each.ended) for each in found] == [
        ("step_up", id_of("confirmed"), ""),
        ("safety", id_of("earlier"), "withdrawn"),
        ("step_up", id_of("earlier"), "withdrawn"),
        ("safety", id_of("later"), "withdrawn"),
        ("step_up", id_of("later"), "withdrawn"),
    ]
    assert [each.opened_at for each in found[1::2]] == [
        moment("2026-11-02 10:00"),
        moment("2026-11-05 10:00"),
    ]
    assert [each.closed_at for each in found[2::2]] == [
        moment("2026-11-04 10:00"),
        moment("2026-11-06 10:00"),
    ]
    assert [set(each.rules) for each in found[1:]] == [{"T1"}, {"T2"}] * 2


def test_a_contact_voided_in_an_episode_that_goes_on_ends_only_what_nothing_else_holds() -> None:
    found = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": "suicidal 2"},
        {"is": "second", "at": "2026-11-03 10:00", "contact": f"{T2}, suicidal 2"},
        {"at": "2026-11-04 10:00", "by": "manager", "voids": "second"},
    )
    assert [(each.kind, each.opened_by, each.ended) for each in found] == [
        ("safety", id_of("first"), ""),
        ("step_up", id_of("second"), "withdrawn"),
    ]


def test_with_evidence_left_it_goes_on() -> None:
    (episode,) = _episodes(
        {"is": "first", "at": "2026-11-02 10:00", "contact": T2},
        {"is": "second", "at": "2026-11-02 16:00", "contact": T2},
        {"at": "2026-11-04 10:00", "voids": "second"},
    )
    assert episode.open
    assert [each.raised_by for each in episode.raisings] == [id_of("first")]


def test_what_is_withdrawn_is_told_by_what_was_usual_when_it_ended_as_it_was_recorded() -> None:
    first = {"is": "first", "at": "2026-11-02 10:00", "contact": T2}
    usual = {"at": "2026-11-02 11:00", "by": "manager", "usual": "sleep 2"}
    longer = {"at": "2026-11-02 12:30", "amends": "first", "ended": "2026-11-02 12:00", "contact": "mood 1"}
    for line in (longer, {"at": "2026-11-02 12:30", "voids": "first"}):
        (episode,) = _episodes(first, usual, line)
        assert (episode.ended, episode.opened_at) == ("withdrawn", moment("2026-11-02 10:00"))
    assert _episodes(usual | {"at": "2026-11-02 09:00"}, first, longer) == []


def test_one_visit_that_two_recorded_is_no_two_contacts_when_either_corrects_theirs() -> None:
    hers = {"is": "hers", "at": "2026-11-02 10:00", "contact": "sleep 2"}
    his = {"is": "his", "at": "2026-11-02 10:05", "contact": "sleep 2", "same_visit_as": "hers"}
    for corrected in (hers, his):
        amended = corrected | {"at": "2026-11-02 12:00", "amends": corrected["is"], "contact": "sleep 0"}
        assert _episodes(hers, his, {key: value for key, value in amended.items() if key != "is"}) == []
    earlier = his | {"at": "2026-11-02 09:55"}
    amended = {"at": "2026-11-02 12:00", "amends": "his", "contact": "sleep 0", "same_visit_as": "hers"}
    assert _episodes(hers, earlier, amended) == []


def test_of_contacts_at_the_very_same_time_each_counts_and_the_second_is_withdrawn_as_it_was() -> None:
    before, after = sorted(("one", "other"), key=id_of)
    lines = [{"is": name, "at": "2026-11-02 10:00", "contact": "sleep 2"} for name in (before, after)]
    (episode,) = _episodes(*lines)
    assert (episode.rules, episode.opened_by) == ({"T3"}, id_of(after))
    (episode,) = _episodes(*lines, {"at": "2026-11-03 10:00", "voids": after})
    assert (episode.rules, episode.opened_by, episode.ended) == ({"T3"}, id_of(after), "withdrawn")


def test_corrected_in_its_time_or_after_it_was_stepped_down_at_once_nothing_was_withdrawn() -> None:
    first = {"is": "first", "at": "2026-11-02 10:00", "contact": "suicidal 2"}
    down = {"at": "2026-11-02 10:00", "by": "manager", "stepped_down": "safety first"}
    again = {"is": "again", "at": "2026-11-02 11:00", "by": "manager", "amends": "first"}
    (closed,) = _episodes(first, down, again | {"contact": "suicidal 2"})
    assert (closed.ended, closed.opened_by) == ("stepped_down", id_of("first"))
    (standing,) = _episodes(first, again | {"contact": "suicidal 2", "ended": "2026-11-02 10:30"})
    assert (standing.ended, standing.opened_at) == ("", moment("2026-11-02 10:30"))
    safety, step_up = _episodes(
        first | {"contact": f"{T2}, suicidal 2"}, down, again | {"contact": "sleep 2, suicidal 2"}
    )
    assert [(each.kind, each.ended) for each in (safety, step_up)] == [
        ("safety", "stepped_down"),
        ("step_up", "withdrawn"),
    ]
