"""A goal of the person: what they want to get to, and later what became of it."""

from models.correcting import Document
from models.kinds.safety import GoalSet
from screens.drafting.page import Body, PageForm, Reader
from screens.reading import typed_day
from screens.theirs.state import Theirs
from sync.device import Device

ON, REACHED, DROPPED = "on", "reached", "dropped"


class GoalForm(PageForm):
    """`whose` is "theirs" or "ours": in whose words it is. `stands` is "on", "reached" or "dropped"."""

    goal: str = ""
    whose: str = "theirs"
    steps: str = ""
    review_on: str = ""
    stands: str = ON
    dropped_because: str = ""


class GoalState(Theirs[GoalForm]):
    kind = "goal.set"

    def __init__(self, device: Device, scope: str, draft_id: str, record: str = "") -> None:
        super().__init__(device, scope, draft_id, GoalForm(record=record))

    def fresh(self) -> GoalForm:
        """For one that is set already, what it says."""
        slot = next((each for each in self.person.state.goals if each.record == self.form.record), None)
        if slot is None or not slot.heads:
            return GoalForm()
        return _form(slot.heads[-1].body, slot.record)

    @staticmethod
    def again(said: Document, record: str) -> GoalForm:
        body = GoalSet.model_validate(said)
        form = _form(body, record)
        form.stands = REACHED if body.reached else DROPPED if body.dropped_because.strip() else ON
        form.dropped_because = body.dropped_because
        return form

    def says(self, reader: Reader) -> Body:
        form = self.form
        on = reader.day("review_on", form.review_on) if form.review_on.strip("/ ") else None
        dropped = form.stands == DROPPED
        if dropped:
            reader.needs("dropped_because", form.dropped_because, "Say why it is dropped.")
        return {
            "goal": reader.needs("goal", form.goal, "Say what they want to get to."),
            "their_words": form.whose == "theirs",
            "steps": form.steps.strip(),
            "review_on": on.isoformat() if on and form.stands == ON else None,
            "reached": form.stands == REACHED,
            "dropped_because": form.dropped_because.strip() if dropped else "",
        }


def _form(body: GoalSet, record: str) -> GoalForm:
    """What it says, to go on from."""
    return GoalForm(
        record=record,
        goal=body.goal,
        whose="theirs" if body.their_words else "ours",
        steps=body.steps,
        review_on=typed_day(body.review_on) if body.review_on else "",
    )
