"""In CI a skip is a failure, and the gate's last words are pytest's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPING = """
import pytest

@pytest.mark.skip(reason="no right to mount")
def test_marked(): ...

def test_inside():
    pytest.skip("no right to write")

@pytest.mark.xfail(strict=True)
def test_known_fault():
    assert False
"""
SKIPPING_WHOLE = "import pytest\npytest.skip('no PostgreSQL', allow_module_level=True)\n"


def run_pytest(folder: Path, source: str, *, ci: bool) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_text("from tests.support.no_skips import *\n", encoding="utf-8")
    (folder / "test_it.py").write_text(source, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CI": "true" if ci else ""}
    command = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(folder), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_skip_fails_in_ci(tmp_path: Path):
    done = run_pytest(tmp_path, SKIPPING, ci=True)
    assert done.returncode == 1
    assert "1 failed, 1 xfailed, 1 error" in done.stdout.splitlines()[-1]
    assert "A skip fails in CI. Skipped: no right to write" in done.stdout


def test_a_skip_is_only_told_elsewhere(tmp_path: Path):
    done = run_pytest(tmp_path, SKIPPING, ci=False)
    assert done.returncode == 0
    assert "2 skipped, 1 xfailed" in done.stdout.splitlines()[-1]


def test_a_skipped_module_fails_in_ci(tmp_path: Path):
    done = run_pytest(tmp_path, SKIPPING_WHOLE, ci=True)
    assert done.returncode != 0
    assert "no PostgreSQL" in done.stdout


@pytest.mark.parametrize("script", [".ci/run", ".ci/setup"])
def test_the_scripts_may_be_run(script: str):
    assert os.access(ROOT / script, os.X_OK)
    shell = "bash" if script == ".ci/run" else "sh"
    subprocess.run([shell, "-n", ROOT / script], check=True)


def run_setup_for_chromium(folder: Path, *, user: int, apt: str | None) -> subprocess.CompletedProcess[str]:
    """Runs `.ci/setup chromium` where no browser is installed, as `user`, with an apt-get that only notes its call."""
    tools = folder / "bin"
    tools.mkdir()
    (tools / "dirname").symlink_to("/usr/bin/dirname")
    for name, body in {"id": f"echo {user}", "apt-get": apt}.items():
        if body is not None:
            (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            (tools / name).chmod(0o755)
    environment = {"PATH": str(tools), "CALLS": str(folder / "calls")}
    command = ["/bin/sh", ROOT / ".ci" / "setup", "chromium"]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_without_root_the_exact_line_is_given(tmp_path: Path):
    done = run_setup_for_chromium(tmp_path, user=1000, apt='echo "$@" >> "$CALLS"')
    assert done.returncode == 1
    assert "    sudo apt-get install -y chromium\n" in done.stderr
    assert not (tmp_path / "calls").exists()


@pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="apt is tried on Debian only")
def test_root_on_debian_installs_it(tmp_path: Path):
    done = run_setup_for_chromium(tmp_path, user=0, apt='echo "$@" >> "$CALLS"')
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "calls").read_text().splitlines() == ["install -y -qq chromium"]


def test_without_apt_another_way_is_named(tmp_path: Path):
    done = run_setup_for_chromium(tmp_path, user=1000, apt=None)
    assert done.returncode == 1
    assert "make CHROMIUM=/path/to/it" in done.stderr


def test_set_up_stops_first_where_it_cannot_help(tmp_path: Path):
    """A Python that is too old: nothing is made, and the sentence says what to do."""
    old = tmp_path / "python-old"
    old.write_text('#!/bin/sh\ncase "$2" in *platform*) echo 3.9.2;; *) exit 1;; esac\n', encoding="utf-8")
    old.chmod(0o755)
    copy = tmp_path / "clone"
    (copy / ".ci").mkdir(parents=True)
    setup = copy / ".ci" / "setup"
    setup.write_bytes((ROOT / ".ci" / "setup").read_bytes())
    done = subprocess.run(
        ["sh", setup, "run"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHON": str(old)},
        check=False,
    )
    assert done.returncode == 1
    assert "Handrail needs Python 3.11 or later" in done.stderr
    assert "is 3.9.2" in done.stderr
    assert not (copy / ".venv").exists()
