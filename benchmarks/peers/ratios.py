"""What the harness found of everybody, run by run, and ours beside it as ratios with what was aimed at."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.report import markdown

OURS, POUCH, CIPHER = "handrail", "pouchdb", "sqlcipher"
LOCAL = "new:Store"  # what the harness's `local.py` calls a store that was added
Row = Mapping[str, Any]
How = Literal["times as fast", "share", "count"]


@dataclass(frozen=True)
class Found:
    """Every line that was not a summary, by what was done: `lan/1000/push`, `local`."""

    rows: Sequence[Row]

    def of(self, peer: str, done: str) -> dict[int, Row]:
        """That peer's runs of it that came to an end, by number."""
        chosen = (
            row for row in self.rows if row["peer"] == peer and row.get("profile", row["bench"]) == done
        )
        return {row["run"]: row for row in chosen if row.get("ok", not row.get("failed"))}

    def tried(self, peer: str, done: str) -> int:
        return sum(
            row["peer"] == peer and row.get("profile", row["bench"]) == done and row["bench"] != "sync-server"
            for row in self.rows
        )


@dataclass(frozen=True)
class Aim:
    """One line of the table. `figure` of ours `beside` another's, or by itself; a ratio is taken within each run."""

    what: str
    done: str
    figure: str
    how: How
    least: float | None = None
    most: float | None = None
    ours: str = OURS
    beside: tuple[str, str] | None = None

    def values(self, found: Found) -> list[float]:
        mine = found.of(self.ours, self.done)
        if self.beside is None:
            return [row[self.figure] for row in mine.values()]
        others = found.of(*self.beside)
        pairs = [(mine[run][self.figure], others[run][self.figure]) for run in mine.keys() & others.keys()]
        return [other / our if self.how == "times as fast" else our / other for our, other in pairs]

    def line(self, found: Found) -> list[str]:
        values = self.values(found)
        there = [row[self.figure] for row in found.of(*self.beside).values()] if self.beside else []
        mine = [row[self.figure] for row in found.of(self.ours, self.done).values()]
        return [
            self.what,
            _spread(mine),
            f"{self.beside[0]}: {_spread(there)}" if self.beside else "",
            _spread(values) + (" ×" if self.beside and values else ""),
            str(len(values)),
            f"≥ {self.least:g}"
            if self.least is not None
            else f"≤ {self.most:g}"
            if self.most is not None
            else "–",
            self._verdict(values),
        ]

    def _verdict(self, values: Sequence[float]) -> str:
        if self.least is None and self.most is None:
            return ""
        if not values:
            return "not measured"
        value = statistics.median(values)
        reached = value >= self.least if self.least is not None else value <= (self.most or 0)
        return "reached" if reached else "missed"


def _beside(done: str, peer: str = POUCH) -> tuple[str, str]:
    return peer, done


def _link(what: str, done: str, least: float) -> Aim:
    return Aim(what, done, "wall_s", "times as fast", least=least, beside=_beside(done))


def _cut(profile: str, way: str, most: float) -> Aim:
    uncut = (OURS, f"lan/1000/{way}")
    what = f"{way} 1,000, {profile}, bytes: beside ours uncut"
    return Aim(what, f"{profile}/1000/{way}", "wire_bytes", "share", most=most, beside=uncut)


PUSH, PULL = "lan/1000/push", "lan/1000/pull"
AIMS = (
    _link("push 1,000, LAN, s", PUSH, 5),
    Aim("… bytes both ways", PUSH, "wire_bytes", "share", most=0.45, beside=_beside(PUSH)),
    Aim("… requests", PUSH, "http_requests", "count", most=4),
    _link("pull 1,000, LAN, s", PULL, 5),
    Aim("… bytes both ways", PULL, "wire_bytes", "share", most=0.8, beside=_beside(PULL)),
    Aim("… requests", PULL, "http_requests", "count"),
    _link("push 1,000, 100 ms and 1 Mbit/s, s", "slow/1000/push", 3.4),
    _link("pull 1,000, 100 ms and 1 Mbit/s, s", "slow/1000/pull", 3),
    _cut("cut256", "push", 1.3),
    _cut("cut256", "pull", 1.3),
    _cut("cut64", "push", 1.5),
    _cut("cut64", "pull", 1.5),
    Aim("latest 50 of a person, ms", "local", "latest50_ms", "share", ours=LOCAL, beside=(CIPHER, "local")),
    Aim(
        "file, 10,000 documents, MB",
        "local",
        "file_mb",
        "share",
        most=0.6,
        ours=LOCAL,
        beside=(CIPHER, "local"),
    ),
    Aim(
        "one document saved, a second", "local", "single_per_s", "share", ours=LOCAL, beside=(CIPHER, "local")
    ),
    Aim("open with its KDF, s", "local", "open_s", "share", ours=LOCAL, beside=(CIPHER, "local")),
)
LOSSY = ("cut256", "cut64", "slowcut256")


def table(found: Found) -> str:
    """In Markdown: the ratios, then who came to an end over a line that is cut, and with everything there."""
    aims = [["", "Handrail", "Beside", "Ratio", "Runs", "Aim", ""], *(aim.line(found) for aim in AIMS)]
    ends = [
        ["Over a line that is cut", "Push came to an end", "Pull came to an end", "… with everything there"]
    ]
    for profile in LOSSY:
        ends += [line for peer in (OURS, POUCH) if (line := _ended(found, peer, profile))]
    return "\n".join([*markdown(aims), "", *markdown(ends)])


def _ended(found: Found, peer: str, profile: str) -> list[str]:
    push, pull = f"{profile}/1000/push", f"{profile}/1000/pull"
    if not found.tried(peer, push):
        return []
    pulled = found.of(peer, pull)
    whole = sum(bool(row.get("verified")) for row in pulled.values())
    return [
        f"{peer}, {profile}",
        f"{len(found.of(peer, push))} of {found.tried(peer, push)}",
        f"{len(pulled)} of {found.tried(peer, pull)}",
        f"{whole} of {found.tried(peer, pull)}",
    ]


def _spread(values: Sequence[float]) -> str:
    """The median, with the least and the most."""
    if not values:
        return "–"
    middle = short(statistics.median(values))
    least, most = short(min(values)), short(max(values))
    return middle if least == most else f"{middle} ({least}–{most})"


def short(value: float) -> str:
    """Three figures that count; whole numbers with their thousands apart."""
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"
