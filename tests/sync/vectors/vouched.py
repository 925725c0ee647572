"""What the centre vouches for: attestations, the chain, and the digests both ends compare."""

from collections.abc import Iterator

from sync.attest import (
    Attested,
    attest,
    chain_next,
    chain_start,
    checked_digest,
    entries_digest,
    prompts_digest,
)
from tests.sync.vectors.base import DEVICE, DIGEST, EPOCH, NOW, ORG, ROW, Case, flipped, made


def vouched() -> Iterator[Case]:
    key = made("attest key", 32)
    line = Attested(ORG, ROW.id, DIGEST, DEVICE, EPOCH, 7, NOW)
    attestation = attest(key, line)
    names = ("org", "id", "digest", "device", "epoch")

    def case(name: str, layer: str | None, line: Attested, attestation: bytes, accepted: bool = True):
        fields = {field: getattr(line, field).hex() for field in names}
        numbers = {"seq": line.seq, "received_ms": line.received_ms}
        return {
            "name": f"attestation-{name}",
            "kind": "attestation",
            "layer": layer,
            "key": key.hex(),
            **fields,
            **numbers,
            "accepted": accepted,
            "attestation": attestation.hex(),
        }

    yield case("accepted", None, line, attestation)
    yield case("altered", "token", line, flipped(attestation, 0))
    yield case("cut-short", "token", line, attestation[:-1])
    yield case("of-another-digest", "token", line._replace(digest=made("another digest", 32)), attestation)
    yield case("of-another-time", "token", line._replace(received_ms=NOW + 1), attestation)
    yield case("of-another-seq", "token", line._replace(seq=8), attestation)
    held = attest(key, line, accepted=False)
    yield case("of-one-held-not-accepted", "token", line, held)
    yield case("held-not-accepted", None, line, held, accepted=False)
    yield case("of-one-accepted-as-held", "token", line, attestation, accepted=False)
    start = chain_start(ORG, EPOCH)
    second = chain_next(start, 1, DIGEST)
    lines = [[1, DIGEST.hex(), second.hex()]]
    lines.append([2, made("digest 2", 32).hex(), chain_next(second, 2, made("digest 2", 32)).hex()])
    yield {
        "name": "chain",
        "kind": "chain",
        "layer": None,
        "org": ORG.hex(),
        "epoch": EPOCH.hex(),
        "start": start.hex(),
        "lines": lines,
    }
    held = [[made(f"id {n}", 16).hex(), made(f"digest {n}", 32).hex()] for n in range(3)]
    pairs = [(bytes.fromhex(id_), bytes.fromhex(digest)) for id_, digest in held]
    prompts = ["T2:person:x:y", "A1:person:x:y", "T5:person:x:é"]
    yield {
        "name": "digests",
        "kind": "digests",
        "layer": None,
        "held": held,
        "entries": entries_digest(pairs).hex(),
        "checked_with_itself": checked_digest(entries_digest(pairs), entries_digest(pairs)).hex(),
        "prompts": prompts,
        "prompts_digest": prompts_digest(prompts).hex(),
    }
