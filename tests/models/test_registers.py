"""The registers as the fold has them: of a team and of a person, by the same functions."""

from typing import Any

from models.entry import Entry
from models.fold import PersonState, TeamState, fold, fold_team
from models.waiting import waiting
from tests.cases.short_form import SCOPE, TEAM_SCOPE, background, directory, entry, id_of, written

ISSUE = {"is": "issue", "at": "2026-11-02 10:00", "issue": "Nobody rings back", "review": "2026-11-20"}
RISK = {"is": "risk", "at": "2026-11-02 10:00", "by": "manager", "risk": "Beds are full"} | {
    "review": "2026-11-20"
}


def team(*lines: dict[str, Any]) -> TeamState:
    return fold_team(written(list(lines), [], TEAM_SCOPE), directory(), TEAM_SCOPE)


def person(*lines: dict[str, Any]) -> PersonState:
    return fold(written(list(lines), background()), directory(), SCOPE)


def test_a_team_knows_whose_it_is_and_holds_nothing_of_a_persons() -> None:
    entries = [*written([ISSUE], [], TEAM_SCOPE), *written([RISK], background())]
    found = fold_team(entries, directory(), TEAM_SCOPE)
    assert found.team == id_of("team")
    assert [each.record for each in found.registers.issues] == [id_of("issue")]
    assert found.registers.risks == ()
    assert found.caseload == ()


def test_the_same_line_of_a_person_is_in_the_persons_state() -> None:
    found = person(ISSUE, RISK)
    assert [each.record for each in found.registers.issues] == [id_of("issue")]
    assert [each.record for each in found.registers.risks] == [id_of("risk")]


def test_an_issue_is_whose_it_was_last_given_to_and_is_due_by_what_was_said_last() -> None:
    further = {"is": "further", "at": "2026-11-03 10:00", "by": "manager", "issue_escalated": "issue"}
    [issue] = team(ISSUE, further | {"owner": "senior", "review": "2026-11-10"}).registers.issues
    assert issue.open
    assert issue.owner == id_of("senior")
    assert issue.review is not None
    assert issue.review.entry == id_of("further")
    assert [each.id for each in issue.escalations] == [id_of("further")]
    assert team(ISSUE).registers.issues[0].owner == ""


def test_taken_up_again_after_it_was_resolved_an_issue_is_open() -> None:
    resolved = {"is": "done", "at": "2026-11-03 10:00", "by": "manager", "issue_resolved": "issue"}
    again = {"at": "2026-11-04 10:00", "by": "worker", "issue_escalated": "issue"}
    [issue] = team(ISSUE, resolved).registers.issues
    assert not issue.open
    assert [each.id for each in issue.outcomes] == [id_of("done")]
    [issue] = team(ISSUE, resolved, again).registers.issues
    assert issue.open
    assert issue.outcomes == ()


def test_what_a_worker_says_is_resolved_waits_for_a_manager_and_is_then_resolved() -> None:
    resolved = {"is": "done", "at": "2026-11-03 10:00", "by": "worker", "issue_resolved": "issue"}
    confirmed = {"at": "2026-11-04 10:00", "by": "manager", "confirms": "done"}
    state = team(ISSUE, resolved)
    assert state.registers.issues[0].open
    assert [(each.entry.id, each.words) for each in waiting(state)] == [(id_of("done"), "awaiting a manager")]
    state = team(ISSUE, resolved, confirmed)
    assert not state.registers.issues[0].open
    assert waiting(state) == ()


def test_a_line_that_was_voided_is_gone_and_one_whose_beginning_is_not_here_is_not_shown() -> None:
    state = team(ISSUE, {"at": "2026-11-03 10:00", "by": "manager", "voids": "issue"})
    assert state.registers.issues == ()
    resolved = {"is": "done", "at": "2026-11-03 10:00", "by": "manager", "issue_resolved": "issue"}
    alone = written([ISSUE, resolved], [], TEAM_SCOPE)[1:]
    state = fold_team(alone, directory(), TEAM_SCOPE)
    assert state.registers.issues == ()
    assert list(state.entries) == [id_of("done")]


