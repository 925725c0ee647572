"""Reads the cases: what was recorded, in short form, into the entries it stands for. README.md beside it says how to write them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.directory import Directory
from models.entry import FIXED_RECORDS, Entry
from tests.cases.lines import said, target_of
from tests.cases.made_up import (
    SCOPE,
    STAFF,
    TEAM,
    TEAM_SCOPE,
    background,
    directory,
    entry,
    id_of,
    moment,
    on_leave,
    organisation,
    published,
    scope_of,
)

HERE = Path(__file__).parent


@dataclass
class Case:
    """One story: what was recorded, and at each `then` which prompts stand. `scope`: of the person, or of the team."""

    name: str
    file: str
    rules: list[str]
    lines: list[dict[str, Any]]
    then: list[dict[str, Any]]
    without: tuple[str, ...] = ()
    delegated: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    leave: tuple[tuple[str, str], ...] = ()
    scope: str = SCOPE
    entries: list[Entry] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def directory(self) -> Directory:
        return directory(self.without, self.delegated, self.leave)


def cases() -> Iterator[Case]:
    for path in sorted(HERE.glob("*.toml")):
        document = tomllib.loads(path.read_text())
        for each in document["case"]:
            made = Case(each["name"], path.stem, document.get("rules", []), each["given"], each["then"])
            made.without = tuple(each.get("without", ()))
            made.delegated = tuple(
                (name, tuple((kind, role) for kind, roles in kinds.items() for role in roles))
                for name, kinds in each.get("delegated", {}).items()
            )
            made.leave = tuple(each.get("leave", {}).items())
            made.scope = TEAM_SCOPE if each.get("of_team") else SCOPE
            _write(made)
            yield made


def _write(case: Case) -> None:
    case.entries = written(case.lines, background(), case.scope)
    case.names = {id_of(name): name for name in (*_names(case.lines), "registered", "main worker")}


def written(lines: list[dict[str, Any]], before: list[Entry], scope: str = SCOPE) -> list[Entry]:
    """The entries before, and those the lines stand for: in `scope`, where a line says nothing else."""
    entries = list(before)
    for name, line in zip(_names(lines), lines, strict=True):
        entries.append(_entry(name, line, entries, scope))
    return entries


def _names(lines: list[dict[str, Any]]) -> list[str]:
    return [line.get("is", f"line {number + 1}") for number, line in enumerate(lines)]


def _entry(name: str, line: dict[str, Any], before: list[Entry], usual: str) -> Entry:
    kind, body, record = said(line, before)
    record = record or FIXED_RECORDS.get(kind)
    rest: dict[str, Any] = {}
    if "recorded" in line:
        rest["recorded_at"] = moment(line["recorded"])
    if "under" in line:
        rest["standard"] = line["under"]
    if "clock_wrong_by_minutes" in line:
        rest["clock"] = {
            "error_ms": line["clock_wrong_by_minutes"] * 60_000,
            "holds": line.get("clock_holds", True),
        }
    scope = _scope(line, before, usual)
    here = [each for each in before if each.scope == scope]
    follows = tuple(id_of(each) for each in line["follows"]) if "follows" in line else _latest(record, here)
    by = line.get("by", "worker")
    return entry(name, kind, body, line["at"], by, scope=scope, record=record, follows=follows, **rest)


def _scope(line: dict[str, Any], before: list[Entry], usual: str) -> str:
    """Where the line was recorded; a correction lies where its target does."""
    target = next((line[word] for word in ("amends", "voids", "confirms") if word in line), None)
    if target:
        return target_of(target, before).scope
    return scope_of(line["of_person"]) if "of_person" in line else usual


def _latest(record: str | None, before: list[Entry]) -> tuple[str, ...]:
    same = [each for each in before if each.record == record]
    followed = {id for each in same for id in each.follows}
    return tuple(each.id for each in same if each.id not in followed)


__all__ = [
    "SCOPE",
    "STAFF",
    "TEAM",
    "TEAM_SCOPE",
    "Case",
    "background",
    "cases",
    "directory",
    "entry",
    "id_of",
    "moment",
    "on_leave",
    "organisation",
    "published",
    "scope_of",
    "written",
]
