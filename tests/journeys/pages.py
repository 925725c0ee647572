"""The screens in a worker's and a manager's own terms, in the order of the main job.

Each is audited as it comes: everything that can be pressed has a name of its own and is big enough for a thumb.
"""

import re
from typing import Self

from tests.journeys.place import BORN_WORDS, LABELS, PASSPHRASES, PERSON
from tests.support.browser import PageObject, Screen, begins

UNTOLD = "On this tablet only. Nobody has been told."
SIGNAL_ON = "Signal On: this tablet may send and receive"
SIGNAL_OFF = "Signal Off: nothing is sent, as in a place without any"
ALONE = (
    "Hopelessness, suicidal or self-harm thoughts",
    "Threat or harm to others",
    "Abuse, exploitation, serious self-neglect",
)
LEVEL = {
    0: "0 No concern",
    1: "1 Noticeable, daily life unaffected",
    2: "2 Most days, or affecting daily life",
    3: "3 Constant, severe or immediate concern",
}


class Audited(PageObject):
    def __init__(self, screen: Screen):
        super().__init__(screen)
        audit(screen)


def audit(screen: Screen) -> None:
    assert not (found := screen.audit()), "\n".join(map(str, found))


class Locked(Audited):
    arrives_with = "Sends what is saved here and fetches what is new. It stays locked."

    def unlock(self, staff: str, passphrase: str = "") -> None:
        self.screen.click(begins(LABELS[staff]))
        self.give(passphrase or PASSPHRASES[staff])

    def give(self, passphrase: str) -> None:
        """For the profile that is chosen; the only one is."""
        self.screen.type("Passphrase", passphrase)
        self.screen.click("Unlock")

    def signal(self, on: bool) -> Self:
        self.screen.click(SIGNAL_OFF if on else SIGNAL_ON, "switch")
        self.screen.text(SIGNAL_ON if on else SIGNAL_OFF)
        return self

    def sync(self, staff: str) -> Self:
        """Sync every profile without unlocking any, until nothing of this one's is only here."""
        self.screen.click("Sync now")
        self.screen.text(f"{LABELS[staff]} Everything is held centrally")
        self.screen.reach("Sync now")
        return self


class Today(Audited):
    arrives_with = "Your people"

    def person(self, name: str = PERSON) -> "Person":
        self.screen.click(begins(f"{name} Born"))
        return Person(self.screen)


def to_person(screen: Screen, name: str = PERSON) -> "Person":
    """From anywhere, by the list of people."""
    screen.click("People")
    screen.click(begins(name))
    return Person(screen)


class Person(Audited):
    arrives_with = "Since your last visit"

    def record(self) -> "Contact":
        self.screen.click("Record a contact")
        return Contact(self.screen)

    def trail(self) -> "Trail":
        self.screen.click("Trail")
        return Trail(self.screen)

    def handover(self) -> "Sheet":
        self.screen.click("Handover")
        return Sheet(self.screen)

    def own_copy(self, title: str) -> "OwnCopy":
        self.screen.click("Their own copy")
        self.screen.text("in words for them.")
        audit(self.screen)
        self.screen.click(begins(title))
        return OwnCopy(self.screen)


def to_sync(screen: Screen) -> "Sync":
    """By the place along the bottom, or on the left."""
    screen.click("Sync")
    return Sync(screen)


class Sync(Audited):
    arrives_with = "Tablet and centre"

    def sync(self) -> Self:
        """Also when the tablet has kept in step by itself meanwhile."""
        self.screen.click("Sync now")
        self.screen.text("Synced ")
        self.screen.gone(" unsent")
        return self

    def signal(self, on: bool) -> Self:
        self.screen.click(SIGNAL_OFF if on else SIGNAL_ON, "switch")
        self.screen.text(SIGNAL_ON if on else SIGNAL_OFF)
        return self

    def lock(self) -> Locked:
        self.screen.click("Lock")
        return Locked(self.screen)


