"""The trail: every entry has its line, in order, with who, when, where, when recorded, when held and who saw it."""

from datetime import timedelta

from models.entry import Entry, Held
from models.trail import TrailLine, trail
from tests.cases.short_form import background, directory, entry, id_of, moment, written

LINES = [
    {
        "is": "first",
        "at": "2026-11-02 10:00",
        "contact": "suicidal 2, sleep 1",
        "actions": ["safety_plan_made"],
    },
    {"is": "seen", "at": "2026-11-02 10:20", "by": "manager", "seen": "T1 first"},
    {"is": "answer", "at": "2026-11-02 10:40", "by": "manager", "answered": "T1 first"},
    {"is": "slip", "at": "2026-11-02 11:00", "voids": "first"},
    {"is": "newer", "at": "2026-11-02 09:00", "newer_kind": "weather.noted"},
]


def _lines(entries: list[Entry]) -> dict[str, TrailLine]:
    received = moment("2026-11-02 12:00")
    held = [Held(each, b"", n, received + timedelta(minutes=n), True) for n, each in enumerate(entries)]
    return {line.id: line for line in trail(held[::-1] + held, directory())}


def test_in_order_each_once() -> None:
    entries = written(LINES, background())
    lines = list(_lines(entries).values())
    assert len(lines) == len(entries)
    assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_a_contacts_line() -> None:
    line = _lines(written(LINES, background()))[id_of("first")]
    assert line.what == (
        "Contact: Seen, on time. Hopelessness, suicidal or self-harm thoughts 2; Sleep 1. "
        "Carried out: Safety plan made or changed together. Decision: No step-up"
    )
    assert line.who == "Wendy Fictional"
    assert line.where == "Face to face"
    assert line.recorded_at == moment("2026-11-02 10:00")
    assert line.held_at == moment("2026-11-02 12:02")
    assert [(sight.name, sight.at) for sight in line.seen_by] == [
        ("Mona Fictional", moment("2026-11-02 10:20"))
    ]


def test_on_whose_tablet_a_prompt_is_stands_with_what_raised_it_and_is_not_seeing_it() -> None:
    entries = written(LINES[:1], background())
    first = next(each for each in entries if each.id == id_of("first"))
    manager = next(each.author for each in written(LINES[:2], background()) if each.id == id_of("seen"))
    said = [
        first.model_copy(
            update={
                "id": f"{number:032x}",
                "record": f"{number:032x}",
                "kind": "prompt.delivered",
                "body": {
                    "prompt": f"T1:{first.scope}:{first.id}",
                    "evidence": [first.id],
                    "device": f"{number:032x}",
                    "staff": manager,
                    "delivered_at": f"2026-11-02T10:{minute}:00Z",
                },
            }
        )
        for number, minute in ((1, 31), (2, 30))
    ]
    lines = _lines([*entries, *said])
    line = lines[first.id]
    assert [(sight.name, sight.at) for sight in line.on_tablets_of] == [
        ("Mona Fictional", moment("2026-11-02 10:30"))
    ]
    assert line.seen_by == ()
    assert not {each.id for each in said} & lines.keys()


def test_a_correction_is_noted_on_what_it_is_about_and_has_its_own_line() -> None:
    lines = _lines(written(LINES, background()))
    assert [(note.words, note.name) for note in lines[id_of("first")].notes] == [
        ("may be an error", "Wendy Fictional")
    ]
    assert lines[id_of("slip")].what == "Void: Recorded in error"


def test_a_kind_from_a_newer_version_is_kept_and_shown_as_it_is() -> None:
    line = _lines(written(LINES, background()))[id_of("newer")]
    assert not line.known
    assert line.what == "“weather.noted”. Written by a newer Handrail: needs a newer app."


def test_what_is_not_sent_yet_says_so() -> None:
    line = next(iter(trail([Held(background()[0], b"")], directory())))
    assert line.held_at is None
    assert line.accepted is None


def test_a_clock_in_doubt_is_marked() -> None:
    doubtful = {
        "at": "2026-11-02 10:00",
        "contact": "sleep 0",
        "clock_wrong_by_minutes": 5,
        "clock_holds": False,
    }
    assert [line.certain for line in _lines(written([doubtful], [])).values()] == [False]


def test_what_was_done_about_a_prompt_is_said_in_its_rules_words_never_its_id() -> None:
    lines = _lines(written(LINES, background()))
    worry = "“Suicide, harm or abuse at 2 or above, a new disclosure, or plan, means or attempt”"
    assert lines[id_of("seen")].what == f"Opened the prompt {worry}"
    assert lines[id_of("answer")].what.startswith(f"Answered {worry}: ")


