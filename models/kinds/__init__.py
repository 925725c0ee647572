"""Every kind of entry and the model of its body. To add one: write its model beside its like, add a row to `BODIES`."""

from models.kinds.base import Body
from models.kinds.contact import ContactRecorded
from models.kinds.correction import EntryAmended, EntryConfirmed, EntryVoided
from models.kinds.escalation import (
    EscalationAcknowledged,
    EscalationAgreed,
    EscalationContested,
    EscalationDelivered,
    EscalationDisputed,
    EscalationOpened,
    EscalationOwned,
    EscalationResolved,
    EscalationResponded,
    EscalationReviewed,
    EscalationStepped,
)
from models.kinds.held import EntryAccepted, EntryQuarantined, EntrySettled
from models.kinds.organisation import (
    DeviceEnrolled,
    DeviceRecoveryIssued,
    DeviceRevoked,
    RotaSet,
    StaffJoined,
    StaffLeaveSet,
    StaffLeft,
    StaffRoleSet,
    StandardPublished,
    TeamCreated,
    TeamRenamed,
)
from models.kinds.papers import CandourTold, CopyOffered, HandoverAnswered, HandoverGiven
from models.kinds.person import (
    CaseloadAssigned,
    CaseloadEnded,
    CohortSet,
    ContactAgreed,
    PersonDetails,
    SignatureSet,
)
from models.kinds.plan import PlanMade, PlanReviewed
from models.kinds.prompt import EpisodeSteppedDown, PromptAnswered, PromptSeen, PromptTold
from models.kinds.referral import PersonMatched, ReferralDecided, ReferralReceived
from models.kinds.registers import (
    AuditFinding,
    AuditPerformed,
    IssueEscalated,
    IssueLogged,
    IssueResolved,
    LearningRecorded,
    RiskRegistered,
    RiskReviewed,
    SupervisionRecorded,
)
from models.kinds.restriction import RestrictionApplied, RestrictionReviewed
from models.kinds.safeguarding import (
    ActionAssigned,
    ActionCompleted,
    ActionUpdated,
    SafeguardingDecided,
    SafeguardingRaised,
)
from models.kinds.safety import GoalSet, ThresholdOverridden, VisitNote
from models.kinds.status import PersonStatus
from models.kinds.traces import AccessViewed, DeviceSilent, PromptDelivered

BODIES: dict[str, type[Body]] = {
    "staff.joined": StaffJoined,
    "staff.role_set": StaffRoleSet,
    "staff.left": StaffLeft,
    "staff.leave_set": StaffLeaveSet,
    "team.created": TeamCreated,
    "team.renamed": TeamRenamed,
    "device.enrolled": DeviceEnrolled,
    "device.revoked": DeviceRevoked,
    "device.recovery_issued": DeviceRecoveryIssued,
    "rota.set": RotaSet,
    "standard.published": StandardPublished,
    "person.registered": PersonDetails,
    "person.updated": PersonDetails,
    "person.status": PersonStatus,
    "person.matched": PersonMatched,
    "cohort.set": CohortSet,
    "contact.agreed": ContactAgreed,
    "signature.set": SignatureSet,
    "threshold.overridden": ThresholdOverridden,
    "visit.note": VisitNote,
    "goal.set": GoalSet,
    "caseload.assigned": CaseloadAssigned,
    "caseload.ended": CaseloadEnded,
    "contact.recorded": ContactRecorded,
    "plan.made": PlanMade,
    "plan.reviewed": PlanReviewed,
    "restriction.applied": RestrictionApplied,
    "restriction.reviewed": RestrictionReviewed,
    "escalation.opened": EscalationOpened,
    "escalation.delivered": EscalationDelivered,
    "escalation.acknowledged": EscalationAcknowledged,
    "escalation.responded": EscalationResponded,
    "escalation.contested": EscalationContested,
    "escalation.agreed": EscalationAgreed,
    "escalation.owned": EscalationOwned,
    "escalation.stepped": EscalationStepped,
    "escalation.disputed": EscalationDisputed,
    "escalation.resolved": EscalationResolved,
    "escalation.reviewed": EscalationReviewed,
    "episode.stepped_down": EpisodeSteppedDown,
    "handover.given": HandoverGiven,
    "handover.answered": HandoverAnswered,
    "copy.offered": CopyOffered,
    "candour.told": CandourTold,
    "safeguarding.raised": SafeguardingRaised,
    "safeguarding.decided": SafeguardingDecided,
    "action.assigned": ActionAssigned,
    "action.updated": ActionUpdated,
    "action.completed": ActionCompleted,
    "issue.logged": IssueLogged,
    "issue.escalated": IssueEscalated,
    "issue.resolved": IssueResolved,
    "risk.registered": RiskRegistered,
    "risk.reviewed": RiskReviewed,
    "referral.received": ReferralReceived,
    "referral.decided": ReferralDecided,
    "audit.performed": AuditPerformed,
    "audit.finding": AuditFinding,
    "learning.recorded": LearningRecorded,
    "supervision.recorded": SupervisionRecorded,
    "prompt.seen": PromptSeen,
    "prompt.told": PromptTold,
    "prompt.answered": PromptAnswered,
    "prompt.delivered": PromptDelivered,
    "device.silent": DeviceSilent,
    "access.viewed": AccessViewed,
    "entry.amended": EntryAmended,
    "entry.voided": EntryVoided,
    "entry.confirmed": EntryConfirmed,
    "entry.quarantined": EntryQuarantined,
    "entry.accepted": EntryAccepted,
    "entry.settled": EntrySettled,
}

__all__ = ["BODIES", "Body"]
