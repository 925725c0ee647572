"""`python main.py demo`: a centre and two installations of the app on this machine's loopback, with the fictional team.

Everything lies in one folder of its own (`.demo`), never in a real data folder. It is seeded when missing or a day old, and
used again otherwise. Ctrl-C ends all of it; on Linux so does the death of this process, however it dies.
"""

import argparse
import asyncio
import contextlib
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from central.demo import team
from central.demo.seed import seed
from vault.profiles import Profiles

ROOT = Path(__file__).resolve().parents[2]
MARKER = "fictional.json"  # its presence says that a folder is the demo's own, and may be thrown away
EDITION = 3  # raise it when what is seeded changes
STALE = timedelta(days=1)
PORTS = {"centre": 8700, "field": 8701, "base": 8702}
READY_WITHIN = 30.0  # seconds
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


@dataclass
class Part:
    """One process of the demo. `ready_at` is the address that answers once it is up."""

    name: str
    command: list[str]
    url: str
    ready_at: str
    process: subprocess.Popen[bytes] | None = None


def run(words: Sequence[str]) -> int:
    """Seed if needed, start, print where and how, wait for Ctrl-C. 2 when the folder is not the demo's to use."""
    options = _options(words)
    folder = Path(options.data)
    if not _ours(folder):
        print(
            f"{folder} holds something that is not the demo's. Name another folder with --data.",
            file=sys.stderr,
        )
        return 2
    for each in (signal.SIGINT, signal.SIGTERM):  # a shell in the background leaves Ctrl-C ignored
        signal.signal(each, _as_interrupt)
    ports = {name: free_port(wanted) for name, wanted in PORTS.items()}
    parts: list[Part] = []
    try:
        _make_ready(folder, f"http://127.0.0.1:{ports['centre']}")
        parts = _parts(folder, ports)
        for part in parts:
            part.process = _start(part, folder)
        for part in parts:
            _wait_until_ready(part)
        _say(parts)
        _open_browser(parts, wanted=not options.no_browser)
        return _watch(parts)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(parts)


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="main.py demo", description="A fictional team on this machine.")
    parser.add_argument(
        "--data", default=str(ROOT / ".demo"), help="the demo's own folder (default: %(default)s)"
    )
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    return parser.parse_args(list(words))


# The folder


def _ours(folder: Path) -> bool:
    return not folder.exists() or (folder / MARKER).exists() or not any(folder.iterdir())


def _make_ready(folder: Path, address: str) -> None:
    now = datetime.now(UTC)
    if not _fresh(folder, now):
        print("Making up a team and its year …", flush=True)
        _begin_again(folder)
        asyncio.run(seed(folder, now, address))
        _mark(folder, now)
    for tablet in ("field", "base"):
        for profile in Profiles(folder / tablet).list():
            profile.update(profile.card.model_copy(update={"centre_url": address}))


def _fresh(folder: Path, now: datetime) -> bool:
    try:
        marker = json.loads((folder / MARKER).read_text())
        seeded_at = datetime.fromisoformat(marker["seeded_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return marker.get("edition") == EDITION and timedelta() <= now - seeded_at < STALE


def _begin_again(folder: Path) -> None:
    """Mark the folder as the demo's before anything is in it, so that a seeding cut short can be thrown away."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER).write_text("{}")


def _mark(folder: Path, now: datetime) -> None:
    (folder / MARKER).write_text(json.dumps({"edition": EDITION, "seeded_at": now.isoformat()}))


# The processes


def _parts(folder: Path, ports: dict[str, int]) -> list[Part]:
    main = [sys.executable, str(ROOT / "main.py")]
    centre = f"http://127.0.0.1:{ports['centre']}"
    store = ["--data", str(folder / "centre"), "--keys", str(folder / "keys" / "handrail.key")]
    parts = [
        Part(
            "centre",
            [*main, "central", *store, "serve", "--port", str(ports["centre"])],
            centre,
            centre + "/health",
        )
    ]
    for tablet in ("field", "base"):
        words = ["--data", str(folder / tablet), "--port", str(ports[tablet]), "--no-browser", "--fictional"]
        url = f"http://127.0.0.1:{ports[tablet]}"
        parts.append(Part(tablet, [*main, *words], url, url))
    return parts


def free_port(wanted: int) -> int:
    """The port wanted, else one that is free."""
    for port in (wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise OSError("no free port on 127.0.0.1")


def _start(part: Part, folder: Path) -> subprocess.Popen[bytes]:
    log = (folder / f"{part.name}.log").open("wb")
    with log:
        return subprocess.Popen(
            part.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_dies_with_parent(),
        )


def _dies_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(DIE_WITH_PARENT, signal.SIGKILL)


def _wait_until_ready(part: Part) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if part.process is None or part.process.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(part.ready_at, timeout=2):
            return
        time.sleep(0.1)
    raise SystemExit(
        f"The {part.name} did not start. What it said is in {part.name}.log in the demo's folder."
    )


def _watch(parts: Sequence[Part]) -> int:
    while True:
        for part in parts:
            if part.process is not None and part.process.poll() is not None:
                print(
                    f"The {part.name} has ended by itself. What it said is in {part.name}.log.",
                    file=sys.stderr,
                )
                return 1
        time.sleep(0.5)


def _stop(parts: Sequence[Part]) -> None:
    """Ask all, then wait; who does not listen is killed. Saved means saved, so that harms nothing."""
    running = [part.process for part in parts if part.process is not None]
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    for process in running:
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _as_interrupt(signal_number: int, frame: object) -> None:
    raise KeyboardInterrupt


# What is said


def _say(parts: Sequence[Part]) -> None:
    urls = {part.name: part.url for part in parts}
    print()
    print("Handrail is up, with a fictional team. Nobody in it exists.")
    for place, url in (("field", urls["field"]), ("base", urls["base"])):
        print(f"\n  {place.capitalize():6} {url}")
        there = [each for each in team.STAFF if each.tablet == place]
        for number, colleague in enumerate(there, 1):
            label = f"Tablet {'AB'[place == 'base']} · {number}"
            print(
                f"    {label:14} {colleague.name:18} {colleague.role:14} passphrase: {colleague.passphrase}"
            )
    print(f"\n  Centre {urls['centre']}  (its health is at /health)")
    print("\nCtrl-C ends it.", flush=True)


def _open_browser(parts: Sequence[Part], *, wanted: bool) -> None:
    has_display = (
        sys.platform in {"darwin", "win32"} or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    )
    if wanted and has_display:
        webbrowser.open(next(part.url for part in parts if part.name == "field"))
