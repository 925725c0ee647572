"""Who pulls what: grants, back-fill and purge, over the real session and pages."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from central import dates
from central.centre import open_centre
from central.grants import renew
from central.port import Port
from central.store.tables import grants
from central.stream import head
from models.entry import ORGANISATION, decode, team_scope
from sync.messages import PageEntry, SyncRequest, numbers_digest, numbers_of
from tests.central.played import PlayedCentre, PlayedDevice, contact, details


def kinds(entries: list[PageEntry], scope: str) -> list[str]:
    read = [decode(each.authored) for each in entries]
    return [each.kind for each in read if each.scope == scope]


def scopes(entries: list[PageEntry]) -> set[str]:
    return {decode(each.authored).scope for each in entries}


def flags(device: PlayedDevice, name: str) -> list[str]:
    """What pages said of the organisation and of people; leaders pull their team's own scope too."""
    said = [scope for page in device.pages for scope in getattr(page, name)]
    return [scope for scope in said if not scope.startswith("team:")]


def record_contact(played: PlayedCentre, device: PlayedDevice, scope: str) -> None:
    device.push(device.row(device.entry("contact.recorded", scope, contact(played.clock()))))
    assert device.receipts
    assert not device.refusals


def test_a_worker_pulls_the_organisation_and_their_caseload_only(played: PlayedCentre):
    mine, other = played.person("Person One"), played.person("Person Two")
    worker = played.staff("Wynn Worker", "worker")
    played.assign(mine, worker)
    device = played.device(worker)

    came = device.pull()

    assert scopes(came) == {ORGANISATION, mine}
    assert kinds(came, mine) == ["person.registered", "caseload.assigned"]
    assert set(flags(device, "complete")) == {ORGANISATION, mine}
    assert other not in str(device.pages)


def test_an_assignment_back_fills_and_its_end_purges(played: PlayedCentre):
    first, second = played.staff("Wynn Worker", "worker"), played.staff("Cole Cover", "worker")
    scope = played.person("Person One")
    played.assign(scope, first)
    author, other = played.device(first), played.device(second)
    author.pull()
    record_contact(played, author, scope)
    assert scope not in scopes(other.pull())

    assigned = played.assign(scope, second)
    assert kinds(other.pull(), scope).count("contact.recorded") == 1
    assert scope in flags(other, "complete")

    played.say("caseload.ended", scope, {"reason": "Cover is over"}, assigned)
    record_contact(played, author, scope)
    assert scope not in scopes(other.pull())
    assert flags(other, "purge") == [scope]


def test_managers_and_seniors_pull_their_team_and_nobody_elses(played: PlayedCentre):
    other_team = played.team("Meadow Team")
    ours, theirs = played.person("Person One"), played.person("Person Two", other_team)
    for role in ("manager", "senior"):
        device = played.device(played.staff(f"Mo {role}", role))
        assert scopes(device.pull()) == {ORGANISATION, ours}
    both = played.device(played.staff("Bo Both", "manager", [played.founded.team, other_team]))
    assert scopes(both.pull()) == {ORGANISATION, ours, theirs}


def test_an_administrator_pulls_who_people_are_and_who_works_with_them_only(played: PlayedCentre):
    worker, scope = played.staff("Wynn Worker", "worker"), played.person("Person One")
    played.assign(scope, worker)
    record_contact(played, played.device(worker), scope)
    admin = played.device(played.founded.administrator)
    assert kinds(admin.pull(), scope) == ["person.registered", "caseload.assigned"]
    record_contact(played, played.device(worker), scope)
    assert kinds(admin.pull(), scope) == []


def test_a_person_who_moves_team_leaves_one_manager_and_reaches_the_other(played: PlayedCentre):
    meadow = played.team("Meadow Team")
    scope = played.person("Person One")
    old = played.device(played.staff("Mo Manager", "manager"))
    new = played.device(played.staff("Nia Manager", "manager", [meadow]))
    assert scope in scopes(old.pull())
    assert scope not in scopes(new.pull())

    played.say("person.updated", scope, details("Person One", meadow), "details")

    assert scope not in scopes(old.pull())
    assert flags(old, "purge") == [scope]
    assert kinds(new.pull(), scope) == ["person.registered", "person.updated"]


def test_a_promotion_opens_the_team_and_a_return_closes_it_again(played: PlayedCentre):
    mine, other = played.person("Person One"), played.person("Person Two")
    staff_id = played.staff("Wynn Worker", "worker")
    played.assign(mine, staff_id)
    device = played.device(staff_id)
    assert scopes(device.pull()) == {ORGANISATION, mine}

    played.say("staff.role_set", ORGANISATION, {"role": "manager", "teams": [played.founded.team]}, staff_id)
    assert other in scopes(device.pull())
    played.say("staff.role_set", ORGANISATION, {"role": "worker", "teams": [played.founded.team]}, staff_id)
    device.pull()
    assert flags(device, "purge") == [other]


