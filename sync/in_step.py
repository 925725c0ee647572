"""Keeping a tablet in step by itself: every profile syncs, locked, at once after a save and about once a minute.

Nothing waits for it and nothing depends on it: what fails is tried again at the next round, and the Sync screen shows how
things stand whether or not this runs.
"""

import asyncio
import contextlib
import logging

from models.errors import HandrailError
from sync.installation import Installation

EVERY = 60.0  # seconds
SETTLE = 2.0  # seconds: what is saved together is sent together

log = logging.getLogger("handrail.sync")


async def keep_in_step(installation: Installation, every: float = EVERY, settle: float = SETTLE) -> None:
    """Runs until it is cancelled; cancelling it harms nothing."""
    while True:
        await one_round(installation)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(installation.nudged.wait(), every)
            await asyncio.sleep(settle)
        installation.nudged.clear()


async def one_round(installation: Installation) -> None:
    """Each profile once, while there is signal."""
    if not installation.signal:
        return
    for profile in await installation.profiles():
        if not profile.trouble:
            await _sync(installation, profile.id)


async def _sync(installation: Installation, profile_id: str) -> None:
    try:
        device = await installation.device(profile_id)
        await device.sync()
    except HandrailError as error:
        log.info("profile %s not in step: %s", profile_id, type(error).__name__)
    except Exception as error:
        log.error("profile %s not in step: unexpected %s", profile_id, type(error).__name__)