class Contact(Audited):
    """One question at a time; arrives at any of them."""

    arrives_with = "Step "

    def next(self, title: str) -> None:
        self.screen.click("Next")
        self.screen.text(title)
        audit(self.screen)

    def hard_questions(self, then: str = "Any of these as well?") -> None:
        """Asked one by one, all at 0; ends at the page of the other early signs."""
        for indicator in ALONE:
            self.next(indicator)
            self.level(indicator, 0)
        self.next(then)

    def level(self, indicator: str, level: int) -> None:
        self.screen.check(LEVEL[level], role="radio", within=indicator)

    def has_level(self, indicator: str, level: int) -> bool:
        return self.screen.is_on(LEVEL[level], "radio", within=indicator)

    def did(self, *actions: str) -> None:
        for action in actions:
            self.screen.check(action)

    def jump(self, step: str) -> None:
        """To a step, by the list of all."""
        self.screen.click(begins("Step "))
        self.screen.click(re.compile(f"^[0-9]+[.] {re.escape(step)}"))
        self.screen.text(f": {step}")

    def decide(self, decision: str, why: str) -> None:
        self.screen.check(decision, role="radio")
        self.screen.type("Why?", why)

    def plan(self, trigger: str) -> None:
        """What the plan still needs; who makes contact, until when and whom to ring are there already."""
        self.screen.type("What set it off?", trigger)
        self.next("until the plan ends.")
        self.next("Are safeguarding actions needed?")
        self.screen.check("None needed, because …", role="radio")
        self.screen.type("Why none is needed", "Nothing seen or said; asked alone.")
        self.next("Did they agree to it?")
        self.screen.check("Yes, agreed with them", role="radio")
        self.screen.check("Copy given", role="radio")

    def confirm(self, name: str = PERSON) -> None:
        self.screen.check(begins(name))
        self.screen.check(begins(f"Born {BORN_WORDS}"))

    def save(self) -> "Saved":
        self.screen.click("Save")
        return Saved(self.screen)


class Prompted(Audited):
    """A screen with prompts in full."""

    @property
    def prompt(self) -> tuple[str, ...]:
        """The first prompt in the words that are the same for everybody: why, what is asked, what would clear it."""
        return tuple(self.screen.text(start) for start in ("Why ", "Asks ", "Cleared by "))


class Saved(Prompted):
    arrives_with = "Cleared by "


class Sheet(Audited):
    """The handover of a person."""

    arrives_with = "Go through it with them"

    def give(self, *, to: str, given_to: str, why: str) -> None:
        self.screen.click("Record giving it")
        self.screen.text("Record giving the handover")
        audit(self.screen)
        self.screen.type("Which team or service?", to)
        self.screen.type("Who there was given it?", given_to)
        self.screen.type("Why are they handed over?", why)
        self.screen.click("Save")

    def answered(self, name: str) -> None:
        self.screen.click("Record what they said")
        self.screen.check("They accept it", role="radio")
        self.screen.type("Who there said it?", name)
        audit(self.screen)
        self.screen.click("Save")


class OwnCopy(Audited):
    """A copy being prepared, and what became of it."""

    arrives_with = "Before they read it"

    def became(self, outcome: str, said: str) -> None:
        self.screen.check(outcome, role="radio")
        audit(self.screen)
        self.screen.type("What did they say?", said)
        self.screen.click("Save")


class Huddle(Audited):
    arrives_with = "with something past its time"

    def person(self) -> Person:
        self.screen.click(begins(PERSON))
        return Person(self.screen)


class Prompts(Audited):
    arrives_with = "Needs you ("

    def open(self, name: str, said: str) -> "Prompt":
        """The one about `name` that says so."""
        self.screen.click(re.compile(f"^{re.escape(name)} .*{re.escape(said)}"))
        return Prompt(self.screen)


class Prompt(Prompted):
    arrives_with = "Cleared by "

    def answer(self, done: str) -> None:
        self.screen.click("Answer")
        self.screen.type("What was done", done)
        audit(self.screen)
        self.screen.click("Save")
        self.screen.text(done)

    def person(self) -> Person:
        self.screen.click("Open the person")
        return Person(self.screen)

    def trail(self) -> "Trail":
        self.screen.click("Trail")
        return Trail(self.screen)


OTHERS_CORRECT = "What your role may not record is corrected by "


class Trail(Audited):
    arrives_with = "Showing: "

    def correct(self, start: str) -> "Correction":
        """The first line that starts so."""
        self.screen.click(re.compile(f"^{re.escape(start)}.*: Correct this$"))
        return Correction(self.screen)

    @property
    def steps(self) -> list[str]:
        """Everything said below the choice of what to show; not what differs by who reads: who may correct what, the places below."""
        lines = self.screen.lines
        below = lines[next(i for i, line in enumerate(lines) if line.startswith(self.arrives_with)) + 1 :]
        said = below[: below.index("Today")] if "Today" in below else below
        return [each for each in said if not each.endswith(": Correct this") and OTHERS_CORRECT not in each]


class Correction(Audited):
    """Which of the two ways a record is corrected."""

    arrives_with = "Nothing is taken out of the trail"

    def says(self) -> Contact:
        """Its form again; here that of a contact."""
        self.screen.click("Correct what it says")
        self.screen.text("You are correcting what ")
        return Contact(self.screen)

    def void(self, reason: str, words: str) -> Trail:
        self.screen.click("It should not be here")
        self.screen.check(begins(reason), role="radio")
        self.screen.text("It stays in the trail, marked as voided")
        self.screen.type("What happened?", words)
        audit(self.screen)
        self.screen.click("Save")
        return Trail(self.screen)
