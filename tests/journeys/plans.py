"""A plan on its own, in a worker's and a manager's own terms: made from what asks for it, or from the person's page."""

from tests.journeys.pages import Audited, Person, Prompt
from tests.support.browser import Screen


def make_what_is_asked(prompt: Prompt) -> "PlanPage":
    """From the prompt that asks for it."""
    prompt.screen.click("Make a temporary plan")
    return PlanPage(prompt.screen)


class PlanPage(Audited):
    arrives_with = "What kind of plan?"

    def none_needed(self, why: str) -> None:
        self.screen.check("None needed, because …", role="radio")
        self.screen.type("Why none is needed", why)

    def with_them(self, *chosen: str) -> None:
        for option in chosen:
            self.screen.check(option, role="radio")

    def not_yet(self) -> None:
        """What is missing is said, and nothing is saved."""
        self.screen.click("Save")
        self.screen.text("Something is missing. It is marked below.")

    def save(self) -> Person:
        self.screen.click("Save")
        return Person(self.screen)


def stands(screen: Screen, until: str, trigger: str) -> None:
    """The plan as anybody reads it who opens the person."""
    for words in ("Temporary safety plan", f"Until {until}", f"Set off by {trigger}"):
        screen.text(words)
