"""What can be corrected, by whom, and that an amendment says the whole anew with nothing else changed."""

from models.authority import BY_THE_CENTRE
from models.correcting import correctable, may_correct, replacement, says_now, who_corrects
from models.fold import fold
from models.kinds import BODIES
from models.standard import load
from tests.cases.short_form import background, directory, entry, id_of, written
from tests.models.made import document


def test_every_statement_about_a_person_can_be_corrected_and_nothing_the_centre_says():
    stay = {kind for kind in BODIES if not correctable(kind)}
    assert stay == BY_THE_CENTRE | {
        "entry.accepted",
        "entry.settled",
        "access.viewed",
        "prompt.seen",
        "person.registered",
    }
    assert not correctable("moon.seen")


def test_a_correction_needs_what_its_target_needs():
    assert may_correct("worker", "contact.recorded")
    assert not may_correct("worker", "cohort.set")
    assert may_correct("manager", "cohort.set")
    assert not may_correct("administrator", "contact.recorded")
    assert not may_correct(None, "contact.recorded")
    assert [str(role) for role in who_corrects("cohort.set")] == ["manager", "senior"]


def test_who_corrects_is_who_the_standard_lets_record_it():
    delegating = load(document() | {"delegated": {"cohort.set": ["worker"]}})
    assert may_correct("worker", "cohort.set", delegating)
    assert [str(role) for role in who_corrects("cohort.set", delegating)] == ["worker", "manager", "senior"]


def test_what_an_entry_says_now_is_its_own_body_or_the_amendment_that_holds():
    lines = [
        {"is": "first", "at": "2026-11-02 10:00", "contact": "sleep 1"},
        {"is": "other", "at": "2026-11-02 11:00", "contact": "mood 1"},
        {"at": "2026-11-02 12:00", "amends": "first", "contact": "sleep 2"},
        {"is": "gone", "at": "2026-11-02 13:00", "contact": "mood 1"},
        {"at": "2026-11-02 14:00", "by": "manager", "voids": "gone"},
    ]
    state = fold(written(lines, background()), directory())

    def now(name: str) -> tuple[str, list[tuple[str, int]]] | None:
        said = says_now(state, id_of(name))
        return said and (said[0].id, [(each["code"], each["level"]) for each in said[1]["indicators"]])

    assert now("first") == (id_of("first"), [("sleep", 2)])
    assert now("other") == (id_of("other"), [("mood", 1)])
    assert now("gone") is None
    assert now("never") is None


def test_only_what_was_changed_is_changed():
    holds = {"at": "10:00:17", "words": "a", "beside": 1, "gone": "x", "same": "s"}
    reopened = {"at": "10:00", "words": "a", "gone": "x", "same": "s", "empty": ""}
    entered = {"at": "10:00", "words": "b", "same": "s", "empty": ""}
    assert replacement(holds, reopened, entered) == {"at": "10:00:17", "words": "b", "beside": 1, "same": "s"}


def test_what_became_of_what_was_not_accepted_is_noted_on_it_and_no_correction_is_a_statement():
    at, first = "2026-11-02 11:00", id_of("first")
    before = written([{"is": "first", "at": "2026-11-02 10:00", "contact": "sleep 1"}], background())
    said = [
        ("accepted", "entry.accepted", {"rationale": "As it was"}),
        ("replaced", "entry.settled", {"how": "replaced", "replaced_by": id_of("other")}),
        ("again", "entry.settled", {"how": "not_again", "words": "Sent twice"}),
        ("left", "entry.settled", {"how": "left", "words": "Known"}),
        ("newer", "entry.settled", {"how": "from_newer", "words": "Sung"}),
        ("void", "entry.voided", {"reason": "recorded_in_error"}),
    ]
    entries = [entry(name, kind, {"target": first} | body, at) for name, kind, body in said]
    state = fold([*before, *entries], directory())
    notes = {(each.by.id, each.words, each.reason) for each in state.annotations[first]}
    assert notes == {
        (id_of("accepted"), "accepted", "As it was"),
        (id_of("replaced"), "put right", ""),
        (id_of("again"), "not to be sent again", "Sent twice"),
        (id_of("left"), "left as it is", "Known"),
        (id_of("newer"), "settled", "Sung"),
        (id_of("void"), "voided", "Recorded in error"),
    }
    assert id_of("void") not in state.facts
    assert first not in state.facts
