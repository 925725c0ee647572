"""Figures and ratios: what a run found, each one JSON line. Times are kept round by round, never thrown away for an average."""

import gc
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Unit = Literal["ms", "bytes", "requests"]
Contender = Callable[[int], Awaitable[float]]


@dataclass(frozen=True)
class Figure:
    """One thing measured, once a round. `what` says in words what was done; `name` finds it again in another run."""

    name: str
    what: str
    unit: Unit
    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def line(self) -> dict[str, Any]:
        return {
            "figure": self.name,
            "what": self.what,
            "unit": self.unit,
            "median": round(self.median, 4),
            "min": round(min(self.values), 4),
            "max": round(max(self.values), 4),
            "rounds": len(self.values),
        }


@dataclass(frozen=True)
class Target:
    """A bound on a figure's median, or with `against` on its ratio to another figure; `times` 1 over that ratio (a rate)."""

    figure: str
    most: float | None = None
    least: float | None = None
    against: str | None = None
    rate: bool = False

    def values(self, found: Mapping[str, Figure]) -> tuple[float, ...]:
        """Round by round, so that whatever slowed a whole round down slows both sides of its ratio."""
        ours = found[self.figure].values
        if self.against is None:
            return ours
        pairs = zip(ours, found[self.against].values, strict=True)
        return tuple(other / our if self.rate else our / other for our, other in pairs)

    def line(self, found: Mapping[str, Figure]) -> dict[str, Any]:
        values = self.values(found)
        return {
            "ratio" if self.against else "target": self.figure,
            **({"to": self.against, "of": "rates" if self.rate else "sizes"} if self.against else {}),
            "median": round(statistics.median(values), 4),
            "min": round(min(values), 4),
            "max": round(max(values), 4),
            "aim": self.aim,
            "reached": self.reached(found),
        }

    @property
    def aim(self) -> str | None:
        if self.least is not None:
            return f"≥ {self.least:g}"
        return None if self.most is None else f"≤ {self.most:g}"

    @property
    def words(self) -> str:
        if self.against is None:
            return self.figure
        return f"{self.figure} : {self.against}" + (" (as rates)" if self.rate else "")

    def reached(self, found: Mapping[str, Figure]) -> bool | None:
        value = statistics.median(self.values(found))
        if self.least is not None:
            return value >= self.least
        return None if self.most is None else value <= self.most


class Watch:
    """Milliseconds from entering to leaving. What others left behind is collected before, and what a run keeps is not walked."""

    ms: float = 0.0

    def __enter__(self) -> "Watch":
        gc.collect()
        gc.freeze()
        self._began = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.ms = (time.perf_counter() - self._began) * 1000
        gc.unfreeze()


async def in_turns(contenders: Mapping[str, Contender], rounds: int) -> dict[str, tuple[float, ...]]:
    """Every contender once a round, the order moved on by one each round. The first round warms up and is not kept."""
    names = list(contenders)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(-1, rounds):
        for name in _turned(names, number):
            value = await contenders[name](number)
            if number >= 0:
                found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def _turned(names: Sequence[str], by: int) -> list[str]:
    start = by % len(names)
    return [*names[start:], *names[:start]]


def say(line: Mapping[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)
