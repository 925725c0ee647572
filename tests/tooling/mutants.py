"""Plants one small fault at a time in `models/` and runs the tests of tests/models: a fault that no test notices is listed.

    make mutants                          # all of models/: hours
    make mutants M='models.rules.t1.*'    # one module; several patterns with spaces between
    make mutants M=left                   # those that no test noticed, once more, after new tests

CHILDREN=1 tries one at a time, which leaves the machine to others.

It works on a copy of the tree in build/mutants, so that the tree is never touched; there, results are kept between runs
for every function that has not changed. The report is build/mutants/report.md.
"""

import fnmatch
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutants"
TREE = WORK / "tree"
COPIED = ("models", "tests", "assets", "docs", "pyproject.toml")
SETTLED = ("killed", "not checked")
STATUSES = ("killed", "survived", "no tests", "timeout", "not checked", "other")


def main(patterns: list[str]) -> int:
    copy_tree()
    if patterns == ["left"]:
        patterns = [name for name, status in results([]) if status not in SETTLED]
        (TREE / "mutants" / "mutmut-stats.json").unlink()  # which test reaches what is measured anew
    done = subprocess.run(
        [Path(sys.executable).with_name("mutmut"), "run", "--max-children", children(), *patterns],
        cwd=TREE,
        check=False,
    )
    found = dict(results(patterns))
    (WORK / "report.md").write_text(report(found), encoding="utf-8")
    print(f"{count(found.values())}: {(WORK / 'report.md').relative_to(ROOT)}")
    return done.returncode


def children() -> str:
    """How many faults are tried at once: one for each core, unless `CHILDREN` says so."""
    return os.environ.get("CHILDREN") or str(os.cpu_count() or 1)


def copy_tree() -> None:
    TREE.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        if (ROOT / name).is_file():
            shutil.copy2(ROOT / name, TREE / name)
            continue
        for stale in (TREE / name, TREE / "mutants" / name) if name != "models" else (TREE / name,):
            shutil.rmtree(stale, ignore_errors=True)
        shutil.copytree(ROOT / name, TREE / name, ignore=shutil.ignore_patterns("__pycache__"))


def results(patterns: list[str]) -> Iterator[tuple[str, str]]:
    """Every mutant asked for, by name, with its status."""
    listed = subprocess.run(
        [Path(sys.executable).with_name("mutmut"), "results", "--all", "true"],
        cwd=TREE,
        capture_output=True,
        text=True,
        check=True,
    )
    for line in listed.stdout.splitlines():
        name, _, status = line.strip().rpartition(": ")
        if not patterns or any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            yield name, status if status in STATUSES else "other"


def report(found: dict[str, str]) -> str:
    by_module: dict[str, Counter[str]] = {}
    for name, status in found.items():
        by_module.setdefault(name.rpartition(".")[0], Counter())[status] += 1
    rows = [
        f"| `{module}` | {sum(counts.values())} | "
        + " | ".join(str(counts[each]) for each in STATUSES)
        + " |"
        for module, counts in sorted(by_module.items())
    ]
    left = [name for name, status in found.items() if status not in SETTLED]
    return "\n".join(
        [
            "# Mutants\n",
            count(found.values()) + "\n",
            f"| module | mutants | {' | '.join(STATUSES)} |",
            f"|---|{'---|' * (len(STATUSES) + 1)}",
            *rows,
            "",
            *(f"## {name}: {found[name]}\n\n```diff\n{change(name)}\n```\n" for name in left),
        ]
    )


def count(statuses: object) -> str:
    counts = Counter(statuses)  # pyright: ignore[reportArgumentType, reportCallIssue]
    return f"{sum(counts.values())} mutants: " + ", ".join(f"{counts[each]} {each}" for each in STATUSES)


def change(name: str) -> str:
    """The lines it changes, without what is around them."""
    from mutmut.__main__ import find_mutant, get_diff_for_mutant

    with chdir(TREE):
        diff = get_diff_for_mutant(name, path=find_mutant(name).path)
    return "\n".join(line for line in diff.splitlines()[2:] if line[:1] in "+-")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
