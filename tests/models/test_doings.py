"""What people did about a prompt, as it stands beside it: who saw it, who was told, whose acceptance counts."""

from typing import Any

from models.fold import fold
from models.rules import evaluate
from models.told import Told
from tests.cases.short_form import SCOPE, background, directory, entry, id_of, moment, written

FIRST = {"is": "first", "at": "2026-11-02 10:00", "contact": "sleep 2, mood 2, anxiety 2"}
NOW = moment("2026-11-02 12:00")


def _told(*lines: dict[str, Any]) -> Told:
    person = fold(written([FIRST, *lines], background()), directory())
    (prompt,) = (each for each in evaluate(person, directory(), NOW).prompts if each.rule == "T2")
    return prompt.told


def _call(at: str, name: str, by: str = "worker", **more: Any) -> dict[str, Any]:
    return {"is": f"told {name}", "at": at, "by": by, "told": "T2 first", "name": name} | more


SEEN = {"at": "2026-11-02 10:40", "by": "manager", "seen": "T2 first"}


def test_nobody_has_it_yet() -> None:
    assert _told() == Told()


def test_the_first_who_was_told_by_the_time_of_the_clock_it_was_read_from() -> None:
    ahead = _call("2026-11-02 10:30", "Bo Fictional", clock_wrong_by_minutes=20)
    later = _call("2026-11-02 10:20", "Cy Fictional", by="cover")
    assert _told(later, ahead) == Told(
        told_by=id_of("worker"),
        told_by_name="Wendy Fictional",
        told_name="Bo Fictional",
        told_at=moment("2026-11-02 10:10"),
    )
    same = _call("2026-11-02 10:20", "Di Fictional")
    first = min(("told Cy Fictional", "told Di Fictional"), key=id_of)
    assert _told(later, same).told_name == first.removeprefix("told ")
    doubtful = _call("2026-11-02 10:20", "Di Fictional", clock_wrong_by_minutes=0, clock_holds=False)
    assert not _told(doubtful).certain


def test_the_first_who_was_told_by_when_the_call_was_and_not_by_when_it_was_written_down() -> None:
    body = {"prompt": f"T2:{SCOPE}:{id_of('first')}", "evidence": [id_of("first")], "name": "Bo Fictional"}
    early = body | {"told_at": moment("2026-11-02 10:05").isoformat()}
    written_late = entry("told Bo Fictional", "prompt.told", early, "2026-11-02 11:00", "worker")
    lines = written([FIRST, _call("2026-11-02 10:20", "Cy Fictional", by="cover")], background())
    person = fold([*lines, written_late], directory())
    (prompt,) = (each for each in evaluate(person, directory(), NOW).prompts if each.rule == "T2")
    assert (prompt.told.told_name, prompt.told.told_at) == ("Bo Fictional", moment("2026-11-02 10:05"))


def test_who_saw_it_and_when_beside_who_was_told() -> None:
    doubtful = _call("2026-11-02 10:20", "Bo Fictional", clock_wrong_by_minutes=0, clock_holds=False)
    assert _told(SEEN, doubtful) == Told(
        seen_by=id_of("manager"),
        seen_name="Mona Fictional",
        seen_at=moment("2026-11-02 10:40"),
        told_by=id_of("worker"),
        told_by_name="Wendy Fictional",
        told_name="Bo Fictional",
        told_at=moment("2026-11-02 10:20"),
        certain=True,
    )
    assert not _told(SEEN | {"clock_wrong_by_minutes": 0, "clock_holds": False}).certain


def test_an_acceptance_counts_from_whom_it_is_to_give_while_it_stands() -> None:
    """A worker's match of two records joins nothing until somebody who may record it has it count."""
    match = {"is": "match", "at": "2026-11-10 10:00", "matched": "stranger"}
    lines = written([match], background())

    def joined(by: str, *more: Any) -> bool:
        accepted = {"target": id_of("match"), "rationale": "The same birth date"}
        given = entry("accepted", "entry.accepted", accepted, "2026-11-10 11:00", by)
        return len(fold([*lines, given, *more], directory(), SCOPE).scopes) == 2

    assert len(fold(lines, directory(), SCOPE).scopes) == 1
    assert joined("manager")
    assert not joined("administrator")
    voided = {"target": id_of("accepted"), "reason": "recorded_in_error"}
    assert not joined("manager", entry("void", "entry.voided", voided, "2026-11-10 12:00"))
