"""The commands as an IT lead types them: each in a process of its own, against files, with the centre serving or not."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from central.centre import open_centre
from central.cli import run
from central.port import Port
from tests.central.played import DrivenClock, enrol_device

ROOT = Path(__file__).resolve().parents[2]
BEGIN = ["staff", "--first", "Ada Example", "--organisation", "Example Care", "--team", "Harbour Team"]
AS_ADA = ["--as", "Ada Example"]
SAM = ["person", "add", "Sam Sample", "--born", "1980-04-05", "--team", "Harbour Team"]


class Shell:
    """Runs commands against one pair of places."""

    def __init__(self, folder: Path) -> None:
        self.data, self.keys = folder / "data", folder / "keys" / "centre.keys"

    def line(self, *words: str) -> list[str]:
        code = "import sys; from central.cli import run; sys.exit(run(sys.argv[1:]))"
        return [sys.executable, "-c", code, *words, "--data", str(self.data), "--keys", str(self.keys)]

    def process(self, *words: str) -> "subprocess.CompletedProcess[str]":
        environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
        return subprocess.run(
            self.line(*words),
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            env=environment,
        )


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


class Typed:
    """The same commands within this process, which is quicker: what they print and their exit code."""

    def __init__(self, shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
        self._shell = shell
        self._capsys = capsys

    def __call__(self, *words: str) -> str:
        code, out, error = self.all(*words)
        assert code == 0, error
        return out

    def refused(self, *words: str) -> str:
        code, out, error = self.all(*words)
        assert (code, out) == (2, ""), (code, out, error)
        assert "Traceback" not in error
        assert error.count("\n") == 1, "one line"
        return error

    def all(self, *words: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        code = run([*words, "--data", str(self._shell.data), "--keys", str(self._shell.keys)])
        said = self._capsys.readouterr()
        return code, said.out, said.err


@pytest.fixture
def typed(shell: Shell, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(shell, capsys)


@pytest.fixture
def begun(typed: Typed) -> Typed:
    typed(*BEGIN)
    typed("staff", "add", "Wynn Example", "--role", "worker", "--team", "Harbour Team", *AS_ADA)
    typed("staff", "add", "Mo Example", "--role", "manager", "--team", "Harbour Team", *AS_ADA)
    typed(*SAM, "--nhs-number", "999 000 0018", *AS_ADA)
    return typed


def test_from_nothing_to_an_invitation_in_processes_of_their_own(shell: Shell):
    first = shell.process(*BEGIN)
    assert first.returncode == 0, first.stderr
    assert "Back up both, separately" in first.stderr
    assert shell.process(*SAM, "--no-nhs-number", "not known yet", *AS_ADA).returncode == 0
    invited = shell.process("invite", "Ada Example", "--address", "https://centre.example", *AS_ADA)
    assert re.search(r"Code +[0-9A-Z]{5}(-[0-9A-Z]{5}){3}\n", invited.stdout)
    assert "handrail://enrol?u=https%3A%2F%2Fcentre.example&c=" in invited.stdout
    assert "█" in invited.stdout
    assert invited.stderr == ""
    wrong = shell.process("staff", "add", "X", "--role", "worker", "--as", "Nobody")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("There is no such member of staff.")


def test_the_first_makes_organisation_device_standard_team_and_administrator(shell: Shell, typed: Typed):
    typed(*BEGIN, "--duty-phone", "01632 960 001")
    assert "Ada Example  Administrator  Harbour Team" in typed("staff")
    assert "01632 960 001" in typed("team")
    assert "2026-12" in typed("standard")
    assert typed("device") == "No tablets yet: invite one with central invite.\n"
    assert json.loads(typed("status"))["seq"] == 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (BEGIN, "has its organisation already"),
        (["staff", "add", "X", "--role", "wizard", *AS_ADA], "not a role"),
        (["staff", "add", "X", "--role", "worker", "--team", "Moon Team", *AS_ADA], "no such team"),
        (["staff", "add", "X", "--role", "worker", "--as", "Wynn Example"], "Only a"),
        (["staff", "add", " ", "--role", "worker", *AS_ADA], "name"),
        (["staff", "leave", "Nobody", *AS_ADA], "no such member of staff"),
        (["staff", "away", "Mo Example", "--as", "Wynn Example"], "Only a"),
        (["staff", "away", "Mo Example", "--until", "2001-01-01", *AS_ADA], "before the start"),
        ([*SAM, *AS_ADA], "--nhs-number"),
        ([*SAM, "--nhs-number", "999 000 0019", *AS_ADA], "last digit"),
        ([*SAM[:4], "2999-01-01", *SAM[5:], "--no-nhs-number", "x", *AS_ADA], "cannot be right"),
        (["assign", "Sam Sample", "Wynn Example", "--as", "Wynn Example"], "Only a"),
        (["assign", "Nobody", "Wynn Example", *AS_ADA], "no such person"),
        (["assign", "Sam Sample", "Wynn Example", "--part", "best", *AS_ADA], "not a part"),
        (["assign", "Sam Sample", "Wynn Example", "--until", "2001-01-01", *AS_ADA], "before the start"),
        (["unassign", "Sam Sample", "Wynn Example", *AS_ADA], "does not work with"),
        (["invite", "Wynn Example", "--as", "Mo Example"], "Only an administrator"),
        (["invite", "Wynn Example", "--address", "not an address", *AS_ADA], "not an address"),
        (["device", "revoke", "Tablet Z · 9", *AS_ADA], "no such tablet"),
        (["standard", "publish", "nowhere.json", *AS_ADA], "could not be read"),
        (["team", "rota", "Harbour Team", "--set", "nowhere.csv", *AS_ADA], "could not be read"),
        (["backup", "/nowhere/at/all.db"], "could not be written"),
        (["prompts"], "one of the two"),
        (["prompts", "Sam Sample", "--team", "Harbour Team"], "one of the two"),
    ],
)
def test_a_refusal_is_one_plain_line_and_nothing_is_recorded(begun: Typed, words: list[str], says: str):
    before = begun("status")
    assert says in begun.refused(*words)
    assert begun("status") == before


@pytest.mark.parametrize("words", [["staff"], ["person", "list"], ["status"], ["invite", "X", *AS_ADA]])
def test_a_command_makes_no_centre_where_there_is_none(shell: Shell, typed: Typed, words: list[str]):
    assert "There is no centre in" in typed.refused(*words)
    assert not shell.data.exists()
    assert not shell.keys.exists()


def test_a_wrong_command_or_option_is_explained(typed: Typed):
    for words in (
        ["nonsense"],
        ["staff", "add"],
        ["person", "add", "X", "--born", "yesterday"],
        ["serve", "--port", "x"],
    ):
        code, out, error = typed.all(*words)
        assert (code, out) == (2, "")
        assert "Usage:" in error
        assert "Traceback" not in error


def test_every_command_has_help_with_what_it_does(typed: Typed):
    commands = [
        "staff",
        "team",
        "person",
        "device",
        "standard",
        "assign",
        "unassign",
        "invite",
        "serve",
        "backup",
    ]
    shown = typed("--help")
    assert "To begin:" in shown
    for command in commands:
        assert command in shown
        assert "python main.py central" in typed(command, "--help"), "an example"


def test_who_works_with_whom(begun: Typed):
    assert "works with" in begun("assign", "sam sample", "Wynn Example", *AS_ADA)
    assert re.search(r"Sam Sample +5 April 1980 +… 0018 +Harbour Team +Wynn Example", begun("person"))
    begun("unassign", "Sam Sample", "Wynn Example", "--reason", "Moved on", *AS_ADA)
    assert "Wynn Example" not in begun("person")


def test_a_name_alone_is_enough_to_begin(typed: Typed):
    typed("staff", "--first", "Ada Example")
    assert "Ada Example  Administrator  First team" in typed("staff")


def test_a_name_that_two_have_asks_for_an_id(begun: Typed):
    begun(*SAM, "--no-nhs-number", "not known yet", *AS_ADA)
    said = begun.refused("assign", "Sam Sample", "Wynn Example", *AS_ADA)
    first, second = re.findall(r"[0-9a-f]{12}", said)
    assert "works with" in begun("assign", first, "Wynn Example", *AS_ADA)
    assert first != second


def test_roles_teams_and_leaving(begun: Typed):
    begun("team", "add", "Meadow Team", *AS_ADA)
    begun("staff", "role", "Wynn Example", "--role", "senior", *AS_ADA)
    assert re.search(r"Wynn Example +Senior +Harbour Team", begun("staff"))
    begun("staff", "role", "Wynn Example", "--role", "senior", "--team", "Meadow Team", *AS_ADA)
    assert re.search(r"Wynn Example +Senior +Meadow Team", begun("staff"))
    begun("person", "move", "Sam Sample", "--team", "Meadow Team", *AS_ADA)
    assert "Meadow Team" in begun("person")
    begun("team", "rename", "Meadow Team", "--name", "Orchard Team", "--duty-phone", "01632 960 002", *AS_ADA)
    assert re.search(r"Orchard Team +01632 960 002 +1", begun("team"))
    begun("staff", "leave", "Wynn Example", "--on", "2020-12-31", *AS_ADA)
    assert "left 31 December 2020" in begun("staff")
    assert "has left" in begun.refused("invite", "Wynn Example", *AS_ADA)


def test_leave_is_set_changed_and_ended(begun: Typed):
    begun("staff", "away", "Wynn Example", "--from", "2199-12-21", "--until", "2199-12-24", *AS_ADA)
    assert "on leave 21 December 2199 to 24 December 2199" in begun("staff")
    begun("staff", "away", "Wynn Example", "--from", "2199-12-21", "--until", "2199-12-31", *AS_ADA)
    assert "on leave 21 December 2199 to 31 December 2199" in begun("staff")
    assert "has no leave today" in begun.refused("staff", "back", "Wynn Example", *AS_ADA)
    begun("staff", "back", "Wynn Example", "--from", "2199-12-21", *AS_ADA)
    assert "on leave" not in begun("staff")
    assert "until it is said" in begun("staff", "away", "Wynn Example", *AS_ADA)
    assert "on leave" in begun("staff")
    assert re.search(r"Harbour Team .* 3\n", begun("team"))  # on leave they are still of the team
    begun("staff", "back", "Wynn Example", *AS_ADA)
    assert "on leave" not in begun("staff")


def test_a_rota_is_set_from_a_csv_in_london_time(begun: Typed, tmp_path: Path):
    file = tmp_path / "rota.csv"
    file.write_text("staff,role,starts,ends\nMo Example,manager,2026-07-01 17:00,2026-07-02 09:00\n")
    assert "every manager" in begun("team", "rota", "Harbour Team")
    begun("team", "rota", "Harbour Team", "--set", str(file), *AS_ADA)
    assert "2026-07-01 17:00  2026-07-02 09:00  Manager  Mo Example" in begun("team", "rota", "Harbour Team")
    file.write_text("staff,role,starts,ends\nMo Example,manager,yesterday,2026-07-02 09:00\n")
    assert "Line 2" in begun.refused("team", "rota", "Harbour Team", "--set", str(file), *AS_ADA)
    file.write_text("staff,role,starts,ends\nMo Example,worker,2026-07-01 17:00,2026-07-02 09:00\n")
    begun.refused("team", "rota", "Harbour Team", "--set", str(file), *AS_ADA)


def test_a_standard_is_shown_compared_and_published(begun: Typed, tmp_path: Path):
    document = json.loads(begun("standard", "show"))
    file = tmp_path / "standard.json"
    file.write_text(json.dumps(document))
    assert begun("standard", "diff", str(file)) == "Nothing would change.\n"
    assert "published already" in begun.refused("standard", "publish", str(file), *AS_ADA)
    document["version"], document["clock_warning_seconds"] = "2027-01", 60
    file.write_text(json.dumps(document))
    assert begun("standard", "diff", str(file)).splitlines() == [
        '- version: "2026-12"',
        '+ version: "2027-01"',
        "- clock_warning_seconds: 120",
        "+ clock_warning_seconds: 60",
    ]
    begun("standard", "publish", str(file), *AS_ADA)
    assert json.loads(begun("standard", "show")) == document
    assert json.loads(begun("standard", "show", "--version", "2026-12"))["clock_warning_seconds"] == 120
    file.write_text(json.dumps({"version": "2027-02"}))
    assert "cannot stand" in begun.refused("standard", "publish", str(file), *AS_ADA)


def test_a_tablet_is_listed_and_taken_out_of_use(begun: Typed, shell: Shell):
    code = re.search(r"Code +(\S+)", begun("invite", "Wynn Example", "--no-qr", *AS_ADA))
    assert code
    clock = DrivenClock()
    centre = open_centre(shell.data, shell.keys).centre
    device = enrol_device(Port(centre, lambda device, checks: None), code[1], clock)
    centre.close()
    assert re.search(rf"{device.id[:12]} +Tablet A · 1 +Wynn Example +never", begun("device"))
    given = begun("device", "recover", "tablet a · 1", "--as", "Mo Example")
    assert re.search(r"Code +([0-9A-Z]{5}-){3}[0-9A-Z]{5}\n", given)
    assert "“Forgotten it?”" in given
    assert "manager or senior of that team" in begun.refused(
        "device", "recover", device.id[:8], "--as", "Wynn Example"
    )
    begun("device", "revoke", "Tablet A · 1", "--reason", "Left on a bus", *AS_ADA)
    assert "out of use since" in begun("device")
    assert "is out of use" in begun.refused("device", "recover", "Tablet A · 1", *AS_ADA)


def test_a_backup_is_a_whole_copy_and_replaces_nothing(begun: Typed, shell: Shell, tmp_path: Path):
    copy = tmp_path / "elsewhere" / "handrail.db"
    copy.parent.mkdir()
    begun("backup", str(copy))
    assert "already" in begun.refused("backup", str(copy))
    restored = open_centre(copy.parent, shell.keys).centre
    assert restored.organisation.name == "Example Care"
    restored.close()


@pytest.fixture
def serving(shell: Shell, typed: Typed) -> Iterator[str]:
    typed(*BEGIN)
    process = subprocess.Popen(
        shell.line("--port", "0"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    yield process.stdout.readline().split()[4]
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert "Traceback" not in said
    assert "Stopped." in said


def test_commands_work_while_the_centre_serves_and_its_evaluator_notices(serving: str, typed: Typed):
    for number in range(3):
        typed(*SAM[:2], f"Sam Sample {number}", *SAM[3:], "--no-nhs-number", "not known yet", *AS_ADA)
    for _ in range(100):
        answer = httpx.get(f"{serving}/health").json()
        if answer["waiting_to_be_evaluated"] == 0 and answer["evaluator"]["evaluated"] >= 3:
            break
        time.sleep(0.1)
    assert (answer["status"], answer["seq"]) == ("ok", 7)
    assert "Sample" not in json.dumps(answer)


def test_a_port_that_is_taken_is_said_so(serving: str, typed: Typed):
    port = serving.rsplit(":", 1)[1]
    assert f"Port {port} on 127.0.0.1 cannot be used" in typed.refused("serve", "--port", port)
