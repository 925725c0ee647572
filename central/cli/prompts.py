"""`central prompts`: what became of the prompts about one person or team, step by step, by rules, ids and times; never what they say."""

from collections.abc import Sequence
from typing import Annotated

import typer

from central import devices, life
from central.centre import Centre
from central.cli.finding import directory_of, person_meant, team_meant
from central.cli.places import places, table
from central.errors import CommandRefused
from central.life import Lived
from models.entry import team_scope
from models.prompt import rule_of, scope_of
from models.times import moment_words

WORDS = {
    "stood": "stands",
    "delivered": "is on a tablet",
    "seen": "seen",
    "told": "somebody was told",
    "answered": "answered",
    "superseded": "prompts again as another",
    "cleared": "cleared",
}


def listing(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="Their name, or the beginning of their id.")] = "",
    team: Annotated[
        str, typer.Option(metavar="TEAM", help="Instead, those about a team's own registers.")
    ] = "",
) -> None:
    """The prompts about someone, or about a team, and what became of each: when it stood, on whose tablet, seen, told, answered, cleared.

    Nothing is ever taken off this list. What a prompt says is read on a manager's tablet.

    \b
    Examples:
      python main.py central prompts "Sam Sample"
      python main.py central prompts --team "Harbour Team"
    """
    if bool(person) == bool(team):
        raise CommandRefused("Give a person, or a team with --team: one of the two.")
    with places(context).centre() as centre:
        if team:
            scopes: Sequence[str] = (team_scope(team_meant(centre, team).id),)
        else:
            scopes = person_meant(centre, person).state.scopes
        with centre.database.read() as connection:
            lived = life.read(connection, centre.organisation.id, scopes)
        rows = _rows(centre, scopes, lived)
    table(("PROMPT", "WHAT", "WHEN", "WHO OR WHERE", "RECORD"), rows, "Nothing has prompted about them.")


def _rows(centre: Centre, scopes: Sequence[str], lived: tuple[Lived, ...]) -> list[tuple[str, ...]]:
    """Each prompt's steps together, those that began first first."""
    now, labels = centre.now(), {device.id: device.label for device in devices.every(centre)}
    with centre.database.read() as connection:
        records = [
            record
            for scope in scopes
            for record in centre.records.of_scope(centre.organisation.id, scope, connection)
        ]
    authors = {record.id: record.entry.author for record in records}
    begun = {each.prompt: at for at, each in reversed(list(enumerate(lived)))}
    names = directory_of(centre)
    rows: list[tuple[str, ...]] = []
    for each in sorted(lived, key=lambda step: (begun[step.prompt], step.at)):
        who = labels.get(each.device, "") or (
            names.name_of(authors.get(each.entry, "")) if each.entry else ""
        )
        rows.append((_short(each.prompt), WORDS[each.step], moment_words(each.at, now), who, each.entry[:12]))
    return rows


def _short(id: str) -> str:
    """Its rule, the beginning of what raised it, and which time it prompts: "T2 1f0c55a39b7e", then with ":r2"."""
    rule = rule_of(id)
    raised_by, _, round = id.removeprefix(f"{rule}:{scope_of(id)}:").partition(":")
    return f"{rule} {raised_by[:12]}{f':{round}' if round else ''}"
