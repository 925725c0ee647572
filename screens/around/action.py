"""An action: given to somebody with a deadline, and done. What is entered, and what it becomes."""

from collections.abc import Iterable
from datetime import timedelta

from models.fold import TrackedAction
from screens.drafting.page import Body, PageForm, Reader, ShortForm
from screens.person import around_lines as lines
from screens.reading import typed_date

BY = "17:00"


class ActionForm(PageForm):
    """`owner` is a staff id. `safeguarding` is the record of the concern it belongs to, "" for none."""

    what: str = ""
    owner: str = ""
    deadline_on: str = ""
    deadline_at: str = ""
    route: str = ""
    safeguarding: str = ""


class ActionState(ShortForm[ActionForm]):
    kind = "action.assigned"
    makes = ActionForm
    about = "safeguarding"

    def fresh(self) -> ActionForm:
        """By tomorrow at the end of the day."""
        tomorrow = typed_date(self.now() + timedelta(days=1))
        return self.form.model_copy(update={"deadline_on": tomorrow, "deadline_at": BY})

    @property
    def owners(self) -> Iterable[tuple[str, str]]:
        """Who it can be given to: id and name."""
        return lines.owners(self.person.state, self.directory, self.me.staff_id, self.now())

    def says(self, reader: Reader) -> Body:
        form, deadline = self.form, reader.instant_in(self.form, "deadline")
        return {
            "what": form.what.strip(),
            "owner": reader.needs("owner", form.owner, "Choose who is to do it."),
            "deadline_at": deadline.isoformat() if deadline else None,
            "route": form.route.strip(),
            "safeguarding": form.safeguarding or None,
        }


class CompletedForm(PageForm):
    """`record` is the action's."""

    extent: str = ""
    outcome: str = ""
    partner_response: str = ""


class CompletedState(ShortForm[CompletedForm]):
    kind = "action.completed"
    makes = CompletedForm

    @property
    def action(self) -> TrackedAction | None:
        return next((each for each in self.person.state.actions if each.record == self.form.record), None)

    def says(self, reader: Reader) -> Body:
        form = self.form
        return {
            "extent": reader.needs("extent", form.extent, "Choose how far it was carried out."),
            "outcome": form.outcome.strip(),
            "partner_response": form.partner_response.strip(),
        }
