"""Every parser that reads bytes from disk or line: documents that were valid once end in a value or an error of our tree."""

import hashlib
import random
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central import keyfile
from models.entry import author, decode
from models.errors import HandrailError
from models.standard import load
from sync.attest import BackFill, Cursor, Witness, _mac
from sync.clock import Measure
from sync.drafts import _read as read_draft
from sync.frames import RECOVERY, SYNC, Answer, Problem, recovery_channel, sync_channel, who_asks
from sync.invitation import clean_address, invite, qr_text, read_qr
from sync.messages import (
    Check,
    Handed,
    Listing,
    Page,
    PageEntry,
    Proof,
    Receipt,
    Row,
    SyncRequest,
    SyncResponse,
    Unapplied,
    numbers_of,
)
from sync.packing import pack, unpack
from sync.recovery import Forgetful, Recovery, code_key
from sync.session import CentreSession, DeviceSession
from sync.shared import pack_measure, pack_moment, read_measure, read_moment
from sync.summaries import from_vault
from tests.fuzz.mutating import Change, bytes_changed, json_changed, packed_changed
from tests.sync.vectors.base import CENTRE, DEVICE, DIGEST, EPOCH, LINK_KEY, NOW, ORG, made
from tests.vault.builders import WEAK, make_entry, new_keys
from vault import scopes
from vault.attempts import Attempts, Tries
from vault.drafts import Draft as KeptDraft
from vault.keys import WrappedKey, wrap
from vault.profiles import CrisisNumber, InstallationCard, Profile, ProfileCard, Profiles
from vault.rescue import Bundle, Piece
from vault.scopes import HeldScope
from vault.sealing import open_entry, open_local, open_page, seal_entry, seal_local, seal_page

ID, KEY = made("an id", 16), made("a key", 32)
KEYS = new_keys(ORG.hex(), DEVICE.hex())
SHIPPED = Path(__file__).parents[2] / "assets/standard/2026-11.json"
CODE = "K7Q2M-9XA4D-PW3TZ-0RB8E"
ENTRY = make_entry(KEYS, "person:" + ID.hex(), "Slept badly").content

REQUEST = SyncRequest(
    heard_ms=NOW,
    sent_ms=NOW,
    cursor=b"cursor",
    witness=b"witness",
    rows=(Row(ID, b"sealed"), Row(DEVICE, b"sealed", Proof(EPOCH, 7, NOW, made("a", 16), "role_may_not"))),
    page_bytes=65_536,
    numbers=bytes(8),
    checks=(Check("org", DIGEST, "2026-11", "1", NOW, DIGEST),),
    again=(ID,),
    listing=Listing(EPOCH, (ID, DEVICE), True),
    unapplied=(Unapplied(b"", b"page"),),
    handed=(Handed("draft", ID, NOW, b"sealed"),),
)
RESPONSE = SyncResponse(
    now_ms=NOW,
    receipts=(Receipt(ID, EPOCH, 7, NOW, made("a", 16)), Receipt(DEVICE, EPOCH, 8, NOW, made("b", 16), "no")),
    page=b"page",
    cursor=b"cursor",
    witness=b"witness",
    more=True,
    commands=({"k": "numbers", "n": [["Duty", "01632 960 001"]]}, {"k": "reoffer", "e": EPOCH}),
    problem="cursor",
    lacking=(0,),
    kept_pages=(0,),
    kept=(0,),
    not_given=(0,),
)
PAGE = Page(
    (PageEntry(7, NOW, EPOCH, made("a", 16), None, ENTRY),), ("team:" + ID.hex(),), ("org",), ("person:x",)
)
CARD = ProfileCard(
    device=DEVICE.hex(),
    org=ORG.hex(),
    staff=ID.hex(),
    label="Tablet A · 1",
    centre_url="https://centre.example",
    centre_key=KEY.hex(),
    numbers=(CrisisNumber(words="Duty", number="01632 960 001"),),
)


