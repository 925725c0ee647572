"""The operating standard as this tablet has it: what holds, what is to come, what came before, what cannot be used here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.directory import Directory, Published, Unusable
from models.standard.changes import Sentence, sentences
from models.times import moment_words
from screens.screen import Screen
from sync.device import Device


@dataclass(frozen=True)
class Version:
    """A standard that was published. `approved` is "" while no clinical lead has signed it.

    `before` is the version it takes over from, "" for the first; `changed` what it changes from that one.
    """

    version: str
    since: str
    by: str
    approved: str
    before: str
    changed: tuple[Sentence, ...]


@dataclass(frozen=True)
class NotUsable:
    """A standard that this app cannot use: which, by whom, the keys that cannot stand, and why."""

    version: str
    by: str
    keys: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Shown:
    """`holds` is None before the first sync brought one. `to_come` the soonest first, `earlier` the latest first."""

    holds: Version | None = None
    to_come: tuple[Version, ...] = ()
    earlier: tuple[Version, ...] = ()
    not_usable: tuple[NotUsable, ...] = ()


class StandardState(Screen):
    def __init__(self, device: Device, now: Callable[[], datetime]) -> None:
        self.device, self.now = device, now
        self.opened = False
        self.shown = Shown()

    async def load(self) -> None:
        self.shown = shown(await self.device.directory(), self.now())
        self.opened = True
        self.changed()


def shown(directory: Directory, now: datetime) -> Shown:
    versions = _versions(directory, now)
    in_force = max(1, sum(each.effective_at <= now for each in directory.standards))
    return Shown(
        holds=versions[in_force - 1] if versions else None,
        to_come=versions[in_force:],
        earlier=tuple(reversed(versions[: in_force - 1])),
        not_usable=tuple(_not_usable(each, directory, now) for each in directory.unusable),
    )


def _versions(directory: Directory, now: datetime) -> tuple[Version, ...]:
    """By when they take effect, each beside the one before it."""
    published = directory.standards
    pairs = zip((None, *published), published, strict=False)
    return tuple(_version(before, each, directory, now) for before, each in pairs)


def _version(before: Published | None, each: Published, directory: Directory, now: datetime) -> Version:
    return Version(
        version=each.version,
        since=moment_words(each.effective_at, now),
        by=_by(each, directory, now),
        approved=each.standard.approved_by.strip(),
        before=before.version if before else "",
        changed=sentences(before.standard, each.standard) if before else (),
    )


def _not_usable(each: Unusable, directory: Directory, now: datetime) -> NotUsable:
    return NotUsable(each.version, _by(each, directory, now), each.keys, each.why)


def _by(each: Published | Unusable, directory: Directory, now: datetime) -> str:
    return f"{directory.name_of(each.by)}, {moment_words(each.published_at, now)}"
