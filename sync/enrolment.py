"""Enrolment, sans I/O, both ends: a device proves an invitation, and hands its keys to the centre, sealed.

`Newcomer` is the device's side, `serve_enrolment` the centre's over an `EnrolmentPort`. Nothing is kept here: the device
makes its profile only once it holds an `Enrolled` that opened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from models.errors import (
    EnrolmentError,
    InvitationExpired,
    InvitationUsed,
    NotUnderstood,
    SyncError,
    VaultError,
    VersionApart,
)
from sync.frames import ENROLMENT, Answer, Chance, Problem, enrolment_channel, who_asks
from sync.invitation import Invite
from sync.messages import ID, MOST_CODE, MOST_WORDS, VERSION, Number, numbers_of, read_version
from sync.packing import Reader, pack
from sync.session import States, open_answer
from vault.enrolment import open_at_centre, public_of, seal_to_centre

T = TypeVar("T")
KEY = 32
MOST_SEALED_KEYS = 512
MOST_TICKET = 4096


@dataclass(frozen=True)
class Welcome:
    """The centre's answer to a hello: its organisation, name and X25519 public key."""

    org: bytes
    name: str
    centre_key: bytes
    now_ms: int = 0


@dataclass(frozen=True)
class Enrolled:
    """The centre's answer to an enrolment: who this device is now. `ticket` is opaque and kept."""

    org: bytes
    staff: bytes
    label: str
    ticket: bytes = b""
    numbers: tuple[Number, ...] = ()
    now_ms: int = 0


@dataclass(frozen=True)
class NewKeys:
    """What a new device made for itself: its id, and the two keys the centre will share. All random."""

    device: bytes
    device_key: bytes
    link_key: bytes

    @classmethod
    def make(cls, chance: Chance) -> "NewKeys":
        return cls(chance(ID), chance(KEY), chance(KEY))


class Newcomer:
    """A device's side of one enrolment: `hello`, `welcome`, `enrol`, `enrolled`; `lost` after either question.

    Each answer raises InvitationWrong, InvitationUsed or InvitationExpired (closed), VersionApart (closed), or
    NotUnderstood and CentreFailed (ask again). An answer counts only if it opened under the invitation's secret.
    """

    def __init__(self, invite: Invite, keys: NewKeys, chance: Chance) -> None:
        self._invite = invite
        self._keys = keys
        self._chance = chance
        self._channel = enrolment_channel(invite.lookup, invite.key)
        self._states = States("newcomer")
        self._request = b""

    @property
    def state(self) -> str:
        return self._states.state

    def hello(self) -> bytes:
        self._states.on("greeted")
        return self._seal({"v": VERSION, "q": "hello", "d": self._keys.device})

    def welcome(self, answer: Answer) -> Welcome:
        return self._receive(answer, "welcomed", _read_welcome)

    def enrol(self, welcome: Welcome, installation: bytes) -> bytes:
        """Hand over both keys, sealed to the centre's key. `installation`: 16 bytes, the same for all its profiles."""
        self._states.on("asked")
        context = self._invite.lookup + welcome.org + self._keys.device
        sealed = seal_to_centre(welcome.centre_key, self._keys.device_key + self._keys.link_key, context)
        return self._seal(
            {"v": VERSION, "q": "enrol", "d": self._keys.device, "i": installation, "b": sealed}
        )

    def enrolled(self, answer: Answer) -> Enrolled:
        return self._receive(answer, "enrolled", _read_enrolled)

    def lost(self) -> None:
        self._states.on("lost")

    def _seal(self, document: dict[str, object]) -> bytes:
        self._request = self._channel.seal_request(pack(document), self._chance)
        return self._request

    def _receive(self, answer: Answer, event: str, read: Callable[[Reader], T]) -> T:
        try:
            reader = read_version(open_answer(answer, self._channel, self._request, None))
            _refuse_closed(reader)
            found = read(reader)
        except (EnrolmentError, VersionApart):
            self._states.on("turned_away")
            raise
        except SyncError:
            self._states.on("not_understood")
            raise
        self._states.on(event)
        return found


