"""The screen for a plan on its own, new or under review: one page, a temporary plan's most pressing first."""

from collections.abc import Callable, Sequence

import flet as ft

from models.codes import PlanType
from screens import parts
from screens.drafting.view import Fields, form_screens
from screens.plan import questions
from screens.plan.entering import PlanEntering
from screens.plan.form import CONTINUE, END, MODIFY, TEMPORARY
from screens.plan.state import PlanState

Asked = Sequence[Callable[[PlanEntering], list[ft.Control | None]]]
NOTES = {
    TEMPORARY: "For the next days: who makes contact and when, what to do in an emergency",
    "standing": "For always: early warning signs, what helps, whom to ring",
    "positive_risk": "What they want to do although it may go wrong, and what makes it safer",
    "step_down": "How support becomes less, and what would bring it back",
}
FIRST: Asked = (
    questions.contacts,
    questions.emergency,
    questions.safeguarding,
    questions.with_them,
    questions.words,
)
LATER: Asked = (
    questions.words,
    questions.emergency,
    questions.contacts,
    questions.safeguarding,
    questions.with_them,
)


def _asked(state: PlanState) -> list[ft.Control | None]:
    return _review(state) if state.form.record else _new(state)


def _new(state: PlanState) -> list[ft.Control | None]:
    asked_for = state.asked_for
    types = [TEMPORARY, *(code for code in PlanType.KNOWN if code != TEMPORARY)]
    return [
        parts.banner(
            "needs you",
            "A temporary plan is asked for until this is resolved.",
            *asked_for,
            word="Asked for",
            key="asked for",
        )
        if asked_for
        else None,
        parts.card(
            "",
            parts.choice(
                "What kind of plan?",
                [parts.Option(code, PlanType(code).words, NOTES.get(code, "")) for code in types],
                state.form.plan.type or None,
                state.choose_type,
                error=state.wrong.get("type", ""),
            ),
        ),
        _beside(state),
        *(_terms(state) if state.form.plan.type else ()),
    ]


def _beside(state: PlanState) -> ft.Control | None:
    if not state.beside:
        return None
    return parts.banner("info", state.beside, word="Before you save", key="beside")


def _terms(state: PlanState) -> list[ft.Control]:
    plan = state.form.plan
    cards = (questions.why, *(FIRST if plan.temporary else LATER))
    return [parts.card("", *each(state.planning), key=each.__name__) for each in cards]


def _review(state: PlanState) -> list[ft.Control | None]:
    form, fields = state.form, Fields(state)
    return [
        _beside(state),
        parts.card(
            "",
            fields.choice("decision", "What do you decide?", _decisions(state)),
            *(_going_on(state) if form.decision == CONTINUE else ()),
            fields.note("rationale", "Why this decision?"),
            fields.note("learning", "What we learn from it", hint=questions.MAY_STAY_EMPTY),
        ),
        *(_terms(state) if form.decision == MODIFY else ()),
    ]


def _decisions(state: PlanState) -> list[parts.Option]:
    temporary = state.form.plan.temporary
    goes_on = "The same plan, from now, as long as the standard allows" if temporary else "The same plan"
    ends = "While we are in dispute it holds until that is over" if temporary else "It no longer holds"
    return [
        parts.Option(CONTINUE, "Continue it", goes_on),
        parts.Option(MODIFY, "Change it", "What it says, who makes contact, until when"),
        parts.Option(END, "End it", ends),
    ]


def _going_on(state: PlanState) -> list[ft.Control | None]:
    """What continuing comes to: said of a temporary plan, asked of any other."""
    facts = state.going_on()
    return [
        parts.text(state.senior_decides, "strong") if state.senior_decides else None,
        parts.key_values(facts) if facts else None,
        *(() if state.form.plan.temporary else questions.until(state.planning)),
    ]


PlanScreen, PlanReviewScreen = form_screens(
    lambda app, scope, id, record: PlanState(app.open_device, scope, id, record),
    lambda state: state.title,
    _asked,
)
