"""What is held and not accepted: told once where managers see it, counted once a manager has it count, whatever the order."""

import json
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from central import quarantine as aside
from central.cli import run
from central.devices import SignsOfLife, find
from central.evaluator import Evaluator
from central.health import health
from central.held import Teller
from central.instants import to_ms
from central.notify import Notifier
from central.prompts import read_scope
from central.store.tables import entries, grants
from models.entry import ORGANISATION, Entry, decode
from models.fold import fold
from models.fold.marks import unauthorised
from models.held import HeldBack, held_back, unanswered
from sync.attest import Attested, is_attested
from sync.messages import PageEntry
from tests.central.played import PlayedCentre, PlayedDevice, contact


class Place:
    """A worker who recorded what their role may not decide, and the manager of their team."""

    def __init__(self, played: PlayedCentre) -> None:
        self.played = played
        self.scope = played.person("Person One")
        self.worker = played.staff("Wynn Worker", "worker")
        self.cover = played.staff("Cole Cover", "worker")
        played.assign(self.scope, self.worker)
        self.author = played.device(self.worker)
        self.manager = played.device(played.staff("Mo Manager", "manager"))
        self.teller = Teller(played.centre)
        self.author.pull()
        self.manager.pull()

    def assigns_cover(self) -> Entry:
        """A worker may not assign anybody: held, not accepted."""
        body = {"staff": self.cover, "part": "cover", "from_on": "2026-11-01"}
        entry = self.author.entry("caseload.assigned", self.scope, body)
        self.author.push(self.author.row(entry))
        assert self.author.receipts[bytes.fromhex(entry.id)].reason == "role_may_not"
        return entry

    def told_of(self, device: PlayedDevice | None = None) -> list[HeldBack]:
        self.teller.tell()
        return list(held_back(decode(each.authored) for each in (device or self.manager).pull()))

    def accepts(self, entry: Entry, by: PlayedDevice | None = None) -> Entry:
        device = by or self.manager
        said = device.entry(
            "entry.accepted", self.scope, {"target": entry.id, "rationale": "Agreed by phone"}
        )
        device.push(device.row(said))
        return said

    def reason(self, device: PlayedDevice, entry: Entry) -> str | None:
        return device.receipts[bytes.fromhex(entry.id)].reason

    def line(self, id: str) -> Any:
        with self.played.centre.database.read() as connection:
            return connection.execute(select(entries).where(entries.c.id == id)).one()


@pytest.fixture
def place(played: PlayedCentre) -> Place:
    return Place(played)


def ids(came: list[PageEntry]) -> list[str]:
    return [decode(each.authored).id for each in came]


# Told


def test_the_manager_is_told_once_with_who_when_why_and_what(place: Place):
    entry = place.assigns_cover()
    told = place.told_of()
    assert [(each.target, each.said.author, each.said.reason) for each in told] == [
        (entry.id, place.worker, "role_may_not")
    ]
    assert told[0].said.kind == "caseload.assigned"
    assert told[0].said.recorded_at == entry.recorded_at
    assert told[0].said.document == entry.body
    assert told[0].scope == place.scope
    assert Teller(place.played.centre).tell() == 0  # as after a kill: nothing is told twice
    assert place.told_of() == []


def test_what_was_committed_before_a_kill_is_told_of_afterwards(place: Place):
    entry = place.assigns_cover()
    evaluator = Evaluator(
        place.played.centre, Notifier(place.played.centre, ()), SignsOfLife(place.played.centre)
    )
    evaluator.look()
    assert [each.target for each in held_back(decode(e.authored) for e in place.manager.pull())] == [entry.id]


def test_only_the_centre_may_tell(place: Place):
    body = {"held": place.worker, "what": "entry", "kind": "contact.recorded", "reason": "invalid"}
    said = place.manager.entry("entry.quarantined", place.scope, body)
    place.manager.push(place.manager.row(said))
    assert place.reason(place.manager, said) == "role_may_not"


