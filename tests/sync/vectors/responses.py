"""What a device makes of an answer: a response, a problem in the open, or something that is neither."""

from collections.abc import Iterator
from typing import Any

from sync.frames import Answer, Problem, fingerprint, sync_channel
from sync.packing import pack
from tests.sync.vectors.base import (
    CENTRE,
    CHANNEL,
    DEVICE,
    EPOCH,
    FRAME,
    HTML,
    LINE,
    LINK_KEY,
    NONCE,
    NOW,
    OTHER_DEVICE,
    PACKED,
    REQUEST,
    ROW,
    Case,
    changed,
    flipped,
    made,
    sealed,
    with_nonce,
)


def responses() -> Iterator[Case]:
    good = sealed(PACKED)
    other_request = CHANNEL.seal_request(REQUEST.pack(), lambda _: made("other nonce", 12))
    other_device = sync_channel(OTHER_DEVICE, LINK_KEY)

    def case(
        name: str, layer: str | None, raises: str | None, body: bytes, status: int = 200, state: str = "idle"
    ):
        return {
            "name": f"response-{name}",
            "kind": "response",
            "layer": layer,
            "raises": raises,
            "link_key": LINK_KEY.hex(),
            "device": DEVICE.hex(),
            "centre": CENTRE.hex(),
            "asked": REQUEST.pack().hex(),
            "nonce": NONCE.hex(),
            "request": FRAME.hex(),
            "status": status,
            "answer": body.hex(),
            "then": state,
        }

    def message(name: str, layer: str | None, raises: str | None, state: str = "idle", **fields: Any):
        return case(name, layer, raises, sealed(changed(PACKED, **fields)), state=state)

    yield case("accepted", None, None, good, state="done")
    yield message("accepted-unknown-keys", None, None, "done", zz="from a newer centre", o=[{"k": "sing"}])
    yield message("accepted-more-waits", None, None, "idle", m=True)
    yield message("accepted-revoked", None, None, "closed", x="revoked")
    yield message("accepted-problem-not-known", None, None, "done", x="eclipse")
    yield case("altered-tag", "frame", "NotUnderstood", flipped(good, len(good) - 1))
    yield case("altered-nonce", "frame", "NotUnderstood", flipped(good, 5))
    yield case("altered-payload", "frame", "NotUnderstood", flipped(good, 30))
    yield case("cut-short", "frame", "NotUnderstood", good[:-1])
    yield case("cut-to-its-magic", "frame", "NotUnderstood", good[:4])
    yield case("empty", "frame", "NotUnderstood", b"")
    yield case("with-bytes-after-it", "frame", "NotUnderstood", good + b"\0")
    yield case("to-another-request", "frame", "NotUnderstood", sealed(PACKED, other_request))
    yield case(
        "to-another-device",
        "frame",
        "NotUnderstood",
        other_device.seal_response(PACKED, FRAME, with_nonce),
    )
    yield case("is-the-request-itself", "frame", "NotUnderstood", FRAME)
    yield case("captive-portal-200", "frame", "NotUnderstood", HTML)
    yield case("captive-portal-redirect", "transport", "NotUnderstood", HTML, 302)
    yield case("captive-portal-511", "transport", "CentreFailed", HTML, 511)
    yield case("gateway-502", "transport", "CentreFailed", b"Bad Gateway", 502)
    yield case("too-many-429", "transport", "CentreFailed", b"", 429)
    yield case("gateway-413", "transport", "CentreFailed", b"", 413)
    yield case("not-found-404", "transport", "NotUnderstood", HTML, 404)
    other = fingerprint(made("another centre", 32))
    for code, centre, raises, state in (
        ("unknown", CENTRE, "CentreFailed", "idle"),
        ("unknown", other, "DifferentCentre", "closed"),
        ("unopened", CENTRE, "NotUnderstood", "idle"),
        ("malformed", CENTRE, "NotUnderstood", "idle"),
        ("large", CENTRE, "CentreFailed", "idle"),
        ("busy", CENTRE, "CentreFailed", "idle"),
        ("version", CENTRE, "VersionApart", "closed"),
    ):
        answer: Answer = Problem(code, centre).answer()
        name = f"problem-{code}" + ("-another-centre" if centre == other else "")
        yield case(name, "transport", raises, answer.body, answer.status, state)
    yield case("problem-damaged", "transport", "NotUnderstood", b"HRX1\x81\xa1x", 401)
    yield case("problem-with-status-200", "frame", "NotUnderstood", Problem("version", CENTRE).answer().body)
    yield case("not-msgpack", "message", "NotUnderstood", sealed(b"\xc1"))
    yield case(
        "claims-four-gigabytes", "message", "NotUnderstood", sealed(b"\x82\xa1v\x01\xa1r\xdd\xff\xff\xff\xff")
    )
    yield case("two-documents", "message", "NotUnderstood", sealed(PACKED * 2))
    yield case("an-array", "message", "NotUnderstood", sealed(pack([1, 2])))
    yield case("nested-too-deep", "message", "NotUnderstood", sealed(b"\x91" * 5000 + b"\xc0"))
    yield message("time-missing", "message", "NotUnderstood", t=...)
    yield message("time-is-text", "message", "NotUnderstood", t="noon")
    yield message("time-negative", "message", "NotUnderstood", t=-1)
    yield message("more-is-a-number", "message", "NotUnderstood", m=1)
    yield message("witness-over-its-limit", "message", "NotUnderstood", w=bytes(129))
    yield message("cursor-over-its-limit", "message", "NotUnderstood", c=bytes(65_537))

    def group(*lines: Any) -> list[Any]:
        return [[EPOCH, NOW - 5, list(lines)]]

    yield message("accepted-not-accepted", None, None, "done", r=group([*LINE, "role_may_not"]))
    yield message("receipt-attestation-short", "message", "NotUnderstood", r=group([0, 7, bytes(15)]))
    yield message("receipt-too-few-fields", "message", "NotUnderstood", r=group([0, 7]))
    yield message("receipt-is-no-array", "message", "NotUnderstood", r=[7])
    yield message("receipt-epoch-short", "message", "NotUnderstood", r=[[EPOCH[1:], NOW, [LINE]]])
    yield message("receipt-for-a-row-not-sent", "message", "NotUnderstood", r=group([1, *LINE[1:]]))
    yield message("refusal-for-a-row-not-sent", "message", "NotUnderstood", r=[], f=[[1, "unopened"]])
    yield message("too-many-commands", "message", "NotUnderstood", o=[{"k": "x"}] * 33)
    yield from rare(message)
    yield message("newer-version", "message", "VersionApart", "closed", v=2)
    yield message("version-under-the-seal", "message", "VersionApart", "closed", x="version")
    yield message("receipt-twice", "session", "NotUnderstood", r=group(LINE, LINE))
    yield message("receipt-and-refusal", "session", "NotUnderstood", f=[[0, "unopened"]])
    yield message("page-without-cursor", "session", "NotUnderstood", g=b"page")