def test_what_its_author_may_not_record_and_what_it_builds_on_that_is_not_here_are_said() -> None:
    lines = [
        {"is": "in", "at": "2026-11-02 10:00", "cohort": True},
        {"is": "plan", "at": "2026-11-02 11:00", "plan": "standing", "follows": ["elsewhere"]},
        {"is": "fine", "at": "2026-11-02 12:00", "contact": "sleep 0"},
    ]
    found = _lines(written(lines, background()))
    marks = {
        name: (found[id_of(name)].unauthorised, found[id_of(name)].incomplete)
        for name in ("in", "plan", "fine")
    }
    assert marks == {"in": (True, False), "plan": (False, True), "fine": (False, False)}


def test_a_line_says_whose_it_is_what_the_centre_made_of_it_and_how_wrong_its_clock_was() -> None:
    ahead = {
        "is": "first",
        "at": "2026-11-02 10:00",
        "contact": "sleep 0",
        "clock_wrong_by_minutes": 5,
    }
    entries = written([ahead], background())
    taken = [Held(each, b"", 1, moment("2026-11-02 12:00"), True) for each in entries[:-1]]
    refused = Held(entries[-1], b"", 2, moment("2026-11-02 12:01"), False, "role_may_not")
    lines = {line.id: line for line in trail([*taken, refused], directory())}
    line = lines[id_of("first")]
    assert (line.staff, line.accepted, line.reason) == (id_of("worker"), False, "role_may_not")
    assert (line.clock_error, line.certain, line.known) == (timedelta(minutes=5), True, True)
    assert line.at == line.recorded_at == moment("2026-11-02 09:55")
    registered = lines[id_of("registered")]
    assert (registered.accepted, registered.where, registered.known) == (True, "", True)


def test_a_note_names_the_entry_that_made_it_when_and_why() -> None:
    doubtful = {
        "is": "slip",
        "at": "2026-11-02 11:00",
        "amends": "first",
        "contact": "sleep 2",
        "clock_wrong_by_minutes": 5,
        "clock_holds": False,
    }
    first = {"is": "first", "at": "2026-11-02 10:00", "contact": "sleep 1"}
    (note,) = _lines(written([first, doubtful], background()))[id_of("first")].notes
    assert (note.id, note.words, note.name) == (id_of("slip"), "amended", "Wendy Fictional")
    assert (note.at, note.certain, bool(note.reason)) == (moment("2026-11-02 10:55"), False, True)


def test_who_saw_it_is_in_order_of_time_and_whether_that_is_certain() -> None:
    earlier, later = sorted(("manager", "senior"), key=id_of)  # by their ids, which is not the order of time
    lines = [
        LINES[0],
        {"at": "2026-11-02 10:30", "by": earlier, "seen": "T1 first"},
        {
            "at": "2026-11-02 10:20",
            "by": later,
            "seen": "T1 first",
            "clock_wrong_by_minutes": 0,
            "clock_holds": False,
        },
        {"at": "2026-11-02 10:25", "by": "cover", "seen": "T1 nothing-here"},
        {"at": "2026-11-02 10:40", "by": "worker", "seen": "T1 first"},
    ]
    seen = _lines(written(lines, background()))[id_of("first")].seen_by
    assert [(each.staff, each.at, each.certain) for each in seen] == [
        (id_of(later), moment("2026-11-02 10:20"), False),
        (id_of(earlier), moment("2026-11-02 10:30"), True),
    ]


def test_onto_whose_tablets_it_came_is_in_order_of_time() -> None:
    entries = written(LINES[:1], background())
    said = [
        entry(
            f"delivered to {who}",
            "prompt.delivered",
            {
                "prompt": f"T1:{entries[-1].scope}:{id_of('first')}",
                "evidence": [id_of("first")],
                "device": id_of(who),
                "staff": id_of(who),
                "delivered_at": moment(at).isoformat(),
            },
            at,
            "centre",
        )
        for who, at in zip(
            sorted(("manager", "senior", "cover"), key=id_of),
            ("2026-11-02 10:31", "2026-11-02 10:30", "2026-11-02 10:30"),
            strict=True,
        )
    ]
    for order in (said, said[::-1]):
        there = _lines([*entries, *order])[id_of("first")].on_tablets_of
        assert [each.at for each in there] == [moment(f"2026-11-02 10:{at}") for at in (30, 30, 31)]
        first, *others = sorted(map(id_of, ("manager", "senior", "cover")))
        assert [each.staff for each in there] == [*others, first]


def test_of_nothing_there_is_no_trail() -> None:
    assert trail((), directory()) == ()
