"""Where a command finds the centre, and how it says what it did and what went wrong."""

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import platformdirs
import typer

from central.centre import Centre, open_centre
from central.errors import NotBegun
from central.store.database import FILE_NAME

AsStaff = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="STAFF",
        envvar="HANDRAIL_AS",
        help="Who is recorded as the author: a staff id or their name.",
        show_default=False,
    ),
]


@dataclass(frozen=True)
class Places:
    """The folder of the database, and the key file, which is kept apart from it."""

    data: Path
    keys: Path

    @contextmanager
    def centre(self, *, begin: bool = False) -> Generator[Centre]:
        """The centre, open for one command. Only what begins or serves one makes a database: NotBegun for the rest."""
        if not begin and not (self.data / FILE_NAME).exists():
            raise NotBegun(f"There is no centre in {self.data}.")
        opened = open_centre(self.data, self.keys)
        if opened.new_keys:
            say_keys_are_new(self)
        try:
            yield opened.centre
        finally:
            opened.centre.close()


def default_data() -> Path:
    return platformdirs.user_data_path("handrail", appauthor=False) / "centre"


def default_keys() -> Path:
    return platformdirs.user_config_path("handrail", appauthor=False) / "centre.keys"


def places(context: typer.Context) -> Places:
    found = context.find_object(Places)
    if found is None:
        raise RuntimeError("the command was started without its group")
    return found


def say_keys_are_new(where: Places) -> None:
    note(
        f"A new key file was made: {where.keys}\n"
        f"The database is in:       {where.data}\n"
        "Back up both, separately. Without the key file nobody, and no backup of the database,\n"
        "can ever read a record again; with both together, anybody can."
    )


def tell(text: str) -> None:
    """What a command did: to standard output, so that it can be piped."""
    typer.echo(text)


def note(text: str) -> None:
    """A word beside the result: to standard error."""
    typer.echo(text, err=True)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], none: str) -> None:
    """Columns under headings, or `none` when there are no rows."""
    if not rows:
        tell(none)
        return
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    for row in [headings, *rows]:
        tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def say_plainly() -> None:
    """A terminal that cannot show a character shows another in its place, rather than stopping."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
