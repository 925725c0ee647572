"""Who is this? What was said of somebody on no list beside those known here; then one person, or somebody new."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.live import use_screen
from screens.matching.candidates import Candidate
from screens.matching.state import Answer, MatchingState
from screens.person.opening_view import not_open_yet


@ft.component
def MatchingScreen(app: AppState, scope: str) -> ft.Control:
    state = use_screen(app, lambda: MatchingState(app.open_device, app.now, scope, app.refresh), scope)
    if waiting := not_open_yet(app, state, "Who is this?"):
        return waiting
    to_person = parts.button(
        "Open the record", lambda: app.go(f"/person/{state.now_at}"), icon=ft.Icons.PERSON
    )
    return frame(
        app,
        "Who is this?",
        _body(state),
        here="people",
        footer=[to_person],
        key=f"who {state.answer.what if state.answer else 'list'} {state.done}",
    )


def _body(state: MatchingState) -> list[ft.Control | None]:
    if state.done or state.settled:
        return [
            parts.banner("done", state.done or "Somebody has said who this is.", word="Known"),
            parts.text("Their records are one from now on, on every tablet that may have them.")
            if len(state.person.state.scopes) > 1
            else None,
        ]
    if state.answer is not None:
        form = _matching if state.answer.what == "match" else _registering
        return [_said(state), form(state, state.answer)]
    return [_said(state), _contacts(state), *_choices(state)]


def _said(state: MatchingState) -> ft.Control:
    return parts.card(
        "As they were written of",
        *(
            parts.key_values(
                [
                    ("Name", said.name),
                    ("Born", state.born_of(said)),
                    ("Written by", by),
                ],
                key=f"said {said.entry}",
            )
            for said, by in state.said
        ),
    )


def _contacts(state: MatchingState) -> ft.Control | None:
    if not state.contacts:
        return None
    return parts.card(
        "What happened",
        *(
            parts.stack(
                parts.text(each.when, "small strong"),
                parts.text(each.how),
                parts.text(each.decided, "quiet small"),
                space=0,
                key=each.entry,
            )
            for each in state.contacts
        ),
    )


def _choices(state: MatchingState) -> list[ft.Control | None]:
    if not state.may_decide:
        return [parts.text(f"Who they are is decided by {state.who_decides}.", "strong")]
    found = state.candidates
    nobody = (
        "Nobody here fits that."
        if state.sought.strip()
        else "Nobody on this tablet has that name or that date of birth."
    )
    return [
        parts.card(
            "Somebody we know?",
            parts.text_field(
                "Find somebody", state.sought, state.seek, hint="Name, date of birth or last four digits"
            ),
            *(_candidate(state, each) for each in found),
            parts.empty(nobody) if not found else None,
            key="known",
        ),
        parts.card(
            "Somebody new?",
            parts.text("Register them, if nobody known here is this person."),
            parts.line(parts.button("This is a new person", state.is_new, icon=ft.Icons.PERSON_ADD)),
            key="new",
        ),
    ]


def _candidate(state: MatchingState, candidate: Candidate) -> ft.Control:
    number = f"NHS number …\u00a0{candidate.last_four}" if candidate.last_four else ""
    return parts.list_row(
        candidate.name,
        ", ".join(filter(None, [f"Born {candidate.born}", number])),
        *([candidate.agrees] if candidate.agrees else []),
        on_click=lambda: state.match_with(candidate.scope),
        key=candidate.scope,
    )


def _matching(state: MatchingState, answer: Answer) -> ft.Control | None:
    chosen = state.chosen
    if chosen is None:
        return None
    return parts.card(
        f"Is this {chosen.name}?",
        parts.text("Their two records become one: what is in either is read, asked and erased as one."),
        parts.key_values(
            [
                ("Known here as", chosen.name),
                ("Born", chosen.born),
                *([("NHS number", f"… {chosen.last_four}")] if chosen.last_four else []),
            ]
        ),
        *_confirmations(
            state,
            answer,
            f"{state.name} is {chosen.name}",
            f"Born {chosen.born}"
            if state.born == chosen.born
            else f"Born {chosen.born}, written of as born {state.born}",
        ),
        parts.note_field(
            "How you know that it is the same person",
            answer.typed.get("reason", ""),
            state.setter("reason"),
            error=answer.wrong.get("reason", ""),
            lines=2,
        ),
        _moves(state, "They are one person"),
        key="matching",
    )


def _registering(state: MatchingState, answer: Answer) -> ft.Control:
    def put(label: str, name: str, hint: str = "") -> ft.Control:
        return parts.text_field(
            label, answer.typed.get(name, ""), state.setter(name), hint=hint, error=answer.wrong.get(name, "")
        )

    teams = [parts.Option(id, name) for id, name in state.teams]
    author = state.author
    return parts.card(
        "Register them",
        put("Name", "name"),
        parts.date_field(
            "Date of birth",
            answer.typed.get("born", ""),
            state.setter("born"),
            error=answer.wrong.get("born", ""),
            picker=False,
        ),
        put("NHS number", "number", "Ten digits; leave it empty where there is none"),
        put("Why there is no NHS number", "no_number", "Only where the number is empty")
        if not answer.get("number")
        else None,
        parts.choice(
            "Which team?",
            teams,
            answer.typed.get("team", ""),
            state.setter("team"),
            error=answer.wrong.get("team", ""),
        )
        if len(teams) > 1
        else None,
        parts.check(
            f"{author[1]} works with them from today",
            bool(answer.get("works")),
            lambda yes: state.setter("works")(author[0] if yes else ""),
            note="Who wrote of them keeps their record only as somebody who works with them",
        )
        if author
        else None,
        *_confirmations(state, answer, answer.get("name") or "The name", f"Born {state.typed_born}"),
        _moves(state, "Register them as new"),
        key="registering",
    )


def _confirmations(state: MatchingState, answer: Answer, name: str, born: str) -> list[ft.Control]:
    facts = (("name", name, "The name is right"), ("birth", born, "The date of birth is right"))
    return [
        parts.stack(
            parts.check(fact, what in answer.confirmed, state.confirm(what), note=note),
            parts.error_line(answer.wrong[what]) if what in answer.wrong else None,
            space=4,
            key=f"confirm {what}",
        )
        for what, fact, note in facts
    ]


def _moves(state: MatchingState, save: str) -> ft.Control:
    return parts.line(
        parts.button(save, state.save, "primary"), parts.button("Cancel", state.cancel, "quiet")
    )