def _refuse_closed(reader: Reader) -> None:
    """Said only to someone who proved the secret."""
    standing = reader.text("s", MOST_CODE)
    if standing == "used":
        raise InvitationUsed
    if standing == "expired":
        raise InvitationExpired
    if standing == "version":
        raise VersionApart


def _read_welcome(reader: Reader) -> Welcome:
    return Welcome(
        org=reader.raw("o", ID),
        name=reader.text("a", MOST_WORDS),
        centre_key=reader.raw("k", KEY),
        now_ms=reader.moment("t"),
    )


def _read_enrolled(reader: Reader) -> Enrolled:
    return Enrolled(
        now_ms=reader.moment("t"),
        org=reader.raw("o", ID),
        staff=reader.raw("f", ID),
        label=reader.text("l", MOST_WORDS),
        ticket=reader.raw("j", most=MOST_TICKET),
        numbers=numbers_of(reader.plain()),
    )


class EnrolmentPort(Protocol):
    """What `serve_enrolment` needs of the central store. Plain calls: run it on a thread of its own."""

    @property
    def fingerprint(self) -> bytes: ...

    @property
    def org(self) -> bytes: ...

    @property
    def name(self) -> str: ...

    @property
    def centre_private_key(self) -> bytes:
        """X25519, 32 bytes."""
        ...

    def now_ms(self) -> int: ...

    def chance(self, size: int, /) -> bytes: ...

    def invite_key(self, lookup: bytes) -> bytes | None: ...

    def standing(self, lookup: bytes, device: bytes) -> str:
        """ "open", "used" or "expired". Open, even past its time, for the one device that has used it already."""
        ...

    def enrol(self, lookup: bytes, installation: bytes, keys: NewKeys) -> Enrolled | None:
        """Enrol and commit; the same device with the same keys again gets the same answer. None: used by another."""
        ...


def serve_enrolment(port: EnrolmentPort, frame: bytes) -> Answer:
    """The centre's answer to a hello or an enrolment. Whoever does not prove the secret learns nothing."""
    try:
        lookup = who_asks(ENROLMENT, frame)
    except NotUnderstood:
        return Problem("malformed", port.fingerprint).answer()
    key = port.invite_key(lookup)
    channel = enrolment_channel(lookup, key or bytes(KEY))
    try:
        payload = channel.open_request(frame)
    except NotUnderstood:
        payload = None
    if key is None or payload is None:
        return Problem("invitation", port.fingerprint).answer()
    try:
        document = _answer(port, lookup, read_version(payload))
    except VersionApart:
        document = {"s": "version"}
    except (NotUnderstood, VaultError):
        return Problem("malformed", port.fingerprint).answer()
    whole = pack({"v": VERSION, "t": port.now_ms(), **document})
    return Answer(200, channel.seal_response(whole, frame, port.chance))


def _answer(port: EnrolmentPort, lookup: bytes, reader: Reader) -> dict[str, object]:
    device = reader.raw("d", ID)
    standing = port.standing(lookup, device)
    if standing != "open":
        return {"s": standing}
    if reader.text("q", MOST_CODE) == "hello":
        return {"s": "open", "o": port.org, "a": port.name, "k": public_of(port.centre_private_key)}
    context = lookup + port.org + device
    both = open_at_centre(port.centre_private_key, reader.raw("b", most=MOST_SEALED_KEYS), context)
    if len(both) != 2 * KEY:
        raise reader.wrong("b")
    enrolled = port.enrol(lookup, reader.raw("i", ID), NewKeys(device, both[:KEY], both[KEY:]))
    return _document(enrolled) if enrolled else {"s": "used"}


def _document(enrolled: Enrolled) -> dict[str, object]:
    return {
        "s": "enrolled",
        "o": enrolled.org,
        "f": enrolled.staff,
        "l": enrolled.label,
        "j": enrolled.ticket,
        "n": enrolled.numbers,
    }
