"""Who may author what: one role × kind table. A tablet uses it to show or hide, the centre to judge.

Authority is judged at the role entry the author had seen, with what the entry's stamped standard delegates (`decides`). Only what
decides who may see or do something is held back; every other entry is accepted, flagged when its author's role may not
author it, and prompts as usual: a concern is never refused. Lowering what protects is another question (`may_lower`):
by someone who may not, it is a proposal until a manager confirms it.
"""

from collections.abc import Mapping
from typing import Any

from models.codes import Role
from models.directory import Directory
from models.entry import ORGANISATION, Entry
from models.standard import Standard

ADMINISTRATOR = frozenset({"administrator"})
CLINICAL = frozenset({"worker", "manager", "senior"})
DECIDERS = frozenset({"manager", "senior"})
EVERYONE = CLINICAL | ADMINISTRATOR
LEAVE = "staff.leave_set"

MAY_AUTHOR: Mapping[str, frozenset[str]] = {
    "staff.joined": ADMINISTRATOR,
    "staff.role_set": ADMINISTRATOR,
    "staff.left": ADMINISTRATOR,
    LEAVE: ADMINISTRATOR | DECIDERS,  # not their own: see `silences_themselves`
    "team.created": ADMINISTRATOR,
    "team.renamed": ADMINISTRATOR,
    "device.enrolled": ADMINISTRATOR,
    "device.revoked": ADMINISTRATOR,
    "device.recovery_issued": ADMINISTRATOR | DECIDERS,
    "rota.set": ADMINISTRATOR | DECIDERS,
    "standard.published": ADMINISTRATOR | {"senior"},
    "person.registered": EVERYONE,
    "person.updated": EVERYONE,
    "person.status": CLINICAL,
    "person.matched": DECIDERS,
    "cohort.set": DECIDERS,
    "contact.agreed": CLINICAL,
    "signature.set": CLINICAL,
    "threshold.overridden": CLINICAL,
    "visit.note": CLINICAL,
    "goal.set": CLINICAL,
    "caseload.assigned": ADMINISTRATOR | DECIDERS,
    "caseload.ended": ADMINISTRATOR | DECIDERS,
    "contact.recorded": CLINICAL,
    "plan.made": CLINICAL,
    "plan.reviewed": CLINICAL,
    "restriction.applied": CLINICAL,  # a worker's is interim until a manager gives it authority
    "restriction.reviewed": CLINICAL,
    "escalation.opened": CLINICAL,
    "escalation.delivered": CLINICAL,
    "escalation.acknowledged": CLINICAL,
    "escalation.responded": CLINICAL,
    "escalation.contested": CLINICAL,
    "escalation.agreed": DECIDERS,
    "escalation.owned": CLINICAL,
    "escalation.stepped": CLINICAL,
    "escalation.disputed": CLINICAL,
    "escalation.resolved": CLINICAL,
    "escalation.reviewed": DECIDERS,
    "episode.stepped_down": CLINICAL,
    "handover.given": CLINICAL,
    "handover.answered": CLINICAL,
    "copy.offered": CLINICAL,
    "candour.told": CLINICAL,
    "safeguarding.raised": CLINICAL,
    "safeguarding.decided": CLINICAL,
    "action.assigned": CLINICAL,
    "action.updated": CLINICAL,
    "action.completed": CLINICAL,
    "issue.logged": CLINICAL,
    "issue.escalated": DECIDERS,
    "issue.resolved": DECIDERS,
    "risk.registered": DECIDERS,
    "risk.reviewed": DECIDERS,
    "referral.received": EVERYONE,
    "referral.decided": DECIDERS,
    "audit.performed": DECIDERS,
    "audit.finding": DECIDERS,
    "learning.recorded": CLINICAL,
    "supervision.recorded": CLINICAL,
    "prompt.seen": CLINICAL,
    "prompt.told": CLINICAL,
    "prompt.answered": CLINICAL,
    "prompt.delivered": frozenset(),
    "device.silent": frozenset(),
    "access.viewed": CLINICAL,
    "entry.amended": EVERYONE,
    "entry.voided": EVERYONE,
    "entry.confirmed": DECIDERS,
    "entry.accepted": DECIDERS | ADMINISTRATOR,
    "entry.settled": EVERYONE,
    "entry.quarantined": frozenset(),
}
# Kinds that everybody clinical may author, and whose decision is a manager's until the standard delegates it: to authorise a
# restriction, to discharge, to resolve a dispute or agree with an answer, not to refer a concern.
DECISIONS = frozenset(
    {
        "restriction.applied",
        "restriction.reviewed",
        "person.status",
        "escalation.resolved",
        "escalation.agreed",
        "safeguarding.raised",
        "safeguarding.decided",
    }
)
CORRECTIONS = frozenset({"entry.amended", "entry.voided"})
# Said by the centre itself, by nobody's role.
BY_THE_CENTRE = frozenset({"entry.quarantined", "prompt.delivered", "device.silent"})
ABOUT_WHAT_IS_HELD = frozenset({"entry.quarantined", "entry.accepted", "entry.settled"})
ROLE_MAY_NOT = "role_may_not"
OWN_LEAVE = "Nobody sets their own leave: somebody else does."
REASONS: Mapping[str, str] = {ROLE_MAY_NOT: "The author's role may not decide this."}


