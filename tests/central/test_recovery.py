"""Codes for a forgotten passphrase at the centre: who may give one, how it is counted, and who hears of it."""

import json
import secrets
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from central import devices, recovery
from central.app import MOST_WRONG, create_app
from central.devices import SignsOfLife
from central.errors import CommandRefused, DatabaseUnusable
from central.evaluator import Evaluator
from central.notify import NOTICE_BODY, Notifier
from central.store.tables import outbox, recoveries
from models.entry import ORGANISATION
from sync.frames import Problem
from sync.invitation import make_code
from sync.recovery import MOST_TRIES, Forgetful, Recovery, code_key, proof_of, serve_recovery
from tests.central.played import PlayedCentre, PlayedDevice
from tests.central.test_prompts import Mailbox, mailbox, settle

__all__ = ["mailbox"]


@pytest.fixture
def device(played: PlayedCentre) -> PlayedDevice:
    return played.device(played.staff("Wynn Worker", "worker"))


def give(played: PlayedCentre, device: PlayedDevice, by: str = "") -> recovery.Issued:
    found = devices.find(played.centre, device.id)
    assert found is not None
    return recovery.issue(played.centre, found, by or played.founded.administrator)


def asked(played: PlayedCentre, device: PlayedDevice, code: str, attempt: bytes) -> recovery.Outcome:
    proof = proof_of(code_key(code, device.keys.device), device.keys.device, attempt)
    return played.port.recover(device.keys.device, attempt, proof)


def tries(played: PlayedCentre) -> list[int]:
    with played.centre.database.read() as connection:
        return list(connection.execute(select(recoveries.c.tries)).scalars())


def test_it_is_in_the_record_by_whoever_gave_it(played: PlayedCentre, device: PlayedDevice):
    manager = played.staff("Mo Manager", "manager")
    issued = give(played, device, manager)
    assert issued.expires_at == played.clock() + timedelta(minutes=15)
    [given] = played.centre.records.directory(played.org).recoveries[device.id]
    assert (given.by, given.at) == (manager, played.clock())
    reader = played.device(manager)
    assert "device.recovery_issued" in json.dumps([entry.authored.decode() for entry in reader.pull()])


def test_who_may_give_one(played: PlayedCentre, device: PlayedDevice):
    other_team = played.team("Other Team")
    for name, role, teams in (
        ("A", "worker", None),
        ("B", "manager", [other_team]),
        ("C", "senior", [other_team]),
    ):
        with pytest.raises(CommandRefused):
            give(played, device, played.staff(name, role, teams))
    leaver = played.staff("Left Manager", "manager")
    played.say("staff.left", ORGANISATION, {"left_on": "2026-11-01"}, leaver)
    with pytest.raises(CommandRefused):
        give(played, device, leaver)
    for name, role in (("D", "manager"), ("E", "senior")):
        give(played, device, played.staff(name, role))
    assert len(tries(played)) == 2


def test_none_for_a_tablet_out_of_use(played: PlayedCentre, device: PlayedDevice):
    code = give(played, device).code
    played.say("device.revoked", ORGANISATION, {}, device.id)
    with pytest.raises(CommandRefused):
        give(played, device)
    assert asked(played, device, code, bytes(16)).standing == "revoked"


def test_the_code_is_kept_nowhere(played: PlayedCentre, device: PlayedDevice):
    issued = give(played, device)
    key = code_key(issued.code, device.keys.device)
    with played.centre.database.read() as connection:
        row = connection.execute(select(recoveries)).one()
    assert key not in row.sealed_key
    played.centre.close()
    letters = issued.code.replace("-", "").encode()
    for path in played.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(each in content for each in (key, issued.code.encode(), letters)), path.name


def test_the_try_is_committed_before_the_proof_is_looked_at(
    played: PlayedCentre, device: PlayedDevice, monkeypatch: pytest.MonkeyPatch
):
    code = give(played, device).code

    def ends(*_: object) -> bytes:
        raise DatabaseUnusable

    with monkeypatch.context() as patched:
        patched.setattr("central.recovery.open_sealed", ends)
        with pytest.raises(DatabaseUnusable):
            asked(played, device, code, bytes(16))
    assert tries(played) == [1]
    assert asked(played, device, code, bytes(16)).standing == "recovered"


