"""Whom the centre has not heard from, for whoever leads their team: whose tablet, since when, why it matters, whom to ring."""

from dataclasses import dataclass
from datetime import datetime

from models.directory import Directory
from models.kinds.traces import DeviceSilent
from models.silence import Silence
from models.standard import Standard
from models.times import moment_words
from screens.prompt.lines import Ring, sentence
from sync.device import Device

ON_THE_TABLET = "What they recorded since then may be on that tablet only."


@dataclass(frozen=True)
class SilenceLine:
    """One of them. `name` is whose silence it is; `matters` why it matters, a sentence each; `ring` who can be rung; `answer` is the route of saying what was done."""

    id: str
    answer: str
    name: str
    tablet: str
    heard: str
    why: str
    matters: tuple[str, ...]
    asks: str
    ring: tuple[Ring, ...]


def silence_line(silence: Silence, directory: Directory, standard: Standard, now: datetime) -> SilenceLine:
    said = silence.said
    device, name = directory.devices.get(said.device), directory.name_of(said.staff)
    return SilenceLine(
        id=silence.id,
        answer=f"/person/{silence.told.scope}/prompt/{silence.prompt}/answer",
        name=name,
        tablet=device.label if device else "",
        heard=sentence(moment_words(said.last_heard_at, now)) if said.last_heard_at else "Never",
        why=_why(said, now),
        matters=(*_open(said), ON_THE_TABLET),
        asks=standard.rules.d1.asks,
        ring=_ring(silence, directory),
    )


def _why(said: DeviceSilent, now: datetime) -> str:
    if said.since_at is None:
        return "Nothing was heard while they were on duty."
    at = moment_words(said.since_at, now)
    if said.shift_ended:
        return f"Nothing was heard in all their time on duty, which ended {at}."
    return f"On duty, with nothing heard up to {at}."


def _open(said: DeviceSilent) -> tuple[str, ...]:
    found = (("A temporary plan", said.open_plans), ("An escalation", said.open_escalations))
    return tuple(
        f"{what} was open for {'one person' if many == 1 else f'{many} people'} they work with."
        for what, many in found
        if many
    )


def _ring(silence: Silence, directory: Directory) -> tuple[Ring, ...]:
    """The worker; where no number of theirs is known, their team's duty line."""
    member = directory.staff.get(silence.said.staff)
    if member and member.phone.strip():
        return (Ring(member.name, member.phone.strip(), member.id),)
    duty = directory.duty_phone(silence.told.scope.removeprefix("team:"))
    return (Ring("Duty line", duty),) if duty else ()


async def silence_lines(device: Device, now: datetime) -> tuple[SilenceLine, ...]:
    """Those that wait for me."""
    directory, found = await device.directory(), await device.silences()
    standard = directory.standard_at(now) if found else None
    return tuple(silence_line(each, directory, standard, now) for each in found if standard)
