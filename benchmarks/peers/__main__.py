"""`BENCH_DIR=… python -m benchmarks.peers`: ours in the peers' harness, beside the peers, in one run; then the table.

`--write` puts the table into docs/benchmarks.md, after that of `python -m benchmarks`, which it runs first. BENCH_DIR is the
folder of the harness; its `setup.sh` must have run (BENCH_ENV, as the harness itself has it, says where to).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks import __main__ as short_form
from benchmarks.centre import ROOT
from benchmarks.peers import link, store
from benchmarks.peers.ratios import Found, Row, table
from benchmarks.report import write_between

BOTH = "pouchdb,floor_zstd3"
# What is run over each line: peers, and how long each push or pull may take. PouchDB never ends where every batch is cut.
LINES: Mapping[str, tuple[str, int]] = {
    "lan": (BOTH, 60),
    "slow": (BOTH, 90),
    "cut256": ("pouchdb", 60),
    "cut64": ("pouchdb", 30),
    "slowcut256": ("pouchdb", 90),
}
LOCAL_PEERS = "sqlite_plain,sqlcipher"


def main(words: Sequence[str]) -> int:
    options = _options(words)
    if not options.harness or not (options.harness / "sync.py").exists():
        print("Set BENCH_DIR to the folder of the peers' harness.", file=sys.stderr)
        return 2
    if options.write:
        short_form.main(["--write", "--rounds", str(options.rounds), "--work", str(options.work)])
    options.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.work, prefix="peers-") as folder:
        found = Found([*_local(Path(folder), options), *_links(Path(folder), options)])
    print()
    print(table(found))
    if options.write:
        write_between("peers", table(found))
    return 0


def _local(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    """Under this interpreter, which has what our store needs and SQLCipher too."""
    words = [sys.executable, "local.py", "--runs", str(options.runs), "--peers", LOCAL_PEERS]
    yield from _lines([*words, "--add", f"{store.__file__}:Store"], folder, options, PYTHONPATH=str(ROOT))


def _links(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    """Under the harness's interpreter; our commands name their own."""
    ours = folder / "handrail.json"
    ours.write_text(json.dumps(link.contract()))
    for profile in options.profiles:
        peers, seconds = LINES[profile]
        words = [
            "sync.py",
            "--n",
            "1000",
            "--runs",
            str(options.runs),
            "--profiles",
            profile,
            "--peers",
            peers,
        ]
        limit = ["--max-seconds", str(seconds), "--add", str(ours)]
        yield from _lines([str(options.env / "py" / "bin" / "python"), *words, *limit], folder, options)


def _lines(
    words: Sequence[str], folder: Path, options: argparse.Namespace, **environment: str
) -> Iterator[Row]:
    """Every line of one of the harness's scripts that is of one run."""
    places = {"BENCH_ENV": str(options.env), "BENCH_WORK": str(folder / "work")}
    with subprocess.Popen(
        words, cwd=options.harness, stdout=subprocess.PIPE, text=True, env=os.environ | places | environment
    ) as process:
        for line in process.stdout or ():
            row = json.loads(line) if line.startswith("{") else {"summary": True}
            if not row.get("summary"):
                print(line, end="", flush=True)
                yield row
    if process.returncode:
        raise RuntimeError(f"the harness ended with {process.returncode}")


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of the harness (default: 3)")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of the short form (default: 7)")
    parser.add_argument("--profiles", nargs="+", choices=LINES, default=list(LINES), help="lines to run over")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build", help="a folder on the disk to be measured"
    )
    options = parser.parse_args(words)
    options.harness = Path(os.environ["BENCH_DIR"]).absolute() if "BENCH_DIR" in os.environ else None
    options.env = Path(os.environ.get("BENCH_ENV") or Path(tempfile.gettempdir()) / "bench-env")
    options.work = options.work.absolute()
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
