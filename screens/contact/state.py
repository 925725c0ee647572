"""One contact being recorded: what is asked, what has been entered, what it meets, what is saved.

Every change is kept at once in the sealed draft, whose id is the id the contact will have; the page on screen is part of
it. Opened again, under a draft's id it stands at the same question; under a saved contact's id it shows what was saved.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from typing import Any

from models.errors import DamagedRow, HandrailError, UnknownThing
from models.prompt import Prompt
from models.standard import Standard
from models.times import date_words
from screens.contact.form import ContactForm, Named, Part, Plan
from screens.contact.pages import Around, Page, pages, steps
from screens.contact.plan import carried_over, new_plan, next_contact, numbers
from screens.contact.reading import Problem
from screens.contact.saving import FormReading, around, open_episodes, read_form, to_record
from screens.contact.summary import summary
from screens.contact.unlisted import born_words
from screens.reading import typed_date, typed_time
from screens.screen import Screen
from sync.device import Device
from sync.views import Draft

KIND = "contact.recorded"
NEVER_DISCARDED = {"T1", "T5"}


def new_id() -> str:
    """An id for an entry: 16 random bytes as 32 lower-case hex digits."""
    return secrets.token_hex(16)


class ContactState(Screen):
    """`form` is what was entered, `met` the prompts it would raise, `unkept` why the latest change is not kept yet.

    `saved`: nothing more is asked; the contact is an entry. `opened` is False until the first load is done.
    """

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        self.device, self.scope, self.id = device, scope, draft_id
        self.now = device.clock_now
        self.form = ContactForm()
        self.met: tuple[Prompt, ...] = ()
        self.opened = self.saved = self.discarded = False
        self.showing_steps = self.discarding = False
        self.opened_contact: int | None = None
        self.unkept = ""
        self._stale = self._saving = False
        self._keeper: asyncio.Task[None] | None = None
        self._judged: object = None

    # ------------------------------------------------------------------ opening

    async def load(self) -> None:
        """Read the person, and the draft if there is one. Loading again never touches what is being entered."""
        self.person, self.me = await self.device.person(self.scope), await self.device.me()
        self.directory = await self.device.directory()
        self.around: Around = around(self.person, self.directory.standard_at(self.now()))
        profile, team = await self.device.profile(), self.person.state.team
        duty = self.directory.duty_phone(team) if team else ""
        self._numbers = numbers(self.standard, [(each.words, each.number) for each in profile.numbers], duty)
        if not self.opened:
            await self._open()
        self.opened = True
        await self._judge()

    async def _open(self) -> None:
        self.saved = self._held(self.id)
        if self.saved:
            return
        try:
            draft = await self.device.draft(self.id)
        except UnknownThing:
            self.form = self._fresh()
            return
        if draft.document is None:
            raise DamagedRow(ids=[self.id])
        self.form = ContactForm.of(draft.document.get("form"))

    def _fresh(self) -> ContactForm:
        """A form to start from: now, face to face, seen, with the person; all of it on screen and to be changed."""
        now = self.now()
        form = ContactForm(mode="01", attendance="5", with_whom=["person"], plan_id=new_id())
        form.on, form.started = typed_date(now), typed_time(now)
        if not self.person.held and not self.person.arriving:  # nobody here has heard of them
            form.unlisted, form.page = True, "who"
            form.team = self.me.teams[0] if self.me.teams else ""
        return form

    def _held(self, id: str) -> bool:
        return any(held.entry.id == id for held in self.person.held)

    # ------------------------------------------------------------------ where we are

    @property
    def standard(self) -> Standard:
        return self.around.standard

    @property
    def name(self) -> str:
        return self.around.name or self.form.name.strip()

    @property
    def born(self) -> str:
        """Their date of birth in words."""
        if self.form.unlisted:
            return born_words(self.form)
        return date_words(self.around.born_on) if self.around.born_on else "on a date not known here yet"

    @property
    def teams(self) -> tuple[tuple[str, str], ...]:
        """My teams, by id and name."""
        known = self.directory.teams
        return tuple((id, known[id].name) for id in self.me.teams if id in known)

    @property
    def pages(self) -> tuple[Page, ...]:
        return pages(self.form, self.around)

    @property
    def page(self) -> Page:
        """The question on screen; the first one if the draft's own is no longer asked."""
        return next((page for page in self.pages if page.key == self.form.page), self.pages[0])

    @property
    def place(self) -> str:
        """ "Step 3 of 7: What changed", and where in a step of several questions: "Step 2 of 7: What was seen (1 of 5)"."""
        names, page = steps(self.pages), self.page
        beside = [each for each in self.pages if each.step == page.step]
        within = f" ({beside.index(page) + 1} of {len(beside)})" if len(beside) > 1 else ""
        return f"Step {names.index(page.step) + 1} of {len(names)}: {page.step}{within}"

    def turn_steps(self) -> None:
        """Show every step to jump to, or hide them."""
        self.showing_steps = not self.showing_steps
        self.changed()

    def show(self, key: str) -> None:
        """Go to any question."""
        self.showing_steps, self.opened_contact = False, None
        self.put(self.form, page=key)

    def next(self) -> None:
        """Go on, unless something on this page cannot stand: then its sentences are shown."""
        self.form.been = [*dict.fromkeys([*self.form.been, self.page.key])]
        if self.wrong:
            self._keep()
        else:
            self.show(self._beside(1).key)

    def back(self) -> None:
        self.show(self._beside(-1).key)

    def _beside(self, by: int) -> Page:
        index = self.pages.index(self.page) + by
        return self.pages[max(0, min(index, len(self.pages) - 1))]

    # ------------------------------------------------------------------ entering

    def put(self, part: Part, **fields: Any) -> None:
        """Change fields of the form, or of a part of it, and keep the draft."""
        for name, value in fields.items():
            setattr(part, name, value)
        self._keep()

    def setter(self, part: Part, name: str) -> Callable[[Any], None]:
        """What a field calls with its new value."""
        return lambda value: self.put(part, **{name: value})

    def change(self, how: Callable[[], object]) -> None:
        """Change the form some other way, and keep the draft."""
        how()
        self._keep()

    def no_contact_made(self) -> None:
        """The short way: nobody was reached. One question on what happened, then save."""
        self.put(self.form, attendance="3", decision=self.form.decision or "no_step_up", page="changed")

    def did(self, codes: Iterable[str]) -> None:
        now = self.now()
        self.change(lambda: self.form.done_are(codes, typed_date(now), typed_time(now)))

    def decide(self, decision: str) -> None:
        """Take a decision. Stepping up or escalating brings a temporary plan with it, unless it is taken out again."""
        self.form.decision = decision
        for prompt in self.standing:
            self.form.step_down_ids.setdefault(prompt.episode or "", new_id())
        self.want_plan(decision in {"step_up", "escalate"} or self.form.plan_wanted)

    def want_plan(self, wanted: bool) -> None:
        """Ask for a temporary plan or leave it out; one that was begun is kept, should it be wanted after all."""
        if wanted and self.form.plan is None:
            self.form.plan = self._new_plan()
        self.put(self.form, plan_wanted=wanted)

    def _new_plan(self) -> Plan:
        """A plan to start from; where one is in force, with its words."""
        trigger = "; ".join(dict.fromkeys(seen.words for prompt in self.met for seen in prompt.seen))
        plan = new_plan(self.me.staff_id, self.me.name, trigger, self._numbers, self.standard, self.now())
        standing = self.person.state.temporary_plan
        return carried_over(plan, standing.terms) if standing else plan

    def add_named_contact(self) -> None:
        if plan := self.form.plan:
            self.put(plan, contacts=[*plan.contacts, next_contact(plan, self.me.staff_id, self.me.name)])

            self.open_contact(len(plan.contacts) - 1)

    def open_contact(self, index: int | None) -> None:
        """Show one named contact's fields; None shows all as lines."""
        self.opened_contact = index
        self.changed()

    def remove_named_contact(self, index: int) -> None:
        self.opened_contact = None
        if plan := self.form.plan:
            self.put(plan, contacts=[each for i, each in enumerate(plan.contacts) if i != index])

    def named_by_hand(self, named: Named, who: str) -> None:
        """A typed name is one of ours only while it is written as theirs."""
        staff = next((each.id for each in self.directory.staff.values() if each.name == who.strip()), "")
        self.put(named, who=who, staff=staff)

    # ------------------------------------------------------------------ what it means

    def read(self) -> FormReading:
        return read_form(self.form, self.around, self.now(), bool(self.met))

    @property
    def wrong(self) -> dict[str, str]:
        """The sentences to show on this page, by field: none before somebody tried to leave it."""
        return self.read().at(self.page.key) if self.page.key in self.form.been else {}

    def problems_at(self, key: str) -> list[Problem]:
        return [problem for problem in self.read().problems if problem.page == key]

    @property
    def pages_with_problems(self) -> list[Page]:
        """Pages before the last that keep the form from being saved, once somebody has been there or tried to save."""
        lacking = {problem.page for problem in self.read().problems}
        return [page for page in self.pages[:-1] if page.key in lacking]

    @property
    def urgent(self) -> tuple[Prompt, ...]:
        """What the draft meets that cannot wait for the end of the form."""
        return tuple(prompt for prompt in self.met if prompt.rule in NEVER_DISCARDED)

    @property
    def standing(self) -> list[Prompt]:
        """The prompts of open episodes: what can be stepped down, where what they rest on is to be seen here."""
        return [each for each in open_episodes(self.person.evaluation.prompts) if each.evidence]

    def step_down_from(self, ids: Iterable[str]) -> None:
        """Name the evidence of exactly these prompts."""
        chosen = [prompt for prompt in self.standing if prompt.id in set(ids)]
        self.put(self.form, step_down_evidence=[*dict.fromkeys(e for p in chosen for e in p.evidence)])

    def summary(self) -> list[tuple[str, str]]:
        return summary(self.form, self.around, self.read(), self.now())

    def usual_words(self, code: str) -> str:
        level = self.around.usual.get(code)
        return "" if level is None else f"Usual level {level}: {self.standard.level_words(level)}"

    # ------------------------------------------------------------------ keeping

    def _keep(self) -> None:
        """Keep the form as it now stands. Changes that come while one is being written go together into the next."""
        self._stale = True
        if self._keeper is None or self._keeper.done():
            self._keeper = asyncio.ensure_future(self._keep_on())
        self.changed()

    async def _keep_on(self) -> None:
        shown = self.unkept, self.met
        while self._stale and not (self.saved or self.discarded or self._saving):
            self._stale = False
            try:
                await self.device.save_draft(self._draft())
                await self._judge()
                self.unkept = ""
            except HandrailError as error:
                self.unkept = error.sentence
        if shown != (self.unkept, self.met):
            self.changed()

    async def kept(self) -> None:
        """Wait until everything entered is in the draft."""
        if self._keeper is not None:
            await self._keeper

    def _draft(self) -> Draft:
        """The form as entered, and the body it would make: by that a draft is judged before it may be discarded."""
        document = {"form": self.form.document(), "body": self.read().contact.body}
        return Draft(self.id, KIND, self.scope, document)

    async def _judge(self) -> None:
        """What the contact as entered would meet, before anybody saves it."""
        body, form = self.read().contact.body, self.form
        judged = body["indicators"], body["worried"], form.on, form.started, form.ended, form.next_day
        if not self.saved and judged != self._judged:
            self.met = await self.device.evaluate_draft(self.scope, body, self.id)
            self._judged = judged

    # ------------------------------------------------------------------ ending

    async def save(self) -> None:
        """Record everything. What cannot stand yet is shown where it is, and nothing is saved before it does."""
        await self.kept()
        if self._saving or self.saved:
            return
        reading = self.read()
        if reading.problems:
            self.put(self.form, been=[page.key for page in self.pages], page=reading.problems[0].page)
            return
        self._saving = True
        try:
            entries = to_record(self.form, self.id, self.scope, reading, self.person.evaluation.prompts)
            await self.device.record_together(entries, draft=self.id)
            self.saved = True
        finally:
            self._saving = False
            self._keep()

    def ask_to_discard(self, asking: bool = True) -> None:
        self.discarding = asking
        self.changed()

    async def discard(self) -> None:
        """Throw the draft away. NotAllowed when it meets T1 or T5: that has been said, and is kept."""
        self.ask_to_discard(False)
        await self.kept()
        await self.device.discard_draft(self.id)
        self.discarded = True
