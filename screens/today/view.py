"""The today screen: calm when nothing needs doing; whoever has not been told, first."""

import flet as ft

from models.times import duration_words
from screens import parts
from screens.about import route_of
from screens.app_state import AppState
from screens.drafting.lines import DraftLine
from screens.frame import frame
from screens.live import use_screen
from screens.prompt.card import untold_banner
from screens.prompt.lines import PromptLines
from screens.standing import clock_banner, closed_banner
from screens.team.ahead import sets
from screens.today.lines import Someone
from screens.today.state import TodayState

SHOWN_NEEDS = 2


@ft.component
def TodayScreen(app: AppState) -> ft.Control:
    """The first screen after unlocking."""
    state = use_screen(app, lambda: TodayState(app.open_device, app.now))
    if not state.opened:
        return frame(app, "Today", [parts.text("Opening …")], here="today", back=False)
    if state.me.administers:
        return frame(app, "Today", _administering(app, state), here="today", back=False)
    return frame(
        app,
        "Today",
        [
            *(untold_banner(state.name(scope), untold, app.go) for scope, untold in state.untold.items()),
            closed_banner(app),
            clock_banner(app),
            *(_draft(app, each) for each in state.drafts),
            _needs_me(app, state),
            _find(app, state),
            _unsent(app, state),
            _team(app),
        ],
        here="today",
        back=False,
    )


def _team(app: AppState) -> ft.Control | None:
    """For whoever does not lead: their way to who is at work and on call. The others have a place for it."""
    if sets(app.me) or not (app.me and app.me.teams):
        return None
    way = parts.button(
        "Who is at work and on call", lambda: app.go("/team"), "quiet", icon=ft.Icons.BADGE, key="go team"
    )
    return parts.line(way)


def _administering(app: AppState, state: TodayState) -> list[ft.Control | None]:
    """For an administrator, who holds nothing clinical and whose work is not done here."""
    return [
        parts.card(
            "Nothing is asked of you here",
            parts.text(
                "You look after staff, devices and caseloads. Who works with whom, leave and the rota are set under Team; "
                "staff and devices at the centre. Its commands are listed by:"
            ),
            parts.text("python main.py central --help", "strong"),
            parts.text(
                "This tablet holds people's details and who works with them, and nothing of their care.",
                "quiet",
            ),
        ),
        _not_accepted(app, state),
        _held_back(app),
        _find(app, state),
        _unsent(app, state),
    ]


def _draft(app: AppState, draft: DraftLine) -> ft.Control:
    damaged = "It cannot be opened on this tablet. It is kept as it is." if draft.damaged else ""
    go_on = parts.button(
        "Go on with it",
        lambda: app.go(draft.route),
        about=draft.called,
        key=f"draft {draft.id}",
    )
    return parts.banner(
        "needs you",
        f"{draft.name}: {draft.what} is not saved yet",
        draft.when,
        damaged or None,
        actions=[] if draft.damaged else [go_on],
        word="Draft",
        key=f"draft banner {draft.id}",
    )


def _not_accepted(app: AppState, state: TodayState) -> ft.Control | None:
    """One quiet line for my own records that the centre has not accepted."""
    count = len(state.unsent.not_accepted)
    if not count:
        return None
    words = (
        "1 record of yours is held and not accepted"
        if count == 1
        else f"{count} records of yours are held and not accepted"
    )
    return parts.line(
        parts.status_line(ft.Icons.ASSIGNMENT_LATE, words),
        parts.button("See what is needed", lambda: app.go("/sync"), "quiet", key="go not accepted"),
        key="not accepted",
    )


def _held_back(app: AppState) -> ft.Control | None:
    """For whoever decides: others' records that wait for them."""
    if not app.held_back:
        return None
    words = (
        "1 record is held and not accepted"
        if app.held_back == 1
        else f"{app.held_back} records are held and not accepted"
    )
    return parts.line(
        parts.status_line(ft.Icons.ASSIGNMENT_LATE, f"{words}: needs you"),
        parts.button("Read and decide", lambda: app.go("/prompts"), "quiet", key="go held"),
        key="held back",
    )


def _silent(app: AppState) -> ft.Control | None:
    """For whoever leads them: staff on duty of whom nothing was heard."""
    if not app.silent:
        return None
    words = "Nothing was heard from " + (
        "one of your team" if app.silent == 1 else f"{app.silent} of your team"
    )
    return parts.line(
        parts.status_line(ft.Icons.PHONE_DISABLED, f"{words}: needs you"),
        parts.button("Read and reach them", lambda: app.go("/prompts"), "quiet", key="go silent"),
        key="silent",
    )


