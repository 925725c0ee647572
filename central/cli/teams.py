"""`central team`: teams, their duty numbers and who is on call."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from central import authoring
from central.authoring import ORGANISATION, Statement
from central.centre import Centre, new_id
from central.cli.finding import directory_of, staff_meant, team_meant
from central.cli.places import AsStaff, places, table, tell
from central.errors import CommandRefused
from models.codes import Role
from models.directory import Directory
from models.kinds.organisation import Shift
from models.times import LONDON, local

app = typer.Typer()
COLUMNS = ("staff", "role", "starts", "ends")
TeamWords = Annotated[str, typer.Argument(metavar="TEAM", help="A team's name or id.")]


@app.callback(invoke_without_command=True)
def teams(context: typer.Context) -> None:
    """Teams, their duty numbers and who is on call. Without a command: all of them.

    \b
    Examples:
      python main.py central team
      python main.py central team add "Harbour Team" --duty-phone "01632 960 001" --as "Ada Example"
      python main.py central team rota "Harbour Team" --set rota.csv --as "Ada Example"
    """
    if context.invoked_subcommand is None:
        list_teams(context)


@app.command("list")
def list_teams(context: typer.Context) -> None:
    """Every team."""
    with places(context).centre() as centre:
        directory = directory_of(centre)
        now = centre.now()
        rows = [
            (team.id[:12], team.name, team.duty_phone, str(_count(directory, team.id, now)))
            for team in sorted(directory.teams.values(), key=lambda team: team.name)
        ]
    table(("ID", "NAME", "DUTY NUMBER", "STAFF"), rows, "No teams yet.")


def _count(directory: Directory, team: str, at: datetime) -> int:
    """How many are in the team, on leave or not."""
    return sum(team in member.teams and member.here_at(at) for member in directory.staff.values())


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What the team is called.")],
    as_staff: AsStaff,
    duty_phone: Annotated[
        str, typer.Option(help="Rung when nobody else answers; shown on locked tablets.")
    ] = "",
) -> None:
    """A new team."""
    team_id = new_id()
    with places(context).centre() as centre:
        _say(centre, as_staff, "team.created", {"name": name.strip(), "duty_phone": duty_phone}, team_id)
    tell(f"{name.strip()} is a team. Team id {team_id}")


@app.command("rename")
def rename(
    context: typer.Context,
    team: TeamWords,
    as_staff: AsStaff,
    name: Annotated[str, typer.Option(help="What it is called now; unchanged if not given.")] = "",
    duty_phone: Annotated[
        str | None, typer.Option(help="Its duty number now; unchanged if not given.")
    ] = None,
) -> None:
    """A team's new name or duty number."""
    with places(context).centre() as centre:
        found = team_meant(centre, team)
        phone = found.duty_phone if duty_phone is None else duty_phone
        _say(
            centre,
            as_staff,
            "team.renamed",
            {"name": name.strip() or found.name, "duty_phone": phone},
            found.id,
        )
    tell(f"{name.strip() or found.name}: duty number {phone or 'none'}.")


@app.command("rota")
def rota(
    context: typer.Context,
    team: TeamWords,
    file: Annotated[
        Path | None, typer.Option("--set", metavar="FILE", help="A CSV that replaces the rota.")
    ] = None,
    as_staff: Annotated[str, typer.Option("--as", metavar="STAFF", envvar="HANDRAIL_AS")] = "",
) -> None:
    """Show who is on call, or set it from a CSV with the columns staff, role, starts, ends.

    Times are London time, such as 2026-11-20 17:00. Role is manager or senior.

    \b
    Examples:
      python main.py central team rota "Harbour Team"
      python main.py central team rota "Harbour Team" --set rota.csv --as "Ada Example"
    """
    with places(context).centre() as centre:
        found = team_meant(centre, team)
        if file is None:
            _show(centre, found.id)
            return
        shifts = [shift.model_dump(mode="json") for shift in _read(centre, file)]
        _say(centre, as_staff, "rota.set", {"team": found.id, "shifts": shifts}, found.id)
    tell(f"{found.name} has a rota of {len(shifts)} shifts.")


def _show(centre: Centre, team: str) -> None:
    directory = directory_of(centre)
    shifts = sorted(directory.rotas.get(team, ()), key=lambda shift: (shift.starts_at, shift.role))
    rows = [
        (
            f"{local(shift.starts_at):%Y-%m-%d %H:%M}",
            f"{local(shift.ends_at):%Y-%m-%d %H:%M}",
            shift.role.words,
            directory.name_of(shift.staff),
        )
        for shift in shifts
    ]
    table(
        ("STARTS", "ENDS", "ROLE", "STAFF"),
        rows,
        "No rota: a prompt asks every manager or senior of the team.",
    )


def _read(centre: Centre, file: Path) -> list[Shift]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise CommandRefused(f"{file} could not be read.") from None
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise CommandRefused(f"{file} needs the columns {', '.join(COLUMNS)}, and at least one shift.")
    return [_shift(centre, row, number) for number, row in enumerate(rows, start=2)]


def _shift(centre: Centre, row: dict[str, str], line: int) -> Shift:
    try:
        staff = staff_meant(centre, row["staff"] or "").id
        starts_at, ends_at = _london(row["starts"]), _london(row["ends"])
    except CommandRefused as error:
        raise CommandRefused(f"Line {line}: {error.happened}") from None
    except (TypeError, ValueError):
        raise CommandRefused(f"Line {line}: a time is not like 2026-11-20 17:00.") from None
    return Shift(
        staff=staff, role=Role((row["role"] or "").strip().lower()), starts_at=starts_at, ends_at=ends_at
    )


def _london(text: str) -> datetime:
    return datetime.fromisoformat(text.strip()).replace(tzinfo=LONDON).astimezone(UTC)


def _say(centre: Centre, as_staff: str, kind: str, body: dict[str, object], record: str) -> None:
    authoring.say(centre, staff_meant(centre, as_staff).id, Statement(kind, ORGANISATION, body, record))