def test_an_impossible_time_does_not_stop_the_telling(place: Place):
    later = place.played.clock().replace(year=2150)
    entry = place.author.entry("contact.recorded", place.scope, contact(later), occurred_at=later)
    place.author.push(place.author.row(entry))
    assert place.reason(place.author, entry) == "time"
    assert [(each.said.reason, each.acceptable) for each in place.told_of()] == [("time", False)]


def test_a_person_nobody_looks_after_is_told_of_in_the_authors_team(place: Place):
    scope = f"person:{place.worker}"
    entry = place.author.entry(
        "caseload.assigned", scope, {"staff": place.worker, "part": "main", "from_on": "2026-11-01"}
    )
    place.author.push(place.author.row(entry))
    told = place.told_of()
    assert [each.scope for each in told] == [f"team:{place.played.founded.team}"]
    said = place.manager.entry("entry.accepted", told[0].scope, {"target": entry.id, "rationale": "Agreed"})
    place.manager.push(place.manager.row(said))
    assert place.reason(place.manager, said) is None
    assert place.line(entry.id).accepted_seq == place.line(said.id).seq


def test_it_changes_nothing_that_is_folded(place: Place):
    before = read_scope(place.played.centre, place.scope).evaluated(place.played.clock())
    place.assigns_cover()
    place.teller.tell()
    folded = read_scope(place.played.centre, place.scope)
    assert folded.evaluated(place.played.clock()).prompts == before.prompts
    assert unauthorised(folded.person, folded.organisation.directory) == ()


# Accepted


def test_what_a_manager_accepts_reaches_everyone_and_its_authors_tablet(place: Place):
    entry = place.assigns_cover()
    place.told_of()
    place.author.pull()
    other = place.played.device(place.cover)
    assert place.scope not in {decode(each.authored).scope for each in other.pull()}

    said = place.accepts(entry)

    assert place.reason(place.manager, said) is None
    back = [each for each in place.author.pull() if decode(each.authored).id == entry.id]
    assert [each.reason for each in back] == [None]
    assert ids(place.manager.pull()).count(entry.id) == 1
    came = other.pull()  # the grant followed: cover was assigned
    assert entry.id in ids(came)
    with place.played.centre.database.read() as connection:
        opened = connection.execute(
            select(grants.c.from_seq).where(grants.c.staff_id == place.cover, grants.c.scope == place.scope)
        ).scalar_one()
    assert opened == place.line(said.id).seq
    caseload = read_scope(place.played.centre, place.scope).person.caseload
    assert place.cover in {each.staff for each in caseload}


def test_its_proof_is_then_that_of_an_accepted_entry_and_the_same_row_gets_it(place: Place):
    entry = place.assigns_cover()
    place.accepts(entry)
    line = place.line(entry.id)
    covered = Attested(
        bytes.fromhex(line.org_id),
        bytes.fromhex(line.id),
        line.digest,
        bytes.fromhex(line.device),
        line.epoch,
        line.seq,
        to_ms(line.received_at),
    )
    assert is_attested(place.played.centre.keys.attest, covered, line.attestation)
    receipt = place.author.push(place.author.row(entry)).receipts[0]
    assert (receipt.reason, receipt.attestation, receipt.seq) == (None, line.attestation, line.seq)


def test_a_second_acceptance_moves_nothing(place: Place):
    entry = place.assigns_cover()
    first = place.accepts(entry)
    place.accepts(entry)
    assert place.line(entry.id).accepted_seq == place.line(first.id).seq


@pytest.mark.parametrize("by", ["worker", "administrator"])
def test_who_may_not_record_it_cannot_have_it_count(place: Place, by: str):
    scope_entry = place.author.entry(
        "cohort.set" if by == "administrator" else "caseload.assigned",
        place.scope,
        {"staff": place.cover, "part": "cover", "from_on": "2026-11-01"},
    )
    place.author.push(place.author.row(scope_entry))
    device = place.author if by == "worker" else place.played.device(place.played.founded.administrator)
    said = place.accepts(scope_entry, by=device)
    assert place.reason(device, said) in ("role_may_not", "cannot_stand")
    assert place.line(scope_entry.id).accepted_seq is None


