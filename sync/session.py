"""The session, sans I/O, both ends: what may be asked, what an answer may be, and what each refusal means.

`DeviceSession` makes request frames and judges answers; `CentreSession` opens requests and seals responses; `serve` is the
centre's whole order of work over a `CentrePort`. Neither opens a socket, a file or a clock. `TRANSITIONS` is the table
drawn in `docs/sync.md`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from models.errors import (
    CentreFailed,
    DifferentCentre,
    InvitationWrong,
    NotUnderstood,
    SyncError,
    VersionApart,
)
from models.errors import HandrailError as AnyError
from sync.frames import (
    MAGIC,
    MOST_BYTES,
    SYNC,
    Answer,
    Chance,
    Channel,
    Problem,
    sync_channel,
    who_asks,
    with_ticket,
    without_ticket,
)
from sync.messages import Check, Handed, Receipt, Refusal, Row, SyncRequest, SyncResponse

TRANSITIONS: dict[str, dict[str, dict[str, str]]] = {
    "device": {
        "idle": {"asked": "waiting"},
        "waiting": {
            "lost": "idle",
            "not_understood": "idle",
            "more": "idle",
            "finished": "done",
            "turned_away": "closed",
        },
    },
    "newcomer": {
        "new": {"greeted": "greeting"},
        "greeting": {
            "lost": "new",
            "not_understood": "new",
            "welcomed": "known",
            "turned_away": "closed",
        },
        "known": {"asked": "enrolling"},
        "enrolling": {
            "lost": "known",
            "not_understood": "known",
            "enrolled": "done",
            "turned_away": "closed",
        },
    },
    "forgetful": {
        "ready": {"asked": "asking"},
        "asking": {
            "lost": "ready",
            "not_understood": "ready",
            "recovered": "done",
            "turned_away": "closed",
        },
    },
    "centre": {
        "listening": {"heard": "claimed", "turned_away": "done"},
        "claimed": {"opened": "open", "turned_away": "done"},
        "open": {"answered": "done", "turned_away": "done"},
    },
}


class States:
    """Where one session stands. An event its table does not hold is a fault in the program."""

    def __init__(self, role: str) -> None:
        self._table = TRANSITIONS[role]
        self.state = next(iter(self._table))

    def on(self, event: str) -> None:
        following = self._table.get(self.state, {}).get(event)
        if following is None:
            raise RuntimeError(f"{event} cannot happen while {self.state}")
        self.state = following


class DeviceSession:
    """One device's side of one sync. `centre` is the fingerprint of the centre it belongs to.

    Call `ask`, put the frame on the line, then `receive` what came back or `lost` if nothing did. After `receive` the
    state is "idle" (more to do), "done" or "closed". With a `ticket`, what its own centre does not know it by is asked
    again with that.
    """

    def __init__(
        self, device: bytes, link_key: bytes, centre: bytes, chance: Chance, ticket: bytes = b""
    ) -> None:
        self._ticket = ticket
        self._unknown = False
        self._channel = sync_channel(device, link_key)
        self._centre = centre
        self._chance = chance
        self._states = States("device")
        self._request = b""
        self._asked: tuple[bytes, ...] = ()
        self._more_to_send = False

    @property
    def state(self) -> str:
        return self._states.state

    def ask(self, request: SyncRequest, more_to_send: bool = False) -> bytes:
        """The request's frame. `more_to_send`: rows are left that this request does not carry."""
        self._states.on("asked")
        self._asked, self._more_to_send = tuple(row.id for row in request.rows), more_to_send
        self._request = self._channel.seal_request(request.pack(), self._chance)
        return with_ticket(self._ticket, self._request) if self._unknown else self._request

    def lost(self) -> None:
        """Nothing came back, or the wait was given up. The same may be asked again."""
        self._states.on("lost")

    def receive(self, answer: Answer) -> SyncResponse:
        """The response, holding receipts and refusals only for rows that were in this request.

        NotUnderstood, CentreFailed: ask again later. DifferentCentre, VersionApart: this session is closed. A response
        with problem "revoked" is returned, so that its receipts and commands count, and closes the session.
        """
        try:
            response = self._understood(answer)
        except (DifferentCentre, VersionApart):
            self._states.on("turned_away")
            raise
        except SyncError as error:
            self._unknown |= bool(self._ticket) and "unknown" in error.fields
            self._states.on("not_understood")
            raise
        self._states.on(self._event(response))
        return response

    def _understood(self, answer: Answer) -> SyncResponse:
        payload = open_answer(answer, self._channel, self._request, self._centre)
        response = SyncResponse.read(payload, self._asked)
        if response.problem == "version":
            raise VersionApart
        if response.page is not None and response.cursor is None:
            raise NotUnderstood(fields=["cursor"])
        answered = [receipt.id for receipt in response.receipts] + [one.id for one in response.refusals]
        if len(answered) != len(set(answered)):
            raise NotUnderstood(fields=["twice"])
        return response

    def _event(self, response: SyncResponse) -> str:
        if response.problem == "revoked":
            return "turned_away"
        return "more" if response.more or self._more_to_send else "finished"


