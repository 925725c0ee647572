"""How much goes on the line at once: less after a cut, more again while it goes well, never more than the line carries."""

from sync.line import FIRST, LEAST, MOST, Line


def test_sizes_come_back_after_cuts():
    line = Line()
    line.passed(FIRST, 0.1)
    assert line.bytes_at_once == 2 * FIRST
    line.cut()
    line.cut()
    assert line.bytes_at_once == LEAST
    for _ in range(200):
        line.passed(line.bytes_at_once, 0.05)
    assert line.bytes_at_once == MOST


def test_a_page_that_deflates_well_is_as_full_as_any():
    line = Line()
    line.passed(FIRST // 5, 0.1)
    assert line.bytes_at_once == FIRST
    line.passed(FIRST // 5, 0.1, more=True)
    assert line.bytes_at_once == 2 * FIRST


def test_a_slow_line_is_given_no_more_than_it_carries_in_a_few_seconds():
    line = Line()
    for _ in range(20):
        line.passed(line.bytes_at_once, line.bytes_at_once / 6_000)
    assert LEAST <= line.bytes_at_once <= 6_000 * 5