def test_what_cannot_stand_is_put_right_and_never_accepted(place: Place):
    bad = place.author.entry("contact.recorded", place.scope, contact(place.played.clock(), attendance=""))
    place.author.push(place.author.row(bad))
    assert place.reason(place.author, bad) == "invalid"
    said = place.accepts(bad)
    assert place.reason(place.manager, said) == "cannot_stand"
    assert place.line(bad.id).accepted_seq is None


def test_an_acceptance_that_lies_elsewhere_does_nothing(place: Place):
    entry = place.assigns_cover()
    place.scope = place.played.person("Person Two")
    said = place.accepts(entry)
    assert place.reason(place.manager, said) == "target"
    assert place.line(entry.id).accepted_seq is None


def test_an_organisation_entry_that_is_accepted_counts_in_the_directory(place: Place):
    entry = place.author.entry(
        "rota.set",
        ORGANISATION,
        {"team": place.played.founded.team, "shifts": []},
        record=place.played.founded.team,
    )
    place.author.push(place.author.row(entry))
    assert place.reason(place.author, entry) == "role_may_not"
    assert place.played.founded.team not in place.played.centre.records.directory(place.played.org).rotas
    place.scope = ORGANISATION
    said = place.accepts(entry)
    assert place.reason(place.manager, said) is None
    assert place.played.founded.team in place.played.centre.records.directory(place.played.org).rotas


@pytest.mark.parametrize("page_bytes", [1, 700, 2_000, 100_000])
def test_no_page_parts_or_repeats_what_was_accepted(place: Place, page_bytes: int):
    """A new device's back-fill and a device in the middle of the stream, in pages of every size."""
    held = [place.assigns_cover() for _ in range(3)]
    for entry in held:
        place.author.push(
            place.author.row(
                place.author.entry("contact.recorded", place.scope, contact(place.played.clock()))
            )
        )
        place.accepts(entry)
    place.teller.tell()
    everything = {record.id for record in read_scope(place.played.centre, place.scope).records}

    new = place.played.device(place.played.staff("Nia Manager", "manager"))
    came = [id for id in ids(new.pull(page_bytes)) if id in everything]
    assert sorted(came) == sorted(everything)

    own = {entry.id for entry in held}
    again = [id for id in ids(place.author.pull(page_bytes)) if id in own]
    assert sorted(again) == sorted(own)


def test_an_acceptance_in_the_midst_of_a_back_fill_is_neither_lost_nor_doubled(place: Place):
    entry = place.assigns_cover()
    for _ in range(6):
        place.author.push(
            place.author.row(
                place.author.entry("contact.recorded", place.scope, contact(place.played.clock()))
            )
        )
    new = place.played.device(place.played.staff("Nia Manager", "manager"))
    first = new.keep_page(None, new.ask(_asking(new, 1)))
    said = place.accepts(entry)
    came = [*ids(first), *ids(new.pull(1))]
    assert came.count(entry.id) == 1
    assert came.count(said.id) == 1
    assert len(came) == len(set(came))


def _asking(device: PlayedDevice, page_bytes: int):
    from sync.messages import SyncRequest

    return SyncRequest(device.heard_ms, device.cursor, device.witness, (), page_bytes, None, ())


def test_any_order_of_arrival_gives_the_same_fold(place: Place):
    entry = place.assigns_cover()
    place.teller.tell()
    place.accepts(entry)
    folded = read_scope(place.played.centre, place.scope)
    there = [record.entry for record in folded.records]
    directory = folded.organisation.directory
    told = fold(there, directory)
    assert len(there) == 5
    for order in permutations(there):
        assert fold(order, directory) == told
        assert unanswered(order, directory) == ()
    assert [note.words for note in told.annotations[entry.id]] == ["accepted"]


