"""The cards of a person's page for the plans in force, each with the way to review it; and the way to make one."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.person.plans import NamedLine, PlanLines
from screens.person.state import PersonScreenState

ARRIVING = "Record still arriving: there may be plans that are not here yet."
CLOSED = "Others' records are closed until this tablet syncs: there may be plans that are not shown."


def plan_cards(app: AppState, state: PersonScreenState) -> list[ft.Control]:
    plans = state.plans
    return [*(_plan(app, state, each, len(plans) > 1) for each in plans), _making(app, state, bool(plans))]


def _making(app: AppState, state: PersonScreenState, some: bool) -> ft.Control:
    view = state.view
    gap = ARRIVING if view.arriving else CLOSED if view.closed else ""
    make = parts.button(
        "Make another plan" if some else "Make a plan",
        lambda: app.go(f"/person/{state.scope}/plan/{new_id()}"),
        icon=ft.Icons.ADD,
        key="make plan",
    )
    return parts.card(
        "" if some else "Plans",
        parts.text(gap, "strong") if gap else None,
        parts.empty("No plan is in force.") if not some and not gap else None,
        parts.line(make) if state.me.may("plan.made") else None,
        key="plans",
    )


def _plan(app: AppState, state: PersonScreenState, plan: PlanLines, several: bool) -> ft.Control:
    record = plan.plan.record
    review = parts.button(
        "Review this plan",
        lambda: app.go(f"/person/{state.scope}/plan/{record}/review"),
        icon=ft.Icons.FACT_CHECK,
        about=plan.title if several else "",
        key=f"review {record}",
    )
    return parts.card(
        plan.title,
        _until(plan),
        parts.text(plan.ending, "strong") if plan.ending else None,
        parts.banner(
            "needs you",
            "Two people planned apart from each other; both hold until a manager decides.",
            word="Two versions",
        )
        if plan.conflicting
        else None,
        *(_named(each) for each in plan.named),
        *(parts.key_values(version) for version in plan.versions),
        parts.line(review) if state.me.may("plan.reviewed") else None,
        key=f"plan {record}",
    )


def _until(plan: PlanLines) -> ft.Control | None:
    if plan.expired:
        return parts.banner(
            "expired",
            "Past its end time: still follow it, review now",
            f"It ended {plan.until}.",
            word="EXPIRED",
        )
    return parts.text(f"Until {plan.until}", "strong") if plan.until else None


def _named(named: NamedLine) -> ft.Control:
    kind = "stop" if named.late else "good" if named.standing == "Met" else "plain"
    return parts.list_row(
        named.who, named.when, tags=[parts.tag(named.standing, kind)], key=f"{named.who} {named.when}"
    )
