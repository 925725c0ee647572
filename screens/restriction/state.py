"""One restriction being applied or reviewed: what has been entered, what it may do, what is saved.

Every change is kept in the sealed draft, whose id is the id the entry will have.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from models.authority import may_lower
from models.errors import DamagedRow, HandrailError, UnknownThing
from models.fold import Restriction
from models.standard import Standard
from models.times import day_of
from screens.contact.form import Part
from screens.person.waiting import who_confirms
from screens.restriction.form import Other, RestrictionForm
from screens.restriction.reading import RestrictionReading, read_restriction
from screens.screen import Screen
from sync.device import Device
from sync.views import Draft


class RestrictionState(Screen):
    """`form` is what was entered; `unkept` why the latest change is not kept yet. `saved`: it is an entry now."""

    def __init__(self, device: Device, scope: str, draft_id: str, record: str = "") -> None:
        self.device, self.scope, self.id, self.record = device, scope, draft_id, record
        self.now = device.clock_now
        self.form = RestrictionForm(record=record)
        self.opened = self.saved = self.discarded = self.discarding = False
        self.unkept = ""
        self._stale = self._saving = False
        self._keeper: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Read the person, and the draft if there is one. Loading again never touches what is being entered."""
        self.person, self.me = await self.device.person(self.scope), await self.device.me()
        self.directory = await self.device.directory()
        if not self.opened:
            await self._open()
        self.opened = True
        self.changed()

    async def _open(self) -> None:
        self.saved = any(held.entry.id == self.id for held in self.person.held)
        try:
            draft = await self.device.draft(self.id)
        except UnknownThing:
            self.form = self._fresh()
            return
        if draft.document is None:
            raise DamagedRow(ids=[self.id])
        self.form = RestrictionForm.of(draft.document.get("form"))
        self.record = self.form.record

    def _fresh(self) -> RestrictionForm:
        if self.restriction is not None:
            return RestrictionForm.reviewing(self.record, self.restriction.terms)
        today = day_of(self.now())
        return RestrictionForm(record=self.record, starts_on=f"{today.day}/{today.month}/{today.year}")

    # ------------------------------------------------------------------ what it is about

    @property
    def restriction(self) -> Restriction | None:
        """The one under review, while it is in force and here."""
        found = self.person.state.restriction_records.get(self.record)
        return found if found is not None and found.in_force else None

    @property
    def standard(self) -> Standard:
        return self.directory.standard_at(self.now())

    @property
    def who_decides(self) -> str:
        """Said to whoever may not decide alone: what becomes of it, and who can. Empty for whoever may."""
        mine = self.me.decides(self.form.kind)
        if may_lower(self.me.role) or (mine and not self.form.record):
            return ""
        who = who_confirms(self.person.state, self.directory, self.now(), but=self.me.staff_id)
        if mine:
            return (
                f"You may continue it. Less than what holds now, or its end, waits until {who} confirms it."
            )
        if self.form.record:
            return f"Less than what holds now waits until {who} confirms it. Anything more holds at once, for now."
        hours = self.standard.restrictions.interim_hours
        return f"It holds at once, for {hours} hours. It then needs the authority of {who}: ring them."

    @property
    def beside(self) -> str:
        """What to know before deciding: it is over meanwhile, or there are two versions. Empty for neither."""
        if self.restriction is None:
            return "It was stepped down, or is not on this tablet. Reading the person again shows what holds now."
        if self.restriction.disputed:
            return "Two versions hold. This starts from the latest; what a manager decides takes the place of both."
        return ""

    # ------------------------------------------------------------------ entering

    def put(self, part: Part, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(part, name, value)
        self._keep()

    def setter(self, part: Part, name: str) -> Callable[[Any], None]:
        return lambda value: self.put(part, **{name: value})

    def decide(self, decision: str) -> None:
        """Modifying starts from what holds now; continuing asks for its dates and the person's view anew."""
        if decision == "modify" and self.restriction is not None and not self.form.review_on:
            self.form.as_it_was(self.restriction.terms)
        elif decision == "continue" and self.form.decision == "modify":
            kept = {"why": self.form.why, "step_down": self.form.step_down}
            self.form = self._fresh().model_copy(update=kept)
        self.put(self.form, decision=decision)

    def consider_another(self) -> None:
        self.put(self.form, others=[*self.form.others, Other()])

    def read(self) -> RestrictionReading:
        return read_restriction(self.form, self.person.state, self.directory, self.now())

    @property
    def wrong(self) -> dict[str, str]:
        """The sentences to show, by field: none before somebody pressed save."""
        return self.read().wrong if self.form.tried else {}

    # ------------------------------------------------------------------ keeping

    def _keep(self) -> None:
        """Keep the form as it now stands. Changes that come while one is being written go together into the next."""
        self._stale = True
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.ensure_future(self._keep_on())
        self.changed()

    async def _keep_on(self) -> None:
        shown = self.unkept
        while self._stale and not (self.saved or self.discarded or self._saving):
            self._stale = False
            try:
                await self.device.save_draft(
                    Draft(self.id, self.form.kind, self.scope, {"form": self.form.document()})
                )
                self.unkept = ""
            except HandrailError as error:
                self.unkept = error.sentence
        if shown != self.unkept:
            self.changed()

    async def kept(self) -> None:
        """Wait until everything entered is in the draft."""
        if self._keeper is not None:
            await self._keeper

    # ------------------------------------------------------------------ ending

    async def save(self) -> None:
        """Record it. What cannot stand yet is said at its field, and nothing is saved before it does."""
        await self.kept()
        if self._saving or self.saved:
            return
        self.put(self.form, tried=True)
        await self.kept()
        reading = self.read()
        if reading.wrong:
            return
        self._saving = True
        try:
            await self.device.record(
                self.form.kind,
                self.scope,
                reading.body,
                record=self.form.record or None,
                entry_id=self.id,
                draft=self.id,
            )
            self.saved = True
        finally:
            self._saving = False
            self._keep()

    def ask_to_discard(self, asking: bool = True) -> None:
        self.discarding = asking
        self.changed()

    async def discard(self) -> None:
        self.ask_to_discard(False)
        await self.kept()
        with suppress(UnknownThing):  # nothing was entered, so nothing was kept
            await self.device.discard_draft(self.id)
        self.discarded = True
