"""The operating standard: every number and word a provider's clinical lead decides, as one validated document.

`load` is the way in: it names every key that cannot stand. What ships is `SHIPPED_VERSION` in assets/standard; documents that shipped before stay there.
"""

from functools import cached_property
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationError, model_validator

from models.codes import Role
from models.errors import InvalidEntry
from models.reading import problems_in, wrong
from models.standard.rules import RuleBook, RuleTerms, Section
from models.standard.terms import (
    OWN_COPY,
    ActionTerms,
    Crisis,
    Episodes,
    Hours,
    IndicatorTerms,
    Ladder,
    OwnCopy,
    PlanTermsOf,
    Restrictions,
    ReviewDays,
    Short,
)

SHIPPED_VERSION = "2026-12"
SUICIDAL = "suicidal"
DAGGERS = (SUICIDAL, "threat_to_others", "abuse_or_neglect")
NEVER_ACTIONS = ("discussed", "monitoring", "intended", "voicemail")
OFFLINE_DAYS, MOST_OFFLINE_DAYS = 14, 90
NAMED_IN_SENTENCE = 5  # the rest are in the error's fields
NEVER_DELEGATED = ("staff.", "team.", "device.", "standard.", "caseload.", "entry.", "person.matched")


class Standard(Section):
    """One version of the standard. `levels` are the words of 0, 1, 2, 3. `delegated`: kinds a role may author beyond its own.

    `offline_days`: how long others' records stay open on a tablet that has not reached the centre.
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, ignored_types=(cached_property,)
    )

    version: Annotated[str, Field(min_length=1, max_length=64)]
    approved_by: Annotated[str, Field(max_length=200)]
    levels: Annotated[tuple[Short, ...], Field(min_length=4, max_length=4)]
    indicators: Annotated[tuple[IndicatorTerms, ...], Field(min_length=1)]
    actions: Annotated[tuple[ActionTerms, ...], Field(min_length=1)]
    rules: RuleBook
    episodes: Episodes
    plan: PlanTermsOf
    review_days: ReviewDays
    hours: Hours
    ladder: Ladder
    restrictions: Restrictions
    crisis: Crisis
    own_copy: OwnCopy = OWN_COPY
    clock_warning_seconds: Annotated[int, Field(ge=1, le=3600)]
    offline_days: Annotated[int, Field(ge=1, le=MOST_OFFLINE_DAYS)] = OFFLINE_DAYS
    delegated: dict[Short, tuple[Role, ...]]

    @model_validator(mode="after")
    def _floors_hold(self) -> "Standard":
        for code in DAGGERS:
            if code not in self.daggers:
                raise wrong("This indicator is always a †.", f"indicators.{code}.dagger")
        if SUICIDAL not in self.suicidal:
            raise wrong(
                "Plan, means and attempt are always recorded.", f"indicators.{SUICIDAL}.plan_means_attempt"
            )
        for code in NEVER_ACTIONS:
            if self.counts_as_action(code):
                raise wrong("This is never an action carried out.", f"actions.{code}.counts_as_action")
        return self

    @model_validator(mode="after")
    def _some_things_are_never_delegated(self) -> "Standard":
        for kind in self.delegated:
            if kind.startswith(NEVER_DELEGATED):
                raise wrong("This cannot be delegated.", f"delegated.{kind}")
        return self

    @model_validator(mode="after")
    def _codes_are_told_apart(self) -> "Standard":
        for key, codes in (
            ("indicators", [indicator.code for indicator in self.indicators]),
            ("actions", [action.code for action in self.actions]),
        ):
            twice = sorted({code for code in codes if codes.count(code) > 1})
            if twice:
                raise wrong("This code is there twice.", f"{key}.{twice[0]}")
        return self

    @model_validator(mode="after")
    def _daggers_say_what_they_ask(self) -> "Standard":
        for indicator in self.indicators:
            if indicator.dagger and not indicator.asks.strip():
                raise wrong("A † indicator says what it asks.", f"indicators.{indicator.code}.asks")
        return self

    @cached_property
    def indicator_by_code(self) -> dict[str, IndicatorTerms]:
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def action_by_code(self) -> dict[str, ActionTerms]:
        return {action.code: action for action in self.actions}

    @cached_property
    def daggers(self) -> frozenset[str]:
        """The codes of the † indicators."""
        return frozenset(indicator.code for indicator in self.indicators if indicator.dagger)

    @cached_property
    def suicidal(self) -> frozenset[str]:
        """The codes of the indicators that carry plan, means and attempt."""
        return frozenset(indicator.code for indicator in self.indicators if indicator.plan_means_attempt)

    def indicator_words(self, code: str) -> str:
        """What a person reads for an indicator's code, † included; an unknown code is shown as it came."""
        known = self.indicator_by_code.get(code)
        return known.words if known else f"“{code}” (needs a newer app)"

    def action_words(self, code: str) -> str:
        known = self.action_by_code.get(code)
        return known.words if known else f"“{code}” (needs a newer app)"

    def level_words(self, level: int) -> str:
        return self.levels[level]

    def counts_as_action(self, code: str) -> bool:
        """Whether doing this answers A1. An unknown code never does."""
        known = self.action_by_code.get(code)
        return known is not None and known.counts_as_action

    def rule(self, name: str) -> RuleTerms | None:
        """The terms of a rule by its id ("T1"), None for one the standard sets nothing for."""
        return getattr(self.rules, name.lower(), None)

    def enabled(self, name: str) -> bool:
        """Whether the rule prompts. T1, T5 and rules the standard sets nothing for always do."""
        terms = self.rule(name)
        return terms is None or terms.enabled


def load(document: dict[str, Any] | bytes) -> Standard:
    """The standard in `document`. InvalidEntry names every key that cannot stand and says why of each."""
    try:
        if isinstance(document, bytes):
            return Standard.model_validate_json(document)
        return Standard.model_validate(document)
    except ValidationError as error:
        problems = problems_in(error)
    why = " ".join(
        f"{problem.field or 'document'}: {problem.why}" for problem in problems[:NAMED_IN_SENTENCE]
    )
    more = len(problems) - NAMED_IN_SENTENCE
    why += f" And {more} more." if more > 0 else ""
    raise InvalidEntry(
        f"The operating standard cannot be used as written. {why}",
        safe="The standard in use is unchanged.",
        do="Correct these keys and publish it again.",
        fields=[problem.field for problem in problems],
    )


__all__ = ["DAGGERS", "NEVER_ACTIONS", "OFFLINE_DAYS", "SHIPPED_VERSION", "SUICIDAL", "Standard", "load"]
