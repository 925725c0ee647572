"""What of a prompt is shown while others' records are closed: my part of why, and nobody else's words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from models.closing import LEFT_OUT, Closed, recorded_on, stays_open, what_stays_of
from models.directory import Directory
from models.fold import fold
from models.prompt import Answer, Asked, Evidence, Prompt
from models.told import Told
from tests.cases.short_form import background, directory, id_of, moment, written

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINE, THEIRS, ME = "1" * 32, "2" * 32, "4" * 32
PERSON, DIRECTORY = fold([], Directory.fold([])), Directory.fold([])
PROMPT = Prompt(
    id="T3:person:x:y",
    rule="T3",
    rule_version=1,
    scope="person:x",
    seen=(Evidence(THEIRS, "Sleep 3", AT), Evidence(MINE, "Sleep 2", AT + timedelta(days=1))),
    evidence=(THEIRS, MINE),
    asks="Decide what is done.",
    asked=(Asked("manager", (), AT),),
    by=AT,
    clears="A step-down.",
    raised_at=AT,
    answers=(Answer(THEIRS, "3" * 32, AT, "Rang her sister"), Answer(MINE, "4" * 32, AT, "Went back")),
)


def test_what_others_said_is_left_out_and_that_they_did_is_not():
    shown = what_stays_of(PROMPT, {MINE}, PERSON, DIRECTORY, ME)
    assert shown
    assert [each.words for each in shown.seen] == ["Sleep 2"]
    assert shown.evidence == (MINE,), "an answer then names what its author had in front of them"
    assert [each.words for each in shown.answers] == [LEFT_OUT, "Went back"]
    assert (shown.asks, shown.asked, shown.id) == (PROMPT.asks, PROMPT.asked, PROMPT.id)


def test_one_that_rests_on_others_alone_still_asks_whom_it_asks_and_nobody_else():
    asked = (Asked("worker", (ME, "5" * 32), AT), Asked("manager", (), AT))
    theirs = replace(PROMPT, evidence=(THEIRS,), asked=asked)
    shown = what_stays_of(theirs, {MINE}, PERSON, DIRECTORY, ME)
    assert shown
    assert (shown.id, shown.asks, shown.by, shown.clears) == (
        theirs.id,
        theirs.asks,
        theirs.by,
        theirs.clears,
    )
    assert shown.asked == (Asked("worker", (ME,), AT),)
    assert (shown.evidence, shown.answers) == ((), ()), "what was not seen is not answered"
    assert "Sleep" not in repr(shown.seen)
    assert LEFT_OUT in shown.seen[0].words
    assert what_stays_of(theirs, {MINE}, PERSON, DIRECTORY, "6" * 32) is None


def test_where_nothing_is_shown_nobody_is_said_to_have_it_and_why_names_no_entry():
    asked = (Asked("worker", (ME,), AT),)
    theirs = replace(PROMPT, evidence=(THEIRS,), asked=asked, told=Told(told_name="Bo Fictional", told_at=AT))
    shown = what_stays_of(theirs, {MINE}, PERSON, DIRECTORY, ME)
    assert shown
    assert shown.told == Told()
    assert shown.seen == (Evidence("", f"What others recorded asks for this {LEFT_OUT}", AT),)


def test_who_has_it_is_who_was_told_of_what_is_shown():
    lines = [
        {"is": "hers", "at": "2026-11-02 10:00", "contact": "suicidal 2"},
        {"is": "his", "at": "2026-11-02 10:05", "by": "cover", "contact": "suicidal 2"},
        {"at": "2026-11-02 10:10", "told": "T1 hers", "name": "Mona Fictional"},
    ]
    person = fold(written(lines, background()), directory())
    both = replace(PROMPT, rule="T1", evidence=(id_of("hers"), id_of("his")))
    shown = what_stays_of(both, {id_of("hers")}, person, directory(), ME)
    assert shown
    assert shown.told.told_name == "Mona Fictional"
    before = {"at": "2026-11-02 10:10", "by": "manager", "seen": "P2 hers"}
    seen = fold(written([*lines, before], background()), directory())
    for raised_at, by in (("2026-11-02 10:10", id_of("manager")), ("2026-11-02 10:11", None)):
        late = replace(both, rule="P2", asked=(), raised_at=moment(raised_at))
        of_hers = what_stays_of(late, {id_of("hers")}, seen, directory(), ME)
        assert of_hers
        assert of_hers.told.seen_by == by
    assert recorded_on(person, person.entries[id_of("his")].device) == {id_of("his")}


def test_what_was_recorded_here_stays_open_and_who_they_are():
    registered, contact = (
        written([{"at": "2026-11-02 10:00", "contact": "sleep 0"}], background())[number]
        for number in (0, -1)
    )
    assert stays_open(contact, contact.device)
    assert not stays_open(contact, "another")
    assert stays_open(registered, "another")


def test_it_says_what_is_closed_and_what_is_not():
    words = Closed(AT, 16).words
    assert words == (
        "This tablet has not reached the centre for 16 days. Others' records are closed until it syncs. "
        "You can still record."
    )
