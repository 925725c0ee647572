"""A forgotten passphrase: the request a code makes, and the centre's answer to it."""

from collections.abc import Iterator

from sync.frames import Problem, recovery_channel
from sync.packing import pack
from sync.recovery import Recovery, code_key
from tests.sync.vectors.base import (
    CENTRE,
    DEVICE,
    HTML,
    LINK_KEY,
    NONCE,
    NOW,
    ORG,
    Case,
    changed,
    flipped,
    made,
    with_nonce,
)

CODE, OTHER_CODE = "K7Q2M-9XA4D-PW3TZ-0RB8E", "00000-00000-00000-00000"
ATTEMPT, DEVICE_KEY = made("attempt", 16), made("device key", 32)


def asking(code: str = CODE, attempt: bytes = ATTEMPT, link_key: bytes = LINK_KEY) -> Recovery:
    return Recovery(code_key(code, DEVICE), link_key, ORG, DEVICE, attempt)


def recoveries() -> Iterator[Case]:
    channel = recovery_channel(DEVICE, LINK_KEY)
    payload = pack({"v": 1, "a": ATTEMPT, "p": asking().proof})
    request = channel.seal_request(payload, with_nonce)
    again = channel.seal_request(payload, lambda _: made("other nonce", 12))
    given = pack({"v": 1, "t": NOW, "s": "recovered", "k": asking().seal(DEVICE_KEY, with_nonce)})

    def case(
        name: str, layer: str | None, raises: str | None, body: bytes, status: int = 200, state: str = "ready"
    ) -> Case:
        return {
            "name": f"recovery-{name}",
            "kind": "recovery",
            "layer": layer,
            "raises": raises,
            "code": CODE,
            "org": ORG.hex(),
            "device": DEVICE.hex(),
            "link_key": LINK_KEY.hex(),
            "centre": CENTRE.hex(),
            "attempt": ATTEMPT.hex(),
            "nonce": NONCE.hex(),
            "proof": asking().proof.hex(),
            "request": request.hex(),
            "status": status,
            "answer": body.hex(),
            "device_key": DEVICE_KEY.hex() if layer is None else None,
            "then": state,
        }

    def answered(payload: bytes, to: bytes = request) -> bytes:
        return channel.seal_response(payload, to, with_nonce)

    def sealed_for(recovery: Recovery) -> bytes:
        return answered(changed(given, k=recovery.seal(DEVICE_KEY, with_nonce)))

    stranger = recovery_channel(DEVICE, made("other link key", 32))
    yield case("accepted", None, None, answered(given), state="done")
    yield case("accepted-unknown-keys", None, None, answered(changed(given, later=1)), state="done")
    yield case("altered", "frame", "NotUnderstood", flipped(answered(given), 40))
    yield case("to-another-request", "frame", "NotUnderstood", answered(given, again))
    yield case(
        "under-another-link-key",
        "frame",
        "NotUnderstood",
        stranger.seal_response(given, request, with_nonce),
    )
    yield case("captive-portal", "frame", "NotUnderstood", HTML)
    yield case("key-short", "message", "NotUnderstood", answered(changed(given, k=bytes(59))))
    yield case("key-of-another-code", "message", "NotUnderstood", sealed_for(asking(OTHER_CODE)))
    yield case(
        "key-of-another-attempt", "message", "NotUnderstood", sealed_for(asking(attempt=made("later", 16)))
    )
    wrong = pack({"v": 1, "t": NOW, "s": "wrong", "n": 3})
    yield case("wrong", "message", "RecoveryWrong", answered(wrong), state="closed")
    yield case("wrong-tries-missing", "message", "NotUnderstood", answered(changed(wrong, n=...)))
    for standing, raises in (
        ("expired", "RecoveryExpired"),
        ("revoked", "DeviceRevoked"),
        ("version", "VersionApart"),
    ):
        closed = answered(pack({"v": 1, "t": NOW, "s": standing}))
        yield case(standing, "message", raises, closed, state="closed")
    unopened = Problem("unopened", CENTRE).answer()
    yield case("not-opened", "transport", "NotUnderstood", unopened.body, unopened.status)
