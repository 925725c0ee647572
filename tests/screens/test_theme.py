"""The values of the visual language: contrast in both themes, and fonts that can show what people type."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageFont

from screens.theme import DARK, LIGHT, TYPE, Font, Palette, Role, Space, theme, type_style

ASSETS = Path(__file__).parents[2] / "assets"

# What the parts put on what. Text needs 4.5:1; an outline, an icon or a mark needs 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT_ON = [
    *product(["text", "quiet"], ["page", "surface"]),
    *product(["text"], ["tint", "good_tint", "stop_tint"]),
    *product(["action"], ["surface", "page", "tint"]),
    ("quiet", "tint"),
    ("stop", "surface"),
    ("stop", "page"),
    ("on_action", "action"),
    ("on_stop", "stop"),
    ("on_bar", "bar"),
    ("on_loud", "loud"),
    ("on_focus", "focus"),
    ("quiet", "line"),  # a disabled button
]
MARK_ON = [
    *product(["edge", "action", "stop"], ["surface", "page"]),
    ("action", "tint"),
    ("good", "good_tint"),
    ("stop", "stop_tint"),
    ("quiet", "surface"),
    ("on_focus", "focus"),
    ("loud", "page"),
]


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_worked_out_as_wcag_does():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_ON, 4.5), (MARK_ON, 3.0)], ids=["text", "marks"])
def test_every_pair_of_roles_has_contrast(palette: Palette, pairs: list[tuple[str, str]], least: float):
    worked_out = {pair: round(contrast(*(getattr(palette, role) for role in pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in worked_out.items() if ratio < least} == {}


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_focus_ring_stands_out_from_its_outline_or_from_the_field(palette: Palette):
    assert max(contrast(palette.focus, palette.edge), contrast(palette.focus, palette.surface)) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_role_has_a_colour_in_the_theme(palette: Palette):
    roles = [role for name, role in vars(Role).items() if name.isupper()]
    scheme = theme(palette).color_scheme
    assert len(roles) > 15
    assert [role for role in roles if not getattr(scheme, role.name.lower())] == []


def test_no_text_is_smaller_than_16_and_all_of_it_can_fall_back():
    for name in TYPE:
        style = type_style(name)
        assert style.size is not None
        assert style.size >= 16
        assert style.font_family in Font.FILES
        assert style.font_family_fallback == list(Font.FALLBACK)


def test_distances_sit_on_the_grid_of_four():
    assert all(d % 4 == 0 for d in (Space.XS, Space.S, Space.M, Space.L, Space.XL, Space.TARGET))
    assert Space.TARGET >= 48


@pytest.mark.parametrize(
    "characters",
    ["AZaz09£€½–—…‘’“”•", "éñłÿŵŷăßøčğşİ", "Γειά", "Привет", "שלום", "مرحبا٤", "🙂👍❤🚑☎", "✓✗→←☐■"],
)
def test_some_bundled_font_draws_each_character(characters: str):
    fonts = [ImageFont.truetype(ASSETS / file, 32) for file in Font.FILES.values()]
    boxes = [picture(font, "\U0010fffe") for font in fonts]
    for character in characters:
        drawn = [picture(font, character) for font in fonts]
        assert any(any(d) and d != box for d, box in zip(drawn, boxes, strict=True)), character


def picture(font: ImageFont.FreeTypeFont, character: str) -> bytes:
    mask: Any = font.getmask(character)
    return bytes(mask)


def test_the_fonts_are_small_and_carry_their_licence():
    files = list((ASSETS / "fonts").glob("*.ttf"))
    licence = (ASSETS / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert {f"fonts/{file.name}" for file in files} == set(Font.FILES.values())
    assert all(file.name in licence for file in files)
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert sum(file.stat().st_size for file in files) < 2_000_000
