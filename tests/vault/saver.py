"""A process to be killed: keeps a draft, saves it as an entry, says its id, and begins again, until it is stopped.

`python -m tests.vault.saver FOLDER DEVICE_KEY ORG DEVICE SCOPE`; a failure is said as its class and fields, and ends it.
"""

import asyncio
import sys
from pathlib import Path

from models.errors import HandrailError
from tests.vault.builders import make_entry, opened
from vault.keys import Keys
from vault.store import EntrySet, Summary


async def save_for_ever(folder: Path, keys: Keys, scope: str) -> None:
    async with opened(folder) as vault:
        covers = EntrySet.of(held.digest for held in await vault.entries(keys, scope))
        print("ready", flush=True)
        while True:
            made = make_entry(keys, scope, "words nobody said " * 40, minutes=covers.count)
            await vault.put_draft(keys, made.entry.id, b"half of it", 1)
            print("draft", made.entry.id, flush=True)
            covers = EntrySet(covers.count + 1, covers.mark)
            await vault.save(keys, [made], [Summary(scope, covers, b"summary")], [made.entry.id])
            print("saved", made.entry.id, flush=True)


def main() -> None:
    folder, device_key, org, device, scope = sys.argv[1:]
    keys = Keys.from_device_key(bytes.fromhex(device_key), org, device)
    try:
        asyncio.run(save_for_ever(Path(folder), keys, scope))
    except HandrailError as error:
        print("failed", type(error).__name__, *error.fields, flush=True)


if __name__ == "__main__":
    main()
