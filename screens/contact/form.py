"""What has been entered so far, exactly as it was entered: text where somebody typed, codes where they chose.

Nothing here is checked; `screens.contact.reading` says what it all means.
"""

from collections.abc import Iterable

from pydantic import Field

from screens.drafting.form import Form, Part
from screens.plan.form import Plan

NOT_ASSESSED = "not_assessed"


class Seen(Part):
    """One indicator. `level` is "0" to "3" or "not_assessed"; "" until somebody chose."""

    level: str = ""
    reason: str = ""
    words: str = ""
    source: str = ""
    new_disclosure: bool = False
    plan: bool = False
    means: bool = False
    attempt: bool = False


class Done(Part):
    """One action of the standard's menu. `on` is "3/5/2026", `at` "14:30"."""

    code: str
    extent: str = "wholly"
    on: str = ""
    at: str = ""
    detail: str = ""
    outcome: str = ""


class Worry(Part):
    """One who is worried, in their words."""

    who: str
    words: str = ""


class ContactForm(Form):
    """The whole of it. `page` is the question on screen, `been` the pages somebody has tried to leave.

    `more`: actions and a decision are wanted although no contact was made. `plan_id` and `step_down_ids` (by
    episode) are the ids of what is saved with the contact, so that saving twice makes nothing twice. `replaces` is the
    contact that was not accepted and that this one puts right; `settled_id` the id of what says so. `unlisted`: with somebody
    who is not on this tablet's list, so it is asked who they are.
    """

    page: str = "contact"
    been: list[str] = Field(default_factory=lambda: list[str]())
    plan_id: str = ""
    step_down_ids: dict[str, str] = Field(default_factory=lambda: dict[str, str]())
    replaces: str = ""
    settled_id: str = ""

    unlisted: bool = False
    name: str = ""
    born: str = ""
    born_unknown: bool = False
    team: str = ""

    on: str = ""
    started: str = ""
    ended: str = ""
    next_day: bool = False
    mode: str = ""
    attendance: str = ""
    with_whom: list[str] = Field(default_factory=lambda: list[str]())
    also_present: str = ""
    same_visit_as: str = ""
    more: bool = False

    seen: dict[str, Seen] = Field(default_factory=lambda: dict[str, Seen]())
    what_changed: str = ""
    worries: list[Worry] = Field(default_factory=lambda: list[Worry]())
    actions: list[Done] = Field(default_factory=lambda: list[Done]())

    decision: str = ""
    rationale: str = ""
    next_on: str = ""
    step_down_evidence: list[str] = Field(default_factory=lambda: list[str]())
    reply_given: str = ""
    plan: Plan | None = None
    plan_wanted: bool = False

    name_confirmed: bool = False
    birth_confirmed: bool = False

    def about(self, code: str) -> Seen:
        """What was entered about one indicator; an empty one, kept from now on, if nothing was yet."""
        return self.seen.setdefault(code, Seen())

    def unanswered(self, codes: Iterable[str]) -> list[str]:
        return [code for code in codes if code not in self.seen or not self.seen[code].level]

    def none_seen(self, codes: Iterable[str]) -> None:
        """An explicit 0 for each of these that has no answer yet."""
        for code in self.unanswered(codes):
            self.about(code).level = "0"

    def worried_are(self, who: Iterable[str]) -> None:
        """Exactly these are worried. The words already written for them stay."""
        there = {worry.who: worry for worry in self.worries}
        self.worries = [there.get(each) or Worry(who=each) for each in who]

    def done_are(self, codes: Iterable[str], on: str, at: str) -> None:
        """Exactly these actions were done. What is written about them stays; new ones start as wholly done then."""
        there = {done.code: done for done in self.actions}
        self.actions = [there.get(code) or Done(code=code, on=on, at=at) for code in codes]

    @property
    def reached(self) -> bool:
        """Whether there was a contact to speak of, as far as entered: then there is something to assess."""
        return self.attendance in {"", "5", "6"}
