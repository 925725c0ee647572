"""Sealing what rests in the database: every scope has its own key, and the key file wraps those.

    sealed = nonce(12) ‖ AES-256-GCM(key, nonce, plain, aad)        aad = purpose ‖ NUL ‖ parts joined by NUL

Destroying one scope's row in `scope_keys` erases that person for good, backups of the database included once they age.
"""

import secrets
from collections.abc import Iterable

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
    return nonce + AESGCM(key).encrypt(nonce, plain, _aad(purpose, parts))


def open_sealed(key: bytes, sealed: bytes, purpose: str, *parts: str) -> bytes:
    """DatabaseUnusable if it was sealed under another key or for something else, or is damaged."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], _aad(purpose, parts))
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
        missing = {scope for scope in wanted if (org, scope) not in self._known}
        if missing:
            self._read(org)
        for scope in sorted(missing):
            if (org, scope) not in self._known:
                self._make(org, scope)
        return {scope: self._known[org, scope] for scope in wanted}

    def seal(self, key: bytes, org: str, id: str, deflated: bytes) -> bytes:
        return seal(key, deflated, "entry", org, id)

    def open(self, org: str, scope: str, id: str, sealed: bytes) -> bytes:
        """The authored bytes as they were deflated."""
        return open_sealed(self.keys_for(org, [scope])[scope], sealed, "entry", org, id)

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

    def _make(self, org: str, scope: str) -> None:
        key = secrets.token_bytes(KEY_BYTES)
        row = {"org_id": org, "scope": scope, "sealed_key": seal(self._wrap, key, "scope-key", org, scope)}
        try:
            with self._database.write() as connection:
                connection.execute(insert(scope_keys).values(row))
            self._known[org, scope] = key
        except IntegrityError:  # another process made it meanwhile
            self._read(org)


def _aad(purpose: str, parts: tuple[str, ...]) -> bytes:
    return "\0".join(("handrail/centre/v1", purpose, *parts)).encode()
