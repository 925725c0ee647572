"""Sync: how tablet and centre stand, entry by entry; a sync that can be stopped; and whether I have all I need today."""

from dataclasses import dataclass

from models.entry import ORGANISATION, Held
from models.times import correct, duration_words, marked, moment_words
from screens.app_state import AppState
from screens.screen import Screen
from screens.sync.ready import Here, Ready, ready, salvaged_words
from screens.sync.running import SyncRun, records
from screens.sync.worklist import Worklist
from screens.trail.words import held_words, kind_words, reason_words
from sync.views import Unsent

STEP = 10


@dataclass(frozen=True)
class EntryLine:
    """An entry recorded here. `where` is "Saved on this tablet" or "Held centrally 14:32"; `why` when it is not accepted."""

    id: str
    scope: str
    about: str
    what: str
    when: str
    where: str
    why: str
    held: bool


class SyncState(Screen):
    """`opened` is False until the first load is done; `most` is how many entries are listed."""

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.opened = False
        self.most = STEP
        self.entries: tuple[EntryLine, ...] = ()
        self.work = Worklist(self.changed, app.go)

    @property
    def run(self) -> SyncRun:
        """The session's, so that leaving this screen and coming back finds it as it is."""
        return self.app.sync_run

    @property
    def unsent(self) -> Unsent:
        """The session's, so that this screen and the bar above it say the same."""
        return self.app.unsent

    async def load(self) -> None:
        self.run.watch(self.changed)
        await self.app.refresh()
        device = self.app.open_device
        people = await device.people()
        names = {each: row.name for row in people for each in row.scopes} | {ORGANISATION: "The organisation"}
        await self.work.load(device, names, self.app.now())
        refused = {id for id, _ in self.unsent.refused}
        self.entries = tuple(
            self._line(held, names, refused) for held in await device.recorded_here(self.most + 1)
        )
        standards = (await device.directory()).standards
        set_aside, salvaged = await device.set_aside(), await device.salvaged()
        self.here = Here(
            as_at=await device.synced_at(),
            people=people,
            standard=self.app.standard.version if standards else "",
            set_aside=len(set_aside),
            coming=sum(each.comes_back for each in set_aside),
            salvaged=salvaged_words(salvaged.lost, salvaged.unread) if salvaged else "",
            clock_off=device.clock_off(self.app.clock_limit),
        )
        self.opened = True
        self.changed()

    @property
    def ready(self) -> tuple[Ready, ...]:
        return ready(self.here, self.app.now())

    @property
    def all_ready(self) -> bool:
        return all(each.good for each in self.ready)

    @property
    def listed(self) -> tuple[EntryLine, ...]:
        return self.entries[: self.most]

    @property
    def unsent_words(self) -> str:
        """How much is only here, and how old the oldest is."""
        if not self.unsent.count:
            return "Everything is held centrally"
        oldest = self.unsent.oldest_at
        age = f", the oldest {duration_words(self.app.now() - oldest)} old" if oldest else ""
        return f"{records(self.unsent.count)} unsent{age}"

    async def sync(self) -> None:
        """Sync; then every screen reads again, also after one that was stopped or failed on its way."""
        await self.run.of(self.app.open_device)
        if self.app.unlocked:
            await self.app.after_sync()
            await self.load()
        else:
            await self.app.lock()  # taken out of use: the locked screen says so

    async def more(self) -> None:
        self.most += STEP
        await self.load()

    def switch_signal(self, on: bool) -> None:
        self.app.installation.signal = on
        self.app.changed()
        self.changed()

    def switch_dark(self, dark: bool) -> None:
        self.app.dark = dark
        self.app.changed()
        self.changed()

    def _line(self, held: Held, names: dict[str, str], refused: set[str]) -> EntryLine:
        entry, now = held.entry, self.app.now()
        recorded = correct(entry.clock, entry.recorded_at)
        why = reason_words(held.reason) if held.accepted is False else ""
        if entry.id in refused:
            why = "The centre could not take it. It stays here and is offered again."
        return EntryLine(
            id=entry.id,
            scope=entry.scope,
            about=names.get(entry.scope) or "Somebody no longer on this tablet",
            what=kind_words(entry.kind),
            when=f"Recorded {marked(moment_words(recorded.at, now), recorded.certain)}",
            where=held_words(held.received_at, held.accepted, now),
            why=why,
            held=held.received_at is not None,
        )
