"""One indicator over time, as a small picture."""

import flet as ft

from models.times import day_of
from screens import parts
from screens.person.lines import Trend


def picture_of(trend: Trend) -> ft.Control:
    """Its levels at the latest contacts, and the usual level as it was then."""
    readings = [parts.Reading(day_of(point.at), point.level) for point in trend.points]
    usual = [parts.Reading(day_of(at), level) for at, level in trend.usual_then]
    words = f"{trend.words} (their own sign)" if trend.own else trend.words
    return parts.trend(words, readings, usual=usual)
