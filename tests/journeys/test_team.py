"""Monday morning at base: leave is set, a cover ends, somebody is found, and the rota is set; the tablets in the field follow."""

import pytest

from tests.journeys.hours import Hours
from tests.journeys.pages import Today, audit, to_sync
from tests.screens.served import COVER
from tests.screens.sessions import NAME
from tests.support.browser import Screen, begins

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

MAIN = "Wren Worker"
ALL_WELL = "Everybody has a main worker at work, or somebody who covers."
ALONE = f"{MAIN} is away, and nobody covers: a manager is asked."


def test_a_manager_sets_who_works_with_whom_who_is_away_and_who_is_on_call(hours: Hours) -> None:
    base, cover = hours.take("base", "laptop"), hours.take("cover", "tablet")
    base.click("Team")
    base.text(ALL_WELL)
    audit(base)
    away(base)
    end_the_cover(base)
    to_sync(base).sync()

    to_sync(cover).sync()
    cover.click("Today")
    cover.text("Nobody is assigned to you.")

    find_somebody(base)
    put_on_call(base)
    to_sync(base).sync()

    to_sync(cover).sync()
    cover.click("Today")
    Today(cover)
    cover.page.get_by_role("button", name=begins(NAME)).first.wait_for()
    cover.click("Who is at work and on call")
    cover.text("Now, in working hours: Mo Manager")
    cover.text("Monday 23 November 17:00 to Tuesday 24 November 09:00 (16 h)")
    audit(cover)
    for screen in (base, cover):
        assert not screen.outside, "something beyond this machine was asked for"


def away(base: Screen) -> None:
    base.click(begins(MAIN))
    base.text("No leave is set.")
    audit(base)
    base.click("Set leave")
    base.text("First day away")
    date(base, "Last day away", "25")
    audit(base)
    base.click("Save")
    base.text("On leave 20 to 25 November")


def end_the_cover(base: Screen) -> None:
    base.click(begins(NAME))
    base.text("Who works with them")
    audit(base)
    base.click(f"{COVER}: End this")
    base.text(f"{COVER}: Cover")
    base.text(ALONE)
    base.type("Why does it end?", "Other people need him more.")
    audit(base)
    base.click("Save")
    base.text(f"At work with {NAME}.")
    base.text(ALONE)


def find_somebody(base: Screen) -> None:
    base.click("Team")
    base.text("Somebody has to be found (1)")
    base.click(begins(NAME))
    base.click("Assign somebody")
    base.text("Acts from")
    base.check(begins(COVER), role="radio")
    base.text("On each of the next 14 days a main worker is at work, or somebody who covers.")
    audit(base)
    base.click("Save")
    base.text(f"At work with {NAME}.")
    base.click("Team")
    base.text(ALL_WELL)


def put_on_call(base: Screen) -> None:
    base.click("As manager: Set who is on call")
    base.text("Put somebody on call")
    base.check(begins("Mo Manager"), role="radio")
    date(base, "First day", "20")
    date(base, "Last day", "22")
    base.reach_text("Monday 23 November 17:00 to Tuesday 24 November 09:00 (16 h)")
    audit(base)
    base.click("Save")
    base.text("20 to 22 November: somebody.")
    base.text("Staff")
    lines = base.lines  # one card to its end, then the other, also where they stand side by side
    assert lines.index("As manager: Set who is on call") < lines.index("On call as senior")


def date(screen: Screen, label: str, day: str) -> None:
    """In November 2026."""
    for part, typed in (("day", day), ("month", "11"), ("year", "2026")):
        screen.type(f"{label}, {part}", typed)
