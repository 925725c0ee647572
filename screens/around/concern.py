"""A safeguarding concern, and the decision about it: what is entered, and what it becomes."""

from collections.abc import Mapping
from typing import TypeVar

from models.fold import Concern
from screens.drafting.page import Body, PageForm, Reader, ShortForm

REFERRED = {"yes": True, "no": False, "later": None}
LACKING: Mapping[str, str] = {
    "reason": "Say why, or why not.",
    "wishes": "Say what they wish, or that it is not known and why.",
    "least_restrictive_check": "Say why this is the least restrictive way.",
}


class DecisionForm(PageForm):
    """`referred` is "yes", "no" or "later"; "" until chosen. `record` is the concern's, "" while it is being raised."""

    referred: str = ""
    reason: str = ""
    wishes: str = ""
    least_restrictive_check: str = ""


class ConcernForm(DecisionForm):
    type: str = ""
    concern: str = ""
    made_safe_now: str = ""


D = TypeVar("D", bound=DecisionForm)


class Deciding(ShortForm[D]):
    """What raising a concern and deciding about one share: the decision."""

    @property
    def decides(self) -> bool:
        return self.form.referred in ("yes", "no")

    def decision(self, reader: Reader) -> Body:
        form = self.form
        reader.needs("referred", form.referred, "Choose whether it is referred, or decided later.")
        words = {name: getattr(form, name).strip() for name in LACKING}
        if self.decides:
            for name, sentence in LACKING.items():
                reader.needs(name, words[name], sentence)
        return words | {"referred": REFERRED.get(form.referred)}


class ConcernState(Deciding[ConcernForm]):
    kind = "safeguarding.raised"
    makes = ConcernForm

    def says(self, reader: Reader) -> Body:
        form = self.form
        said = {"concern": form.concern.strip(), "made_safe_now": form.made_safe_now.strip()}
        kind = reader.needs("type", form.type, "Choose what kind of concern it is.")
        return said | {"type": kind} | self.decision(reader)


class DecisionState(Deciding[DecisionForm]):
    kind = "safeguarding.decided"
    makes = DecisionForm

    @property
    def concern(self) -> Concern | None:
        return next((each for each in self.person.state.concerns if each.record == self.form.record), None)

    def says(self, reader: Reader) -> Body:
        return self.decision(reader)
