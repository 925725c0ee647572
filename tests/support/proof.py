"""`docs/proof.md`: what the long proofs found. Each proof puts its own section in, between markers, and leaves the others alone.

put_section("simulator", f"## The hostile line\n\n{stamp()}\n\n…")
"""

import os
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROOF = ROOT / "docs" / "proof.md"


def put_section(name: str, markdown: str, document: Path = PROOF) -> None:
    """Replace the section of that name, or add it at the end. `name` is a word; `markdown` holds no markers."""
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    section = f"{begin}\n{markdown.strip()}\n{end}\n"
    text = document.read_text(encoding="utf-8")
    kept = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}\n", re.DOTALL)
    found = kept.search(text)
    text = text[: found.start()] + section + text[found.end() :] if found else f"{text.rstrip()}\n\n{section}"
    beside = document.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(document)


def stamp() -> str:
    """Which commit, when, on how many cores: the first line of a section."""
    return f"Commit `{commit()}` · {datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores"


def commit() -> str:
    """The commit that was proved; marked when files had changed since, this document's own sections aside."""
    named = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", ".", ":!docs/proof.md")
    return f"{named} with changes" if changed else named


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()
