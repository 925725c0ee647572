"""`central person`, `central assign`, `central unassign`: whom we support, and who works with them."""

from datetime import datetime
from typing import Annotated

import typer

from central import authoring, erasure
from central.authoring import Statement
from central.centre import Centre, new_id
from central.cli.finding import (
    Person,
    directory_of,
    everyone,
    person_meant,
    staff_meant,
    team_meant,
    working_with,
)
from central.cli.places import AsStaff, places, table, tell
from central.errors import CommandRefused
from models.codes import CaseloadPart, Role
from models.entry import person_scope
from models.nhs_number import last_four
from models.times import date_words, day_of

app = typer.Typer()

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]
PersonWords = Annotated[str, typer.Argument(metavar="PERSON", help="Their name or id.")]
StaffWords = Annotated[str, typer.Argument(metavar="STAFF", help="A staff id or their name.")]


@app.callback(invoke_without_command=True)
def people(context: typer.Context) -> None:
    """People we support: who they are, their team, who works with them; nothing clinical. Without a command: all of them.

    \b
    Examples:
      python main.py central person
      python main.py central person add "Sam Sample" --born 1980-04-05 --team "Harbour Team" \\
          --nhs-number "999 000 0018" --as "Ada Example"
      python main.py central assign "Sam Sample" "Wynn Example" --as "Ada Example"
    """
    if context.invoked_subcommand is None:
        list_people(context)


@app.command("list")
def list_people(context: typer.Context) -> None:
    """Everybody we support."""
    with places(context).centre() as centre:
        rows = [_row(centre, person) for person in everyone(centre)]
    table(("ID", "NAME", "BORN", "NHS NUMBER", "TEAM", "WORKS WITH"), rows, "Nobody yet.")


@app.command("add")
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Their full name.")],
    born: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Date of birth, such as 1980-04-05.")],
    team: Annotated[str, typer.Option(metavar="TEAM", help="Whose managers and seniors see their record.")],
    as_staff: AsStaff,
    nhs_number: Annotated[str, typer.Option(help="Ten digits; spaces do not matter.")] = "",
    no_nhs_number: Annotated[str, typer.Option(metavar="REASON", help="Why there is none.")] = "",
    preferred_name: Annotated[str, typer.Option(help="What they like to be called.")] = "",
    address: Annotated[str, typer.Option()] = "",
    phone: Annotated[str, typer.Option()] = "",
) -> None:
    """Register someone.

    \b
    Example:
      python main.py central person add "Sam Sample" --born 1980-04-05 --team "Harbour Team" \\
          --no-nhs-number "not known yet" --as "Ada Example"
    """
    digits = "".join(nhs_number.split())
    if not digits and not no_nhs_number.strip():
        raise CommandRefused("Give their --nhs-number, or say why there is none with --no-nhs-number.")
    with places(context).centre() as centre:
        body = {
            "name": name.strip(),
            "born_on": born.date().isoformat(),
            "team": team_meant(centre, team).id,
            "preferred_name": preferred_name,
            "nhs_number": digits or None,
            "no_nhs_number_because": "" if digits else no_nhs_number.strip(),
            "address": address,
            "phone": phone,
        }
        scope = person_scope(new_id())
        _say(centre, as_staff, Statement("person.registered", scope, body, "details"))
    tell(f"{name.strip()} is registered. Person id {scope.removeprefix('person:')}")


@app.command("move")
def move(
    context: typer.Context,
    person: PersonWords,
    team: Annotated[str, typer.Option(metavar="TEAM", help="The team they are with now.")],
    as_staff: AsStaff,
) -> None:
    """Move someone to another team: its managers and seniors see them from the next sync, the old team's no longer."""
    with places(context).centre() as centre:
        found, to = person_meant(centre, person), team_meant(centre, team)
        if not found.state.details.heads:
            raise CommandRefused("Their details are not known here.")
        body = found.state.details.heads[-1].body.model_copy(update={"team": to.id}).model_dump(mode="json")
        _say(centre, as_staff, Statement("person.updated", found.scope, body, "details"))
    tell(f"{found.name} is with {to.name} now.")


