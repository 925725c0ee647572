"""The operating standard: which holds on this tablet, what it changed, what is to come; each change by its key."""

import flet as ft

from screens import parts
from screens.app_state import AppState
from screens.frame import frame
from screens.live import use_screen
from screens.standard.state import NotUsable, StandardState, Version

TITLE = "Operating standard"


@ft.component
def StandardScreen(app: AppState) -> ft.Control:
    state = use_screen(app, lambda: StandardState(app.open_device, app.now))
    if not state.opened:
        return frame(app, TITLE, [parts.text("Reading this tablet …", "quiet")], here="sync")
    return frame(
        app,
        TITLE,
        [
            parts.text(
                "Every number and word your clinical lead decides: when a prompt comes, and what it asks."
            ),
            *(_not_usable(each) for each in state.shown.not_usable),
            *(_to_come(each) for each in state.shown.to_come),
            _holds(state.shown.holds)
            if state.shown.holds
            else parts.empty("None is here yet. Sync to get it."),
            *(_earlier(each) for each in state.shown.earlier),
        ],
        here="sync",
    )


def _holds(version: Version) -> ft.Control:
    return parts.card(
        f"{version.version} holds now",
        parts.key_values([("Since", version.since), *_facts(version)]),
        *_changed(version),
        key="holds",
    )


def _to_come(version: Version) -> ft.Control:
    return parts.card(
        f"{version.version} is to come",
        parts.text(f"It does not hold yet. It will from {version.since}.", "strong"),
        parts.key_values(_facts(version)),
        *_changed(version),
        key=f"to come {version.version}",
    )


def _earlier(version: Version) -> ft.Control:
    return parts.card(
        f"{version.version}, earlier",
        parts.key_values([("Since", version.since), *_facts(version)]),
        parts.fold_out("What it changed", lambda: parts.stack(*_changed(version)))
        if version.before
        else None,
        key=f"card {version.version}",
    )


def _facts(version: Version) -> list[tuple[str, str]]:
    return [("Published by", version.by), ("Signed by", version.approved or "No clinical lead yet")]


def _changed(version: Version) -> list[ft.Control]:
    if not version.before:
        return [parts.text("It is the first one here.", "quiet")]
    if not version.changed:
        return [parts.text(f"It asks the same as {version.before}, the one before it.")]
    return [
        parts.heading(f"Changed from {version.before}", 3),
        *(
            parts.stack(
                parts.text(each.words),
                parts.text(each.key, "quiet small"),
                space=0,
                key=f"{version.version} {each.key}",
            )
            for each in version.changed
        ),
    ]


def _not_usable(not_usable: NotUsable) -> ft.Control:
    return parts.banner(
        "problem",
        f"{not_usable.version} cannot be used by this app",
        not_usable.why,
        f"Published by {not_usable.by}. What holds goes on. Tell your administrator; a newer app may be needed.",
        word="Not in use",
        key=f"not usable {not_usable.version}",
    )
