"""The session alone, both ends joined in memory through a hostile line: a few hundred schedules in a second or two."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from models.errors import DeviceRevoked, HandrailError, SyncError, VersionApart
from sync.frames import MOST_BYTES, Answer, Problem
from sync.messages import Check, Handed, Receipt, Refusal, Row, SyncRequest, SyncResponse
from sync.session import DeviceSession, Feed, Healing, KnownDevice, is_fresh, serve
from tests.sync.hostile import TRICKS, HostileHand

DEVICE, LINK_KEY, CENTRE, EPOCH = bytes(16), b"\x01" * 32, b"\x02" * 8, bytes(12)
ROWS_AT_ONCE, ENTRIES_IN_A_PAGE = 3, 4


@dataclass
class MemoryCentre:
    """A `CentrePort` of dictionaries. Others' entries wait in `stream`; a page is the next few of them."""

    chance_: random.Random
    stream: list[bytes] = field(default_factory=list[bytes])
    held: dict[bytes, Receipt] = field(default_factory=dict[bytes, Receipt])
    contents: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    heard_ms: int = 0
    sent: bytes = b""
    alive: int = 0
    clock: int = 1
    revoked: bool = False

    @property
    def fingerprint(self) -> bytes:
        return CENTRE

    def now_ms(self) -> int:
        self.clock += 1
        return self.clock

    def chance(self, size: int, /) -> bytes:
        return self.chance_.randbytes(size)

    def known(self, device: bytes) -> KnownDevice | None:
        return KnownDevice(LINK_KEY, self.revoked) if device == DEVICE else None

    def join(self, device: bytes, ticket: bytes) -> KnownDevice | None:
        return None

    def joined(self, device: bytes, ticket: bytes) -> None:
        raise AssertionError("nobody can join here")

    def notice(self, device: bytes, witness: bytes) -> None:
        raise AssertionError("it gave no witness")

    def heal(self, device: bytes, request: SyncRequest) -> Healing:
        return Healing()

    def take(self, device: bytes, rows: Sequence[Row]) -> tuple[Sequence[Receipt], Sequence[Refusal]]:
        receipts: list[Receipt] = []
        for row in rows:
            if row.id not in self.held:
                self.held[row.id] = Receipt(row.id, EPOCH, len(self.held) + 1, self.now_ms(), bytes(16))
                self.contents[row.id] = row.sealed
            receipts.append(self.held[row.id])
        return receipts, []

    def feed(self, device: bytes, request: SyncRequest) -> Feed:
        after = int.from_bytes(request.cursor or b"", "big")
        chosen = self.stream[after : after + ENTRIES_IN_A_PAGE]
        upto = after + len(chosen)
        if not chosen:
            return Feed()
        return Feed(b"|".join(chosen), upto.to_bytes(4, "big"), more=upto < len(self.stream))

    def keep(self, device: bytes, handed: Sequence[Handed]) -> Sequence[int]:
        return range(len(handed))

    def commands(self, device: bytes, request: SyncRequest) -> Sequence[dict[str, object]]:
        return [{"k": "wipe"}]

    def heard(self, device: bytes, heard_ms: int, sent: bytes, checks: Sequence[Check], /) -> None:
        if is_fresh(self.heard_ms, self.sent, heard_ms, sent):
            self.heard_ms, self.sent = heard_ms, sent
            self.alive += 1


@dataclass
class MemoryDevice:
    """What a device keeps: a queue, a cursor, pages as they came."""

    chance: random.Random
    queue: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    cursor: bytes | None = None
    heard_ms: int = 0
    came: list[bytes] = field(default_factory=list[bytes])
    asked: int = 0

    def sync(self, hand: HostileHand | None, centre: MemoryCentre) -> None:
        session = DeviceSession(DEVICE, LINK_KEY, CENTRE, self.chance.randbytes)
        while session.state == "idle":
            rows = tuple(Row(*item) for item in list(self.queue.items())[:ROWS_AT_ONCE])
            self.asked += 1
            request = SyncRequest(self.heard_ms, self.cursor, None, rows, 1000, sent_ms=self.asked)
            frame = session.ask(request, more_to_send=len(self.queue) > len(rows))
            try:
                answer = self._post(hand, frame, centre)
            except SyncError:
                session.lost()
                raise
            self.take(session.receive(answer))

    def _post(self, hand: HostileHand | None, frame: bytes, centre: MemoryCentre) -> Answer:
        work = lambda body: serve(centre, body)  # noqa: E731
        return asyncio.run(hand("", frame, work)) if hand else work(frame)

    def take(self, response: SyncResponse) -> None:
        for receipt in response.receipts:
            del self.queue[receipt.id]
        if response.page is not None:
            self.came += response.page.split(b"|")
            self.cursor = response.cursor
        self.heard_ms = response.now_ms