def test_who_becomes_administrator_loses_what_is_clinical(played: PlayedCentre):
    scope, staff_id = played.person("Person One"), played.staff("Mo Manager", "manager")
    device = played.device(staff_id)
    record_contact(played, device, scope)
    device.pull()
    played.say("staff.role_set", ORGANISATION, {"role": "administrator", "teams": []}, staff_id)
    device.pages.clear()

    assert kinds(device.pull(), scope) == ["person.registered"]
    assert flags(device, "purge") == [scope]
    at_purge = next(page for page in device.pages if page.purge)
    assert scope not in scopes(list(at_purge.entries)), "what is purged and what arrives never share a page"


def test_a_leaver_is_given_nothing_more_after_their_last_day(played: PlayedCentre):
    scope, staff_id = played.person("Person One"), played.staff("Wynn Worker", "worker")
    played.assign(scope, staff_id)
    device = played.device(staff_id)
    device.pull()
    last_day = (played.clock() + timedelta(days=1)).date().isoformat()
    played.say("staff.left", ORGANISATION, {"left_on": last_day}, staff_id)
    played.clock.passes(days=1)
    dates.bring_about(played.centre)
    device.pull()
    assert flags(device, "purge") == []

    played.clock.passes(days=1)
    dates.bring_about(played.centre)
    played.person("Person Two")
    device.pull()
    assert flags(device, "purge") == [scope]


def test_an_end_date_that_passes_ends_the_caseload_once(played: PlayedCentre):
    scope, staff_id = played.person("Person One"), played.staff("Cole Cover", "worker")
    assigned = played.assign(scope, staff_id, until_on=played.clock().date().isoformat())
    device = played.device(staff_id)
    device.pull()
    assert dates.bring_about(played.centre) == 0

    played.clock.passes(days=1)
    assert dates.bring_about(played.centre) == 1
    assert dates.bring_about(played.centre) == 0
    device.pull()
    assert flags(device, "purge") == [scope]
    with played.centre.database.read() as connection:
        ended = played.centre.records.of_scope(played.org, scope, connection)[-1]
    assert (ended.kind, ended.entry.record, ended.reason) == ("caseload.ended", assigned, None)
    assert ended.entry.author == played.founded.administrator


def test_a_voided_assignment_is_taken_back(played: PlayedCentre):
    scope, staff_id = played.person("Person One"), played.staff("Wynn Worker", "worker")
    assigned = played.assign(scope, staff_id)
    device = played.device(staff_id)
    device.pull()
    played.say("entry.voided", scope, {"target": assigned, "reason": "wrong_person"}, assigned)
    device.pull()
    assert flags(device, "purge") == [scope]


def test_an_amended_assignment_goes_to_whom_it_names_now(played: PlayedCentre):
    scope = played.person("Person One")
    first, second = played.staff("Wynn Worker", "worker"), played.staff("Cole Cover", "worker")
    assigned = played.assign(scope, first)
    body = {"staff": second, "part": "main", "from_on": "2026-11-01"}
    amended = {"target": assigned, "reason": "Wrong name", "body": body}
    played.say("entry.amended", scope, amended, assigned)
    assert scope not in scopes(played.device(first).pull())
    assert scope in scopes(played.device(second).pull())


def test_a_closed_grant_sends_nothing_even_to_one_who_was_away(played: PlayedCentre):
    """Entries made while it stood are not sent once it is closed: there is nothing to purge that never came."""
    scope, staff_id = played.person("Person One"), played.staff("Wynn Worker", "worker")
    device, other = played.device(staff_id), played.device(played.staff("Mo Manager", "manager"))
    device.pull()
    assigned = played.assign(scope, staff_id)
    record_contact(played, other, scope)
    played.say("caseload.ended", scope, {}, assigned)
    assert scopes(device.pull()) <= {ORGANISATION}


@pytest.mark.parametrize("page_bytes", [1, 400, 1_500, 6_000, 1_000_000])
def test_any_size_of_page_brings_the_same(played: PlayedCentre, page_bytes: int):
    """Small pages, with new entries coming in between: everything once, each scope complete once, after its last entry."""
    manager = played.staff("Mo Manager", "manager")
    people = [played.person(f"Person {number}") for number in range(4)]
    writer = played.device(played.staff("Wynn Worker", "worker"))
    for scope in people:
        for _ in range(3):
            record_contact(played, writer, scope)
    device = played.device(manager)
    device.pull(page_bytes=page_bytes, at_most=200)

    came = [decode(each.authored).id for page in device.pages for each in page.entries]
    assert len(came) == len(set(came))
    with played.centre.database.read() as connection:
        held = {
            record.entry.id
            for scope in [ORGANISATION, *people]
            for record in played.centre.records.of_scope(played.org, scope, connection)
        }
    assert set(came) == held
    assert sorted(flags(device, "complete")) == sorted([ORGANISATION, *people])
    for scope in people:
        last_entry = max(i for i, page in enumerate(device.pages) if scope in scopes(list(page.entries)))
        completed = next(i for i, page in enumerate(device.pages) if scope in page.complete)
        assert last_entry <= completed