def rare(message: Any) -> Iterator[Case]:
    """Commands, and places in what the request asked again, listed, handed in and handed over."""
    duty = ["Duty", "01632 960 001"]
    for command in (
        {"k": "numbers", "n": [duty]},
        {"k": "reoffer", "e": EPOCH},
        {"k": "revoke"},
        {"k": "wipe"},
        {"k": "rescue"},
    ):
        yield message(f"accepted-command-{command['k']}", None, None, "done", o=[command])
    yield message("command-is-text", "message", "NotUnderstood", o=["wipe"])
    for key, name in {"a": "not-given", "y": "lacking", "u": "kept-pages", "z": "kept"}.items():
        yield message(f"accepted-{name}", None, None, "done", **{key: [0, 1]})
        yield message(f"{name}-negative", "message", "NotUnderstood", **{key: [-1]})
        yield message(f"{name}-is-no-array", "message", "NotUnderstood", **{key: 0})
    yield message("time-in-the-year-2300", "message", "NotUnderstood", t=10_413_792_000_000)


def pages() -> Iterator[Case]:
    """A page once opened, and the answer that enrols: read, or refused as a message."""
    entry = [7, NOW, EPOCH, made("attestation", 16), None, b'{"id":"an entry\'s authored bytes"}']
    page = {"e": [entry], "a": ["person:" + ROW.id.hex()], "d": ["org"], "p": []}
    enrolled = {
        "v": 1,
        "t": NOW,
        "s": "enrolled",
        "o": made("org", 16),
        "f": made("staff", 16),
        "l": "Tablet A · 1",
    }
    enrolled |= {"j": b"ticket", "n": [["Duty", "01632 960 001"]]}

    def case(kind: str, name: str, layer: str | None, document: Any):
        return {"name": f"{kind}-{name}", "kind": kind, "layer": layer, "payload": pack(document).hex()}

    yield case("page", "accepted", None, page)
    yield case("page", "accepted-empty", None, {})
    yield case("page", "accepted-unknown-keys", None, page | {"zz": 1})
    yield case(
        "page", "accepted-of-one-not-accepted", None, page | {"e": [[*entry[:4], "role_may_not", entry[5]]]}
    )
    yield case("page", "epoch-short", "message", page | {"e": [[7, NOW, EPOCH[1:], *entry[3:]]]})
    yield case("page", "attestation-short", "message", page | {"e": [[*entry[:3], bytes(15), *entry[4:]]]})
    yield case("page", "entry-without-its-bytes", "message", page | {"e": [entry[:5]]})
    yield case("page", "seq-negative", "message", page | {"e": [[-1, *entry[1:]]]})
    yield case("page", "scope-too-long", "message", page | {"a": ["p" * 65]})
    yield case("page", "purge-is-text", "message", page | {"p": "person"})
    yield case("enrolled", "accepted", None, enrolled)
    yield case("enrolled", "staff-short", "message", enrolled | {"f": bytes(15)})
    yield case("enrolled", "ticket-too-long", "message", enrolled | {"j": bytes(4097)})
    yield case("enrolled", "label-missing", "message", {key: enrolled[key] for key in enrolled if key != "l"})
    yield case("enrolled", "too-many-numbers", "message", enrolled | {"n": [["Duty", "1"]] * 17})
