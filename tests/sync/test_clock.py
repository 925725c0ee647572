"""What a device makes of its own clock: measured by the centre's time, believed only while elapsed time agrees."""

from datetime import UTC, datetime, timedelta

import pytest

from sync.clock import Measure, Reading, RealClock, better, stamp, warning

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
