"""Writes `sealed-entry/*.json`, one accepted case or one failure a file: `python -m tests.vectors.make_sealed_entry`.

It follows docs/sealed-entry.md with the primitives alone and imports nothing of the vault, so that the two check each other.
Everything random is drawn from labels, so a run changes nothing unless the page has changed.
"""

import hashlib
import hmac
import json
import unicodedata
import zlib
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FOLDER = Path(__file__).with_name("sealed-entry")
DICTIONARY = (Path(__file__).parents[2] / "vault" / "dictionary-v1.bin").read_bytes()
MIB = 1 << 20


def drawn(label: str, size: int = 16) -> bytes:
    return hashlib.sha256(label.encode()).digest()[:size]


ORG, DEVICE, ID, OTHER = drawn("org"), drawn("device"), drawn("entry"), drawn("other")
DEVICE_KEY = drawn("device key", 32)
SCOPE, RECORD = "person:" + drawn("person").hex(), drawn("record").hex()
CURSOR = b"a cursor, opaque to the device"
BODY = {"what_changed": "Sleeping better. 😀 שלום. Will ring on Thursday."}
ENVELOPE: dict[str, Any] = {
    "format": 1,
    "id": ID.hex(),
    "salt": drawn("salt").hex(),
    "org": ORG.hex(),
    "kind": "contact.recorded",
    "scope": SCOPE,
    "record": RECORD,
    "follows": [],
    "author": drawn("author").hex(),
    "device": DEVICE.hex(),
    "role_seen": None,
    "occurred_at": "2026-11-02T10:30:00Z",
    "recorded_at": "2026-11-02T10:41:07Z",
    "utc_offset_minutes": 0,
    "clock": {"error_ms": 240, "holds": True},
    "standard": "2026-11",
    "body": BODY,
}


def authored(**changes: object) -> bytes:
    return json.dumps({**ENVELOPE, **changes}, ensure_ascii=False, separators=(",", ":")).encode()


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(key)


def purpose_key(purpose: str) -> bytes:
    return hkdf(DEVICE_KEY, ORG + DEVICE, f"handrail/{purpose}/v1".encode())


def key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"handrail/key-id/v1\0" + key).digest()[:8]


def deflated(plain: bytes, level: int = 9) -> bytes:
    packer = zlib.compressobj(level, wbits=-15, zdict=DICTIONARY)
    return packer.compress(plain) + packer.flush()


def sealed(
    purpose: str,
    place: bytes,
    packed: bytes,
    *,
    form: int = 1,
    key: bytes | None = None,
    named: bytes | None = None,
    org: bytes = ORG,
    device: bytes = DEVICE,
    aad_purpose: str | None = None,
) -> bytes:
    key = key or purpose_key(purpose)
    header, nonce = bytes([form]) + key_id(named or key), drawn(f"nonce {purpose} {place.hex()}", 12)
    aad = f"handrail/{aad_purpose or purpose}/v1\0".encode() + header + org + device + place
    return header + nonce + AESGCM(key).encrypt(nonce, packed, aad)


def blind(text: str) -> str:
    return hmac.digest(purpose_key("index"), text.encode(), "sha256")[:16].hex()


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def write(name: str, what: str, kind: str, expect: str, layer: str | None = None, **case: object) -> None:
    document = {"what": what, "kind": kind, "expect": expect, "layer": layer, **case}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


KEYED = {"device_key": DEVICE_KEY.hex(), "org": ORG.hex(), "device": DEVICE.hex()}


def entry(
    name: str,
    what: str,
    expect: str,
    layer: str | None,
    content: bytes,
    plain: bytes | None = None,
    **case: object,
) -> None:
    plain = authored() if plain is None else plain
    columns = {
        "id": ID.hex(),
        "digest": hashlib.sha256(plain).hexdigest(),
        "scope_index": blind(SCOPE),
        "record_index": blind(f"{SCOPE}\0{RECORD}"),
        "own": True,
    }
    gives = {"plain": plain.hex()} if expect == "opens" else {}
    write(name, what, "entry", expect, layer, **{**KEYED, **columns, **case}, sealed=content.hex(), **gives)


