"""A row of days as a small picture: one box a day, told apart by what is drawn in it, never by colour. It says itself in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import flet as ft
import flet.canvas as cv

from screens.parts.guard import guard
from screens.theme import Role, type_style

Mark = Literal["empty", "full", "part", "hatched", "crossed"]
UNKNOWN_WIDTH = 296
LETTER, TOP, BOTTOM, HEIGHT, GAP, HATCH = 0, 22, 46, 70, 3, 6
LETTERS, MONDAY = 20, 0  # px that a day needs for its letter


@dataclass(frozen=True)
class Day:
    """One day of a strip, and what its box holds: nothing, all of it filled, its lower half, hatching, or a cross."""

    on: date
    mark: Mark = "empty"


@ft.component
def day_strip(words: str, days: Sequence[Day]) -> ft.Control:
    """Days in a row, from left to right: the weekday's letter, the box, the day of the month. `words` say the same.

    Where there is no room for that at each day, it stands at the Mondays.

    What each mark means differs from picture to picture: say it once beside them.
    """
    width, set_width = ft.use_state(UNKNOWN_WIDTH)
    drawing = cv.Canvas(
        shapes=_shapes(days, width),
        height=HEIGHT,
        expand=True,
        on_resize=guard(lambda e: set_width(int(e.width))),
    )
    return ft.Semantics(label=words, image=True, exclude_semantics=True, content=ft.Row([drawing]))


def _shapes(days: Sequence[Day], width: int) -> list[cv.Shape]:
    room = width / max(len(days), 1)
    gap = GAP if room >= LETTERS else 1
    return [shape for place, day in enumerate(days) for shape in _day(day, place * room, room, gap, width)]


def _day(day: Day, left: float, room: float, gap: int, whole: int) -> list[cv.Shape]:
    width = room - gap
    named = room >= LETTERS or day.on.weekday() == MONDAY
    middle = min(left + width / 2, whole - LETTERS / 2)  # words never leave the picture
    return [
        *([_words(f"{day.on:%A}"[0], middle, LETTER)] if named else []),
        *_mark(day.mark, left, width),
        cv.Rect(left, TOP, width, BOTTOM - TOP, paint=_pen(Role.EDGE, 1)),
        *([_words(str(day.on.day), middle, BOTTOM + 2)] if named else []),
    ]


def _mark(mark: Mark, left: float, width: float) -> list[cv.Shape]:
    right, middle = left + width, (TOP + BOTTOM) / 2
    if mark == "full":
        return [cv.Rect(left, TOP, width, BOTTOM - TOP, paint=ft.Paint(color=Role.ACTION))]
    if mark == "part":
        return [cv.Rect(left, middle, width, BOTTOM - middle, paint=ft.Paint(color=Role.ACTION))]
    if mark == "crossed":
        pen = _pen(Role.QUIET, 2)
        return [cv.Line(left, TOP, right, BOTTOM, paint=pen), cv.Line(left, BOTTOM, right, TOP, paint=pen)]
    return _hatching(left, right) if mark == "hatched" else []


def _hatching(left: float, right: float) -> list[cv.Shape]:
    """Slanted lines, none of which leaves the box."""
    tall, pen, lines = BOTTOM - TOP, _pen(Role.QUIET, 2), list[cv.Shape]()
    start = left - tall + HATCH
    while start < right:
        x1, x2 = max(start, left), min(start + tall, right)
        lines.append(cv.Line(x1, BOTTOM - (x1 - start), x2, BOTTOM - (x2 - start), paint=pen))
        start += HATCH
    return lines


def _words(words: str, x: float, y: float) -> cv.Text:
    return cv.Text(x, y, words, style=type_style("small", Role.QUIET), alignment=ft.Alignment.TOP_CENTER)


def _pen(color: str, width: int) -> ft.Paint:
    return ft.Paint(color=color, stroke_width=width, style=ft.PaintingStyle.STROKE)