def test_a_risk_has_the_terms_of_its_latest_review() -> None:
    reviewed = {"is": "reviewed", "at": "2026-11-05 10:00", "by": "manager", "risk_reviewed": "risk change"}
    [risk] = team(RISK, reviewed | {"owner": "senior", "review": "2026-12-04"}).registers.risks
    assert risk.owner == id_of("senior")
    assert [(fact.id, str(terms.review_on)) for fact, terms in risk.terms] == [
        (id_of("reviewed"), "2026-12-04")
    ]
    [risk] = team(
        RISK, {"at": "2026-11-05 10:00", "by": "manager", "risk_reviewed": "risk close"}
    ).registers.risks
    assert not risk.open
    assert (risk.owner, risk.review) == ("", None)


def test_a_risk_is_closed_though_the_review_that_closes_it_says_what_held() -> None:
    closed = {"is": "closed", "at": "2026-11-05 10:00", "by": "manager", "risk_reviewed": "risk close"}
    *lines, last = written([RISK, closed], [], TEAM_SCOPE)
    terms = {"mitigations": "A weekly call", "owner": id_of("manager"), "review_on": "2026-12-04"}
    last = last.model_copy(update={"body": last.body | {"terms": terms}})
    [risk] = fold_team([*lines, last], directory(), TEAM_SCOPE).registers.risks
    assert not risk.open


def test_two_reviews_of_a_risk_apart_both_hold_the_earlier_date_first() -> None:
    later = {"is": "later", "at": "2026-11-05 10:00", "by": "manager", "risk_reviewed": "risk continue"}
    sooner = {"is": "sooner", "at": "2026-11-05 11:00", "by": "senior", "risk_reviewed": "risk continue"}
    apart = {"follows": ["risk"]}
    state = team(RISK, later | apart | {"review": "2026-12-24"}, sooner | apart | {"review": "2026-12-04"})
    [risk] = state.registers.risks
    assert [fact.id for fact, _ in risk.terms] == [id_of("sooner"), id_of("later")]
    assert len(risk.reviews) == 2
    assert state.conflicts == ()


def test_a_referral_is_open_until_it_is_decided_and_while_it_is_decided_both_ways() -> None:
    referral = {"is": "ref", "at": "2026-11-02 10:00", "referral": "Sam Fictional"}
    yes = {"is": "yes", "at": "2026-11-03 10:00", "by": "manager", "referral_decided": "ref accept"}
    no = {"at": "2026-11-03 11:00", "by": "senior", "referral_decided": "ref decline", "follows": ["ref"]}
    [found] = person(referral).registers.referrals
    assert found.open
    [found] = person(referral, yes).registers.referrals
    assert found.decided is not None
    assert found.decided.decision == "accept"
    state = person(referral, yes, no)
    assert state.registers.referrals[0].open
    assert [each.record for each in state.conflicts] == [id_of("ref")]


def test_a_referral_is_known_by_the_entry_that_received_it() -> None:
    [found] = person({"is": "ref", "at": "2026-11-02 10:00", "referral": "Sam Fictional"}).registers.referrals
    assert (found.record, found.begun.body.name) == (id_of("ref"), "Sam Fictional")


def test_a_referral_decided_as_only_a_newer_app_knows_is_open_here() -> None:
    referral = {"is": "ref", "at": "2026-11-02 10:00", "referral": "Sam Fictional"}
    newer = {"at": "2026-11-03 10:00", "by": "manager", "referral_decided": "ref wait_list"}
    [found] = person(referral, newer).registers.referrals
    assert found.open
    assert found.decided is None


def test_a_referral_decided_by_a_worker_is_not_decided() -> None:
    referral = {"is": "ref", "at": "2026-11-02 10:00", "referral": "Sam Fictional"}
    decided = {"at": "2026-11-03 10:00", "by": "worker", "referral_decided": "ref decline"}
    assert person(referral, decided).registers.referrals[0].open


