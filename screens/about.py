"""Whom or what a scope is about, in words, and where one reads it. Pure."""

from models.directory import Directory
from models.fold import PersonState, ScopeState
from models.fold.team import TEAM


def name_of(state: ScopeState, directory: Directory) -> str:
    """The person's name, or the team's."""
    if isinstance(state, PersonState):
        return state.name or "Name still arriving"
    return team_name(state.scope, directory)


def team_name(scope: str, directory: Directory) -> str:
    team = directory.teams.get(scope.removeprefix(TEAM))
    return team.name if team else "A team not known here"


def team_names(directory: Directory) -> dict[str, str]:
    """By scope."""
    return {f"{TEAM}{id}": team.name for id, team in directory.teams.items()}


def is_team(scope: str) -> bool:
    return scope.startswith(TEAM)


def route_of(scope: str, record: str = "") -> str:
    """Where the person, or a line of the team's registers, is read."""
    if not is_team(scope):
        return f"/person/{scope}"
    return f"/line/{scope}/{record}" if record else "/registers"
