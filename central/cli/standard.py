"""`central standard`: the operating standard in force, what another would change, and publishing one."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, cast

import typer

from central import authoring
from central.authoring import ORGANISATION, Statement
from central.centre import Centre
from central.cli.finding import directory_of, staff_meant
from central.cli.places import AsStaff, places, table, tell
from central.errors import CommandRefused
from models.errors import BadInput
from models.kinds.organisation import StandardPublished
from models.standard import Standard, load
from models.standard.changes import ABSENT, Change, changes
from models.times import LONDON, moment_words

app = typer.Typer()
File = Annotated[Path, typer.Argument(metavar="FILE", help="An operating standard as JSON.")]


@app.callback(invoke_without_command=True)
def standard(context: typer.Context) -> None:
    """The operating standard: every number and word a clinical lead decides. Without a command: all that were published.

    \b
    Examples:
      python main.py central standard
      python main.py central standard show > standard.json
      python main.py central standard diff standard.json
      python main.py central standard publish standard.json --as "Sal Senior"
    """
    if context.invoked_subcommand is None:
        list_standards(context)


@app.command("list")
def list_standards(context: typer.Context) -> None:
    """Every standard that was published, and since when it counts."""
    with places(context).centre() as centre:
        now = centre.now()
        rows = [
            (published.version, moment_words(published.effective_at, now), published.standard.approved_by)
            for published in directory_of(centre).standards
        ]
    table(("VERSION", "SINCE", "APPROVED BY"), rows, "No standard yet.")


@app.command("show")
def show(
    context: typer.Context,
    version: Annotated[str, typer.Option(help="Another than the one in force.")] = "",
) -> None:
    """The standard in force as JSON: edit a copy of it, give it a new version, then `diff` and `publish` that."""
    with places(context).centre() as centre:
        tell(json.dumps(_document(centre, version), indent=2, ensure_ascii=False))


@app.command("diff")
def diff(context: typer.Context, file: File) -> None:
    """What publishing FILE would change."""
    new, _ = _read(file)
    with places(context).centre() as centre:
        old = _document(centre, "")
    lines = [line for change in changes(old, new) for line in _lines(change)]
    tell("\n".join(lines) if lines else "Nothing would change.")


@app.command("publish")
def publish(
    context: typer.Context,
    file: File,
    as_staff: AsStaff,
    effective: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d", "%Y-%m-%d %H:%M"], help="London time from which it counts; now."),
    ] = None,
) -> None:
    """Publish FILE. Every tablet has it from its next sync; it never reaches back before now.

    \b
    Example:
      python main.py central standard publish standard.json --effective 2026-12-01 --as "Sal Senior"
    """
    document, read = _read(file)
    with places(context).centre() as centre:
        if directory_of(centre).standard(read.version) is not None:
            raise CommandRefused(f"Version {read.version} is published already: give this one a new version.")
        at = effective.replace(tzinfo=LONDON).astimezone(UTC) if effective else centre.now()
        body = StandardPublished(version=read.version, effective_at=at, document=document).model_dump(
            mode="json"
        )
        author = staff_meant(centre, as_staff).id
        authoring.say(centre, author, Statement("standard.published", ORGANISATION, body, "standard"))
    tell(f"Version {read.version} is published.")


def _document(centre: Centre, version: str) -> dict[str, Any]:
    """The document as it was published, for the standard in force or the version named."""
    org, directory = centre.organisation.id, directory_of(centre)
    in_force = version or directory.standard_at(centre.now()).version
    published = [each for each in directory.standards if each.version == in_force]
    if not published:
        raise CommandRefused(f"No version {version} was published.")
    with centre.database.read() as connection:
        record = centre.records.one(org, published[-1].entry, connection)
    if record is None:
        raise CommandRefused(f"Version {in_force} is not held here.")
    return cast(dict[str, Any], record.entry.body["document"])


def _read(file: Path) -> tuple[dict[str, Any], Standard]:
    try:
        document: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise CommandRefused(f"{file} could not be read as JSON.") from None
    if not isinstance(document, dict):
        raise CommandRefused(f"{file} is not an operating standard.")
    whole = cast(dict[str, Any], document)
    try:
        return whole, load(whole)
    except BadInput as error:
        raise CommandRefused(f"{file} cannot stand: {error.happened}", fields=error.fields) from None


def _lines(change: Change) -> Iterator[str]:
    """One line a side: `- path: old`, `+ path: new`."""
    for sign, value in (("-", change.before), ("+", change.after)):
        if value is not ABSENT:
            yield f"{sign} {change.key}: {json.dumps(value, ensure_ascii=False)}"
