"""One contact being recorded: what is asked, what has been entered, what it meets, what is saved.

The page on screen is part of the form: opened again, under a draft's id it stands at the same question; under a saved
contact's id it shows what was saved.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from models.correcting import Document
from models.prompt import Prompt
from models.times import date_words
from screens.contact.again import form_of
from screens.contact.beside import Recorded, beside, recorded
from screens.contact.form import ContactForm
from screens.contact.pages import Around, Page, pages, steps
from screens.contact.reading import Problem
from screens.contact.saving import FormReading, around, open_episodes, read_form, to_record
from screens.contact.summary import summary
from screens.contact.unlisted import born_words
from screens.drafting.form import new_id
from screens.drafting.state import Drafting
from screens.plan.entering import PlanEntering
from screens.plan.form import TEMPORARY
from screens.reading import typed_date, typed_time
from sync.authoring import Said
from sync.device import Device

NEVER_DISCARDED = {"T1", "T5"}


class ContactState(Drafting[ContactForm]):
    """`met` are the prompts that what was entered would raise."""

    kind = "contact.recorded"
    adds_at_once = True

    def __init__(self, device: Device, scope: str, draft_id: str) -> None:
        super().__init__(device, scope, draft_id, ContactForm())
        self.met: tuple[Prompt, ...] = ()
        self.showing_steps = False
        self.planning = PlanEntering(self, lambda: self.form.plan)
        self._judged: object = None

    async def look(self) -> None:
        self.around: Around = around(self.person, self.standard)
        self._recorded = recorded(self.person.state, self.directory, self.me.staff_id)
        await self.planning.look()

    def fresh(self) -> ContactForm:
        """A form to start from: now, face to face, seen, with the person; all of it on screen and to be changed."""
        now = self.now()
        form = ContactForm(mode="01", attendance="5", with_whom=["person"], plan_id=new_id())
        form.on, form.started = typed_date(now), typed_time(now)
        if not self.person.held and not self.person.arriving:  # nobody here has heard of them
            form.unlisted, form.page = True, "who"
            form.team = self.me.teams[0] if self.me.teams else ""
        return form

    # ------------------------------------------------------------------ where we are

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
        self.showing_steps, self.planning.opened = False, None
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

    def no_contact_made(self) -> None:
        """The short way: nobody was reached. One question on what happened, then save."""
        self.put(self.form, attendance="3", decision=self.form.decision or "no_step_up", page="changed")

    def did(self, codes: Iterable[str]) -> None:
        now = self.now()
        self.change(lambda: self.form.done_are(codes, typed_date(now), typed_time(now)))

    def decide(self, decision: str) -> None:
        """Take a decision. Stepping up or escalating brings a temporary plan with it, unless it is taken out again.

        A correction only says what was decided: it neither makes a plan nor steps down.
        """
        if self.form.corrects:
            self.put(decision=decision)
            return
        self.form.decision = decision
        for prompt in self.standing:
            self.form.step_down_ids.setdefault(prompt.episode or "", new_id())
        self.want_plan(decision in {"step_up", "escalate"} or self.form.plan_wanted)

    def want_plan(self, wanted: bool) -> None:
        """Ask for a temporary plan or leave it out; one that was begun is kept, should it be wanted after all."""
        if wanted and self.form.plan is None:
            trigger = "; ".join(dict.fromkeys(seen.words for prompt in self.met for seen in prompt.seen))
            self.form.plan = self.planning.new(TEMPORARY, trigger)
        self.put(self.form, plan_wanted=wanted)

    # ------------------------------------------------------------------ what it means

    def read(self) -> FormReading:
        return read_form(self.form, self.around, self.now(), bool(self.met))

    @property
    def wrong(self) -> dict[str, str]:
        """The sentences to show on this page, by field: none before somebody tried to leave it."""
        return self.read().at(self.page.key) if self.page.key in self.form.been else {}

    @property
    def beside(self) -> list[Recorded]:
        """What else is recorded here that may be the same visit."""
        contact, own = self.read().contact, self.form.corrects or self.id
        chosen = self.form.same_visit_as
        return beside(self._recorded, own, chosen, contact.started_at, contact.ended_at)

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
        same = next((each for each in self.beside if each.id == self.form.same_visit_as), None)
        return summary(self.form, self.around, self.read(), same, self.now())

    def usual_words(self, code: str) -> str:
        level = self.around.usual.get(code)
        return "" if level is None else f"Usual level {level}: {self.standard.level_words(level)}"

    async def judge(self) -> None:
        """What the contact as entered would meet, before anybody saves it."""
        reading, form = self.read(), self.form
        body = reading.contact.body
        if form.corrects:
            await self._weigh(reading)
        judged = body["indicators"], body["worried"], form.on, form.started, form.ended, form.next_day
        if self.saved or judged == self._judged:
            return
        id = form.corrects or self.id
        met, self.met = self.met, await self.device.evaluate_draft(self.scope, body, id)
        self._judged = judged
        if self.met != met:
            self.changed()

    async def _weigh(self, reading: FormReading) -> None:
        """Whether this correction would wait, once all of it stands but what is asked at the end."""
        correction = self.correction()
        correction.body["body"]["identity_confirmed"] = True
        await self.weigh(correction if all(each.page == "check" for each in reading.problems) else None)

    # ------------------------------------------------------------------ what it becomes

    @staticmethod
    def again(said: Document, record: str) -> ContactForm:
        return form_of(said)

    def entered(self) -> dict[str, Any]:
        return self.read().contact.body

    def document(self) -> dict[str, Any]:
        """The form as entered, and the body it would make: by that it is judged before it may be discarded."""
        return {"body": self.entered()} | super().document()

    def to_record(self) -> Sequence[Said]:
        """Everything of this contact; where something cannot stand yet, the first such page is shown."""
        reading = self.read()
        if reading.problems:
            self.put(been=[page.key for page in self.pages], page=reading.problems[0].page)
            return ()
        if self.form.corrects:
            return [self.correction()]
        return to_record(self.form, self.id, self.scope, reading, self.person.evaluation.prompts)
