"""`python main.py demo`: up by itself, used again after it was killed, and gone without a trace on Ctrl-C."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.support.app_process import ROOT
from tests.support.browser import OpenScreen, begins
from tests.support.demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

FICTIONAL = "Fictional people: a demonstration"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "made up"


def wait_until_gone(demo: Demo) -> None:
    """Its children die with it, though nobody told them."""
    until = time.monotonic() + 10
    while any(answers(url) for url in demo.urls.values()):
        assert time.monotonic() < until, "a part of it outlived it"
        time.sleep(0.05)


def answers(url: str) -> bool:
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def test_it_comes_up_and_shows_its_people(folder: Path, browser: OpenScreen) -> None:
    with Demo(folder) as demo:
        print(f"up within {demo.seconds:.1f} s")
        assert {each.role for each in demo.profiles} >= {"worker", "manager", "senior", "administrator"}
        for url in demo.urls.values():
            assert answers(url)
        with urllib.request.urlopen(demo.urls["centre"] + "/health", timeout=10) as health:
            assert health.status == 200
        worker = next(each for each in demo.profiles if each.role == "worker")
        screen = browser(demo.urls["field"] + "/", "tablet")
        screen.text(FICTIONAL)
        screen.click(begins(worker.label))
        screen.type("Passphrase", worker.passphrase)
        screen.click("Unlock")
        screen.text("Needs you")
        screen.click("People")
        screen.text("24 people")
        screen.text(FICTIONAL)
        screen.click(begins("Kestrel Fictional Born"))
        screen.text("Review due")
        screen.click("People")
        screen.click(begins("Linden Specimen Born"))
        screen.text("Open escalations")
        screen.text("Urgent escalation to Sampleton crisis team (fictional)")
        manager = next(each for each in demo.profiles if each.role == "manager")
        browser(demo.urls["base"] + "/", "tablet").text(manager.label)
        assert not screen.outside


def test_it_starts_again_on_its_own_leftovers_and_ends_on_ctrl_c(folder: Path) -> None:
    with Demo(folder) as killed:
        killed.kill()
        wait_until_gone(killed)
    with Demo(folder) as demo:
        print(f"up within {demo.seconds:.1f} s on its own leftovers")
        assert "Making up" not in demo.said
        assert all(answers(url) for url in demo.urls.values())
        assert demo.interrupt() == 0
        assert not any(answers(url) for url in demo.urls.values()), "nothing is left running"
        assert "Traceback" not in demo.said


def test_it_refuses_a_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("somebody's")
    done = subprocess.run(
        [sys.executable, "main.py", "demo", "--no-browser", "--data", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "not the demo's" in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["letters.txt"]
