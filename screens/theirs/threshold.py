"""A number of a rule, or a usual level, set for one person: what is entered, what it would change, and what it becomes."""

from datetime import timedelta

from models.correcting import Document
from models.kinds.safety import BASELINE, ThresholdOverridden
from models.met import name_of
from models.overridable import TERMS, Term, term_of
from models.rules import rule_words
from models.times import date_words, day_ends, day_of
from screens.drafting.page import Body, PageForm, Reader
from screens.reading import Unreadable, read_date, typed_day
from screens.theirs.state import Theirs
from sync.authoring import Said
from sync.device import Device

SET, BACK = "set", "back"


class ThresholdForm(PageForm):
    """`rule` is a rule's id, or "baseline" for a usual level; then `term` is its number, or `indicator` whose level.

    `how` is "set", or "back" for the standard's own again. `value` is as typed, or the level chosen. `until_on` is the last day.
    """

    rule: str = ""
    term: str = ""
    indicator: str = ""
    how: str = SET
    value: str = ""
    until_on: str = ""
    reason: str = ""


class ThresholdState(Theirs[ThresholdForm]):
    kind = "threshold.overridden"

    def __init__(self, device: Device, scope: str, draft_id: str, record: str = "") -> None:
        super().__init__(device, scope, draft_id, ThresholdForm(record=record))

    def fresh(self) -> ThresholdForm:
        """For one that is set already, what it sets."""
        slots = self.person.state.overrides.slots.items()
        found = next(((about, slot) for about, slot in slots if slot.record == self.form.record), None)
        if found is None:
            return ThresholdForm()
        (rule, name), slot = found
        form = ThresholdForm(record=self.form.record, rule=rule)
        form.term, form.indicator = ("", name) if rule == BASELINE else (name, "")
        head = slot.heads[-1].body if slot.heads else None
        if head is not None and head.value is not None:
            form.value = f"{head.value:g}"
        return form

    @staticmethod
    def again(said: Document, record: str) -> ThresholdForm:
        body = ThresholdOverridden.model_validate(said)
        rule, name = body.about
        return ThresholdForm(
            record=record,
            rule=rule,
            term="" if rule == BASELINE else name,
            indicator=name if rule == BASELINE else "",
            how=BACK if body.value is None else SET,
            value="" if body.value is None else f"{body.value:g}",
            until_on=typed_day(day_of(body.expires_at - timedelta(microseconds=1)))
            if body.expires_at
            else "",
            reason=body.reason,
        )

    # ------------------------------------------------------------------ what can be set

    @property
    def rules(self) -> list[tuple[str, str]]:
        """Each rule with a number that can be set for one person, in words. T1 and T5 are not among them."""
        return [(rule, rule_words(rule)) for rule in dict.fromkeys(rule for rule, _ in TERMS)]

    @property
    def terms(self) -> list[tuple[str, str]]:
        """The numbers of the rule that was chosen, with what the standard says."""
        mine = ((name, term) for (rule, name), term in TERMS.items() if rule == self.form.rule)
        return [
            (name, f"{term.words} (in the standard {term.said(self._standard(self.form.rule, name))})")
            for name, term in mine
        ]

    @property
    def signs(self) -> list[tuple[str, str]]:
        return [(each.code, each.words) for each in self.standard.indicators]

    @property
    def levels(self) -> list[tuple[str, str]]:
        return [(str(level), words) for level, words in enumerate(self.standard.levels)]

    def choose_rule(self, rule: str) -> None:
        self.put(rule=rule, term="", indicator="", value="")

    def choose_term(self, name: str) -> None:
        """A rule's number, or the sign whose usual level it is."""
        which = "indicator" if self.form.rule == BASELINE else "term"
        self.put(**{which: name, "value": ""})

    @property
    def about(self) -> tuple[str, str]:
        form = self.form
        return (BASELINE, form.indicator) if form.rule == BASELINE else (form.rule, form.term)

    @property
    def chosen(self) -> Term | None:
        """What is being set, once that is chosen."""
        return term_of(self.about) if self.about[1] else None

    @property
    def is_set(self) -> bool:
        """Whether something is set already, so that it can be given back."""
        slot = self.person.state.overrides.slots.get(self.about)
        return slot is not None and any(body.value is not None for head in slot.heads for body in head.bodies)

    @property
    def otherwise(self) -> float:
        """What holds where nothing is set for this person: the standard's number, or the usual level of their signature."""
        rule, name = self.about
        return self.person.state.signature.baseline(name) if rule == BASELINE else self._standard(rule, name)

    def _standard(self, rule: str, name: str) -> float:
        return getattr(self.standard.rule(rule), name)

    # ------------------------------------------------------------------ what it would change

    @property
    def effect(self) -> str:
        """What it changes, in one sentence; "" until all of that is entered."""
        term, value = self.chosen, self._value()
        if term is None:
            return ""
        what = (
            f"Usual level of {name_of(self.standard, self.form.indicator)}"
            if self.form.indicator
            else term.words
        )
        usual = term.said(self.otherwise)
        if self.form.how == BACK:
            return f"{what}: {usual} again, as if nothing had been set."
        if value is None or not term.allows(value):
            return ""
        until = f" until the end of {self._until()}" if self._until() else ""
        return f"{what}: {usual} → {term.said(value)} for {self.name}{until}. {self._way(term, value)}"

    def _way(self, term: Term, value: float) -> str:
        if term.looser(value, self.otherwise):
            return "It asks for less, and ends by itself that day."
        if term.looser(self.otherwise, value):
            return "It asks for more, and stays past that day until somebody reviews it."
        return "That is what holds already."

    def _value(self) -> float | None:
        return Reader(self.now()).number("value", self.form.value, "")

    def _until(self) -> str:
        try:
            return date_words(read_date(self.form.until_on), day_of(self.now()))
        except Unreadable:
            return ""

    # ------------------------------------------------------------------ what it becomes

    def says(self, reader: Reader) -> Body:
        form = self.form
        reader.needs("rule", form.rule, "Choose what is to be different for them.")
        if form.rule:
            sentence = "Choose the sign." if form.rule == BASELINE else "Choose which number."
            reader.needs("term", self.about[1], sentence)
        reason = reader.needs("reason", form.reason, "Say why, in a few words.")
        body: Body = {"reason": reason, "value": None}
        if form.rule == BASELINE:
            body |= {"term": BASELINE, "indicator": form.indicator}
        else:
            body |= {"rule": form.rule, "term": form.term}
        if form.how == BACK:
            return body
        until = reader.day("until_on", form.until_on)
        value = reader.number("value", form.value, "Enter a number, in figures.") if form.value else None
        reader.needs("value", form.value, "Say what it is to be for them.")
        return body | {"value": value, "expires_at": day_ends(until).isoformat() if until else None}

    def field_of(self, problem: str) -> str:
        return {"indicator": "term", "expires_at": "until_on"}.get(problem, problem)

    def said(self, body: Body) -> Said:
        """Its record goes without saying: that of what it sets."""
        return Said(self.kind, self.scope, body, entry_id=self.id)
