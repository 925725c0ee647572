"""Invitations as they are typed, and the answer to a hello."""

from collections.abc import Iterator

from sync.frames import Problem, enrolment_channel
from sync.invitation import invite
from sync.packing import pack
from tests.sync.vectors.base import (
    CENTRE,
    DEVICE,
    HTML,
    NONCE,
    NOW,
    ORG,
    Case,
    changed,
    flipped,
    made,
    with_nonce,
)


def invitations() -> Iterator[Case]:
    codes = {"accepted": "K7Q2M-9XA4D-PW3TZ-0RB8E", "accepted-as-typed": " k7q2m 9xa4d pw3tz orb8e"}
    for name, code in codes.items():
        found = invite(code)
        yield {
            "name": f"invitation-{name}",
            "kind": "invitation",
            "layer": None,
            "raises": None,
            "code": code,
            "lookup": found.lookup.hex(),
            "key": found.key.hex(),
        }
    wrong = {
        "short": "K7Q2M-9XA4D-PW3TZ-0RB8",
        "long": "K7Q2M-9XA4D-PW3TZ-0RB8E1",
        "letter": "K7Q2M-9XA4D-PW3TZ-0RB8U",
    }
    for name, code in wrong.items():
        yield {
            "name": f"invitation-{name}",
            "kind": "invitation",
            "layer": "message",
            "raises": "InvitationWrong",
            "code": code,
        }


def enrolments() -> Iterator[Case]:
    code, other_code = "K7Q2M-9XA4D-PW3TZ-0RB8E", "00000-00000-00000-00000"
    found, other = invite(code), invite(other_code)
    channel = enrolment_channel(found.lookup, found.key)
    hello = channel.seal_request(pack({"v": 1, "q": "hello", "d": DEVICE}), with_nonce)
    again = channel.seal_request(pack({"v": 1, "q": "hello", "d": DEVICE}), lambda _: made("other nonce", 12))
    welcome = pack({"v": 1, "t": NOW, "s": "open", "o": ORG, "a": "Riverside", "k": made("centre key", 32)})

    def case(
        name: str, layer: str | None, raises: str | None, body: bytes, status: int = 200, state: str = "new"
    ):
        return {
            "name": f"hello-{name}",
            "kind": "hello",
            "layer": layer,
            "raises": raises,
            "code": code,
            "device": DEVICE.hex(),
            "nonce": NONCE.hex(),
            "request": hello.hex(),
            "status": status,
            "answer": body.hex(),
            "then": state,
        }

    def answered(payload: bytes, request: bytes = hello) -> bytes:
        return channel.seal_response(payload, request, with_nonce)

    impostor = enrolment_channel(found.lookup, other.key)
    yield case("accepted", None, None, answered(welcome), state="known")
    yield case("altered", "frame", "NotUnderstood", flipped(answered(welcome), 40))
    yield case("to-another-hello", "frame", "NotUnderstood", answered(welcome, again))
    yield case(
        "from-an-impostor", "frame", "NotUnderstood", impostor.seal_response(welcome, hello, with_nonce)
    )
    yield case("captive-portal", "frame", "NotUnderstood", HTML)
    yield case("centre-key-short", "message", "NotUnderstood", answered(changed(welcome, k=bytes(31))))
    yield case("used", "message", "InvitationUsed", answered(changed(welcome, s="used")), state="closed")
    yield case(
        "expired", "message", "InvitationExpired", answered(changed(welcome, s="expired")), state="closed"
    )
    yield case("version", "message", "VersionApart", answered(changed(welcome, s="version")), state="closed")
    turned = Problem("invitation", CENTRE).answer()
    yield case("not-known", "transport", "InvitationWrong", turned.body, turned.status, "closed")
