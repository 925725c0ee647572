"""Every part on one set of pages, to look at and to try: `python -m tests.screens.gallery`, then the address it prints.

A page for each family: /words /fields /choices /panels /pictures /panes /outer, and most of them on /all. `?dark` shows it dark.
"""

from datetime import date, timedelta
from pathlib import Path

import flet as ft

from models.errors import CentreUnreachable
from screens import parts, theme

ASSETS = Path(__file__).parents[2] / "assets"
PLACES = (
    parts.Place("words", "Today", ft.Icons.TODAY),
    parts.Place("fields", "People", ft.Icons.PEOPLE),
    parts.Place("choices", "Prompts", ft.Icons.FRONT_HAND, count=3),
    parts.Place("panes", "Sync", ft.Icons.SYNC),
)
STANDING = parts.Standing("As at 14:32 today", signal=False, unsent=3, oldest="2 h")
LONG = (
    "She said the flat above had been noisy since Tuesday and that she had been sleeping in the chair; her sister "
    "rang on Thursday and was worried. "
)
SCRIPTS = (
    "Hebrew שלום, Arabic مرحبا بكم, Greek Γειά, Cyrillic Привет, emoji 🙂 👍🏽 ❤️, signs ✓ → – “quoted” ½ £"
)


@ft.component
def gallery() -> ft.Control:
    page = ft.context.page
    name, set_name = ft.use_state((page.route or "/").strip("/").split("?")[0] or "words")
    if name == "outer":
        return outer()
    return parts.shell(
        {"words": "Today", "panes": "People"}.get(name, name.capitalize()),
        PAGES[name](),
        places=PLACES,
        here=name,
        on_go=set_name,
        standing=STANDING,
        notice="Fictional people: a demonstration",
        on_back=(lambda: set_name("words")) if name != "words" else None,
        footer=[
            parts.button("Back to the person", lambda: None),
            parts.button("Save the contact", fail, "primary"),
        ]
        if name == "choices"
        else (),
    )


async def fail() -> None:
    raise CentreUnreachable


@ft.component
def words() -> ft.Control:
    asking, set_asking = ft.use_state(False)
    question = parts.confirm(
        "Is this the right person?",
        parts.key_values([("Name", "Wren Testcase"), ("Date of birth", "3 May 1981")]),
        yes="Yes, save the contact",
        on_yes=lambda: set_asking(False),
        no="Go back",
        on_no=lambda: set_asking(False),
    )
    ft.use_dialog(question if asking else None)
    return parts.stack(
        parts.banner(
            "untold",
            "On this tablet only. Nobody has been told.",
            "Wren Testcase: three indicators at 2 or above in one contact. Ring your manager.",
            actions=[
                parts.button("See the reasons", lambda: None),
                parts.button("I have rung them", lambda: None),
            ],
            word="",
        ),
        parts.heading("A section heading"),
        parts.heading("A heading within a card", 3),
        parts.text(LONG * 2),
        parts.text("Quiet text says what is second in rank.", "quiet"),
        parts.text("Small text, for facts beside facts.", "small"),
        parts.text(SCRIPTS),
        parts.text(SCRIPTS, "strong"),
        parts.line(
            parts.button("Record a contact", lambda: set_asking(True), "primary", icon=ft.Icons.EDIT_NOTE),
            parts.button("Before you go in", lambda: None),
            parts.button("See everything", lambda: None, "quiet"),
            parts.button("Discard the draft", fail, "danger"),
            parts.button("Not yet", lambda: None, disabled=True),
            parts.icon_button("Close", ft.Icons.CLOSE, lambda: None),
        ),
    )


@ft.component
def fields() -> ft.Control:
    values, set_values = ft.use_state({"on": "3/5/2026", "dob": "31/2/", "words": SCRIPTS})

    def keep(name: str):
        return lambda value: set_values({**values, name: value})

    return parts.stack(
        parts.text_field("Staff name", values.get("name", ""), keep("name"), hint="As on your badge"),
        parts.text_field("Passphrase", values.get("pass", ""), keep("pass"), password=True),
        parts.text_field(
            "Invitation code",
            "7K2P-",
            keep("code"),
            error="The code has 20 letters and figures. This one has 4.",
        ),
        parts.date_field("Date of the contact", values["on"], keep("on")),
        parts.date_field(
            "Date of birth",
            values["dob"],
            keep("dob"),
            picker=False,
            error="That is not a date. Check day and month.",
        ),
        parts.time_field("Started at", values.get("start", "14:30"), keep("start")),
        parts.note_field(
            "In the person's own words", values["words"], keep("words"), hint="Their words, not a summary"
        ),
        parts.note_field("What changed", values.get("changed", LONG * 8), keep("changed")),
    )