def test_an_audit_has_its_findings_what_it_says_nothing_of_and_what_went_over_it_again() -> None:
    first = {"is": "audit", "at": "2026-11-02 10:00", "by": "senior", "audit": "2026-10-01 to 2026-10-31"}
    found = {"at": "2026-11-02 10:05", "by": "senior", "finding": "audit goals 3 5"}
    again = {"is": "again", "at": "2026-11-20 10:00", "by": "manager", "re_audits": "audit"}
    [audit] = team(first | {"again_on": "2026-11-30"}, found).registers.audits
    assert [str(each.body.looked_for) for each in audit.findings] == ["goals"]
    assert audit.not_found_out == ("baseline",)
    assert audit.open
    audits = team(
        first | {"again_on": "2026-11-30"}, again | {"audit": "2026-11-01 to 2026-11-14"}
    ).registers.audits
    assert [(each.record, each.re_audit) for each in audits] == [
        (id_of("audit"), id_of("again")),
        (id_of("again"), None),
    ]
    assert not audits[0].open


def test_a_worker_s_audit_settles_an_earlier_one_once_a_manager_takes_it_as_such() -> None:
    first = {"is": "audit", "at": "2026-11-02 10:00", "by": "senior", "audit": "2026-10-01 to 2026-10-31"}
    hers = {
        "is": "hers",
        "at": "2026-11-20 10:00",
        "re_audits": "audit",
        "audit": "2026-11-01 to 2026-11-14",
    }
    lines = written([first | {"again_on": "2026-11-30"}, hers], [], TEAM_SCOPE)

    def settled(*more: Entry) -> bool:
        audits = fold_team([*lines, *more], directory(), TEAM_SCOPE).registers.audits
        return not next(each for each in audits if each.record == id_of("audit")).open

    at, target = "2026-11-21 10:00", {"target": id_of("hers")}
    assert not settled()
    assert settled(entry("confirmed", "entry.confirmed", target, at, scope=TEAM_SCOPE))
    accepted = target | {"rationale": "As it was"}
    assert settled(entry("accepted", "entry.accepted", accepted, at, scope=TEAM_SCOPE))


def test_the_latest_supervision_of_each_is_by_when_it_was_held() -> None:
    one = {"is": "one", "at": "2026-11-02 10:00", "by": "manager", "supervision": "worker"}
    entered_late = {
        "at": "2026-11-05 10:00",
        "by": "senior",
        "supervision": "worker",
        "held": "2026-10-20 10:00",
    }
    other = {"is": "other", "at": "2026-11-03 10:00", "by": "manager", "supervision": "cover"}
    found = team(one, entered_late, other).registers
    assert len(found.supervisions) == 3
    assert {each.id for each in found.last_supervisions} == {id_of("one"), id_of("other")}


def test_what_a_newer_app_says_of_a_team_is_kept_and_not_folded() -> None:
    state = team(ISSUE, {"is": "new", "at": "2026-11-03 10:00", "newer_kind": "issue.forgotten"})
    assert [each.id for each in state.unknown] == [id_of("new")]
    assert len(state.registers.issues) == 1


def test_learning_and_actions_of_a_team_are_there() -> None:
    learnt = {"is": "learnt", "at": "2026-11-03 10:00", "learning": "Ask earlier"}
    action = {"is": "act", "at": "2026-11-03 10:00", "action": "Write", "deadline": "2026-11-10 12:00"}
    state = team(learnt, action)
    assert [each.id for each in state.registers.learning] == [id_of("learnt")]
    assert [each.record for each in state.actions] == [id_of("act")]


def test_a_worker_does_not_turn_a_managers_decision_about_a_referral() -> None:
    referral = {"is": "ref", "at": "2026-11-02 10:00", "referral": "Sam Fictional"}
    yes = {"is": "yes", "at": "2026-11-03 10:00", "by": "manager", "referral_decided": "ref accept"}
    turned = {"at": "2026-11-03 11:00", "amends": "yes", "referral_decided": "ref decline"}
    state = person(referral, yes, turned)
    [found] = state.registers.referrals
    assert found.decided is not None
    assert found.decided.decision == "accept"
    assert len(state.proposals) == 1
