"""Plants one small fault at a time in `models/` and runs the tests of tests/models: a fault that no test notices is listed.

    make mutants                          # what was not tried yet of all of models/
    make mutants M='models.rules.t1.*'    # one module; several patterns with spaces between
    make mutants M=left                   # those that no test noticed, once more, after new tests

CHILDREN=1 tries one at a time, which leaves the machine to others.

mutmut makes the faults and names them, in a copy of the tree in build/mutants, so that the tree is never touched; `planting`
tries them. What came of each is a line of build/mutants/log.jsonl, kept between runs for every function that has not changed. The
report is build/mutants/report.md.
"""

import fnmatch
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import chdir, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutants"
TREE = WORK / "tree"
LOG = WORK / "log.jsonl"
COPIED = ("models", "tests", "assets", "docs", "pyproject.toml")
SETTLED = ("killed", "timed out")
OPEN = ("open", "not tried")
STATUSES = (*SETTLED, "survived", "no test", *OPEN)


def main(patterns: list[str]) -> int:
    copy_tree()
    with chdir(TREE):
        hashes = made()
    todo = chosen(results(hashes), patterns)
    (WORK / "todo.json").write_text(json.dumps({name: hashes[name] for name in todo}), encoding="utf-8")
    planting = [sys.executable, "-m", "tests.tooling.planting"]
    given = [WORK / "todo.json", LOG, WORK / "reach.json", children()]
    done = subprocess.run([*planting, *given], cwd=TREE / "mutants", check=False)
    found = results(hashes)
    (WORK / "report.md").write_text(report(found), encoding="utf-8")
    print(f"\n{count(found.values())}: {(WORK / 'report.md').relative_to(ROOT)}")
    return done.returncode


def chosen(found: dict[str, str], patterns: list[str]) -> list[str]:
    """The faults to try, what is open last: those of the patterns, those no test noticed, or those not tried to their end."""
    if patterns == ["left"]:
        names = [name for name, status in found.items() if status not in SETTLED]
    elif patterns:
        names = [name for name in found if any(fnmatch.fnmatch(name, pattern) for pattern in patterns)]
    else:
        names = [name for name, status in found.items() if status in OPEN]
    return sorted(names, key=lambda name: found[name] == "open")


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


def made() -> dict[str, str]:
    """Has mutmut make every fault there is; each by its name, with a hash of the function it is in."""
    from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants, walk_mutatable_files
    from mutmut.mutation.data import SourceFileMutationData

    with redirect_stdout(None):
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(int(children()))
    hashes: dict[str, str] = {}
    for path in walk_mutatable_files():
        file = SourceFileMutationData(path=path)
        file.load()
        for name in file.exit_code_by_key:
            function = name.partition("__mutmut_")[0].rpartition(".")[2]
            hashes[name] = file.hash_by_function_name[function]
    return hashes


def results(hashes: dict[str, str]) -> dict[str, str]:
    """The last status of every fault, by name, where its function is still what it was."""
    found = dict.fromkeys(hashes, "not tried")
    for line in LOG.read_text("utf-8").splitlines() if LOG.exists() else ():
        known = json.loads(line)
        if hashes.get(known["fault"]) == known["hash"]:
            found[known["fault"]] = known["status"]
    return found


def report(found: dict[str, str]) -> str:
    by_module: dict[str, Counter[str]] = {}
    for name, status in found.items():
        by_module.setdefault(name.rpartition(".")[0], Counter())[status] += 1
    rows = [
        f"| `{module.removeprefix('models.')}` | {counts.total()} | "
        + " | ".join(str(counts[each]) for each in STATUSES)
        + " |"
        for module, counts in sorted(by_module.items())
    ]
    left = [name for name, status in found.items() if status not in (*SETTLED, "not tried")]
    return "\n".join(
        [
            "# Mutants\n",
            count(found.values()) + "\n",
            f"| module | faults | {' | '.join(STATUSES)} |",
            f"|---|{'---|' * (len(STATUSES) + 1)}",
            *rows,
            "",
            *(f"## {name}: {found[name]}\n\n```diff\n{change(name)}\n```\n" for name in left),
        ]
    )


def count(statuses: Iterable[str]) -> str:
    counts = Counter(statuses)
    return f"{counts.total()} faults: " + ", ".join(f"{counts[each]} {each}" for each in STATUSES)


def change(name: str) -> str:
    """The lines it changes, without what is around them."""
    from mutmut.__main__ import find_mutant, get_diff_for_mutant

    with chdir(TREE):
        diff = get_diff_for_mutant(name, path=find_mutant(name).path)
    return "\n".join(line for line in diff.splitlines()[2:] if line[:1] in "+-")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
