"""`python -m benchmarks`: JSON lines as they are found, then one table. `--quick` only shows that everything runs."""

import argparse
import asyncio
import logging
import os
import platform
import sqlite3
import sys
import tempfile
from pathlib import Path

import sqlcipher3.dbapi2

from benchmarks import opening, saving, syncing
from benchmarks.centre import ROOT, Base, serving
from benchmarks.measure import Figure, say
from benchmarks.report import in_markdown, table, write_between

PARTS = ("saving", "opening", "syncing")
SIZES = {
    "rounds": (7, 1, "rounds that are kept, after one that is not"),
    "people": (50, 5, "people in the caseload"),
    "saves": (150, 5, "saves a round"),
    "entries": (10_000, 60, "entries in the vault that is opened"),
    "batch": (1_000, 25, "entries pushed and pulled a round"),
}


def main(words: list[str]) -> int:
    options = _options(words)
    logging.getLogger("handrail").setLevel(logging.ERROR)
    options.work.mkdir(parents=True, exist_ok=True)
    say(_about(options))
    with tempfile.TemporaryDirectory(dir=options.work, prefix="bench-") as folder:
        found = asyncio.run(_run(Path(folder), options))
    targets = [
        target for each in (saving, opening, syncing) for target in each.TARGETS if target.figure in found
    ]
    for target in targets:
        say(target.line(found))
    print()
    print(table(found, targets))
    if options.write:
        write_between("bench", in_markdown(found, targets))
    return 0


async def _run(folder: Path, options: argparse.Namespace) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    with serving(folder / "base", options.people) as base:
        for part in options.only:
            (folder / part).mkdir()
            for figure in await _measured(part, folder / part, base, options):
                say(figure.line())
                found[figure.name] = figure
    return found


async def _measured(part: str, folder: Path, base: Base, options: argparse.Namespace) -> list[Figure]:
    rounds = options.rounds
    match part:
        case "saving":
            return await saving.measure(folder, base, rounds=rounds, saves=options.saves)
        case "opening":
            return await opening.measure(folder, base, rounds=rounds, entries=options.entries)
        case _:
            return await syncing.measure(folder, base, rounds=rounds, entries=options.batch)


def _about(options: argparse.Namespace) -> dict[str, object]:
    """What the figures depend on, without saying whose machine it is."""
    return {
        "run": "handrail benchmarks",
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "sqlite": sqlite3.sqlite_version,
        "sqlcipher_sqlite": sqlcipher3.dbapi2.sqlite_version,
        **{name: getattr(options, name) for name in SIZES},
    }


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    for name, (usual, quick, what) in SIZES.items():
        parser.add_argument(f"--{name}", type=int, help=f"{what} (default: {usual}, with --quick {quick})")
    parser.add_argument(
        "--quick", action="store_true", help="small and few: shows that it runs, and nothing more"
    )
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="these parts alone")
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / "build",
        help="a folder on the disk to be measured (default: build)",
    )
    options = parser.parse_args(words)
    for name, (usual, quick, _) in SIZES.items():
        if getattr(options, name) is None:
            setattr(options, name, quick if options.quick else usual)
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
