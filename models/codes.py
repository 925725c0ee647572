"""Codes: short words on the wire, each with plain words for a person. A code this version does not know is kept as it came.

A code is a `str`, never an enum: pydantic turns an unknown member of `Enum | str` into a bare `str` and the meaning is lost.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Code(str):
    """A `str` with a known set. `known` says whether this version knows it; `words` is what a person reads."""

    KNOWN: ClassVar[Mapping[str, str]] = {}

    @property
    def known(self) -> bool:
        return self in self.KNOWN

    @property
    def words(self) -> str:
        return self.KNOWN.get(self, f"“{self!s}” (needs a newer app)")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema(min_length=1, max_length=64)
        return core_schema.no_info_after_validator_function(
            _Known(cls).__getitem__, text, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def all(cls) -> list[Self]:
        return [cls(code) for code in cls.KNOWN]


class _Known(dict[str, Code]):
    """The codes of one set by what is written: each known one is made once, for a record holds the same few thousands of times."""

    def __init__(self, kind: type[Code]) -> None:
        super().__init__((code, kind(code)) for code in kind.KNOWN)
        self._kind = kind

    def __missing__(self, code: str) -> Code:
        return self._kind(code)


class Role(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "worker": "Worker",
        "manager": "Manager",
        "senior": "Senior",
        "administrator": "Administrator",
    }


class Attendance(Code):
    """NHS Data Dictionary attendance codes, in the words we show."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "5": "Seen, on time",
        "6": "Late, seen",
        "7": "Late, not seen",
        "2": "Cancelled by them",
        "3": "No contact made (no answer)",
        "4": "Cancelled by us",
    }

    @property
    def attended(self) -> bool:
        return self in {"5", "6"}

    @property
    def not_reached(self) -> bool:
        """Tried and not reached: counts for two attempts in a row (T4). 4, cancelled by us, never does."""
        return self in {"2", "3", "7"}


class Mode(Code):
    """NHS Data Dictionary consultation mechanism."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "01": "Face to face",
        "02": "Telephone",
        "04": "Talk type",
        "05": "Email",
        "09": "Text message",
        "10": "Instant message",
        "11": "Video",
        "98": "Other",
    }
    FACE_TO_FACE: ClassVar[str] = "01"


class WithWhom(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "person": "The person",
        "carer": "A carer or family member",
        "practitioner": "Another practitioner",
        "other": "Someone else",
    }


class NotAssessed(Code):
    """Why an indicator has no level. Not assessed is never 0."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "not_safe_to_ask": "Not safe to ask",
        "not_reached": "We did not get to it",
        "could_not_tell": "Could not tell",
        "preferred_not_to_say": "They preferred not to say",
        "not_present": "The person was not there",
    }


class Source(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "person": "They said",
        "carer": "Carer said",
        "seen": "I saw",
        "practitioner": "Another practitioner said",
    }


class Extent(Code):
    """How far an action was carried out."""

    KNOWN: ClassVar[Mapping[str, str]] = {"wholly": "Done", "partly": "Partly done", "not_done": "Not done"}

    @property
    def carried_out(self) -> bool:
        return self in {"wholly", "partly"}


class Worried(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "person": "The person",
        "carer": "A carer or family member",
        "practitioner": "A practitioner",
    }


class Decision(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "no_step_up": "No step-up",
        "step_up": "Step up",
        "escalate": "Escalate",
        "step_down": "Step down",
    }


class PlanType(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "standing": "Standing safety plan",
        "temporary": "Temporary safety plan",
        "positive_risk": "Positive-risk plan",
        "step_down": "Step-down plan",
    }


class PlanDecision(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {"continue": "Continue", "modify": "Modify", "end": "End"}


class CopyGiven(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "given": "Copy given",
        "unsafe_to_leave": "Unsafe to leave a copy",
        "declined": "They did not want a copy",
    }


class CaseloadPart(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {"main": "Main worker", "cover": "Cover"}


class VoidReason(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "wrong_person": "Recorded on the wrong person",
        "recorded_in_error": "Recorded in error",
    }


class EpisodeKind(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {"safety": "Safety", "step_up": "Step-up"}


class Priority(Code):
    """How soon an escalation needs an answer; the ladder of the standard has the times."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "emergency": "Emergency",
        "very_urgent": "Very urgent",
        "urgent": "Urgent",
        "routine": "Routine",
    }

    @property
    def rank(self) -> int:
        """0 is the highest. One this version does not know stands with "very urgent", never below."""
        known = list(self.KNOWN)
        return known.index(str(self)) if self.known else known.index("very_urgent")


class Delivery(Code):
    """How an escalation was left with a service before any human there had it."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "voicemail": "Voicemail",
        "mail": "Mail",
        "message": "Message",
    }


class PartnerAnswer(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "accepted": "They accepted",
        "part": "They accepted part of it",
        "declined": "They said no",
    }

    @property
    def accepts(self) -> bool:
        return str(self) == "accepted"

    @property
    def declines(self) -> bool:
        """In part counts: what was left out still needs someone."""
        return self in {"part", "declined"}


class EscalationOutcome(Code):
    """How an escalation ended."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "handed_over": "Handed over",
        "person_safe": "The person is safe",
        "other_support": "Other support is in place",
        "not_needed": "No longer needed",
    }


class Delay(Code):
    """Where an escalation was held up. Said to learn from, never to blame."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "ours": "Ours (seen or passed on late)",
        "interface": "Between services (threshold or access)",
        "unknown": "Not known",
    }


class Settlement(Code):
    """How what was not accepted was dealt with, other than by accepting it."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "replaced": "Put right by a new record",
        "not_again": "Not to be sent again",
        "left": "Left as it is by a manager",
    }


class LegalBasis(Code):
    """Under what law a restriction stands. Consent is none once the person objects."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "consent": "Consent",
        "mca": "Mental Capacity Act, sections 5 and 6",
        "dols": "DoLS authorisation",
        "court_order": "Court order",
        "mha": "Mental Health Act, or a community treatment order",
        "none_identified": "No legal basis identified",
    }


class Capacity(Code):
    """Whether the person can decide about this one thing, now."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "has": "Has capacity for this decision",
        "lacks": "Lacks capacity for this decision",
        "not_assessed": "Capacity not assessed",
    }


class ImposedBy(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "us": "Us",
        "another_team": "Another team",
        "another_service": "Another service",
    }


class Reach(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "individual": "For this person",
        "blanket": "For everyone there",
    }


class RestrictionDecision(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "continue": "Continue",
        "modify": "Modify",
        "step_down": "Step down",
    }


class Status(Code):
    """Where the person is with us. Nothing recorded means supported."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "supported": "Supported by us",
        "in_hospital": "In hospital",
        "in_custody": "In custody",
        "discharged": "Discharged",
        "died": "Died",
    }

    @property
    def away(self) -> bool:
        """Elsewhere for a time: what asks for contact pauses, and leaving sets a contact."""
        return self in {"in_hospital", "in_custody"}
