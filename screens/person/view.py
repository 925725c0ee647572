"""The person screen: what to know before going in, on one page, the most pressing first."""

from collections.abc import Sequence

import flet as ft

from models.times import marked, moment_words
from screens import parts
from screens.app_state import AppState
from screens.around.candour import RULE as CANDOUR_RULE
from screens.drafting.form import new_id
from screens.drafting.lines import DraftLine
from screens.escalation.followed_view import live_line
from screens.frame import frame
from screens.live import use_screen
from screens.person import lines
from screens.person.around_view import before_going_in, safeguarding, standing_banner
from screens.person.candour_view import candour_card
from screens.person.decisions import apart_card, waiting_card
from screens.person.joined import joined_part, said_to_be_card
from screens.person.opening_view import not_open_yet
from screens.person.papers_view import papers_card
from screens.person.picture import picture_of
from screens.person.restriction_card import ARRIVING, CLOSED, restriction_card
from screens.person.state import PersonScreenState
from screens.plan.card import plan_cards
from screens.prompt.card import onward_button, prompt_card, untold_banner
from screens.prompt.lines import PromptLines, sentence
from screens.prompt.onward import onward
from screens.registers.card import registers_card
from screens.standing import closed_banner
from screens.team.ahead import sets
from screens.theirs.card import theirs_card

SHOWN_CHANGES = 8
KEY_CONTACTS = "The last four weeks. Filled: reached. Crossed: tried, and not reached."


@ft.component
def PersonScreen(app: AppState, scope: str) -> ft.Control:
    """One person, before you go in."""
    state = use_screen(app, lambda: PersonScreenState(app.open_device, app.now, scope, app.refresh), scope)
    if waiting := not_open_yet(app, state, "Person"):
        return waiting
    trail = parts.button("Trail", lambda: app.go(f"/person/{scope}/trail"), icon=ft.Icons.TIMELINE)
    prompts = state.prompts
    if state.me.administers:
        known = [*_banners(app, state), _who(app, state)]
        return frame(app, state.name, known, here="people", footer=[trail])
    return frame(
        app,
        state.name,
        [
            parts.text(lines.in_short(state.details, state.now())) if state.details else None,
            *_banners(app, state),
            standing_banner(state),
            *(_draft(app, draft) for draft in state.drafts),
            untold_banner("", state.untold, app.go),
            _restrictions(app, state),
            _escalations(app, state),
            before_going_in(app, state),
            _changed(app, state),
            *(_prompt(app, state, each, prompts) for each in prompts if not each.quiet),
            waiting_card(scope, state.waiting, app.go),
            *(apart_card(scope, each, state.may_decide, app.go) for each in state.apart),
            *plan_cards(app, state),
            safeguarding(app, state),
            *(_answered(app, state, each, prompts) for each in prompts if each.quiet),
            papers_card(app, state),
            registers_card(app, state.view.state, state.directory, state.me),
            _who(app, state),
            _contacts(state),
            _indicators(state),
            theirs_card(app, state),
        ],
        here="people",
        footer=[
            trail,
            *(
                [parts.button("Escalate", lambda: app.go(state.new_escalation()), icon=ft.Icons.CAMPAIGN)]
                if state.me.may("escalation.opened")
                else []
            ),
            *(
                [
                    parts.button(
                        "Record a contact", lambda: app.go(state.new_contact()), "primary", icon=ft.Icons.ADD
                    )
                ]
                if state.me.may("contact.recorded")
                else []
            ),
        ],
    )


def _banners(app: AppState, state: PersonScreenState) -> list[ft.Control | None]:
    view, now = state.view, state.now()
    arriving = parts.banner(
        "info",
        "Record still arriving",
        "Plan and prompts may be missing. Do not take what you see here for the whole record.",
        word="Not whole yet",
    )
    old = parts.banner(
        "info",
        lines.as_at(view.as_at, now),
        "This is more than a day old. Sync before you rely on it.",
        word="Old",
    )
    unknown = parts.banner(
        "info",
        "Nobody has said yet who this is",
        "What is shown here is only what was recorded of them since. A manager finds out who they are.",
        word="On no list",
        key="on no list",
    )
    return [
        unknown if view.state.to_be_matched else None,
        arriving if view.arriving else None,
        old if lines.is_old(view.as_at, now) and not view.closed else None,
        closed_banner(app, view.closed_prompts) if view.closed else None,
    ]


def _draft(app: AppState, draft: DraftLine) -> ft.Control:
    return parts.banner(
        "needs you",
        f"{sentence(draft.what)} was begun and is not saved yet",
        draft.when,
        actions=[
            parts.button(
                "Go on with it",
                lambda: app.go(draft.route),
                about=draft.called,
                key=f"draft {draft.id}",
            )
        ],
        word="Draft",
        key=f"draft {draft.id}",
    )


def _escalations(app: AppState, state: PersonScreenState) -> ft.Control | None:
    if not state.escalations:
        return None
    return parts.card(
        "Open escalations",
        *(
            parts.stack(
                parts.text(each.title, "strong"),
                live_line(each),
                parts.line(
                    parts.button(
                        "See it, or say what came of it",
                        lambda id=each.escalation.id: app.go(state.escalation(id)),
                        about=each.title if len(state.escalations) > 1 else "",
                        key=f"escalation {each.escalation.id}",
                    )
                ),
                space=8,
                key=f"open {each.escalation.id}",
            )
            for each in state.escalations
        ),
    )


