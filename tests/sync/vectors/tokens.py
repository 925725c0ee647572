"""Cursor and witness: opaque to devices, and the centre's own or nothing."""

from collections.abc import Iterator

from sync.attest import BackFill, Cursor, Witness
from tests.sync.vectors.base import DEVICE, EPOCH, ORG, OTHER_DEVICE, ROW, Case, flipped, made


def tokens() -> Iterator[Case]:
    key = made("token key", 32)
    cursor = Cursor(EPOCH, 41, (BackFill("person:" + ROW.id.hex(), 0, 40),))
    witness = Witness(EPOCH, 41, made("chain", 32))
    contents = {
        "cursor": [EPOCH.hex(), 41, [list(cursor.back_fills[0])]],
        "witness": [EPOCH.hex(), 41, witness.chain.hex()],
    }
    whole = {"cursor": cursor.seal(key, ORG, DEVICE), "witness": witness.seal(key, ORG, DEVICE)}

    def case(kind: str, name: str, token: bytes, layer: str | None, device: bytes = DEVICE, key: bytes = key):
        return {
            "name": f"{kind}-{name}",
            "kind": kind,
            "layer": layer,
            "raises": "NotUnderstood" if layer else None,
            "key": key.hex(),
            "org": ORG.hex(),
            "device": device.hex(),
            "token": token.hex(),
            "holds": contents[kind],
        }

    for kind, token in whole.items():
        other = whole["witness" if kind == "cursor" else "cursor"]
        yield case(kind, "accepted", token, None)
        yield case(kind, "altered", flipped(token, 3), "token")
        yield case(kind, "altered-mac", flipped(token, len(token) - 1), "token")
        yield case(kind, "cut-short", token[:-1], "token")
        yield case(kind, "empty", b"", "token")
        yield case(kind, "of-another-device", token, "token", device=OTHER_DEVICE)
        yield case(kind, "of-another-centre", token, "token", key=made("another token key", 32))
        yield case(kind, "is-the-other-token", other, "token")
