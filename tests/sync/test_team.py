"""Who works with whom, leave and the rota, set on a manager's tablet: through ordinary sync into the centre and to the others.

Over real HTTP on loopback. Everybody in here is invented.
"""

from pathlib import Path
from typing import Any

from central import dates
from models.authority import LEAVE, ROLE_MAY_NOT
from models.entry import ORGANISATION
from sync.device import Device
from sync.http import HttpTransport
from tests.sync.stage import PASSPHRASE, Stage, staged
from tests.sync.test_loopback import serving

TODAY = "2026-11-20"


async def device(stage: Stage, url: str, staff: str, name: str) -> Device:
    enrolled = await stage.installation(name, HttpTransport()).enrol(url, stage.code(staff), PASSPHRASE)
    await enrolled.sync()
    return enrolled


async def accepted(tablet: Device, count: int) -> None:
    report = await tablet.sync()
    assert (report.sent, report.not_accepted, report.refused) == (count, 0, 0)
    assert (await tablet.unsent()).count == 0


def works(staff: str, part: str = "main", **more: Any) -> dict[str, Any]:
    return {"staff": staff, "part": part, "from_on": TODAY, **more}


def test_all_four_are_accepted_and_reach_every_tablet(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        with serving(stage) as url:
            played = stage.played
            wren, cal = played.staff("Wren Worker", "worker"), played.staff("Cal Cover", "worker")
            mo = played.staff("Mo Manager", "manager")
            scope = played.person("Pat Example")
            field = await device(stage, url, wren, "field")
            base = await device(stage, url, mo, "base")
            assigned = (await base.record("caseload.assigned", scope, works(wren))).id
            await accepted(base, 1)
            await field.sync()
            assert [row.name for row in await field.people()] == ["Pat Example"]

            shift = {"staff": mo, "role": "manager", "starts_at": f"{TODAY}T17:00:00Z"}
            rota = {"team": played.founded.team, "shifts": [shift | {"ends_at": "2026-11-21T09:00:00Z"}]}
            await base.record("rota.set", ORGANISATION, rota, record=played.founded.team)
            leave = (await base.record(LEAVE, ORGANISATION, {"staff": wren, "from_on": TODAY})).id
            await base.record("caseload.assigned", scope, works(cal, "cover"))
            await base.record("caseload.ended", scope, {"reason": "Moves"}, record=assigned)
            await accepted(base, 4)
            await field.sync()
            assert await field.people() == []
            there = await field.directory()
            assert there.leaves[leave].staff == wren
            assert [each.staff for each in there.rotas[played.founded.team]] == [mo]

            cover = await device(stage, url, cal, "cover")
            assert [row.part for row in await cover.people()] == ["cover"]

    staged(tmp_path, act)


def test_an_end_date_set_on_a_tablet_ends_it_at_the_centre(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        with serving(stage) as url:
            played = stage.played
            wren, mo = played.staff("Wren Worker", "worker"), played.staff("Mo Manager", "manager")
            scope = played.person("Pat Example")
            field, base = await device(stage, url, wren, "field"), await device(stage, url, mo, "base")
            await base.record("caseload.assigned", scope, works(wren, until_on="2026-11-21"))
            await accepted(base, 1)
            await field.sync()
            assert len(await field.people()) == 1
            stage.clock.passes(days=2)
            assert dates.bring_about(played.centre) == 1
            await field.sync()
            assert await field.people() == []

    staged(tmp_path, act)


def test_what_was_not_sent_when_it_ended_still_reaches_base(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        with serving(stage) as url:
            played = stage.played
            wren, mo = played.staff("Wren Worker", "worker"), played.staff("Mo Manager", "manager")
            scope = played.person("Pat Example")
            assigned = played.assign(scope, wren)
            field, base = await device(stage, url, wren, "field"), await device(stage, url, mo, "base")
            goal = await field.record("goal.set", scope, {"goal": "See the sea"})
            await base.record("caseload.ended", scope, {"reason": "Moves"}, record=assigned)
            await accepted(base, 1)
            await accepted(field, 1)
            await base.sync()
            assert goal.id in (await base.person(scope)).state.entries

    staged(tmp_path, act)


def test_a_workers_are_held_and_so_is_anybodys_own_leave(tmp_path: Path) -> None:
    async def act(stage: Stage) -> None:
        played = stage.played
        wren, mo = played.staff("Wren Worker", "worker"), played.staff("Mo Manager", "manager")
        scope = played.person("Pat Example")
        played.assign(scope, wren)
        team = played.founded.team
        by_worker = [
            ("caseload.assigned", scope, works(wren), None),
            ("rota.set", ORGANISATION, {"team": team, "shifts": []}, team),
            (LEAVE, ORGANISATION, {"staff": mo, "from_on": TODAY}, None),
        ]
        for staff, said in (
            (wren, by_worker),
            (mo, [(LEAVE, ORGANISATION, {"staff": mo, "from_on": TODAY}, None)]),
        ):
            tablet = played.device(staff)  # an app that checks nothing
            tablet.pull()
            role = played.centre.records.directory(played.org).role_entry_of(staff)
            for kind, where, body, record in said:
                more = {"record": record} if record else {}
                entry = tablet.entry(kind, where, body, role_seen=role, **more)
                tablet.push(tablet.row(entry))
                assert tablet.receipts[bytes.fromhex(entry.id)].reason == ROLE_MAY_NOT
        assert played.centre.records.directory(played.org).leaves == {}

    staged(tmp_path, act)
