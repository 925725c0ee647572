"""A person's details being corrected: what has been entered, what it changes, what it becomes."""

from dataclasses import dataclass

from pydantic import Field

from models.kinds.person import PersonDetails
from models.nhs_number import shown
from models.times import age, date_words, day_of
from screens.drafting.page import Body, PageDrafting, PageForm, Reader
from screens.reading import Unreadable, read_date, typed_day
from sync.device import Device

WORDS = ("name", "preferred_name", "address", "phone", "no_nhs_number_because")
LABELS = {
    "name": "Name",
    "preferred_name": "Likes to be called",
    "born_on": "Date of birth",
    "nhs_number": "NHS number",
    "no_nhs_number_because": "Why there is no NHS number",
    "address": "Address",
    "phone": "Telephone",
    "team": "Team",
}
# What, wrong, makes another person of them: it is confirmed by itself.
CONFIRMED = {
    "name": "Confirm that this is their name.",
    "born_on": "Confirm that this is their date of birth.",
}
NOTHING = "nothing recorded"


class DetailsForm(PageForm):
    """`born_on` is as typed; `nhs_number` with or without spaces. `confirmed` is, by field, what was confirmed, as it was entered."""

    name: str = ""
    preferred_name: str = ""
    born_on: str = ""
    nhs_number: str = ""
    no_nhs_number_because: str = ""
    address: str = ""
    phone: str = ""
    team: str = ""
    confirmed: dict[str, str] = Field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Change:
    """One field that will be another: `before` and `after` in words. `confirmed` is None where nothing has to be confirmed."""

    field: str
    label: str
    before: str
    after: str
    confirmed: bool | None


class DetailsState(PageDrafting[DetailsForm]):
    kind = "person.updated"

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        super().__init__(device, scope, draft_id, DetailsForm())

    def fresh(self) -> DetailsForm:
        held = self.held
        if held is None:
            return DetailsForm()
        words = {name: getattr(held, name) for name in WORDS}
        number = shown(held.nhs_number) if held.nhs_number else ""
        return DetailsForm(born_on=typed_day(held.born_on), team=held.team, nhs_number=number).model_copy(
            update=words
        )

    @property
    def held(self) -> PersonDetails | None:
        """What is recorded now; of several versions the latest."""
        heads = self.person.state.details.heads
        return heads[-1].body if heads else None

    @property
    def apart(self) -> bool:
        """Whether two people recorded them apart from each other."""
        return self.person.state.details.conflicting

    @property
    def teams(self) -> tuple[tuple[str, str], ...]:
        """Every team, by id and name."""
        return tuple((id, team.name) for id, team in self.directory.teams.items())

    # ------------------------------------------------------------------ what it changes

    @property
    def changes(self) -> tuple[Change, ...]:
        """What will be different, in the order of the form."""
        held = self.held
        if held is None:
            return ()
        before, after = self._recorded(held), self._entered()
        return tuple(
            Change(name, label, before[name] or NOTHING, after[name] or NOTHING, self._confirmed(name))
            for name, label in LABELS.items()
            if before[name] != after[name]
        )

    @property
    def hands_over(self) -> tuple[str, ...]:
        """What another team means, in sentences; none while it is the same."""
        held, team, now = self.held, self.form.team, self.now()
        if held is None or team in ("", held.team):
            return ()
        leading = [
            each.name for each in self.directory.members(team, now) if each.role in ("manager", "senior")
        ]
        to, of = self._team(team), self._team(held.team)
        return (
            f"The managers and seniors of {to} receive the record and are asked from now on: "
            f"{', '.join(leading) or 'nobody there yet'}.",
            f"Those of {of} no longer receive it.",
            "Who works with them stays as it is.",
        )

    def confirm(self, field: str, confirmed: bool) -> None:
        """Of what is entered now: typing it anew asks again."""
        value = getattr(self.form, field) if confirmed else ""
        self.put(confirmed=self.form.confirmed | {field: value})

    def _confirmed(self, field: str) -> bool | None:
        if field not in CONFIRMED:
            return None
        entered = getattr(self.form, field)
        return bool(entered.strip()) and self.form.confirmed.get(field) == entered

    def _recorded(self, held: PersonDetails) -> dict[str, str]:
        number = shown(held.nhs_number) if held.nhs_number else ""
        words = {name: getattr(held, name).strip() for name in WORDS}
        born = self._born(typed_day(held.born_on))
        return words | {"born_on": born, "nhs_number": number, "team": self._team(held.team)}

    def _entered(self) -> dict[str, str]:
        form, digits = self.form, _digits(self.form.nhs_number)
        words = {name: getattr(form, name).strip() for name in WORDS}
        if digits:
            words["no_nhs_number_because"] = ""
        return words | {
            "born_on": self._born(form.born_on),
            "nhs_number": shown(digits) if digits else "",
            "team": self._team(form.team),
        }

    def _born(self, typed: str) -> str:
        """With the age that makes of it; as typed while it is no date."""
        try:
            on, today = read_date(typed), day_of(self.now())
        except Unreadable:
            return typed.strip("/ ")
        return f"{date_words(on)}, {age(on, today)} years old" if on <= today else date_words(on)

    def _team(self, id: str) -> str:
        known = self.directory.teams.get(id)
        return known.name if known else "a team that is not known here"

    # ------------------------------------------------------------------ what it becomes

    def says(self, reader: Reader) -> Body:
        form, digits = self.form, _digits(self.form.nhs_number)
        reader.needs("name", form.name, "Enter their name.")
        born = reader.day("born_on", form.born_on)
        if not digits:
            reader.needs(
                "no_nhs_number_because", form.no_nhs_number_because, "Say why there is no NHS number."
            )
        body = {name: getattr(form, name).strip() for name in WORDS}
        changes = self.changes
        if not changes:
            reader.wrong["changes"] = "Nothing is different from what is recorded."
        for each in changes:
            if each.confirmed is False:
                reader.wrong.setdefault(f"confirmed.{each.field}", CONFIRMED[each.field])
        return body | {
            "born_on": born.isoformat() if born else None,
            "nhs_number": digits or None,
            "no_nhs_number_because": "" if digits else body["no_nhs_number_because"],
            "team": form.team,
        }


def _digits(typed: str) -> str:
    """An NHS number as it is kept: without what people write between its digits."""
    return typed.replace(" ", "").replace("-", "")
