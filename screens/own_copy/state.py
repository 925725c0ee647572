"""Giving a person their own copy: what there is, what goes on one, showing it, and what became of it."""

from collections.abc import Callable, Sequence
from typing import Any

from pydantic import Field

from models.standard import Standard
from screens.drafting.page import Body, PageForm, Reader, ShortForm
from screens.own_copy.sheet import Offer, OwnCopy, lacking, offers, own_copy
from screens.own_copy.words import Part
from screens.person.opening import Opening, RecordScreen
from sync.device import Device


class OwnCopies(RecordScreen):
    """What there is to give a copy of."""

    def __init__(self, device: Device, now: Callable[[], Any], scope: str) -> None:
        self.device, self.now, self.scope = device, now, scope
        self.opening = Opening(device, scope, self.changed, self.load)

    async def read_record(self) -> None:
        self.person, self.directory = await self.device.person(self.scope), await self.device.directory()

    @property
    def standard(self) -> Standard:
        return self.directory.standard_at(self.now())

    @property
    def name(self) -> str:
        return self.person.state.name or "Details still arriving"

    @property
    def offers(self) -> tuple[Offer, ...]:
        return offers(self.person.state, self.directory, self.standard, self.now())


class CopyForm(PageForm):
    """`about` is the entry it is a copy of. `left_out` are names of parts."""

    about: str = ""
    left_out: list[str] = Field(default_factory=list[str])
    outcome: str = ""
    how: str = ""
    why: str = ""
    said: str = ""


class CopyState(RecordScreen, ShortForm[CopyForm]):
    """One copy. `showing`: the person has it in front of them. `copy` is None where what it is about is no longer there to give."""

    kind = "copy.offered"
    makes = CopyForm
    about = "about"
    showing = False

    def __init__(self, device: Device, scope: str, draft_id: str, about: str = "") -> None:
        super().__init__(device, scope, draft_id, about)
        self.opening = Opening(device, scope, self.changed, self.load)

    async def read_record(self) -> None:
        await ShortForm.load(self)

    def fresh(self) -> CopyForm:
        out = [each.name for each in self.copy.parts if each.out] if self.copy else []
        return self.form.model_copy(update={"left_out": out})

    @property
    def then(self) -> str:
        return self.back

    @property
    def back(self) -> str:
        return f"/person/{self.scope}/copy"

    @property
    def name(self) -> str:
        return self.person.state.name or "Details still arriving"

    @property
    def copy(self) -> OwnCopy | None:
        return own_copy(self.form.about, self.person.state, self.directory, self.standard, self.now())

    @property
    def called(self) -> str:
        """As they like to be called."""
        heads = self.person.state.details.heads
        preferred = heads[-1].body.preferred_name.strip() if heads else ""
        return preferred or self.name

    @property
    def optional(self) -> tuple[Part, ...]:
        return tuple(each for each in self.copy.parts if each.optional) if self.copy else ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """What the person reads."""
        return self.copy.less(self.form.left_out) if self.copy else ()

    @property
    def lacking(self) -> tuple[str, ...]:
        return lacking(self.standard)

    # ------------------------------------------------------------------ entering

    def keep_on_it(self, names: Sequence[str]) -> None:
        """The optional parts that go on it; the others are left out."""
        self.put(left_out=[each.name for each in self.optional if each.name not in names])

    def show(self, how: str) -> None:
        """Put it in front of them, or read it to them."""
        self.showing = True
        self.put(how=how)

    def close(self) -> None:
        self.showing = False
        self.changed()

    def says(self, reader: Reader) -> Body:
        form = self.form
        given = form.outcome == "given"
        return {
            "about": form.about,
            "outcome": reader.needs("outcome", form.outcome, "Choose what became of it."),
            "how": (form.how or None) if given else None,
            "why": form.why.strip() if not given else "",
            "said": form.said.strip(),
            "left_out": form.left_out if given else [],
        }
