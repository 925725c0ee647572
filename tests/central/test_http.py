"""The surface over real HTTP on loopback."""

import socket
import threading
import time
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from central.app import create_app
from sync.frames import CONTENT_TYPE, MOST_BYTES, Answer, Problem
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
