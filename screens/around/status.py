"""Where somebody is with us: what is entered, and what it becomes."""

from collections.abc import Iterable

from screens.drafting.page import Body, PageForm, Reader, ShortForm
from screens.person import around_lines as lines
from screens.reading import typed_date, typed_time

NO_HANDOVER = "none"


class StatusForm(PageForm):
    """`handover` is the one a discharge rests on, "none" for one that is not on record: then who took them."""

    status: str = ""
    since_on: str = ""
    since_at: str = ""
    where: str = ""
    rationale: str = ""
    handover: str = ""
    handover_to: str = ""
    handover_accepted_by: str = ""


class StatusState(ShortForm[StatusForm]):
    kind = "person.status"
    makes = StatusForm

    def fresh(self) -> StatusForm:
        """Since now; and the handover that was given lately."""
        now = self.now()
        return StatusForm(
            since_on=typed_date(now),
            since_at=typed_time(now),
            handover=lines.likely_handover(self.person.state, now),
        )

    @property
    def discharging(self) -> bool:
        return self.form.status == "discharged"

    @property
    def discharge_needs(self) -> tuple[str, ...]:
        """What a discharge of mine would still wait for, and who can do it."""
        return lines.discharge_needs(self.person, self.directory, self.me, self.now())

    @property
    def handovers(self) -> Iterable[tuple[str, str, str]]:
        """Those a discharge may rest on: id, to whom, and whether somebody there accepted it."""
        return lines.handovers(self.person.state, self.now())

    def says(self, reader: Reader) -> Body:
        form = self.form
        reader.needs("status", form.status, "Choose where they are.")
        since = reader.instant_in(form, "since")
        body: Body = {"status": form.status, "since_at": since.isoformat() if since else None}
        body |= {"where": form.where.strip(), "rationale": form.rationale.strip()}
        if self.discharging and form.handover not in ("", NO_HANDOVER):
            body["handover"] = form.handover
        elif self.discharging and form.handover_accepted_by.strip():
            body["handover_to"] = form.handover_to.strip()
            body["handover_accepted_by"] = form.handover_accepted_by.strip()
            body["handover_accepted_at"] = self.now().isoformat()
        return body