def entries_that_open() -> None:
    entry(
        "entry-opens",
        "An entry as a device seals it.",
        "opens",
        None,
        sealed("entry", ID, deflated(authored())),
    )
    stored = sealed("entry", ID, deflated(authored(), level=0))
    entry("entry-opens-stored", "A DEFLATE stream that compresses nothing is as good.", "opens", None, stored)
    pulled = authored(device=OTHER.hex())
    content = sealed("entry", ID, deflated(pulled))
    entry(
        "entry-opens-pulled",
        "Authored on another device, kept on this one.",
        "opens",
        None,
        content,
        pulled,
        own=False,
    )


def entries_refused_unopened() -> None:
    good = sealed("entry", ID, deflated(authored()))
    entry("entry-size-short", "One byte too short to be anything.", "damaged", "size", good[:37])
    entry("entry-size-long", "One byte longer than any entry may be.", "damaged", "size", good,
          zeros=MIB + 4096 + 1 - len(good))  # fmt: skip
    entry("entry-header-format-0", "A format that never was.", "damaged", "header", b"\0" + good[1:])
    entry("entry-header-newer", "A format of a later Handrail.", "newer", "header", b"\2" + good[1:])
    page_key = sealed("entry", ID, deflated(authored()), key=purpose_key("page"))
    entry("entry-key-page", "Sealed under the page key of the same device.", "damaged", "key", page_key)
    entry("entry-key-id", "One bit of the key id changed.", "damaged", "key", flipped(good, 3))
    entry("entry-aead-nonce", "One bit of the nonce changed.", "damaged", "aead", flipped(good, 12))
    entry("entry-aead-text", "One bit of the text changed.", "damaged", "aead", flipped(good, 40))
    entry("entry-aead-tag", "One bit of the tag changed.", "damaged", "aead", flipped(good, len(good) - 1))
    entry("entry-aead-cut", "The last byte is missing.", "damaged", "aead", good[:-1])
    packed = deflated(authored())
    moved = {
        "id": ("Sealed for another row.", sealed("entry", OTHER, packed)),
        "org": ("Bound to another organisation.", sealed("entry", ID, packed, org=OTHER)),
        "device": ("Bound to another device.", sealed("entry", ID, packed, device=OTHER)),
        "purpose": ("Bound to another purpose.", sealed("entry", ID, packed, aad_purpose="local")),
        "key": ("Names the entry key, sealed by another.",
                sealed("entry", ID, packed, key=drawn("stranger", 32), named=purpose_key("entry"))),
    }  # fmt: skip
    for name, (what, content) in moved.items():
        entry(f"entry-aead-{name}", what, "damaged", "aead", content)


def entries_refused_opened() -> None:
    plain, packed = authored(), deflated(authored())
    streams = {
        "garbage": ("Not a DEFLATE stream.", b"\xff" * 40),
        "unfinished": ("A stream that does not end.", packed[:-4]),
        "after": ("A byte after the end of the stream.", packed + b"\0"),
        "framed": ("A zlib frame around the stream.", zlib.compress(plain)),
        "long": ("One byte more than an entry may have.", deflated(b" " * (MIB + 1))),
    }
    for name, (what, stream) in streams.items():
        entry(f"entry-inflate-{name}", what, "damaged", "inflate", sealed("entry", ID, stream))
    entry("entry-digest", "Another entry than the digest says.", "damaged", "digest",
          sealed("entry", ID, deflated(authored(salt=OTHER.hex()))))  # fmt: skip
    unread = {
        "text": ("damaged", "Not JSON.", b"good morning"),
        "missing": ("damaged", "An entry without a kind.", authored(kind="")),
        "newer": ("newer", "An envelope of a later Handrail.", authored(format=2)),
    }
    for name, (expect, what, content) in unread.items():
        entry(f"entry-entry-{name}", what, expect, "entry", sealed("entry", ID, deflated(content)), content)
    columns = {
        "id": ("The entry has another id than its row.", authored(id=OTHER.hex())),
        "org": ("An entry of another organisation.", authored(org=OTHER.hex())),
        "scope": ("An entry about somebody else.", authored(scope="person:" + OTHER.hex())),
        "record": ("An entry of another record.", authored(record=OTHER.hex())),
        "device": ("The device's own row, authored on another.", authored(device=OTHER.hex())),
    }
    for name, (what, content) in columns.items():
        entry(
            f"entry-columns-{name}",
            what,
            "damaged",
            "columns",
            sealed("entry", ID, deflated(content)),
            content,
        )


