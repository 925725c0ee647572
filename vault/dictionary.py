"""Deflate and inflate with preset dictionary v1 (docs/sealed-entry.md). Inflating stops at a limit given beforehand."""

import hashlib
import zlib
from functools import cache
from pathlib import Path

RAW = -15  # raw DEFLATE, a window of 32 KiB, no frame
# Level, window and memory. While somebody waits for a save: three quarters of the time, 3 % more bytes.
QUICK = (3, -13, 7)
# For a page, which is made once and sent over a slow line.
DENSE = (6, RAW, 8)
DIGEST = "4a03b82f98cd0316a365f3acc761b117818327342103cfe713aa1a08b416086d"


class NotInflated(ValueError):
    """The bytes are not one finished DEFLATE stream of at most the limit."""


def deflate(plain: bytes, effort: tuple[int, int, int] = QUICK) -> bytes:
    packer = _primed(*effort).copy()
    return packer.compress(plain) + packer.flush()


def inflate(packed: bytes, limit: int) -> bytes:
    """At most `limit` bytes of plain. NotInflated for anything else, without ever holding more than the limit."""
    unpacker = zlib.decompressobj(RAW, zdict=DICTIONARY)
    try:
        plain = unpacker.decompress(packed, limit + 1)
    except zlib.error:
        raise NotInflated("not a DEFLATE stream") from None
    if len(plain) > limit:
        raise NotInflated("more than the limit")
    if not unpacker.eof:
        raise NotInflated("the stream does not end")
    if unpacker.unused_data:
        raise NotInflated("bytes after the end of the stream")
    return plain


@cache
def _primed(level: int, window: int, memory: int) -> "zlib._Compress":  # pyright: ignore[reportPrivateUsage]
    """A compressor that has read the dictionary already: copying it takes half the time of making one."""
    return zlib.compressobj(level, wbits=window, memLevel=memory, zdict=DICTIONARY)


def _load() -> bytes:
    content = Path(__file__).with_name("dictionary-v1.bin").read_bytes()
    if hashlib.sha256(content).hexdigest() != DIGEST:
        raise RuntimeError("vault/dictionary-v1.bin is not the one this version was made with")
    return content


DICTIONARY = _load()
