"""The temporary safety plan, in the same flow: why, who makes contact, what to do, what it says."""

import flet as ft

from models.codes import CopyGiven, Mode
from models.times import day_of
from screens import parts
from screens.contact.form import Named, Plan
from screens.contact.plan import due_words
from screens.contact.questions.contact import options
from screens.contact.state import ContactState
from screens.prompt.lines import sentence

WORDS = (
    ("warning_signs", "Warning signs"),
    ("what_helps", "What helps"),
    ("people_and_places", "People and places"),
    ("professionals", "Professionals to ring"),
    ("safer_surroundings", "Safer surroundings"),
)
SAFEGUARDING = (parts.Option("actions", "Yes, these actions"), parts.Option("none", "None needed, because …"))
AGREED = (parts.Option("yes", "Yes, agreed with them"), parts.Option("no", "No"))
HOW = ("01", "02", "11", "98")


def why(state: ContactState, plan: Plan) -> list[ft.Control | None]:
    wrong, longest = state.wrong, state.standard.plan.temporary_hours
    return [
        parts.card(
            "",
            _note(state, plan, "trigger", "What set it off?"),
            parts.date_field(
                "It ends on",
                plan.expires_on,
                state.setter(plan, "expires_on"),
                error=wrong.get("expires_on", ""),
            ),
            parts.time_field(
                "It ends at",
                plan.expires_at,
                state.setter(plan, "expires_at"),
                hint=f"At most {longest} hours from now",
                error=wrong.get("expires_at", ""),
            ),
        )
    ]


def contacts(state: ContactState, plan: Plan) -> list[ft.Control | None]:
    return [
        parts.card(
            "",
            parts.text(
                f"Someone at least every {state.standard.plan.contact_gap_hours} hours until the plan ends."
            ),
            parts.error_line(state.wrong["contacts"]) if "contacts" in state.wrong else None,
            *(_contact(state, plan, i) for i in range(len(plan.contacts))),
            parts.line(parts.button("Add a contact", state.add_named_contact, icon=ft.Icons.ADD)),
        )
    ]


def safety(state: ContactState, plan: Plan) -> list[ft.Control | None]:
    return [
        parts.card(
            "", _note(state, plan, "emergency_instructions", "In an emergency: what to do, who to ring", 4)
        ),
        parts.card("", *_safeguarding(state, plan)),
    ]


def words(state: ContactState, plan: Plan) -> list[ft.Control | None]:
    return [
        parts.card("", *_with_them(state, plan)),
        parts.card("", *(_note(state, plan, name, label) for name, label in WORDS)),
    ]


PAGES = {"plan": why, "plan contacts": contacts, "plan safety": safety, "plan words": words}


def question(state: ContactState) -> list[ft.Control | None]:
    """The page of the plan that is on screen."""
    plan = state.form.plan
    return PAGES[state.page.key](state, plan) if plan else []


def _contact(state: ContactState, plan: Plan, i: int) -> ft.Control:
    """One named contact as a line; as fields once it is opened, or while something in it cannot stand."""
    named = plan.contacts[i]
    if state.opened_contact == i or any(name.startswith(f"contacts.{i}.") for name in state.wrong):
        return _fields(state, i, named, len(plan.contacts) > 1)
    when = sentence(due_words(named, day_of(state.now())))
    return parts.list_row(
        f"{named.who}, {Mode(named.mode).words.lower()}",
        when,
        on_click=lambda: state.open_contact(i),
        key=f"named {i}",
    )


def _fields(state: ContactState, i: int, named: Named, removable: bool) -> ft.Control:
    wrong, label = state.wrong, f"Contact {i + 1}"
    return parts.stack(
        parts.text_field(
            f"{label}, who",
            named.who,
            lambda who: state.named_by_hand(named, who),
            error=wrong.get(f"contacts.{i}.who", ""),
        ),
        parts.choice(
            f"{label}, how",
            [option for option in options(Mode) if option.value in HOW],
            named.mode,
            state.setter(named, "mode"),
        ),
        parts.date_field(
            f"{label}, on", named.on, state.setter(named, "on"), error=wrong.get(f"contacts.{i}.on", "")
        ),
        parts.time_field(
            f"{label}, by", named.at, state.setter(named, "at"), error=wrong.get(f"contacts.{i}.at", "")
        ),
        parts.line(
            parts.button(f"Done with contact {i + 1}", lambda: state.open_contact(None)),
            parts.button(f"Remove contact {i + 1}", lambda: state.remove_named_contact(i), "quiet")
            if removable
            else None,
        ),
        key=f"named {i} fields",
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


def _note(state: ContactState, plan: Plan, name: str, label: str, lines: int = 2) -> ft.Control:
    return parts.note_field(
        label, getattr(plan, name), state.setter(plan, name), error=state.wrong.get(name, ""), lines=lines
    )
