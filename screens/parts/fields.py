"""Fields to type in: the label above, a hint below it, and an error as a whole sentence under the field.

Every field is controlled: it shows `value`, and `on_change` gets each new value as text, half-typed or not,
so that a draft can keep exactly what was entered. What the text means is read elsewhere (`screens.reading`).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import flet as ft

from screens.parts.basics import present, silent, spoken_name, text
from screens.parts.buttons import icon_button
from screens.parts.guard import Handler, guard
from screens.reading import Unreadable, read_date
from screens.theme import Role, Space, type_style

Change = Callable[[str], object]


def text_field(
    label: str,
    value: str,
    on_change: Change,
    *,
    hint: str = "",
    error: str = "",
    password: bool = False,
    keyboard: ft.KeyboardType = ft.KeyboardType.TEXT,
    lines: int = 1,
    width: int | None = None,
    on_submit: Handler | None = None,
    about: str = "",
    key: str | None = None,
) -> ft.Control:
    """One line of text. Its accessible name is exactly `label`; hint and error are read before and after it."""
    box = _box(
        spoken_name(label, about),
        value,
        on_change,
        on_submit=guard(on_submit, fresh=True) if on_submit else None,
        password=password,
        can_reveal_password=password,
        keyboard_type=keyboard,
        multiline=lines > 1,
        min_lines=lines if lines > 1 else None,
        max_lines=lines * 4 if lines > 1 else 1,
        autocorrect=not password,
        enable_suggestions=not password,
    )
    named = _outlined(box, bool(error), width)
    return field(label, ft.Row([named]) if width else named, hint=hint, error=error, key=key)


def note_field(
    label: str,
    value: str,
    on_change: Change,
    *,
    hint: str = "",
    error: str = "",
    lines: int = 4,
    about: str = "",
    key: str | None = None,
) -> ft.Control:
    """Text of several lines; grows as it is typed. For somebody's words, a rationale, what changed."""
    return text_field(label, value, on_change, hint=hint, error=error, lines=lines, about=about, key=key)


def field(
    label: str, control: ft.Control, *, hint: str = "", error: str = "", key: str | None = None
) -> ft.Control:
    """Label, hint, control, error, in that order. The control carries `label` as its own accessible name."""
    return ft.Column(
        present(
            [
                silent(text(label, "strong")) if label else None,
                text(hint, "quiet small") if hint else None,
                control,
                error_line(error) if error else None,
            ]
        ),
        spacing=Space.XS,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        key=key or label,
    )


