"""Two workers review one restriction without signal, neither knowing of the other; both are shown, and a manager decides."""

from datetime import date

import pytest

from tests.journeys.hours import Hours
from tests.journeys.pages import Prompts, Sync, to_person, to_sync
from tests.journeys.restrictions import keep, restrict, review
from tests.screens.sessions import NAME
from tests.support.browser import Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

KNIVES, AND_SCISSORS = "Kitchen knives locked away", "Kitchen knives and scissors locked away"
APART = "Two people recorded the same thing apart"
DISPUTED = (
    "Two people decided apart from each other. Both versions hold, and of their dates the earlier, "
    "until a manager decides."
)
# The clock begins on 20 November 2026 at noon.
APPLIED = {"review": date(2026, 12, 18), "limit": date(2027, 2, 8)}
SHORTER = {"review": date(2026, 12, 15), "limit": date(2027, 1, 15)}


def test_both_reviews_are_shown_and_a_manager_decides(hours: Hours) -> None:
    base = hours.take("base", "laptop")
    apply_at_base(base)
    hours.go_by(days=22)

    field, cover = hours.take("field", "tablet"), hours.take("cover", "phone")
    for screen in (field, cover):
        Sync(screen).signal(on=False)
        to_person(screen, NAME)
        screen.text("Review 18 December 2026, 6 days left")
        screen.text("Authority ends 8 February 2027, 58 days left")
    continue_with_less_time(field)
    add_to_it(cover)

    for screen in (field, cover):
        to_sync(screen).signal(on=True).sync()
    Sync(field).sync()
    for screen in (field, cover):
        both_are_shown(screen)

    hours.back(base)
    decide(base)
    for screen in (field, cover):
        to_sync(screen).sync()
        one_holds(screen)
    assert not [outside for screen in (base, field, cover) for outside in screen.outside]


def apply_at_base(base: Screen) -> None:
    form = restrict(to_person(base, NAME))
    form.say(what=KNIVES, rationale="Cut himself twice this month")
    form.say(considered="Staff in the kitchen", because="Not at night")
    form.choose("Consent", "Has capacity for this decision")
    form.say(view="Agrees for now")
    form.choose("They do not object")
    form.dates(**APPLIED)
    form.save()
    base.text("Active")
    to_sync(base).sync()


def continue_with_less_time(field: Screen) -> None:
    """Nothing less than what holds: it holds at once, on the authority there is."""
    form = review(to_person(field, NAME), KNIVES)
    field.text("Less than what holds now waits until it is confirmed by a manager: Mo Manager.")
    form.choose("Continue it")
    form.say(why="Nights are still hard", view="Would like them back by New Year")
    form.choose("They do not object")
    form.dates(**SHORTER)
    form.save()
    field.text("Review 15 December 2026, 3 days left")
    field.text("Authorised by Mo Manager, 20 November 12:00")


def add_to_it(cover: Screen) -> None:
    """More than what holds: it holds at once, and needs an authority of its own."""
    form = review(to_person(cover, NAME), KNIVES)
    form.choose("Change it")
    form.say(why="He found the scissors", what=AND_SCISSORS)
    form.save()
    cover.text("A worker changed it. It holds until tomorrow 12:00, unless a manager decides sooner.")
    cover.text("Authorised by Nobody yet. Recorded by Corin Cover, 12:00")


def both_are_shown(screen: Screen) -> None:
    """Still in force, with whose it is and until when; who decides is said to those who do not."""
    to_person(screen, NAME)
    screen.text(f"Disputed {DISPUTED}")
    lines = screen.lines
    for version in (
        [KNIVES, "As recorded by Wren Worker, 12:00", "Review 15 December 2026, 3 days left"],
        [AND_SCISSORS, "As recorded by Corin Cover, 12:00", "Review 18 December 2026, 6 days left"],
    ):
        at = lines.index(version[1])
        assert lines[at - 1 : at + 2] == version
    assert "Authority ends 15 January 2027, 34 days left" in lines
    screen.text(f"“{KNIVES}”: review due 15 December 2026")  # the earliest governs
    screen.text(APART)
    screen.text("Of The manager (Mo Manager) by 14 December 17:00")
    screen.text("Restriction: recorded apart")
    assert not screen.has("button", "Restriction, Corin Cover, 12:00: Keep this one")


def decide(base: Screen) -> None:
    to_sync(base).sync()
    base.click("Prompts")
    prompt = Prompts(base).open(NAME, APART)
    base.text("Asks Two people recorded this apart. Decide which holds; both are shown until then.")
    base.text("Of The manager (you) by 14 December 17:00")
    prompt.person()
    base.text(f"Disputed {DISPUTED}")
    keep(to_person(base, NAME), "Corin Cover, 12:00", "The scissors were found twice")
    base.gone(APART)
    to_sync(base).sync()


def one_holds(screen: Screen) -> None:
    """What the manager kept, and nothing of the other."""
    to_person(screen, NAME)
    screen.gone(DISPUTED)
    screen.text("Active")
    screen.text(AND_SCISSORS)
    screen.text("Review 18 December 2026, 6 days left")
    screen.text("Authorised by Mo Manager, 12:00")
    for over in ("3 days left", "Asks Two people recorded this apart", "Restriction: recorded apart"):
        assert not screen.shows(over)
