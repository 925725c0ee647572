"""Documents that must match what is there, and words that no committed file may hold."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADR = ROOT / "docs" / "adr"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
WEB = re.compile(r"^(https?|mailto):")

# Each is put together from parts, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.~$}])/(?:home|root|Users|work|tmp)/[\w.-]",
    "a folder beside the project": re.escape("../") + "shared",
    "a package registry": r"https?://\S+/simple\b|--(?:extra-)?index" + "-url",
    "a secret": r"-----BEGIN (?:[A-Z]+ )?PRIVATE" + " KEY",
    "a tool of the workshop": r"\b(?:farm" + r"-[a-z]+|issues" + r" show)\b",
    "the number of a ticket": r"\b[Ii]ssue" + r" #?\d+\b",
    "how it was written": r"\b(?:sub" + r"agent|AI" + r"-generated|as an" + r" AI)\b",
}
# Never said on screen of a person who is supported, nor in a prompt (and never any score).
UNSAID = re.compile(
    r"\b(patients?|DNA|refused|manipulative|attention.seeking|risk score|(?:low|medium|high) risk)\b",
    re.IGNORECASE,
)
SPEAKING = ("screens", "models/rules", "models/told.py", "models/trail.py")


def tracked(pattern: str = "*") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", pattern], cwd=ROOT, capture_output=True, check=True
    )
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font, a picture, a vector of bytes


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"^#+\s+(.+?)\s*$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path) -> Iterator[str]:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in LINK.findall(prose):
        if WEB.match(link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            yield f"{document.relative_to(ROOT)}: {link}"


def test_links_between_documents_resolve():
    assert [link for document in tracked("*.md") for link in broken_links(document)] == []


def test_decisions_are_numbered_without_gaps():
    names = sorted(path.name for path in tracked("docs/adr/*.md"))
    assert names, "no decisions recorded"
    assert [name[:5] for name in names] == [f"{number:04}-" for number in range(1, len(names) + 1)]


def test_each_decision_says_its_number_and_whether_it_stands():
    for path in tracked("docs/adr/*.md"):
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# 0*{int(path.name[:4])}\. \S", text), path.name
        assert re.search(r"^(\*\*)?(Accepted|Decided|Superseded)\b", text, re.MULTILINE), path.name


def test_changelog_has_a_place_for_what_comes():
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert all(re.match(r"\d+\.\d+\.\d+ – \d{4}-\d{2}-\d{2}$", heading) for heading in headings[1:])


def make_targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony
    return set(phony[1].split())


def test_documents_name_only_make_targets_that_exist():
    named = {
        (path.relative_to(ROOT).as_posix(), target)
        for path in tracked("*.md")
        for target in re.findall(
            r"(?:`|^ {4})make ([a-z]+)\b", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {(path, target) for path, target in named if target not in make_targets()} == set()


def test_the_makefile_explains_every_target_for_people():
    head = (ROOT / "Makefile").read_text(encoding="utf-8").split(".PHONY")[0]
    assert make_targets() - set(re.findall(r"^#   make ([a-z]+) ", head, re.MULTILINE)) == {"chromium"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_holds(what: str):
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name}:{text[: match.start()].count(chr(10)) + 1}: {match[0]}"
        for name, text in texts()
        for match in pattern.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of somebody's machine", "see /" + "home/ada/handrail"),
        ("a folder beside the project", "see .." + "/shared/notes.md"),
        ("a package registry", "https://" + "packages.example/simple/"),
        ("the number of a ticket", "as Issue" + " 12 says"),
    ],
)
def test_the_patterns_find_what_they_forbid(what: str, line: str):
    assert re.search(FORBIDDEN[what], line)


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """String literals that are sentences or labels; docstrings and codes are not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def test_words_that_are_never_said_of_a_person():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}"
        for place in SPEAKING
        for path in tracked(place if place.endswith(".py") else f"{place}/*.py")
        for line, text in spoken(path)
        if (match := UNSAID.search(text))
    ]
    assert found == []
