"""`central rescue`: hand in the rescue file of a tablet that is never unlocked again, or a folder copied off it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from central import rescue
from central.cli.finding import directory_of, staff_meant
from central.cli.places import AsStaff, places, tell
from central.errors import CommandRefused
from central.instants import to_ms
from models.directory import Directory
from vault.copied import from_folder
from vault.rescue import MOST_BYTES, Bundle


def hand_in(
    context: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A rescue file, or a profile's folder copied off a tablet.")
    ],
    as_staff: AsStaff,
) -> None:
    """Take in what a tablet recorded and could not send, from its rescue file or from a copy of its folder.

    Records are held as if the tablet had sent them. Drafts, and what does not open, are kept for a manager. Doing it twice
    changes nothing, and the file is not changed.

    \b
    Examples:
      python main.py central rescue "Tablet A 1.handrail-rescue" --as "Ada Example"
      python main.py central rescue /media/stick/profiles --as "Ada Example"
    """
    with places(context).centre() as centre:
        by = staff_meant(centre, as_staff).id
        bundles = _bundles(path, to_ms(centre.now()))
        done = [rescue.hand_in(centre, bundle, by) for bundle in bundles]
        directory = directory_of(centre)
    for each in done:
        tell(_said(each, directory))


def _bundles(path: Path, now_ms: int) -> Iterable[Bundle]:
    if path.is_dir():
        return from_folder(path, now_ms)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandRefused("This file is larger than any rescue file.")
        return [Bundle.read(path.read_bytes())]
    except OSError:
        raise CommandRefused(f"{path} could not be read.") from None


def _said(done: rescue.HandedIn, directory: Directory) -> str:
    """One paragraph: what is held now, what waits for somebody, what could not be read."""
    said = [f"From {done.label} ({directory.name_of(done.staff_id)}):"]
    said.append(f"{_counted(done.accepted, 'record')} held centrally.")
    if done.not_accepted:
        said.append(f"{_counted(done.not_accepted, 'record')} held and not accepted.")
    waits = [
        _counted(count, what)
        for count, what in ((done.drafts_kept, "draft"), (done.rows_kept, "row"))
        if count
    ]
    if waits:
        said.append(f"Kept in quarantine for a manager: {' and '.join(waits)}.")
    if done.not_read:
        said.append(
            f"{_counted(done.not_read, 'row')} could not be read from the tablet's own file: keep the tablet."
        )
    if not (done.accepted or done.not_accepted or waits or done.not_read):
        said = [said[0], "there was nothing in it that only the tablet had."]
    return " ".join(said)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
