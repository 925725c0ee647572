"""Who pulls what: grants, back-fill and purge, over the real session and pages."""

from models.entry import ORGANISATION, decode
from sync.messages import PageEntry
from tests.central.played import PlayedCentre, PlayedDevice, contact


def kinds(entries: list[PageEntry], scope: str) -> list[str]:
    read = [decode(each.authored) for each in entries]
    return [each.kind for each in read if each.scope == scope]


def scopes(entries: list[PageEntry]) -> set[str]:
    return {decode(each.authored).scope for each in entries}


def flags(device: PlayedDevice, name: str) -> list[str]:
    return [scope for page in device.pages for scope in getattr(page, name)]


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
