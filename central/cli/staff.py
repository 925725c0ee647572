"""`central staff`: who works here, in which role, in which teams."""

from datetime import date, datetime
from typing import Annotated

import typer

from central import authoring, founding
from central.authoring import ORGANISATION, Statement
from central.centre import Centre, new_id
from central.cli.finding import directory_of, staff_meant, team_meant
from central.cli.places import AsStaff, places, table, tell
from central.errors import CommandRefused
from models.codes import Role
from models.directory import Directory, Staff
from models.times import date_words, day_of

app = typer.Typer()

Teams = Annotated[
    list[str], typer.Option("--team", metavar="TEAM", help="A team's name or id. Give it again for another.")
]
RoleWords = Annotated[str, typer.Option("--role", help="worker, manager, senior or administrator.")]
Name = Annotated[str, typer.Argument(help="A staff id or their name.", metavar="STAFF")]


@app.callback(invoke_without_command=True)
def staff(
    context: typer.Context,
    first: Annotated[
        str,
        typer.Option("--first", metavar="NAME", help="Begin the organisation; NAME is its administrator."),
    ] = "",
    organisation: Annotated[
        str, typer.Option(help="With --first: what the organisation is called, on every tablet.")
    ] = "Our organisation",
    team: Annotated[str, typer.Option(help="With --first: the first team's name.")] = "First team",
    duty_phone: Annotated[str, typer.Option(help="With --first: the team's duty number.")] = "",
) -> None:
    """Staff: who works here, in which role, in which teams. Without a command: all of them.

    --first begins the organisation: it, the centre's own device, the shipped operating standard, one team and
    its administrator are made together, or not at all.

    \b
    Examples:
      python main.py central staff
      python main.py central staff --first "Ada Example" --organisation "Example Care" --team "Harbour Team"
      python main.py central staff add "Wynn Example" --role worker --team "Harbour Team" --as "Ada Example"
    """
    if context.invoked_subcommand is not None:
        return
    if not first:
        list_staff(context)
        return
    if not organisation.strip():
        raise CommandRefused("Say what the organisation is called, with --organisation.")
    where = places(context)
    with where.centre(begin=True) as centre:
        founded = founding.begin(
            centre,
            first.strip(),
            organisation_name=organisation.strip(),
            team_name=team,
            duty_phone=duty_phone,
        )
    _say_what_comes_next(first.strip(), founded.administrator)


@app.command("list")
def list_staff(context: typer.Context) -> None:
    """Everybody who works or worked here."""
    with places(context).centre() as centre:
        directory = directory_of(centre)
        rows = [
            (
                member.id[:12],
                member.name,
                member.role.words,
                ", ".join(directory.teams[id].name for id in member.teams if id in directory.teams),
                _away(directory, member, day_of(centre.now())),
            )
            for member in sorted(directory.staff.values(), key=lambda member: member.name)
        ]
    table(("ID", "NAME", "ROLE", "TEAMS", ""), rows, "Nobody yet.")


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Their name, as colleagues know it.")],
    role: RoleWords,
    as_staff: AsStaff,
    team: Teams = [],  # noqa: B006
    phone: Annotated[str, typer.Option(help="Where they can be rung at work.")] = "",
) -> None:
    """Someone joins.

    \b
    Example:
      python main.py central staff add "Mo Example" --role manager --team "Harbour Team" --as "Ada Example"
    """
    with places(context).centre() as centre:
        body = {"name": name.strip(), **_place(centre, role, team), "phone": phone}
        staff_id = new_id()
        _say(centre, as_staff, "staff.joined", body, staff_id)
    tell(f"{name.strip()} has joined as {Role(role).words.lower()}. Staff id {staff_id}")


@app.command("role")
def set_role(
    context: typer.Context,
    who: Name,
    role: RoleWords,
    as_staff: AsStaff,
    team: Teams = [],  # noqa: B006
) -> None:
    """A new role, or new teams: what they can see follows at the next sync. Without --team they keep theirs.

    \b
    Example:
      python main.py central staff role "Wynn Example" --role manager --team "Harbour Team" --as "Ada Example"
    """
    with places(context).centre() as centre:
        member = staff_meant(centre, who)
        _say(centre, as_staff, "staff.role_set", _place(centre, role, team or list(member.teams)), member.id)
    tell(f"{member.name} is now {Role(role).words.lower()}.")


