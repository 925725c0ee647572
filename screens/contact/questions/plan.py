"""The temporary safety plan, in the same flow."""

import flet as ft

from models.codes import CopyGiven, Mode
from screens import parts
from screens.contact.form import Named, Plan
from screens.contact.questions.contact import options
from screens.contact.state import ContactState

WORDS = (
    ("warning_signs", "Warning signs"),
    ("what_helps", "What helps"),
    ("people_and_places", "People and places"),
    ("professionals", "Professionals to ring"),
    ("safer_surroundings", "Safer surroundings"),
)
SAFEGUARDING = (parts.Option("actions", "Yes, these actions"), parts.Option("none", "None needed, because …"))
AGREED = (parts.Option("yes", "Yes, agreed with them"), parts.Option("no", "No"))
TO_ME = ("01", "02", "11", "98")


def question(state: ContactState) -> list[ft.Control | None]:
    plan, wrong = state.form.plan, state.wrong
    if plan is None:
        return [parts.empty("No plan is asked for.")]
    return [
        parts.card("Why and until when", *_why(state, plan)),
        parts.card(
            "Who will make contact",
            parts.text(
                f"At least every {state.standard.plan.contact_gap_hours} hours until the plan ends.", "quiet"
            ),
            parts.error_line(wrong["contacts"]) if "contacts" in wrong else None,
            *(_named(state, i, each, len(plan.contacts) > 1) for i, each in enumerate(plan.contacts)),
            parts.line(parts.button("Add a contact", state.add_named_contact, icon=ft.Icons.ADD)),
        ),
        parts.card(
            "In an emergency", _note(state, plan, "emergency_instructions", "What to do, and who to ring")
        ),
        parts.card("Safeguarding", *_safeguarding(state, plan)),
        parts.card("What the plan says", *(_note(state, plan, name, label) for name, label in WORDS)),
        parts.card("With them", *_with_them(state, plan)),
    ]


def _why(state: ContactState, plan: Plan) -> list[ft.Control]:
    wrong, longest = state.wrong, state.standard.plan.temporary_hours
    return [
        _note(state, plan, "trigger", "What set it off?"),
        parts.date_field(
            "It ends on", plan.expires_on, state.setter(plan, "expires_on"), error=wrong.get("expires_on", "")
        ),
        parts.time_field(
            "At",
            plan.expires_at,
            state.setter(plan, "expires_at"),
            hint=f"At most {longest} hours after this contact",
            error=wrong.get("expires_at", ""),
            key="expires at",
        ),
    ]


def _named(state: ContactState, i: int, named: Named, removable: bool) -> ft.Control:
    wrong, number = state.wrong, i + 1
    return parts.stack(
        parts.heading(f"Contact {number}", 3),
        parts.text_field(
            f"Contact {number}, who",
            named.who,
            lambda who: state.named_by_hand(named, who),
            error=wrong.get(f"contacts.{i}.who", ""),
        ),
        parts.choice(
            f"Contact {number}, how",
            [option for option in options(Mode) if option.value in TO_ME],
            named.mode,
            state.setter(named, "mode"),
        ),
        parts.date_field(
            f"Contact {number}, on",
            named.on,
            state.setter(named, "on"),
            error=wrong.get(f"contacts.{i}.on", ""),
        ),
        parts.time_field(
            f"Contact {number}, by",
            named.at,
            state.setter(named, "at"),
            error=wrong.get(f"contacts.{i}.at", ""),
        ),
        parts.line(parts.button(f"Remove contact {number}", lambda: state.remove_named_contact(i), "quiet"))
        if removable
        else None,
        key=f"named {i}",
    )


def _safeguarding(state: ContactState, plan: Plan) -> list[ft.Control | None]:
    chosen = {
        "actions": ("safeguarding_actions", "What will be done"),
        "none": ("no_safeguarding_because", "Why none is needed"),
    }.get(plan.safeguarding)
    return [
        parts.choice(
            "Are safeguarding actions needed?",
            SAFEGUARDING,
            plan.safeguarding,
            state.setter(plan, "safeguarding"),
            error=state.wrong.get("safeguarding", ""),
        ),
        _note(state, plan, *chosen) if chosen else None,
    ]


def _with_them(state: ContactState, plan: Plan) -> list[ft.Control | None]:
    return [
        parts.choice(
            "Did they agree to it?",
            AGREED,
            plan.agreed,
            state.setter(plan, "agreed"),
            error=state.wrong.get("agreed", ""),
        ),
        _note(state, plan, "not_agreed_because", "Why not?") if plan.agreed == "no" else None,
        parts.choice(
            "Was a copy given?",
            options(CopyGiven),
            plan.copy_given,
            state.setter(plan, "copy_given"),
            error=state.wrong.get("copy_given", ""),
        ),
    ]


def _note(state: ContactState, plan: Plan, name: str, label: str) -> ft.Control:
    return parts.note_field(
        label, getattr(plan, name), state.setter(plan, name), error=state.wrong.get(name, ""), lines=2
    )
