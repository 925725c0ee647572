"""`python main.py central …`: the centre's commands. `run` is the way in and gives the exit code.

Every refusal is one plain paragraph on standard error and exit code 2, with nothing recorded.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from central.cli import devices, people, prompts, quarantine, rescue, restored, serve, staff, standard, teams
from central.cli.places import Places, default_data, default_keys, note, say_plainly
from models.errors import BadInput, HandrailError

REFUSED = 2
PROGRAM = "python main.py central"
ANYWHERE = ("--data", "--keys")

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(staff.app, name="staff")
app.add_typer(teams.app, name="team")
app.add_typer(people.app, name="person")
app.add_typer(devices.app, name="device")
app.add_typer(standard.app, name="standard")
app.command("assign")(people.assign)
app.command("unassign")(people.unassign)
app.command("invite")(devices.invite)
app.command("rescue")(rescue.hand_in)
app.command("restored")(restored.after_restore)
app.command("quarantine")(quarantine.listing)
app.command("prompts")(prompts.listing)
app.command("serve")(serve.serve)
app.command("status")(serve.status)
app.command("backup")(serve.backup)


@app.callback()
def central(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(envvar="HANDRAIL_DATA", help="The folder of the database.", show_default=False),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(envvar="HANDRAIL_KEYS", help="The key file, kept apart from it.", show_default=False),
    ] = None,
) -> None:
    """The central store: serves tablets, and the commands of an administrator.

    Without a command it serves, as `serve` does.

    --data and --keys may stand anywhere in a command.

    \b
    To begin:
      python main.py central staff --first "Ada Example" --organisation "Example Care" --team "Harbour Team"
      python main.py central staff add "Wynn Example" --role worker --team "Harbour Team" --as "Ada Example"
      python main.py central person add "Sam Sample" --born 1980-04-05 --team "Harbour Team" \\
          --no-nhs-number "not known yet" --as "Ada Example"
      python main.py central assign "Sam Sample" "Wynn Example" --as "Ada Example"
      python main.py central invite "Wynn Example" --as "Ada Example"
      python main.py central
    """
    context.obj = Places(data or default_data(), keys or default_keys())


def run(argv: Sequence[str]) -> int:
    """Run one command. 0 when it was done, 2 when it was refused: nothing is then half done."""
    say_plainly()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        app(_ordered(list(argv)), prog_name=PROGRAM)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except HandrailError as error:
        note(_sentence(error))
        return REFUSED
    return 0


def _ordered(argv: list[str]) -> list[str]:
    """The whole program's options moved to the front, and `serve` put where no command is named."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        if word in ANYWHERE:
            front += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word.startswith(tuple(f"{name}=" for name in ANYWHERE)):
            front.append(word)
        else:
            rest.append(word)
    if not rest or (rest[0].startswith("-") and rest[0] != "--help"):
        rest.insert(0, "serve")
    return front + rest


def _sentence(error: HandrailError) -> str:
    if isinstance(error, BadInput):
        where = f" ({', '.join(error.fields)})" if error.fields else ""
        return f"{error.happened}{where} Nothing was recorded."
    return error.sentence
