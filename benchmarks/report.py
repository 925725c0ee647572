"""The table at the end of a run: figures, then ratios with what was aimed at."""

import statistics
from collections.abc import Mapping, Sequence

from benchmarks.measure import Figure, Target

DECIMALS = {"ms": 2, "bytes": 0, "requests": 0}


def table(found: Mapping[str, Figure], targets: Sequence[Target]) -> str:
    figures = [["figure", "median", "min – max", "what"]]
    figures += [_figure(each) for each in found.values()]
    ratios = [["ratio", "median", "min – max", "aim", ""]]
    ratios += [_ratio(each, found) for each in targets]
    return "\n".join([*_columns(figures), "", *_columns(ratios)])


def _figure(figure: Figure) -> list[str]:
    digits = DECIMALS[figure.unit]
    least, most = min(figure.values), max(figure.values)
    spread = f"{least:,.{digits}f} – {most:,.{digits}f}" if most > least else ""
    return [figure.name, f"{figure.median:,.{digits}f} {figure.unit}", spread, figure.what]


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
