"""Giving a person their own copy: what goes on it, showing it, and what became of it. Kept as a sealed draft from the first key on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Self

from pydantic import Field, ValidationError

from models.checks import problems
from models.errors import NewerFormat, UnknownThing
from models.standard import Standard
from screens.contact.form import Part as FormPart
from screens.contact.state import new_id
from screens.own_copy.sheet import Offer, OwnCopy, lacking, offers, own_copy
from screens.own_copy.words import Part
from screens.person.opening import Opening, RecordScreen
from sync.device import Device
from sync.views import Draft

KIND = "copy.offered"


class CopyForm(FormPart):
    """`about` is the entry it is a copy of. `left_out` are names of parts. `tried`: somebody pressed save."""

    about: str = ""
    left_out: list[str] = Field(default_factory=list[str])
    outcome: str = ""
    how: str = ""
    why: str = ""
    said: str = ""
    tried: bool = False

    @classmethod
    def of(cls, document: Any) -> Self:
        """The form a draft's document holds. NewerFormat when this version cannot read it."""
        try:
            return cls.model_validate(document)
        except ValidationError:
            raise NewerFormat(fields=["draft"]) from None


class OwnCopies(RecordScreen):
    """What there is to give a copy of."""

    def __init__(self, device: Device, now: Callable[[], Any], scope: str) -> None:
        self.device, self.now, self.scope = device, now, scope
        self.opening = Opening(device, scope, self.changed, self.load)

    async def read(self) -> None:
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


class CopyState(OwnCopies):
    """One copy. `id` is that of the draft, or of the entry it is a copy of. `showing`: the person has it in front of them.

    `copy` is None where what it is about is no longer there to give.
    """

    def __init__(self, device: Device, now: Callable[[], Any], scope: str, id: str) -> None:
        super().__init__(device, now, scope)
        self.id, self.draft_id = id, new_id()
        self.form = CopyForm(about=id)
        self.showing = self.saved = False

    async def read(self) -> None:
        """Reading again never touches what is being entered."""
        await super().read()
        if not self.opened:
            await self._open()

    async def _open(self) -> None:
        """The draft of that id, or of a copy of that entry; else a new one."""
        for draft in await self.device.drafts():
            if draft.kind == KIND and draft.scope == self.scope and draft.document is not None:
                form = CopyForm.of(draft.document.get("form"))
                if self.id in (draft.id, form.about):
                    self.draft_id, self.form = draft.id, form
                    return
        self.form.left_out = [each.name for each in self.copy.parts if each.out] if self.copy else []

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

    async def put(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.form, name, value)
        self.changed()
        if not self.saved:
            document = {"form": self.form.model_dump(mode="json")}
            await self.device.save_draft(Draft(self.draft_id, KIND, self.scope, document))

    def setter(self, name: str) -> Callable[[Any], Any]:
        return lambda value: self.put(**{name: value})

    async def keep_on_it(self, names: Sequence[str]) -> None:
        """The optional parts that go on it; the others are left out."""
        await self.put(left_out=[each.name for each in self.optional if each.name not in names])

    async def show(self, how: str) -> None:
        """Put it in front of them, or read it to them."""
        self.showing = True
        await self.put(how=how)

    def close(self) -> None:
        self.showing = False
        self.changed()

    # ------------------------------------------------------------------ saving

    @property
    def body(self) -> dict[str, Any]:
        form = self.form
        given = form.outcome == "given"
        return {
            "about": form.about,
            "outcome": form.outcome,
            "how": (form.how or None) if given else None,
            "why": form.why.strip() if not given else "",
            "said": form.said.strip(),
            "left_out": form.left_out if given else [],
        }

    @property
    def wrong(self) -> dict[str, str]:
        """The sentences to show, by field: none before somebody pressed save."""
        if not self.form.tried:
            return {}
        if not self.form.outcome:
            return {"outcome": "Choose what became of it."}
        now = self.device.clock_now()
        found = problems(
            KIND, self.body, occurred_at=now, now=now, person=self.person.state, directory=self.directory
        )
        return {each.field: each.why for each in found}

    async def save(self) -> None:
        """Record it. What cannot stand yet is said at its field, and nothing is saved before it does."""
        await self.put(tried=True)
        if self.wrong or self.saved:
            return
        self.saved = True
        try:
            await self.device.record(KIND, self.scope, self.body, entry_id=self.draft_id, draft=self.draft_id)
        except BaseException:
            self.saved = False
            raise

    async def discard(self) -> None:
        with suppress(UnknownThing):  # nothing was entered, so nothing was kept
            await self.device.discard_draft(self.draft_id)
