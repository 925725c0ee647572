"""A plan on its own, new or under review: what has been entered, what asks for it, what it becomes."""

from models.codes import PlanType
from models.fold import Plan as PlanInForce
from models.times import moment_words
from screens.drafting.page import Body, Reader
from screens.plan.asked import demands
from screens.plan.entering import PlanEntering
from screens.plan.form import CONTINUE, END, MODIFY, TEMPORARY, Plan, PlanForm
from screens.plan.reading import read_expiry, read_plan
from screens.plan.starting import as_entered, continued
from screens.theirs.state import Theirs
from sync.device import Device

NAMED = {"due_at": "at", "mode": "mode"}


class PlanState(Theirs[PlanForm]):
    def __init__(self, device: Device, scope: str, draft_id: str, record: str = "") -> None:
        super().__init__(device, scope, draft_id, PlanForm(record=record))
        self.planning = PlanEntering(self, lambda: self.form.plan)

    async def look(self) -> None:
        await self.planning.look()

    def fresh(self) -> PlanForm:
        """Under review: what it says. New: a temporary plan where that is asked for, else its type is asked first."""
        form = PlanForm(record=self.form.record)
        if form.record:
            held = self.in_force
            return form if held is None else form.model_copy(update={"plan": self._as_held(held)})
        return self._begun(form, TEMPORARY) if self.asked_for else form

    # ------------------------------------------------------------------ what it is about

    @property
    def kind(self) -> str:
        return "plan.reviewed" if self.form.record else "plan.made"

    @property
    def in_force(self) -> PlanInForce | None:
        """The plan under review, while it is in force and here."""
        return self.person.state.plan(self.form.record) if self.form.record else None

    @property
    def asked_for(self) -> tuple[str, ...]:
        """What asks for a temporary plan: escalations that were declined or not answered, with no plan since."""
        return demands(self.person.evaluation.prompts, self.person.state, self.now())

    @property
    def beside(self) -> str:
        """What to know before saving: it is over meanwhile, there are two versions, it replaces one. Empty for none of them."""
        if not self.form.record:
            replaced = self.person.state.plan(f"plan_{self.form.plan.type}")
            return "It takes the place of the one in force, whose words it starts from." if replaced else ""
        held = self.in_force
        if held is None:
            return "It was ended, or is not on this tablet. Reading the person again shows what holds now."
        if held.conflicting:
            return "Two versions hold. This starts from the latest; what you decide takes the place of both."
        return ""

    @property
    def senior_decides(self) -> str:
        """Said where continuing it once more is a senior's to decide, and I am none."""
        held, terms = self.in_force, self.standard.rules.p1
        if held is None or self.me.role == "senior" or held.governing.continued + 1 < terms.senior_from:
            return ""
        times = held.governing.continued
        return f"It was continued {times} times already: a senior is asked to decide the next one."

    @property
    def title(self) -> str:
        type = self.form.plan.type
        if self.form.record:
            return f"Review: {PlanType(type).words}" if type else "Review a plan"
        return PlanType(type).words if type else "A plan"

    def going_on(self) -> list[tuple[str, str]]:
        """Until when a temporary plan would go on, and who makes contact when."""
        held, now = self.in_force, self.now()
        if held is None or not self.form.plan.temporary:
            return []
        terms = continued(held.terms, self.standard, now)
        until = [("Until", moment_words(terms.expires_at, now))] if terms.expires_at else []
        named = (
            f"{each.who}, {each.mode.words.lower()}, {moment_words(each.due_at, now)}"
            for each in terms.named_contacts
        )
        return [*until, ("Contacts", "\n".join(named))]

    # ------------------------------------------------------------------ entering

    def choose_type(self, type: str) -> None:
        """Begin a plan of that type; what somebody has entered stays, what was only filled in goes."""
        self.form = self._begun(self.form, type)
        self.planning.opened = None
        self.put(tried=False)

    def _begun(self, form: PlanForm, type: str) -> PlanForm:
        trigger = "; ".join(self.asked_for) if type == TEMPORARY else ""
        given = self.planning.new(type, trigger)
        was, said = form.given.model_dump(), form.plan.model_dump()
        entered = {name: value for name, value in said.items() if name != "type" and value != was[name]}
        plan = Plan.model_validate(given.model_dump() | entered)
        return form.model_copy(update={"plan": plan, "given": given})

    def _as_held(self, held: PlanInForce) -> Plan:
        return as_entered(held.terms, self.standard, self.now())

    # ------------------------------------------------------------------ what it becomes

    def says(self, reader: Reader) -> Body:
        form = self.form
        if not form.record:
            reader.needs("type", form.plan.type, "Choose what kind of plan it is.")
            return self._terms(reader) if form.plan.type else {}
        said: Body = {
            "decision": reader.needs(
                "decision", form.decision, "Choose whether it goes on, changes or ends."
            ),
            "rationale": reader.needs("rationale", form.rationale, "Say why, in a few words."),
            "learning": form.learning.strip(),
        }
        if self.in_force is None:
            reader.wrong["decision"] = "It was ended meanwhile, or is not on this tablet."
        if form.decision == CONTINUE and self.in_force is not None:
            return said | {"terms": self._continued(self.in_force, reader)}
        return said | {"terms": self._terms(reader)} if form.decision == MODIFY else said

    def _terms(self, reader: Reader) -> Body:
        return read_plan(self.form.plan, self.standard, self.now(), reader)

    def _continued(self, held: PlanInForce, reader: Reader) -> Body:
        """A temporary plan goes on as long as the standard allows; any other until the end that was entered, if one was."""
        if self.form.plan.temporary:
            return continued(held.terms, self.standard, self.now()).model_dump(mode="json")
        ends = read_expiry(self.form.plan, reader)
        return held.terms.model_copy(update={"expires_at": ends}).model_dump(mode="json")

    def field_of(self, problem: str) -> str:
        first, _, rest = problem.removeprefix("terms.").partition(".")
        if self.form.decision in (CONTINUE, END) and first != "expires_at":
            return first if first in ("decision", "rationale") else "decision"
        if first != "named_contacts":
            return first
        number, _, name = rest.partition(".")
        return f"contacts.{number}.{NAMED.get(name, 'who')}" if name else "contacts"
