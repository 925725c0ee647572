"""Enrolment: one invitation, one device; the same answer to the same device; nothing to whoever cannot prove the secret."""

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import select

from central import enrol
from central.errors import CommandRefused
from central.store.tables import invitations
from models.entry import ORGANISATION
from models.errors import InvitationExpired, InvitationUsed, InvitationWrong
from sync.enrolment import Newcomer, NewKeys, serve_enrolment
from sync.frames import Problem
from sync.invitation import invite, make_code
from tests.central.played import DrivenClock, PlayedCentre, enrol_device


@pytest.fixture
def worker(played: PlayedCentre) -> str:
    return played.staff("Wynn Worker", "worker")


def invitation(played: PlayedCentre, staff_id: str) -> str:
    return enrol.make_invitation(played.centre, staff_id, played.founded.administrator).code


def keys() -> NewKeys:
    return NewKeys.make(secrets.token_bytes)


def enrolments(played: PlayedCentre) -> list[str]:
    with played.centre.database.read() as connection:
        org = played.centre.records.folded_from(played.org, ORGANISATION, connection)
    return [entry.record for entry in org if entry.kind == "device.enrolled"]


def test_a_device_becomes_its_staff_members_by_the_centres_own_word(played: PlayedCentre, worker: str):
    device = played.device(worker)
    assert device.staff == worker
    assert device.enrolled.label == "Tablet A · 1"
    assert device.enrolled.ticket
    found = played.centre.records.directory(played.org).devices[device.id]
    assert (found.staff, found.label, found.revoked) == (worker, "Tablet A · 1", False)
    with played.centre.database.read() as connection:
        said = played.centre.records.of_scope(played.org, ORGANISATION, connection)[-1].entry
    assert (said.device, said.author) == (played.founded.device, played.founded.administrator)


def test_labels_say_which_tablet_and_which_profile_and_no_name(played: PlayedCentre, worker: str):
    made = [invitation(played, worker) for _ in range(3)]
    labels = [enrol_device(played.port, code, played.clock).enrolled.label for code in made[:2]]
    newcomer = Newcomer(invite(made[2]), keys(), secrets.token_bytes)
    welcome = newcomer.welcome(serve_enrolment(played.port, newcomer.hello()))
    other = newcomer.enrolled(serve_enrolment(played.port, newcomer.enrol(welcome, bytes([7]) * 16)))
    assert [*labels, other.label] == ["Tablet A · 1", "Tablet A · 2", "Tablet B · 1"]


def test_the_same_device_gets_the_same_answer_again(played: PlayedCentre, worker: str):
    code, own = invitation(played, worker), keys()
    first = enrol_device(played.port, code, played.clock, own).enrolled
    played.clock.passes(days=30)
    second = enrol_device(played.port, code, played.clock, own).enrolled
    assert (second.staff, second.label, second.org) == (first.staff, first.label, first.org)
    assert enrolments(played).count(own.device.hex()) == 1


def test_another_device_or_other_keys_find_it_used(played: PlayedCentre, worker: str):
    code, own = invitation(played, worker), keys()
    enrol_device(played.port, code, played.clock, own)
    with pytest.raises(InvitationUsed):
        enrol_device(played.port, code, played.clock)
    with pytest.raises(InvitationUsed):
        enrol_device(played.port, code, played.clock, NewKeys(own.device, bytes(32), own.link_key))
    assert len(enrolments(played)) == 2  # the centre's own, and this one


def test_two_devices_at_the_last_moment_and_one_is_enrolled(played: PlayedCentre, worker: str):
    """Both said hello while it was open."""
    code = invitation(played, worker)
    newcomers = [Newcomer(invite(code), keys(), secrets.token_bytes) for _ in range(2)]
    welcomes = [each.welcome(serve_enrolment(played.port, each.hello())) for each in newcomers]
    frames = [each.enrol(welcome, bytes(16)) for each, welcome in zip(newcomers, welcomes, strict=True)]
    assert newcomers[0].enrolled(serve_enrolment(played.port, frames[0])).staff.hex() == worker
    with pytest.raises(InvitationUsed):
        newcomers[1].enrolled(serve_enrolment(played.port, frames[1]))


def test_an_invitation_expires(played: PlayedCentre, worker: str, clock: DrivenClock):
    code = invitation(played, worker)
    clock.passes(hours=71, minutes=59)
    newcomer = Newcomer(invite(code), keys(), secrets.token_bytes)
    newcomer.welcome(serve_enrolment(played.port, newcomer.hello()))
    clock.passes(minutes=2)
    with pytest.raises(InvitationExpired):
        enrol_device(played.port, code, clock)
    assert len(enrolments(played)) == 1


def test_a_wrong_code_learns_nothing(played: PlayedCentre, worker: str):
    code = invitation(played, worker)
    with pytest.raises(InvitationWrong):
        enrol_device(played.port, make_code(secrets.token_bytes), played.clock)
    right = invite(code)
    stranger = Newcomer(type(right)(right.lookup, bytes(32)), keys(), secrets.token_bytes)
    unknown = Newcomer(invite(make_code(secrets.token_bytes)), keys(), secrets.token_bytes)
    answers = [serve_enrolment(played.port, each.hello()) for each in (stranger, unknown)]
    assert answers[0] == answers[1]
    assert (Problem.read(answers[0].body) or pytest.fail("no problem")).code == "invitation"
    assert enrol_device(played.port, code, played.clock).staff == worker


def test_the_code_is_kept_nowhere(played: PlayedCentre, worker: str):
    made = invite(invitation(played, worker))
    with played.centre.database.read() as connection:
        row = connection.execute(select(invitations)).one()
    assert row.lookup == made.lookup
    assert made.key not in row.sealed_key


def test_only_an_administrator_invites(played: PlayedCentre, worker: str):
    with pytest.raises(CommandRefused):
        enrol.make_invitation(played.centre, worker, worker)


def test_how_long_it_lasts_can_be_said(played: PlayedCentre, worker: str, clock: DrivenClock):
    made = enrol.make_invitation(played.centre, worker, played.founded.administrator, timedelta(hours=1))
    assert made.expires_at == clock() + timedelta(hours=1)
