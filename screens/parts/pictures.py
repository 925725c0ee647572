"""Small pictures: how an indicator went over time, and what happened in order. Each also says itself in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import flet as ft
import flet.canvas as cv

from screens.parts.basics import line, present, stack, text
from screens.parts.guard import guard
from screens.theme import Role, Space, type_style

TOP = 3  # the highest level
HEIGHT, LEFT, RIGHT, UPPER, LOWER = 116, 18, 10, 8, 40
UNKNOWN_WIDTH = 296


@dataclass(frozen=True)
class Reading:
    """One contact's level of one indicator: 0 to 3, or None where it was not assessed."""

    on: date
    level: int | None


# A usual level, or its changes: each from a day on, oldest first, and 0 before the first.
Usual = int | Sequence[Reading]


@ft.component
def trend(
    name: str,
    readings: Sequence[Reading],
    *,
    usual: Usual = 0,
    words: Sequence[str] = ("no concern", "noticeable", "most days", "constant or severe"),
) -> ft.Control:
    """One indicator over its latest contacts: dots at their dates on levels 0 to 3, joined where assessed in a row.

    Not assessed is a gap in the line with a cross below the scale, never a 0. The broken line is the usual level, with a
    step wherever it was set anew.
    """
    width, set_width = ft.use_state(UNKNOWN_WIDTH)
    drawing = cv.Canvas(
        shapes=_shapes(readings, usual, width),
        height=HEIGHT,
        expand=True,
        on_resize=guard(lambda e: set_width(int(e.width))),
    )
    picture = ft.Semantics(
        label=trend_words(name, readings, usual),
        image=True,
        exclude_semantics=True,
        content=ft.Row([drawing]),
    )
    latest = next((r for r in reversed(readings)), None)
    return stack(text(name, "strong"), text(_latest(latest, words), "quiet small"), picture, space=0)


def trend_words(name: str, readings: Sequence[Reading], usual: Usual) -> str:
    """The picture in words: "Sleep. 3 May: 1. 10 May: not assessed. 17 May: 3. Usual level 0, 1 from 12 May."."""
    if not readings:
        return f"{name}. Not assessed yet."
    said = [f"{day(r.on)}: {'not assessed' if r.level is None else r.level}." for r in readings]
    first, *changes = _levels(usual, readings)
    then = "".join(f", {level} from {day(on)}" for on, level in changes if on)
    return " ".join([f"{name}.", *said, f"Usual level {first[1]}{then}."])


def trend_key() -> ft.Control:
    """What the signs in the pictures mean; once, beside them."""
    return text("Broken line: usual level. Cross below the line: not assessed.", "quiet small")


def timeline_row(
    when: str,
    title: str,
    *lines: str,
    tags: Sequence[ft.Control] = (),
    last: bool = False,
    action: ft.Control | None = None,
    key: str | None = None,
) -> ft.Control:
    """One step of a trail: when and what, who and where below it, on a thread to the next. `last` ends the thread.

    `action` is what can be pressed there; it stays by itself for a screen reader, as all else is read as one.
    """
    dot = ft.Container(
        width=14,
        height=14,
        bgcolor=Role.SURFACE,
        border=ft.Border.all(4, Role.ACTION),
        border_radius=7,
        left=1,
        top=6,
    )
    thread = ft.Container(width=2, bgcolor=Role.LINE, left=7, top=20, bottom=-6) if not last else None
    words = stack(
        text(when, "quiet small"),
        text(title, "strong"),
        *(text(each, "small") for each in lines),
        ft.Row(list(tags), spacing=Space.XS, wrap=True) if tags else None,
        space=2,
    )
    body = stack(ft.MergeSemantics(words), line(action) if action else None, space=Space.XS)
    beside = ft.Container(body, margin=ft.Margin.only(left=28, bottom=Space.M))
    return ft.Stack([*present([thread]), dot, beside], key=key or f"{when} {title}")


def day(on: date) -> str:
    """ "3 May": a day in words, without the year."""
    return f"{on.day} {on:%b}"


