"""Putting an earlier copy back as an IT lead does it: files, commands, a serving process, and a real tablet over HTTP."""

import asyncio
import json
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from sync.clock import RealClock
from sync.device import Device
from sync.installation import Installation
from tests.central.test_cli import AS_ADA, BEGIN, ROOT, SAM, Shell, Typed
from tests.sync.stage import PASSPHRASE, WEAK, contact

SAM_ADDED = [*SAM, "--no-nhs-number", "not known yet", *AS_ADA]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def typed(shell: Shell, capsys: pytest.CaptureFixture[str]) -> Typed:
    made = Typed(shell, capsys)
    made(*BEGIN)
    made("staff", "add", "Wynn Example", "--role", "worker", "--team", "Harbour Team", *AS_ADA)
    made(*SAM_ADDED)
    made("assign", "Sam Sample", "Wynn Example", *AS_ADA)
    return made


@contextmanager
def serving(shell: Shell, port: int) -> Generator[None]:
    line = shell.line("--port", str(port))
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    assert process.stdout.readline()
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def put_back(shell: Shell, copy: Path) -> None:
    for file in shell.data.iterdir():
        file.unlink()
    shutil.copy(copy, shell.data / "handrail.db")


async def with_tablet(folder: Path, act: Callable[[Installation], Coroutine[Any, Any, None]]) -> None:
    installation = Installation(folder, RealClock(), profile=WEAK)
    try:
        await act(installation)
    finally:
        await installation.close()


async def record(device: Device) -> None:
    (person,) = await device.people()
    await device.record("contact.recorded", person.scope, contact(device.now()))


def test_an_earlier_copy_is_put_back_healed_and_opened_again(shell: Shell, typed: Typed, tmp_path: Path):
    port, copy = free_port(), tmp_path / "monday.db"
    address = f"http://127.0.0.1:{port}"
    assert "never put back" in typed("restored")
    typed("backup", str(copy))

    async def act(installation: Installation) -> None:
        with serving(shell, port):
            printed = typed("invite", "Wynn Example", "--address", address, "--no-qr", *AS_ADA)
            code = re.search(r"Code +([0-9A-Z-]{23})\n", printed)
            assert code
            device = await installation.enrol(address, code[1], PASSPHRASE)
            await device.sync()
            await record(device)
            assert (await device.sync()).sent == 1
            await device.sync()
        before = json.loads(typed("status"))
        put_back(shell, copy)
        with serving(shell, port):
            report = await device.sync()
            assert (report.problem, report.given_back) == ("restored", 2)
            health = httpx.get(f"{address}/health").json()
            assert (health["status"], health["epoch"]) == ("pulls are shut", 2)
            assert (health["given_back"], health["missing"], health["devices_to_list"]) == (2, 0, 0)
            assert health["seq"] == before["seq"]
            said = typed("restored")
            assert "No number is missing." in said
            assert "came back by its ticket, waits for you" in said
            assert "Only an administrator" in typed.refused("restored", "--confirm")
            assert "Only an administrator" in typed.refused("restored", "--confirm", "--as", "Wynn Example")
            assert "Pulls are open" in typed("restored", "--confirm", "--yes", *AS_ADA)
            after = await device.sync()
            assert after.problem is None
            assert [row.name for row in await device.people()] == ["Sam Sample"]
            assert httpx.get(f"{address}/health").json()["status"] == "ok"

    asyncio.run(with_tablet(tmp_path / "tablet", act))


def test_an_operator_says_it_and_an_erased_person_stays_so(shell: Shell, typed: Typed, tmp_path: Path):
    copy = tmp_path / "monday.db"
    typed("backup", str(copy))
    erase = ["person", "erase", "Sam Sample", "--retention-ended", "2026-01-01", *AS_ADA]
    assert "not the same" in typed.refused(*erase, "--yes", "Pat Sample")
    assert "Only an administrator" in typed.refused(*erase[:-1], "Wynn Example", "--yes", "Sam Sample")
    assert "not ended" in typed.refused(*erase[:4], "2999-01-01", *AS_ADA, "--yes", "Sam Sample")
    assert "Sam Sample" in typed("person")
    typed(*erase, "--yes", "Sam Sample")
    assert typed("person") == "Nobody yet.\n"
    listed = shell.keys.with_name("centre.keys.erased").read_text()
    assert "Sam" not in listed
    assert len(re.findall(r"^[0-9a-f]{64} \d{4}-\d\d-\d\d$", listed, re.MULTILINE)) == 1
    put_back(shell, copy)
    assert typed("person") == "Nobody yet.\n"
    assert b"Sam Sample" not in (shell.data / "handrail.db").read_bytes()
    assert "Only an administrator" in typed.refused("restored", "--as", "Wynn Example")
    assert "list all they hold" in typed("restored", *AS_ADA)
    assert json.loads(typed("status"))["pulls_shut"] is True
    assert "an operator said so" in typed("restored")
    typed("restored", "--confirm", "--yes", *AS_ADA)
    assert json.loads(typed("status"))["pulls_shut"] is False
