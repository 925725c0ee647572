"""The screens of an escalation, in a worker's and a senior's own terms."""

from tests.journeys.pages import Audited, Person, audit
from tests.support.browser import Screen


def escalate(person: Person) -> "Escalating":
    person.screen.click("Escalate")
    return Escalating(person.screen)


class Escalating(Audited):
    arrives_with = "Call first"

    def ask(self, *, of: str, number: str, soon: str, what: str) -> None:
        """Which service, how soon, and for what."""
        self.screen.type("Which service is asked", of)
        self.screen.type("Its number", number)
        self.screen.check(soon, role="radio")
        self.screen.type("What is asked", what)

    def no_answer(self) -> None:
        self.screen.click("No answer: next number")

    def save(self) -> "Escalated":
        self.screen.click("Save the escalation")
        return Escalated(self.screen)


def open_escalation(person: Person) -> "Escalated":
    """The one that is open."""
    person.screen.click("See it, or say what came of it")
    return Escalated(person.screen)


class Escalated(Audited):
    """One that was saved: who has it, when their answer is due, and what came of it."""

    arrives_with = "What came of it"

    @property
    def owner(self) -> str:
        return self.screen.text("Owned by ").removeprefix("Owned by ")

    @property
    def answer(self) -> str:
        return self.screen.text("Their answer ").removeprefix("Their answer ")

    def record(self, step: str, *chosen: str, **typed: str) -> None:
        """One step of it: its button, the choices made, the words typed by the field's label with _ for spaces."""
        self.screen.click(step)
        audit(self.screen)
        for option in chosen:
            self.screen.check(option, role="radio")
        for field, words in typed.items():
            self.screen.type(field.replace("_", " "), words)
        self.screen.click("Save")
        self.screen.text("Owned by ")

    def to_person(self) -> Person:
        self.screen.click("To the person")
        return Person(self.screen)


def said(screen: Screen, rule: str) -> list[str]:
    """What the prompt of this name says on screen, from its name to what would clear it."""
    screen.text(rule)
    lines = screen.lines
    begin = lines.index(rule)
    end = next(i for i, line in enumerate(lines) if i > begin and line.startswith("Cleared by "))
    return lines[begin : end + 1]
