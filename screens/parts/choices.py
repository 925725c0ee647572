"""Choosing: rows big enough for a thumb, where the whole row answers and every mark has words.

A chosen row shows it by its dot or tick, by a thicker outline and by its ground: never by colour alone.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import flet as ft

from screens.parts.basics import heading, silent, spoken_name, stack, text
from screens.parts.fields import error_line
from screens.parts.guard import guard
from screens.parts.layout import roomy
from screens.theme import Role, Space, type_style


@dataclass(frozen=True)
class Option:
    """One thing to choose: the `value` that is kept, the words it is shown by, and a quieter line of help."""

    value: str
    label: str
    note: str = ""


NOT_ASSESSED = "not_assessed"
LEVELS = (
    Option("0", "0", "No concern"),
    Option("1", "1", "Noticeable, daily life unaffected"),
    Option("2", "2", "Most days, or affecting daily life"),
    Option("3", "3", "Constant, severe or immediate concern"),
    Option(NOT_ASSESSED, "–", "Not assessed"),
)


def choice(
    label: str,
    options: Sequence[Option],
    value: str | None,
    on_change: Callable[[str], object],
    *,
    hint: str = "",
    error: str = "",
    about: str = "",
    key: str | None = None,
) -> ft.Control:
    """One of a few (up to about eight), all in view. None is chosen until somebody chooses."""
    rows = [_row(label, _dot(o.value), o, o.value == value, on_change, bool(error)) for o in options]
    group = ft.RadioGroup(
        content=stack(*rows, space=Space.S), value=value, on_change=guard(lambda e: on_change(str(e.data)))
    )
    return _set(label, group, hint, error, key, about)


def multi_choice(
    label: str,
    options: Sequence[Option],
    values: Collection[str],
    on_change: Callable[[tuple[str, ...]], object],
    *,
    hint: str = "Choose all that apply",
    error: str = "",
    key: str | None = None,
) -> ft.Control:
    """Any number of a few. `on_change` gets every chosen value, in the order of `options`."""

    kept = set(values)

    def turn(turned: str) -> object:
        kept.symmetric_difference_update({turned})  # so that a second tap counts before the first is drawn
        return on_change(tuple(o.value for o in options if o.value in kept))

    def row(option: Option) -> ft.Control:
        chosen = option.value in values
        mark = _tick(chosen, lambda: turn(option.value))
        return _row(label, mark, option, chosen, turn, bool(error))

    rows = [row(option) for option in options]
    return _set(label, stack(*rows, space=Space.S), hint, error, key)


def check(
    label: str, value: bool, on_change: Callable[[bool], object], *, note: str = "", key: str | None = None
) -> ft.Control:
    """One statement to agree to, such as a confirmed name and date of birth."""
    mark = _tick(value, lambda: on_change(not value))
    return _row(key or "", mark, Option("", label, note), value, lambda _: on_change(not value), False)


def level_choice(
    label: str,
    value: str | None,
    on_change: Callable[[str], object],
    *,
    ask: str = "",
    usual: str = "",
    error: str = "",
    levels: Sequence[Option] = LEVELS,
    key: str | None = None,
) -> ft.Control:
    """The level of one indicator: 0 to 3 in absolute words, or not assessed, which is never 0.

    `ask` is how to ask about it; `usual` says this person's usual level. Five across where there is room,
    one below the other where there is not. Nothing is chosen until somebody chooses.
    """

    def tiles(has_room: bool) -> ft.Control:
        longest = max((o.note for o in levels), key=len) if has_room else ""
        shown = [_tile(label, o, o.value == value, on_change, bool(error), longest) for o in levels]
        if not has_room:
            return stack(*shown, space=Space.XS)
        return ft.Row(shown, spacing=Space.S, vertical_alignment=ft.CrossAxisAlignment.START)

    group = ft.RadioGroup(
        content=roomy(tiles, 560), value=value, on_change=guard(lambda e: on_change(str(e.data)))
    )
    return _set(label, group, "\n".join(filter(None, (ask, usual))), error, key)


def switch(
    label: str, value: bool, on_change: Callable[[bool], object], *, note: str = "", key: str | None = None
) -> ft.Control:
    """Something that is on or off at once, without saving. `note` says in words what it is now."""
    mark = ft.Switch(
        value=value,
        on_change=guard(lambda e: on_change(bool(e.control.value))),
        active_color=Role.ON_ACTION,
        active_track_color=Role.ACTION,
        inactive_thumb_color=Role.EDGE,
        inactive_track_color=Role.SURFACE,
        track_outline_color=Role.EDGE,
        overlay_color={ft.ControlState.FOCUSED: Role.FOCUS},
    )
    return _row(key or "", mark, Option("", label, note), False, lambda _: on_change(not value), False)


def _set(
    label: str, control: ft.Control, hint: str, error: str, key: str | None, about: str = ""
) -> ft.Control:
    """A question with its choices: a heading, so that it can be jumped to, then hint, choices and error."""
    return stack(
        heading(label, 3) if label else None,
        text(hint, "quiet small") if hint else None,
        ft.Semantics(container=True, label=spoken_name(label, about), content=control),
        error_line(error) if error else None,
        space=Space.S,
        key=key or label,
    )


def _row(
    label: str, mark: ft.Control, option: Option, chosen: bool, on_tap: Callable[[str], object], wrong: bool
) -> ft.Control:
    words = stack(
        ft.Text(option.label, style=type_style("strong" if chosen else "body", Role.TEXT)),
        ft.Text(option.note, style=type_style("small", Role.QUIET)) if option.note else None,
        space=0,
    )
    words.expand = True
    both = ft.Row([mark, words], spacing=Space.S)
    return _touchable(
        both, chosen, wrong, lambda: on_tap(option.value), _key(label or option.label, option.value)
    )


def _tile(
    label: str, option: Option, chosen: bool, on_change: Callable[[str], object], wrong: bool, longest: str
) -> ft.Control:
    """`longest` of the words beside it, where the tiles stand side by side: it makes them all as high."""
    mark = _dot(option.value)
    number = ft.Text(option.label, style=type_style("section", Role.TEXT))
    words = ft.Text(option.note, style=type_style("small strong" if chosen else "small", Role.TEXT))
    if longest:
        inside = _upright(ft.Row([mark, number], spacing=0, height=Space.TARGET), words)
        room = _upright(ft.Container(height=Space.TARGET), _unseen(longest))
    else:
        words.expand = True
        inside, room = ft.Row([mark, ft.Container(number, width=28), words], spacing=0), None
    key = _key(label, option.value)
    tile = _touchable(inside, chosen, wrong, lambda: on_change(option.value), key, room)
    tile.expand = bool(longest)
    return tile


def _upright(*controls: ft.Control) -> ft.Control:
    return ft.Column([*controls], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _unseen(words: str) -> ft.Control:
    """Takes the room `words` need, and nothing else: an intrinsic height would keep that of a font not yet loaded."""
    return silent(ft.Text(words, style=type_style("small strong"), opacity=0))


def _touchable(
    content: ft.Control,
    chosen: bool,
    wrong: bool,
    on_tap: Callable[[], object],
    key: str,
    room: ft.Control | None = None,
) -> ft.GestureDetector:
    """The whole outline answers a tap; keyboard and screen reader meet one thing in it, the mark with its words."""
    width = 3 if chosen else 1
    merged = ft.MergeSemantics(ft.Container(content, padding=Space.S - width))
    behind = ft.Container(room, padding=Space.S - width) if room else None
    outline = ft.Container(
        content=ft.Stack([behind, merged], fit=ft.StackFit.PASS_THROUGH) if behind else merged,
        bgcolor=Role.TINT if chosen else Role.SURFACE,
        border=ft.Border.all(width, Role.ACTION if chosen else Role.STOP if wrong else Role.EDGE),
        border_radius=Space.RADIUS,
    )
    return ft.GestureDetector(
        content=outline,
        on_tap=guard(on_tap),
        exclude_from_semantics=True,
        mouse_cursor=ft.MouseCursor.CLICK,
        key=key,
    )


def _key(label: str, value: str) -> str:
    """ "Sleep: 2": one row among all those on a screen."""
    return f"{label}: {value}" if value else label


def _dot(value: str) -> ft.Control:
    return ft.Radio(
        value=value,
        fill_color={ft.ControlState.SELECTED: Role.ACTION, ft.ControlState.DEFAULT: Role.EDGE},
        overlay_color={ft.ControlState.FOCUSED: Role.FOCUS},
    )


def _tick(value: bool, on_change: Callable[[], object]) -> ft.Control:
    return ft.Checkbox(
        value=value,
        on_change=guard(on_change),
        fill_color={ft.ControlState.SELECTED: Role.ACTION},
        check_color=Role.ON_ACTION,
        overlay_color={ft.ControlState.FOCUSED: Role.FOCUS},
        border_side=ft.BorderSide(2, Role.EDGE),
    )
