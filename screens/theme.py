"""The visual language as values: colour roles, type and spacing scales, and the two themes.

`dress(page)` puts them on a page once. Parts name a *role*, never a colour, and Flutter resolves it in the
theme that is showing: no part knows whether it is light or dark. Why it looks so: docs/design.md.
"""

from dataclasses import dataclass
from types import MappingProxyType

import flet as ft


@dataclass(frozen=True, kw_only=True)
class Palette:
    """One value for each colour role. A test holds the contrast of every pair the parts put together."""

    page: str  # behind everything
    surface: str  # cards, rows, fields
    text: str
    quiet: str  # second-rank text, never the only place something is said
    edge: str  # the outline of what can be touched
    line: str  # decoration: dividers, card outlines, grid lines
    action: str  # links, primary buttons, what is chosen
    on_action: str
    tint: str  # a soft ground for "chosen" and "needs you"
    bar: str  # the title bar
    on_bar: str
    good: str
    good_tint: str
    stop: str  # errors, what has ended, what cannot be undone
    on_stop: str
    stop_tint: str
    loud: str  # the one ground nobody can miss: "nobody has been told"
    on_loud: str
    focus: str
    on_focus: str


LIGHT = Palette(
    page="#f0f4f5",
    surface="#ffffff",
    text="#212b32",
    quiet="#4c6272",
    edge="#4c6272",
    line="#d4dbdf",
    action="#005eb8",
    on_action="#ffffff",
    tint="#e6f0fa",
    bar="#003087",
    on_bar="#ffffff",
    good="#007f3b",
    good_tint="#e6f3ea",
    stop="#d5281b",
    on_stop="#ffffff",
    stop_tint="#fdefee",
    loud="#212b32",
    on_loud="#ffffff",
    focus="#ffeb3b",
    on_focus="#212b32",
)

DARK = Palette(
    page="#11181d",
    surface="#1c262d",
    text="#f0f4f5",
    quiet="#b6c4ce",
    edge="#93a5b2",
    line="#3b4a54",
    action="#8cc4ff",
    on_action="#00264d",
    tint="#15324f",
    bar="#0a2148",
    on_bar="#ffffff",
    good="#7bd8a0",
    good_tint="#143424",
    stop="#ff9b91",
    on_stop="#400600",
    stop_tint="#43211e",
    loud="#f0f4f5",
    on_loud="#212b32",
    focus="#ffeb3b",
    on_focus="#212b32",
)


class Role:
    """The palette's roles, as the names Flutter resolves in the theme that is showing."""

    PAGE = ft.Colors.SURFACE_CONTAINER
    SURFACE = ft.Colors.SURFACE
    TEXT = ft.Colors.ON_SURFACE
    QUIET = ft.Colors.ON_SURFACE_VARIANT
    EDGE = ft.Colors.OUTLINE
    LINE = ft.Colors.OUTLINE_VARIANT
    ACTION = ft.Colors.PRIMARY
    ON_ACTION = ft.Colors.ON_PRIMARY
    TINT = ft.Colors.PRIMARY_CONTAINER
    BAR = ft.Colors.SECONDARY
    ON_BAR = ft.Colors.ON_SECONDARY
    GOOD = ft.Colors.TERTIARY
    GOOD_TINT = ft.Colors.TERTIARY_CONTAINER
    STOP = ft.Colors.ERROR
    ON_STOP = ft.Colors.ON_ERROR
    STOP_TINT = ft.Colors.ERROR_CONTAINER
    LOUD = ft.Colors.INVERSE_SURFACE
    ON_LOUD = ft.Colors.ON_INVERSE_SURFACE
    FOCUS = ft.Colors.TERTIARY_FIXED
    ON_FOCUS = ft.Colors.ON_TERTIARY_FIXED


class Space:
    """Distances, in logical pixels. Everything sits on a grid of 4."""

    XS, S, M, L, XL = 4, 8, 16, 24, 32
    TARGET = 48  # the least a thing to touch may measure, each way
    RADIUS = 6
    CONTENT = 760  # the widest a column of reading or filling in gets
    LIST = 340  # the left pane, where there are two
    RAIL = 108  # places down the left, on a wide screen
    MEDIUM, WIDE = 600, 1000  # where a layout changes, by the width it is given


class Font:
    """The bundled families. Names with "Handrail" so that no system font of the same name answers instead."""

    SANS = "Handrail Sans"
    BOLD = "Handrail Sans Bold"
    FALLBACK = ("Handrail Hebrew", "Handrail Arabic", "Handrail Symbols", "Handrail Emoji")
    FILES = MappingProxyType(
        {
            SANS: "fonts/NotoSans-Regular.ttf",
            BOLD: "fonts/NotoSans-Bold.ttf",
            "Handrail Hebrew": "fonts/NotoSansHebrew-Regular.ttf",
            "Handrail Arabic": "fonts/NotoSansArabic-Regular.ttf",
            "Handrail Symbols": "fonts/NotoSansSymbols-Regular.ttf",
            "Handrail Emoji": "fonts/NotoEmoji-Regular.ttf",
        }
    )