def test_new_entries_come_before_the_rest_of_a_back_fill(played: PlayedCentre):
    old, mine = played.person("Person One"), played.person("Person Two")
    worker = played.staff("Wynn Worker", "worker")
    manager = played.device(played.staff("Mo Manager", "manager"))
    played.assign(mine, worker)
    device = played.device(worker)
    device.pull()
    for _ in range(12):
        record_contact(played, manager, old)
    played.assign(old, worker)
    device.keep_page(device.cursor, device.ask(SyncRequest(cursor=device.cursor, page_bytes=900)))
    record_contact(played, manager, mine)

    came = device.pull(page_bytes=900)

    order = [
        entry.scope for entry in (decode(each.authored) for each in came) if entry.kind == "contact.recorded"
    ]
    assert order[0] == mine
    assert order[1:] == [old] * (len(order) - 1)
    assert len(order) > 4


def test_a_scope_given_again_while_it_was_away_comes_whole_and_is_not_purged(played: PlayedCentre):
    scope, staff_id = played.person("Person One"), played.staff("Wynn Worker", "worker")
    first = played.assign(scope, staff_id)
    device, manager = played.device(staff_id), played.device(played.staff("Mo Manager", "manager"))
    device.pull()
    played.say("caseload.ended", scope, {}, first)
    record_contact(played, manager, scope)
    played.assign(scope, staff_id)
    assert "contact.recorded" in kinds(device.pull(), scope)
    assert flags(device, "purge") == []


def test_ones_own_entries_come_back_only_with_a_back_fill(played: PlayedCentre):
    scope, staff_id = played.person("Person One"), played.staff("Wynn Worker", "worker")
    first = played.assign(scope, staff_id)
    device = played.device(staff_id)
    device.pull()
    record_contact(played, device, scope)
    assert kinds(device.pull(), scope) == []
    played.say("caseload.ended", scope, {}, first)
    device.pull()
    played.assign(scope, staff_id)
    assert "contact.recorded" in kinds(device.pull(), scope)


def test_what_was_not_accepted_reaches_nobody(played: PlayedCentre):
    scope = played.person("Person One")
    writer, manager = (played.device(played.staff(f"Mo {number}", "manager")) for number in range(2))
    manager.pull()
    writer.push(writer.row(writer.entry("contact.recorded", scope, {"mode": "01"})))
    assert [receipt.reason for receipt in writer.receipts.values()] == ["invalid"]
    assert manager.pull() == []


def test_a_cursor_serves_its_own_device_only(played: PlayedCentre):
    one, two = (played.device(played.staff(f"Mo {number}", "manager")) for number in range(2))
    one.pull()
    response = two.ask(SyncRequest(cursor=one.cursor, page_bytes=10_000))
    assert (response.problem, response.page) == ("cursor", None)
    own = one.cursor or b""
    for cursor in (b"", b"nonsense", own[:-1] + bytes([own[-1] ^ 1])):
        assert one.ask(SyncRequest(cursor=cursor, page_bytes=10_000)).problem == "cursor"


def test_a_centre_put_back_to_an_earlier_copy_takes_rows_and_gives_no_page(played: PlayedCentre):
    scope = played.person("Person One")
    device = played.device(played.staff("Mo Manager", "manager"))
    device.pull()
    copy = played.folder / "earlier"
    played.centre.database.copy_to(copy)
    record_contact(played, device, scope)
    device.pull()
    played.centre.close()
    for file in (played.folder / "data").iterdir():
        file.unlink()
    copy.rename(played.folder / "data" / "handrail.db")
    restored = open_centre(
        played.folder / "data", played.folder / "keys" / "centre.keys", played.clock
    ).centre
    device.port = Port(restored, lambda device, checks: None)

    row = device.row(device.entry("contact.recorded", scope, contact(played.clock())))
    response = device.ask(
        SyncRequest(cursor=device.cursor, witness=device.witness, rows=(row,), page_bytes=10_000)
    )
    assert (response.problem, response.page, response.witness) == ("restored", None, None)
    assert device.port.commands(device.keys.device, SyncRequest())[-1]["k"] == "reoffer"
    assert [receipt.id for receipt in response.receipts] == [row.id]
    restored.close()


