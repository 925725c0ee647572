"""A disk of its own for a test: small, so that it fills, or turned read-only."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(folder: Path, *options: str) -> Generator[None]:
    """A memory disk at `folder`, for example `mounted(path, "size=600k")`. Skips, loudly, without the right to mount one."""
    words = ["-o", ",".join(options)] if options else []
    done = subprocess.run(
        ["mount", "-t", "tmpfs", *words, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no right to mount a disk: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """From now on nothing on the disk mounted there can be written."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left there; the file that took it."""
    path = folder / "photos"
    size = 1 << 16
    with path.open("wb", buffering=0) as file:
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
    return path