def _to_be_matched(app: AppState, state: TodayState) -> list[ft.Control]:
    """For whoever decides: those written of who are on no list, each leading to where it is said who they are."""
    return [
        parts.list_row(
            each.name,
            "Seen, and on no list. Say who they are.",
            on_click=lambda scope=each.scope: app.go(f"/person/{scope}/who"),
            key=f"who {each.scope}",
        )
        for each in state.to_be_matched
    ]


def _to_confirm(app: AppState, state: TodayState) -> list[ft.Control]:
    """For whoever confirms: those of whom something waits, each leading to it."""
    return [
        parts.list_row(
            each.name,
            f"{'1 record waits' if count == 1 else f'{count} records wait'} for a manager. Read and decide.",
            on_click=lambda scope=each.scope: app.go(f"/person/{scope}"),
            key=f"confirm {each.scope}",
        )
        for each, count in state.to_confirm
    ]


def _needs_me(app: AppState, state: TodayState) -> ft.Control:
    others = [_silent(app), _not_accepted(app, state), _held_back(app)]
    others += [*_to_be_matched(app, state), *_to_confirm(app, state)]
    return parts.card(
        "Needs you",
        *(_need(app, state, scope, lines) for scope, lines in state.needs_me.items()),
        *others,
        parts.empty("Nothing needs you now.") if not state.needs_me and not any(others) else None,
    )


def _need(app: AppState, state: TodayState, scope: str, lines: list[PromptLines]) -> ft.Control:
    """One person, with what they need of me: the soonest two in full."""
    more = len(lines) - SHOWN_NEEDS
    return parts.list_row(
        state.name(scope),
        *(f"{each.asks} {each.by}." for each in lines[:SHOWN_NEEDS]),
        *([f"And {more} more."] if more > 0 else []),
        on_click=lambda: app.go(route_of(scope)),
        tags=[parts.tag("Past its time", "stop")] if any(each.late for each in lines) else (),
        key=f"need {scope}",
    )


def _find(app: AppState, state: TodayState) -> ft.Control:
    """The people I work with; while something is sought, everyone on this tablet whom it fits."""
    sought = bool(state.sought.strip())
    people = state.found if sought else state.my_people
    listed = bool(sought or people or not state.me.administers)
    nobody = "Nobody on this tablet fits that." if sought else "Nobody is assigned to you."
    return parts.stack(
        parts.text_field(
            "Find a person",
            state.sought,
            state.seek,
            hint="Name, date of birth or last four digits, among those on this tablet",
        ),
        parts.card(
            "Found" if sought else "Your people",
            *(_someone(app, each) for each in people),
            parts.empty(nobody) if not people else None,
            _not_on_list(app, state),
            key="people",
        )
        if listed
        else None,
        key="find",
    )


def _not_on_list(app: AppState, state: TodayState) -> ft.Control | None:
    """A contact with somebody this tablet does not know cannot wait until it does."""
    if state.me.administers or not state.me.may("contact.recorded"):
        return None
    return parts.line(
        parts.button(
            "Somebody not on my list",
            lambda: app.go(state.not_on_list()),
            "quiet",
            icon=ft.Icons.PERSON_ADD_ALT,
            key="not on my list",
        )
    )


def _someone(app: AppState, someone: Someone) -> ft.Control:
    count = someone.prompts_for_me
    asks = f"{count} prompt{'s' if count > 1 else ''} for you"
    tags = [
        *([parts.tag(someone.part, "plain")] if someone.part else []),
        *([parts.tag(asks, "chosen")] if count else []),
        *([parts.tag("Record still arriving", "plain")] if someone.arriving else []),
        *([parts.tag("On no list yet", "plain")] if someone.to_be_matched else []),
    ]
    return parts.list_row(
        someone.name,
        *someone.lines,
        on_click=lambda: app.go(f"/person/{someone.scope}"),
        tags=tags,
        key=someone.scope,
    )


def _unsent(app: AppState, state: TodayState) -> ft.Control:
    unsent = state.unsent
    if not unsent.count:
        return parts.status_line(ft.Icons.CLOUD_DONE, "Everything you saved is held centrally")
    age = f", the oldest for {duration_words(state.now() - unsent.oldest_at)}" if unsent.oldest_at else ""
    return parts.card(
        "",
        parts.status_line(ft.Icons.CLOUD_UPLOAD, f"{unsent.count} on this tablet only{age}"),
        parts.line(parts.button("Go to sync", lambda: app.go("/sync"), icon=ft.Icons.SYNC, key="go sync")),
        key="unsent",
    )
