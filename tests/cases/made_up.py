"""The made-up team and person every case is about, under the shipped standard; and how an entry of theirs is made."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from models.directory import Directory
from models.entry import FIXED_RECORDS, Entry
from models.standard import load
from models.times import LONDON

STANDARD = Path(__file__).parents[2] / "assets" / "standard" / "2026-11.json"
TEAM, PERSON, LONG_AGO = "team", "person", "2025-01-01 09:00"
STAFF = {
    "worker": ("Wendy Fictional", "worker"),
    "cover": ("Colin Fictional", "worker"),
    "manager": ("Mona Fictional", "manager"),
    "senior": ("Sam Fictional", "senior"),
    "far senior": ("Faye Fictional", "senior"),
    "administrator": ("Ada Fictional", "administrator"),
}


def id_of(name: str) -> str:
    """The entry id that a case's name for it stands for."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def moment(text: str) -> datetime:
    """ "2026-11-02 10:00", a London time; "2026-10-25 01:30 GMT" in the hour that happens twice."""
    clock = text.removesuffix(" GMT")
    return datetime.fromisoformat(clock).replace(tzinfo=LONDON, fold=int(clock != text)).astimezone(UTC)


def scope_of(person: str) -> str:
    """The scope of the record that a case's name for a person stands for."""
    return f"person:{id_of(person)}"


SCOPE = scope_of(PERSON)
TEAM_SCOPE = f"team:{id_of(TEAM)}"


def entry(
    name: str,
    kind: str,
    body: dict[str, Any],
    at: str | datetime,
    by: str = "manager",
    *,
    scope: str = SCOPE,
    record: str | None = None,
    follows: tuple[str, ...] = (),
    **rest: Any,
) -> Entry:
    """An entry with the defaults every test can live with: a clock that holds, the shipped standard."""
    occurred_at = moment(at) if isinstance(at, str) else at
    made = {
        "id": id_of(name),
        "salt": id_of("salt"),
        "org": id_of("org"),
        "kind": kind,
        "scope": scope,
        "record": record or FIXED_RECORDS.get(kind) or id_of(name),
        "follows": follows,
        "author": id_of(by),
        "device": id_of("device of " + by),
        "occurred_at": occurred_at,
        "recorded_at": occurred_at,
        "clock": {"error_ms": 0, "holds": True},
        "standard": "2026-11",
        "body": body,
    }
    return Entry.model_validate_json(json.dumps(made | rest, default=lambda at: at.isoformat()))


def published(name: str, effective: str, **changes: Any) -> Entry:
    """The shipped standard, published under a name. `changes` are its keys and their values (`rules__t2__count=4`)."""
    document = json.loads(STANDARD.read_text()) | ({} if name == "2026-11" else {"version": name})
    for key, value in changes.items():
        *path, last = key.split("__")
        section = document
        for part in path:
            section = section[part]
        section[last] = value
    load(document)
    body = {"version": name, "effective_at": moment(effective).isoformat(), "document": document}
    return entry(
        f"standard {name}",
        "standard.published",
        body,
        effective,
        "administrator",
        scope="org",
        record="standard",
    )


def organisation(without: Iterable[str] = (), **changes: Any) -> list[Entry]:
    """A team of a worker, someone who covers, a manager, a senior and an administrator, under the shipped standard.

    A senior of another team is theirs only where nobody else is. `without` are those who left before any case.
    """
    team = {"name": "Fictional team", "duty_phone": "01632 960999"}
    entries = [
        published("2026-11", LONG_AGO, **changes),
        entry("team", "team.created", team, LONG_AGO, "administrator", scope="org", record=id_of(TEAM)),
    ]
    for who, (name, role) in STAFF.items():
        body = {"name": name, "role": role, "teams": [id_of("other team" if who == "far senior" else TEAM)]}
        entries.append(
            entry(
                f"{who} joined",
                "staff.joined",
                body,
                LONG_AGO,
                "administrator",
                scope="org",
                record=id_of(who),
            )
        )
    return entries + [_left(who) for who in without]


def _left(who: str) -> Entry:
    """They left the day after they joined: the team is without them."""
    return entry(
        f"{who} left",
        "staff.left",
        {"left_on": "2025-01-02"},
        LONG_AGO,
        "administrator",
        scope="org",
        record=id_of(who),
        follows=(id_of(f"{who} joined"),),
    )


def on_leave(who: str, days: str) -> Entry:
    """ "2026-11-20 to 2026-11-30", both days included; "2026-11-20" alone has no end yet."""
    begins, _, ends = days.partition(" to ")
    body = {"staff": id_of(who), "from_on": begins, "until_on": ends or None}
    return entry(f"{who} on leave", "staff.leave_set", body, LONG_AGO, "administrator", scope="org")


@cache
def directory(
    without: tuple[str, ...] = (),
    delegated: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (),
    leave: tuple[tuple[str, str], ...] = (),
) -> Directory:
    """`delegated`: by the name of a standard published for the case, pairs of a kind and the role it is given to."""
    more = [published(name, LONG_AGO, delegated=_by_kind(pairs)) for name, pairs in delegated]
    return Directory.fold([*organisation(without), *more, *(on_leave(*each) for each in leave)])


def _by_kind(pairs: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    return {kind: [role for other, role in pairs if other == kind] for kind, _ in pairs}


def background() -> list[Entry]:
    """The person: registered by a manager, with a main worker."""
    details = {
        "name": "Fictional Person",
        "born_on": "1980-02-29",
        "team": id_of(TEAM),
        "nhs_number": "9990000018",
    }
    main = {"staff": id_of("worker"), "part": "main", "from_on": "2026-01-01"}
    return [
        entry("registered", "person.registered", details, "2026-10-05 09:00"),
        entry("main worker", "caseload.assigned", main, "2026-10-05 09:00"),
    ]
