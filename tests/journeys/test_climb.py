"""An urgent escalation that nobody answers while the hours pass: it climbs to the senior, they say no and we disagree, a plan
is demanded and made, its contact missed; the senior takes up the dispute, and it ends.
"""

import pytest

from tests.journeys.escalations import Escalated, escalate, open_escalation, said
from tests.journeys.hours import Hours
from tests.journeys.pages import UNTOLD, Prompts, to_person, to_sync
from tests.screens.served import VISITED
from tests.screens.sessions import NAME
from tests.support.browser import Screen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SERVICE = "Harbour crisis team"
TITLE = f"Urgent escalation to {SERVICE}"
UNANSWERED = "An escalation that nobody there has yet"
SAID_NO = "They said no, or did not answer in time"
MISSED = "A contact named in a temporary plan is late"
PLAN_ASKED = "Make a temporary safety plan, or review the one there is. It stands until this is resolved."
DISPUTE = "We disagree: a senior settles it with theirs."
RING = "Ring again, and go on until a named person there has it. Ring the next number if nobody answers."


@pytest.mark.parametrize("hours", [VISITED], indirect=True)
def test_it_climbs_is_contested_and_planned_for_and_ends(hours: Hours) -> None:
    # 13:00 on Friday 20 November 2026, after a visit that met a threshold.
    field = hours.take("field", "tablet")
    not_answered(field)
    hours.go_by(minutes=61)
    hours.back(field)
    rung_again(field)

    hours.go_by(minutes=60)
    base = hours.take("base", "laptop")
    the_manager_takes_it(base)

    hours.go_by(minutes=120)
    senior = hours.take("senior", "phone")
    it_is_the_senior_s(senior)
    hours.back(field)
    they_say_no(field)
    hours.minutes(2)
    we_disagree(field)
    a_plan_is_made(field)
    hours.minutes(2)
    the_senior_takes_it_up(senior)

    hours.go_by(hours=27)
    for screen in (field, base, senior):
        hours.back(screen)
    its_contact_is_missed(field, "the manager (Mo Manager) by 19:00")
    its_contact_is_missed(base, "the manager (you) by 19:00")
    it_ends(senior)
    nobody_is_asked_of_it_any_more(field)
    assert not [outside for screen in (field, base, senior) for outside in screen.outside]


def not_answered(field: Screen) -> None:
    """Call first; nobody answers. Whose it is and until when stands there at once."""
    form = escalate(to_person(field, NAME))
    form.ask(of=SERVICE, number="01632 960111", soon="Urgent", what="Someone to see him tonight")
    form.no_answer()
    field.text("Harbour crisis team: no answer")
    followed = form.save()
    field.text(TITLE)
    assert followed.owner == "You, to ring again by 14:00 (in 1 h) unless somebody there has it."
    assert followed.answer == "Due by tomorrow 13:00 (in 1 day)."
    assert not field.shows(UNANSWERED)


def rung_again(field: Screen) -> None:
    """The first rung's time has passed, and the tablet says so by itself. Ringing again stops nothing."""
    followed = Escalated(field)
    assert followed.owner == "You until 15:00 (in 59 min), then a manager."
    prompt = said(field, UNANSWERED)
    assert prompt[1] == UNTOLD
    assert f"Asks {RING}" in prompt
    assert "Of The worker (you, Corin Cover) by 14:00" in prompt
    followed.record("Rang again, or somebody else", Whom=SERVICE, What_came_of_it="Engaged, twice")
    assert field.shows(UNANSWERED)
    to_sync(field).sync()
    open_escalation(to_person(field, NAME))
    assert said(field, UNANSWERED)[1] == "Held centrally 14:01. Nobody has opened it."


def the_manager_takes_it(base: Screen) -> None:
    """The second rung. Taking it stops nothing either; whoever has it is named."""
    base.click("Prompts")
    prompt = Prompts(base).open(NAME, UNANSWERED)
    base.text("A manager owns it now: ring them, and say who has it.")
    followed = open_escalation(prompt.person())
    assert followed.owner == "The manager (You) until 17:00 (in 1 h 59 min), then a senior."
    followed.record("I take it", What_I_do_next="I ring their manager")
    assert followed.owner == "You until 17:00 (in 1 h 59 min), then a senior."
    assert followed.answer == "Due by tomorrow 13:00 (in 21 h 59 min)."
    assert "Taken by Mo Manager" in said(base, UNANSWERED)[2]
    to_sync(base).sync()


def it_is_the_senior_s(senior: Screen) -> None:
    """The last rung, on a phone."""
    senior.click("Prompts")
    prompt = Prompts(senior).open(NAME, UNANSWERED)
    senior.text("A senior owns it now: ring their senior.")
    assert "the senior (you) by 17:00" in senior.text("Of The worker ")
    followed = open_escalation(prompt.person())
    assert followed.owner == "The senior (You), until a named person there has it."
    to_sync(senior).sync()


