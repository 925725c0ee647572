"""What is known of one team: its registers, and the actions it set itself. `models.fold.fold_team` makes it."""

from dataclasses import dataclass

from models.fold.scope import ScopeState

TEAM = "team:"


@dataclass(frozen=True)
class TeamState(ScopeState):
    """One team, folded from the entries of its own scope; what is about a person is in theirs."""

    @property
    def team(self) -> str:
        return self.scope.removeprefix(TEAM)