def pages() -> None:
    plain = b"\x84\xa1e\x90\xa1a\x90\xa1d\x90\xa1p\x90"

    def page(name: str, what: str, expect: str, layer: str | None, asked: bytes, content: bytes) -> None:
        gives = {"plain": plain.hex()} if expect == "opens" else {}
        write(name, what, "page", expect, layer, **KEYED, asked=asked.hex(), sealed=content.hex(), **gives)

    first, later = sealed("page", b"", deflated(plain)), sealed("page", CURSOR, deflated(plain))
    page("page-opens-first", "A page asked for without a cursor.", "opens", None, b"", first)
    page("page-opens", "A page asked for with a cursor.", "opens", None, CURSOR, later)
    page("page-aead-cursor", "A page that answers another cursor.", "damaged", "aead", CURSOR + b"!", later)
    page("page-key-entry", "Sealed under the entry key.", "damaged", "key", b"",
         sealed("page", b"", deflated(plain), key=purpose_key("entry")))  # fmt: skip
    page("page-header-newer", "A page of a later Handrail.", "newer", "header", b"", b"\2" + first[1:])
    page("page-inflate-long", "A small page that would fill the memory.", "damaged", "inflate", b"",
         sealed("page", b"", deflated(bytes(16 * MIB + 1))))  # fmt: skip


def local_rows() -> None:
    plain = b'{"what_changed":"half a sentence'
    content = sealed("local", b"drafts\0" + ID, deflated(plain))

    def local(name: str, what: str, expect: str, layer: str | None, table: str, row: bytes) -> None:
        gives = {"plain": plain.hex()} if expect == "opens" else {}
        write(
            name,
            what,
            "local",
            expect,
            layer,
            **KEYED,
            table=table,
            row=row.hex(),
            sealed=content.hex(),
            **gives,
        )

    local("local-opens", "A draft.", "opens", None, "drafts", ID)
    local("local-aead-row", "Another row of the same table.", "damaged", "aead", "drafts", OTHER)
    local("local-aead-table", "The same row of another table.", "damaged", "aead", "scopes", ID)


