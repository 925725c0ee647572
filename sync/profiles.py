"""What a locked screen may show of a profile, and the time as well as its tablet knows it."""

from datetime import datetime, timedelta

from sync.clock import Clock, Reading
from sync.shared import SharedVault, read_moment
from sync.views import Profile
from vault.rows import from_ms


async def describe(shared: SharedVault, clock: Clock) -> Profile:
    card, state, unsent = shared.card, await shared.vault.state(), await shared.vault.unsent()
    look_again = moment(state.get("look_again"))
    left = await shared.vault.left_to_hand_over() if shared.revoked else 0
    return Profile(
        id=card.device,
        label=card.label,
        org=card.org,
        staff=card.staff,
        address=card.centre_url,
        numbers=shared.numbers,
        needs_you=not shared.revoked and look_again is not None and look_again <= true_now(shared, clock),
        out_of_use=shared.revoked,
        left=left,
        unsent=unsent.count,
        oldest_unsent_at=from_ms(unsent.oldest_ms) if unsent.oldest_ms is not None else None,
        heard_at=moment(state.get("heard")),
        pin=card.pin,
        key_gone=shared.files.key_gone,
        wait=shared.attempts.wait(clock.elapsed()),
    )


def true_now(shared: SharedVault, clock: Clock) -> datetime:
    """The tablet's clock less its measured error; to the millisecond, so that tablet and centre can speak of the same now."""
    error = shared.measure.error_at(Reading.of(clock)) if shared.measure else timedelta()
    now = clock.now() - error
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def moment(kept: bytes | None) -> datetime | None:
    """A time as the vault's state keeps it; None where there is none or it cannot be read."""
    milliseconds = read_moment(kept)
    return None if milliseconds is None else from_ms(milliseconds)
