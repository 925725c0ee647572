"""The screens in a worker's and a manager's own terms, in the order of the main job."""

from tests.journeys.place import BORN_WORDS, PASSPHRASES, PERSON
from tests.support.browser import PageObject, Screen

UNTOLD = "On this tablet only. Nobody has been told."
ALONE = ("Hopelessness, suicidal or self-harm thoughts", "Threat or harm to others", "Abuse, exploitation, serious self-neglect")
LEVEL = {0: "0 No concern", 2: "2 Most days, or affecting daily life"}


def row_of(screen: Screen, start: str) -> str:
    """The whole name of the row that begins so: a row reads out all it shows."""
    return screen.text(start)


def choose_level(screen: Screen, indicator: str, level: int) -> None:
    """The level of one indicator among several on a page."""
    group = screen.page.get_by_role("group", name=indicator, exact=True)
    tile = group.get_by_role("radio", name=LEVEL[level], exact=True)
    screen.reach_node(tile, f"level {level} of {indicator}").click()
    screen.until(lambda: tile.get_attribute("aria-checked") == "true", f"level {level} of {indicator}")


class Locked(PageObject):
    arrives_with = "If someone is in danger"

    def unlock(self, staff: str, label: str) -> None:
        self.screen.click(row_of(self.screen, label))
        self.screen.type("Passphrase", PASSPHRASES[staff])
        self.screen.click("Unlock")

    def sync(self) -> None:
        self.screen.click("Sync")

    def signal(self, on: bool) -> None:
        self.screen.check("Signal On: this tablet may send and receive" if not on else "Signal Off: nothing is sent, as in a place without any", on, "switch")


class Today(PageObject):
    arrives_with = "Your people"

    def person(self) -> "Person":
        self.screen.click(row_of(self.screen, PERSON))
        return Person(self.screen)

    def go_on_with_draft(self) -> None:
        self.screen.click("Go on with it")

    def sync_screen(self) -> "Sync":
        self.screen.click("Sync")
        return Sync(self.screen)


class Person(PageObject):
    arrives_with = "Since your last visit"

    def record(self) -> "Contact":
        self.screen.click("Record a contact")
        return Contact(self.screen)

    def trail(self) -> "Trail":
        self.screen.click("Trail")
        return Trail(self.screen)


class Sync(PageObject):
    arrives_with = "Start of day"

    def lock(self) -> Locked:
        self.screen.click("Lock")
        return Locked(self.screen)


class Contact(PageObject):
    """Arrives at the first question."""

    arrives_with = "Step 1 of"

    def next(self, title: str) -> None:
        self.screen.click("Next")
        self.screen.text(title)

    def seen_at_home(self) -> None:
        self.screen.check("Face to face", role="radio")
        self.screen.check("Seen, on time", role="radio")
        self.screen.check("The person")

    def hard_questions(self) -> None:
        """Asked one by one, all at 0; ends at the page of the other early signs."""
        for indicator in ALONE:
            self.next(indicator)
            choose_level(self.screen, indicator, 0)
        self.next("Early signs")

    def levels(self, indicators: tuple[str, ...], level: int) -> None:
        for indicator in indicators:
            choose_level(self.screen, indicator, level)

    def did(self, *actions: str) -> None:
        for action in actions:
            self.screen.check(action)

    def decide(self, decision: str, why: str) -> None:
        self.screen.check(decision, role="radio")
        self.screen.type("Why?", why)

    def plan(self, trigger: str) -> None:
        """What the plan still needs; who makes contact, until when and the numbers are there already."""
        self.screen.type("What set it off?", trigger)
        self.screen.check("None needed, because …", role="radio")
        self.screen.type("Why none is needed", "Nothing seen or said; asked alone.")
        self.screen.check("Yes, agreed with them", role="radio")
        self.screen.check("Copy given", role="radio")

    def confirm_and_save(self) -> None:
        self.screen.check(f"{PERSON} The name is right")
        self.screen.check(f"Born {BORN_WORDS} The date of birth is right")
        self.screen.click("Save")


class Prompts(PageObject):
    arrives_with = "Needs you"

    def open(self, start: str) -> None:
        self.screen.click(row_of(self.screen, start))
        self.screen.text("What was seen")


class Trail(PageObject):
    arrives_with = "Showing: "

    @property
    def steps(self) -> list[str]:
        return self.screen.lines
