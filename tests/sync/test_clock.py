"""What a device makes of its own clock: measured by the centre's time, believed only while elapsed time agrees."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.entry import Entry
from models.times import Instant, clock_words, corrected
from sync.clock import Measure, Reading, RealClock, better, stamp, warning
from sync.device import Device
from tests.sync.stage import Stage, TabletClock, contact, staged

AT = 1_793_000_000_000


def reading(wall_s: float, elapsed: float) -> Reading:
    return Reading(AT + round(wall_s * 1000), elapsed)


def measured(error_s: float = 0, round_trip: float = 0.2, elapsed: float = 100) -> Measure:
    """A clock `error_s` ahead, asked at `elapsed`."""
    centre_ms = AT + round((round_trip / 2 - error_s) * 1000)
    found = Measure.take(reading(0, elapsed), reading(round_trip, elapsed + round_trip), centre_ms)
    assert found
    return found


@pytest.mark.parametrize("error_s", [0, 3, -3, 7200, -86_400])
def test_error_is_device_less_true(error_s: float):
    assert measured(error_s).error_ms == round(error_s * 1000)


def test_half_of_the_round_trip_is_the_most_it_can_be_off():
    """All of the delay on one leg."""
    found = Measure.take(reading(0, 0), reading(10, 10), AT)
    assert found is not None
    assert abs(found.error_ms) == 5000


def test_an_answer_too_late_measures_nothing():
    assert Measure.take(reading(0, 0), reading(61, 61), AT) is None


def test_the_clock_set_back_while_waiting_does_not_confuse():
    found = Measure.take(reading(0, 0), reading(-3600 + 0.2, 0.2), AT + 100)
    assert found is not None
    assert found.error_ms == -3_600_000


@pytest.mark.parametrize(
    ("wall_s", "elapsed", "holds"),
    [
        (60.2, 160.2, True),
        (86_400, 86_500, True),
        (86_404, 86_500, True),  # a poor quartz
        (3600, 160, False),  # set forward by hand
        (-3600, 160, False),  # set back by hand
        (60, 5, False),  # restarted: elapsed began again
    ],
)
def test_a_measure_holds_while_elapsed_time_agrees(wall_s: float, elapsed: float, holds: bool):
    assert measured().holds(reading(wall_s, elapsed)) is holds


def test_an_entry_says_what_was_known():
    kept = measured(error_s=5)
    assert stamp(None, reading(0, 0)).error_ms is None
    assert stamp(kept, reading(60, 160)).model_dump() == {"error_ms": 5000, "holds": True}
    assert stamp(kept, reading(7200, 160)).model_dump() == {"error_ms": 5000, "holds": False}


def test_a_slow_answer_never_replaces_a_measure_that_holds():
    kept, slow = measured(), measured(error_s=1, round_trip=8, elapsed=160)
    slow = Measure(slow.error_ms, kept.wall_ms + 68_000, kept.elapsed + 68, 8)
    assert better(kept, slow) is kept
    assert better(None, slow) is slow
    assert better(kept, None) is kept
    after_restart = Measure(slow.error_ms, slow.wall_ms, 3.0, 8)
    assert better(kept, after_restart) is after_restart


def test_a_quick_answer_does():
    kept = measured()
    assert better(kept, fresh := measured(elapsed=200)) is fresh


def test_warned_past_two_minutes_and_after_a_hand_on_the_clock():
    assert warning(measured(error_s=119), reading(60, 160)) is None
    assert warning(measured(error_s=-121), reading(60, 160)) == timedelta(seconds=-121)
    jumped = warning(measured(), reading(3600 + 60, 160))
    assert jumped is not None
    assert abs(jumped - timedelta(hours=1)) < timedelta(seconds=1)
    assert warning(None, reading(0, 0)) is None


def test_the_real_clock():
    clock = RealClock()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC
    first = clock.elapsed()
    assert clock.elapsed() >= first
    assert isinstance(clock.offset_minutes(datetime(2026, 7, 1, tzinfo=UTC)), int)


# On a tablet, as entries and screens say it


def test_asleep_for_a_night_the_measure_still_holds():
    """Elapsed time that counts sleep moves with the wall; a clock that does not count it would have lost the measure."""
    night = 9 * 3600
    kept = measured(error_s=47 * 60)
    assert kept.holds(reading(night, 100 + night))
    assert kept.error_at(reading(night, 100 + night)) == timedelta(minutes=47)
    assert not kept.holds(reading(night, 100 + 60))


@pytest.mark.parametrize("days", [2, -2])
def test_a_clock_off_by_two_days_is_measured_warned_of_and_corrected(tmp_path: Path, days: int):
    async def act(stage: Stage) -> None:
        device, scope, clock = await on_clock(stage, timedelta(days=days))
        assert device.clock_warning == timedelta(days=days)
        stage.clock.passes(hours=1)
        saved = await device.record("contact.recorded", scope, contact(clock.now()))
        entry = saved.held.entry
        assert entry.recorded_at == stage.clock.at + timedelta(days=days), "as its clock said"
        assert corrected(entry) == Instant(stage.clock.at - timedelta(minutes=5))
        assert (await device.sync()).not_accepted == 0

    staged(tmp_path, act)


def test_stepped_back_after_the_measure_a_time_is_uncertain_and_the_next_sync_measures_anew(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, clock = await on_clock(stage, timedelta())
        clock.error = timedelta(hours=-3)
        stage.clock.passes(hours=1)
        saved = await device.record("contact.recorded", scope, contact(clock.now()))
        assert corrected(saved.held.entry).certain is False
        assert device.now() == stage.clock.at, "elapsed time knows better than the wall"
        assert device.clock_warning == timedelta(hours=-3)
        await device.sync()
        again = await device.record("contact.recorded", scope, contact(clock.now()))
        assert corrected(again.held.entry) == Instant(stage.clock.at - timedelta(minutes=5))

    staged(tmp_path, act)


def test_restarted_the_measure_no_longer_holds_until_a_sync(tmp_path: Path):
    async def act(stage: Stage) -> None:
        device, scope, clock = await on_clock(stage, timedelta(minutes=10))
        stage.clock.passes(hours=1)
        clock.began = stage.clock.at  # elapsed time begins anew
        saved = await device.record("contact.recorded", scope, contact(clock.now()))
        assert saved.held.entry.clock.holds is False
        assert device.now() == stage.clock.at, "the old error is the best guess"
        await device.sync()
        stage.clock.passes(minutes=1)
        again = await device.record("contact.recorded", scope, contact(clock.now()))
        assert again.held.entry.clock.holds is True

    staged(tmp_path, act)


def test_the_hour_that_comes_twice_is_told_apart_and_the_measure_holds(tmp_path: Path):
    """25 October 2026: 01:30 comes twice in London. Neither measure nor order goes by the wall there."""

    async def act(stage: Stage) -> None:
        device, scope, clock = await on_clock(stage, timedelta())
        saved: list[Entry] = []
        for _ in range(2):
            body = contact(clock.now() + timedelta(minutes=5))
            saved.append((await device.record("contact.recorded", scope, body)).held.entry)
            stage.clock.passes(hours=1)
        first, second = (corrected(entry) for entry in saved)
        assert (first.certain, second.certain) == (True, True)
        assert clock_words(first.at) == "01:30 BST"
        assert clock_words(second.at) == "01:30 GMT"
        assert second.at - first.at == timedelta(hours=1)
        visits = (await device.person(scope)).state.visits
        assert [visit.id for visit in visits] == [entry.id for entry in saved]

    staged(tmp_path, act, at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))


async def on_clock(stage: Stage, error: timedelta) -> tuple[Device, str, TabletClock]:
    """A worker's device whose clock is that far off, synced once, and a person."""
    clock = TabletClock(stage.clock, error)
    worker_id = stage.played.staff("Wren Worker", "worker")
    scope = stage.played.person("Pat Example")
    stage.played.assign(scope, worker_id)
    return await stage.device(worker_id, "field", clock=clock), scope, clock