def open_answer(answer: Answer, channel: Channel, request: bytes, centre: bytes | None) -> bytes:
    """The payload of a response to `request`, or the error that an answer of any other kind means."""
    if answer.status != 200:
        raise _refusal(answer, centre)
    return channel.open_response(answer.body, request)


def _refusal(answer: Answer, centre: bytes | None) -> AnyError:
    problem = Problem.read(answer.body)
    if problem:
        return _meaning(problem, centre)
    if answer.status == 413:
        return CentreFailed(fields=["large"])
    if answer.status == 429 or answer.status >= 500:
        return CentreFailed()
    return NotUnderstood(fields=["status"])


def _meaning(problem: Problem, centre: bytes | None) -> AnyError:
    """The sentence that a problem in the open chooses. Nobody vouches for it; nothing else may depend on it."""
    another = centre is not None and problem.centre != centre
    meanings: dict[str, Callable[[], AnyError]] = {
        "unknown": DifferentCentre if another else _not_known_here,
        "invitation": InvitationWrong,
        "version": VersionApart,
        "large": lambda: CentreFailed(fields=["large"]),
        "busy": CentreFailed,
    }
    return meanings.get(problem.code, NotUnderstood)()


def _not_known_here() -> CentreFailed:
    return CentreFailed("The centre does not know this tablet.", do="Tell your IT lead.", fields=["unknown"])


class CentreSession:
    """The centre's side of one request. `centre` is its own fingerprint.

    `hear` gives the device it says it is from; `open` its request, once the caller found that device's link key; then
    `answer`, or `turn_away` at any point before.
    """

    def __init__(self, centre: bytes, chance: Chance) -> None:
        self._centre = centre
        self._chance = chance
        self._states = States("centre")
        self._frame = b""
        self._device = b""
        self._channel: Channel | None = None
        self._asked: tuple[bytes, ...] = ()

    @property
    def state(self) -> str:
        return self._states.state

    def hear(self, frame: bytes) -> bytes:
        """NotUnderstood: not a request. VersionApart: one of a later kind."""
        if frame[: MAGIC - 1] == SYNC.request[:-1] and frame[:MAGIC] != SYNC.request:
            raise VersionApart
        self._device = who_asks(SYNC, frame)
        self._frame = frame
        self._states.on("heard")
        return self._device

    def open(self, link_key: bytes) -> SyncRequest:
        """NotUnderstood: the tag does not fit (still "claimed") or the message does not (then "open"). VersionApart."""
        channel = sync_channel(self._device, link_key)
        payload = channel.open_request(self._frame)
        self._channel = channel
        self._states.on("opened")
        request = SyncRequest.read(payload)
        self._asked = tuple(row.id for row in request.rows)
        return request

    def answer(self, response: SyncResponse) -> Answer:
        self._states.on("answered")
        if self._channel is None:
            raise RuntimeError("answered before a request was opened")
        return Answer(200, self._channel.seal_response(response.pack(self._asked), self._frame, self._chance))

    def turn_away(self, code: str) -> Answer:
        self._states.on("turned_away")
        return Problem(code, self._centre).answer()


@dataclass(frozen=True)
class KnownDevice:
    link_key: bytes
    revoked: bool = False


@dataclass(frozen=True)
class Feed:
    """What a device is given now: a sealed page with the cursor after it, or neither; the witness; whether more waits.

    `not_given` are places in what was asked for again.
    """

    page: bytes | None = None
    cursor: bytes | None = None
    witness: bytes | None = None
    more: bool = False
    problem: str | None = None
    not_given: tuple[int, ...] = ()


class Healing(NamedTuple):
    """Places in a request: of the ids listed that the centre lacks, of the pages handed in that it dealt with."""

    lacking: Sequence[int] = ()
    kept_pages: Sequence[int] = ()