@app.command("erase")
def erase(
    context: typer.Context,
    person: PersonWords,
    as_staff: AsStaff,
    ended: Annotated[
        datetime,
        typer.Option(
            "--retention-ended", formats=["%Y-%m-%d"], help="The day their record's retention ended."
        ),
    ],
    yes: Annotated[
        str,
        typer.Option("--yes", metavar="PERSON", help="Their name or id once more, instead of being asked."),
    ] = "",
) -> None:
    """Erase someone's record for good, at the end of its retention. Nothing can bring it back.

    Its key is destroyed and its bodies deleted here, and it leaves tablets at their next sync. A list beside the key file
    keeps it erased whatever copy of the database is put back: keep that file with the key file.

    \b
    Example:
      python main.py central person erase "Sam Sample" --retention-ended 2026-11-01 --as "Ada Example"
    """
    with places(context).centre() as centre:
        found, member = person_meant(centre, person), staff_meant(centre, as_staff)
        if member.role != Role("administrator") or not member.here_at(centre.now()):
            raise CommandRefused("Only an administrator may erase a record.")
        if ended.date() > day_of(centre.now()):
            raise CommandRefused("Retention has not ended yet.")
        count = erasure.count_of(centre, found.scope)
        again = yes or typer.prompt(f"This erases {count} entries for good. Their name once more")
        if again.strip().casefold() not in {found.name.casefold(), found.id}:
            raise CommandRefused("That is not the same person.")
        erasure.erase(centre, found.scope)
    tell(f"Erased: {count} entries. Tablets remove what they hold at their next sync.")


def assign(
    context: typer.Context,
    person: PersonWords,
    staff: StaffWords,
    as_staff: AsStaff,
    part: Annotated[str, typer.Option(help="main or cover.")] = "main",
    from_on: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Acts from; today.")
    ] = None,
    until_on: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], help="Acts until.")
    ] = None,
) -> None:
    """Who works with someone. Their tablet has the record from its next sync; with --until it is taken away after that day.

    \b
    Examples:
      python main.py central assign "Sam Sample" "Wynn Example" --as "Ada Example"
      python main.py central assign "Sam Sample" "Cole Example" --part cover --until 2026-12-31 --as "Ada Example"
    """
    if not CaseloadPart(part).known:
        raise CommandRefused(f"“{part}” is not a part. Parts are: {', '.join(CaseloadPart.KNOWN)}.")
    with places(context).centre() as centre:
        found, member = person_meant(centre, person), staff_meant(centre, staff)
        starts = from_on.date() if from_on else day_of(centre.now())
        body = {
            "staff": member.id,
            "part": part,
            "from_on": starts.isoformat(),
            "until_on": until_on.date().isoformat() if until_on else None,
        }
        _say(centre, as_staff, Statement("caseload.assigned", found.scope, body))
    tell(f"{member.name} works with {found.name} ({CaseloadPart(part).words.lower()}).")


def unassign(
    context: typer.Context,
    person: PersonWords,
    staff: StaffWords,
    as_staff: AsStaff,
    reason: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
) -> None:
    """Someone no longer works with a person: the record leaves their tablet, except what they have not sent yet."""
    with places(context).centre() as centre:
        found, member = person_meant(centre, person), staff_meant(centre, staff)
        standing = [each for each in working_with(centre, found.scope) if each.staff_id == member.id]
        if not standing:
            raise CommandRefused(f"{member.name} does not work with {found.name}.")
        for each in standing:
            _say(centre, as_staff, Statement("caseload.ended", each.scope, {"reason": reason}, each.assigned))
    tell(f"{member.name} no longer works with {found.name}.")


def _row(centre: Centre, person: Person) -> tuple[str, ...]:
    directory = directory_of(centre)
    details = person.state.details.heads[-1].body if person.state.details.heads else None
    team = directory.teams.get(person.state.team or "")
    return (
        person.id[:12],
        person.name,
        date_words(details.born_on) if details else "",
        f"… {last_four(details.nhs_number)}" if details and details.nhs_number else "",
        team.name if team else "",
        ", ".join(directory.name_of(each.staff_id) for each in working_with(centre, person.scope)),
    )


def _say(centre: Centre, as_staff: str, statement: Statement) -> None:
    authoring.say(centre, staff_meant(centre, as_staff).id, statement)
