"""The registers: recorded without signal by a worker, read and taken on at base, asked about when their date has passed."""

from pathlib import Path

from models.entry import person_scope, team_scope
from models.sampling import drawn
from screens.app_state import AppState
from screens.drafting.form import new_id
from screens.prompts.state import PromptsState, PromptState
from screens.reading import typed_date
from screens.registers.form import RegisterDrafting
from screens.registers.lines import REGISTERS, RegisterLine
from screens.registers.questions import ASKED
from screens.registers.state import LineState, RegistersState
from screens.today.state import TodayState
from tests.screens.sessions import NAME, Team, kept, synced, with_team

ISSUE = {"what": "Nobody rings back", "service": "The council"}


def scope_of(team: Team) -> str:
    return team_scope(team.stage.played.founded.team)


async def form(
    app: AppState, kind: str, scope: str, record: str = "", id: str | None = None
) -> RegisterDrafting:
    state = RegisterDrafting(app.open_device, scope, kind, id or new_id(), record)
    await state.load()
    return state


async def filled(state: RegisterDrafting, **said: str) -> RegisterDrafting:
    for name, value in said.items():
        state.enter(name.replace("__", "."), value)
    await state.save()
    return state


async def recorded(app: AppState, kind: str, scope: str, record: str = "", **said: str) -> str:
    state = await filled(await form(app, kind, scope, record), **said)
    assert state.wrong == {}
    assert state.saved
    return state.id


async def registers(app: AppState, key: str = "") -> RegistersState:
    state = RegistersState(app, key)
    await state.load()
    return state


async def line(app: AppState, scope: str, record: str) -> LineState:
    state = LineState(app, scope, record)
    await state.load()
    return state


def only(state: LineState) -> RegisterLine:
    assert state.line is not None
    return state.line


def test_every_kind_that_a_button_offers_has_its_questions_and_fields_of_its_body() -> None:
    from models.kinds import BODIES

    assert {each.new[0] for each in REGISTERS} <= set(ASKED)
    for kind, asked in ASKED.items():
        for question in asked.questions:
            first = question.name.partition(".")[0]
            assert first in BODIES[kind].model_fields or first in {"acts", "act", "how_many"}, (kind, first)


