"""A sample that nobody chose and anybody can draw again."""

import hashlib
from collections import Counter

from models.sampling import drawn, drawn_words
from tests.cases.short_form import id_of

PEOPLE = [id_of(f"person {number}") for number in range(20)]


def test_it_is_drawn_again_the_same_whatever_order_the_people_stand_in() -> None:
    found = drawn(id_of("audit"), PEOPLE, 5)
    assert len(set(found)) == 5
    assert set(found) <= set(PEOPLE)
    assert drawn(id_of("audit"), [*reversed(PEOPLE), *PEOPLE], 5) == found
    assert drawn(id_of("audit"), PEOPLE, 8)[:5] == found


def test_it_is_in_the_order_of_the_hash_that_the_page_says() -> None:
    def hashed(id: str) -> str:
        made = b"handrail/sample/v1\0" + bytes.fromhex(id_of("audit")) + bytes.fromhex(id)
        return hashlib.sha256(made).hexdigest()

    assert list(drawn(id_of("audit"), PEOPLE, 20)) == sorted(PEOPLE, key=hashed)


def test_other_audits_draw_others_and_everybody_about_as_often() -> None:
    times = Counter(id for number in range(400) for id in drawn(id_of(f"audit {number}"), PEOPLE, 5))
    assert set(times) == set(PEOPLE)
    assert 60 < min(times.values()) <= max(times.values()) < 145  # 100 each, were it even


def test_of_few_all_are_drawn_and_of_none_or_for_none_nobody() -> None:
    assert set(drawn(id_of("audit"), PEOPLE[:3], 5)) == set(PEOPLE[:3])
    assert drawn(id_of("audit"), [], 5) == ()
    assert drawn(id_of("audit"), PEOPLE, 0) == ()
    assert drawn(id_of("audit"), PEOPLE, -1) == ()


def test_how_it_was_drawn_says_how_many_of_how_many() -> None:
    assert "first 5 of 20" in drawn_words(5, 20)