def test_one_attempt_is_answered_again_and_no_other(played: PlayedCentre, device: PlayedDevice):
    code, first, other = give(played, device).code, secrets.token_bytes(16), secrets.token_bytes(16)
    key = code_key(code, device.keys.device)
    for _ in range(MOST_TRIES + 3):
        outcome = asked(played, device, code, first)
        opened = Recovery(
            key, device.keys.link_key, bytes.fromhex(played.org), device.keys.device, first
        ).open(outcome.sealed)
        assert opened == device.keys.device_key
    assert asked(played, device, code, other).standing == "expired"
    assert asked(played, device, make_code(secrets.token_bytes), first).standing == "wrong"
    played.clock.passes(minutes=15)
    assert asked(played, device, code, first).standing == "expired"


def test_of_many_at_the_same_moment_five_are_tried_and_one_is_bound(
    played: PlayedCentre, device: PlayedDevice
):
    give(played, device)
    wrong = make_code(secrets.token_bytes)
    found = at_once(lambda: asked(played, device, wrong, secrets.token_bytes(16)).standing, 12)
    assert sorted(found) == ["expired"] * 7 + ["wrong"] * 5
    right = give(played, device).code
    found = at_once(lambda: asked(played, device, right, secrets.token_bytes(16)).standing, 4)
    assert found.count("recovered") == 1


def at_once(work: Callable[[], str], times: int) -> list[str]:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(work())) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_managers_are_told_once_and_without_a_word_about_anyone(
    played: PlayedCentre, device: PlayedDevice, mailbox: tuple[str, type[Mailbox]]
):
    address, handler = mailbox
    evaluator = Evaluator(played.centre, Notifier(played.centre, [address]), SignsOfLife(played.centre))
    give(played, device)
    settle(evaluator)
    settle(evaluator)
    assert [message["message"] for message in handler.received] == [NOTICE_BODY]
    assert "Wynn" not in json.dumps(handler.received)


def test_without_an_address_nothing_waits_to_be_sent(played: PlayedCentre, device: PlayedDevice):
    give(played, device)
    settle(Evaluator(played.centre, Notifier(played.centre, ()), SignsOfLife(played.centre)))
    with played.centre.database.read() as connection:
        assert connection.execute(select(outbox)).all() == []


def frame(played: PlayedCentre, device: PlayedDevice, code: str, link_key: bytes = b"") -> bytes:
    ids = bytes.fromhex(played.org), device.keys.device
    key = code_key(code, device.keys.device)
    attempt = Recovery(key, link_key or device.keys.link_key, *ids, bytes(16))
    return Forgetful(attempt, played.port.fingerprint, secrets.token_bytes).ask()


def test_a_stranger_without_the_link_key_learns_nothing_and_counts_no_try(
    played: PlayedCentre, device: PlayedDevice
):
    code = give(played, device).code
    answer = serve_recovery(played.port, frame(played, device, code, link_key=bytes(32)))
    assert (Problem.read(answer.body) or pytest.fail("no problem")).code == "unopened"
    assert tries(played) == [0]


def test_over_http_and_guessing_is_turned_away_after_a_while(played: PlayedCentre, device: PlayedDevice):
    code = give(played, device).code
    with TestClient(create_app(played.centre)) as client:
        asked = frame(played, device, code)
        assert client.post("/v1/recover", content=asked).status_code == 200
        assert client.post("/v1/recover", content=b"x" * 20_000).status_code == 413
        nonsense = [
            client.post("/v1/recover", content=b"HRR1" + bytes(60)).status_code for _ in range(MOST_WRONG)
        ]
        assert nonsense == [401] * (MOST_WRONG - 1) + [503]
        assert client.post("/v1/recover", content=asked).status_code == 503
        assert client.post("/v1/enrol", content=b"HRE1" + bytes(60)).status_code == 404
