"""The decision and why, beside what the entered contact meets. Stepping down names what it closes."""

import flet as ft

from models.codes import Decision
from screens import parts
from screens.contact.questions import met
from screens.contact.questions.contact import options
from screens.contact.state import ContactState


def question(state: ContactState) -> list[ft.Control | None]:
    form, wrong = state.form, state.wrong
    return [
        *(met.everything(state) or [parts.empty("What you have entered meets no threshold.")]),
        parts.card(
            "",
            parts.choice(
                "What did you decide?",
                options(Decision),
                form.decision,
                state.decide,
                error=wrong.get("decision", ""),
            ),
            _step_down(state) if form.decision == "step_down" and not form.corrects else None,
            parts.note_field(
                "Why?",
                form.rationale,
                state.setter(form, "rationale"),
                error=wrong.get("rationale", ""),
                lines=3,
            ),
        ),
        parts.card(
            "What follows",
            _plan_wanted(state),
            parts.date_field(
                "Next contact",
                form.next_on,
                state.setter(form, "next_on"),
                hint="Leave it empty if none is agreed yet",
                error=wrong.get("next_on", ""),
            ),
        ),
    ]


def _plan_wanted(state: ContactState) -> ft.Control:
    if state.form.corrects:
        return parts.text(
            "A correction makes no plan and steps nothing down: both are done by themselves.", "quiet"
        )
    return parts.check(
        "Make a temporary safety plan now", state.form.plan_wanted, state.want_plan, note=_plan_note(state)
    )


def _plan_note(state: ContactState) -> str:
    plan = state.person.state.temporary_plan
    hours = state.standard.plan.temporary_hours
    return f"It comes next. It lasts {hours} hours at most." + (
        " It replaces the one in force." if plan else ""
    )


def _step_down(state: ContactState) -> ft.Control:
    """What stands open, each by what was seen; and the reply to whoever was worried."""
    form, standing = state.form, state.standing
    if not standing:
        return parts.text("Nothing is open to step down from: no episode stands.", "quiet")
    return parts.stack(
        parts.multi_choice(
            "What are you stepping down from?",
            [
                parts.Option(each.id, "; ".join(seen.words for seen in each.seen), each.asks)
                for each in standing
            ],
            [each.id for each in standing if set(each.evidence) <= set(form.step_down_evidence)],
            state.step_down_from,
            hint="Only what you name is closed",
            error=state.wrong.get("step_down_evidence", ""),
        ),
        parts.note_field(
            "Reply given to whoever was worried",
            form.reply_given,
            state.setter(form, "reply_given"),
            hint="What you told them, or why you could not",
            error=state.wrong.get("reply_given", ""),
            lines=2,
        ),
    )
