"""Codes of safeguarding, referrals, audits and the registers of a team."""

from collections.abc import Mapping
from typing import ClassVar

from models.codes import Code


class AbuseType(Code):
    """Types of abuse and neglect, as the Care Act 2014 guidance lists them."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "physical": "Physical abuse",
        "domestic": "Domestic abuse",
        "sexual": "Sexual abuse",
        "psychological": "Psychological or emotional abuse",
        "financial": "Financial or material abuse",
        "modern_slavery": "Modern slavery",
        "discriminatory": "Discriminatory abuse",
        "organisational": "Organisational abuse",
        "neglect": "Neglect or acts of omission",
        "self_neglect": "Self-neglect",
        "exploitation": "Exploitation, such as cuckooing",
        "child_at_risk": "A child is at risk",
    }


class RiskDecision(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "continue": "Continue as it is",
        "change": "Change what we do about it",
        "close": "Close: it is no longer there",
    }


class ReferralDecision(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {"accept": "Accepted", "decline": "Declined"}


class DeclineReason(Code):
    """Why a referral is declined: structured, so that the commonest can be counted."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "outside_area": "Outside our area",
        "outside_what_we_do": "Outside what we are asked to do",
        "needs_more_than_we_give": "Needs more support than we can give safely",
        "needs_less_than_we_give": "Needs less support than we give",
        "no_room": "No room at present",
        "too_little_known": "Too little is known, and it was asked for",
        "they_said_no": "They said no",
        "with_another_service": "Another service supports them with this",
    }


class NonNegotiable(Code):
    """What a sampling audit looks for in every record."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "baseline": "Usual levels are set",
        "goals": "Goals are set",
        "risk_plan": "A safety plan is there and current",
        "escalation_routes": "Escalation routes are named",
        "review_decisions": "Reviews end in a decision with its reason",
    }


class Minimum(Code):
    """The minimum dataset of a referral: what both sides agreed must be known."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "who_and_where": "Who they are and where they live",
        "agrees": "They agree to be referred, or why that is not asked",
        "current_presentation": "How they are now",
        "risks": "Key risks, to them and to others",
        "history": "What has happened before",
        "safety_plan": "Their safety plan",
        "restrictions": "Restrictions and their review dates",
        "medicines": "Medicines",
        "people_around": "People around them and who to ring",
        "safe_to_visit": "What a visitor needs to know",
        "who_stays_involved": "Who stays involved",
    }
