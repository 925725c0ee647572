"""What holds information: cards, banners, rows, lists of facts, progress, and detail folded away."""

from collections.abc import Callable, Sequence
from typing import Literal

import flet as ft

from screens.parts.basics import heading, line, picture_icon, present, stack, text
from screens.parts.buttons import button, pressable
from screens.parts.guard import Handler, guard
from screens.theme import Role, Space, type_style

BannerKind = Literal["info", "needs you", "untold", "expired", "problem", "done"]
TagKind = Literal["plain", "chosen", "stop", "good", "loud"]

# For each kind: the word it starts with, its icon, its ground, the colour of icon and stripe, of words.
_BANNERS = {
    "info": ("For information", ft.Icons.INFO_OUTLINE, Role.SURFACE, Role.QUIET, Role.TEXT),
    "needs you": ("Needs you", ft.Icons.FRONT_HAND, Role.TINT, Role.ACTION, Role.TEXT),
    "untold": ("Nobody has been told", ft.Icons.CAMPAIGN, Role.LOUD, Role.ON_LOUD, Role.ON_LOUD),
    "expired": ("Expired", ft.Icons.EVENT_BUSY, Role.STOP_TINT, Role.STOP, Role.TEXT),
    "problem": ("Something went wrong", ft.Icons.ERROR, Role.STOP_TINT, Role.STOP, Role.TEXT),
    "done": ("Done", ft.Icons.CHECK_CIRCLE, Role.GOOD_TINT, Role.GOOD, Role.TEXT),
}
_TAGS = {
    "plain": (Role.PAGE, Role.TEXT, Role.EDGE),
    "chosen": (Role.TINT, Role.TEXT, Role.ACTION),
    "stop": (Role.STOP_TINT, Role.TEXT, Role.STOP),
    "good": (Role.GOOD_TINT, Role.TEXT, Role.GOOD),
    "loud": (Role.LOUD, Role.ON_LOUD, Role.LOUD),
}


def card(title: str, *controls: ft.Control | None, key: str | None = None) -> ft.Control:
    """One subject with its own heading (level 2). `title` may be "" where the screen's heading already says it."""
    return ft.Container(
        content=stack(heading(title, 2) if title else None, *controls, space=12),
        bgcolor=Role.SURFACE,
        border=ft.Border.all(1, Role.LINE),
        border_radius=Space.RADIUS,
        padding=Space.M,
        key=key or title or None,
    )


def banner(
    kind: BannerKind,
    title: str,
    *controls: ft.Control | str | None,
    actions: Sequence[ft.Control] = (),
    word: str | None = None,
    key: str | None = None,
) -> ft.Control:
    """Something to know before anything else on the screen; said at once by a screen reader.

    info: as it is. needs you: a prompt. untold: on this tablet only, nobody has been told. expired: past its
    end, still shown. problem: what happened, what is safe, what to do. done: it worked. The kind is always
    also a word; `word` replaces it ("" where the title says it already). Strings become paragraphs.
    """
    usual, icon, ground, mark, words = _BANNERS[kind]
    first = usual if word is None else word
    head, *body = present(
        [
            ft.Text(first, style=type_style("small strong", words)) if first else None,
            ft.Text(title, style=type_style("strong", words)) if title else None,
            *(ft.Text(c, style=type_style("body", words)) if isinstance(c, str) else c for c in controls),
            line(*actions) if actions else None,
        ]
    )
    head.expand = True
    marked = ft.Row([picture_icon(icon, mark, 28), head], spacing=Space.S)
    column = stack(marked, *body, space=Space.XS if not actions else Space.S)
    rim = mark if ground != Role.LOUD else Role.LOUD
    box = ft.Container(
        content=column,
        bgcolor=ground,
        border=ft.Border(left=ft.BorderSide(6, rim), top=_rim(rim), right=_rim(rim), bottom=_rim(rim)),
        padding=ft.Padding.only(left=12, top=12, right=Space.M, bottom=12),
    )
    return ft.Semantics(live_region=True, container=True, content=box, key=key or f"{kind} {title}")


def tag(words: str, kind: TagKind = "plain", *, key: str | None = None) -> ft.Control:
    """A word or two that stand out in a row: "Expired", "Cover", "Draft". Never a judgement of a person."""
    ground, color, rim = _TAGS[kind]
    return ft.Container(
        content=ft.Text(words, style=type_style("small strong", color)),
        bgcolor=ground,
        border=ft.Border.all(1, rim),
        border_radius=4,
        padding=ft.Padding.symmetric(horizontal=Space.S, vertical=2),
        key=key or words,
    )