@app.command("leave")
def leave(
    context: typer.Context,
    who: Name,
    as_staff: AsStaff,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; today if not given.")
    ] = None,
) -> None:
    """Someone leaves: after their last day their tablets are given nothing more.

    \b
    Example:
      python main.py central staff leave "Wynn Example" --on 2026-12-31 --as "Ada Example"
    """
    with places(context).centre() as centre:
        member = staff_meant(centre, who)
        left_on = on.date() if on else day_of(centre.now())
        _say(centre, as_staff, "staff.left", {"left_on": left_on.isoformat()}, member.id)
    tell(
        f"{member.name}'s last day is {date_words(left_on)}. Take their tablets out of use with: central device revoke"
    )


@app.command("away")
def away(
    context: typer.Context,
    who: Name,
    as_staff: AsStaff,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day; today if not given.")
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="Last day; until it is said if not given."),
    ] = None,
) -> None:
    """Someone is on leave, or ill: those days others are asked in their place. Said again with the same first day, it replaces.

    \b
    Examples:
      python main.py central staff away "Wynn Example" --from 2026-12-21 --until 2027-01-03 --as "Ada Example"
      python main.py central staff away "Wynn Example" --as "Ada Example"
    """
    with places(context).centre() as centre:
        member = staff_meant(centre, who)
        from_on = first.date() if first else day_of(centre.now())
        until_on = last.date() if last else None
        known = directory_of(centre).leaves_of(member.id)
        record = next((each.id for each in known if each.from_on == from_on), None)
        _say(centre, as_staff, "staff.leave_set", _leave(member.id, from_on, until_on), record)
    until = f"until {date_words(until_on)}" if until_on else "until it is said with: central staff back"
    tell(f"{member.name} is on leave from {date_words(from_on)} {until}.")


@app.command("back")
def back(
    context: typer.Context,
    who: Name,
    as_staff: AsStaff,
    first: Annotated[
        datetime | None,
        typer.Option(
            "--from", formats=["%Y-%m-%d"], help="The leave that begins then; that of today if not given."
        ),
    ] = None,
) -> None:
    """Someone is back, or their leave is called off: they are asked again from now on.

    \b
    Example:
      python main.py central staff back "Wynn Example" --as "Ada Example"
    """
    with places(context).centre() as centre:
        member = staff_meant(centre, who)
        today = day_of(centre.now())
        known = directory_of(centre).leaves_of(member.id)
        meant = [each for each in known if (each.from_on == first.date() if first else each.holds_on(today))]
        if not meant:
            raise CommandRefused(f"{member.name} has no leave {'from that day' if first else 'today'}.")
        for each in meant:
            said = _leave(member.id, each.from_on, each.until_on) | {"ended": True}
            _say(centre, as_staff, "staff.leave_set", said, each.id)
    tell(f"{member.name} is asked again from now on.")


def _leave(staff: str, from_on: date, until_on: date | None) -> dict[str, object]:
    until = until_on.isoformat() if until_on else None
    return {"staff": staff, "from_on": from_on.isoformat(), "until_on": until}


def _away(directory: Directory, member: Staff, today: date) -> str:
    """Whether they have left, or are on leave or about to be."""
    if member.left_on:
        return f"left {date_words(member.left_on)}"
    for each in directory.leaves_of(member.id):
        if each.until_on is None or each.until_on >= today:
            until = f" to {date_words(each.until_on)}" if each.until_on else ""
            return f"on leave {date_words(each.from_on)}{until}"
    return ""


def _place(centre: Centre, role: str, teams: list[str]) -> dict[str, object]:
    if not Role(role).known:
        raise CommandRefused(f"“{role}” is not a role. Roles are: {', '.join(Role.KNOWN)}.")
    return {"role": role, "teams": [team_meant(centre, words).id for words in teams]}


def _say(centre: Centre, as_staff: str, kind: str, body: dict[str, object], record: str | None) -> None:
    author = staff_meant(centre, as_staff).id
    authoring.say(centre, author, Statement(kind, ORGANISATION, body, record))


def _say_what_comes_next(name: str, staff_id: str) -> None:
    tell(
        f"The organisation has begun. {name} is its administrator. Staff id {staff_id}\n"
        "Next:\n"
        f'  python main.py central staff add "THEIR NAME" --role worker --team TEAM --as "{name}"\n'
        f'  python main.py central person add "THEIR NAME" --born 1980-04-05 --team TEAM --as "{name}"\n'
        f'  python main.py central invite "{name}" --as "{name}"\n'
        "  python main.py central            (serves the tablets)"
    )
