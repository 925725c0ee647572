"""Fictional entries for tests of models: ids by number, one organisation, times as "2026-11-05 14:32" in UTC."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.entry import Clock, Entry
from models.standard import SHIPPED_VERSION, Standard, load

SHIPPED = Path(__file__).parents[2] / f"assets/standard/{SHIPPED_VERSION}.json"
ORG, DEVICE = f"{1:032x}", f"{2:032x}"


def ident(number: int) -> str:
    return f"{number:032x}"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def document() -> dict[str, Any]:
    """The shipped standard as it is written, free to be changed by a test."""
    return json.loads(SHIPPED.read_bytes())


def shipped() -> Standard:
    return load(SHIPPED.read_bytes())


def made(
    number: int,
    kind: str,
    body: dict[str, Any],
    at: str = "2026-11-02 09:00",
    *,
    record: str | None = None,
    scope: str = "org",
    follows: tuple[int, ...] = (),
    author: int = 10,
    role_seen: int | None = None,
    clock: Clock | None = None,
    recorded_at: str | None = None,
) -> Entry:
    return Entry(
        id=ident(number),
        salt=ident(number + 10**6),
        org=ORG,
        kind=kind,
        scope=scope,
        record=record or ident(number),
        follows=tuple(ident(parent) for parent in follows),
        author=ident(author),
        device=DEVICE,
        role_seen=None if role_seen is None else ident(role_seen),
        occurred_at=utc(at),
        recorded_at=utc(recorded_at or at),
        clock=clock or Clock(error_ms=0, holds=True),
        standard="2026-12",
        body=body,
    )
