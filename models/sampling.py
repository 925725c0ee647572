"""A random sample that anybody can draw again: of some ids, by the id of the audit's own entry, which nobody chose.

They stand in the order of SHA-256("handrail/sample/v1" ‖ 0 ‖ the audit's id ‖ theirs), and the first so many are taken.
"""

import hashlib
from collections.abc import Iterable

HOW = "By this audit's own number: the first {most} of {of} in the order of the SHA-256 of its number with theirs."


def drawn(audit: str, ids: Iterable[str], most: int) -> tuple[str, ...]:
    """At most `most` of the ids (32 hexadecimal digits each), in the order they were drawn in."""

    def place(id: str) -> bytes:
        seed = b"handrail/sample/v1\0" + bytes.fromhex(audit) + bytes.fromhex(id)
        return hashlib.sha256(seed).digest()

    return tuple(sorted(set(ids), key=place)[: max(most, 0)])


def drawn_words(most: int, of: int) -> str:
    """How it was drawn, for the record."""
    return HOW.format(most=most, of=of)