OPTIONS = (
    parts.Option("visit", "Agreed a visit tomorrow", "Counts as an action carried out"),
    parts.Option("family", "Rang the family, with agreement"),
    parts.Option("talked", "Talked it through", "Not an action by itself"),
)
ACTIONS = tuple(option.value for option in OPTIONS)


@ft.component
def choices() -> ft.Control:
    kept, set_kept = ft.use_state({"mode": "01", "level": "2"})
    actions, set_actions = ft.use_state(ACTIONS[:1])
    signal, set_signal = ft.use_state(False)

    def keep(name: str):
        return lambda value: set_kept({**kept, name: value})

    return parts.stack(
        parts.choice(
            "How did you meet?",
            [
                parts.Option("01", "Face to face"),
                parts.Option("02", "Telephone", "Two-way, with the person themselves"),
                parts.Option("11", "Video"),
            ],
            kept.get("mode"),
            keep("mode"),
        ),
        parts.card(
            "",
            parts.level_choice(
                "Sleep",
                kept.get("level"),
                keep("level"),
                ask="How have the nights been?",
                usual="Usual level 1.",
            ),
        ),
        parts.card(
            "",
            parts.level_choice(
                "Hopelessness, suicidal or self-harm thoughts",
                kept.get("level2"),
                keep("level2"),
                error="Choose a level, or not assessed with a reason.",
            ),
        ),
        parts.multi_choice("What did you do?", OPTIONS, actions, set_actions),
        parts.check(
            "This is Wren Testcase, born 3 May 1981",
            kept.get("sure") == "y",
            lambda on: keep("sure")("y" if on else ""),
        ),
        parts.switch(
            "Signal", signal, set_signal, note="On: records are sent" if signal else "Off: nothing is sent"
        ),
    )


@ft.component
def panels() -> ft.Control:
    return parts.stack(
        *(
            parts.banner(
                kind,
                title,
                "What follows from it, in a sentence or two.",
                actions=[parts.button(label, lambda: None) for label in labels],
            )
            for kind, title, labels in BANNERS
        ),
        parts.card(
            "Current plan",
            parts.line(
                parts.tag("Temporary"),
                parts.tag("EXPIRED", "stop"),
                parts.tag("Agreed", "good"),
                parts.tag("Draft", "loud"),
            ),
            parts.key_values(
                [
                    ("Trigger", "Three indicators at 2 or above on 3 May"),
                    ("Named contacts", "Dana Sample, face to face, 4 May 10:00"),
                    ("Emergency instructions", "999 if in danger now. NHS 111, option 2, day and night."),
                    ("Copy given", ""),
                ]
            ),
            parts.status_line(ft.Icons.CLOUD_DONE, "Held centrally 14:32"),
            parts.fold_out("How this was worked out", lambda: parts.text(LONG)),
        ),
        parts.list_row(
            "Wren Testcase",
            "Last seen 3 May, face to face",
            "Next contact due today",
            on_click=lambda: None,
            tags=[parts.tag("Cover")],
        ),
        parts.list_row(
            "Robin Fictional-Longname of the Very Long Road",
            "Born 3 May 1981",
            on_click=lambda: None,
            chosen=True,
        ),
        parts.list_row("A row that only says something", "and has a second line"),
        parts.empty("Nothing needs you now."),
        parts.progress("Sending records", 340, 1000, lambda: None),
        parts.progress("Looking for the centre", 0, None),
        parts.spoken("Saved on this tablet"),
    )


MARKS: tuple[parts.Mark, ...] = ("empty", "full", "part", "hatched", "crossed")
STRIP = [parts.Day(date(2026, 11, 30) + timedelta(days=n), MARKS[n % 5]) for n in range(14)]
BANNERS: tuple[tuple[parts.BannerKind, str, tuple[str, ...]], ...] = (
    ("info", "The record is as at 09:10 today", ()),
    ("needs you", "T2: three indicators at 2 or above in one contact", ("Answer", "See why")),
    ("untold", "On this tablet only. Nobody has been told.", ("I told somebody",)),
    ("expired", "The temporary plan ended on 3 May at 18:00. Still follow it; review now.", ()),
    ("problem", "The centre could not be reached.", ("Try again",)),
    ("done", "Held centrally 14:32", ()),
)


