"""The surface over real HTTP on loopback."""

import logging
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from central.app import MOST_WRONG, create_app
from central.centre import open_centre
from central.port import TooOften
from sync.frames import CONTENT_TYPE, MOST_BYTES, PROBLEM_STATUS, Answer, Problem
from sync.messages import SyncRequest
from sync.session import DeviceSession
from tests.central.played import PlayedCentre, PlayedDevice, contact


@pytest.fixture
def address(played: PlayedCentre) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(played.centre), log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


class OverHttp(PlayedDevice):
    address = ""

    def line(self, frame: bytes) -> Answer:
        answer = httpx.post(f"{self.address}/v1/sync", content=frame, headers={"Content-Type": CONTENT_TYPE})
        return Answer(answer.status_code, answer.content)


def test_a_record_travels_over_http(played: PlayedCentre, address: str):
    worker, scope = played.staff("Wynn Worker", "worker"), played.person("Person One")
    played.assign(scope, worker)
    there = played.device(worker)
    device = OverHttp(there.port, there.enrolled, there.keys, there.clock)
    device.address = address
    entry = device.entry("contact.recorded", scope, contact(played.clock()))
    device.pull(rows=[device.row(entry)])
    receipt = device.receipts[bytes.fromhex(entry.id)]
    assert receipt.reason is None
    assert httpx.get(f"{address}/health").json()["seq"] == receipt.seq


def test_what_is_no_frame_is_answered_in_the_open(played: PlayedCentre, address: str):
    for path in ("/v1/sync", "/v1/enrol"):
        answer = httpx.post(address + path, content=b"hello")
        assert answer.status_code == 400
        problem = Problem.read(answer.content)
        assert problem is not None
        assert (problem.code, problem.centre) == ("malformed", played.centre.fingerprint)


def test_a_body_over_the_limit_is_refused(address: str):
    answer = httpx.post(f"{address}/v1/sync", content=b"HRQ1" + bytes(MOST_BYTES))
    assert answer.status_code == 413
    assert (Problem.read(answer.content) or pytest.fail("no problem")).code == "large"


def test_other_paths_and_methods_get_a_small_body(address: str):
    assert httpx.get(f"{address}/nothing/here").json() == {"problem": "Not Found"}
    assert httpx.get(f"{address}/v1/sync").status_code == 405
    assert httpx.get(f"{address}/docs").status_code == 404


class Overheard(logging.Handler):
    """Everything that was logged, as it would be written."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def overheard() -> Iterator[Overheard]:
    handler = Overheard()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


def test_a_fault_is_a_small_body_and_a_log_line_without_what_was_said(
    played: PlayedCentre, address: str, overheard: Overheard, monkeypatch: pytest.MonkeyPatch
):
    def fails(*anything: object) -> None:
        raise RuntimeError("Zebedee said something private")

    monkeypatch.setattr("central.app.serve", fails)
    monkeypatch.setattr("central.app.health", fails)
    for answer in (httpx.post(f"{address}/v1/sync", content=b"HRQ1"), httpx.get(f"{address}/health")):
        assert answer.status_code == 503
        assert len(answer.content) < 200
        assert "Zebedee" not in answer.text
    assert (
        Problem.read(httpx.post(f"{address}/v1/sync", content=b"x").content) or pytest.fail("no problem")
    ).code == "busy"
    assert any("RuntimeError in " in line for line in overheard.lines)
    assert "Zebedee" not in "".join(overheard.lines)
    assert "Traceback" not in "".join(overheard.lines)


def test_a_centre_without_an_organisation_says_so(tmp_path: Path):
    centre = open_centre(tmp_path / "data", tmp_path / "centre.keys").centre
    with TestClient(create_app(centre)) as client:
        assert client.get("/health").json()["status"] == "no organisation yet"
        enrolling = client.post("/v1/enrol", content=b"HRE1" + bytes(60))
        syncing = client.post("/v1/sync", content=b"HRQ1" + bytes(60))
    for answer in (enrolling, syncing):
        assert answer.status_code == 503
        assert (Problem.read(answer.content) or pytest.fail("no problem")).code == "busy"
    centre.close()


def test_health_says_nothing_about_anybody(played: PlayedCentre):
    scope = played.person("Zebedee Unmistakable")
    with TestClient(create_app(played.centre)) as client:
        said = client.get("/health")
    assert said.json()["wire_versions"] == [1]
    assert said.json()["evaluator"]["disagreements"] == 0
    for hidden in ("Zebedee", "Harbour", "Example Care", scope.removeprefix("person:"), played.org):
        assert hidden not in said.text


def test_whatever_a_stranger_sends_is_answered_and_changes_nothing(played: PlayedCentre):
    device = played.device(played.staff("Wynn Worker", "worker"))
    session = DeviceSession(
        device.keys.device, device.keys.link_key, device.port.fingerprint, secrets.token_bytes
    )
    frame = session.ask(SyncRequest(page_bytes=1_000))
    before = len(played.centre.records.directory(played.org).devices)

    @settings(max_examples=60)
    @given(data=st.data())
    def any_bytes(data: st.DataObject) -> None:
        cut = data.draw(st.integers(0, len(frame)))
        altered = (
            frame[:cut] + data.draw(st.binary(max_size=40)) + frame[cut + data.draw(st.integers(0, 3)) :]
        )
        for path in ("/v1/sync", "/v1/enrol"):
            answer = client.post(path, content=altered)
            if altered != frame:
                assert answer.status_code in PROBLEM_STATUS.values()
                assert Problem.read(answer.content)

    with TestClient(create_app(played.centre)) as client:
        any_bytes()
    assert len(played.centre.records.directory(played.org).devices) == before


def test_a_push_of_two_thousand_is_taken_in_one_request(
    played: PlayedCentre, capsys: pytest.CaptureFixture[str]
):
    scope = played.person("Person One")
    device = played.device(played.staff("Mo Manager", "manager"))
    body = contact(played.clock(), what_changed="Slept badly, went out twice, rang their sister. " * 8)
    rows = [device.row(device.entry("contact.recorded", scope, body)) for _ in range(2_000)]
    reader = played.device(played.staff("Sal Senior", "senior"))
    begun = time.perf_counter()
    device.push(*rows)
    pushed = time.perf_counter()
    came = reader.pull(page_bytes=1_000_000)
    pulled = time.perf_counter()
    assert {row.id for row in rows} == set(device.receipts)
    assert len(came) >= 2_000
    with capsys.disabled():
        print(f"\n2,000 rows: pushed in {pushed - begun:.2f} s, pulled in {pulled - pushed:.2f} s")


def test_guessing_at_invitations_is_turned_away_after_a_while(played: PlayedCentre):
    with TestClient(create_app(played.centre)) as client:
        codes = [
            (
                Problem.read(client.post("/v1/enrol", content=b"HRE1" + bytes(60)).content)
                or pytest.fail("none")
            ).code
            for _ in range(MOST_WRONG + 1)
        ]
        assert codes == ["invitation"] * MOST_WRONG + ["busy"]
        assert client.get("/health").status_code == 200


def test_a_device_that_never_stops_asking_is_told_to_wait(
    played: PlayedCentre, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("central.port.MOST_SYNCS", 3)
    noisy, quiet = (played.device(played.staff(f"Worker {number}", "worker")) for number in range(2))
    noisy.port = quiet.port = played.port
    for _ in range(3):
        noisy.push()
    with pytest.raises(TooOften):
        noisy.push()
    assert quiet.push().problem is None
