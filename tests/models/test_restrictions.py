"""Restrictions: how one stands, in what order a card shows them, the times without authority, and that no worker ends one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.checks import check, check_entry
from models.deadlines import limit_words, review_of, review_words
from models.entry import Entry
from models.errors import BadInput, ImpossibleTime, InvalidEntry
from models.fold import PersonState, Restriction, fold
from models.fold.lowering import lowers, protects
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed, restriction_terms
from models.restrictions import CARD_ORDER, in_card_order, interim, status, statuses
from models.rules import evaluate
from models.waiting import waiting
from tests.cases.short_form import background, directory, entry, id_of, moment, written
from tests.models.histories import START, histories, with_more_by_workers

NOW = moment("2026-11-10 10:00")
R: dict[str, Any] = {
    "is": "r",
    "at": "2026-11-01 10:00",
    "by": "manager",
    "restricts": "Door alarm on",
    "review": "2026-11-30",
    "limit": "2026-12-20",
}


def person(*lines: dict[str, Any]) -> PersonState:
    return fold(written(list(lines), background()), directory())


def one(*lines: dict[str, Any]) -> Restriction:
    return person(*lines).restriction_records[id_of("r")]


def reviewed(decision: str, at: str, **rest: Any) -> dict[str, Any]:
    return {"at": at, "restriction_reviewed": decision, "of": "r", "by": "manager"} | rest


def stands(restriction: Restriction, now: datetime = NOW) -> str:
    return status(restriction, directory().standard_at(now).restrictions, lambda at: at <= now)


HOURS = interim(directory().standard_at(NOW).restrictions)


class TestStatus:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ([R], "active"),
            ([R | {"review": "2026-11-12"}], "due"),
            ([R | {"review": "2026-11-09"}], "overdue"),
            ([R | {"at": "2026-11-09 10:01", "by": "worker"}], "awaiting authority"),
            ([R | {"at": "2026-11-09 10:00", "by": "worker"}], "authority ended"),
            ([R | {"objects": True}], "no legal basis"),
            ([R | {"found_in_use": True, "at": "2026-11-10 09:00", "by": "worker"}], "no legal basis"),
            ([R | {"review": "2026-11-08", "limit": "2026-11-09"}], "authority ended"),
            ([R | {"review": "2026-11-08", "limit": "2026-11-09", "objects": True}], "authority ended"),
            (
                [
                    R | {"review": "2026-11-09"},
                    reviewed("modify", "2026-11-02 10:00", follows=["r"]),
                    reviewed("modify", "2026-11-02 11:00", by="senior", follows=["r"]),
                ],
                "disputed",
            ),
        ],
    )
    def test_the_first_that_is_true(self, lines: list[dict[str, Any]], expected: str) -> None:
        assert stands(one(*lines)) == expected

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            (R, ("active",)),
            (R | {"review": "2026-11-12"}, ("due",)),
            (R | {"review": "2026-11-08", "objects": True}, ("no legal basis", "overdue")),
            (
                R | {"review": "2026-11-08", "limit": "2026-11-09", "objects": True, "by": "worker"},
                ("authority ended", "no legal basis", "awaiting authority", "overdue"),
            ),
        ],
    )
    def test_everything_that_is_true_in_the_order_of_the_card(
        self, line: dict[str, Any], expected: tuple[str, ...]
    ) -> None:
        terms = directory().standard_at(NOW).restrictions
        assert statuses(one(line), terms, lambda at: at <= NOW) == expected

    def test_the_card_has_the_most_pressing_first(self) -> None:
        held = person(
            {**R, "is": "active"},
            {**R, "is": "later due", "review": "2026-11-12"},
            {**R, "is": "due", "review": "2026-11-11"},
            {**R, "is": "overdue", "review": "2026-11-09"},
            {**R, "is": "waits", "at": "2026-11-10 09:00", "by": "worker"},
            {**R, "is": "no basis", "basis": "none_identified"},
            {**R, "is": "ended", "review": "2026-11-08", "limit": "2026-11-09"},
        )
        terms = directory().standard_at(NOW).restrictions
        shown = in_card_order(held.restrictions, terms, lambda at: at <= NOW)
        names = ("ended", "no basis", "waits", "overdue", "due", "later due", "active")
        assert [each.record for _, each in shown] == [id_of(name) for name in names]
        words = [word for word, _ in shown]
        assert words == [word for word in CARD_ORDER if word != "disputed" for _ in range(words.count(word))]
        assert words.count("due") == 2

    def test_within_a_status_the_earliest_review_is_first_and_those_without_are_last(self) -> None:
        names = sorted(("a", "b", "c", "d"), key=id_of, reverse=True)  # against the order of their ids
        undated = sorted(("e", "f"), key=id_of)
        unfounded = R | {"basis": "none_identified"}
        lines = [
            unfounded | {"is": name, "review": f"2026-12-0{day}"}
            for name, day in zip(names, "1234", strict=True)
        ]
        found = {"at": "2026-11-10 09:00", "restricts": "Front door locked", "found_in_use": True}
        lines += [found | {"is": name} for name in undated]
        terms = directory().standard_at(NOW).restrictions
        shown = in_card_order(person(*lines).restrictions, terms, lambda at: at <= NOW)
        assert [each.record for _, each in shown] == [id_of(name) for name in (*names, *undated)]


def test_what_was_found_in_use_has_no_date_to_name() -> None:
    found = {"is": "r", "at": "2026-11-10 09:00", "restricts": "Front door locked", "found_in_use": True}
    terms = one(found).terms
    assert (review_of(terms), review_words(terms), limit_words(terms)) == (
        None,
        "no date given",
        "no date given",
    )


class TestAuthority:
    def test_two_versions_both_show_and_the_earliest_review_and_limit_govern(self) -> None:
        restriction = one(
            R,
            reviewed("modify", "2026-11-02 10:00", follows=["r"], review="2026-11-20"),
            reviewed("modify", "2026-11-02 11:00", by="senior", follows=["r"], limit="2026-12-01"),
        )
        assert len(restriction.heads) == 2
        assert restriction.disputed
        assert restriction.review_at == moment("2026-11-21 00:00")
        ending = restriction.ending(HOURS)
        assert ending is not None
        assert ending[1] == moment("2026-12-02 00:00")

    def test_a_late_review_does_not_undo_the_time_without_authority(self) -> None:
        late = one(R, reviewed("continue", "2026-12-24 10:00", review="2027-01-10", limit="2027-02-10"))
        first, open_end = late.lapses(HOURS)
        assert (first.from_at, first.until_at) == (moment("2026-12-21 00:00"), moment("2026-12-24 10:00"))
        assert (open_end.from_at, open_end.until_at) == (moment("2027-02-11 00:00"), None)
        assert stands(late, moment("2026-12-24 10:00")) == "active"

    def test_stepped_down_late_the_lapse_is_known_still(self) -> None:
        over = one(R, reviewed("step_down", "2026-12-24 10:00"))
        assert not over.in_force
        assert [each.until_at for each in over.lapses(HOURS)] == [moment("2026-12-24 10:00")]

    def test_decided_in_time_there_is_none(self) -> None:
        assert one(R, reviewed("step_down", "2026-12-20 10:00")).lapses(HOURS) == ()

    def test_a_worker_s_own_waits_and_a_day_later_it_has_lapsed(self) -> None:
        own = R | {"by": "worker"}
        confirmed = {"at": "2026-11-02 11:00", "by": "manager", "confirms": "r"}
        lapse = one(own, confirmed).lapses(HOURS)[0]
        assert (lapse.from_at, lapse.until_at) == (moment("2026-11-02 10:00"), moment("2026-11-02 11:00"))
        in_time = one(own, confirmed | {"at": "2026-11-02 10:00"})
        assert [each.from_at for each in in_time.lapses(HOURS)] == [moment("2026-12-21 00:00")]

    def test_what_was_confirmed_as_a_proposal_was_never_interim(self) -> None:
        later = reviewed("continue", "2026-11-05 10:00", by="worker", review="2026-12-10", limit="2027-01-20")
        restriction = one(
            R, later | {"is": "hers"}, {"at": "2026-11-09 10:00", "by": "manager", "confirms": "hers"}
        )
        assert [each.from_at for each in restriction.lapses(HOURS)] == [moment("2027-01-21 00:00")]
        assert restriction.heads[0].authority_at == moment("2026-11-09 10:00")

    def test_what_was_confirmed_as_a_proposal_and_restricts_more_was_never_interim_either(self) -> None:
        more = {"basis": "mca", "review": "2026-12-10", "limit": "2027-01-20"}
        hers = reviewed("continue", "2026-11-05 10:00", by="worker", **more) | {"is": "hers"}
        restriction = one(R, hers, {"at": "2026-11-09 10:00", "by": "manager", "confirms": "hers"})
        assert [each.from_at for each in restriction.lapses(HOURS)] == [moment("2027-01-21 00:00")]

    def test_an_interim_restriction_waits_for_a_manager_and_no_longer_once_confirmed(self) -> None:
        own = R | {"by": "worker"}
        assert [each.entry.id for each in waiting(person(own), ())] == [id_of("r")]
        assert waiting(person(own, {"at": "2026-11-02 09:00", "by": "manager", "confirms": "r"}), ()) == ()

    def test_a_worker_s_confirmation_of_their_own_is_nothing(self) -> None:
        own = one(R | {"by": "worker"}, {"at": "2026-11-02 09:00", "by": "worker", "confirms": "r"})
        assert own.heads[0].authority_at is None


LOWER = {
    "later review": {"review": "2026-12-01"},
    "later limit": {"limit": "2026-12-21"},
    "text removed": {"restricts": "Door"},
    "a later start": {"starts": "2026-11-02"},
}
MORE = {
    "earlier review": {"review": "2026-11-29"},
    "earlier limit": {"limit": "2026-12-01"},
    "more text": {"restricts": "Door alarm on, at night too"},
    "an objection": {"objects": True},
    "a new view": {"view": "Wants it gone"},
    "another law": {"basis": "mca"},
    "everybody": {"reach": "blanket"},
}
RESTRICTS_MORE = {"more text", "another law", "everybody"}


class TestLowering:
    @pytest.mark.parametrize("change", LOWER)
    def test_a_worker_s_lowering_waits(self, change: str) -> None:
        restriction = one(R, reviewed("modify", "2026-11-02 10:00", by="worker", **LOWER[change]))
        assert [head.id for head in restriction.heads] == [id_of("r")]

    @pytest.mark.parametrize("change", MORE)
    def test_what_protects_as_much_holds_at_once(self, change: str) -> None:
        hers = reviewed("modify", "2026-11-02 10:00", by="worker", **MORE[change]) | {"is": "hers"}
        restriction = one(R, hers)
        assert [head.id for head in restriction.heads] == [id_of("hers")]
        needs_its_own = change in RESTRICTS_MORE
        assert restriction.heads[0].authority_at == (None if needs_its_own else moment(R["at"]))
        assert restriction.decisions == ()
        assert bool(waiting(person(R, hers), ())) == needs_its_own

    @pytest.mark.parametrize("then", ["blanket", "individual"])
    def test_what_was_for_everybody_needs_no_authority_to_be_so_still_or_for_one(self, then: str) -> None:
        everybody = R | {"reach": "blanket"}
        hers = reviewed("modify", "2026-11-02 10:00", by="worker", reach=then)
        assert one(everybody, hers).heads[0].authority_at == moment(R["at"])

    def test_what_adds_nothing_to_an_interim_one_is_interim_since_then(self) -> None:
        hers = reviewed("modify", "2026-11-02 10:00", by="worker", objects=True)
        assert one(R | {"by": "worker"}, hers).heads[0].interim_since == moment(R["at"])

    def test_a_worker_s_step_down_plan_is_for_a_manager_to_confirm_and_takes_no_authority_away(self) -> None:
        hers = reviewed("modify", "2026-11-02 10:00", by="worker", step_down_on="2026-12-10")
        (waits,) = waiting(person(R, hers), ())
        assert waits.entry.id == id_of("line 2")
        assert one(R, hers).heads[0].authority_at == moment(R["at"])

    def test_what_would_silence_a_rule_lowers_too(self) -> None:
        for before, after in (
            ({"basis": "none_identified"}, {"basis": "mca"}),
            ({"objects": True}, {"objects": False}),
            ({"imposed_by": "another_service"}, {"imposed_by": "us"}),
        ):
            waits = one(R | before, reviewed("modify", "2026-11-02 10:00", by="worker", **after))
            assert [head.id for head in waits.heads] == [id_of("r")], before

    def test_both_kinds_protect_and_a_step_down_lowers(self) -> None:
        applied = RestrictionApplied.model_validate(written([R], background())[-1].body)
        over = RestrictionReviewed.model_validate({"decision": "step_down", "rationale": "Settled"})
        assert protects(applied)
        assert protects(over)
        assert lowers(applied, over)
        assert not lowers(over, applied)


def test_what_follows_through_a_correction_with_a_slower_clock_lowers_no_less() -> None:
    """By `follows`, never by clocks: it comes after what it follows, though its time is before and a correction lies between."""
    slow = {"at": "2026-11-01 09:00", "by": "worker"}
    restriction = one(
        R,
        {"is": "slip", "voids": "r", "follows": ["r"], **slow},
        {"restriction_reviewed": "step_down", "of": "r", "follows": ["slip"], **slow},
    )
    assert [head.id for head in restriction.heads] == [id_of("r")]


class TestChecks:
    APPLIED: dict[str, Any] = written([R], background())[-1].body

    def _refused(self, kind: str, body: dict[str, Any]) -> BadInput:
        at = moment("2026-11-01 10:00")
        with pytest.raises(BadInput) as here:
            check(kind, body, occurred_at=at, now=at, person=None, directory=directory())
        return here.value

    def _elsewhere(self, kind: str, body: dict[str, Any]) -> None:
        record = None if kind == "restriction.applied" else id_of("r")
        made = entry("e", kind, body, "2026-11-01 10:00", record=record)
        check_entry(made, person=None, directory=directory())

    @pytest.mark.parametrize(
        ("change", "field", "error"),
        [
            ({"review_on": "2026-10-31"}, "review_on", ImpossibleTime),
            ({"review_on": "2026-12-21"}, "review_on", ImpossibleTime),
            ({"limit_on": "2026-10-31", "review_on": "2026-10-30"}, "review_on", ImpossibleTime),
            (
                {"review_on": None, "review_at": "2026-12-21T00:00:01+00:00"},
                "review_at",
                ImpossibleTime,
            ),
        ],
    )
    def test_dates_that_can_never_stand_are_refused_at_both_ends(
        self, change: dict[str, Any], field: str, error: type[BadInput]
    ) -> None:
        refused = self._refused("restriction.applied", self.APPLIED | change)
        assert isinstance(refused, error)
        assert field in refused.fields
        with pytest.raises(error):
            self._elsewhere("restriction.applied", self.APPLIED | change)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"review_on": "2026-12-03"}, "review_on"),
            ({"limit_on": "2027-01-31"}, "limit_on"),
            ({"limit_on": None, "limit_at": "2026-11-04T10:00:01Z", "review_on": "2026-11-03"}, "limit_at"),
        ],
    )
    def test_what_the_standard_bounds_is_refused_here_and_kept_from_elsewhere(
        self, change: dict[str, Any], field: str
    ) -> None:
        assert self._refused("restriction.applied", self.APPLIED | change).fields == (field,)
        self._elsewhere("restriction.applied", self.APPLIED | change)

    @pytest.mark.parametrize(
        "change",
        [
            {"review_on": "2026-12-02"},
            {"limit_on": "2027-01-30"},
            {"review_on": "2027-05-01", "limit_on": "2027-06-01", "legal_basis": "court_order"},
            {"limit_on": None, "limit_at": "2026-11-04T10:00:00Z", "review_on": "2026-11-03"},
            {"starts_on": "2026-09-01", "review_on": "2026-10-01"},  # inherited, and overdue as it comes
        ],
    )
    def test_what_stands(self, change: dict[str, Any]) -> None:
        at, body = moment("2026-11-01 10:00"), self.APPLIED | change
        assert check("restriction.applied", body, occurred_at=at, now=at, person=None, directory=directory())

    @pytest.mark.parametrize(
        "change",
        [{"legal_basis": "none_identified"}, {"objects": True}, {"found_in_use": True}],
    )
    def test_without_a_basis_it_cannot_be_continued(self, change: dict[str, Any]) -> None:
        body = {"decision": "continue", "rationale": "Still needed", "terms": self.APPLIED | change}
        refused = self._refused("restriction.reviewed", body)
        assert isinstance(refused, InvalidEntry)
        assert refused.fields == ("terms.legal_basis",)
        with pytest.raises(InvalidEntry):
            self._elsewhere("restriction.reviewed", body)
        self._elsewhere("restriction.reviewed", body | {"decision": "modify"})

    def test_a_review_is_never_dated_before_itself(self) -> None:
        terms = self.APPLIED | {"starts_on": "2026-09-01", "review_on": "2026-10-20"}
        body = {"decision": "modify", "rationale": "Still needed", "terms": terms}
        assert self._refused("restriction.reviewed", body).fields == ("terms.review_on",)


BEFORE: tuple[list[dict[str, Any]], ...] = (
    [R],
    [R | {"objects": True}],
    [R | {"basis": "none_identified"}],
    [R | {"imposed_by": "another_service"}],
    [R | {"by": "worker"}],
    [R | {"starts": "2026-08-20"}],
    [R, reviewed("continue", "2026-11-20 10:00", review="2026-12-15", limit="2027-01-20")],
    [
        R,
        reviewed("modify", "2026-11-03 10:00", follows=["r"]),
        reviewed("modify", "2026-11-04 10:00", follows=["r"]),
    ],
)
SAID: tuple[dict[str, Any], ...] = (
    {"restriction_reviewed": "step_down"},
    {"restriction_reviewed": "modify", "review": "2027-06-01", "limit": "2028-01-01"},
    {"restriction_reviewed": "modify", "review": "2026-11-10"},
    {"restriction_reviewed": "modify", "review": "2026-11-29"},
    {"restriction_reviewed": "modify", "basis": "mca", "objects": False},
    {"restriction_reviewed": "modify", "imposed_by": "us", "starts": "2026-12-01"},
    {"restriction_reviewed": "modify", "step_down_on": "2027-01-01"},
    {"restriction_reviewed": "modify", "restricts": "Door alarm on, and windows locked"},
    {"restriction_reviewed": "continue", "restricts": "Nothing"},
    {"restriction_reviewed": "continue"},
)


@st.composite
def _by_workers(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A restriction as managers left it, and what only workers recorded since, of any time and in any knowledge."""
    before = draw(st.sampled_from(BEFORE))
    ids = [line.get("is", f"line {number + 1}") for number, line in enumerate(before)]
    lines: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 6))):
        at = START + timedelta(minutes=draw(st.integers(0, 60 * 24 * 60)))
        known = [*ids, *(line["is"] for line in lines)]
        reviews = [*ids, *(line["is"] for line in lines if "restriction_reviewed" in line)]
        amended = draw(st.sampled_from(reviews))
        again = {"restricts": "Nothing", "review": "2027-06-01", "limit": "2028-01-01"}
        if amended != "r":
            again |= {"restriction_reviewed": draw(st.sampled_from(["modify", "step_down"])), "of": "r"}
        said = draw(
            st.sampled_from([each | {"of": "r"} for each in SAID])
            | st.sampled_from([{word: each} for word in ("voids", "confirms") for each in known])
            | st.just({"amends": amended, **again})
        )
        line = {**said, "is": f"w{number}", "at": f"{at:%Y-%m-%d %H:%M}"}
        line["by"] = draw(st.sampled_from(["worker", "cover"]))
        if draw(st.booleans()):
            line["follows"] = draw(st.lists(st.sampled_from([*known, "not here"]), max_size=2, unique=True))
        lines.append(line)
    return before, lines


