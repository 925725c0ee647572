"""The harness's documents as contacts, and back without loss: each field where a contact has its like.

The document's own kind, version, times and id are the entry's; its author and device are not (the entry has those of the
tablet it was recorded on), and are carried beside. A plan is no part of a contact: it travels as a newer version's field would.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.records import Hand
from models.entry import Clock, Entry, author, person_scope
from vault.store import Authored

KIND = "contact.recorded"
ALWAYS = {"kind": "care_contact", "schema": 1}
CHANNELS = {"01": "visit", "02": "phone", "09": "text", "98": "clinic"}
MODES = {channel: mode for mode, channel in CHANNELS.items()}
BETWEEN = " · "

Document = dict[str, Any]


def read_documents(path: Path) -> list[Document]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scope_of(person: str) -> str:
    """`p101001` → the scope whose id ends with that number."""
    return person_scope(f"{int(person[1:]):032}")


def people_in(documents: Iterable[Document]) -> list[str]:
    """Their scopes, each once, in order."""
    return sorted({scope_of(each["person_id"]) for each in documents})


def authored(document: Document, hand: Hand, salt: str) -> Authored:
    """The document as a contact of that hand."""
    at = datetime.fromisoformat(document["created_at"])
    entry_id = UUID(document["id"]).hex
    entry = Entry(
        id=entry_id,
        salt=salt,
        org=hand.org,
        kind=KIND,
        scope=scope_of(document["person_id"]),
        record=entry_id,
        author=hand.staff,
        device=hand.device,
        role_seen=hand.role_seen,
        occurred_at=at,
        recorded_at=at,
        clock=Clock(error_ms=0, holds=True),
        standard=hand.standard,
        body=_body(document),
    )
    return Authored(entry, author(entry))


def document_of(entry: Entry) -> Document:
    """The document that a contact was made of."""
    body = entry.body
    author, device = body["also_present"].split(" ")
    return {
        "id": str(UUID(entry.id)),
        "person_id": f"p{int(entry.scope.removeprefix('person:'))}",
        "author_id": author,
        "device_id": device,
        **ALWAYS,
        "created_at": entry.recorded_at.isoformat(timespec="milliseconds"),
        "channel": CHANNELS[body["mode"]],
        "risk": int(body["rationale"]),
        "consent": body["identity_confirmed"],
        "indicators": [_seen(each) for each in body["indicators"]],
        "actions": [_done(each) for each in body["actions"]],
        "plan": body["plan"],
        "note": body["what_changed"],
    }


def _body(document: Document) -> Document:
    at = document["created_at"].replace("+00:00", "Z")
    return {
        "started_at": at,
        "ended_at": at,
        "mode": MODES[document["channel"]],
        "attendance": "5",
        "with_whom": ["person"],
        "also_present": f"{document['author_id']} {document['device_id']}",
        "indicators": list(_indicators(document["indicators"])),
        "what_changed": document["note"],
        "actions": [_action(each) for each in document["actions"]],
        "decision": "no_step_up",
        "rationale": str(document["risk"]),
        "identity_confirmed": document["consent"],
        "plan": document["plan"],
    }


def _indicators(seen: Iterable[Document]) -> Iterator[Document]:
    """A contact names an indicator once: the second of a code is `SLP.2`."""
    count: dict[str, int] = {}
    for each in seen:
        code = each["code"]
        count[code] = number = count.get(code, 0) + 1
        unique = code if number == 1 else f"{code}.{number}"
        yield {"code": unique, "level": each["level"], "words": _joined(each["note"], each["since_days"])}


def _seen(each: Document) -> Document:
    note, days = each["words"].split(BETWEEN)
    code = each["code"].partition(".")[0]
    return {"code": code, "level": each["level"], "since_days": int(days), "note": note}


def _action(each: Document) -> Document:
    came_of_it = _joined(each["who"], each["due"], each["status"])
    return {"code": "practical_help_given", "detail": each["what"], "outcome": came_of_it}


def _done(each: Document) -> Document:
    who, due, status = each["outcome"].split(BETWEEN)
    return {"what": each["detail"], "who": who, "due": due, "status": status}


def _joined(*words: object) -> str:
    return BETWEEN.join(map(str, words))
