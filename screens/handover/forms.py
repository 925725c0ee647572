"""The two forms of a handover: giving it, and what a named human of the receiving side said to it."""

from typing import TypeVar

from models.fold import Handover
from screens.drafting.page import Body, PageForm, Reader, ShortForm
from screens.handover.contents import Source
from screens.handover.sheet import not_known, sheet
from screens.reading import typed_date, typed_time

ELSEWHERE = "elsewhere"


class GivenForm(PageForm):
    """`to_team` is a team's id, or "elsewhere" for another service, which `to` names."""

    to_team: str = ""
    to: str = ""
    given_to: str = ""
    mode: str = "02"
    given_on: str = ""
    given_at: str = ""
    why: str = ""
    supported_because: str = ""
    words: str = ""


class AnsweredForm(PageForm):
    """`record` is the handover's."""

    answer: str = ""
    name: str = ""
    mode: str = "02"
    answered_on: str = ""
    answered_at: str = ""
    words: str = ""


P = TypeVar("P", bound=PageForm)


class OfAHandover(ShortForm[P]):
    @property
    def then(self) -> str:
        return f"/person/{self.scope}/handover"


class GivingState(OfAHandover[GivenForm]):
    kind = "handover.given"
    makes = GivenForm

    def fresh(self) -> GivenForm:
        """Where we have no other team it goes elsewhere, and that is not asked."""
        now, team = self.now(), "" if self.teams else ELSEWHERE
        return GivenForm(to_team=team, given_on=typed_date(now), given_at=typed_time(now))

    @property
    def teams(self) -> list[tuple[str, str]]:
        """Our other teams, by name: whom a person may go to."""
        others = (each for each in self.directory.teams.values() if each.id != self.person.state.team)
        return [(each.id, each.name) for each in sorted(others, key=lambda each: each.name)]

    def choose_team(self, team: str) -> None:
        """A team of ours says its own name; elsewhere it is asked."""
        self.put(to=dict(self.teams).get(team, ""), to_team=team)

    @property
    def not_known(self) -> tuple[str, ...]:
        """The parts of the sheet that read "not known" now."""
        now = self.device.now()
        return not_known(sheet(Source(self.person, self.directory, self.directory.standard_at(now), now)))

    def says(self, reader: Reader) -> Body:
        """With what was not known on the sheet, and how fresh that was."""
        form, as_at = self.form, self.person.as_at
        team = reader.needs("to_team", form.to_team, "Choose who takes over.")
        reader.happened(form, "given")
        texts = ("given_to", "why", "supported_because", "words")
        return {
            "to": reader.needs("to", form.to, "Say which team or service.") if team else "",
            "to_team": None if team == ELSEWHERE else team,
            "mode": form.mode,
            "as_at": as_at.isoformat() if as_at else None,
            "not_known": list(self.not_known),
            **{name: getattr(form, name).strip() for name in texts},
        }


class AnsweringState(OfAHandover[AnsweredForm]):
    kind = "handover.answered"
    makes = AnsweredForm

    @property
    def handover(self) -> Handover | None:
        return next((each for each in self.person.state.handovers if each.id == self.form.record), None)

    @property
    def mine(self) -> bool:
        """Whether I am of the team it goes to."""
        return self.handover is not None and self.handover.given.body.to_team in self.me.teams

    def fresh(self) -> AnsweredForm:
        """Whoever is of the receiving team answers for themselves, unless they say another name."""
        now = self.now()
        answered = {"answered_on": typed_date(now), "answered_at": typed_time(now)}
        mine = {"name": self.me.name, "answer": "accepted"} if self.mine else {}
        return self.form.model_copy(update={**answered, **mine})

    def says(self, reader: Reader) -> Body:
        form = self.form
        name = reader.needs("name", form.name, "Say who there said it: their name.")
        reader.happened(form, "answered")
        return {
            "answer": reader.needs("answer", form.answer, "Choose what they said."),
            "name": name,
            "staff": self.me.staff_id if self.mine and name == self.me.name else None,
            "mode": form.mode,
            "words": form.words.strip(),
        }