class CentrePort(Protocol):
    """What `serve` needs of the central store. Plain calls: run `serve` on a thread of its own."""

    @property
    def fingerprint(self) -> bytes: ...

    def now_ms(self) -> int: ...

    def chance(self, size: int, /) -> bytes: ...

    def known(self, device: bytes) -> KnownDevice | None: ...

    def join(self, device: bytes, ticket: bytes) -> KnownDevice | None:
        """What an enrolment ticket of this centre says of a device that is not known. Nothing is recorded yet."""
        ...

    def joined(self, device: bytes, ticket: bytes) -> None:
        """Its request opened under the ticket's link key: it is known from now on."""
        ...

    def notice(self, device: bytes, witness: bytes) -> None:
        """What this device was shown before. It may show that the centre was put back to an earlier copy."""
        ...

    def heal(self, device: bytes, request: SyncRequest) -> Healing:
        """Take what a device gives back to a restored centre: its listing, and pages it never opened."""
        ...

    def take(self, device: bytes, rows: Sequence[Row]) -> tuple[Sequence[Receipt], Sequence[Refusal]]:
        """Receipts only for what is committed; the same row again gives the same receipt."""
        ...

    def feed(self, device: bytes, request: SyncRequest) -> Feed:
        """What this device asked for again, then what it may have after its cursor, in about `page_bytes`."""
        ...

    def keep(self, device: bytes, handed: Sequence[Handed]) -> Sequence[int]:
        """Places in `handed` of what is committed now: handed over by a device taken out of use."""
        ...

    def commands(self, device: bytes, request: SyncRequest) -> Sequence[dict[str, object]]:
        """For a device taken out of use only what becomes of it."""
        ...

    def heard(self, device: bytes, heard_ms: int, sent: bytes, checks: Sequence[Check], /) -> None:
        """A request opened and its rows are taken. Sign of life and checks count only if `is_fresh`."""
        ...


def serve(port: CentrePort, frame: bytes) -> Answer:
    """The centre's answer to one request: rows are taken before the feed is read, so one request is a whole sync."""
    session = CentreSession(port.fingerprint, port.chance)
    if len(frame) > MOST_BYTES:
        return session.turn_away("large")
    ticket, request_frame = without_ticket(frame)
    try:
        device = session.hear(request_frame)
        known = port.known(device)
        joining = known is None and bool(ticket)
        if joining:
            known = port.join(device, ticket)
        if known is None:
            return session.turn_away("unknown")
        request = session.open(known.link_key)
    except VersionApart:
        return _version_apart(session, port)
    except NotUnderstood:
        return session.turn_away("unopened" if session.state == "claimed" else "malformed")
    if joining:
        port.joined(device, ticket)
    return session.answer(_respond(port, device, known, request))


def _respond(port: CentrePort, device: bytes, known: KnownDevice, request: SyncRequest) -> SyncResponse:
    if request.witness is not None:
        port.notice(device, request.witness)
    receipts, refusals = port.take(device, request.rows)
    healing = port.heal(device, request) if request.listing or request.unapplied else Healing()
    kept = port.keep(device, request.handed) if request.handed else ()
    port.heard(device, request.heard_ms, request.sent_ms.to_bytes(8, "big"), request.checks)
    feed = Feed(problem="revoked") if known.revoked else port.feed(device, request)
    return SyncResponse(
        now_ms=port.now_ms(),
        receipts=tuple(receipts),
        refusals=tuple(refusals),
        page=feed.page,
        cursor=feed.cursor,
        witness=feed.witness,
        more=feed.more,
        commands=tuple(port.commands(device, request)),
        problem=feed.problem,
        kept=tuple(kept),
        not_given=feed.not_given,
        lacking=tuple(healing.lacking),
        kept_pages=tuple(healing.kept_pages),
    )


def _version_apart(session: CentreSession, port: CentrePort) -> Answer:
    if session.state == "open":
        return session.answer(SyncResponse(now_ms=port.now_ms(), problem="version"))
    return session.turn_away("version")


def is_fresh(last_heard_ms: int, last_sent: bytes, heard_ms: int, sent: bytes) -> bool:
    """Whether a request can be a new one, and not an old one that somebody kept and sent again.

    `sent` is the device's time as 8 bytes. A clock set back is put right by the next answer, which raises `heard_ms`.
    """
    return (heard_ms, sent) > (last_heard_ms, last_sent)