def rescue_files() -> None:
    row, draft = (
        sealed("entry", ID, deflated(authored())),
        sealed("local", b"drafts\0" + ID, deflated(b"half")),
    )

    def piece(code: int, content: bytes, length: int | None = None) -> bytes:
        size = len(content) if length is None else length
        return bytes([code]) + ID + (1_793_000_000_000).to_bytes(8, "big") + size.to_bytes(4, "big") + content

    def file(pieces: bytes, end: bytes = b"\0", ticket: bytes = b"a ticket") -> bytes:
        head = b"HRF1" + ORG + DEVICE + (1_793_000_600_000).to_bytes(8, "big") + (2).to_bytes(4, "big")
        whole = head + len(ticket).to_bytes(2, "big") + ticket + pieces + end
        return whole + hashlib.sha256(whole).digest()

    def rescue(name: str, what: str, expect: str, layer: str | None, content: bytes) -> None:
        holds = {"holds": [["row", row.hex()], ["draft", draft.hex()]], "plain": content.hex()}
        write(name, what, "rescue", expect, layer, org=ORG.hex(), device=DEVICE.hex(), file=content.hex(),
              **(holds if expect == "opens" else {}))  # fmt: skip

    both = piece(1, row) + piece(2, draft)
    good = file(both)
    rescue("rescue-opens", "A row and a draft that only one tablet has.", "opens", None, good)
    rescue("rescue-magic", "Another file.", "unreadable", "magic", b"PK\3\4" + good)
    rescue("rescue-newer", "A rescue file of a later Handrail.", "newer", "magic", b"HRF2" + good[4:])
    rescue("rescue-digest-cut", "The copy ended early.", "unreadable", "digest", good[:-50])
    rescue("rescue-digest-altered", "One bit of a row changed.", "unreadable", "digest", flipped(good, 120))
    rescue(
        "rescue-piece-what",
        "A piece that is neither row nor draft.",
        "unreadable",
        "piece",
        file(piece(3, row)),
    )
    long = file(piece(1, row, length=(1 << 32) - 1))
    rescue("rescue-piece-long", "A piece that claims four gigabytes.", "unreadable", "piece", long)
    rescue("rescue-piece-unended", "No end after the pieces.", "unreadable", "piece", file(both, end=b""))
    rescue("rescue-end", "Something after the end.", "unreadable", "end", file(both, end=b"\0\0"))


def derived() -> None:
    purposes = {name: purpose_key(name) for name in ("entry", "page", "local", "index")}
    write("keys-derived", "What one device key gives, and the blind indexes under it.", "keys", "opens", **KEYED,
          keys={name: key.hex() for name, key in purposes.items()},
          key_ids={name: key_id(key).hex() for name, key in purposes.items()},
          scope=SCOPE, record=RECORD, scope_index=blind(SCOPE),
          record_index=blind(f"{SCOPE}\0{RECORD}"))  # fmt: skip


def wrapped_file(passphrase: str, keystore: bytes = b"", **changes: object) -> dict[str, object]:
    salt, nonce, profile = drawn("wrap salt"), drawn("wrap nonce", 12), "2026-11"
    text = unicodedata.normalize("NFKC", passphrase).encode()
    stretched = hashlib.scrypt(text, salt=salt, n=1 << 15, r=8, p=3, dklen=32, maxmem=64 * MIB)
    flag = bytes([bool(keystore)])
    aad = b"handrail/wrap/v1\0" + ORG + DEVICE + profile.encode() + b"\0" + flag
    content = AESGCM(hkdf(stretched + keystore, salt, b"handrail/wrap/v1")).encrypt(nonce, DEVICE_KEY, aad)
    check = hashlib.sha256(
        b"handrail/wrap-check/v1\0" + profile.encode() + b"\0" + flag + salt + nonce + content
    )
    document = {"format": 1, "profile": profile, "salt": salt.hex(), "keystore": bool(keystore),
                "nonce": nonce.hex(), "wrapped": content.hex(), "check": check.hexdigest()[:16]}  # fmt: skip
    return {**document, **changes}


