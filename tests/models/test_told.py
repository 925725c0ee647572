"""The exact words of who has it."""

from datetime import timedelta

from models.entry import Held
from models.told import Told, held_at
from tests.cases.short_form import background, moment

NOW = moment("2026-11-02 15:00")


def test_on_this_tablet_only() -> None:
    assert Told().words(None, NOW) == "On this tablet only. Nobody has been told."


def test_held_centrally() -> None:
    assert Told().words(moment("2026-11-02 14:32"), NOW) == "Held centrally 14:32. Nobody has opened it."


def test_seen() -> None:
    told = Told(seen_by="1" * 32, seen_name="Mona Fictional", seen_at=moment("2026-11-02 14:40"))
    assert told.words(moment("2026-11-02 14:32"), NOW) == "Seen by Mona Fictional 14:40"
    assert told.has_it


def test_told_by_you_or_by_another() -> None:
    told = Told(
        told_by="1" * 32, told_by_name="Wendy Fictional", told_name="Mona", told_at=moment("2026-11-02 14:20")
    )
    assert told.words(None, NOW, reader="1" * 32) == "You told Mona 14:20"
    assert told.words(None, NOW, reader="2" * 32) == "Wendy Fictional told Mona 14:20"
    assert told.has_it


def test_another_day_is_named() -> None:
    assert (
        Told().words(moment("2026-10-30 14:32"), NOW)
        == "Held centrally 30 October 14:32. Nobody has opened it."
    )


def test_phone_now_stays_until_someone_has_it() -> None:
    assert not Told().has_it


def test_phone_now_stays_until_someone_of_the_rung_it_climbed_to_has_it() -> None:
    seen = {"seen_by": "1" * 32, "seen_name": "Mona Fictional", "seen_at": moment("2026-11-02 14:40")}
    told = Told(**seen, lacks="senior")
    assert not told.has_it
    assert told.words(None, NOW) == "Seen by Mona Fictional 14:40. No senior has it yet"
    assert Told(**seen).has_it


def test_held_only_when_all_of_it_is() -> None:
    first, second = background()
    at = moment("2026-11-02 14:00")
    held = {first.id: Held(first, b"", 1, at), second.id: Held(second, b"")}
    assert held_at([first.id, second.id], held) is None
    held[second.id] = Held(second, b"", 2, at + timedelta(minutes=5))
    assert held_at([first.id, second.id], held) == at + timedelta(minutes=5)
    assert held_at([first.id, "not here"], held) is None
