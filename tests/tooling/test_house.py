"""The house keeps its shape: what the import linter cannot see, and what goes on a tablet."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = ("models", "vault", "sync", "screens", "central")
ON_THE_TABLET = {"main.py", "models", "vault", "sync", "screens", "assets"}
TABLET_DEPENDENCIES = {
    "cryptography",
    "flet",
    "flet-secure-storage",
    "httpx",
    "msgpack",
    "platformdirs",
    "pydantic",
    "segno",
    "sqlite-utils",
    "stamina",
    "tzdata",
}
SERVER_ONLY = {"fastapi", "uvicorn", "starlette", "sqlalchemy", "alembic", "apprise", "typer", "flet_web"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file()]


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def imported_packages(path: Path) -> Iterator[str]:
    """The first part of every absolute import in a file, wherever it stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def importers_of(packages: set[str], *rooms: str) -> list[str]:
    found = [path for path in sources(*rooms) if packages & set(imported_packages(path))]
    return [path.relative_to(ROOT).as_posix() for path in found]


def package_name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match, requirement
    return match[0].lower()


def test_nobody_imports_main():
    assert importers_of({"main"}, *ROOMS, "benchmarks") == []


def test_httpx_has_one_file_on_the_tablet():
    assert len(importers_of({"httpx"}, "models", "vault", "sync", "screens")) <= 1
    assert importers_of({"httpx"}, "models", "vault", "screens") == []


@pytest.mark.parametrize("call", ["now", "today", "utcnow", "open", "getrandom", "uuid4", "uuid1"])
def test_models_reads_no_clock_file_or_chance(call: str):
    """`now` is an argument there, so that tablet and centre say the same about the same entries."""
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources("models")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _called_name(node) == call
    ]
    assert calls == []


def _called_name(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
    return ""


def test_tablet_dependencies_are_exactly_these():
    assert {package_name(line) for line in PROJECT["project"]["dependencies"]} == TABLET_DEPENDENCIES
    for platform in ("android", "ios"):
        assert "dependencies" not in PROJECT["tool"]["flet"].get(platform, {})


def test_tablet_pins():
    """The mobile builds carry these ranges; a wider one would install on a laptop and fail on a tablet."""
    pins = {package_name(line): line for line in PROJECT["project"]["dependencies"]}
    assert pins["cryptography"] == "cryptography>=43,<49"
    assert pins["pydantic"] == "pydantic>=2.13,<2.14"
    assert pins["flet"] == "flet==1.0.5"
    assert pins["flet-secure-storage"] == "flet-secure-storage==1.0.5"


def test_no_tablet_room_imports_a_server_package():
    assert importers_of(SERVER_ONLY, "models", "vault", "sync", "screens") == []


def test_tablet_build_leaves_out_everything_else():
    tops = {path.relative_to(ROOT).parts[0] for path in tracked_files()}
    visible = {name for name in tops if not name.startswith(".")}  # the build drops hidden ones itself
    excluded = PROJECT["tool"]["flet"]["app"]["exclude"]
    assert excluded == sorted(excluded)
    assert {"central", "tests", "benchmarks", "docs"} <= set(excluded)
    assert visible - ON_THE_TABLET <= set(excluded), "name the new file in [tool.flet.app] exclude"
    assert not ON_THE_TABLET & set(excluded)


def test_no_platform_replaces_the_exclude_list():
    for platform in ("android", "ios", "macos", "windows", "linux", "web"):
        assert "app" not in PROJECT["tool"]["flet"].get(platform, {})


def test_the_app_is_never_installed():
    assert "build-system" not in PROJECT
