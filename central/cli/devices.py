"""`central invite` and `central device`: tablets, from a one-time invitation to out of use."""

from datetime import timedelta
from typing import Annotated

import segno
import typer

from central import authoring, devices, enrol, recovery, taken_out
from central.authoring import ORGANISATION, Statement
from central.centre import Centre
from central.cli.finding import SHORTEST_ID, directory_of, staff_meant
from central.cli.places import AsStaff, places, table, tell
from central.devices import Device
from central.errors import CommandRefused
from models.errors import InvitationWrong
from models.times import date_words, day_of, moment_words
from sync.invitation import clean_address, qr_text

app = typer.Typer()
MOST_HOURS = 24 * 14


def invite(
    context: typer.Context,
    staff: Annotated[
        str, typer.Argument(metavar="STAFF", help="Whose tablet it will be: a staff id or their name.")
    ],
    as_staff: AsStaff,
    address: Annotated[
        str,
        typer.Option(envvar="HANDRAIL_ADDRESS", help="Where tablets reach this centre, such as https://…"),
    ] = "http://127.0.0.1:8700",
    hours: Annotated[int, typer.Option(min=1, max=MOST_HOURS, help="How long it may be used.")] = 72,
    qr: Annotated[bool, typer.Option("--qr/--no-qr", help="Draw the code to be scanned.")] = True,
) -> None:
    """A one-time invitation for one member of staff's tablet: as text, and as a QR code to scan.

    Hand it over in person or by a way you trust: whoever uses it first becomes that member of staff.

    \b
    Examples:
      python main.py central invite "Wynn Example" --address https://handrail.example.org --as "Ada Example"
      python main.py central invite "Wynn Example" --hours 4 --no-qr --as "Ada Example"
    """
    reached = _address(address)
    with places(context).centre() as centre:
        member, author = staff_meant(centre, staff), staff_meant(centre, as_staff)
        if not member.here_at(centre.now()):
            raise CommandRefused(f"{member.name} has left.")
        made = enrol.make_invitation(centre, member.id, author.id, timedelta(hours=hours))
        until = moment_words(made.expires_at, centre.now())
    tell(f"Invitation for {member.name}, for one tablet, until {until}:\n")
    tell(f"  Address  {reached}\n  Code     {made.code}\n")
    if qr:
        _draw(qr_text(reached, made.code))
    tell("The code is shown this once and kept nowhere. If it is lost, make another.")


@app.callback(invoke_without_command=True)
def all_devices(context: typer.Context) -> None:
    """Tablets in use, and taking them out of use. Without a command: all of them.

    \b
    Examples:
      python main.py central device
      python main.py central device revoke "Tablet A · 1" --reason "Left on a bus" --as "Ada Example"
      python main.py central device recover "Tablet A · 1" --as "Ada Example"
    """
    if context.invoked_subcommand is None:
        list_devices(context)


@app.command("list")
def list_devices(context: typer.Context) -> None:
    """Every tablet's profile: whose it is, when it last synced, and what became of those taken out of use."""
    with places(context).centre() as centre:
        directory, now = directory_of(centre), centre.now()
        rows = [
            (
                device.id[:12],
                device.label,
                directory.name_of(device.staff_id),
                moment_words(device.last_sync_at, now) if device.last_sync_at else "never",
                _standing(centre, device),
            )
            for device in devices.every(centre)
        ]
    table(("ID", "LABEL", "STAFF", "LAST SYNC", ""), rows, "No tablets yet: invite one with central invite.")


@app.command("revoke")
def revoke(
    context: typer.Context,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Its id or its label.")],
    as_staff: AsStaff,
    reason: Annotated[str, typer.Option(help="Why, in a few words.")] = "",
) -> None:
    """Take a tablet out of use: it is given nothing more, destroys its key and hands over what it still holds.

    This cannot be taken back: its owner goes on by a new invitation. What it hands over waits for a manager.
    """
    with places(context).centre() as centre:
        found, author = _device_meant(centre, device), staff_meant(centre, as_staff).id
        authoring.say(centre, author, Statement("device.revoked", ORGANISATION, {"reason": reason}, found.id))
    tell(f"{found.label} is out of use, and is given nothing more.")
    tell(
        "When it next reaches the centre it destroys its key, hands over what it has not sent, drafts too, and then\n"
        "deletes itself. What it hands over waits for a manager. How far it is: python main.py central device list"
    )


@app.command("recover")
def recover(
    context: typer.Context,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Its id or its label.")],
    as_staff: AsStaff,
) -> None:
    """A code for a forgotten passphrase or PIN: for one tablet, for 15 minutes, five tries, one use.

    Make sure first that you speak with the person whose tablet it is. Whoever holds both the tablet and the code can
    read what is on it. It is in the record that you gave it, and managers of their team are told.

    \b
    Example:
      python main.py central device recover "Tablet A · 1" --as "Ada Example"
    """
    with places(context).centre() as centre:
        found = _device_meant(centre, device)
        made = recovery.issue(centre, found, staff_meant(centre, as_staff).id)
        name = directory_of(centre).name_of(made.staff_id)
        until = moment_words(made.expires_at, centre.now())
    tell(f"A code for {made.label} ({name}), until {until}:\n")
    tell(f"  Code     {made.code}\n")
    tell(
        "On the tablet's lock screen, with signal: “Forgotten it?”, then this code and a new passphrase, twice."
    )
    tell(
        "Nothing on the tablet is lost by it. The code is shown this once and kept nowhere; another ends this one."
    )


def _device_meant(centre: Centre, words: str) -> devices.Device:
    wanted = words.strip().casefold()
    found = [
        each
        for each in devices.every(centre)
        if each.label.casefold() == wanted or (len(wanted) >= SHORTEST_ID and each.id.startswith(wanted))
    ]
    if len(found) != 1:
        raise CommandRefused("There is no such tablet.", do="See: python main.py central device list")
    return found[0]


def _standing(centre: Centre, device: Device) -> str:
    """ "out of use since 3 May, handed over 3 records and 1 draft, told to delete itself" """
    if device.revoked_at is None:
        return ""
    handed = taken_out.handed_over(centre, device)
    records = f"{handed.records} record{'' if handed.records == 1 else 's'}"
    drafts = f"{handed.drafts} draft{'' if handed.drafts == 1 else 's'}"
    since = f"out of use since {date_words(day_of(device.revoked_at))}"
    heard = device.last_sync_at is not None and device.last_sync_at >= device.revoked_at
    if not (heard or device.wiped_at or handed.records or handed.drafts):
        return f"{since}, not heard from since"
    end = "wiped" if device.wiped_at else "not yet wiped"
    return f"{since}, handed over {records} and {drafts}, {end}"


def _address(address: str) -> str:
    try:
        return clean_address(address)
    except InvitationWrong as error:
        raise CommandRefused(f"“{address}” is not an address.") from error


def _draw(text: str) -> None:
    segno.make(text, error="m").terminal(compact=True, border=2)
    tell(text + "\n")
