"""The form for a person's details: what changes stands last, before and after, and a name or a birth date is confirmed there."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.details.state import LABELS, Change, DetailsState
from screens.drafting.view import Fields, form_frame, use_draft


@ft.component
def DetailsScreen(app: AppState, scope: str, draft_id: str) -> ft.Control:
    """Correct somebody's details, or go on with a draft of it."""
    state = use_draft(app, lambda: DetailsState(app.open_device, scope, draft_id), scope, draft_id)
    return form_frame(app, state, "Correct their details", lambda: _asked(state))


def _asked(state: DetailsState) -> list[ft.Control | None]:
    fields, form, teams = Fields(state), state.form, state.teams
    return [
        parts.banner(
            "info",
            "Two people recorded their details apart. This starts from the latest and takes the place of both.",
            word="Two versions",
        )
        if state.apart
        else None,
        parts.card(
            "",
            fields.text("name", LABELS["name"]),
            fields.text("preferred_name", LABELS["preferred_name"]),
            parts.date_field(
                LABELS["born_on"],
                form.born_on,
                state.setter(form, "born_on"),
                error=state.wrong.get("born_on", ""),
                picker=False,
            ),
        ),
        parts.card(
            "",
            fields.text(
                "nhs_number", LABELS["nhs_number"], hint="Ten digits; leave it empty if there is none"
            ),
            fields.note("no_nhs_number_because", LABELS["no_nhs_number_because"])
            if not form.nhs_number.strip()
            else None,
        ),
        parts.card("", fields.note("address", LABELS["address"]), fields.text("phone", LABELS["phone"])),
        parts.card("", fields.choice("team", LABELS["team"], [parts.Option(id, name) for id, name in teams]))
        if len(teams) > 1
        else None,
        _changes(state),
    ]


def _changes(state: DetailsState) -> ft.Control:
    changes, wrong = state.changes, state.wrong
    return parts.card(
        "What changes",
        parts.text("Nothing yet.", "quiet") if not changes else None,
        parts.error_line(wrong["changes"]) if "changes" in wrong else None,
        *(_change(state, each) for each in changes),
        parts.banner("info", "They are handed over to another team.", *state.hands_over, word="Team")
        if state.hands_over
        else None,
    )


def _change(state: DetailsState, change: Change) -> ft.Control:
    """Before and after; and where a slip would make somebody else of them, the one thing to confirm."""
    wrong = state.wrong.get(f"confirmed.{change.field}", "")
    return parts.stack(
        parts.key_values([(change.label, f"{change.after}\nBefore: {change.before}")]),
        parts.check(
            f"It is {change.after}",
            change.confirmed,
            lambda on: state.confirm(change.field, on),
            note=f"{change.label}: as they, or a document, say it",
            key=f"confirm {change.field}",
        )
        if change.confirmed is not None
        else None,
        parts.error_line(wrong) if wrong else None,
        space=8,
        key=f"change {change.field}",
    )
