"""A form opened again with what was said in it once: to put right what was not accepted, or to correct what was."""

from typing import Any

from screens.drafting.form import Form, new_id
from screens.drafting.lines import route_of
from sync.device import Device
from sync.views import Draft


async def reopen(device: Device, kind: str, scope: str, form: Form, about: str, **more: Any) -> str:
    """The route of the form: of the draft begun before, else of a new one that is kept from now on.

    `about` is the form's field that names what it was opened from; `more` is what its document holds beside the form.
    """
    drafts = await device.drafts()
    draft = next((each for each in drafts if opened_from(each, about) == getattr(form, about)), None)
    if draft is None:
        draft = Draft(new_id(), kind, scope, {"form": form.document(), **more})
        await device.save_draft(draft)
    return route_of(draft)


def opened_from(draft: Draft, about: str) -> str:
    """The entry a draft's form was opened from, as the form's field `about` names it; "" for a form that began empty."""
    form: dict[str, Any] = (draft.document or {}).get("form") or {}
    return str(form.get(about) or "")
