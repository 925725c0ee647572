"""Two records of one person at the centre: pulled, evaluated, assigned and erased together, and parted by a void."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from central import erasure, joining
from central.cli.finding import person_meant, working_with
from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.grants import renew
from central.notify import Notifier
from central.prompts import read_scope
from central.store.tables import entries, grants
from central.stream import head
from models.entry import decode, person_scope
from tests.central.played import PlayedCentre, PlayedDevice, contact
from tests.central.test_feed import flags, kinds, scopes
from tests.central.test_prompts import settle, standing

STRANGER, THIRD = person_scope("5" * 32), person_scope("7" * 32)


@pytest.fixture
def evaluator(played: PlayedCentre) -> Evaluator:
    return Evaluator(played.centre, Notifier(played.centre, ()), SignsOfLife(played.centre))


@pytest.fixture
def known(played: PlayedCentre) -> str:
    return played.person("Sam Sample")


@pytest.fixture
def manager(played: PlayedCentre) -> PlayedDevice:
    return played.device(played.staff("Mo Manager", "manager"))


@pytest.fixture
def worker(played: PlayedCentre) -> PlayedDevice:
    return played.device(played.staff("Wynn Worker", "worker"))


def meet(played: PlayedCentre, device: PlayedDevice, scope: str = STRANGER, **more: object) -> str:
    """A contact with somebody who is not on the tablet; the level of one indicator asks for a prompt."""
    named = {"name": "Sam Sample", "born_on": "1980-04-05", "team": played.founded.team}
    seen = [{"code": "suicidal", "level": 2}]
    said = contact(played.clock(), not_on_list=named, indicators=seen, **more)
    return push(device, "contact.recorded", scope, said)


def push(device: PlayedDevice, kind: str, scope: str, body: dict[str, Any], **envelope: object) -> str:
    entry = device.entry(kind, scope, body, **envelope)
    response = device.push(device.row(entry))
    assert [receipt.reason for receipt in response.receipts] == [None]
    return entry.id


def match(device: PlayedDevice, scope: str, other: str = STRANGER) -> str:
    body = {"other": other.removeprefix("person:"), "reason": "The same name and date of birth"}
    return push(device, "person.matched", scope, body)


def void(device: PlayedDevice, target: str, record: str, scope: str) -> str:
    body = {"target": target, "reason": "wrong_person"}
    return push(device, "entry.voided", scope, body, record=record)


def joined(played: PlayedCentre, scope: str) -> set[str]:
    with played.centre.database.read() as connection:
        return set(joining.joined(connection, played.org, scope))


def test_somebody_on_no_list_reaches_the_managers_of_the_team_and_whoever_wrote_of_them(
    played: PlayedCentre, worker: PlayedDevice, manager: PlayedDevice
):
    meet(played, worker)
    assert kinds(manager.pull(), STRANGER) == ["contact.recorded"]
    again = played.device(worker.staff)
    assert kinds(again.pull(), STRANGER) == ["contact.recorded"]
    assert STRANGER not in scopes(played.device(played.staff("Cole Cover", "worker")).pull())
    assert STRANGER not in scopes(played.device(played.founded.administrator).pull())


def test_once_registered_they_are_pulled_like_anybody(
    played: PlayedCentre, worker: PlayedDevice, manager: PlayedDevice
):
    meet(played, worker)
    worker.pull()
    assert STRANGER in flags(worker, "complete")
    body = {
        "name": "Sam Sample",
        "born_on": "1980-04-05",
        "team": played.founded.team,
        "no_nhs_number_because": "new",
    }
    push(manager, "person.registered", STRANGER, body, record="details")
    worker.pull()
    assert flags(worker, "purge") == [STRANGER]
    assert STRANGER in scopes(played.device(played.founded.administrator).pull())


def test_who_pulls_one_pulls_both_and_a_void_parts_them(
    played: PlayedCentre, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    main = played.staff("Max Main", "worker")
    played.assign(known, main)
    device = played.device(main)
    device.pull()
    meet(played, worker)
    assert STRANGER not in scopes(device.pull())

    matched = match(manager, known)
    assert kinds(device.pull(), STRANGER) == ["contact.recorded"]
    assert STRANGER in flags(device, "complete")

    void(manager, matched, matched, known)
    device.pull()
    assert flags(device, "purge") == [STRANGER]
    assert known in scopes(played.device(main).pull())


def test_an_assignment_in_either_record_opens_both(
    played: PlayedCentre, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    meet(played, worker)
    match(manager, STRANGER, known)
    main = played.staff("Max Main", "worker")
    played.assign(STRANGER, main)
    assert {known, STRANGER} <= scopes(played.device(main).pull())
    assert [each.staff_id for each in working_with(played.centre, known)] == [main]


def test_a_chain_is_one_person_and_a_void_of_a_void_joins_again(
    played: PlayedCentre, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    meet(played, worker)
    meet(played, worker, THIRD)
    match(manager, known, STRANGER)
    far = match(manager, THIRD, STRANGER)
    assert joined(played, known) == joined(played, THIRD) == {known, STRANGER, THIRD}
    gone = void(manager, far, far, THIRD)
    assert joined(played, known) == {known, STRANGER}
    assert joined(played, THIRD) == {THIRD}
    void(manager, gone, far, THIRD)
    assert joined(played, known) == {known, STRANGER, THIRD}
    folded = read_scope(played.centre, STRANGER)
    assert set(folded.person.scopes) == set(folded.scopes) == {known, STRANGER, THIRD}


def test_a_workers_match_is_held_and_joins_only_once_a_manager_accepts_it(
    played: PlayedCentre, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    meet(played, worker)
    body = {"other": STRANGER.removeprefix("person:"), "reason": "I know them"}
    said = worker.entry("person.matched", known, body)
    response = worker.push(worker.row(said))
    assert [receipt.reason for receipt in response.receipts] == ["role_may_not"]
    assert joined(played, known) == {known}
    push(manager, "entry.accepted", known, {"target": said.id, "rationale": "Rang them: it is so"})
    assert joined(played, known) == {known, STRANGER}
    assert set(read_scope(played.centre, known).person.scopes) == {known, STRANGER}


def test_a_workers_void_of_a_match_is_held_and_parts_nobody(
    played: PlayedCentre, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    meet(played, worker)
    matched = match(manager, known)
    said = worker.entry("entry.voided", known, {"target": matched, "reason": "wrong_person"}, record=matched)
    assert [each.reason for each in worker.push(worker.row(said)).receipts] == ["role_may_not"]
    assert joined(played, known) == {known, STRANGER}


def test_prompts_stand_for_the_one_person_and_for_each_again_once_parted(
    played: PlayedCentre, evaluator: Evaluator, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    met = meet(played, worker)
    settle(evaluator)
    assert f"T1:{STRANGER}:{met}" in standing(played, STRANGER)

    matched = match(manager, known)
    settle(evaluator)
    assert standing(played, STRANGER) == []
    assert f"T1:{known}:{met}" in standing(played, known)

    played.clock.passes(hours=1)
    void(manager, matched, matched, known)
    settle(evaluator)
    assert any(each.startswith(f"T1:{STRANGER}:{met}") for each in standing(played, STRANGER))
    assert not any(each.startswith("T1") for each in standing(played, known))


def test_time_alone_is_watched_for_the_joined_person(
    played: PlayedCentre, evaluator: Evaluator, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    meet(played, worker)
    match(manager, known)
    settle(evaluator)
    before = standing(played, known)
    played.clock.passes(days=40)
    settle(evaluator)
    assert set(standing(played, known)) != set(before)
    assert standing(played, STRANGER) == []


@pytest.mark.parametrize("said_in_theirs", [True, False])
def test_one_person_is_listed_and_erased_whole(
    played: PlayedCentre, known: str, manager: PlayedDevice, worker: PlayedDevice, said_in_theirs: bool
):
    meet(played, worker)
    match(manager, *((known, STRANGER) if said_in_theirs else (STRANGER, known)))
    assert person_meant(played.centre, "Sam Sample").scope == known
    assert erasure.count_of(played.centre, STRANGER) == erasure.count_of(played.centre, known) == 3

    assert erasure.erase(played.centre, known) == 3
    assert played.centre.erased(STRANGER)
    with played.centre.database.read() as connection:
        chosen = entries.c.scope.in_([known, STRANGER])
        assert set(connection.execute(select(entries.c.sealed).where(chosen)).scalars()) == {b""}
        open_now = select(grants.c.scope).where(grants.c.scope == STRANGER, grants.c.to_seq.is_(None))
        assert connection.execute(open_now).first() is None
    assert joined(played, known) == {known}
    refused = worker.push(worker.row(worker.entry("visit.note", STRANGER, {"fact": "A dog", "source": "x"})))
    assert [each.code for each in refused.refusals] == ["erased"]


def test_what_is_joined_is_worked_out_anew_after_a_restore(
    played: PlayedCentre, known: str, manager: PlayedDevice, worker: PlayedDevice
):
    meet(played, worker)
    match(manager, known)
    came = [decode(each.authored) for each in manager.pull()]
    theirs = {scope: [each for each in came if each.scope == scope] for scope in (known, STRANGER)}
    today = (played.clock() + timedelta()).date()
    with played.centre.database.write() as connection:
        seq = head(connection, played.org).seq
        assert renew(connection, played.org, seq, {known: [], STRANGER: theirs[STRANGER]}, today) == {
            known,
            STRANGER,
        }
        assert joining.joined(connection, played.org, known) == (known,)
        renew(connection, played.org, seq, theirs, today)
    assert joined(played, STRANGER) == {known, STRANGER}
    assert {known, STRANGER} <= scopes(played.device(manager.staff).pull())
