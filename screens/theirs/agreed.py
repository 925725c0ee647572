"""How often we agreed to be in contact: what is entered, and what it becomes."""

from models.correcting import Document
from models.kinds.person import ContactAgreed
from screens.drafting.page import Body, PageForm, Reader
from screens.theirs.state import Theirs
from sync.device import Device

FIGURES = "Enter the number of days, in figures."


class AgreedForm(PageForm):
    """Days, as typed. `face_to_face_days` may stay empty: then no second clock runs."""

    interval_days: str = ""
    face_to_face_days: str = ""


class AgreedState(Theirs[AgreedForm]):
    kind = "contact.agreed"

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        super().__init__(device, scope, draft_id, AgreedForm())

    def fresh(self) -> AgreedForm:
        """What holds now."""
        holds = self.person.state.agreed
        return _form(holds.interval_days, holds.face_to_face_days) if holds else AgreedForm()

    @staticmethod
    def again(said: Document, record: str) -> AgreedForm:
        body = ContactAgreed.model_validate(said)
        return _form(body.interval_days, body.face_to_face_days)

    def says(self, reader: Reader) -> Body:
        form = self.form
        return {
            "interval_days": reader.number("interval_days", form.interval_days, FIGURES),
            "face_to_face_days": reader.number("face_to_face_days", form.face_to_face_days, FIGURES)
            if form.face_to_face_days.strip()
            else None,
        }


def _form(interval_days: int, face_to_face_days: int | None) -> AgreedForm:
    face = str(face_to_face_days) if face_to_face_days else ""
    return AgreedForm(interval_days=str(interval_days), face_to_face_days=face)