def wraps() -> None:
    secret, words = drawn("keystore", 32), "fictional long passphrase"

    def wrap(
        name: str,
        what: str,
        expect: str,
        layer: str | None,
        file: object,
        passphrase: str = words,
        keystore: bytes = b"",
    ) -> None:
        content = file if isinstance(file, str) else json.dumps(file)
        gives = {"plain": DEVICE_KEY.hex()} if expect == "opens" else {}
        write(name, what, "wrap", expect, layer, org=ORG.hex(), device=DEVICE.hex(), passphrase=passphrase,
              keystore=keystore.hex(), file=content, **gives)  # fmt: skip

    good, half = wrapped_file(words), wrapped_file(words, secret)
    wrap("wrap-opens", "The right passphrase.", "opens", None, good)
    wrap(
        "wrap-opens-keystore",
        "The right passphrase and the keystore's half.",
        "opens",
        None,
        half,
        keystore=secret,
    )
    wrap("wrap-opens-typed-otherwise", "An accent typed as one sign or as two.", "opens", None,
         wrapped_file("caf\u00e9 au lait"), "cafe\u0301 au lait")  # fmt: skip
    wrap("wrap-aead-passphrase", "Another passphrase.", "wrong passphrase", "aead", good, words + " ")
    wrap(
        "wrap-aead-keystore",
        "Another keystore's half.",
        "wrong passphrase",
        "aead",
        half,
        keystore=OTHER + OTHER,
    )
    wrap("wrap-keystore", "The keystore's half is needed and is not there.", "storage", "keystore", half)
    wrap("wrap-file-text", "Not a key file.", "storage", "file", "good morning")
    wrap("wrap-file-cut", "Half a key file.", "storage", "file", json.dumps(good)[:150])
    changed = flipped(bytes.fromhex(str(good["wrapped"])), 20).hex()
    wrap(
        "wrap-file-check",
        "One bit of the wrapped key changed on the disk.",
        "storage",
        "file",
        {**good, "wrapped": changed},
    )
    wrap(
        "wrap-header-newer",
        "A key file of a later Handrail.",
        "newer",
        "header",
        {**good, "format": 2, "new": 1},
    )
    later = wrapped_file(words, profile="2031-01")
    parts = [bytes.fromhex(str(later[name])) for name in ("salt", "nonce", "wrapped")]
    check = hashlib.sha256(b"handrail/wrap-check/v1\x002031-01\0\0" + b"".join(parts)).hexdigest()[:16]
    wrap(
        "wrap-header-profile",
        "A profile this version does not know.",
        "newer",
        "header",
        {**later, "check": check},
    )


def enrolments() -> None:
    centre = X25519PrivateKey.from_private_bytes(drawn("centre", 32))
    ours = X25519PrivateKey.from_private_bytes(drawn("ephemeral", 32))
    public, centre_public = ours.public_key().public_bytes_raw(), centre.public_key().public_bytes_raw()
    plain, context = DEVICE_KEY + drawn("link key", 32), b"what both sides know"
    shared = ours.exchange(X25519PublicKey.from_public_bytes(centre_public))
    key = hkdf(shared, public + centre_public, b"handrail/enrol/v1")
    aad = b"handrail/enrol/v1\0" + public + centre_public + context
    good = b"\1" + public + AESGCM(key).encrypt(bytes(12), plain, aad)

    def enrolment(
        name: str, what: str, expect: str, layer: str | None, content: bytes, known: bytes = context
    ) -> None:
        gives = {"plain": plain.hex()} if expect == "opens" else {}
        write(name, what, "enrolment", expect, layer, centre_private=drawn("centre", 32).hex(), context=known.hex(),
              sealed=content.hex(), **gives)  # fmt: skip

    enrolment("enrolment-opens", "What a tablet sends the centre.", "opens", None, good)
    enrolment("enrolment-size", "One byte too short to be anything.", "damaged", "size", good[:48])
    enrolment("enrolment-header-newer", "A seal of a later Handrail.", "newer", "header", b"\2" + good[1:])
    enrolment(
        "enrolment-key-zero",
        "A public key whose exchange is all zero.",
        "damaged",
        "key",
        b"\1" + bytes(32) + good[33:],
    )
    enrolment(
        "enrolment-aead-public", "One bit of the ephemeral key changed.", "damaged", "aead", flipped(good, 9)
    )
    enrolment("enrolment-aead-text", "One bit of the text changed.", "damaged", "aead", flipped(good, 40))
    enrolment("enrolment-aead-context", "Another context.", "damaged", "aead", good, context + b"!")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for made in (
        entries_that_open,
        entries_refused_unopened,
        entries_refused_opened,
        pages,
        local_rows,
        derived,
        wraps,
        rescue_files,
        enrolments,
    ):
        made()
