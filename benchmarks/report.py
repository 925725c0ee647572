"""The table at the end of a run: figures, then ratios with what was aimed at; and the same in docs/benchmarks.md."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from benchmarks.centre import ROOT
from benchmarks.measure import Figure, Target

PAGE = ROOT / "docs" / "benchmarks.md"
DECIMALS = {"ms": 2, "bytes": 0, "requests": 0}


def table(found: Mapping[str, Figure], targets: Sequence[Target]) -> str:
    figures = [["figure", "median", "min – max", "what"]]
    figures += [_figure(each) for each in found.values()]
    ratios = [["ratio", "median", "min – max", "aim", ""]]
    ratios += [_ratio(each, found) for each in targets]
    return "\n".join([*_columns(figures), "", *_columns(ratios)])


def in_markdown(found: Mapping[str, Figure], targets: Sequence[Target]) -> str:
    """Each target with its figure, what that is beside, and the ratio round by round."""
    rows = [["", "Handrail", "Beside", "Ratio", "Rounds", "Aim", ""]]
    for target in targets:
        figure, other = found[target.figure], found.get(target.against or "")
        _, ratio, spread, aim, verdict = _ratio(target, found)
        beside = f"{other.what}: {_measured(other)}" if other else ""
        ratio = f"{ratio}{' as rates' if target.rate else ''} ({spread})" if spread else ratio
        rounds = str(len(figure.values))
        rows.append(
            [
                f"{figure.what} (`{figure.name}`)",
                _measured(figure),
                beside,
                ratio,
                rounds,
                aim,
                verdict.lower(),
            ]
        )
    return "\n".join(markdown(rows))


def markdown(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def write_between(name: str, text: str) -> None:
    """Put a table, with its day, between `<!-- name:begin -->` and `<!-- name:end -->` in docs/benchmarks.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(f"<!-- {name}:begin -->")
    _, after = rest.split(f"<!-- {name}:end -->")
    day = datetime.now(UTC).date().isoformat()
    new = f"{before}<!-- {name}:begin -->\nMeasured on {day}.\n\n{text}\n<!-- {name}:end -->{after}"
    PAGE.write_text(new, encoding="utf-8")


def _figure(figure: Figure) -> list[str]:
    return [figure.name, f"{_middle(figure)} {figure.unit}", _spread(figure), figure.what]


def _measured(figure: Figure) -> str:
    spread = _spread(figure)
    return f"{_middle(figure)} {figure.unit}" + (f" ({spread})" if spread else "")


def _middle(figure: Figure) -> str:
    return f"{figure.median:,.{DECIMALS[figure.unit]}f}"


def _spread(figure: Figure) -> str:
    digits, least, most = DECIMALS[figure.unit], min(figure.values), max(figure.values)
    return f"{least:,.{digits}f} – {most:,.{digits}f}" if most > least else ""


def _ratio(target: Target, found: Mapping[str, Figure]) -> list[str]:
    values = target.values(found)
    digits = 2 if target.against else DECIMALS[found[target.figure].unit]
    least, most = min(values), max(values)
    return [
        target.words,
        f"{statistics.median(values):,.{digits}f}{' ×' if target.against else ''}",
        f"{least:,.{digits}f} – {most:,.{digits}f}" if most > least else "",
        target.aim or "–",
        {True: "reached", False: "MISSED", None: ""}[target.reached(found)],
    ]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]
