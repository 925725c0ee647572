"""Small files that are whole or not there: written beside, made durable, renamed. Readable by their owner alone.

A file that nothing else could bring back is kept twice: `name`, and `name.copy`, which begins with a check of what follows. A
copy whose check stands is the truth; so one damaged byte anywhere in the two harms nothing, and is put right when it is read.
"""

import errno
import hashlib
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from models.errors import StorageFailed

FULL = {errno.ENOSPC, errno.EDQUOT}
MOST_BYTES = 1 << 20  # of a small file
READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
COPY = ".copy"
CHECK_BYTES = 8


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path` by `content` at one instant; after a power cut it holds the old bytes or the new. StorageFailed."""
    beside = path.with_name(path.name + ".new")
    with storage_errors():
        try:
            _write_durably(beside, content)
            beside.replace(path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
        sync_folder(path.parent)


def read_whole(path: Path) -> bytes:
    """StorageFailed when it cannot be read, is not there, or is larger than any small file of ours."""
    with storage_errors(), path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise StorageFailed(fields=["file"])
    return content


def write_twice(path: Path, content: bytes) -> None:
    """As `write_whole`, with a copy. The copy comes first: from then on it is what is read."""
    write_whole(_copy_of(path), _check(content) + content)
    write_whole(path, content)


def read_twice(path: Path, stands: Callable[[bytes], bool]) -> bytes:
    """What was last written, from whichever of the two is whole; the other is put right.

    `stands` judges a file whose copy is missing or damaged. StorageFailed when neither is there.
    """
    whole = _checked_copy(path)
    if whole is None:
        found = read_whole(path)
        if stands(found):
            _put_right(_copy_of(path), _check(found) + found)
        return found
    with suppress(OSError):
        if path.stat().st_size == len(whole) and path.read_bytes() == whole:
            return whole
    _put_right(path, whole)
    return whole


def destroy(path: Path) -> None:
    """Write over a small file, then remove it for good; one that is not there is done already. StorageFailed.

    Writing over is the best a program can do: storage that wears evenly may keep the old bytes somewhere.
    """
    with storage_errors():
        with suppress(OSError):  # removing it matters more, and needs no space
            size = path.stat().st_size
            _write_over(path, os.urandom(size))
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make `path` and what is above it, for their owner alone; keep a folder that is there."""
    with storage_errors():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def create_private(path: Path) -> None:
    """A new empty file, 0600. FileExistsError is a StorageFailed too: nothing is ever written over."""
    with storage_errors():
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def sync_file(path: Path) -> None:
    """Make what was written to `path` durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable. Windows has no such thing and renames durably by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def storage_errors() -> Generator[None]:
    """Every OSError inside becomes a StorageFailed."""
    try:
        yield
    except OSError as error:
        raise storage_failed(error.errno) from error


def storage_failed(number: int | None) -> StorageFailed:
    if number in FULL:
        return StorageFailed("This tablet's storage is full.", fields=["full"])
    if number in READ_ONLY:
        return StorageFailed(
            "This tablet's storage cannot be written to.",
            do="Keep this screen open, ring your IT lead, then save again.",
            fields=["read_only"],
        )
    return StorageFailed(fields=["file"])


def _copy_of(path: Path) -> Path:
    return path.with_name(path.name + COPY)


def _put_right(path: Path, content: bytes) -> None:
    with suppress(StorageFailed):  # a full disk must not keep anybody from reading
        write_whole(path, content)


def _check(content: bytes) -> bytes:
    return hashlib.sha256(b"handrail/copy/v1\0" + content).digest()[:CHECK_BYTES]


def _checked_copy(path: Path) -> bytes | None:
    try:
        with _copy_of(path).open("rb") as file:
            found = file.read(CHECK_BYTES + MOST_BYTES + 1)
    except OSError:
        return None
    check, content = found[:CHECK_BYTES], found[CHECK_BYTES:]
    return content if _check(content) == check else None


def _write_over(path: Path, content: bytes) -> None:
    with path.open("r+b") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _write_durably(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