def test_an_acceptance_given_back_before_what_it_accepts_still_counts(place: Place):
    """As after a restore: the acceptance is here, its entry comes later."""
    body = {"staff": place.cover, "part": "cover", "from_on": "2026-11-01"}
    entry = place.author.entry("caseload.assigned", place.scope, body)
    place.accepts(entry)
    place.author.push(place.author.row(entry))
    assert place.reason(place.author, entry) is None


# Counts, rows and drafts


def test_health_no_longer_counts_what_was_accepted(place: Place):
    entry = place.assigns_cover()
    assert health(place.played.centre)["held_not_accepted"] == 1
    place.accepts(entry)
    assert health(place.played.centre)["held_not_accepted"] == 0


def put(place: Place, what: str, id: str, content: bytes, reason: str) -> None:
    centre = place.played.centre
    device = find(centre, place.author.id)
    assert device is not None
    with centre.database.write() as connection:
        assert aside.put(centre, connection, device, what, id, content, reason)
        assert not aside.put(centre, connection, device, what, id, content, reason)


def test_a_draft_is_told_of_with_what_was_being_written_and_settled_by_an_answer(place: Place):
    document = {"form": {"what_changed": "Curtains drawn"}}
    content = json.dumps({"kind": "contact.recorded", "scope": place.scope, "document": document}).encode()
    put(place, "draft", "ab" * 16, content, "revoked")
    told = place.told_of()
    assert [(each.said.what, each.said.document, each.acceptable) for each in told] == [
        ("draft", document, False)
    ]
    assert health(place.played.centre)["quarantined"] == 1
    said = place.manager.entry(
        "entry.settled", place.scope, {"target": told[0].target, "how": "left", "words": "Recorded by me"}
    )
    place.manager.push(place.manager.row(said))
    assert place.reason(place.manager, said) is None
    assert health(place.played.centre)["quarantined"] == 0
    assert place.told_of() == []


def test_what_nobody_can_read_is_told_of_without_what_it_is(place: Place):
    put(place, "row", "cd" * 16, b"certainly no entry", "not_entry")
    told = place.told_of()
    assert [(each.scope, each.said.document, each.said.author) for each in told] == [
        (f"team:{place.played.founded.team}", None, place.worker)
    ]


def test_an_id_that_is_taken_is_told_of_each_time_it_says_something_else(place: Place):
    first = place.author.entry("contact.recorded", place.scope, contact(place.played.clock()))
    place.author.push(place.author.row(first))
    for words in ("One", "Two"):
        other = place.author.entry(
            "contact.recorded", place.scope, contact(place.played.clock(), what_changed=words), id=first.id
        )
        place.author.push(place.author.row(other))
    told = place.told_of()
    assert {(each.said.document or {})["what_changed"] for each in told} == {"One", "Two"}
    assert len({each.target for each in told}) == 2


def test_the_command_says_what_is_held_and_never_what_it_says(
    place: Place, capsys: pytest.CaptureFixture[str]
):
    entry = place.author.entry(
        "contact.recorded",
        place.scope,
        contact(place.played.clock(), attendance="", what_changed="Curtains drawn"),
    )
    place.author.push(place.author.row(entry))
    put(place, "draft", "ab" * 16, b'{"scope": "", "document": {"words": "Curtains drawn"}}', "revoked")
    place.played.centre.close()
    where = [
        "--data",
        str(place.played.folder / "data"),
        "--keys",
        str(place.played.folder / "keys" / "centre.keys"),
    ]
    assert run(["quarantine", *where]) == 0
    said = capsys.readouterr().out
    assert entry.id in said
    assert "ab" * 16 in said
    assert "Part of it is missing" in said
    assert "had been taken out of use" in said
    assert "Curtains" not in said
    assert "Person One" not in said
