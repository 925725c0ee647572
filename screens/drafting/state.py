"""A form being entered: begun or gone on with, kept at every change, saved whole or not at all, or discarded.

A form of a new kind is a `Form` of what is entered, and a `Drafting` that says how it begins (`fresh`) and what it becomes
(`to_record`); a row in `screens.drafting.lines` lists its drafts, one in `screens.app.ROUTES` shows it.

The same form corrects what was recorded with it: `again` gives it back as it was entered, and it becomes an amendment.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from models.authority import may_lower
from models.correcting import AMENDED, Document, replacement, says_now
from models.entry import Entry
from models.errors import DamagedRow, HandrailError, UnknownThing
from models.fold import PersonState
from models.standard import Standard
from screens.drafting.form import Form, Part
from screens.person.waiting import who_confirms
from screens.screen import Screen
from sync.authoring import Said
from sync.device import Device
from sync.views import Draft, PersonView, ScopeView

F = TypeVar("F", bound=Form)


class Drafting(Screen, Generic[F]):
    """`form` is what was entered; `unkept` why the latest change is not kept yet. `opened`: the first load is done.

    Every change is kept at once in the sealed draft, whose `id` is the id the entry will have. `saved`: it is an entry now,
    and nothing more is asked. `waits`: as entered, it would wait until a manager confirms it; False while something cannot
    stand. `adds_at_once`: of a correction that waits, what asks for more holds meanwhile (`models.fold.asking_more`).
    """

    kind: str  # of the entry it becomes, or of the one it corrects
    sort = (
        ""  # which form it is, as `screens.drafting.lines.FORMS` names it, where its kind alone does not say
    )
    waits = adds_at_once = False
    view: ScopeView

    def __init__(self, device: Device, scope: str, draft_id: str, empty: F) -> None:
        self.device, self.scope, self.id = device, scope, draft_id
        self.now = device.clock_now
        self.form = empty
        self.opened = self.saved = self.discarded = self.discarding = False
        self.unkept = ""
        self._stale = self._saving = False
        self._keeper: asyncio.Task[None] | None = None

    # ------------------------------------------------------------------ what each form says for itself

    async def read_scope(self) -> None:
        """Read whom or what it is about: a person or a team, unless a form of another scope says otherwise."""
        self.view = await self.device.view(self.scope)

    @property
    def subject(self) -> PersonState | None:
        """The person as what is recorded is checked against; None in another scope."""
        return self.view.state if isinstance(self.view.state, PersonState) else None

    async def look(self) -> None:
        """Read what else the form stands on. Called whenever the scope has been read."""

    def fresh(self) -> F:
        """The form to start from, when there is no draft yet."""
        return self.form

    def to_record(self) -> Sequence[Said]:
        """What Save records, the entry with this id first. Empty while something cannot stand: it then shows where."""
        raise NotImplementedError

    @staticmethod
    def again(said: Document, record: str) -> F:
        """The form as it was when it became `said`, a body of this kind in that record: how a correction begins."""
        raise NotImplementedError

    def entered(self) -> dict[str, Any]:
        """The body as far as it is entered."""
        raise NotImplementedError

    def document(self) -> dict[str, Any]:
        """What the draft keeps: `form`, and its `sort`; for a correction `of` which kind it is, and the `body` it is judged by
        before it may be discarded."""
        correction = {"of": self.kind, "body": self.amendment()} if self.form.corrects else {}
        return {"form": self.form.document()} | ({"sort": self.sort} if self.sort else {}) | correction

    async def judge(self) -> None:
        """Work out what the form as entered would meet. Called after each change was kept."""

    @property
    def wrong(self) -> Mapping[str, str]:
        """The sentences to show, by field."""
        return {}

    # ------------------------------------------------------------------ opening

    async def load(self) -> None:
        """Read its scope, and the draft if there is one. Loading again never touches what is being entered."""
        await self.read_scope()
        self.me, self.directory = await self.device.me(), await self.device.directory()
        await self.look()
        if not self.opened:
            await self._open()
        self.opened = True
        await self.judge()
        self.changed()

    async def _open(self) -> None:
        self.saved = await self.device.is_recorded(self.id)
        if self.saved:
            return
        try:
            draft = await self.device.draft(self.id)
        except UnknownThing:
            self.form = self.fresh()
            return
        if draft.document is None:
            raise DamagedRow(ids=[self.id])
        self.form = type(self.form).of(draft.document.get("form"))

    @property
    def person(self) -> PersonView:
        """Whom it is about. UnknownThing where it is about a team."""
        if not isinstance(self.view, PersonView):
            raise UnknownThing(fields=["person"])
        return self.view

    @property
    def standard(self) -> Standard:
        """The one that holds now; for a correction, the one that held when what it corrects happened."""
        return self.directory.standard_at(self.as_of)

    # ------------------------------------------------------------------ correcting

    @property
    def corrected(self) -> Entry | None:
        """The entry it corrects; None for something new, or while that is not here."""
        return self.view.state.entries.get(self.form.corrects) if self.form.corrects else None

    @property
    def as_of(self) -> datetime:
        """When what it says happened, as far as its own fields do not tell: now, unless it corrects what was recorded before."""
        return self.corrected.occurred_at if self.corrected else self.now()

    def amendment(self) -> dict[str, Any]:
        """The body of the correction: a whole body in place of the one that holds. What nobody changed stays to the letter."""
        holds, body = says_now(self.view.state, self.form.corrects), self.entered()
        if holds is not None:
            entry, said = holds
            first = copy(self)
            first.form = self.again(said, entry.record)
            body = replacement(said, first.entered(), body)
        return {"target": self.form.corrects, "reason": self.form.corrected_because.strip(), "body": body}

    def correction(self) -> Said:
        return Said(AMENDED, self.scope, self.amendment(), entry_id=self.id)

    async def weigh(self, said: Said | None) -> None:
        """Note whether this would wait for a manager; None where it cannot stand."""
        waits = False
        if said is not None and not self.saved and not may_lower(self.me.role):
            waits = await self.device.would_wait(_with_a_reason(said))
        if waits != self.waits:
            self.waits = waits
            self.changed()

    @property
    def holds_meanwhile(self) -> bool:
        """Whether, while it waits, what was recorded first holds as it stands."""
        return bool(self.form.corrects)

    @property
    def who_confirms(self) -> str:
        """ "a manager: Mo Manager"."""
        return who_confirms(self.view.state, self.directory, self.now(), but=self.me.staff_id)

    @property
    def name(self) -> str:
        """Whom it is about; empty while their details are still arriving."""
        return self.person.state.name

    # ------------------------------------------------------------------ where it belongs

    place = "people"
    back_words = "To the person"

    @property
    def back(self) -> str:
        """The route to what it belongs to, once it is saved."""
        return f"/person/{self.scope}"

    # ------------------------------------------------------------------ entering

    def put(self, part: Part | None = None, /, **fields: Any) -> None:
        """Change fields of the form, or of a part of it, and keep the draft."""
        for name, value in fields.items():
            setattr(part or self.form, name, value)
        self._keep()

    def setter(self, part: Part, name: str) -> Callable[[Any], None]:
        """What a field calls with its new value."""
        return lambda value: self.put(part, **{name: value})

    def change(self, how: Callable[[], object]) -> None:
        """Change the form some other way, and keep the draft."""
        how()
        self._keep()

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
                kind = AMENDED if self.form.corrects else self.kind
                await self.device.save_draft(Draft(self.id, kind, self.scope, self.document()))
                await self.judge()
                self.unkept = ""
            except HandrailError as error:
                self.unkept = error.sentence
        if shown != self.unkept:
            self.changed()

    async def kept(self) -> None:
        """Wait until everything entered is in the draft."""
        while self._keeper is not None and not self._keeper.done():
            await self._keeper

    # ------------------------------------------------------------------ ending

    async def save(self) -> None:
        """Record everything it becomes, and drop the draft: all or nothing."""
        await self.kept()
        if self._saving or self.saved:
            return
        entries = self.to_record()
        if not entries:
            return
        self._saving = True
        try:
            await self.write(entries)
            self.saved = True
        finally:
            self._saving = False
            self._keep()

    async def write(self, entries: Sequence[Said]) -> None:
        """Record them, and drop the draft, in one transaction."""
        await self.device.record_together(entries, draft=self.id)

    def ask_to_discard(self, asking: bool = True) -> None:
        self.discarding = asking
        self.changed()

    async def discard(self) -> None:
        """Throw the draft away. NotAllowed when it meets T1 or T5: that has been said, and is kept."""
        self.ask_to_discard(False)
        await self.kept()
        with suppress(UnknownThing):  # nothing was entered, so nothing was kept
            await self.device.discard_draft(self.id)
        self.discarded = True


def _with_a_reason(said: Said) -> Said:
    """A correction that can stand, to be weighed while nobody has said yet why it is made."""
    if said.kind != AMENDED:
        return said
    return replace(said, body=said.body | {"reason": said.body["reason"] or "Not said yet"})
