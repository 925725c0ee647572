"""The questions of a contact, in the order they are asked, and the steps they belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from models.standard import Standard
from screens.contact.form import ContactForm


@dataclass(frozen=True)
class Around:
    """What a form is read against: the person it is about and the standard in force.

    `signature` are the codes of the person's own key indicators, in their order; `usual` their usual levels where set.
    `born_on` is None while their details are still arriving.
    """

    name: str
    born_on: date | None
    signature: tuple[str, ...]
    usual: Mapping[str, int]
    standard: Standard

    @property
    def own(self) -> tuple[str, ...]:
        """The signature's indicators that are asked together: † ones are asked by themselves."""
        return tuple(code for code in self.signature if code not in self.standard.daggers)

    @property
    def daggers(self) -> tuple[str, ...]:
        """The † indicators, those of the signature first."""
        return tuple(sorted(self._codes(dagger=True), key=lambda code: code not in self.signature))

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(code for code in self._codes(dagger=False) if code not in self.signature)

    def page_of(self, code: str) -> str:
        """The page that asks about an indicator."""
        if code in self.standard.daggers:
            return f"ask:{code}"
        return "signature" if code in self.signature else "others"

    def _codes(self, *, dagger: bool) -> Iterable[str]:
        return (each.code for each in self.standard.indicators if each.dagger == dagger)


@dataclass(frozen=True)
class Page:
    """One question on one screen. `step` names the step it belongs to; `code` is the † indicator it asks about."""

    key: str
    step: str
    title: str
    code: str = ""


def pages(form: ContactForm, around: Around) -> tuple[Page, ...]:
    """Every page this contact needs, in order. Without a contact made it is three, unless more is asked for."""
    who = (WHO,) if form.unlisted else ()
    if not form.reached and not form.more:
        return (*who, CONTACT, TRIED, CHECK)
    middle = _indicator_pages(around) if form.reached else ()
    plan = PLAN if form.plan_wanted else ()
    return (*who, CONTACT, *middle, CHANGED if form.reached else TRIED, ACTIONS, DECISION, *plan, CHECK)


def steps(of: Iterable[Page]) -> tuple[str, ...]:
    """The names of the steps these pages belong to, in order, each once."""
    return tuple(dict.fromkeys(page.step for page in of))


def plan_page(field: str) -> str:
    """The page that asks for a field of the plan."""
    return PLAN_FIELDS.get(field.partition(".")[0], "plan words")


def _indicator_pages(around: Around) -> tuple[Page, ...]:
    words = around.standard.indicator_words
    asked = (Page(f"ask:{code}", SEEN, words(code), code) for code in around.daggers)
    return (*((SIGNATURE,) if around.own else ()), *asked, OTHERS if around.own else ALL)


SEEN = "What was seen"
WHO = Page("who", "Who they are", "Who they are")
CONTACT = Page("contact", "The contact", "The contact")
SIGNATURE = Page("signature", SEEN, "Their own early signs")
OTHERS = Page("others", SEEN, "Any of these as well?")
ALL = Page("others", SEEN, "Early signs")
CHANGED = Page("changed", "What changed", "What changed, and who is worried")
TRIED = Page("changed", "What happened", "What happened")
ACTIONS = Page("actions", "Actions", "What was carried out")
DECISION = Page("decision", "Decision", "Your decision")
MAKING = "Temporary plan"
PLAN = (
    Page("plan", MAKING, "Why, and until when"),
    Page("plan contacts", MAKING, "Who will make contact"),
    Page("plan safety", MAKING, "Emergencies and safeguarding"),
    Page("plan words", MAKING, "What it says, and their agreement"),
)
PLAN_FIELDS = {
    **dict.fromkeys(("trigger", "expires_on", "expires_at"), "plan"),
    "contacts": "plan contacts",
    **dict.fromkeys(
        ("emergency_instructions", "safeguarding", "safeguarding_actions", "no_safeguarding_because"),
        "plan safety",
    ),
}
CHECK = Page("check", "Check and save", "Check and save")
