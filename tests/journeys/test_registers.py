"""An issue is logged without signal, taken further and resolved at base; a risk past its review asks its owner, who reviews it."""

from datetime import date

import pytest

from tests.journeys.hours import Hours
from tests.journeys.pages import Audited, Prompts, Sync, audit, to_sync
from tests.support.browser import Screen, begins

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

ISSUE, RISK = "Nobody rings back after the weekend", "Nobody there has our numbers"
OVERDUE = "An action or a line of a register past its date"
# The clock begins on 20 November 2026 at noon.
REVIEW, AGAIN = date(2026, 11, 23), date(2026, 12, 18)


def test_an_issue_and_a_risk_from_the_field_to_base(hours: Hours) -> None:
    field = hours.take("field", "phone")
    Sync(field).signal(on=False)
    log_an_issue(field)
    to_sync(field).signal(on=True).sync()

    base = hours.take("base", "laptop")
    resolve_it(base)
    register_a_risk(base)
    to_sync(base).sync()

    hours.go_by(days=4)
    hours.back(base)
    review_it(base)
    assert not [outside for screen in (base, field) for outside in screen.outside]


class Registers(Audited):
    """All of them, from the prompts."""

    arrives_with = "Delays and problems of access between services"

    def open(self, title: str) -> None:
        self.screen.click(begins(title))
        self.screen.gone("What could go wrong between services")


def to_registers(screen: Screen) -> Registers:
    screen.click("Prompts")
    screen.click("Registers")
    return Registers(screen)


def day(screen: Screen, label: str, on: date) -> None:
    for part, number in (("day", on.day), ("month", on.month), ("year", on.year)):
        screen.type(f"{label}, {part}", str(number))


def log_an_issue(field: Screen) -> None:
    to_registers(field).open("Interface issues")
    field.click("Log an issue")
    field.text("No blame")
    audit(field)
    field.type("What happened?", ISSUE)
    field.click("Save")
    field.text("Say which service it is about.")
    field.type("Which service?", "The crisis team")
    field.click("Save")
    field.text("1 open")
    field.text(ISSUE)
    field.text("You see what you recorded yourself.")


def resolve_it(base: Screen) -> None:
    to_registers(base).open("Interface issues")
    base.click(begins(ISSUE))
    base.text("What was recorded")
    audit(base)
    base.click("Take it further")
    base.type("Whom is it taken to?", "Their team lead")
    base.type("What is asked of them?", "A call the same day")
    base.click("Save")
    base.text("What was recorded")
    base.click("Resolve it")
    base.type("What came of it?", "They ring the same day now")
    audit(base)
    base.click("Save")
    base.text("Resolved")
    base.text("They ring the same day now")


def register_a_risk(base: Screen) -> None:
    to_registers(base)
    base.click(begins("Interface risks"))
    base.click("Register a risk")
    base.type("What could go wrong between the services?", RISK)
    base.type("What is done about it?", "A list is sent on Fridays")
    base.check("Me", role="radio")
    day(base, "Review it on", REVIEW)
    base.click("Save")
    base.text("1 open")
    base.text("Review by the end of 23 November")


def review_it(base: Screen) -> None:
    base.click("Prompts")
    prompt = Prompts(base).open("Harbour Team", OVERDUE)
    base.text(f"Risk: {RISK}: to be reviewed by 23 November 2026")
    audit(prompt.screen)
    base.click("Open it in the register")
    base.text("Past its time")
    base.click("Review it")
    base.check("Continue as it is", role="radio")
    base.type("Why?", "The list is used")
    day(base, "Review it again on", AGAIN)
    audit(base)
    base.click("Save")
    base.text("Review by the end of 18 December")
    base.click("Prompts")
    base.gone(OVERDUE)
