"""Prompts at the centre: one path, the tablet's own rules, and an alarm when a tablet made something else of the same."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from sqlalchemy import event, select

from central import prompts
from central.devices import SignsOfLife
from central.evaluator import Evaluator
from central.instants import to_ms
from central.notify import BODY, Notifier
from central.port import Port
from central.store.tables import organisation, outbox, watched
from central.store.tables import prompts as table
from models.entry import ORGANISATION, decode
from models.fold import fold
from models.rules import RULES_VERSION, evaluate
from sync.attest import checked_digest, entries_digest, prompts_digest
from sync.messages import Check, SyncRequest
from tests.central.played import PlayedCentre, PlayedDevice, contact

T2_MET = [{"code": code, "level": 2} for code in ("sleep", "mood", "withdrawal")]


@pytest.fixture
def evaluator(played: PlayedCentre) -> Evaluator:
    return Evaluator(played.centre, Notifier(played.centre, ()), SignsOfLife(played.centre))


@pytest.fixture
def scope(played: PlayedCentre) -> str:
    return played.person("Person One")


@pytest.fixture
def worker(played: PlayedCentre, scope: str) -> PlayedDevice:
    staff_id = played.staff("Wynn Worker", "worker")
    played.assign(scope, staff_id)
    return played.device(staff_id)


def settle(evaluator: Evaluator) -> None:
    for _ in range(20):
        if not evaluator.look():
            return
    raise AssertionError("there is always more to do")


def standing(played: PlayedCentre, scope: str) -> list[str]:
    with played.centre.database.read() as connection:
        return prompts.standing(connection, played.org, scope)


def rules(played: PlayedCentre, scope: str) -> set[str]:
    return {id.partition(":")[0] for id in standing(played, scope)}


def record_t2(played: PlayedCentre, device: PlayedDevice, scope: str) -> str:
    entry = device.entry("contact.recorded", scope, contact(played.clock(), indicators=T2_MET))
    device.push(device.row(entry))
    return entry.id


def test_a_threshold_stands_at_the_centre_with_the_same_id_as_on_a_tablet(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, scope: str
):
    settle(evaluator)
    id = record_t2(played, worker, scope)
    assert standing(played, scope) == []
    settle(evaluator)
    manager = played.device(played.staff("Mo Manager", "manager"))
    pulled = [decode(each.authored) for each in manager.pull()]
    directory = played.centre.records.directory(played.org)
    on_a_tablet = evaluate(fold(pulled, directory, scope), directory, played.clock())
    assert standing(played, scope) == sorted(prompt.id for prompt in on_a_tablet.prompts)
    assert f"T2:{scope}:{id}" in standing(played, scope)


def test_nothing_is_due_once_it_is_folded_and_again_when_its_time_comes(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, scope: str
):
    record_t2(played, worker, scope)
    settle(evaluator)
    done = evaluator.counts().evaluated
    settle(evaluator)
    assert evaluator.counts().evaluated == done
    assert "A1" not in rules(played, scope)
    with played.centre.database.read() as connection:
        look_at = connection.execute(
            select(watched.c.next_look_at).where(watched.c.scope == scope)
        ).scalar_one()
    assert look_at is not None
    assert look_at > played.clock()
    played.clock.passes(hours=5)
    settle(evaluator)
    assert "A1" in rules(played, scope)


def test_what_no_longer_stands_is_gone_and_is_not_forgotten(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, scope: str
):
    id = record_t2(played, worker, scope)
    settle(evaluator)
    assert "T2" in rules(played, scope)
    body = {"target": id, "reason": "recorded_in_error"}
    worker.push(worker.row(worker.entry("entry.voided", scope, body, record=id)))
    settle(evaluator)
    assert standing(played, scope) == []
    with played.centre.database.read() as connection:
        rows = connection.execute(select(table.c.prompt_id, table.c.gone_at)).all()
    assert (f"T2:{scope}:{id}", played.clock()) in rows


def test_an_organisation_entry_makes_everything_due_and_a_tablet_does_not(
    played: PlayedCentre, evaluator: Evaluator, scope: str
):
    played.person("Person Two")
    settle(evaluator)
    before = evaluator.counts().evaluated
    staff_id = played.staff("Mo Manager", "manager")
    settle(evaluator)
    assert evaluator.counts().evaluated == before + 2
    played.device(staff_id)
    settle(evaluator)
    assert evaluator.counts().evaluated == before + 2


def test_other_rules_make_everything_due(played: PlayedCentre, evaluator: Evaluator, scope: str):
    settle(evaluator)
    with played.centre.database.write() as connection:
        connection.execute(organisation.update().values(rules_version=RULES_VERSION + 1))
    prompts.adopt_rules(played.centre)
    assert prompts.sweep(played.centre, Notifier(played.centre, ())) == (1, 0)


def test_no_lock_is_held_while_folding(
    played: PlayedCentre, worker: PlayedDevice, scope: str, monkeypatch: pytest.MonkeyPatch
):
    """An entry that comes while a scope is being folded is taken at once, and keeps the scope due."""
    came: list[str] = []

    def slow(*args: Any, **kwargs: Any) -> Any:
        if not came:
            came.append(record_t2(played, worker, scope))
        return evaluate(*args, **kwargs)

    record_t2(played, worker, scope)
    monkeypatch.setattr(prompts, "evaluate", slow)
    notifier = Notifier(played.centre, ())
    prompts.sweep(played.centre, notifier)
    assert f"T2:{scope}:{came[0]}" not in standing(played, scope)
    assert prompts.sweep(played.centre, notifier) == (1, 0)
    assert prompts.sweep(played.centre, notifier) == (0, 0)


def test_one_scope_that_cannot_be_evaluated_stops_no_other(
    played: PlayedCentre,
    evaluator: Evaluator,
    worker: PlayedDevice,
    scope: str,
    monkeypatch: pytest.MonkeyPatch,
):
    broken = played.person("Person Two")
    record_t2(played, worker, scope)

    def fails(person: Any, *args: Any, **kwargs: Any) -> Any:
        if person.scope == broken:
            raise RuntimeError("Person Two said something")
        return evaluate(person, *args, **kwargs)

    monkeypatch.setattr(prompts, "evaluate", fails)
    settle(evaluator)
    assert "T2" in rules(played, scope)
    assert evaluator.counts().failed == 1
    settle(evaluator)
    assert evaluator.counts().failed == 1, "not over and over"
    monkeypatch.undo()
    played.clock.passes(minutes=6)
    settle(evaluator)
    assert evaluator.counts().failed == 1


def test_the_thread_notices_what_another_process_brought_about(
    played: PlayedCentre, worker: PlayedDevice, scope: str
):
    evaluator = Evaluator(played.centre, Notifier(played.centre, ()), SignsOfLife(played.centre), every=0.02)
    evaluator.start()
    try:
        record_t2(played, worker, scope)
        deadline = threading.Event()
        for _ in range(300):
            if "T2" in rules(played, scope):
                break
            deadline.wait(0.02)
        assert "T2" in rules(played, scope)
        assert evaluator.counts().running
    finally:
        evaluator.stop()
    assert not evaluator.counts().running


# What a tablet made of the same


def check_of(played: PlayedCentre, scope: str, /, **changes: Any) -> Check:
    with played.centre.database.read() as connection:
        records = {
            name: played.centre.records.of_scope(played.org, name, connection)
            for name in (scope, ORGANISATION)
        }
    directory = played.centre.records.directory(played.org)
    found = evaluate(
        fold([each.entry for each in records[scope]], directory, scope), directory, played.clock()
    )
    digests = {
        name: entries_digest((bytes.fromhex(each.id), each.digest) for each in there)
        for name, there in records.items()
    }
    check = Check(
        scope,
        checked_digest(digests[scope], digests[ORGANISATION]),
        directory.standard_at(played.clock()).version,
        str(RULES_VERSION),
        to_ms(played.clock()),
        prompts_digest(prompt.id for prompt in found.prompts),
    )
    return check._replace(**changes)


@pytest.mark.parametrize(
    ("changes", "compared", "disagreements"),
    [
        ({}, 1, 0),
        ({"prompts": bytes(32)}, 1, 1),
        ({"entries": bytes(32), "prompts": bytes(32)}, 0, 0),
        ({"rules": "999", "prompts": bytes(32)}, 0, 0),
        ({"standard": "other", "prompts": bytes(32)}, 0, 0),
        ({"scope": ORGANISATION, "prompts": bytes(32)}, 0, 0),
    ],
)
def test_a_difference_alarms_only_where_all_else_is_equal(
    played: PlayedCentre,
    evaluator: Evaluator,
    worker: PlayedDevice,
    scope: str,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, Any],
    compared: int,
    disagreements: int,
):
    record_t2(played, worker, scope)
    worker.port = Port(played.centre, evaluator.check)
    worker.push(checks=[check_of(played, scope, **changes)])
    settle(evaluator)
    counts = evaluator.counts()
    assert (counts.compared, counts.disagreements) == (compared, disagreements)
    assert ("DISAGREEMENT" in caplog.text) == bool(disagreements)
    assert "Person One" not in caplog.text


def test_a_repeated_request_brings_no_checks_and_no_sign_of_life(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, scope: str
):
    signs = SignsOfLife(played.centre)
    worker.port = Port(played.centre, evaluator.check, signs)
    request = SyncRequest(heard_ms=1, sent_ms=5, checks=(check_of(played, scope),))
    worker.ask(request)
    worker.ask(request)
    signs.write()
    worker.port = Port(played.centre, evaluator.check)
    worker.ask(request)
    settle(evaluator)
    assert evaluator.counts().compared == 1


# Telling somebody


class Mailbox(BaseHTTPRequestHandler):
    received: list[dict[str, Any]]
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).received.append(json.loads(body))
        self.send_response(type(self).status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def mailbox() -> Iterator[tuple[str, type[Mailbox]]]:
    handler = type("OneMailbox", (Mailbox,), {"received": [], "status": 200})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/", handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_new_prompt_is_told_once_and_without_a_word_about_anyone(
    played: PlayedCentre, worker: PlayedDevice, scope: str, mailbox: tuple[str, type[Mailbox]]
):
    address, handler = mailbox
    evaluator = Evaluator(played.centre, Notifier(played.centre, [address]), SignsOfLife(played.centre))
    record_t2(played, worker, scope)
    settle(evaluator)
    settle(evaluator)
    assert [message["message"] for message in handler.received] == [BODY]
    sent = json.dumps(handler.received)
    assert "Person" not in sent
    assert scope.removeprefix("person:") not in sent


def test_what_could_not_be_told_waits_and_is_told_later(
    played: PlayedCentre, worker: PlayedDevice, scope: str, mailbox: tuple[str, type[Mailbox]]
):
    address, handler = mailbox
    handler.status = 500
    evaluator = Evaluator(played.centre, Notifier(played.centre, [address]), SignsOfLife(played.centre))
    record_t2(played, worker, scope)
    settle(evaluator)
    settle(evaluator)
    assert len(handler.received) == 1, "it waits before it tries again"
    handler.status = 200
    played.clock.passes(seconds=31)
    settle(evaluator)
    assert len(handler.received) == 2
    with played.centre.database.read() as connection:
        rows = connection.execute(select(outbox.c.sent_at, outbox.c.tries)).all()
    assert rows
    assert all(row.sent_at is not None and row.tries == 1 for row in rows)


def test_a_prompt_and_its_message_stand_or_fall_together(
    played: PlayedCentre, worker: PlayedDevice, scope: str, mailbox: tuple[str, type[Mailbox]]
):
    record_t2(played, worker, scope)
    notifier = Notifier(played.centre, [mailbox[0]])
    engine = played.centre.database._writer  # pyright: ignore[reportPrivateUsage]

    def full(connection: object) -> None:
        raise OSError("disk is full")

    event.listen(engine, "commit", full)
    with pytest.raises(OSError, match="disk is full"):
        prompts.evaluate_scope(played.centre, notifier, scope)
    event.remove(engine, "commit", full)
    with played.centre.database.read() as connection:
        assert connection.execute(select(outbox)).all() == []
    assert standing(played, scope) == []


def test_without_an_address_nothing_waits_to_be_told(
    played: PlayedCentre, evaluator: Evaluator, worker: PlayedDevice, scope: str
):
    record_t2(played, worker, scope)
    settle(evaluator)
    with played.centre.database.read() as connection:
        assert connection.execute(select(outbox)).all() == []
