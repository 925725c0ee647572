"""A program of ours as a process of its own, that a test may kill and start again on the same port."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


def free_port() -> int:
    """A loopback port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class AppProcess:
    """Runs `python ARGUMENTS` from the project's folder; Flet is told to serve its web page on `port`.

    A program that takes its port otherwise finds it in its own arguments: `AppProcess([..., str(port)], port=port)`.
    As a context manager it ends with everything it started, whatever happened.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        *,
        port: int | None = None,
        environment: dict[str, str] | None = None,
    ):
        self.port = port or free_port()
        self.url = f"http://{HOST}:{self.port}/"
        self._command = [sys.executable, *map(str, arguments)]
        self._environment = {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "FLET_FORCE_WEB_SERVER": "1",
            "FLET_WEB_NO_CDN": "1",
            "FLET_SERVER_IP": HOST,
            "FLET_SERVER_PORT": str(self.port),
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # outlives a kill; closed by stop()

    @property
    def pid(self) -> int:
        assert self._process, "not started"
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def output(self) -> str:
        """All it has printed, over every start."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def start(self, timeout: float = 90) -> Self:
        """Returns once it listens; raises with its output when it ends first or takes longer than `timeout` seconds."""
        assert not self.running, "already running"
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        deadline = time.monotonic() + timeout
        while not self._listens():
            if not self.running or time.monotonic() > deadline:
                self._signal(signal.SIGKILL)
                raise AssertionError(f"{self._command} did not come up on port {self.port}:\n{self.output}")
            time.sleep(0.02)
        return self

    def kill(self) -> None:
        """As the system kills an app: at once, with no chance to save."""
        self._signal(signal.SIGKILL)

    def restart(self) -> Self:
        self.kill()
        return self.start()

    def stop(self, timeout: float = 10) -> int:
        """Ctrl-C, then waits; returns the exit code. Kills what has not ended by then."""
        assert self._process, "not started"
        if self.running:
            os.killpg(self.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)
        self._signal(signal.SIGKILL)
        return self._process.returncode

    def __enter__(self) -> Self:
        return self if self.running else self.start()

    def __exit__(self, *_: object) -> None:
        self._signal(signal.SIGKILL)
        self._log.close()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def _signal(self, number: signal.Signals) -> None:
        """To the process and all it started."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            self._process.wait()