def list_row(
    title: str,
    *lines: str,
    on_click: Handler | None = None,
    tags: Sequence[ft.Control] = (),
    chosen: bool = False,
    key: str | None = None,
) -> ft.Control:
    """One person, prompt or draft in a list; the whole row is a button when `on_click` is given.

    Its accessible name is the title, the lines and the tags, each on a line of its own.
    """
    color = None if on_click else Role.TEXT  # in a button, that of the button
    words = stack(
        ft.Text(title, style=type_style("strong", color)),
        *(ft.Text(each, style=type_style("small", color)) for each in lines),
        line(*tags, space=Space.XS) if tags else None,
        space=2,
    )
    words.expand = True
    arrow = [ft.Icon(ft.Icons.CHEVRON_RIGHT, size=24)] if on_click else []
    content = ft.Row([words, *arrow], spacing=Space.S)
    if on_click is None:
        return ft.Container(
            content, padding=ft.Padding.symmetric(horizontal=12, vertical=10), key=key or title
        )
    return ft.TextButton(
        content=content, on_click=guard(on_click, fresh=True), style=_row_style(chosen), key=key or title
    )


def status_line(icon: ft.IconData, words: str, *, key: str | None = None) -> ft.Control:
    """One quiet fact with an icon: "Held centrally 14:32", "As at 09:10 today"."""
    label = ft.Text(words, style=type_style("small", Role.QUIET), expand=True)
    return ft.Row([picture_icon(icon, Role.QUIET, 20), label], spacing=Space.S, key=key or words)


def key_values(pairs: Sequence[tuple[str, str]], *, key: str | None = None) -> ft.Control:
    """Facts by name: the name quiet, the fact plain. An empty fact says "Not recorded", never nothing."""
    return stack(*(_fact(name, fact) for name, fact in pairs), space=Space.S, key=key)


def progress(
    label: str, done: int, of: int | None, on_cancel: Handler | None = None, *, key: str | None = None
) -> ft.Control:
    """Something under way: words and a bar. `of` None while the whole is unknown. Cancelling must be harmless."""
    words = label if of is None else f"{label}: {done} of {of}"
    share = None if not of else min(done / of, 1.0)
    bar = ft.ProgressBar(
        value=share,
        bar_height=12,
        color=Role.ACTION,
        bgcolor=Role.LINE,
        border_radius=6,
        semantics_label=label,
    )
    return stack(
        text(words, "strong"),
        bar,
        line(button("Cancel", on_cancel)) if on_cancel else None,
        space=Space.S,
        key=key or label,
    )


@ft.component
def fold_out(
    title: str, build: Callable[[], ft.Control], opened: bool = False, about: str = ""
) -> ft.Control:
    """Detail that most people will not need: a button with its title, and the detail below once asked for.

    `about` tells it apart, for a screen reader, from others of the same title.
    """
    is_open, set_open = ft.use_state(opened)
    icon = ft.Icons.EXPAND_LESS if is_open else ft.Icons.EXPAND_MORE
    toggle = ft.Semantics(
        expanded=is_open,
        content=button(title, lambda: set_open(not is_open), "quiet", icon=icon, about=about, key="toggle"),
    )
    return stack(ft.Row([ft.MergeSemantics(toggle)]), build() if is_open else None, space=Space.S)


def empty(words: str, *, key: str | None = None) -> ft.Control:
    """What stands where a list would be: says that there is nothing, which is not the same as not knowing."""
    return ft.Container(text(words, "quiet"), padding=ft.Padding.symmetric(vertical=Space.S), key=key)


def _fact(name: str, fact: str) -> ft.Control:
    words = ft.Text(fact or "Not recorded", style=type_style("body", Role.TEXT if fact else Role.QUIET))
    pair = ft.ResponsiveRow(
        [
            ft.Text(name, style=type_style("small strong", Role.QUIET), col={"xs": 12, "md": 4}),
            ft.Container(words, col={"xs": 12, "md": 8}),
        ],
        spacing=Space.S,
        run_spacing=0,
    )
    return ft.MergeSemantics(pair, key=name)


def _row_style(chosen: bool) -> ft.ButtonStyle:
    rim = ft.BorderSide(2, Role.ACTION) if chosen else ft.BorderSide(1, Role.LINE)
    return pressable(Role.TEXT, Role.TINT if chosen else Role.SURFACE, rim, ft.Padding.all(12))


def _rim(color: str) -> ft.BorderSide:
    return ft.BorderSide(1, color)