@pytest.mark.parametrize("seed", range(300))
def test_joined_in_memory_through_a_hostile_line(seed: int):
    chance = random.Random(seed)
    centre, device, hand = MemoryCentre(chance), MemoryDevice(chance), HostileHand(chance)
    said: dict[bytes, bytes] = {}
    for _ in range(6):
        for _ in range(chance.randrange(6)):
            row_id, sealed = chance.randbytes(16), chance.randbytes(30)
            device.queue[row_id] = said[row_id] = sealed
        centre.stream += [f"{len(centre.stream) + n}".encode() for n in range(chance.randrange(7))]
        try:
            device.sync(hand, centre)
        except SyncError:
            continue
    device.sync(None, centre)
    assert device.queue == {}
    assert centre.contents == said
    assert device.came == centre.stream
    assert centre.alive <= device.asked, "a repeated request is no sign of life"


def test_every_trick_was_played_on_the_line():
    chance = random.Random(0)
    centre, device, hand = MemoryCentre(chance), MemoryDevice(chance), HostileHand(chance)
    for _ in range(300):
        device.queue[chance.randbytes(16)] = b"sealed"
        try:
            device.sync(hand, centre)
        except SyncError:
            continue
    assert len(hand.played) == len(TRICKS)


def test_every_byte_of_a_request_and_of_an_answer_is_vouched_for():
    """Alter any byte: the centre takes nothing, the device believes nothing."""
    chance = random.Random(1)
    centre = MemoryCentre(chance)
    session = DeviceSession(DEVICE, LINK_KEY, CENTRE, chance.randbytes)
    frame = session.ask(SyncRequest(rows=(Row(bytes(16), b"sealed"),), page_bytes=10))
    for place in range(len(frame)):
        altered = frame[:place] + bytes([frame[place] ^ 0x40]) + frame[place + 1 :]
        assert serve(centre, altered).status != 200
    assert centre.held == {}
    assert centre.alive == 0
    answer = serve(centre, frame)
    for place in range(len(answer.body)):
        altered = answer.body[:place] + bytes([answer.body[place] ^ 0x40]) + answer.body[place + 1 :]
        with pytest.raises(HandrailError):
            session.receive(Answer(200, altered))
        session.ask(SyncRequest(rows=(Row(bytes(16), b"sealed"),), page_bytes=10))


def test_a_revoked_device_hands_over_its_rows_and_gets_nothing():
    chance = random.Random(2)
    centre = MemoryCentre(chance, stream=[b"somebody else's"], revoked=True)
    device = MemoryDevice(chance, queue={bytes(16): b"sealed"})
    device.sync(None, centre)
    assert device.queue == {}
    assert device.came == []


def test_turned_away():
    centre = MemoryCentre(random.Random(3))
    assert serve(centre, bytes(MOST_BYTES + 1)) == Problem("large", CENTRE).answer()
    assert serve(centre, b"GET / HTTP/1.1") == Problem("malformed", CENTRE).answer()
    assert serve(centre, b"HRQ2" + bytes(200)) == Problem("version", CENTRE).answer()
    assert serve(centre, b"HRQ1" + b"\x09" * 200) == Problem("unknown", CENTRE).answer()
    assert serve(centre, b"HRQ1" + bytes(200)) == Problem("unopened", CENTRE).answer()


def test_a_newer_device_is_told_so_under_the_seal():
    chance = random.Random(4)
    session = DeviceSession(DEVICE, LINK_KEY, CENTRE, chance.randbytes)

    class Newer(SyncRequest):
        def pack(self) -> bytes:
            return super().pack().replace(b"\xa1v\x01", b"\xa1v\x02")

    answer = serve(MemoryCentre(chance), session.ask(Newer()))
    assert answer.status == 200
    with pytest.raises(VersionApart):
        session.receive(answer)
    assert session.state == "closed"


def test_an_error_for_each_end_has_its_sentence():
    assert all(error().sentence for error in (VersionApart, DeviceRevoked))