def test_a_device_out_of_use_hands_over_and_is_given_nothing(played: PlayedCentre):
    scope = played.person("Person One")
    device = played.device(played.staff("Mo Manager", "manager"))
    played.say("device.revoked", ORGANISATION, {"reason": "Left on a bus"}, device.id)
    row = device.row(device.entry("contact.recorded", scope, contact(played.clock())))
    response = device.ask(SyncRequest(rows=(row,), page_bytes=10_000))
    assert (response.problem, response.page, response.commands) == (
        "revoked",
        None,
        ({"k": "revoke"},),
    )
    assert [receipt.id for receipt in response.receipts] == [row.id]


def test_numbers_come_as_a_command_until_they_are_held(played: PlayedCentre):
    device = played.device(played.staff("Mo Manager", "manager"))
    held = device.enrolled.numbers
    assert ("Duty, Harbour Team", "01632 960 001") in held
    assert device.ask(SyncRequest(numbers=numbers_digest(held))).commands == ()
    team = {"name": "Harbour Team", "duty_phone": "01632 960 002"}
    played.say("team.renamed", ORGANISATION, team, played.founded.team)
    (command,) = device.ask(SyncRequest(numbers=numbers_digest(held))).commands
    assert ("Duty, Harbour Team", "01632 960 002") in numbers_of(dict(command))


def test_a_cut_anywhere_in_a_pull_goes_on_after_a_restart_of_the_centre(played: PlayedCentre):
    manager = played.staff("Mo Manager", "manager")
    for number in range(6):
        played.person(f"Person {number}")
    whole = played.device(manager).pull()
    device = played.device(manager)
    response = device.ask(SyncRequest(page_bytes=700))
    assert response.more
    came = device.keep_page(None, response)
    played.centre.close()
    again = open_centre(played.folder / "data", played.folder / "keys" / "centre.keys", played.clock).centre
    device.port = Port(again, lambda device, checks: None)
    came += device.pull()
    ids = [decode(each.authored).id for each in came]
    assert len(ids) == len(set(ids))
    assert {decode(each.authored).id for each in whole} <= set(ids)
    again.close()


def test_what_a_worker_recorded_about_a_team_is_on_all_their_tablets_and_no_other_workers(
    played: PlayedCentre,
):
    team = team_scope(played.founded.team)
    author, other = played.staff("Wynn Worker", "worker"), played.staff("Cole Cover", "worker")
    manager = played.staff("Mo Manager", "manager")
    first = played.device(author)
    first.push(first.row(first.entry("learning.recorded", team, {"what": "Ask who holds the keys"})))
    lead = played.device(manager)
    lead.push(lead.row(lead.entry("learning.recorded", team, {"what": "Ring before ten"})))

    second = played.device(author)

    came = [decode(each.authored) for each in second.pull()]
    assert [each.body["what"] for each in came if each.scope == team] == ["Ask who holds the keys"]
    assert kinds(played.device(other).pull(), team) == []
    assert kinds(played.device(manager).pull(), team) == ["learning.recorded"] * 2


def test_what_they_recorded_stays_theirs_when_the_team_changes_and_goes_when_they_do(played: PlayedCentre):
    team = team_scope(played.founded.team)
    author = played.staff("Wynn Worker", "worker")
    first = played.device(author)
    first.push(first.row(first.entry("learning.recorded", team, {"what": "Ask who holds the keys"})))
    played.staff("Cole Cover", "worker")
    played.say("staff.role_set", ORGANISATION, {"role": "worker", "teams": []}, author)
    second = played.device(author)
    assert kinds(second.pull(), team) == ["learning.recorded"]

    played.say("staff.left", ORGANISATION, {"left_on": "2026-11-18"}, author)

    second.pull()
    assert team in [scope for page in second.pages for scope in page.purge]


def test_who_opened_a_record_is_for_its_managers_and_not_for_workers(played: PlayedCentre):
    scope, worker = played.person("Person One"), played.staff("Wynn Worker", "worker")
    played.assign(scope, worker)
    manager = played.staff("Mo Manager", "manager")
    lead = played.device(manager)
    lead.push(lead.row(lead.entry("access.viewed", scope, {})))
    assert "access.viewed" not in kinds(played.device(worker).pull(), scope)
    assert "access.viewed" in kinds(played.device(manager).pull(), scope)


def test_what_authors_may_have_is_worked_out_anew_after_a_restore(played: PlayedCentre):
    team, org = team_scope(played.founded.team), played.centre.organisation.id
    author = played.staff("Wynn Worker", "worker")
    first = played.device(author)
    said = first.entry("learning.recorded", team, {"what": "Ask who holds the keys"})
    first.push(first.row(said))
    with played.centre.database.write() as connection:
        connection.execute(delete(grants).where(grants.c.scope == team))
        renew(connection, org, head(connection, org).seq, {team: [said]}, played.clock().date())
    assert kinds(played.device(author).pull(), team) == ["learning.recorded"]
