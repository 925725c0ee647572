"""A small app that the browser harness is tried on: every control a journey uses, and two faults for the audit.

Run as a program it serves itself on the address in FLET_SERVER_IP and FLET_SERVER_PORT.
"""

import os
from collections.abc import Callable
from typing import Any

import flet as ft

FAULTY = "faulty"


@ft.component
def Tiny() -> ft.Control:
    # Every field is given its value: at the next drawing Flet resets one that is not.
    name, set_name = ft.use_state("")
    passphrase, set_passphrase = ft.use_state("")
    note, set_note = ft.use_state("")
    clicks, set_clicks = ft.use_state(0)
    sure, set_sure = ft.use_state(False)
    mode, set_mode = ft.use_state("")
    who, set_who = ft.use_state("")
    asking, set_asking = ft.use_state(False)
    options = [ft.DropdownOption("a", "Ada"), ft.DropdownOption("b", "Bola")]
    modes = ft.Column([ft.Radio(label="At home", value="home"), ft.Radio(label="By phone", value="phone")])
    yes = ft.TextButton("Yes", height=48, on_click=lambda: set_asking(False))
    ft.use_dialog(ft.AlertDialog(modal=True, title=ft.Text("Really?"), actions=[yes]) if asking else None)
    return ft.Column(
        [
            ft.Text("Tiny", size=24),
            field("Name", name, set_name),
            field("Passphrase", passphrase, set_passphrase, password=True),
            field("Note", note, set_note, multiline=True, max_lines=3),
            ft.Checkbox(label="I am sure", value=sure, on_change=lambda e: set_sure(bool(e.control.value))),
            ft.RadioGroup(modes, value=mode, on_change=lambda e: set_mode(e.control.value or "")),
            ft.MergeSemantics(
                ft.Row(
                    [
                        ft.Text("Who"),
                        ft.Dropdown(value=who, options=options, on_select=lambda e: set_who(e.control.value)),
                    ],
                    tight=True,  # its middle, where a press lands, must be the drop-down and not bare ground
                )
            ),
            ft.Button("Add one", height=48, on_click=lambda: set_clicks(clicks + 1)),
            ft.Button("Ask", height=48, on_click=lambda: set_asking(True)),
            ft.Text(
                f"Said {note!r}, {clicks} clicks, sure {sure}, mode {mode}, who {who}, pid {os.getpid()}"
            ),
            *faults(),
            ft.Button("Break", height=48, on_click=lambda: clicks / 0),
            *(ft.Text(f"Line {n}") for n in range(1, 41)),
            ft.Button("At the end", height=48, on_click=lambda: set_clicks(100)),
        ],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
    )


def field(label: str, value: str, keep: Callable[[str], None], **more: Any) -> ft.Control:
    return ft.TextField(
        label=label, value=value, width=300, on_change=lambda e: keep(e.control.value), **more
    )


def faults() -> list[ft.Control]:
    if not os.environ.get(FAULTY):
        return []
    return [
        ft.IconButton(ft.Icons.SYNC, on_click=lambda: None),
        ft.Button("Small", height=20, width=30, on_click=lambda: None),
        ft.Button("Add one", height=48, on_click=lambda: None),
    ]


if __name__ == "__main__":
    ft.run(
        lambda page: page.render(Tiny),
        view=ft.AppView.WEB_BROWSER,
        web_renderer=ft.WebRenderer.CANVAS_KIT,
        no_cdn=True,
    )
