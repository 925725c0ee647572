"""What the facade gives and takes: plain, immutable, free of storage and of screens. Times are aware UTC, ids hexadecimal."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from models.authority import decides, may_author
from models.closing import Closed
from models.codes import Role
from models.entry import Entry, Held
from models.fold import PersonState, ScopeState
from models.fold.caseload import Assignment
from models.prompt import Prompt
from models.rules import Evaluation
from models.standard import Standard
from sync.messages import Number

Part = Literal["main", "cover"]
Phase = Literal["connecting", "sending", "receiving", "applying", "done"]


@dataclass(frozen=True)
class Profile:
    """One enrolment on this tablet, as a locked screen may show it. `label` is neutral ("Tablet A · 2").

    `trouble` is a sentence when it cannot be opened; the rest is then unknown. `heard_at`: when the centre last answered.
    `pin`: it is opened by a PIN. `wait`: how long until another try, after several wrong ones. `out_of_use`: base has taken it
    out of use, and `left` records and drafts are still to be handed over.
    """

    id: str
    label: str
    org: str = ""
    staff: str = ""
    address: str = ""
    numbers: tuple[Number, ...] = ()
    needs_you: bool = False
    unsent: int = 0
    oldest_unsent_at: datetime | None = None
    heard_at: datetime | None = None
    pin: bool = False
    key_gone: bool = False
    wait: timedelta = timedelta()
    trouble: str = ""
    out_of_use: bool = False
    left: int = 0


@dataclass(frozen=True)
class Me:
    """Who this profile belongs to. `role` is None and `name` empty until the first sync brought the staff list.

    `standard` is the one in force now, by which what I record is stamped.
    """

    staff_id: str
    name: str = ""
    role: Role | None = None
    teams: tuple[str, ...] = ()
    standard: Standard | None = field(default=None, compare=False, repr=False)

    def may(self, kind: str) -> bool:
        """Whether my role may author the kind, so that a screen offers only what can be recorded."""
        return may_author(self.role, kind, self.standard)

    def decides(self, kind: str) -> bool:
        """Whether what such an entry of mine decides needs nobody else, as the standard delegates."""
        return decides(self.role, kind, self.standard)

    @property
    def administers(self) -> bool:
        """I hold people's details and caseloads only: nothing clinical, so what a rule makes of them means nothing."""
        return self.role == "administrator"


@dataclass(frozen=True)
class PersonRow:
    """A person in a list. `part` is mine in working with them today, None when I have none.

    `prompts` are those standing; `prompts_for_me` those that ask me and are not quiet. `next_contact_at` is the next that
    a temporary plan names, `next_contact_on` the date the latest contact set. `arriving`: restrictions and plan are not
    to be relied on yet. `last_contact_certain` is False when that time came from a clock in doubt. `closed`: others' records
    are closed, so contacts are not given. `held_back`: how much that is held
    and not accepted waits for a manager. `scopes` are all that are theirs; `to_be_matched`: nobody has said yet who they are.
    `working` is everybody who works, worked or will work with them; `gone`: discharged, or died. `to_confirm`: how much others
    recorded that changes nothing until a manager confirms it. `in_registers`: a line of a register lies with them.
    """

    scope: str
    name: str
    born_on: date | None
    last_four: str
    part: Part | None
    prompts: int
    prompts_for_me: int
    next_contact_on: date | None
    next_contact_at: datetime | None
    last_contact_at: datetime | None
    arriving: bool
    last_contact_certain: bool = True
    closed: bool = False
    held_back: int = 0
    scopes: tuple[str, ...] = ()
    to_be_matched: bool = False
    team: str | None = None
    working: tuple[Assignment, ...] = ()
    gone: bool = False
    to_confirm: int = 0
    in_registers: bool = False


@dataclass(frozen=True)
class ScopeView:
    """A person, or a team, whole. `as_at` is when this tablet last finished a sync, None if never.

    While `closed`, everything here is only what was recorded on this tablet and who it is about; `closed_prompts` rest on others'
    records alone. Of a team one does not lead, it holds only what one recorded, and nothing is evaluated.
    """

    scope: str
    state: ScopeState
    evaluation: Evaluation
    held: tuple[Held, ...]
    as_at: datetime | None
    arriving: bool
    closed: Closed | None = field(default=None, kw_only=True)
    closed_prompts: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class PersonView(ScopeView):
    """One person. `changed_since_my_last_visit` are entries by others since I last recorded a contact; all of them if I never did."""

    state: PersonState
    changed_since_my_last_visit: tuple[Entry, ...]


@dataclass(frozen=True)
class Draft:
    """A form as far as it was filled in. `id` is the id its entry will have; `document` is the form's own.

    A draft that cannot be opened is listed with `document` None.
    """

    id: str
    kind: str
    scope: str
    document: dict[str, Any] | None
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Saved:
    """On this tablet, durably. `prompts` are those now standing for the person, `raised` those this entry raised."""

    id: str
    held: Held
    prompts: tuple[Prompt, ...] = ()
    raised: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Unsent:
    """What the centre does not hold yet. `not_accepted` (id, reason): held there, but it needs its author.

    `refused` (id, code) are in `count` too: the centre could not take them; they are offered again.
    """

    count: int = 0
    oldest_at: datetime | None = None
    not_accepted: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Progress:
    """How far a sync is. `received` counts entries taken in while unlocked, `pages` every page kept."""

    phase: Phase
    sent: int = 0
    to_send: int = 0
    received: int = 0
    pages: int = 0


@dataclass(frozen=True)
class SyncReport:
    """What one sync did. `problem`: "restored" when the centre was put back to an earlier copy; rows were taken.

    `given_back` are records that the centre held before it was put back, and holds again from this tablet.
    """

    sent: int = 0
    given_back: int = 0
    not_accepted: int = 0
    refused: int = 0
    received: int = 0
    pages: int = 0
    requests: int = 0
    finished_at: datetime | None = None
    problem: str | None = None
