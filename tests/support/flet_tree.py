"""Reads a Flet control tree the way a person using a screen reader would: what is shown, and what is called what.

Nothing here changes a control. `Shown` is one control with what its place in the tree adds to it.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

import flet as ft
from flet.controls.base_control import BaseControl
from flet.controls.dialog_control import DialogControl

# In the order in which they are read out.
SPOKEN = ("semantics_label", "label", "title", "content", "subtitle", "value", "text", "error", "helper")
NAMED_BY = ("label", "title", "content", "text", "value", "semantics_label", "tooltip", "hint_text")
PASSING = (ft.SnackBar, ft.Banner)  # dialogs that leave the screen behind them in use


@dataclasses.dataclass(frozen=True)
class Shown:
    control: Any
    disabled: bool  # itself, or something around it
    merged: str  # the text of the MergeSemantics around it, which is read as its name
    owners: tuple[Any, ...]  # what it stands in, innermost first

    @property
    def names(self) -> set[str]:
        """Every name it may be asked for by: its key, its own words, the words inside it."""
        own = {_plain(getattr(self.control, field, None)) for field in NAMED_BY}
        key = getattr(self.control.key, "value", self.control.key)
        return (own | {str(key or ""), self.merged, _inside(self.control)}) - {""}


def on_stage(page: ft.Page) -> Iterator[Shown]:
    """What a person can see and reach: the top view, or only the dialog that stands before it."""
    dialogs = [dialog for dialog in page._dialogs.controls if dialog.open and dialog.visible]
    blocking = [dialog for dialog in dialogs if not isinstance(dialog, PASSING)]
    passing = [dialog for dialog in dialogs if isinstance(dialog, PASSING)]
    views = list(_views(page.views))
    front = blocking[-1:] or [*views[-1:], page._overlay]
    for root in [*front, *passing]:
        yield from shown(root)


def shown(root: Any) -> Iterator[Shown]:
    """Everything visible from `root` down, in reading order, `root` first."""
    yield from _walk(root, disabled=False, merged="", owners=())


def spoken(seen: Iterable[Shown]) -> list[str]:
    """The words on screen, line by line; a password field's value is never among them."""
    return [line for item in seen for line in _lines(item.control)]


def _walk(control: Any, *, disabled: bool, merged: str, owners: tuple[Any, ...]) -> Iterator[Shown]:
    if not getattr(control, "visible", True) or (isinstance(control, DialogControl) and not control.open):
        return
    disabled = disabled or bool(getattr(control, "disabled", False))
    if isinstance(control, ft.MergeSemantics):
        merged = _inside(control)
    yield Shown(control, disabled, merged, owners)
    for child in _children(control):
        yield from _walk(child, disabled=disabled, merged=merged, owners=(control, *owners))


def _children(control: Any) -> Iterator[Any]:
    for field in dataclasses.fields(control):
        if field.name == "_b" or not (field.name.startswith("_") or field.metadata.get("skip")):
            yield from _controls_in(getattr(control, field.name, None))


def _controls_in(value: Any) -> Iterator[Any]:
    if isinstance(value, BaseControl):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _controls_in(item)


def _views(value: Any) -> Iterator[Any]:
    """The views in a component's body; a router nests components and lists of them."""
    if isinstance(value, ft.View):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _views(item)
    elif hasattr(value, "_b"):
        yield from _views(value._b)


def _lines(control: Any) -> Iterator[str]:
    if isinstance(control, ft.Text) and control.spans:
        yield "".join([_plain(control.value), *(_plain(span.text) for span in control.spans)])
    elif isinstance(control, ft.Dropdown):
        chosen = [
            o for o in control.options or [] if control.value is not None and option_key(o) == control.value
        ]
        yield from filter(None, [_plain(control.label), *(_plain(o.text) or _plain(o.key) for o in chosen)])
    elif not isinstance(control, ft.TextSpan | ft.DropdownOption):
        hidden = {"value"} if getattr(control, "password", False) or isinstance(control, ft.Radio) else set()
        yield from filter(None, (_plain(getattr(control, f, None)) for f in SPOKEN if f not in hidden))


def option_key(option: Any) -> str | None:
    return option.key if option.key is not None else option.text


def _inside(control: Any) -> str:
    """The words of everything within a control, as one name."""
    children = (item for child in _children(control) for item in shown(child))
    return " ".join(line for item in children for line in _lines(item.control))


def _plain(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
