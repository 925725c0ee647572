"""Everything a screen is made of. Screens take their controls from here and style nothing themselves.

docs/design.md says when to use which, and lists them all; each function's docstring says it again in short.
"""

from screens.parts.bars import Place, Standing
from screens.parts.basics import heading, line, picture_icon, spoken, stack, text, unbroken, whole_numbers
from screens.parts.buttons import button, icon_button
from screens.parts.choices import (
    LEVELS,
    NOT_ASSESSED,
    Option,
    check,
    choice,
    level_choice,
    multi_choice,
    switch,
)
from screens.parts.dialogs import confirm, dialog
from screens.parts.fields import date_field, error_line, local_date, note_field, text_field, time_field
from screens.parts.guard import Handler, Problem, guard, listen, report, trouble
from screens.parts.layout import columns, fitted, scroller, two_pane
from screens.parts.numbers import NUMBERS, Number
from screens.parts.panels import (
    BannerKind,
    TagKind,
    banner,
    card,
    empty,
    fold_out,
    key_values,
    list_row,
    progress,
    status_line,
    tag,
)
from screens.parts.pictures import Reading, timeline_row, trend, trend_key, trend_words
from screens.parts.shell import outer_shell, shell, view
from screens.parts.strips import Day, Mark, day_strip

__all__ = [
    "LEVELS",
    "NOT_ASSESSED",
    "NUMBERS",
    "BannerKind",
    "Day",
    "Handler",
    "Mark",
    "Number",
    "Option",
    "Place",
    "Problem",
    "Reading",
    "Standing",
    "TagKind",
    "banner",
    "button",
    "card",
    "check",
    "choice",
    "columns",
    "confirm",
    "date_field",
    "day_strip",
    "dialog",
    "empty",
    "error_line",
    "fitted",
    "fold_out",
    "guard",
    "heading",
    "icon_button",
    "key_values",
    "level_choice",
    "line",
    "list_row",
    "listen",
    "local_date",
    "multi_choice",
    "note_field",
    "outer_shell",
    "picture_icon",
    "progress",
    "report",
    "scroller",
    "shell",
    "spoken",
    "stack",
    "status_line",
    "switch",
    "tag",
    "text",
    "text_field",
    "time_field",
    "timeline_row",
    "trend",
    "trend_key",
    "trend_words",
    "trouble",
    "two_pane",
    "unbroken",
    "view",
    "whole_numbers",
]