def error_line(error: str) -> ft.Control:
    """A whole sentence, marked by an icon as well as by colour, said as soon as it appears."""
    words = ft.Text(error, style=type_style("small strong", Role.STOP), expand=True)
    row = ft.Row(
        [ft.Icon(ft.Icons.ERROR, color=Role.STOP, size=20), words],
        spacing=Space.XS,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    return ft.Semantics(live_region=True, content=row, key="error")


@ft.component
def date_field(
    label: str,
    value: str,
    on_change: Change,
    *,
    hint: str = "",
    error: str = "",
    earliest: date = date(1900, 1, 1),
    latest: date = date(2100, 12, 31),
    picker: bool = True,
    about: str = "",
) -> ft.Control:
    """A date as day / month / year, typed, with a calendar to choose from.

    `value` is text, "3/5/2026", and may be half-filled ("3//"); "" is empty. Names: "LABEL, day" and so on.
    """
    choosing, set_choosing = ft.use_state(False)
    name = spoken_name(label, about)
    typed = [*value.split("/"), "", "", ""][:3]

    def retype(place: int, digits: str) -> object:
        typed[place] = digits  # kept here too: the next box may be typed in before this one is drawn again
        return on_change("/".join(typed) if any(typed) else "")

    def chosen(e: ft.Event[ft.DatePicker]) -> object:
        set_choosing(False)
        on = local_date(cast(datetime, e.control.value))
        return on_change(f"{on.day}/{on.month}/{on.year}")

    ft.use_dialog(
        _calendar(value, earliest, latest, chosen, lambda: set_choosing(False)) if choosing else None
    )
    boxes = [_date_box(name, i, part, retype, bool(error)) for i, part in enumerate(typed)]
    calendar = icon_button(f"{name}, calendar", ft.Icons.CALENDAR_MONTH, lambda: set_choosing(True))
    row = ft.Row(
        [*boxes, calendar] if picker else boxes,
        spacing=Space.S,
        run_spacing=Space.S,
        wrap=True,
        vertical_alignment=ft.CrossAxisAlignment.END,
    )
    return field(label, row, hint=hint or "For example, 3 5 2026", error=error)


def time_field(
    label: str,
    value: str,
    on_change: Change,
    *,
    hint: str = "",
    error: str = "",
    about: str = "",
    key: str | None = None,
) -> ft.Control:
    """A time of day as typed text, "14:30"; 24 hours."""
    return text_field(
        label,
        value,
        on_change,
        hint=hint or "24-hour clock, for example 14:30",
        error=error,
        keyboard=ft.KeyboardType.DATETIME,
        width=128,
        about=about,
        key=key,
    )


def local_date(picked: datetime) -> date:
    """The day somebody pointed at. The picker answers with that day's midnight where the screen is, but in UTC.

    Its noon has the same date in UTC wherever clocks are less than 12 hours off, so no time zone need be known,
    neither the screen's nor this process's.
    """
    return (picked.astimezone(UTC) + timedelta(hours=12)).date()


def _date_box(
    label: str, place: int, value: str, retype: Callable[[int, str], object], wrong: bool
) -> ft.Control:
    part = ("day", "month", "year")[place]
    name = f"{label}, {part}"
    box = _box(
        name,
        value,
        lambda digits: retype(place, digits),
        keyboard_type=ft.KeyboardType.NUMBER,
        input_filter=ft.NumbersOnlyInputFilter(),
    )
    named = _outlined(box, wrong, 96 if part == "year" else 64)
    return ft.Column([silent(text(part.capitalize(), "small")), named], spacing=2, tight=True, key=part)


def _box(name: str, value: str, on_change: Change, **settings: Any) -> ft.TextField:
    """Where it is typed. Its own rim is the focus ring, inside the outline that is always there."""
    return ft.TextField(
        value=value,
        on_change=guard(lambda e: on_change(e.control.value)),
        text_style=type_style("body", Role.TEXT),
        border={
            ft.ControlState.FOCUSED: ft.OutlineInputBorder(side=ft.BorderSide(4, Role.FOCUS)),
            ft.ControlState.DEFAULT: ft.OutlineInputBorder(side=ft.BorderSide(4, ft.Colors.TRANSPARENT)),
        },
        cursor_color=Role.TEXT,
        content_padding=ft.Padding.symmetric(horizontal=12, vertical=12),
        key=name,
        **settings,
    )


def _outlined(box: ft.TextField, wrong: bool, width: int | None) -> ft.Control:
    """`box` in its outline, with its key as its accessible name."""
    outline = ft.Container(
        box,
        bgcolor=Role.SURFACE,
        border=ft.Border.all(3, Role.STOP) if wrong else ft.Border.all(2, Role.EDGE),
        border_radius=Space.RADIUS,
        padding=0 if wrong else 1,
        width=width,
    )
    return ft.MergeSemantics(ft.Semantics(label=str(box.key), content=outline))


def _calendar(value: str, earliest: date, latest: date, chosen: Handler, closed: Handler) -> ft.DatePicker:
    return ft.DatePicker(
        first_date=datetime(earliest.year, earliest.month, earliest.day),  # noqa: DTZ001 the picker has no zone
        last_date=datetime(latest.year, latest.month, latest.day),  # noqa: DTZ001
        help_text="Date",
        value=_typed_day(value),
        key="calendar",
        confirm_text="Choose",
        cancel_text="Close",
        on_change=guard(chosen),
        on_dismiss=guard(closed),
    )


def _typed_day(value: str) -> datetime | None:
    try:
        return datetime.combine(read_date(value), time(12))
    except Unreadable:
        return None