# Size, line height as a multiple of it, bold.
TYPE = {
    "title": (26, 1.25, True),
    "section": (21, 1.3, True),
    "large": (24, 1.5, False),
    "strong": (18, 1.4, True),
    "body": (18, 1.4, False),
    "small": (16, 1.4, False),
    "small strong": (16, 1.4, True),
}


def type_style(name: str, color: str | None = None) -> ft.TextStyle:
    """The text style called `name` in TYPE. Without a colour it takes that of the place it stands in."""
    size, height, bold = TYPE[name]
    return ft.TextStyle(
        size=size,
        height=height,
        weight=ft.FontWeight.W_700 if bold else ft.FontWeight.W_400,
        font_family=Font.BOLD if bold else Font.SANS,
        font_family_fallback=list(Font.FALLBACK),
        letter_spacing=0,
        color=color,
    )


def theme(palette: Palette) -> ft.Theme:
    """The Flutter theme that gives every role its colour from `palette`, and bare controls our type."""
    return ft.Theme(
        font_family=Font.SANS,
        color_scheme=_color_scheme(palette),
        scaffold_bgcolor=palette.page,
        text_theme=_text_theme(palette),
        visual_density=ft.VisualDensity.STANDARD,
        focus_color=palette.focus,
        dialog_theme=ft.DialogTheme(
            bgcolor=palette.surface,
            title_text_style=type_style("section", palette.text),
            content_text_style=type_style("body", palette.text),
            shape=ft.RoundedRectangleBorder(radius=Space.RADIUS),
        ),
        date_picker_theme=_calendar_theme(palette),
        page_transitions=_no_transitions(),
    )


def dress(page: ft.Page, mode: ft.ThemeMode = ft.ThemeMode.SYSTEM) -> None:
    """Put fonts, both themes and the British calendar on `page`. Call once, before anything is shown."""
    page.fonts = dict(Font.FILES)
    page.theme = theme(LIGHT)
    page.dark_theme = theme(DARK)
    page.theme_mode = mode
    british = ft.Locale("en", "GB")
    page.locale_configuration = ft.LocaleConfiguration(supported_locales=[british], current_locale=british)


def _color_scheme(p: Palette) -> ft.ColorScheme:
    return ft.ColorScheme(
        surface=p.surface,
        surface_container_lowest=p.surface,
        surface_container_low=p.surface,
        surface_container=p.page,
        surface_container_high=p.surface,
        surface_container_highest=p.page,
        surface_tint=p.surface,
        on_surface=p.text,
        on_surface_variant=p.quiet,
        outline=p.edge,
        outline_variant=p.line,
        primary=p.action,
        on_primary=p.on_action,
        primary_container=p.tint,
        on_primary_container=p.text,
        secondary=p.bar,
        on_secondary=p.on_bar,
        secondary_container=p.tint,
        on_secondary_container=p.text,
        tertiary=p.good,
        on_tertiary=p.surface,
        tertiary_container=p.good_tint,
        on_tertiary_container=p.text,
        error=p.stop,
        on_error=p.on_stop,
        error_container=p.stop_tint,
        on_error_container=p.text,
        inverse_surface=p.loud,
        on_inverse_surface=p.on_loud,
        tertiary_fixed=p.focus,
        on_tertiary_fixed=p.on_focus,
    )


def _text_theme(p: Palette) -> ft.TextTheme:
    body, small, strong = (type_style(name, p.text) for name in ("body", "small", "strong"))
    title, section = type_style("title", p.text), type_style("section", p.text)
    return ft.TextTheme(
        body_large=body,
        body_medium=body,
        body_small=small,
        label_large=strong,
        label_medium=small,
        label_small=small,
        title_large=section,
        title_medium=strong,
        title_small=strong,
        headline_large=title,
        headline_medium=title,
        headline_small=section,
    )


def _calendar_theme(p: Palette) -> ft.DatePickerTheme:
    selected, plain = ft.ControlState.SELECTED, ft.ControlState.DEFAULT
    return ft.DatePickerTheme(
        bgcolor=p.surface,
        header_foreground_color=p.text,
        day_foreground_color={selected: p.on_action, ft.ControlState.DISABLED: p.quiet, plain: p.text},
        today_foreground_color={selected: p.on_action, plain: p.action},
        shape=ft.RoundedRectangleBorder(radius=Space.RADIUS),
    )


def _no_transitions() -> ft.PageTransitionsTheme:
    still = ft.PageTransitionTheme.NONE
    return ft.PageTransitionsTheme(android=still, ios=still, linux=still, macos=still, windows=still)
