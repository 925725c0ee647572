"""What is asked of a plan: why, until when, who makes contact, what to do, what it says. Shown on one page, or over several."""

import flet as ft

from models.codes import CopyGiven, Mode
from models.times import day_of
from screens import parts
from screens.drafting.view import Fields
from screens.plan.entering import PlanEntering
from screens.plan.form import Named
from screens.plan.reading import due_words
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
MAY_STAY_EMPTY = "May stay empty"


def why(entering: PlanEntering) -> list[ft.Control | None]:
    fields = Fields(entering.state, entering.plan)
    empty = "" if entering.plan.temporary else MAY_STAY_EMPTY
    return [fields.note("trigger", "What set it off?", hint=empty), *until(entering)]


def until(entering: PlanEntering) -> list[ft.Control | None]:
    fields, hours = Fields(entering.state, entering.plan), entering.standard.plan.temporary_hours
    temporary = entering.plan.temporary
    return [
        fields.date("expires_on", "It ends on", hint="" if temporary else MAY_STAY_EMPTY),
        fields.time("expires_at", "It ends at", hint=f"At most {hours} hours from now" if temporary else ""),
    ]


def contacts(entering: PlanEntering) -> list[ft.Control | None]:
    plan, wrong, hours = entering.plan, entering.state.wrong, entering.standard.plan.contact_gap_hours
    often = (
        f"Someone at least every {hours} hours until the plan ends."
        if plan.temporary
        else "Where somebody is to make contact at a set time. It may stay empty."
    )
    return [
        parts.text(often),
        parts.error_line(wrong["contacts"]) if "contacts" in wrong else None,
        *(_contact(entering, i) for i in range(len(plan.contacts))),
        parts.line(parts.button("Add a contact", entering.add_contact, icon=ft.Icons.ADD)),
    ]


def emergency(entering: PlanEntering) -> list[ft.Control | None]:
    return [
        Fields(entering.state, entering.plan).note(
            "emergency_instructions", "In an emergency: what to do, who to ring", lines=4
        )
    ]


def safeguarding(entering: PlanEntering) -> list[ft.Control | None]:
    fields = Fields(entering.state, entering.plan)
    chosen = {
        "actions": ("safeguarding_actions", "What will be done"),
        "none": ("no_safeguarding_because", "Why none is needed"),
    }.get(entering.plan.safeguarding)
    return [
        fields.choice("safeguarding", "Are safeguarding actions needed?", SAFEGUARDING),
        fields.note(*chosen) if chosen else None,
    ]


def with_them(entering: PlanEntering) -> list[ft.Control | None]:
    fields = Fields(entering.state, entering.plan)
    return [
        fields.choice("agreed", "Did they agree to it?", AGREED),
        fields.note("not_agreed_because", "Why not?") if entering.plan.agreed == "no" else None,
        fields.choice("copy_given", "Was a copy given?", CopyGiven),
    ]


def words(entering: PlanEntering) -> list[ft.Control | None]:
    fields = Fields(entering.state, entering.plan)
    return [fields.note(name, label) for name, label in WORDS]


def _contact(entering: PlanEntering, i: int) -> ft.Control:
    """One named contact as a line; as fields once it is opened, or while something in it cannot stand."""
    named = entering.plan.contacts[i]
    if entering.opened == i or any(name.startswith(f"contacts.{i}.") for name in entering.state.wrong):
        return _fields(entering, i, named)
    when = sentence(due_words(named, day_of(entering.now)))
    return parts.list_row(
        f"{named.who}, {Mode(named.mode).words.lower()}",
        when,
        on_click=lambda: entering.open(i),
        key=f"named {i}",
    )


def _fields(entering: PlanEntering, i: int, named: Named) -> ft.Control:
    state, label = entering.state, f"Contact {i + 1}"
    fields = Fields(state, named, at=f"contacts.{i}.")
    removable = len(entering.plan.contacts) > 1 or not entering.plan.temporary
    return parts.stack(
        parts.text_field(
            f"{label}, who",
            named.who,
            lambda who: entering.named_by_hand(named, who),
            error=state.wrong.get(f"contacts.{i}.who", ""),
        ),
        fields.choice("mode", f"{label}, how", _ways(named)),
        fields.date("on", f"{label}, on"),
        fields.time("at", f"{label}, by"),
        parts.line(
            parts.button(f"Done with contact {i + 1}", lambda: entering.open(None)),
            parts.button(f"Remove contact {i + 1}", lambda: entering.remove_contact(i), "quiet")
            if removable
            else None,
        ),
        key=f"named {i} fields",
    )


def _ways(named: Named) -> list[parts.Option]:
    """How contact is made under a plan; another way that one names already stays."""
    return [parts.Option(code, words) for code, words in Mode.KNOWN.items() if code in (*HOW, named.mode)]
