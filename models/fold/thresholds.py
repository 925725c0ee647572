"""What a person's own thresholds come to: signature, baselines, agreed contact, cohort. In conflict the more prompting wins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.fold.facts import Fact
from models.kinds.person import CohortSet, ContactAgreed, SignatureSet


@dataclass(frozen=True, slots=True)
class Signature:
    """The person's own key indicators and their usual levels."""

    indicators: tuple[str, ...] = ()
    baselines: Mapping[str, int] = field(default_factory=dict[str, int])

    def baseline(self, code: str) -> int:
        """The usual level; 0 when none was set."""
        return self.baselines.get(code, 0)


@dataclass(frozen=True, slots=True)
class Agreed:
    """How often we agreed to be in contact, in days, since `at`; `id` is the entry that agreed it."""

    id: str
    at: datetime
    interval_days: int
    face_to_face_days: int | None


def signature_in(heads: Iterable[Fact[SignatureSet]]) -> Signature:
    bodies = [body for head in heads for body in head.bodies]
    codes = {code for body in bodies for code in body.baselines}
    return Signature(
        indicators=tuple(dict.fromkeys(code for body in bodies for code in body.indicators)),
        baselines={code: min(body.baselines.get(code, 0) for body in bodies) for code in sorted(codes)},
    )


def agreed_in(heads: Iterable[Fact[ContactAgreed]]) -> Agreed | None:
    heads = tuple(heads)
    if not heads:
        return None
    bodies = [body for head in heads for body in head.bodies]
    face_to_face = [body.face_to_face_days for body in bodies if body.face_to_face_days is not None]
    return Agreed(
        id=heads[0].id,
        at=heads[0].at,
        interval_days=min(body.interval_days for body in bodies),
        face_to_face_days=min(face_to_face, default=None),
    )


def in_cohort(heads: Iterable[Fact[CohortSet]]) -> bool:
    return any(body.in_cohort for head in heads for body in head.bodies)
