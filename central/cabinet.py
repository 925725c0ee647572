"""Sealing what rests in the database: every scope has its own key, and the key file wraps those.

    sealed = nonce(12) ‖ AES-256-GCM(key, nonce, plain, aad)        aad = purpose ‖ NUL ‖ parts joined by NUL

Destroying one scope's row in `scope_keys` erases that person for good, backups of the database included once they age.
"""

import secrets
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from central.errors import DatabaseUnusable
from central.keyfile import KEY_BYTES
from central.store import Database
from central.store.tables import scope_keys

NONCE = 12


def seal(key: bytes, plain: bytes, purpose: str, *parts: str) -> bytes:
    """Seal `plain` so that it opens only for the same purpose and parts (ids, scopes)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(key).encrypt(nonce, plain, _aad(purpose, parts))


def open_sealed(key: bytes, sealed: bytes, purpose: str, *parts: str) -> bytes:
    """DatabaseUnusable if it was sealed under another key or for something else, or is damaged."""
    try:
        return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], _aad(purpose, parts))
    except (InvalidTag, ValueError):
        raise DatabaseUnusable(
            "Something in the database does not open with this key file.",
            do="Use the key file that belongs to this database, or restore both from their backups.",
            fields=[purpose],
            ids=parts,
        ) from None


class Cabinet:
    """The keys of scopes, made when first needed and remembered while the process lives."""

    def __init__(self, database: Database, wrap: bytes) -> None:
        self._database = database
        self._wrap = wrap
        self._known: dict[tuple[str, str], bytes] = {}

    def keys_for(self, org: str, scopes: Iterable[str]) -> dict[str, bytes]:
        """The key of each scope. Missing ones are made and committed first, in a transaction of their own."""
        wanted = set(scopes)
        if any((org, scope) not in self._known for scope in wanted):
            self._read(org)
        while missing := sorted(scope for scope in wanted if (org, scope) not in self._known):
            self._make(org, missing)
        return {scope: self._known[org, scope] for scope in wanted}

    def seal(self, key: bytes, org: str, id: str, deflated: bytes) -> bytes:
        return seal(key, deflated, "entry", org, id)

    def open(self, org: str, scope: str, id: str, sealed: bytes) -> bytes:
        """The authored bytes as they were deflated."""
        key = self._known.get((org, scope)) or self.keys_for(org, [scope])[scope]
        return open_sealed(key, sealed, "entry", org, id)

    def forget(self, org: str, scopes: Iterable[str]) -> None:
        """Their keys were destroyed."""
        for scope in scopes:
            self._known.pop((org, scope), None)

    def _read(self, org: str) -> None:
        with self._database.read() as connection:
            rows = connection.execute(
                select(scope_keys.c.scope, scope_keys.c.sealed_key).where(scope_keys.c.org_id == org)
            ).all()
        for scope, sealed in rows:
            if (org, scope) not in self._known:
                self._known[org, scope] = open_sealed(self._wrap, sealed, "scope-key", org, scope)

    def _make(self, org: str, scopes: Sequence[str]) -> None:
        """All in one transaction: each waits for the disk."""
        keys = {scope: secrets.token_bytes(KEY_BYTES) for scope in scopes}
        rows = [
            {"org_id": org, "scope": scope, "sealed_key": seal(self._wrap, key, "scope-key", org, scope)}
            for scope, key in keys.items()
        ]
        try:
            with self._database.write() as connection:
                connection.execute(insert(scope_keys), rows)
            self._known.update({(org, scope): key for scope, key in keys.items()})
        except IntegrityError:  # another process made one of them meanwhile
            self._read(org)


@lru_cache(maxsize=1024)
def _cipher(key: bytes) -> AESGCM:
    """Made once for a run of entries of the same people: making one costs as much as sealing an entry."""
    return AESGCM(key)


def _aad(purpose: str, parts: tuple[str, ...]) -> bytes:
    return "\0".join(("handrail/centre/v1", purpose, *parts)).encode()
