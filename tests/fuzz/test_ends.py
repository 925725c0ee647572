"""Both ends against authentic nonsense: whoever holds the keys may seal what they like, and a newer or broken end may too.

The centre answers every request; a device takes or refuses every answer; afterwards an honest sync loses nothing.
"""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central.port import Port
from models.entry import author
from models.errors import HandrailError
from sync.device import Device
from sync.enrolment import serve_enrolment
from sync.frames import Answer, enrolment_channel, recovery_channel, sync_channel
from sync.http import ENROL_PATH
from sync.invitation import invite
from sync.messages import Handed, Listing, Page, PageEntry, Proof, Row, SyncRequest, Unapplied
from sync.recovery import serve_recovery
from sync.session import serve
from tests.central.played import DrivenClock, PlayedCentre, PlayedDevice, contact
from tests.fuzz.mutating import json_changed, packed_changed, structure_changed
from tests.sync.stage import PASSPHRASE, Stage, staged, worrying
from tests.sync.stage import contact as visit
from vault.sealing import seal_page
from vault.store import ArrivedPage

FEW = settings(
    max_examples=max(15, settings().max_examples // 8),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
CHANCES = st.integers(0, 2**32)
LEFT_OUT = ("revoke", "wipe")  # a centre may say these in earnest, and what they do is tested where they live


class There:
    """One centre with a device, asked again and again."""

    def __init__(self, folder: Path) -> None:
        self.played = PlayedCentre.begun(folder, DrivenClock())
        self.scope = self.played.person("Pat Example")
        worker = self.played.staff("Wren Worker", "worker")
        self.played.assign(self.scope, worker)
        self.device: PlayedDevice = self.played.device(worker)
        self.device.pull()
        self.code = "K7Q2M-9XA4D-PW3TZ-0RB8E"

    @property
    def port(self) -> Port:
        """A new one, so that nobody asks too often."""
        return Port(self.played.centre, lambda device, checks: None)

    def request(self, authored: bytes, entry_id: str) -> bytes:
        """Everything a request can carry, all of it made by this device."""
        device = self.device
        row = device.sealed_row(entry_id, authored)
        receipt = Proof(bytes(12), 3, 1_793_000_000_000, bytes(16), None)
        return SyncRequest(
            heard_ms=device.heard_ms,
            sent_ms=1_793_000_000_000,
            cursor=device.cursor,
            witness=device.witness,
            rows=(row, Row(bytes(16), row.sealed, receipt)),
            page_bytes=50_000,
            again=(row.id,),
            listing=Listing(bytes(12), (row.id,), False),
            unapplied=(Unapplied(b"", b"page"),),
            handed=(Handed("draft", row.id, 5, b"sealed"),),
        ).pack()


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> There:
    return There(tmp_path_factory.mktemp("centre"))


@FEW
@given(seed=CHANCES)
def test_the_centre_answers_every_request_of_a_device_it_knows(there: There, seed: int):
    chance, device = random.Random(seed), there.device
    entry = device.entry("contact.recorded", there.scope, contact(there.played.clock()))
    payload = packed_changed(chance, there.request(author(entry), entry.id))
    channel = sync_channel(device.keys.device, device.keys.link_key)
    assert serve(there.port, channel.seal_request(payload, chance.randbytes)).status in (200, 400, 426)


@FEW
@given(seed=CHANCES)
def test_the_centre_takes_or_refuses_every_entry_and_goes_on(there: There, seed: int):
    """Whatever is authored: it is answered, others are given it or not, and the next pull still comes to its end."""
    chance, device = random.Random(seed), there.device
    entry = device.entry("contact.recorded", there.scope, contact(there.played.clock()))
    document = json.loads(author(entry)) | {"id": entry.id}
    changed = structure_changed(chance, document)
    content = json.dumps(changed, ensure_ascii=False).encode("utf-8", "surrogatepass")
    device.port = there.port
    response = device.push(device.sealed_row(entry.id, content))
    answered = [each.id for each in (*response.receipts, *response.refusals)]
    assert answered == [bytes.fromhex(entry.id)]
    there.played.centre.records.directory(there.played.org)
    device.pull()


@FEW
@given(seed=CHANCES)
def test_the_centre_answers_every_enrolment_and_recovery(there: There, seed: int):
    chance, device = random.Random(seed), there.device
    found = invite(there.code)
    hello = {"v": 1, "q": "enrol", "d": bytes(16), "i": bytes(16), "b": bytes(140)}
    frame = enrolment_channel(found.lookup, found.key).seal_request(
        packed_changed(chance, msgpack.packb(hello)), chance.randbytes
    )
    assert serve_enrolment(there.port, frame).status in (200, 400, 404)
    attempt = packed_changed(chance, msgpack.packb({"v": 1, "a": bytes(16), "p": bytes(16)}))
    channel = recovery_channel(device.keys.device, device.keys.link_key)
    assert serve_recovery(there.port, channel.seal_request(attempt, chance.randbytes)).status in (200, 400)


Hand = Callable[[str, bytes, Callable[[bytes], Answer]], Any]


def altered_answers(chance: random.Random, device: Device, change: Callable[[bytes], bytes]) -> Hand:
    """A centre that says something else in half of its answers, authentically."""

    async def hand(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
        answer = work(body)
        if answer.status != 200 or url.endswith(ENROL_PATH) or chance.random() < 0.5:
            return answer
        channel = sync_channel(bytes.fromhex(device.id), device._shared.link_key)
        payload = change(channel.open_response(answer.body, body))
        return Answer(200, channel.seal_response(payload, body, chance.randbytes))

    return hand


async def device_on(stage: Stage) -> tuple[Device, str]:
    worker = stage.played.staff("Wren Worker", "worker")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker)
    return await stage.device(worker, "field"), scope


async def stands(device: Device, scope: str, saved: list[str]) -> None:
    """Everything saved is there and reads, and every screen's question has its answer."""
    held = {each.entry.id for each in (await device.person(scope)).held}
    aside = {each.id for each in await device.set_aside()}
    assert set(saved) <= held | aside
    await device.people()
    await device.prompts()
    await device.recorded_here()
    await device.profile()
    await device.unsent()


@FEW
@given(seed=CHANCES)
def test_a_device_takes_or_refuses_every_answer_and_loses_nothing(tmp_path_factory: Any, seed: int):
    chance = random.Random(seed)

    async def act(stage: Stage) -> None:
        device, scope = await device_on(stage)
        saved: list[str] = []
        stage.play(
            altered_answers(chance, device, lambda payload: without_ends(packed_changed(chance, payload)))
        )
        for _ in range(3):
            saved.append((await device.record("contact.recorded", scope, visit(device.clock_now()))).id)
            stage.played.say("contact.agreed", scope, {"interval_days": 7}, "contact_agreed")
            with suppress(HandrailError):
                await device.sync()
            await stands(device, scope, saved)
        stage.play(None)
        for _ in range(3):
            await device.sync()
        await device.lock()
        await device.unlock(PASSPHRASE)
        await stands(device, scope, saved)

    staged(tmp_path_factory.mktemp("device"), act)


def without_ends(payload: bytes) -> bytes:
    with suppress(ValueError, TypeError, msgpack.UnpackException):
        found = msgpack.unpackb(payload, strict_map_key=False)
        if isinstance(found, dict) and isinstance(found.get("o"), list):
            found["o"] = [
                each for each in found["o"] if not (isinstance(each, dict) and each.get("k") in LEFT_OUT)
            ]
            return msgpack.packb(found)
    return payload


@FEW
@given(seed=CHANCES)
def test_no_entry_in_a_page_keeps_a_device_from_opening(tmp_path_factory: Any, seed: int):
    """Entries changed in their structure, in a page that is as it should be."""
    chance = random.Random(seed)

    async def act(stage: Stage) -> None:
        device, scope = await device_on(stage)
        saved = [(await device.record("contact.recorded", scope, worrying(device.clock_now()))).id]
        other = stage.played.device(stage.played.staff("Mo Manager", "manager"))
        bodies = {"contact.recorded": contact(stage.clock()), "contact.agreed": {"interval_days": 7}}
        authored = [
            json_changed(chance, author(other.entry(kind, where, body)))
            for kind, body in bodies.items()
            for where in (scope, "org")
        ]
        entries = tuple(
            PageEntry(900 + n, 1_793_000_000_000, bytes(12), bytes(16), None, each[: 1 << 20])
            for n, each in enumerate(authored)
        )
        state = await device._vault.state()
        asked = state.get("cursor") or b""
        page = seal_page(device._keys, asked, Page(entries, (), (scope,), ()).pack())
        assert await device._vault.take_answer(page=ArrivedPage(asked, page, asked or b"after"))
        await device.lock()
        await device.unlock(PASSPHRASE)
        await stands(device, scope, saved)
        assert await device._vault.waiting_pages() == ()

    staged(tmp_path_factory.mktemp("device"), act)