def _latest(reading: Reading | None, words: Sequence[str]) -> str:
    if reading is None:
        return "Not assessed yet"
    if reading.level is None:
        return f"Not assessed on {day(reading.on)}"
    return f"{reading.level}, {words[reading.level]}, on {day(reading.on)}"


def _shapes(readings: Sequence[Reading], usual: Usual, width: int) -> list[cv.Shape]:
    points = [(_x(r.on, readings, width), r) for r in readings]
    joined = [
        cv.Line(x1, _y(a.level), x2, _y(b.level), paint=_pen(Role.ACTION, 3))
        for (x1, a), (x2, b) in pairwise(points)
        if a.level is not None and b.level is not None
    ]
    marks = [shape for x, r in points for shape in (_dot(x, r.level) if r.level is not None else _cross(x))]
    return [*_grid(width), *_usual(usual, readings, width), *joined, *marks, *_dates(readings, width)]


def _grid(width: int) -> list[cv.Shape]:
    shapes: list[cv.Shape] = []
    for level in range(TOP + 1):
        shapes.append(cv.Line(LEFT, _y(level), width, _y(level), paint=_pen(Role.LINE, 1)))
        shapes.append(cv.Text(0, _y(level) - 10, str(level), style=type_style("small", Role.QUIET)))
    return shapes


def _usual(usual: Usual, readings: Sequence[Reading], width: int) -> list[cv.Shape]:
    """Level by level; the steps between them are not broken, so that they are not taken for readings."""
    levels = _levels(usual, readings)
    # what was set after the latest reading is drawn from there
    starts = [LEFT if on is None else _x(min(on, readings[-1].on), readings, width) for on, _ in levels]
    pen, step = _pen(Role.QUIET, 2, dashes=[6, 5]), _pen(Role.QUIET, 1)
    flat = [
        cv.Line(x, _y(level), end, _y(level), paint=pen)
        for x, end, (_, level) in zip(starts, [*starts[1:], width], levels, strict=True)
    ]
    steps = [
        cv.Line(x, _y(before), x, _y(after), paint=step)
        for x, ((_, before), (_, after)) in zip(starts[1:], pairwise(levels), strict=True)
    ]
    return [*flat, *steps]


def _levels(usual: Usual, readings: Sequence[Reading]) -> list[tuple[date | None, int]]:
    """The usual levels: the one at the first reading, from the picture's edge, then each from its day on."""
    if isinstance(usual, int):
        return [(None, usual)]
    changes = [(each.on, each.level or 0) for each in usual]
    before = [level for on, level in changes if not readings or on <= readings[0].on]
    return [(None, before[-1] if before else 0), *changes[len(before) :]]


def _dates(readings: Sequence[Reading], width: int) -> list[cv.Shape]:
    if not readings:
        return []
    style, at = type_style("small", Role.QUIET), HEIGHT - 22
    first = cv.Text(LEFT, at, day(readings[0].on), style=style)
    if len(readings) == 1:
        return [first]
    return [first, cv.Text(width, at, day(readings[-1].on), style=style, alignment=ft.Alignment.TOP_RIGHT)]


def _dot(x: float, level: int) -> list[cv.Shape]:
    return [cv.Circle(x, _y(level), 6, paint=ft.Paint(color=Role.ACTION))]


def _cross(x: float) -> list[cv.Shape]:
    y, r, pen = _y(0) + 12, 4, _pen(Role.QUIET, 2)
    return [cv.Line(x - r, y - r, x + r, y + r, paint=pen), cv.Line(x - r, y + r, x + r, y - r, paint=pen)]


def _x(on: date, readings: Sequence[Reading], width: int) -> float:
    days = (readings[-1].on - readings[0].on).days
    room = width - LEFT - 2 * RIGHT
    return LEFT + RIGHT + (room * (on - readings[0].on).days / days if days else room / 2)


def _y(level: int) -> float:
    return UPPER + (TOP - level) * (HEIGHT - UPPER - LOWER) / TOP


def _pen(color: str, width: int, dashes: list[float] | None = None) -> ft.Paint:
    return ft.Paint(
        color=color, stroke_width=width, style=ft.PaintingStyle.STROKE, stroke_dash_pattern=dashes
    )