def may_author(role: str | None, kind: str, standard: Standard | None = None) -> bool:
    """Whether the role may author the kind, by the table or by what the standard delegates. False for unknown kinds."""
    return role is not None and (role in MAY_AUTHOR.get(kind, ()) or _delegated(role, kind, standard))


def may_lower(role: str | None) -> bool:
    """Whether lowering what protects is effective at once; from anybody else it is a proposal."""
    return role in DECIDERS


def decides(role: str | None, kind: str, standard: Standard | None = None) -> bool:
    """Whether what an entry of this kind decides is decided: by a manager or senior, or by whom the standard delegates it to.

    Delegated is the decision itself. Whatever else an entry lowers still needs a manager.
    """
    return may_lower(role) or (role is not None and kind in DECISIONS and _delegated(role, kind, standard))


def decided(entry: Entry, directory: Directory) -> bool:
    """Whether the entry's author decides it, by the role they had seen and the standard it is stamped with."""
    return decides(directory.role_seen(entry), entry.kind, directory.standard(entry.standard))


def _delegated(role: str, kind: str, standard: Standard | None) -> bool:
    return standard is not None and role in standard.delegated.get(kind, ())


def silences_themselves(author: str, kind: str, body: Mapping[str, Any], target: Entry | None = None) -> bool:
    """Whether it is the author's own leave, whatever their role: on leave nobody is asked, so somebody else says so.

    Being back is theirs to say. A correction, and an acceptance, of leave is judged by what would then hold.
    """
    if kind == LEAVE:
        said = body
    elif target is None or target.kind != LEAVE or kind not in ("entry.amended", "entry.accepted"):
        return False
    else:
        said = body.get("body", {}) if kind == "entry.amended" else target.body
    return said.get("staff") == author and not said.get("ended")


def authorised(entry: Entry, directory: Directory, target: Entry | None = None) -> bool:
    """Whether the author's role may author this. A correction needs what its `target` needs.

    The organisation's entries are corrected by an administrator where their target is not here to ask. Accepting needs
    what the `target` needs too: nobody has count for another what they may not record themselves.
    """
    if entry.kind in BY_THE_CENTRE:
        return True  # from a tablet it is not accepted (`central.judging`)
    if silences_themselves(entry.author, entry.kind, entry.body, target):
        return False
    role, standard = directory.role_seen(entry), directory.standard(entry.standard)
    if not may_author(role, entry.kind, standard):
        return False
    if entry.kind not in CORRECTIONS | {"entry.accepted"}:
        return True
    if target is None:
        return entry.scope != ORGANISATION or role in ADMINISTRATOR
    return may_author(role, target.kind, standard)


def judge(entry: Entry, directory: Directory, target: Entry | None = None) -> str | None:
    """Why the entry is held but not accepted (a code of `REASONS`), None when it is accepted.

    `target` is the entry a correction is about, where it is here.
    """
    # Listing what is held, or taking it off the list, decides nothing.
    settles = entry.kind in ABOUT_WHAT_IS_HELD - {"entry.accepted"}
    decides = not settles and (entry.kind == "entry.accepted" or decides_access(entry, target))
    held_back = decides and not authorised(entry, directory, target)
    return ROLE_MAY_NOT if held_back else None


def decides_access(entry: Entry, target: Entry | None = None) -> bool:
    """Whether it settles who may see or do what: the organisation's entries, caseloads, two records that are one person's,
    and corrections of them.
    """
    return entry.scope == ORGANISATION or any(
        each.kind.startswith(("caseload.", "person.matched")) for each in (entry, target) if each
    )


def roles_for(kind: str, standard: Standard | None = None) -> list[Role]:
    """The roles that may author the kind, in the order of the ladder."""
    return [role for role in Role.all() if may_author(role, kind, standard)]
