"""Writes tests/vectors/sync/."""

from tests.sync.vectors import FOLDER, every, written

FOLDER.mkdir(parents=True, exist_ok=True)
for old in FOLDER.glob("*.json"):
    old.unlink()
for name, case in every().items():
    (FOLDER / f"{name}.json").write_text(written(case), encoding="utf-8")
