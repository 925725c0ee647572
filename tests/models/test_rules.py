"""What the cases cannot say: two standards, the rota, the open draft, a record still arriving, the table itself."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.directory import Directory
from models.entry import Entry
from models.errors import InvalidEntry
from models.fold import ScopeState, fold, fold_team
from models.met import level_words
from models.prompt import Prompt
from models.rules import D1, RULES, RULES_VERSION, evaluate, evaluate_draft, rule_words, t1
from models.rules.draft import draft_entry
from models.standard import load
from models.standard.rules import RuleBook
from models.times import local
from tests.cases.short_form import (
    SCOPE,
    TEAM_SCOPE,
    Case,
    background,
    cases,
    directory,
    entry,
    id_of,
    moment,
    organisation,
    published,
    written,
)
from tests.models.made import document

NOW = moment("2026-11-02 10:05")
T2 = {"is": "first", "at": "2026-11-02 10:00", "contact": "sleep 2, mood 2, anxiety 2"}


def _rules(lines: list[dict[str, Any]], held: Directory, **rest: Any) -> list[str]:
    person = fold(written(lines, background()), held)
    return [prompt.rule for prompt in evaluate(person, held, NOW, **rest).prompts]


def test_each_rule_has_a_row_an_owner_and_words() -> None:
    named = (*RULES, D1)
    assert len({rule.id for rule in named}) == len(named)
    assert {rule.id.lower() for rule in named} == set(RuleBook.model_fields)
    assert all(rule.words and rule.owner and rule.version >= 1 for rule in named)
    assert RULES_VERSION >= 1


def test_a_stricter_standard_published_since_opens_though_the_stamped_one_does_not() -> None:
    stricter = published("stricter", "2026-11-01 00:00", rules__t2__count=2)
    held = Directory.fold([*organisation(), stricter])
    two = T2 | {"contact": "sleep 2, mood 2"}
    assert "T2" in _rules([two], held)
    assert "T2" not in _rules([two], directory())


def test_the_stamped_standard_opens_though_a_looser_one_is_in_force() -> None:
    looser = published("looser", "2026-11-01 00:00", rules__t2__count=4)
    assert "T2" in _rules([T2], Directory.fold([*organisation(), looser]))


def test_a_later_standard_never_reaches_back() -> None:
    later = published("later", "2026-11-02 10:01", rules__t2__count=2)
    assert "T2" not in _rules([T2 | {"contact": "sleep 2, mood 2"}], Directory.fold([*organisation(), later]))


def test_what_two_standards_judge_is_asked_once() -> None:
    later = published("later", "2026-10-01 00:00")
    held = Directory.fold([*organisation(), later])
    lines = [
        {
            "at": "2026-10-06 10:00",
            "by": "manager",
            "restricts": "Door alarm on",
            "starts": "2026-07-01",
            "review": "2026-10-30",
            "limit": "2026-12-20",
            "basis": "none_identified",
        },
        {"at": "2026-10-06 11:00", "by": "manager", "imposed_by": "another_service", "restricts": "No visits"}
        | {"review": "2026-10-30", "limit": "2026-12-20"},
    ]
    found = [rule for rule in _rules(lines, held) if rule.startswith("R")]
    assert sorted(found) == ["R1", "R1", "R3", "R4", "R5"]


def test_a_rule_the_standard_switches_off_is_silent_but_never_t1() -> None:
    off = Directory.fold(organisation(rules__t2__enabled=False))
    assert "T2" not in _rules([T2], off)
    assert "T1" in _rules([T2 | {"contact": "suicidal 2"}], off)


def test_switched_off_for_one_restriction_or_contact_it_asks_about_the_others_all_the_same() -> None:
    off = published("off", "2026-07-01 00:00", **_without("r3"), **_without("t4"))
    held = Directory.fold([*organisation(), off, published("on again", "2026-07-15 00:00")])
    lasting = {"by": "manager", "review": "2026-11-20", "limit": "2026-12-20", "under": "off"}
    restricted = [
        lasting | {"is": "before", "at": "2026-07-05 10:00", "restricts": "Door alarm on"},
        lasting
        | {"is": "between", "at": "2026-07-20 10:00", "restricts": "Knives locked away"}
        | {"under": "on again"},
        lasting | {"is": "late", "at": "2026-07-05 10:00", "restricts": "No visits"},
    ]
    assert _raised_by("R3", restricted, held) == [id_of("between")]
    off = published("off", "2026-10-20 00:00", **_without("t4"))
    held = Directory.fold([*organisation(), off])
    seen = [
        {"at": "2026-10-06 10:00", "agreed_days": 14, "face_to_face_days": 14},
        {"is": "seen", "at": "2026-10-07 10:00", "contact": "sleep 0"},
        {"is": "rang", "at": "2026-10-21 10:00", "contact": "sleep 0", "mode": "02", "under": "off"},
    ]
    assert _raised_by("T4", seen, held) == [id_of("seen")]


def _without(rule: str) -> dict[str, Any]:
    return {f"rules__{rule}": getattr(LOADED, rule).model_dump(mode="json") | {"enabled": False}}


def _raised_by(rule: str, lines: list[dict[str, Any]], held: Directory) -> list[str]:
    prompts = evaluate(fold(written(lines, background()), held), held, NOW).prompts
    return [each.id.split(":")[3] for each in prompts if each.rule == rule]


@pytest.mark.parametrize(("at", "by"), [("20:00", "2026-11-03 00:00"), ("20:01", "2026-11-02 22:01")])
def test_only_after_the_hour_that_the_standard_calls_late_are_there_its_late_hours(at: str, by: str) -> None:
    held = Directory.fold(organisation(rules__t1__late_hours=2))
    first = {"is": "first", "at": f"2026-11-02 {at}", "contact": "suicidal 2"}
    seen = {"at": "2026-11-02 20:10", "by": "manager", "seen": "T1 first"}
    prompts = evaluate(
        fold(written([first, seen], background()), held), held, moment("2026-11-02 20:15")
    ).prompts
    assert [each.asked[-1].by for each in prompts if each.rule == "T1"] == [moment(by)]


def test_whoever_is_on_call_is_asked_until_the_shift_ends() -> None:
    shift = {
        "staff": id_of("senior"),
        "role": "manager",
        "starts_at": moment("2026-11-02 08:00").isoformat(),
        "ends_at": moment("2026-11-02 10:20").isoformat(),
    }
    rota = entry(
        "rota",
        "rota.set",
        {"team": id_of("team"), "shifts": [shift]},
        "2026-11-01 09:00",
        scope="org",
        record=id_of("team"),
    )
    held = Directory.fold([*organisation(), rota])
    person = fold(written([T2 | {"contact": "suicidal 2"}], background()), held)

    def managers(minutes: int) -> tuple[str, ...]:
        (prompt,) = (
            each
            for each in evaluate(person, held, NOW + timedelta(minutes=minutes)).prompts
            if each.rule == "T1"
        )
        return next(asked.staff_ids for asked in prompt.asked if asked.role == "manager")

    assert managers(0) == (id_of("senior"),)
    assert managers(15) == (id_of("manager"),)
    assert evaluate(person, held, NOW).look_again == moment("2026-11-02 10:20")


def test_it_looks_again_when_the_last_day_of_whoever_is_asked_or_to_be_supervised_ends() -> None:
    """Of a person and of a team: where nobody else is asked, only their own leaving changes anything."""
    held = Directory.fold([*organisation(), _leaves("cover", "2026-11-03")])
    action = {"at": "2026-10-20 10:00", "by": "manager", "action": "Chase the council", "owner": "cover"}
    person = fold(written([action | {"deadline": "2026-11-02 09:00"}], background()), held)
    assert _asked_of("G1", person, held, NOW) == [("worker", (id_of("cover"),))]
    assert evaluate(person, held, NOW).look_again == moment("2026-11-04 00:00")
    assert _asked_of("G1", person, held, moment("2026-11-04 00:00")) == [("manager", (id_of("manager"),))]
    supervision = {"at": "2026-10-20 10:00", "by": "manager", "supervision": "cover", "next": "2026-11-01"}
    team = fold_team(written([supervision], [], TEAM_SCOPE), held, TEAM_SCOPE)
    assert _asked_of("G1", team, held, NOW) == [("manager", (id_of("manager"),))]
    assert evaluate(team, held, NOW).look_again == moment("2026-11-04 00:00")
    assert _asked_of("G1", team, held, moment("2026-11-04 00:00")) == []


def _leaves(who: str, on: str) -> Entry:
    body, record = {"left_on": on}, id_of(who)
    joined = (id_of(f"{who} joined"),)
    return entry(
        f"{who} leaves", "staff.left", body, "2026-10-01 09:00", scope="org", record=record, follows=joined
    )


def _asked_of(
    rule: str, state: ScopeState, held: Directory, now: datetime
) -> list[tuple[str, tuple[str, ...]]]:
    prompts = evaluate(state, held, now).prompts
    return [(each.role, each.staff_ids) for prompt in prompts if prompt.rule == rule for each in prompt.asked]


def test_while_the_record_is_arriving_only_t1_t2_and_t5() -> None:
    lines = [
        T2 | {"contact": "sleep 3, mood 2, anxiety 2, suicidal 2", "worried": {"carer": ""}},
        {"at": "2026-11-02 10:01", "contact": "sleep 3"},
    ]
    assert "T3" in _rules(lines, directory())
    assert set(_rules(lines, directory(), arriving=True)) == {"T1", "T2", "T5"}


def test_of_a_team_nothing_is_asked_while_its_record_is_arriving_and_it_is_looked_at_again() -> None:
    issue = {"at": "2026-10-02 10:00", "by": "manager", "issue": "Nobody rings back", "review": "2026-11-03"}
    team = fold_team(written([issue], [], TEAM_SCOPE), directory(), TEAM_SCOPE)
    overdue = moment("2026-11-04 10:00")
    assert [each.rule for each in evaluate(team, directory(), overdue).prompts] == ["G1"]
    assert evaluate(team, directory(), overdue, arriving=True).prompts == ()
    assert evaluate(team, directory(), NOW).look_again == moment("2026-11-04 00:00")


def test_a_rule_of_a_newer_app_is_named_as_one() -> None:
    assert (
        rule_words("T1")
        == "Suicide, harm or abuse at 2 or above, a new disclosure, or plan, means or attempt"
    )
    assert rule_words("Z9") == "a rule of a newer app (Z9)"


def test_where_no_standard_is_held_a_level_is_said_by_its_code() -> None:
    unpublished = Directory.fold(each for each in organisation() if each.kind != "standard.published")
    (visit,) = fold(written([T2 | {"contact": "sleep 2"}], background()), unpublished).visits
    assert level_words(visit, "sleep") == "sleep: 2"


def test_where_no_standard_is_held_a_dagger_is_met_from_2() -> None:
    unpublished = Directory.fold(each for each in organisation() if each.kind != "standard.published")
    for level, met in ((1, False), (2, True)):
        person = fold(written([T2 | {"contact": f"suicidal {level}"}], background()), unpublished)
        assert (t1.meets(person, person.visits[0]) is not None) is met


def test_an_answers_words_are_what_was_done_then_why_not() -> None:
    answer = {"at": "2026-11-02 10:02", "by": "manager", "answered": "T2 first", "done": " Rang. "}
    lines = written([T2, answer], background())
    both = lines[-1].model_copy(update={"body": lines[-1].body | {"why_not": "No visit: not at home."}})
    person = fold([*lines[:-1], both], directory())
    (prompt,) = (each for each in evaluate(person, directory(), NOW).prompts if each.rule == "T2")
    assert [each.words for each in prompt.answers] == ["Rang. No visit: not at home."]


LOADED = load(document()).rules
NEVER_OFF = {"t1", "t5", "r2"}
AT_THE_CENTRE = {"d1"}  # it asks about a member of staff, so no case of a person holds it


@pytest.mark.parametrize("rule", sorted(RuleBook.model_fields.keys() - AT_THE_CENTRE))
def test_a_rule_that_is_switched_off_is_silent_in_every_case_and_some_cannot_be(rule: str) -> None:
    off = _without(rule)
    if rule in NEVER_OFF:
        with pytest.raises(InvalidEntry):
            organisation(**off)
        return
    told = [case for case in cases() if rule.upper() in case.rules]
    assert told
    assert rule.upper() in _rules_in(told, directory())
    assert rule.upper() not in _rules_in(told, Directory.fold(organisation(**off)))


def test_working_days_end_when_the_standard_says_in_every_case() -> None:
    later = Directory.fold(organisation(hours__working_day_ends="18:30"))
    by = {
        (prompt.rule, f"{local(asked.by):%H:%M}")
        for prompt in _prompts_in(cases(), later)
        for asked in prompt.asked
    }
    counting = {"C1", "CD1", "E3", "E4", "G1", "Q1", "R5", "ST1", "T4"}
    assert counting <= {rule for rule, at in by if at == "18:30"}
    assert counting.isdisjoint(rule for rule, at in by if at == "17:00")


def _rules_in(told: Iterable[Case], held: Directory) -> set[str]:
    return {prompt.rule for prompt in _prompts_in(told, held)}


def _prompts_in(told: Iterable[Case], held: Directory) -> Iterator[Prompt]:
    for case in told:
        person = fold(case.entries, held, SCOPE)
        for then in case.then:
            yield from evaluate(person, held, moment(then["now"])).prompts


class TestDraft:
    person = fold(background(), directory())

    def _prompts(self, body: dict[str, Any], author: str = id_of("worker")) -> tuple[Prompt, ...]:
        return evaluate_draft(self.person, body, directory(), NOW, id_of("draft"), author)

    def _draft(self, body: dict[str, Any]) -> list[str]:
        return [prompt.rule for prompt in self._prompts(body)]

    def test_t1_and_t5_speak_before_saving(self) -> None:
        assert self._draft({"indicators": [{"code": "suicidal", "level": 2}]}) == ["T1"]
        assert self._draft({"worried": [{"who": "carer"}]}) == ["T5"]
        assert self._draft({"indicators": [{"code": "sleep", "level": 3}]}) == []

    def test_a_half_filled_form_is_judged_by_what_can_be_read(self) -> None:
        half: dict[str, Any] = {
            "ended_at": "not a time",
            "mode": 7,
            "attendance": "x" * 100,
            "indicators": [{"code": "sleep"}, {"code": "suicidal", "level": 1, "plan": True}, "?"],
            "worried": None,
            "decision": "",
        }
        assert self._draft(half) == ["T1"]
        assert self._draft({}) == []

    def test_what_is_marked_of_an_indicator_speaks_before_its_level_is_chosen(self) -> None:
        assert self._draft({"indicators": [{"code": "suicidal", "attempt": True}]}) == ["T1"]
        assert self._draft({"indicators": [{"code": "abuse_or_neglect", "new_disclosure": True}]}) == ["T1"]
        assert self._draft({"indicators": [{"code": "suicidal"}]}) == []
        chosen_above = [{"code": "suicidal", "level": 2}, {"code": "suicidal"}]
        assert self._draft({"indicators": chosen_above}) == ["T1"]

    def test_the_prompt_names_the_entry_the_draft_will_be(self) -> None:
        body = {"indicators": [{"code": "suicidal", "level": 2}]}
        (prompt,) = evaluate_draft(self.person, body, directory(), NOW, id_of("draft"), id_of("worker"))
        assert prompt.id == f"T1:{self.person.scope}:{id_of('draft')}"

    def test_the_last_of_two_readings_of_an_indicator_counts_and_every_worry(self) -> None:
        twice = [{"code": "suicidal", "level": 0}, {"code": "suicidal", "level": 2}]
        assert self._draft({"indicators": twice}) == ["T1"]
        assert self._draft({"indicators": twice[::-1]}) == []
        worries = [
            {"who": "carer", "words": "He is not eating"},
            {"who": "person", "words": "I cannot sleep"},
        ]
        (prompt,) = self._prompts({"worried": worries})
        assert [each in prompt.seen[0].words for each in ("not eating", "cannot sleep")] == [True, True]

    def test_only_what_the_draft_raises_itself_by_the_rules_of_episodes(self) -> None:
        before = written([T2 | {"contact": "suicidal 2, sleep 2"}], background())
        person = fold(before, directory())
        calm = {"indicators": [{"code": "mood", "level": 1}]}
        assert "T1" in {each.rule for each in evaluate(person, directory(), NOW).prompts}
        assert evaluate_draft(person, calm, directory(), NOW, id_of("draft"), id_of("worker")) == ()
        worse = {"indicators": [{"code": "sleep", "level": 2}]}
        found = evaluate_draft(person, worse, directory(), NOW, id_of("draft"), id_of("worker"))
        assert [each.rule for each in found] == ["T3"]
        assert (
            evaluate_draft(person, worse, directory(), NOW, id_of("draft"), id_of("worker"), arriving=True)
            == ()
        )

    def test_what_is_written_anew_stands_in_the_place_of_what_was_saved(self) -> None:
        def found(before: list[dict[str, Any]], level: int) -> list[str]:
            body = {"indicators": [{"code": "suicidal", "level": level}]}
            person = fold(written(before, background()), directory())
            prompts = evaluate_draft(person, body, directory(), NOW, id_of("first"), id_of("worker"))
            return [each.id for each in prompts]

        calm, worse = T2 | {"contact": "suicidal 0"}, T2 | {"contact": "suicidal 2"}
        amended = {"at": "2026-11-02 10:01", "amends": "first", "contact": "suicidal 2"}
        assert found([calm], 2) == [f"T1:{SCOPE}:{id_of('first')}"]
        assert found([worse], 0) == []
        assert found([calm, amended], 0) == []
        assert found([calm, amended | {"contact": "suicidal 0, sleep 1"}], 2) == found([calm], 2)
        amended_less = amended | {"contact": "sleep 1"}
        person = fold(written([calm, amended_less], background()), directory())
        three = {"indicators": [{"code": code, "level": 2} for code in ("sleep", "mood", "anxiety")]}
        (step_up,) = evaluate_draft(person, three, directory(), NOW, id_of("first"), id_of("worker"))
        assert step_up.id == f"T2:{SCOPE}:{id_of('first')}"
        elsewhere = {"is": "second", "at": "2026-11-02 09:00", "contact": "sleep 2, mood 2"}
        amended_there = {"at": "2026-11-02 09:01", "amends": "second", "contact": "sleep 3, mood 2"}
        person = fold(written([elsewhere, amended_there], background()), directory())
        sleepless = {"indicators": [{"code": "sleep", "level": 3}]}
        (prompt,) = evaluate_draft(person, sleepless, directory(), NOW, id_of("first"), id_of("worker"))
        assert (prompt.rule, [each.entry_id for each in prompt.seen]) == (
            "T3",
            [id_of("first"), id_of("line 2")],
        )

    def test_whoever_writes_it_is_asked_though_they_do_not_work_with_the_person(self) -> None:
        (prompt,) = self._prompts({"indicators": [{"code": "suicidal", "level": 2}]}, id_of("cover"))
        assert set(prompt.asked[0].staff_ids) == {id_of("worker"), id_of("cover")}

    def test_a_stricter_standard_since_the_contact_judges_it_as_it_will_once_saved(self) -> None:
        held = Directory.fold(
            [*organisation(), published("stricter", "2026-11-02 10:02", rules__t2__count=2)]
        )
        body = {
            "ended_at": moment("2026-11-02 10:00"),
            "indicators": [{"code": code, "level": 2} for code in ("sleep", "mood")],
        }
        found = evaluate_draft(self.person, body, held, NOW, id_of("draft"), id_of("worker"))
        assert [each.rule for each in found] == ["T2"]

    @pytest.mark.parametrize(
        ("body", "at"),
        [
            ({"ended_at": "2026-11-02T09:40:00Z"}, "2026-11-02 09:40"),
            ({"ended_at": moment("2026-11-02 09:40")}, "2026-11-02 09:40"),
            ({"ended_at": "2026-11-02T10:40:00Z"}, "2026-11-02 10:05"),  # later than now
            ({"ended_at": "2026-11-02T09:40:00"}, "2026-11-02 10:05"),  # of no zone, so of no known moment
            ({"ended_at": "half past"}, "2026-11-02 10:05"),
            ({}, "2026-11-02 10:05"),
        ],
    )
    def test_its_time_is_its_end_or_now(self, body: dict[str, Any], at: str) -> None:
        (prompt,) = self._prompts(body | {"indicators": [{"code": "suicidal", "level": 2}]})
        assert prompt.raised_at == prompt.seen[0].at == moment(at)

    @pytest.mark.parametrize(
        ("body", "stands"),
        [
            (
                {"started_at": "2026-11-02T09:10:00Z", "ended_at": "2026-11-02T09:40:00Z"},
                ("09:10", "09:40", "98", "5"),
            ),
            (
                {"started_at": "2026-11-02T09:50:00Z", "ended_at": "2026-11-02T09:40:00Z"},
                ("09:40", "09:40", "98", "5"),
            ),
            ({"ended_at": "2026-11-02T09:40:00Z"}, ("09:40", "09:40", "98", "5")),
            ({"mode": "02", "attendance": "3"}, ("10:05", "10:05", "02", "3")),
            ({"mode": "x" * 64, "attendance": "y"}, ("10:05", "10:05", "x" * 64, "y")),
            ({"mode": "x" * 65, "attendance": ""}, ("10:05", "10:05", "98", "5")),
            ({"mode": None, "attendance": 3}, ("10:05", "10:05", "98", "5")),
        ],
    )
    def test_what_is_entered_stands_and_the_rest_is_the_least_it_could_be(
        self, body: dict[str, Any], stands: tuple[str, ...]
    ) -> None:
        draft = draft_entry(self.person.scope, body, NOW, id_of("draft"), id_of("worker"), "2026-11")
        (visit,) = fold([*background(), draft], directory()).visits
        contact = visit.parts[0].body
        times = [f"{each:%H:%M}" for each in (contact.started_at, contact.ended_at)]
        assert (*times, contact.mode, contact.attendance) == stands
        assert fold([*background(), draft], directory()).uncertain == frozenset()

    def test_it_is_an_entry_of_its_own_that_nothing_could_take_for_a_recorded_one(self) -> None:
        draft = draft_entry(self.person.scope, {}, NOW, id_of("draft"), id_of("worker"), "2026-11")
        assert draft.record == draft.id == id_of("draft")
        assert (draft.org, draft.device, draft.salt) == ("", "", "")
        assert json.loads(json.dumps(draft.body)) == draft.body


def test_of_a_person_whose_team_nobody_knows_yet_any_manager_who_opened_it_has_seen_it() -> None:
    first = T2 | {"contact": "suicidal 2"}
    seen = {"at": "2026-11-02 10:04", "by": "manager", "seen": "T1 first"}
    person = fold(written([first, seen], []), directory())
    (prompt,) = (each for each in evaluate(person, directory(), NOW).prompts if each.rule == "T1")
    assert prompt.told.seen_by == id_of("manager")