def test_an_issue_of_a_worker_is_taken_further_and_resolved_at_base(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        worker, manager, scope = await team.worker(), await team.manager(), scope_of(team)
        id = await recorded(worker, "issue.logged", scope, **ISSUE, delay="interface")
        theirs = await registers(worker, "issues")
        assert not theirs.whole
        assert [(each.title, each.owner) for each in theirs.shown] == [("Nobody rings back", "nobody yet")]
        assert only(await line(worker, scope, id)).next == ()
        assert (await line(worker, scope, id)).goes_on_elsewhere
        await synced(worker, manager)
        at_base = await registers(manager, "issues")
        assert at_base.whole
        assert at_base.count_words("issues") == "1 open"
        assert only(await line(manager, scope, id)).next == (
            ("issue.resolved", "Resolve it"),
            ("issue.escalated", "Take it further"),
        )
        await recorded(
            manager,
            "issue.escalated",
            scope,
            id,
            to="Their manager",
            asked="An answer",
            owner=team.manager_id,
            review_on=typed_date(manager.now()),
        )
        taken = only(await line(manager, scope, id))
        assert (taken.owner, taken.due) == ("you", "Look at it again by the end of today (in 12 h)")
        await recorded(manager, "issue.resolved", scope, id, outcome="They ring back now")
        done = await line(manager, scope, id)
        assert (only(done).open, only(done).state) == (False, "Resolved")
        assert ("What came of it", "They ring back now") in only(done).pairs
        assert len(done.steps) == 3

    with_team(tmp_path, act)


def test_what_is_missing_is_said_at_its_question_and_nothing_is_saved(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_of(team)
        state = await filled(await form(manager, "risk.registered", scope), risk="Beds are full")
        assert not state.saved
        assert dict(state.wrong) == {
            "mitigations": "Say what is done about it.",
            "owner": "Choose who has it.",
            "review_on": "Give a date.",
        }
        state.enter("review_on", "1/1/2020")
        state.enter("owner", team.senior_id)
        state.enter("mitigations", "A weekly call")
        assert list(state.wrong) == ["review_on"], "before today"
        assert (await registers(manager)).lines == ()

    with_team(tmp_path, act)


def test_a_draft_is_kept_from_the_first_key_listed_and_gone_on_with(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_of(team)
        state = await form(manager, "risk.registered", scope)
        state.enter("risk", "Beds are fu")
        await state.kept()
        today = TodayState(manager.open_device, manager.now)
        await today.load()
        [draft] = today.drafts
        assert (draft.name, draft.what) == ("Harbour Team", "an interface risk")
        assert draft.route == f"/register/{scope}/risk.registered/{state.id}"
        again = await form(manager, "risk.registered", scope, id=state.id)
        assert again.form.said["risk"] == "Beds are fu"

    with_team(tmp_path, act)


def test_a_risk_past_its_review_asks_its_owner_says_why_and_is_reviewed(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_of(team)
        soon = typed_date(manager.now())
        id = await recorded(
            manager,
            "risk.registered",
            scope,
            risk="Beds are full",
            mitigations="A weekly call",
            owner=team.manager_id,
            review_on=soon,
        )
        await manager.refresh()
        assert manager.asking_me == 0
        team.stage.clock.passes(days=2)
        await manager.refresh()
        assert manager.asking_me == 1
        listed = PromptsState(manager)
        await listed.load()
        [asked] = listed.mine
        assert asked.name == "Harbour Team"
        opened = PromptState(manager, asked.lines.prompt.id)
        await opened.load()
        assert (opened.name, opened.record) == ("Harbour Team", id)
        assert opened.lines is not None
        assert opened.lines.saw[0].endswith("Risk: Beds are full: to be reviewed by 20 November 2026")
        assert only(await line(manager, scope, id)).past

        review = await form(manager, "risk.reviewed", scope, id)
        assert review.form.said["terms.mitigations"] == "A weekly call"
        later = typed_date(manager.now().replace(day=28))
        await filled(review, decision="continue", rationale="It works", terms__review_on=later)
        assert review.saved
        await manager.refresh()
        assert manager.asking_me == 0

    with_team(tmp_path, act)


def test_closing_a_risk_asks_for_no_terms(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_of(team)
        on = typed_date(manager.now())
        said = {"risk": "Beds are full", "mitigations": "A call", "owner": team.manager_id, "review_on": on}
        id = await recorded(manager, "risk.registered", scope, **said)
        review = await form(manager, "risk.reviewed", scope, id)
        assert [each.name for each in review.questions] == ["decision", "rationale"]
        review.enter("decision", "continue")
        assert "terms.review_on" in [each.name for each in review.questions]
        await filled(review, decision="close", rationale="It is gone")
        assert only(await line(manager, scope, id)).state == "Closed"

    with_team(tmp_path, act)


def test_a_referral_begins_a_record_is_listed_and_declined_with_reasons_and_something_safer(
    tmp_path: Path,
) -> None:
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        scope = person_scope(new_id())
        state = await form(worker, "referral.received", scope)
        assert state.form.said["team"] == team.stage.played.founded.team
        state.choose("known", ["risks", "history"])
        await filled(
            state,
            name="Sam Sample",
            born_on="5/4/1980",
            no_nhs_number_because="Not given",
            from_service="The GP",
        )
        assert state.wrong == {}
        assert state.saved
        await synced(worker, manager)
        [listed] = (await registers(manager, "referrals")).shown
        assert (listed.title, listed.state, listed.open) == ("Sam Sample", "To be decided", True)
        facts = dict(listed.pairs)
        assert facts["Came with it"] == "Key risks, to them and to others\nWhat has happened before"
        assert "Their safety plan" in facts["Still to be asked for"]

        decision = await form(manager, "referral.decided", scope, state.id)
        await filled(decision, decision="decline")
        assert set(decision.wrong) == {"reasons", "safer_alternative"}
        decision.choose("reasons", ["no_room"])
        await filled(decision, safer_alternative="The crisis team, told today")
        assert decision.saved
        decided = only(await line(manager, scope, state.id))
        assert (decided.open, decided.state) == (False, "Declined")
        assert dict(decided.pairs)["Why"] == "No room at present"

    with_team(tmp_path, act)


def test_an_audit_draws_its_sample_by_its_own_id_and_a_finding_becomes_an_action(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        for number in range(6):
            team.stage.played.person(f"Person {number}")
        manager, scope = await team.manager(), scope_of(team)
        state = await form(manager, "audit.performed", scope)
        assert len(state.people) == 7
        state.choose("looked_for", ["baseline", "goals"])
        await filled(state, from_on="1/10/2026", until_on="31/10/2026", how_many="3")
        assert state.saved
        record = (await manager.open_device.team(scope)).state.registers.audits[0].begun.body
        assert record.sampled == drawn(state.id, state.people, 3)
        assert (len(record.sampled), record.of_how_many) == (3, 7)
        assert "first 3 of 7" in record.drawn_by
        shown = await line(manager, scope, state.id)
        assert only(shown).state == "Findings to come"
        assert len(shown.sampled) == 3
        assert "Somebody not on this tablet" not in shown.sampled

        finding = await form(manager, "audit.finding", scope, state.id)
        assert finding.form.said["of"] == "3"
        said = {"looked_for": "goals", "met": "4", "acts": "yes", "act__what": "Set goals"}
        await filled(finding, **said)
        assert set(finding.wrong) == {"act.owner"}
        await filled(finding, act__owner=team.manager_id)
        assert set(finding.wrong) == {"met"}, "more than were looked at"
        await filled(finding, met="1")
        assert finding.saved
        [action] = (await registers(manager, "actions")).shown
        assert (action.title, action.owner) == ("Set goals", "you")
        facts = dict(only(await line(manager, scope, state.id)).pairs)
        assert facts["Found: goals are set"] == "1 of 3."
        assert facts["Nothing is said yet of"] == "Usual levels are set"

    with_team(tmp_path, act)


def test_an_action_of_the_team_is_given_to_those_who_have_it_and_done(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_of(team)
        state = await form(manager, "action.assigned", scope)
        owner = next(each for each in state.questions if each.name == "owner")
        assert dict(state.options(owner)) == {team.manager_id: "Me", team.senior_id: "Sol Senior"}
        await filled(state, what="Write to the council", owner=team.manager_id)
        assert state.saved
        updated = {"words": "Wrote to them"}
        await recorded(manager, "action.updated", scope, state.id, **updated)
        done = {"extent": "wholly", "outcome": "They answered"}
        await recorded(manager, "action.completed", scope, state.id, **done)
        assert only(await line(manager, scope, state.id)).state == "Done"

    with_team(tmp_path, act)


def test_learning_and_supervision_are_recorded_by_a_worker(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        worker, scope = await team.worker(), scope_of(team)
        before = await form(worker, "supervision.recorded", scope)
        assert "learning" not in [each.name for each in before.questions], "nothing was learnt yet"
        learnt = await recorded(worker, "learning.recorded", scope, what="Ask earlier")
        state = await form(worker, "supervision.recorded", scope)
        drawn_from = next(each for each in state.questions if each.name == "learning")
        assert state.options(drawn_from) == [(learnt, "Ask earlier")]
        state.choose("learning", [learnt])
        whom = next(each for each in state.questions if each.name == "staff")
        assert {name for _, name in state.options(whom)} == {"Mo Manager", "Sol Senior"}
        await filled(state, staff=team.manager_id, prompts="He does not open\n\nShe is worried", minutes="45")
        assert state.saved
        assert dict(only(await line(worker, scope, state.id)).pairs)["Scenarios"] == (
            "He does not open\nShe is worried"
        )
        shown = await registers(worker)
        assert [shown.count_words(key) for key in ("learning", "supervision")] == ["1 recorded", "1 recorded"]

    with_team(tmp_path, act)


def test_resolved_by_two_apart_both_are_shown_and_one_is_kept(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_of(team)
        senior = await team.session(team.senior_id, "senior")
        id = await recorded(manager, "issue.logged", scope, **ISSUE)
        await synced(manager, senior)
        await recorded(manager, "issue.resolved", scope, id, outcome="They ring back now")
        await recorded(senior, "issue.resolved", scope, id, outcome="It was our number")
        await synced(manager, senior, manager)
        shown = await line(manager, scope, id)
        [apart] = shown.apart
        assert apart.title == "Interface issue"
        assert len(apart.versions) == 2
        await kept(manager, scope, apart.versions[0].id)
        shown = await line(manager, scope, id)
        assert shown.apart == ()
        assert not only(shown).open

    with_team(tmp_path, act)


def test_what_lies_with_a_person_is_in_the_register_too_and_says_whom_it_is_about(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        worker, manager = await team.worker(), await team.manager()
        id = await recorded(worker, "issue.logged", team.scope, **ISSUE, owner=team.worker_id)
        await synced(worker, manager)
        [shown] = (await registers(manager, "issues")).shown
        assert (shown.scope, shown.record, shown.about, shown.owner) == (team.scope, id, NAME, "Wren Worker")

    with_team(tmp_path, act)


def test_what_is_open_and_due_first_comes_first(tmp_path: Path) -> None:
    async def act(team: Team) -> None:
        manager, scope = await team.manager(), scope_of(team)
        device = manager.open_device
        for what, days in (("later", 9), ("sooner", 3), ("undated", None), ("done", 1)):
            on = manager.now().date().replace(day=manager.now().day + days).isoformat() if days else None
            saved = await device.record("issue.logged", scope, {**ISSUE, "what": what, "review_on": on})
        await device.record("issue.resolved", scope, {"outcome": "Done"}, record=saved.id)
        state = await registers(manager, "issues")
        assert [each.title for each in state.shown] == ["sooner", "later", "undated", "done"]
        state.only_open(True)
        assert [each.title for each in state.shown] == ["sooner", "later", "undated"]

    with_team(tmp_path, act)