def in_a_file(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Bytes as the file of that name in a folder of its own."""

    def reading(content: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.touch(mode=0o600)
            path.write_bytes(content)
            return read(Path(folder))

    return reading


def a_response(payload: bytes) -> object:
    session = DeviceSession(DEVICE, LINK_KEY, CENTRE, bytes)
    frame = session.ask(REQUEST)
    return session.receive(Answer(200, sync_channel(DEVICE, LINK_KEY).seal_response(payload, frame, bytes)))


def a_request(payload: bytes) -> object:
    session = CentreSession(CENTRE, bytes)
    session.hear(sync_channel(DEVICE, LINK_KEY).seal_request(payload, bytes))
    return session.open(LINK_KEY)


RECOVERED = Recovery(code_key(CODE, DEVICE), LINK_KEY, ORG, DEVICE, made("attempt", 16))


def an_answer_to_recovery(payload: bytes) -> object:
    forgetful = Forgetful(RECOVERED, CENTRE, bytes)
    frame = forgetful.ask()
    return forgetful.recovered(
        Answer(200, recovery_channel(DEVICE, LINK_KEY).seal_response(payload, frame, bytes))
    )


def a_cursor(packed: bytes) -> object:
    """What is in a token the centre made itself, however that came to be."""
    return Cursor.read(KEY, ORG, DEVICE, packed + _mac(KEY, b"handrail/cursor/v1\0", ORG, DEVICE, packed))


def a_rescue_file(whole: bytes) -> object:
    """Its digest is right, whatever it holds."""
    return Bundle.read(whole + hashlib.sha256(whole).digest())


def a_summary(document: bytes) -> object:
    return from_vault(HeldScope("person:" + ID.hex(), "complete", document))


def a_scope(plain: bytes) -> object:
    return scopes._open(KEYS, ID, seal_local(KEYS, scopes.TABLE, ID, plain))


BUNDLE = Bundle(
    ORG.hex(), DEVICE.hex(), NOW, (Piece("row", ID, NOW, b"sealed"), Piece("draft", ID, NOW, b"s")), b"t"
)
SUMMARY_DOCUMENT = (
    b'{"format":1,"made_with":"a:1","made_at":"2026-11-20T12:00:00Z","look_again":null,"entries":"00",'
    b'"arriving":false,"name":"Pat Example","born_on":"1980-04-05","last_four":"","working":[{"staff":"a",'
    b'"part":"main","from_on":"2026-11-01","until_on":null}],"named_at":[],"next_contact_on":null,'
    b'"last_contact_at":null,"prompts":[]}'
)


@dataclass(frozen=True)
class Target:
    """One parser with a document it takes, and how such documents are changed."""

    read: Callable[[bytes], object]
    valid: bytes
    change: Change


TARGETS: dict[str, Target] = {
    "request": Target(a_request, REQUEST.pack(), packed_changed),
    "response": Target(a_response, RESPONSE.pack([ID, DEVICE]), packed_changed),
    "page": Target(Page.read, PAGE.pack(), packed_changed),
    "page, sealed": Target(
        lambda content: open_page(KEYS, b"", content), seal_page(KEYS, b"", PAGE.pack()), bytes_changed
    ),
    "entry, sealed": Target(
        lambda content: open_entry(KEYS, ID.hex(), content), seal_entry(KEYS, ID.hex(), ENTRY), bytes_changed
    ),
    "local row, sealed": Target(
        lambda content: open_local(KEYS, "drafts", ID, content),
        seal_local(KEYS, "drafts", ID, b"{}"),
        bytes_changed,
    ),
    "entry, authored": Target(decode, ENTRY, json_changed),
    "frame of a sync": Target(
        lambda frame: (who_asks(SYNC, frame), sync_channel(DEVICE, LINK_KEY).open_request(frame)),
        sync_channel(DEVICE, LINK_KEY).seal_request(REQUEST.pack(), bytes),
        bytes_changed,
    ),
    "frame of a recovery": Target(
        lambda frame: (who_asks(RECOVERY, frame), recovery_channel(DEVICE, LINK_KEY).open_request(frame)),
        recovery_channel(DEVICE, LINK_KEY).seal_request(b"\x80", bytes),
        bytes_changed,
    ),
    "answer to a recovery": Target(
        an_answer_to_recovery,
        pack({"v": 1, "t": NOW, "s": "recovered", "k": RECOVERED.seal(KEY, bytes)}),
        packed_changed,
    ),
    "problem in the open": Target(Problem.read, Problem("unknown", CENTRE).answer().body, bytes_changed),
    "commands": Target(
        lambda content: numbers_of(unpack(content).plain()),
        pack({"k": "numbers", "n": [["D", "1"]]}),
        packed_changed,
    ),
    "cursor": Target(
        lambda token: Cursor.read(KEY, ORG, DEVICE, token),
        Cursor(EPOCH, 41, (BackFill("org", 0, 40),)).seal(KEY, ORG, DEVICE),
        bytes_changed,
    ),
    "cursor of the centre's own": Target(a_cursor, pack([EPOCH, 41, [["org", 0, 40]]]), packed_changed),
    "witness": Target(
        lambda token: Witness.read(KEY, ORG, DEVICE, token),
        Witness(EPOCH, 41, DIGEST).seal(KEY, ORG, DEVICE),
        bytes_changed,
    ),
    "device.key": Target(
        WrappedKey.read,
        wrap(KEY, "quiet harbour lantern", ORG.hex(), DEVICE.hex(), profile=WEAK).model_dump_json().encode(),
        json_changed,
    ),
    "profile.json": Target(
        in_a_file("profile.json", lambda folder: Profile(folder).card),
        CARD.model_dump_json().encode(),
        json_changed,
    ),
    "installation.json": Target(
        in_a_file("installation.json", lambda folder: Profiles(folder).installation()),
        InstallationCard(id=ID.hex(), letter="A").model_dump_json().encode(),
        json_changed,
    ),
    "link.key": Target(in_a_file("link.key", lambda folder: Profile(folder).link_key()), KEY, bytes_changed),
    "attempts.json": Target(
        in_a_file("attempts.json", lambda folder: Attempts(folder).wait(100.0)),
        Tries(wrong=6, at=90.0).checked().model_dump_json().encode(),
        json_changed,
    ),
    "centre.keys": Target(
        in_a_file("centre.keys", lambda folder: keyfile.load(folder / "centre.keys")),
        keyfile._document(keyfile.generate()),
        json_changed,
    ),
    "rescue file": Target(Bundle.read, BUNDLE.pack(), bytes_changed),
    "rescue file of right digest": Target(a_rescue_file, BUNDLE.pack()[:-32], bytes_changed),
    "draft": Target(
        lambda content: read_draft(KeptDraft(ID.hex(), NOW, content)),
        b'{"kind":"contact.recorded","scope":"person:x","document":{"form":{"page":"contact"}}}',
        json_changed,
    ),
    "summary": Target(a_summary, SUMMARY_DOCUMENT, json_changed),
    "scope": Target(a_scope, pack(["org", 3, 5, b"document"]), packed_changed),
    "standard": Target(load, SHIPPED.read_bytes(), json_changed),
    "clock, kept": Target(read_measure, pack_measure(Measure(-1200, NOW, 3.5, 0.2)), bytes_changed),
    "moment, kept": Target(read_moment, pack_moment(NOW), bytes_changed),
    "invitation": Target(
        lambda content: invite(content.decode("utf-8", "replace")), CODE.encode(), bytes_changed
    ),
    "recovery code": Target(
        lambda content: code_key(content.decode("utf-8", "replace"), DEVICE), CODE.encode(), bytes_changed
    ),
    "QR": Target(
        lambda content: read_qr(content.decode("utf-8", "replace")),
        qr_text("https://centre.example:8700/x", CODE).encode(),
        bytes_changed,
    ),
    "address": Target(
        lambda content: clean_address(content.decode("utf-8", "replace")),
        b"centre.example:8700",
        bytes_changed,
    ),
}


@pytest.mark.parametrize("name", TARGETS)
def test_the_valid_document_is_taken(name: str):
    target = TARGETS[name]
    target.read(target.valid)


@pytest.mark.parametrize("name", TARGETS)
@given(chance=st.randoms(use_true_random=False))
def test_a_changed_document_is_read_or_refused(name: str, chance: random.Random):
    target = TARGETS[name]
    with suppress(HandrailError):
        target.read(target.change(chance, target.valid))


@pytest.mark.parametrize("name", TARGETS)
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(name: str, content: bytes):
    with suppress(HandrailError):
        TARGETS[name].read(content)


def test_what_is_read_of_an_entry_is_never_written_anew():
    """Nobody makes the bytes of another's entry again: reading and making is not the same function."""
    spaced = ENTRY.replace(b'":', b'": ')
    assert decode(spaced) == decode(ENTRY)
    assert author(decode(spaced)) != spaced
