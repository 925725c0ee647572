"""Handrail as a peer of the harness's `sync.py`: the five commands of its contract, each a call of this module.

A tablet without a centre cannot record, so `load`, which is not timed, makes everything beside the client's folder: an
organisation whose people the documents are about, two workers' tablets that were enrolled there and know all of them, and the
documents recorded on the first. `server` becomes `main.py central serve` over that organisation. `push` and `pull` take one of
the tablets into the client's folder and time `Device.sync` alone, after unlocking and when the centre is quiet. What is timed
reads, packs, opens, judges, encrypts and keeps durably at both ends.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.centre import ROOT, Begun, Served, begun, hand_of
from benchmarks.measure import Watch
from benchmarks.peers.documents import KIND, Document, authored, document_of, people_in, read_documents
from benchmarks.tablet import PASSPHRASE
from central.centre import open_centre
from central.demo.stage import SameProcess
from models.errors import SyncError
from sync.clock import RealClock
from sync.device import Device
from sync.installation import Installation
from vault.profiles import Profiles

PREPARED, SENDER, TAKER, ADDRESS = "prepared", "sender", "taker", "address"
DATA, KEYS = Path("centre"), Path("keys") / "centre.keys"


def contract() -> dict[str, dict[str, str]]:
    """What `sync.py --add` reads: for each of our names the commands to run."""
    base = f"env PYTHONPATH={ROOT} {sys.executable} -P -m {__spec__.name if __spec__ else 'benchmarks.peers.link'}"
    way = "--client {client} --url {url} --max-seconds {max_seconds}"
    return {
        "handrail": {
            "server": base + " server --port {port} --dir {dir}",
            "load": base + " load --client {client} --docs {docs}",
            "push": f"{base} push {way}",
            "pull": f"{base} pull {way}",
            "verify": base + " verify --client {client} --docs {docs}",
        }
    }


def load(client: Path, documents: Path) -> dict[str, object]:
    """Before there is a server: the organisation, the tablets, and the documents recorded on one of them."""
    there = client.parent / PREPARED
    found = read_documents(documents)
    centre = open_centre(there / DATA, there / KEYS).centre
    try:
        made = begun(centre, people_in(found))
        asyncio.run(_enrol(there, SameProcess(centre), made))
    finally:
        centre.close()
    asyncio.run(_record(there / SENDER, found))
    return {"ok": True}


def serve(folder: Path, port: int) -> None:
    """Be the centre of that organisation until SIGTERM."""
    for name in (DATA, KEYS.parent):
        shutil.move(folder.parent / PREPARED / name, folder / name)
    (folder / ADDRESS).write_text(f"http://127.0.0.1:{port}")
    places = ["--data", str(folder / DATA), "--keys", str(folder / KEYS)]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "main.py", "central", "serve", "--port", str(port), *places])


async def sync(client: Path, name: str, url: str, seconds: float) -> dict[str, object]:
    if not Profiles(client).list():
        shutil.copytree(client.parent / PREPARED / name, client, dirs_exist_ok=True)
    files = Profiles(client).list()[0]
    files.update(files.card.model_copy(update={"centre_url": url}))
    served = Served((client.parent / "server" / ADDRESS).read_text())
    async with _unlocked(client) as device:
        await device.people()
        await asyncio.to_thread(served.wait_until_quiet)
        return await _timed(device, seconds)


async def _enrol(there: Path, line: SameProcess, made: Begun) -> None:
    """Two tablets that have pulled everything there is and said what they made of it."""
    for name, code in zip((SENDER, TAKER), made.codes[-2:], strict=True):
        installation = Installation(there / name, RealClock(), line)
        try:
            device = await installation.enrol("http://127.0.0.1", code, PASSPHRASE)
            await device.sync()
            await device.people()
            await device.sync()
        finally:
            await installation.close()


async def _record(tablet: Path, documents: Sequence[Document]) -> None:
    """The documents as entries saved on this tablet."""
    async with _unlocked(tablet) as device:
        hand = await hand_of(device)
    entries = [authored(each, hand, os.urandom(16).hex()) for each in documents]
    files = Profiles(tablet).list()[0]
    vault = await files.vault()
    try:
        await vault.save(await files.unlock(PASSPHRASE), entries)
    finally:
        await vault.close()


@asynccontextmanager
async def _unlocked(tablet: Path) -> AsyncGenerator[Device]:
    installation = Installation(tablet, RealClock())
    try:
        device = await installation.device(Profiles(tablet).list()[0].device)
        await device.unlock(PASSPHRASE)
        yield device
    finally:
        await installation.close()


async def _timed(device: Device, seconds: float) -> dict[str, object]:
    """Sync until one sync was whole, as the app does: after a failure again, in a moment."""
    ends, attempts, ok, error = time.monotonic() + seconds, 0, False, ""
    with Watch() as watch:
        while not ok and time.monotonic() < ends:
            attempts += 1
            try:
                async with asyncio.timeout(max(0.1, ends - time.monotonic())):
                    report = await device.sync()
                ok = report.problem is None and report.refused == report.not_accepted == 0
            except (SyncError, TimeoutError) as failed:
                error = type(failed).__name__
                await asyncio.sleep(0.1)
    return {"ok": ok, "wall_s": watch.ms / 1000, "attempts": attempts, "last_error": None if ok else error}


async def verify(client: Path, documents: Path) -> dict[str, object]:
    """Every row of the client's vault opened with all its proofs, beside the documents."""
    files = Profiles(client).list()[0]
    keys, vault = await files.unlock(PASSPHRASE), await files.vault()
    try:
        found = [
            document_of(held.entry)
            for scope in await vault.scopes(keys)
            for held in await vault.entries(keys, scope.scope)
            if held.entry.kind == KIND
        ]
        assert not await vault.set_aside()
    finally:
        await vault.close()
    return dict(_compared(found, read_documents(documents)))


def _compared(found: Sequence[Document], wanted: Sequence[Document]) -> dict[str, int]:
    by_id = {each["id"]: each for each in wanted}
    same = sum(by_id.get(each["id"]) == each for each in found)
    known = {each["id"] for each in found} & by_id.keys()
    return {
        "same": same,
        "different": len(known) - same,
        "extra": len(found) - len(known),
        "missing": len(by_id) - len(known),
    }


def main(words: Sequence[str]) -> None:
    options = _options(words)
    match options.command:
        case "server":
            serve(options.dir.absolute(), options.port)
            return
        case "load":
            found = load(options.client, options.docs)
        case "verify":
            found = asyncio.run(verify(options.client, options.docs))
        case way:
            name = SENDER if way == "push" else TAKER
            found = asyncio.run(sync(options.client, name, options.url, options.max_seconds))
    print(json.dumps(found))


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("server", "load", "push", "pull", "verify"))
    parser.add_argument("--port", type=int)
    parser.add_argument("--url")
    parser.add_argument("--max-seconds", type=float, default=120)
    for name in ("--dir", "--client", "--docs"):
        parser.add_argument(name, type=Path)
    return parser.parse_args(words)


if __name__ == "__main__":
    main(sys.argv[1:])