def they_say_no(field: Screen) -> None:
    """The worker sees who has it meanwhile. A no with advice ends the climb and asks for more."""
    to_sync(field).sync()
    followed = open_escalation(to_person(field, NAME))
    assert followed.owner == "The senior (Sol Senior), until a named person there has it."
    assert said(field, UNANSWERED)[1] == "Seen by Mo Manager 15:01"
    followed.record(
        "They answered",
        "They said no",
        Who_said_so="Ash Nurse",
        Their_reason="Not our threshold",
        What_they_advise_instead="Try the GP",
    )
    assert not field.shows(UNANSWERED)
    assert followed.answer == "They said no, 17:01."
    prompt = said(field, SAID_NO)
    assert prompt[1] == UNTOLD
    assert "Why 17:01: They said no. Not our threshold. Advice: Try the GP" in prompt
    assert PLAN_ASKED in "".join(prompt)
    assert "Of The worker (you, Corin Cover) by 17:01" in prompt
    field.text("Agree with their answer: a manager: Mo Manager")


def we_disagree(field: Screen) -> None:
    """Then it is the senior's to settle, by when is said; and the plan is asked for as before."""
    Escalated(field).record("We disagree", Why_we_disagree="He has not slept for three nights")
    field.text(f"17:03: Urgent escalation to {SERVICE}: we disagree")
    field.text(DISPUTE)
    field.text("Of The senior (Sol Senior) by tomorrow 17:03")
    field.text(PLAN_ASKED)


def a_plan_is_made(field: Screen) -> None:
    """In the call that tells him of it."""
    contact = Escalated(field).to_person().record()
    field.check("Telephone", role="radio")
    contact.hard_questions(then="Early signs")
    contact.level("Sleep", 2)
    field.click("None of the others seen")
    contact.next("What changed, and who is worried")
    contact.next("What was carried out")
    contact.did("Practical help given (food, money, heating, housing)")
    contact.next("Your decision")
    contact.decide("Step up", "They said no, and he is no better")
    contact.next("Why, and until when")
    contact.plan("The crisis team said no")
    contact.next("Is this the right person?")
    contact.confirm(NAME)
    contact.save()
    to_sync(field).sync()
    open_escalation(to_person(field, NAME))
    assert said(field, SAID_NO)[1] == "Held centrally 17:03. Nobody has opened it."
    field.text(DISPUTE)
    assert not field.shows(PLAN_ASKED)


def the_senior_takes_it_up(senior: Screen) -> None:
    """Senior to senior. That settles nothing yet."""
    to_sync(senior).sync()
    senior.click("Prompts")
    prompt = Prompts(senior).open(NAME, SAID_NO)
    followed = open_escalation(prompt.person())
    followed.record("Take up the dispute", With_whom_of_theirs="Kim Consultant", What_we_say="Three nights")
    senior.text("Dispute taken up with Kim Consultant, senior to senior. Three nights")
    senior.text(DISPUTE)
    to_sync(senior).sync()


def its_contact_is_missed(screen: Screen, of: str) -> None:
    """The worker is asked, and by now the manager: the first contact that the plan names."""
    to_sync(screen).sync()
    screen.click("Prompts")
    screen.text(SAID_NO)
    dispute = next(each for each in screen.lines if each.startswith(NAME) and SAID_NO in each)
    assert "the named director" in dispute
    assert "Seen by Sol Senior yesterday 17:05" in dispute
    Prompts(screen).open(NAME, MISSED)
    screen.text("Why 17:00: Telephone by Wren Worker, due 17:00 on 21 November 2026: no contact made yet")
    screen.text("Asks Call now. Make sure this contact is made now.")
    assert of in screen.text("Of The worker ")


def it_ends(senior: Screen) -> None:
    to_sync(senior).sync()
    followed = open_escalation(to_person(senior, NAME))
    assert followed.answer == "They said no, yesterday 17:01."
    followed.record(
        "It is resolved", "Other support is in place", What_was_agreed="A bed at the crisis house"
    )
    assert followed.owner == "Resolved: nobody needs to act."
    senior.text("Nothing more is asked of it.")
    assert not senior.shows(SAID_NO)
    to_sync(senior).sync()


def nobody_is_asked_of_it_any_more(field: Screen) -> None:
    """What the plan names is still to be done."""
    to_sync(field).sync()
    to_person(field, NAME)
    field.text("Escalation resolved: other support is in place. A bed at the crisis house")
    for over in ("Open escalations", DISPUTE, PLAN_ASKED):
        assert not field.shows(over)
    said(field, MISSED)
    field.text("Late: was due 3 h 5 min ago")
