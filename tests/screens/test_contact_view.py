"""The contact screen as it is read and touched, without a browser."""

from pathlib import Path

import flet as ft

from tests.screens.field import Field, Screened, on_screen

ID = "c" * 32


def a_contact(field: Field) -> str:
    return f"/person/{field.scope}/contact/{ID}"


def test_a_contact_begins_with_when_and_how(tmp_path: Path):
    with on_screen(tmp_path, a_contact) as screen:
        page = screen.page
        page.text("Step 1 of 6: The contact")
        print("\n".join(page.texts))
        assert 0
