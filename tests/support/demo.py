"""`python main.py demo` as somebody runs it, in a folder of its own; what it prints is what a test goes by."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.support.app_process import ROOT

UP = "Ctrl-C ends it."
ADDRESS = re.compile(r"^\s*(Field|Base|Centre)\s+(http://127\.0\.0\.1:\d+)", re.MULTILINE)
PROFILE = re.compile(r"^\s*(Tablet \w · \d)\s+(\S+ \S+)\s+(\w+)\s+passphrase: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Profile:
    """Whom the demo says there is to unlock as."""

    label: str
    name: str
    role: str
    passphrase: str


class Demo:
    """Started with the context; ends with it, whatever happened. `seconds`: how long it took to come up."""

    def __init__(self, folder: Path, *words: str, timeout: float = 300):
        self._command = [sys.executable, "main.py", "demo", "--no-browser", "--data", str(folder), *words]
        self._timeout = timeout
        self._lines: list[str] = []
        self.seconds = 0.0

    def __enter__(self) -> Self:
        begun = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        while UP not in self.said:
            if self._process.poll() is not None or time.monotonic() - begun > self._timeout:
                self.__exit__()
                raise AssertionError(f"The demo did not come up:\n{self.said}")
            time.sleep(0.05)
        self.seconds = time.monotonic() - begun
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.interrupt()

    @property
    def said(self) -> str:
        return "".join(self._lines)

    @property
    def urls(self) -> dict[str, str]:
        """By "field", "base" and "centre"."""
        return {name.lower(): url for name, url in ADDRESS.findall(self.said)}

    @property
    def profiles(self) -> list[Profile]:
        return [Profile(*each) for each in PROFILE.findall(self.said)]

    def interrupt(self, timeout: float = 30) -> int:
        """Ctrl-C; the exit code. Killed when it does not listen."""
        self._process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout)
        self.kill()
        raise AssertionError("Ctrl-C did not end the demo")

    def kill(self) -> None:
        """The process alone, at once: it cannot tell its children."""
        self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.append(line)