def _restrictions(app: AppState, state: PersonScreenState) -> ft.Control:
    view, me = state.view, state.me
    gap = ARRIVING if view.arriving else CLOSED if view.closed else ""
    return restriction_card(
        state.restrictions,
        lines.as_at(view.as_at, state.now()),
        gap=gap,
        review=(lambda record: app.go(state.restriction_review(record)))
        if me.may("restriction.reviewed")
        else None,
        apply=(lambda: app.go(state.new_restriction())) if me.may("restriction.applied") else None,
    )


def _prompt(
    app: AppState, state: PersonScreenState, lines: PromptLines, among: Sequence[PromptLines]
) -> ft.Control:
    if lines.prompt.rule == CANDOUR_RULE:
        return candour_card(app, state, lines)
    step = onward(lines.prompt, state.view.state, state.me, state.now())
    button = onward_button(step, app.go, lines, among) if step else None
    return prompt_card(lines, app.go, among, button)


def _answered(
    app: AppState, state: PersonScreenState, lines: PromptLines, among: Sequence[PromptLines]
) -> ft.Control:
    """A prompt that answers keep quiet for now: who has it and what they said; the rest folded away."""
    return parts.card(
        lines.rule,
        parts.status_line(ft.Icons.VISIBILITY, lines.told, key=f"has {lines.prompt.id}")
        if lines.told
        else None,
        parts.key_values([("Answers", "\n".join(lines.answers))]),
        parts.text(lines.quiet, "quiet"),
        parts.fold_out(f"Read it again: {lines.asks}", lambda: _prompt(app, state, lines, among)),
        key=f"answered {lines.prompt.id}",
    )


def _changed(app: AppState, state: PersonScreenState) -> ft.Control | None:
    if state.view.closed:
        return None  # the banner says so
    new, now = state.changed_since, state.now()
    return parts.card(
        "Since your last visit",
        *(
            parts.stack(
                parts.text(line.what),
                parts.text(f"{line.who}, {marked(moment_words(line.at, now), line.certain)}", "quiet small"),
                space=0,
                key=line.id,
            )
            for line in new[:SHOWN_CHANGES]
        ),
        parts.text(f"and {len(new) - SHOWN_CHANGES} more, in the trail", "quiet")
        if len(new) > SHOWN_CHANGES
        else None,
        parts.empty("Nobody else has recorded anything.") if not new else None,
    )


def _who(app: AppState, state: PersonScreenState) -> ft.Control:
    details, now = state.details, state.now()
    if details is None and state.view.state.to_be_matched:
        way = parts.button("Say who they are", lambda: app.go(f"/person/{state.scope}/who"), key="who")
        return said_to_be_card(state.view.state, parts.line(way) if state.may_match else None)
    if details is None:
        return parts.card("Who they are", parts.empty("Their details are still arriving."))
    number = "Hide the NHS number" if state.whole_number else "Show the whole NHS number"
    address = "Hide the address" if state.address else "Show the address"
    return parts.card(
        "Who they are",
        parts.key_values(
            [
                *lines.who(details, now),
                ("NHS number", lines.nhs_number(details, state.whole_number)),
                *([("Address", details.address)] if state.address else []),
                *lines.working_with(state.view.state, state.directory, state.me.staff_id, now),
            ]
        ),
        parts.line(
            parts.button(number, lambda: state.toggle("whole_number"), "quiet", key="number")
            if details.nhs_number
            else None,
            parts.button(address, lambda: state.toggle("address"), "quiet", key="address"),
            parts.button("Who works with them", lambda: app.go(f"/team/person/{state.scope}"), "quiet")
            if sets(state.me)
            else None,
            parts.button(
                "Correct their details",
                lambda: app.go(f"/person/{state.scope}/details/{new_id()}"),
                icon=ft.Icons.EDIT,
                key="details",
            )
            if state.me.may("person.updated")
            else None,
        ),
        joined_part(state.scope, state.joined, state.may_match, app.go),
    )


def _contacts(state: PersonScreenState) -> ft.Control:
    now = state.now()
    picture = lines.contact_days(state.view.state, now)
    return parts.card(
        "Contact",
        parts.key_values(lines.agreed(state.view.state, now)),
        parts.day_strip(picture.words, picture.days),
        parts.text(KEY_CONTACTS, "quiet small"),
        *(
            parts.stack(
                parts.text(each.when, "small strong"),
                parts.text(each.how),
                parts.text(each.decided, "quiet small"),
                space=0,
                key=each.entry,
            )
            for each in lines.last_contacts(state.view.state, state.directory, now)
        ),
    )


def _indicators(state: PersonScreenState) -> ft.Control:
    drawn = lines.trends(state.view.state, state.standard, state.now())
    return parts.card(
        "Over the latest contacts",
        parts.columns(*(picture_of(each) for each in drawn))
        if drawn
        else parts.empty("Nothing has been assessed yet."),
        parts.trend_key() if drawn else None,
    )
