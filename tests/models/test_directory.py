"""The directory folds by follows: any order, any repetition, the same organisation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.directory import Directory
from models.entry import Clock, Entry
from models.errors import UnknownThing
from tests.models.made import document, ident, made, utc

TEAM, WORKER, MANAGER, SENIOR, ADMIN = (ident(n) for n in (100, 10, 11, 12, 13))


def joined(number: int, staff: str, name: str, role: str, at: str = "2026-01-05 09:00") -> Entry:
    return made(number, "staff.joined", {"name": name, "role": role, "teams": [TEAM]}, at, record=staff)


def standard(number: int, version: str, effective: str, at: str) -> Entry:
    body = {
        "version": version,
        "effective_at": f"{effective}Z",
        "document": document() | {"version": version},
    }
    return made(number, "standard.published", body, at, record="standard")


def shift(staff: str, role: str, starts: str, ends: str) -> dict[str, str]:
    return {"staff": staff, "role": role, "starts_at": f"{starts}Z", "ends_at": f"{ends}Z"}


ORGANISATION = [
    made(1, "team.created", {"name": "North", "duty_phone": "01632 960 001"}, record=TEAM),
    made(2, "team.renamed", {"name": "North End", "duty_phone": "01632 960 002"}, record=TEAM, follows=(1,)),
    joined(3, WORKER, "Ash Fern", "worker"),
    joined(4, MANAGER, "Bo Reed", "manager"),
    joined(5, SENIOR, "Cam Moss", "senior"),
    joined(6, ADMIN, "Dee Holt", "administrator"),
    made(
        7,
        "staff.role_set",
        {"role": "manager", "teams": [TEAM]},
        "2026-06-01 09:00",
        record=WORKER,
        follows=(3,),
    ),
    made(8, "staff.left", {"left_on": "2026-09-30"}, "2026-09-01 09:00", record=SENIOR, follows=(5,)),
    made(9, "device.enrolled", {"staff": WORKER, "label": "Tablet A · 1"}, record=ident(200)),
    made(20, "device.enrolled", {"staff": SENIOR, "label": "Tablet B · 1"}, record=ident(201)),
    made(21, "device.revoked", {}, record=ident(201), follows=(20,)),
    made(
        22,
        "rota.set",
        {"team": TEAM, "shifts": [shift(MANAGER, "manager", "2026-11-02 17:00", "2026-11-03 09:00")]},
        record=TEAM,
    ),
    standard(23, "2026-12", "2026-01-01 00:00", "2026-01-05 09:00"),
    standard(24, "2027-01", "2026-12-01 00:00", "2026-11-01 09:00"),
    made(25, "staff.leave_set", {"staff": MANAGER, "from_on": "2026-10-19", "until_on": "2026-10-23"}),
    made(
        26,
        "staff.leave_set",
        {"staff": MANAGER, "from_on": "2026-10-19", "until_on": "2026-10-25"},
        record=ident(25),
        follows=(25,),
    ),
    made(27, "staff.leave_set", {"staff": MANAGER, "from_on": "2026-12-21"}),
    made(28, "staff.leave_set", {"staff": WORKER, "from_on": "2026-10-19", "until_on": "2026-10-23"}),
    made(
        29,
        "staff.leave_set",
        {"staff": WORKER, "from_on": "2026-10-19", "until_on": "2026-10-23", "ended": True},
        record=ident(28),
        follows=(28,),
    ),
]


def test_the_organisation_as_its_entries_tell_it() -> None:
    directory = Directory.fold(ORGANISATION)
    assert directory.teams[TEAM].name == "North End"
    assert directory.duty_phone(TEAM) == "01632 960 002"
    assert directory.staff[WORKER].role == "manager"
    assert directory.name_of(WORKER) == "Ash Fern"
    assert directory.name_of(ident(999)) == "someone not known here"
    assert not directory.devices[ident(200)].revoked
    assert directory.devices[ident(201)].revoked
    assert directory.unread == ()


@given(st.permutations(ORGANISATION), st.lists(st.sampled_from(ORGANISATION), max_size=5))
def test_order_and_repetition_change_nothing(entries: list[Entry], again: list[Entry]) -> None:
    assert Directory.fold(again + entries) == Directory.fold(ORGANISATION)


@given(st.sets(st.integers(0, len(ORGANISATION) - 1)))
def test_any_part_of_it_folds(chosen: set[int]) -> None:
    directory = Directory.fold(ORGANISATION[number] for number in chosen)
    assert set(directory.staff) <= {WORKER, MANAGER, SENIOR, ADMIN}


def test_roles_by_time_and_by_the_entry_seen() -> None:
    directory = Directory.fold(ORGANISATION)
    assert directory.role_at(WORKER, utc("2026-01-01 09:00")) is None
    assert directory.role_at(WORKER, utc("2026-03-01 09:00")) == "worker"
    assert directory.role_at(WORKER, utc("2026-06-01 09:00")) == "manager"
    assert directory.role_entry_of(WORKER) == ident(7)
    assert directory.role_entry_of(ident(999)) is None
    saw_the_first = made(30, "x", {}, "2026-11-02 09:00", author=10, role_seen=3)
    assert directory.role_seen(saw_the_first) == "worker"
    saw_the_latest = made(31, "x", {}, "2026-11-02 09:00", author=10, role_seen=7)
    assert directory.role_seen(saw_the_latest) == "manager"
    saw_somebody_elses = made(32, "x", {}, "2026-03-02 09:00", author=10, role_seen=4)
    assert directory.role_seen(saw_somebody_elses) == "worker"
    assert directory.role_seen(made(33, "x", {}, author=999, role_seen=3)) is None


def test_who_is_in_the_team_and_who_has_left() -> None:
    directory = Directory.fold(ORGANISATION)
    assert [each.name for each in directory.members(TEAM, utc("2026-11-02 09:00"), "manager")] == [
        "Ash Fern",
        "Bo Reed",
    ]
    assert [each.id for each in directory.members(TEAM, utc("2026-09-30 22:59"), "senior")] == [SENIOR]
    assert (
        directory.members(TEAM, utc("2026-09-30 23:00"), "senior") == ()
    )  # the last day ends at London's midnight
    assert directory.staff[SENIOR].left_on == date(2026, 9, 30)


def test_who_is_on_leave() -> None:
    directory = Directory.fold(ORGANISATION)
    away = [(each.from_on, each.until_on) for each in directory.leaves_of(MANAGER)]
    assert away == [(date(2026, 10, 19), date(2026, 10, 25)), (date(2026, 12, 21), None)]
    assert directory.leaves_of(WORKER) == ()  # called off

    def managers(at: str) -> list[str]:
        return [each.name for each in directory.members(TEAM, utc(at), "manager")]

    assert managers("2026-10-18 22:59") == ["Ash Fern", "Bo Reed"]
    assert managers("2026-10-18 23:00") == ["Ash Fern"]  # London's midnight
    assert managers("2026-10-25 23:59") == ["Ash Fern"]  # the clocks went back that night
    assert managers("2026-10-26 00:00") == ["Ash Fern", "Bo Reed"]
    assert managers("2027-06-01 09:00") == ["Ash Fern"]  # without an end, until it is said


def test_nobody_is_on_call_while_on_leave() -> None:
    away = made(40, "staff.leave_set", {"staff": MANAGER, "from_on": "2026-11-03", "until_on": "2026-11-03"})
    directory = Directory.fold([*ORGANISATION, away])
    assert [each.id for each in directory.on_call(TEAM, "manager", utc("2026-11-02 23:59"))] == [MANAGER]
    assert directory.on_call(TEAM, "manager", utc("2026-11-03 00:00")) == ()


def test_of_two_who_set_one_leave_apart_the_later_holds() -> None:
    one = made(41, "staff.leave_set", {"staff": MANAGER, "from_on": "2026-11-09"}, "2026-11-02 09:00")
    two, three = (
        made(
            number,
            "staff.leave_set",
            {"staff": MANAGER, "from_on": "2026-11-09", "until_on": until},
            f"2026-11-03 09:0{number - 42}",
            record=ident(41),
            follows=(41,),
        )
        for number, until in ((42, "2026-11-20"), (43, "2026-11-13"))
    )
    for order in ([one, two, three], [three, one, two]):
        leave = Directory.fold(order).leaves[ident(41)]
        assert leave.until_on == date(2026, 11, 13)


def test_who_leads_a_team_of_it_by_the_role_they_had_seen_or_by_its_rota() -> None:
    """An entry is judged by what its author knew: moved to another team since, they were still of the first."""
    moved = made(
        70,
        "staff.role_set",
        {"role": "manager", "teams": [ident(101)]},
        "2026-10-01 09:00",
        record=WORKER,
        follows=(7,),
    )
    directory = Directory.fold([*ORGANISATION, moved])

    def led(team: str, author: int, role_seen: int | None = None) -> bool:
        return directory.led(made(71, "x", {}, author=author, role_seen=role_seen), [team])

    assert led(TEAM, 10, 7)
    assert not led(TEAM, 10, 70)
    assert led(ident(101), 10, 70)
    assert not led(ident(101), 10, 7)
    assert not led(TEAM, 10)  # of a role entry that is not here, by the latest
    assert led(ident(101), 10)
    assert not led(TEAM, 999)
    rota = made(
        72,
        "rota.set",
        {"team": TEAM, "shifts": [shift(ident(14), "senior", "2026-11-02 17:00", "2026-11-03 09:00")]},
        record=TEAM,
        follows=(22,),
    )
    held = Directory.fold([*ORGANISATION, _far("Fay Lund", 14), _far("Gil Ness", 15), rota])
    assert held.led(made(73, "x", {}, author=14), [ident(101), TEAM])
    assert not held.led(made(74, "x", {}, author=15), [TEAM])


def _far(name: str, number: int) -> Entry:
    """A senior of another team."""
    return made(
        number + 400, "staff.joined", {"name": name, "role": "senior", "teams": []}, record=ident(number)
    )


def test_only_a_team_has_a_rota() -> None:
    assert set(Directory.fold(ORGANISATION).rotas) == {TEAM}


def test_who_is_on_call() -> None:
    directory = Directory.fold(ORGANISATION)
    begins, ends = utc("2026-11-02 17:00"), utc("2026-11-03 09:00")
    assert [each.id for each in directory.on_call(TEAM, "manager", begins)] == [MANAGER]
    assert directory.on_call(TEAM, "manager", ends) == ()
    assert directory.on_call(TEAM, "senior", begins) == ()


def test_two_rotas_set_blind_of_each_other_hold_together() -> None:
    other = made(
        40,
        "rota.set",
        {"team": TEAM, "shifts": [shift(WORKER, "manager", "2026-11-02 17:00", "2026-11-02 20:00")]},
        record=TEAM,
    )
    at = utc("2026-11-02 18:00")
    assert len(Directory.fold([*ORGANISATION, other]).on_call(TEAM, "manager", at)) == 2
    replacing = other.model_copy(update={"follows": (ident(22),)})
    assert [each.id for each in Directory.fold([*ORGANISATION, replacing]).on_call(TEAM, "manager", at)] == [
        WORKER
    ]


def test_state_comes_from_follows_not_from_clocks() -> None:
    slow = Clock(error_ms=0, holds=True)
    back = made(
        41,
        "staff.role_set",
        {"role": "worker", "teams": []},
        "2026-05-01 09:00",  # an earlier clock, yet it follows the later entry
        record=WORKER,
        follows=(7,),
        clock=slow,
    )
    directory = Directory.fold([*ORGANISATION, back])
    assert directory.staff[WORKER].role == "worker"
    assert directory.role_at(WORKER, utc("2026-11-01 09:00")) == "worker"


def test_of_two_roles_set_blind_the_later_holds_and_nothing_breaks() -> None:
    blind = made(
        42, "staff.role_set", {"role": "senior", "teams": []}, "2026-06-02", record=WORKER, follows=(3,)
    )
    directory = Directory.fold([*ORGANISATION, blind])
    assert directory.staff[WORKER].role == "senior"
    assert directory.role_entry_of(WORKER) == ident(42)


def test_someone_who_joins_again_has_not_left() -> None:
    again = made(
        43,
        "staff.joined",
        {"name": "Cam Moss-Hill", "role": "worker", "teams": [TEAM]},
        "2026-10-10 09:00",
        record=SENIOR,
        follows=(8,),
    )
    member = Directory.fold([*ORGANISATION, again]).staff[SENIOR]
    assert (member.name, member.role, member.left_on) == ("Cam Moss-Hill", "worker", None)


def test_standards_by_time_and_version() -> None:
    directory = Directory.fold(ORGANISATION)
    assert directory.standard_at(utc("2020-01-01 00:00")).version == "2026-12"  # before the first, the first
    assert directory.standard_at(utc("2026-11-30 23:59")).version == "2026-12"
    assert directory.standard_at(utc("2026-12-01 00:00")).version == "2027-01"
    assert (directory.standard("2027-01") or directory.standard_at(utc("2026-01-01"))).version == "2027-01"
    assert directory.standard("1999-01") is None


def test_a_later_standard_never_reaches_back() -> None:
    late = standard(44, "2026-12", "2026-02-01 00:00", "2026-11-10 09:00")
    directory = Directory.fold([*ORGANISATION, late])
    assert directory.standard_at(utc("2026-11-10 08:59")).version == "2026-12"
    assert directory.standard_at(utc("2026-11-10 09:00")).version == "2026-12"


def test_without_a_standard_there_is_one_clear_error() -> None:
    with pytest.raises(UnknownThing, match=r"^No operating standard has been published here\.$"):
        Directory.fold([]).standard_at(utc("2026-01-01"))


def test_a_standard_from_a_newer_version_is_kept_aside() -> None:
    newer = made(
        45,
        "standard.published",
        {"version": "2031-01", "effective_at": "2026-11-01T00:00:00Z", "document": {"new": True}},
        record="standard",
    )
    directory = Directory.fold([*ORGANISATION, newer, made(46, "staff.promoted", {}, record=WORKER)])
    assert directory.unread == (ident(45), ident(46))
    (unusable,) = directory.unusable
    assert (unusable.version, unusable.entry) == ("2031-01", ident(45))
    assert {"rules", "levels"} <= set(unusable.keys)
    assert directory.standard_at(utc("2026-11-20")).version == "2026-12"


def test_what_a_newer_version_says_takes_nothing_from_what_comes_after_it() -> None:
    newer = made(46, "staff.promoted", {}, record=WORKER)
    directory = Directory.fold([newer, *ORGANISATION])
    assert directory == Directory.fold([*ORGANISATION, newer])
    assert directory.unread == (ident(46),)
    assert directory.staff == Directory.fold(ORGANISATION).staff


def test_somebody_who_was_given_a_role_and_whose_joining_is_not_here_is_not_known() -> None:
    given = made(47, "staff.role_set", {"role": "manager", "teams": [TEAM]}, record=ident(400))
    assert Directory.fold([*ORGANISATION, given]).staff == Directory.fold(ORGANISATION).staff


def test_corrections_fold_as_if_original() -> None:
    amended = made(
        50,
        "entry.amended",
        {
            "target": ident(3),
            "reason": "spelling",
            "body": {"name": "Ash Ferne", "role": "worker", "teams": [TEAM]},
        },
        record=WORKER,
    )
    voided = made(51, "entry.voided", {"target": ident(7), "reason": "recorded_in_error"}, record=WORKER)
    directory = Directory.fold([*ORGANISATION, amended, voided])
    assert (directory.staff[WORKER].name, directory.staff[WORKER].role) == ("Ash Ferne", "worker")


def test_a_void_in_the_middle_cuts_nothing_off() -> None:
    back = made(52, "staff.role_set", {"role": "worker", "teams": [TEAM]}, record=WORKER, follows=(7,))
    voided = made(53, "entry.voided", {"target": ident(7), "reason": "recorded_in_error"}, record=WORKER)
    assert Directory.fold([*ORGANISATION, back, voided]).role_entry_of(WORKER) == ident(52)


def test_an_amendment_that_does_not_stand_leaves_the_original() -> None:
    broken = made(
        54, "entry.amended", {"target": ident(3), "reason": "x", "body": {"name": ""}}, record=WORKER
    )
    assert Directory.fold([*ORGANISATION, broken]).staff[WORKER].name == "Ash Fern"


def _amended(number: int, name: str, follows: tuple[int, ...], at: str = "2026-02-01 09:00") -> Entry:
    body = {"target": ident(3), "reason": "x", "body": {"name": name, "role": "worker", "teams": [TEAM]}}
    return made(number, "entry.amended", body, at, record=WORKER, follows=follows)


def test_of_amendments_the_last_that_can_be_read_holds() -> None:
    first = _amended(54, "Ash Oak", (3,))
    after = _amended(55, "Ash Elm", (54,), "2026-01-31 09:00")  # by a slower clock
    apart = _amended(56, "", (3,), "2026-02-03 09:00")
    assert Directory.fold([*ORGANISATION, first, after]).name_of(WORKER) == "Ash Elm"
    assert Directory.fold([*ORGANISATION, first, apart]).name_of(WORKER) == "Ash Oak"


def test_each_part_names_itself_and_what_was_said_of_it() -> None:
    leave = {"staff": WORKER, "from_on": "2026-11-02", "until_on": "2026-11-03"}
    phoned = made(
        60, "staff.joined", {"name": "Fay Lund", "role": "worker", "phone": "01632 960 009"}, record=ident(60)
    )
    directory = Directory.fold([*ORGANISATION, phoned, made(61, "staff.leave_set", leave, record=ident(61))])
    team, device = directory.teams[TEAM], directory.devices[ident(200)]
    assert (team.id, team.name, team.duty_phone) == (TEAM, "North End", "01632 960 002")
    assert (device.id, device.staff, device.label, device.revoked) == (
        ident(200),
        WORKER,
        "Tablet A · 1",
        False,
    )
    assert directory.staff[ident(60)].phone == "01632 960 009"
    assert {each.staff for each in directory.staff[WORKER].roles} == {WORKER}
    there = directory.leaves[ident(61)]
    assert (there.id, there.staff) == (ident(61), WORKER)


def test_every_code_that_was_given_for_a_device_is_there_in_order_of_time() -> None:
    later, earlier = (
        made(number, "device.recovery_issued", {"expires_at": "2026-11-06T10:00:00Z"}, at, record=ident(200))
        for number, at in ((62, "2026-11-05 10:00"), (63, "2026-11-04 10:00"))
    )
    given = Directory.fold([*ORGANISATION, later, earlier]).recoveries
    assert [(each.id, each.device, each.by, each.at) for each in given[ident(200)]] == [
        (ident(63), ident(200), WORKER, utc("2026-11-04 10:00")),
        (ident(62), ident(200), WORKER, utc("2026-11-05 10:00")),
    ]
    assert ident(201) not in given


def test_a_standard_says_who_published_it_when_and_one_that_cannot_be_used_why() -> None:
    broken = made(
        64,
        "standard.published",
        {"version": "broken", "effective_at": "2026-01-01T00:00:00Z", "document": {}},
        "2026-01-04 09:00",
        record="standard",
    )
    back = standard(65, "back", "2026-01-01 00:00", "2026-06-01 09:00")
    directory = Directory.fold([*ORGANISATION, broken, back])
    assert [
        (each.version, each.effective_at, each.entry, each.by, each.published_at)
        for each in directory.standards
    ] == [
        ("2026-12", utc("2026-01-01 00:00"), ident(23), WORKER, utc("2026-01-05 09:00")),
        ("back", utc("2026-06-01 09:00"), ident(65), WORKER, utc("2026-06-01 09:00")),
        ("2027-01", utc("2026-12-01 00:00"), ident(24), WORKER, utc("2026-11-01 09:00")),
    ]
    (unusable,) = directory.unusable
    assert (unusable.version, unusable.entry, unusable.by, unusable.published_at) == (
        "broken",
        ident(64),
        WORKER,
        utc("2026-01-04 09:00"),
    )
    assert unusable.why.startswith("The operating standard cannot be used as written. version: ")


def test_who_leads_whom_and_a_team_that_is_not_there() -> None:
    directory = Directory.fold(ORGANISATION)
    leads = {
        (who, whom) for who in (WORKER, MANAGER) for whom in (WORKER, SENIOR) if directory.leads(who, whom)
    }
    assert leads == {(MANAGER, WORKER), (MANAGER, SENIOR), (WORKER, WORKER), (WORKER, SENIOR)}
    assert not directory.leads(ident(999), WORKER)
    assert not directory.leads(MANAGER, ident(999))
    assert directory.duty_phone(ident(999)) == ""


def test_entries_that_follow_each_other_in_a_ring_do_not_break_it() -> None:
    ring = [
        made(60, "team.created", {"name": "East"}, record=ident(101), follows=(61,)),
        made(61, "team.renamed", {"name": "West"}, record=ident(101), follows=(60,)),
    ]
    assert Directory.fold(ring).teams[ident(101)].name == "West"


def test_other_scopes_are_left_alone() -> None:
    stray = made(
        70, "staff.joined", {"name": "X", "role": "manager"}, record=ident(300), scope=f"person:{ident(5)}"
    )
    assert ident(300) not in Directory.fold([*ORGANISATION, stray]).staff
