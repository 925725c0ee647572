"""One version ahead: an app and a centre that say what today's do not know. It is kept byte for byte, passed on, and shown as it is.

The next version is played: it is today's code whose messages, entries and codes have more in them. When the newer app
comes, what was kept reads.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack
import pytest

from models.entry import Entry, author, decode, digest_of
from models.kinds import BODIES
from models.kinds.base import Body
from models.saying import UNREADABLE
from models.standard import load
from models.trail import trail
from screens.contact.form import ContactForm
from sync.device import Device
from sync.frames import Answer, sync_channel
from sync.http import ENROL_PATH
from sync.messages import Page, PageEntry, SyncRequest
from tests.central.played import PlayedDevice
from tests.sync.stage import PASSPHRASE, Stage, contact, staged, worrying
from vault.profiles import CARD, ProfileCard
from vault.sealing import open_page, seal_page

MORE = {"zz": "of the next version", "q": [b"\xff", {"deep": [1, 2]}], "kk": 2**40}
COMMANDS = [{"k": "sing", "verses": 3}, {"k": "numbers2", "n": b"\0"}, {"kind": "without a k"}, {"k": 7}]
NEWER_KIND = "kindness.noticed"
NEW_STANDARD = "2031-05"


class KindnessNoticed(Body):
    """What the next version knows of the kind."""

    what: str
    how_much: int = 0


def next_centre(device: Device) -> Callable[..., Any]:
    """A line to a centre one version ahead: every answer, and every page in it, says more than today's app knows."""
    id, link_key = bytes.fromhex(device.id), device._shared.link_key

    async def hand(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
        answer = work(body)
        if url.endswith(ENROL_PATH):
            return answer
        channel = sync_channel(id, link_key)
        message = msgpack.unpackb(channel.open_response(answer.body, body))
        message |= MORE | {"o": [*COMMANDS, *message["o"]], "x": message["x"] or None}
        if message["g"]:
            asked = SyncRequest.read(channel.open_request(body)).cursor or b""
            page = msgpack.unpackb(open_page(device._keys, asked, message["g"])) | MORE
            message["g"] = seal_page(device._keys, asked, msgpack.packb(page))
        return Answer(200, channel.seal_response(msgpack.packb(message), body, lambda size: bytes(size)))

    return hand


def older_centre(device: Device) -> Callable[..., Any]:
    """A line to a centre one version behind: it never sees today's rarer keys and never answers them."""
    id, link_key = bytes.fromhex(device.id), device._shared.link_key
    rare = ("a", "y", "u", "z")

    async def hand(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
        if url.endswith(ENROL_PATH):
            return work(body)
        channel = sync_channel(id, link_key)
        asked = msgpack.unpackb(channel.open_request(body))
        asked = {key: value for key, value in asked.items() if key not in rare}
        asked["r"] = [row[:2] for row in asked["r"]]
        old = channel.seal_request(msgpack.packb(asked), lambda size: bytes(size))
        answer = msgpack.unpackb(channel.open_response(work(old).body, old))
        answer = {key: value for key, value in answer.items() if key not in rare}
        return Answer(200, channel.seal_response(msgpack.packb(answer), body, lambda size: bytes(size)))

    return hand


@dataclass
class Ahead:
    """A worker's tablet of today, and a colleague's of the next version, on one person."""

    stage: Stage
    scope: str
    device: Device
    newer: PlayedDevice

    async def given(self, entry: Entry | None = None, authored: bytes | None = None) -> bytes:
        """The colleague records it; the worker syncs. The authored bytes."""
        content = authored or author(entry) if entry else authored or b""
        found = decode(content)
        response = self.newer.push(self.newer.sealed_row(found.id, content))
        assert [receipt.reason for receipt in response.receipts] == [None]
        await self.device.sync()
        return content

    async def held(self, id: str) -> Any:
        return {each.entry.id: each for each in (await self.device.person(self.scope)).held}[id]


def one_version_ahead(folder: Path, act: Callable[[Ahead], Any]) -> None:
    async def play(stage: Stage) -> None:
        worker = stage.played.staff("Wren Worker", "worker")
        colleague = stage.played.staff("Cy Colleague", "worker")
        scope = stage.played.person("Pat Example")
        for staff in (worker, colleague):
            stage.played.assign(scope, staff)
        device = await stage.device(worker, "field")
        await act(Ahead(stage, scope, device, stage.played.device(colleague)))

    staged(folder, play)


def test_a_newer_centre_is_spoken_with(tmp_path: Path):
    """Unknown keys, commands and page keys on every answer: rows are receipted, pages taken, numbers kept."""

    async def act(ahead: Ahead) -> None:
        device = ahead.device
        numbers = (await device.profile()).numbers
        saved = await device.record("contact.recorded", ahead.scope, contact(device.now()))
        ahead.stage.played.say("contact.agreed", ahead.scope, {"interval_days": 3}, "contact_agreed")
        ahead.stage.play(next_centre(device))
        report = await device.sync()
        assert (report.sent, report.received >= 1, report.problem) == (1, True, None)
        assert (await ahead.held(saved.id)).accepted is True
        assert (await device.profile()).numbers == numbers
        assert (await device.person(ahead.scope)).state.agreed

    one_version_ahead(tmp_path, act)


def test_a_problem_not_known_changes_nothing(tmp_path: Path):
    async def act(ahead: Ahead) -> None:
        device = ahead.device
        saved = await device.record("contact.recorded", ahead.scope, contact(device.now()))
        channel = sync_channel(bytes.fromhex(device.id), device._shared.link_key)

        async def hand(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
            message = msgpack.unpackb(channel.open_response(work(body).body, body)) | {"x": "eclipse"}
            return Answer(200, channel.seal_response(msgpack.packb(message), body, lambda size: bytes(size)))

        ahead.stage.play(hand)
        assert (await device.sync()).problem == "eclipse"
        assert (await ahead.held(saved.id)).accepted is True, "its receipts count all the same"
        ahead.stage.play(None)
        assert (await device.sync()).problem is None

    one_version_ahead(tmp_path, act)


def test_an_older_centre_is_spoken_with(tmp_path: Path):
    """It never answers what it does not know: what is asked again stays set aside and shown, and all else goes on."""

    async def act(ahead: Ahead) -> None:
        device, stage = ahead.device, ahead.stage
        saved = [
            (await device.record("contact.recorded", ahead.scope, contact(device.now()))).id for _ in range(2)
        ]
        await device.sync()
        await device._vault._read(
            lambda db: db.execute(
                "UPDATE entries SET sealed = zeroblob(60) WHERE id = ?", (bytes.fromhex(saved[0]),)
            )
        )
        await device.lock()
        await device.unlock(PASSPHRASE)
        await device.person(ahead.scope)
        stage.play(older_centre(device))
        later = await device.record("contact.recorded", ahead.scope, contact(device.now()))
        report = await device.sync()
        assert (report.sent, report.problem) == (1, None)
        assert report.requests < 5, "it does not ask on and on"
        assert (await ahead.held(later.id)).accepted is True
        assert [each.id for each in await device.set_aside()] == [saved[0]]
        stage.play(None)
        await device.lock()
        await device.unlock(PASSPHRASE)  # each is asked for once until somebody unlocks
        await device.sync()
        assert await device.set_aside() == (), "and the newer centre gives it back"
        assert (await ahead.held(saved[0])).accepted is True

    one_version_ahead(tmp_path, act)


def test_an_unknown_kind_is_kept_passed_on_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async def act(ahead: Ahead) -> None:
        device = ahead.device
        before = await device.person(ahead.scope)
        entry = ahead.newer.entry(NEWER_KIND, ahead.scope, {"what": "Left soup", "how_much": 2})
        content = await ahead.given(entry)
        held = await ahead.held(entry.id)
        assert held.digest == digest_of(content)
        view = await device.person(ahead.scope)
        assert view.evaluation.prompts == before.evaluation.prompts
        [line] = [each for each in trail(view.held, await device.directory()) if each.id == entry.id]
        assert not line.known
        assert UNREADABLE in line.what
        assert await both_hold_the_same(ahead)
        monkeypatch.setitem(BODIES, NEWER_KIND, KindnessNoticed)
        await device.lock()
        await device.unlock(PASSPHRASE)
        said = (await ahead.held(entry.id)).entry.said
        assert (said.what, said.how_much) == ("Left soup", 2)

    one_version_ahead(tmp_path, act)


async def both_hold_the_same(ahead: Ahead) -> bool:
    """The centre holds the same bytes of every entry the tablet holds of the person, and no other."""
    centre = ahead.stage.played.centre
    with centre.database.read() as connection:
        org = ahead.stage.played.org
        there = {each.id: each.digest for each in centre.records.of_scope(org, ahead.scope, connection)}
    return there == {each.entry.id: each.digest for each in (await ahead.device.person(ahead.scope)).held}


UNKNOWN: dict[str, Callable[[Ahead], dict[str, Any]]] = {
    "a code of a known list": lambda ahead: contact(ahead.stage.clock(), mode="77", attendance="88"),
    "an indicator": lambda ahead: (
        worrying(ahead.stage.clock())
        | {"indicators": [{"code": "screen_time", "level": 3}, {"code": "sleep", "level": 1}]}
    ),
    "an action": lambda ahead: (
        contact(ahead.stage.clock())
        | {
            "actions": [
                {
                    "code": "drone_visit",
                    "extent": "hovered",
                    "carried_out_at": ahead.stage.clock().isoformat(),
                }
            ]
        }
    ),
    "a field of a body": lambda ahead: contact(ahead.stage.clock()) | {"weather": {"rain": True}},
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_is_not_known_within_a_known_kind_is_kept(tmp_path: Path, what: str):
    async def act(ahead: Ahead) -> None:
        body = UNKNOWN[what](ahead)
        entry = ahead.newer.entry("contact.recorded", ahead.scope, body, standard=NEW_STANDARD)
        content = await ahead.given(entry)
        held = await ahead.held(entry.id)
        assert held.digest == digest_of(content)
        assert held.accepted is True
        view = await ahead.device.person(ahead.scope)
        assert entry.id in {visit.id for visit in view.state.visits}
        lines = {each.id: each for each in trail(view.held, await ahead.device.directory())}
        assert lines[entry.id].known
        await ahead.device.people()
        await ahead.device.prompts()
        if "mode" in body and body["mode"] == "77":
            assert held.entry.said.mode.words == "“77” (needs a newer app)"

    one_version_ahead(tmp_path, act)


def test_fields_of_a_newer_envelope_are_kept(tmp_path: Path):
    async def act(ahead: Ahead) -> None:
        entry = ahead.newer.entry("contact.recorded", ahead.scope, contact(ahead.stage.clock()))
        document = json.loads(author(entry)) | {"witnessed_by": ["nobody"], "signature": {"alg": "x"}}
        content = json.dumps(document, indent=1).encode()
        await ahead.given(authored=content)
        held = await ahead.held(entry.id)
        assert held.digest == digest_of(content)

    one_version_ahead(tmp_path, act)


def test_a_newer_envelope_waits_at_its_author_until_the_centre_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """An older centre cannot judge it, so it claims no id; it stays in the queue, and is taken once it can be read."""

    async def act(ahead: Ahead) -> None:
        entry = ahead.newer.entry("contact.recorded", ahead.scope, contact(ahead.stage.clock()))
        document = json.loads(author(entry)) | {"format": 2, "words_of": "the next version"}
        row = ahead.newer.sealed_row(entry.id, json.dumps(document).encode())
        refused = ahead.newer.push(row)
        assert [each.code for each in refused.refusals] == ["not_entry"]
        assert refused.receipts == ()
        monkeypatch.setattr("models.entry.ENVELOPE_FORMAT", 2)
        taken = ahead.newer.push(row)
        assert [(each.id, each.reason) for each in taken.receipts] == [(row.id, None)]

    one_version_ahead(tmp_path, act)


def test_a_newer_envelope_in_a_page_is_kept_unread_and_reads_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async def act(ahead: Ahead) -> None:
        device = ahead.device
        entry = ahead.newer.entry("contact.recorded", ahead.scope, contact(ahead.stage.clock()))
        content = json.dumps(json.loads(author(entry)) | {"format": 2}).encode()
        ahead.stage.play(with_entry(device, content))
        ahead.stage.played.say("contact.agreed", ahead.scope, {"interval_days": 3}, "contact_agreed")
        await device.sync()
        assert entry.id in {each.id for each in await device.set_aside()}
        assert entry.id not in {each.entry.id for each in (await device.person(ahead.scope)).held}
        ahead.stage.play(None)
        await device.sync()
        await device.lock()
        await device.unlock(PASSPHRASE)
        assert entry.id in {each.id for each in await device.set_aside()}, "still there, as it came"
        monkeypatch.setattr("models.entry.ENVELOPE_FORMAT", 2)
        await device.lock()
        await device.unlock(PASSPHRASE)
        assert entry.id not in {each.id for each in await device.set_aside()}
        assert (await ahead.held(entry.id)).digest == digest_of(content)

    one_version_ahead(tmp_path, act)


def with_entry(device: Device, content: bytes) -> Callable[..., Any]:
    """A centre whose page holds one entry more: of an envelope that today's own does not let in."""
    id, link_key = bytes.fromhex(device.id), device._shared.link_key

    async def hand(url: str, body: bytes, work: Callable[[bytes], Answer]) -> Answer:
        channel = sync_channel(id, link_key)
        answer = work(body)
        message = msgpack.unpackb(channel.open_response(answer.body, body))
        if message["g"]:
            asked = SyncRequest.read(channel.open_request(body)).cursor or b""
            page = Page.read(open_page(device._keys, asked, message["g"]))
            extra = PageEntry(5_000, message["t"], page.entries[0].epoch, bytes(16), None, content)
            more = Page((*page.entries, extra), page.arriving, page.complete, page.purge)
            message["g"] = seal_page(device._keys, asked, more.pack())
        return Answer(200, channel.seal_response(msgpack.packb(message), body, lambda size: bytes(size)))

    return hand


def test_a_newer_app_is_answered_by_todays_centre(tmp_path: Path):
    """Unknown keys in the request and more in each row: taken as ever."""

    async def act(ahead: Ahead) -> None:
        newer = ahead.newer
        entry = newer.entry(NEWER_KIND, ahead.scope, {"what": "Left soup"})
        request = SyncRequest(newer.heard_ms, newer.cursor, newer.witness, (newer.row(entry),), 50_000)
        packed = msgpack.unpackb(request.pack()) | MORE
        packed["r"] = [[*row, None, "more of a row"] for row in packed["r"]]
        channel = sync_channel(newer.keys.device, newer.keys.link_key)
        frame = channel.seal_request(msgpack.packb(packed), lambda size: bytes(size))
        answer = msgpack.unpackb(channel.open_response(newer.line(frame).body, frame))
        assert answer["x"] is None
        assert [len(lines) for _, _, lines in answer["r"]] == [1]

    one_version_ahead(tmp_path, act)


def test_a_standard_of_the_next_version_is_read_for_what_is_known():
    shipped = json.loads((Path(__file__).parents[2] / "assets/standard/2026-11.json").read_bytes())
    newer = shipped | {"version": NEW_STANDARD, "weather": {"rain": 3}}
    newer["rules"] = shipped["rules"] | {"t9": {"enabled": True, "hours": 4}}
    newer["indicators"] = [
        *shipped["indicators"],
        shipped["indicators"][0] | {"code": "screen_time", "colour": 7},
    ]
    standard = load(newer)
    assert standard.version == NEW_STANDARD
    assert standard.indicator_words("screen_time")
    assert load(shipped).indicator_words("screen_time") == "“screen_time” (needs a newer app)"


def test_a_draft_of_a_newer_form_keeps_what_it_had():
    document = ContactForm(page="weather", what_changed="half a sen").document() | {
        "weather": {"rain": "a lit"}
    }
    assert ContactForm.of(document).document() == document


def test_a_profile_card_keeps_the_fields_of_a_newer_version(tmp_path: Path):
    """An older app that writes the crisis numbers anew takes nothing away from the newer one before it."""

    async def act(ahead: Ahead) -> None:
        files = ahead.device._shared.files
        newer = json.loads(files.card.model_dump_json()) | {"colour": "green"}
        files.update(ProfileCard.model_validate(newer))
        kept = files.card.model_copy(update={"label": "Tablet B · 1"})
        files.update(kept)
        written = json.loads((files.folder / CARD).read_bytes())
        assert (written["colour"], written["label"]) == ("green", "Tablet B · 1")

    one_version_ahead(tmp_path, act)
