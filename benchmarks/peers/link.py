"""Handrail as a peer of the harness's `sync.py`: the five commands of its contract, each a call of this module.

`load` comes before there is a server, and a tablet without a centre cannot record: it only lays the documents down. `server`
then makes an organisation whose people they are about, enrols two workers' tablets that know all of them, and becomes
`main.py central serve`. `push` and `pull` take one of these tablets into the client's folder, and time `Device.sync` alone:
unlocking, authoring and waiting until the centre is quiet come before. What is timed reads, packs, opens, judges, encrypts and
keeps durably at both ends.
"""

import argparse
import asyncio
import json
import os
import shutil
import sys
import time
from collections.abc import Sequence
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
from vault.store import Vault

DOCUMENTS, LOADED, ADDRESS, TABLETS = "docs.jsonl", "loaded.jsonl", "address", "tablets"
SENDER, TAKER = "sender", "taker"


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


# The server


def serve(folder: Path, port: int) -> None:
    """Make the organisation and its two tablets, then be the centre until SIGTERM."""
    data, keys = folder / "centre", folder / "keys" / "centre.keys"
    documents = read_documents(next(folder.parent.glob(f"*/{DOCUMENTS}")))
    address = f"http://127.0.0.1:{port}"
    centre = open_centre(data, keys).centre
    try:
        found = begun(centre, people_in(documents))
        asyncio.run(_enrol(folder / TABLETS, SameProcess(centre), address, found))
    finally:
        centre.close()
    (folder / ADDRESS).write_text(address)
    words = ["main.py", "central", "serve", "--port", str(port), "--data", str(data), "--keys", str(keys)]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, *words])


async def _enrol(root: Path, line: SameProcess, address: str, found: Begun) -> None:
    for name, code in zip((SENDER, TAKER), found.codes[-2:], strict=True):
        installation = Installation(root / name, RealClock(), line)
        try:
            device = await installation.enrol(address, code, PASSPHRASE)
            await device.sync()
            await device.people()
            await device.sync()
        finally:
            await installation.close()


# A client


def load(client: Path, documents: Path) -> dict[str, object]:
    client.mkdir(parents=True, exist_ok=True)
    shutil.copy(documents, client / DOCUMENTS)
    return {"ok": True}


async def sync(client: Path, name: str, url: str, seconds: float) -> dict[str, object]:
    server = client.parent / "server"
    await _take_tablet(client, server / TABLETS / name, url)
    installation = Installation(client, RealClock())
    try:
        device = await installation.device(Profiles(client).list()[0].device)
        await device.unlock(PASSPHRASE)
        await device.people()
        await asyncio.to_thread(Served((server / ADDRESS).read_text()).wait_until_quiet)
        return await _timed(device, seconds)
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


async def _take_tablet(client: Path, tablet: Path, url: str) -> None:
    """The first time: the tablet that was enrolled for this client, with the documents recorded on it. Always: its centre's address."""
    if not Profiles(client).list():
        shutil.copytree(tablet, client, dirs_exist_ok=True)
    files = Profiles(client).list()[0]
    files.update(files.card.model_copy(update={"centre_url": url}))
    if (client / DOCUMENTS).exists():
        await _record(client)
        (client / DOCUMENTS).rename(client / LOADED)


async def _record(client: Path) -> None:
    """The documents as entries saved on this tablet."""
    installation = Installation(client, RealClock())
    files = Profiles(client).list()[0]
    try:
        device = await installation.device(files.device)
        await device.unlock(PASSPHRASE)
        hand = await hand_of(device)
    finally:
        await installation.close()
    entries = [authored(each, hand, os.urandom(16).hex()) for each in read_documents(client / DOCUMENTS)]
    vault = await files.vault()
    try:
        await vault.save(await files.unlock(PASSPHRASE), entries)
    finally:
        await vault.close()


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
