"""What the facade still gives while others' records are closed (`sync.lease`, `models.closing`)."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypeVar

from models.closing import Closed, recorded_on, stays_open, what_stays_of
from models.fold import fold_scope
from models.prompt import Prompt
from models.rules import Evaluation
from sync.opened import OpenedScope
from sync.views import PersonRow, Saved, ScopeView

V = TypeVar("V", bound=ScopeView)


def closed_row(row: PersonRow) -> PersonRow:
    """Who they are, and that something is asked: enough to record."""
    return replace(
        row,
        next_contact_on=None,
        next_contact_at=None,
        last_contact_at=None,
        working=(),
        to_confirm=0,
        gone=False,
        closed=True,
    )


def closed_prompts(
    prompts: Iterable[Prompt], opened: OpenedScope, device: str, staff: str = "", drafts: Collection[str] = ()
) -> tuple[Prompt, ...]:
    """Those that rest on what was recorded on this tablet, `drafts` among it, or that ask `staff`; nothing others said."""
    mine = recorded_on(opened.state, device) | set(drafts)
    found = (what_stays_of(each, mine, opened.state, opened.directory, staff) for each in prompts)
    return tuple(each for each in found if each)


def closed_view(view: V, opened: OpenedScope, device: str, staff: str, closed: Closed) -> V:
    """Who it is about and what was recorded on this tablet. The rules have read the whole record all the same."""
    held = tuple(each for each in view.held if stays_open(each.entry, device))
    standing = [entry for entry in opened.standing.values() if stays_open(entry, device)]
    shown = closed_prompts(view.evaluation.prompts, opened, device, staff)
    return replace(
        view,
        held=held,
        state=fold_scope(standing, opened.directory, view.scope),
        evaluation=Evaluation(shown, view.evaluation.look_again),
        closed=closed,
        closed_prompts=len(view.evaluation.prompts) - len(shown),
    )


def closed_saved(saved: Saved, opened: OpenedScope, device: str, staff: str) -> Saved:
    prompts = closed_prompts(saved.prompts, opened, device, staff)
    return replace(saved, prompts=prompts, raised=closed_prompts(saved.raised, opened, device))