def pictures() -> ft.Control:
    days = [
        date(2026, 3, 2),
        date(2026, 3, 16),
        date(2026, 3, 30),
        date(2026, 4, 9),
        date(2026, 4, 20),
        date(2026, 5, 3),
    ]

    def line(levels):
        return [parts.Reading(on, level) for on, level in zip(days, levels, strict=True)]

    return parts.stack(
        parts.card(
            "Indicators over time",
            parts.trend_key(),
            parts.columns(
                parts.trend("Sleep", line([0, 1, None, 1, 2, 3]), usual=1),
                parts.trend("Mood", line([1, 1, 1, 1, 1, 1]), usual=[parts.Reading(days[2], 1)]),
                parts.trend("Suspiciousness", line([None, 2, 2, None, None, 0])),
                parts.trend("Self-care, eating, home", line([0, 0, 1, 2, 2, None])),
                parts.trend("Alcohol or drugs", [parts.Reading(days[0], 2)]),
                parts.trend("Withdrawal", []),
            ),
        ),
        parts.card(
            "Days ahead",
            parts.day_strip("30 November to 13 December. One of each mark", STRIP),
        ),
        parts.card(
            "Trail",
            parts.stack(
                parts.timeline_row(
                    "3 May 2026, 10:05",
                    "Contact recorded, face to face",
                    "Dana Sample, worker. On Tablet A · 1",
                    "Recorded 10:40. Held centrally 14:32",
                    tags=[parts.tag("T2", "chosen")],
                ),
                parts.timeline_row("3 May 2026, 14:40", "Prompt seen", "Morgan Sample, manager"),
                parts.timeline_row(
                    "3 May 2026, 14:52",
                    "Prompt answered: visit agreed for tomorrow morning with two staff",
                    "Morgan Sample, manager",
                    last=True,
                ),
                space=0,
            ),
        ),
    )


@ft.component
def panes() -> ft.Control:
    chosen, set_chosen = ft.use_state("")
    names = [
        f"{first} {last}"
        for last in ("Testcase", "Fictional", "Example")
        for first in ("Wren", "Ash", "Linden")
    ]
    rows = [
        parts.list_row(n, "Last seen 3 May", on_click=lambda n=n: set_chosen(n), chosen=n == chosen)
        for n in names
    ]
    detail = [parts.heading(chosen), parts.card("Before you go in", parts.text(LONG * 3))] if chosen else None
    return parts.two_pane(
        rows,
        detail,
        nothing_chosen=parts.empty("Choose somebody from the list."),
        back_label="All people",
        on_back=lambda: set_chosen(""),
    )


@ft.component
def outer() -> ft.Control:
    return parts.outer_shell(
        "Handrail",
        [
            parts.banner("needs you", "Something needs you. Unlock.", word=""),
            parts.list_row("Tablet A · 1", "2 unsent", on_click=lambda: None),
            parts.list_row("Tablet A · 2", on_click=lambda: None),
            parts.text_field("Passphrase", "", lambda _: None, password=True),
            parts.line(parts.button("Unlock", fail, "primary")),
        ],
        numbers=(
            *parts.NUMBERS,
            parts.Number("Your provider's duty desk", "01632 960 123", "Every day, 08:00 to 20:00"),
        ),
    )


PAGES = {
    "words": lambda: [words()],
    "fields": lambda: [fields()],
    "choices": lambda: [choices()],
    "panels": lambda: [panels()],
    "pictures": lambda: [pictures()],
    "panes": panes,
    "all": lambda: [words(), fields(), choices(), panels(), pictures()],
}


def main(page: ft.Page) -> None:
    dark = "dark" in (page.route or "")
    theme.dress(page, ft.ThemeMode.DARK if dark else ft.ThemeMode.LIGHT)
    page.render_views(lambda: [parts.view("/", gallery())])


if __name__ == "__main__":
    ft.run(
        main,
        assets_dir=str(ASSETS),
        view=ft.AppView.WEB_BROWSER,
        web_renderer=ft.WebRenderer.CANVAS_KIT,
        no_cdn=True,
    )
