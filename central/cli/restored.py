"""`central restored`: after the database was put back to an earlier copy, what came back, what did not, and opening pulls."""

from typing import Annotated

import typer

from central import restored
from central.centre import Centre
from central.cli.finding import directory_of, staff_meant
from central.cli.places import places, table, tell
from central.devices import Device
from central.errors import CommandRefused
from central.reckoning import Reckoning, range_words, reckon
from models.codes import Role
from models.directory import Directory
from models.times import date_words, day_of, moment_words

WHY = {
    "witness": "a tablet had been shown more",
    "ticket": "a tablet had been enrolled that is not in it",
    "operator": "an operator said so",
}


def after_restore(
    context: typer.Context,
    as_staff: Annotated[
        str,
        typer.Option(
            "--as", metavar="STAFF", help="Which administrator: a staff id or their name.", show_default=False
        ),
    ] = "",
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Tablets and leavers are as they should be: open pulls.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --confirm: do not ask again.")] = False,
) -> None:
    """After the database was put back to an earlier copy. Tablets show it by themselves; with --as alone you say it.

    From then on tablets are given nothing until an administrator has looked at tablets and leavers and confirms. What they
    record is taken as ever, and they give back what this copy lacks. Without a flag: what is known now.

    \b
    Examples:
      python main.py central restored
      python main.py central restored --as "Ada Example"
      python main.py central restored --confirm --as "Ada Example"
    """
    with places(context).centre() as centre:
        if confirm:
            _confirm(centre, as_staff, yes=yes)
        elif as_staff:
            _administrator(centre, as_staff)
            restored.declare(centre)
            tell(
                "Tablets will list all they hold at their next sync, and are given nothing until you confirm."
            )
        else:
            _report(centre, reckon(centre))


def _confirm(centre: Centre, as_staff: str, *, yes: bool) -> None:
    if not as_staff:
        raise CommandRefused("Only an administrator may open pulls: say who you are with --as.")
    staff_id = _administrator(centre, as_staff)
    found = reckon(centre)
    _report(centre, found)
    waiting = any(each.readmitted_at for each in found.devices) if found else False
    if found is None or not (found.standing.shut or waiting):
        tell("\nPulls are open already.")
    elif yes or typer.confirm("\nAre tablets and leavers as they should be? Open pulls?"):
        restored.confirm(centre, staff_id)
        tell("Pulls are open. Tablets that have yet to list all they hold still give back what is lacking.")
    else:
        tell("Nothing was changed.")


def _administrator(centre: Centre, words: str) -> str:
    member = staff_meant(centre, words)
    if member.role != Role("administrator") or not member.here_at(centre.now()):
        raise CommandRefused("Only an administrator may do this.")
    return member.id


def _report(centre: Centre, found: Reckoning | None) -> None:
    if found is None:
        tell("As far as any tablet has shown, this database was never put back to an earlier copy.")
        return
    now, directory, opening = centre.now(), directory_of(centre), found.opening
    tell(
        f"Put back to an earlier copy: noticed {moment_words(opening.opened_at, now)} ({WHY.get(opening.why, opening.why)})."
    )
    tell(_pulls(found, directory, centre))
    tell(
        f"This copy had numbers up to {opening.stood_at}; tablets were shown numbers up to {opening.shown_to}."
    )
    tell(f"{found.given_back} entries came back from {found.given_by} tablets.")
    if found.missing:
        tell(f"{found.missing_count} numbers that nobody gave back: {range_words(found.missing)}")
    else:
        tell("No number is missing.")
    if found.not_given:
        tell(f"{len(found.not_given)} entries that a tablet listed and could not give:")
        for id in found.not_given:
            tell(f"  {id}")
    tell("")
    rows = [_row(centre, each, found, directory) for each in found.devices]
    table(("ID", "LABEL", "STAFF", "LAST SYNC", "HAS LISTED ALL", ""), rows, "No tablets.")
    _leavers(centre, directory)


def _pulls(found: Reckoning, directory: Directory, centre: Centre) -> str:
    opening = found.opening
    if found.standing.shut:
        return "Pulls are shut. Open them with: python main.py central restored --confirm --as NAME"
    if opening.confirmed_at is None:
        return "Pulls are open."
    by = directory.name_of(opening.confirmed_by or "")
    return f"Pulls were opened {moment_words(opening.confirmed_at, centre.now())} by {by}."


def _row(centre: Centre, device: Device, found: Reckoning, directory: Directory) -> tuple[str, ...]:
    listed = "no" if found.standing.owes(device) else "yes"
    said = [
        f"out of use since {date_words(day_of(device.revoked_at))}" if device.revoked_at else "",
        "came back by its ticket, waits for you" if device.readmitted_at else "",
    ]
    return (
        device.id[:12],
        device.label,
        directory.name_of(device.staff_id),
        moment_words(device.last_sync_at, centre.now()) if device.last_sync_at else "never",
        listed,
        "; ".join(filter(None, said)),
    )


def _leavers(centre: Centre, directory: Directory) -> None:
    gone = sorted((each.name, each.left_on) for each in directory.staff.values() if each.left_on)
    if gone:
        tell("\nStaff who have left or are leaving, as far as is known here:")
    for name, left_on in gone:
        tell(f"  {name}, last day {date_words(left_on) if left_on else ''}")
    tell("\nWhoever else has left since the copy was made: central staff leave, and central device revoke.")