@given(said=_by_workers(), later=st.integers(0, 60 * 24 * 400))
@settings(max_examples=3 * settings().max_examples)
def test_no_sequence_of_workers_entries_ends_a_restriction_defers_it_or_silences_its_rules(
    said: tuple[list[dict[str, Any]], list[dict[str, Any]]], later: int
) -> None:
    lines, more = said
    before, after = person(*lines), person(*lines, *more)
    now = START + timedelta(minutes=later)
    assert [each.record for each in after.restrictions] == [id_of("r")]
    one, other = before.restrictions[0], after.restrictions[0]
    assert other.review_at is not None
    assert one.review_at is not None
    assert other.review_at <= one.review_at
    assert other.first_start_on <= one.first_start_on
    ended, ends = one.ending(HOURS), other.ending(HOURS)
    assert ended is not None
    assert ends is not None
    assert ends[1] <= ended[1]
    assert CARD_ORDER.index(stands(other, now)) <= CARD_ORDER.index(stands(one, now))
    assert _asking(before, now) <= _asking(after, now)
    assert {each.from_at for each in one.lapses(HOURS)} <= {each.from_at for each in other.lapses(HOURS)}
    assert fold(written([*lines, *more], background())[::-1], directory()) == after


def _asking(state: PersonState, now: datetime) -> set[str]:
    prompts = evaluate(state, directory(), now).prompts
    return {each.rule for each in prompts if each.rule[0] == "R" and not each.quiet}


@given(histories_of=with_more_by_workers())
def test_whatever_else_workers_record_what_is_in_force_stays(
    histories_of: tuple[list[Entry], list[Entry]],
) -> None:
    before, after = (fold(entries, directory()) for entries in histories_of)
    still = {each.record for each in after.restrictions}
    assert {each.record for each in before.restrictions} <= still


@given(entries=histories())
def test_a_restriction_is_on_the_card_from_its_application_to_a_step_down_somebody_may_decide(
    entries: list[Entry],
) -> None:
    held = fold(entries, directory())
    shown = {each.record for each in held.restrictions}
    for record, restriction in held.restriction_records.items():
        bodies = [fact.body for fact in restriction.slot.facts]
        applied = any(restriction_terms(body) is not None for body in bodies)
        over = any(restriction_terms(fact.body) is None for fact in restriction.decisions)
        assert record in shown or over or not applied
