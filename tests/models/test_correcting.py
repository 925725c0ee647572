"""What can be corrected, by whom, and that an amendment says the whole anew with nothing else changed."""

from models.authority import BY_THE_CENTRE
from models.correcting import correctable, may_correct, replacement, who_corrects
from models.kinds import BODIES


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


def test_only_what_was_changed_is_changed():
    holds = {"at": "10:00:17", "words": "a", "beside": 1, "gone": "x", "same": "s"}
    reopened = {"at": "10:00", "words": "a", "gone": "x", "same": "s", "empty": ""}
    entered = {"at": "10:00", "words": "b", "same": "s", "empty": ""}
    assert replacement(holds, reopened, entered) == {"at": "10:00:17", "words": "b", "beside": 1, "same": "s"}
