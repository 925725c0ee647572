"""`Device`: everything a tablet can do without a screen, for one session. The only way in to the record.

Locked, it syncs and says what is unsent. Unlocked, it holds the keys and what it has opened; locking drops both. Several
sessions of one process may have a device each for the same profile: they share the vault and see each other's saves.
Errors are those of `models.errors`; Locked wherever a passphrase is needed first.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from models.closing import Closed, stays_open
from models.directory import Directory
from models.entry import Entry, Held
from models.errors import (
    DeviceRevoked,
    HandrailError,
    Locked,
    NotAllowed,
    StorageFailed,
    SyncError,
    UnknownThing,
)
from models.fold.team import TEAM
from models.held import HeldBack
from models.opening import KIND
from models.prompt import Prompt
from models.rules import Evaluation, evaluate_draft
from models.silence import Silence
from models.standard import OFFLINE_DAYS
from models.told import held_at
from sync import held
from sync.authoring import Said
from sync.checking import checks_to_send, remember
from sync.clock import WARN_PAST, Clock, Reading, warning
from sync.closed import closed_prompts, closed_row, closed_saved, closed_view
from sync.drafts import Drafts
from sync.frames import Chance
from sync.held import NotAccepted, holds_a_concern
from sync.http import Transport
from sync.inbox import TakenIn, take_in
from sync.memory import Memory
from sync.messages import ID
from sync.opening import Opening
from sync.openings import note, say, to_note
from sync.profiles import describe, moment, true_now
from sync.recording import Recorder
from sync.shared import SharedVault, pack_moment
from sync.silences import silences
from sync.summaries import asks_me
from sync.syncing import Syncing
from sync.taken_out import take_out_of_use
from sync.views import (
    Draft,
    Me,
    PersonRow,
    PersonView,
    Profile,
    Progress,
    Saved,
    ScopeView,
    SyncReport,
    Unsent,
)
from vault.keys import CURRENT, KdfProfile, Keys
from vault.keystore import Keystore
from vault.rescue import Bundle
from vault.rows import from_ms, to_ms
from vault.store import Salvaged, SetAside

log = logging.getLogger(__name__)
BACKUP_WINDOW = timedelta(
    days=14
)  # how long an ended person's rows stay, so that a restored centre can ask for them


class Device:
    """One session's handle on one profile. Made by `Installation`."""

    def __init__(
        self,
        shared: SharedVault,
        clock: Clock,
        chance: Chance,
        transport: Transport,
        kdf: KdfProfile = CURRENT,
        keystore: Keystore | None = None,
    ) -> None:
        self._shared = shared
        self._vault = shared.vault
        self._clock = clock
        self._chance = chance
        self._transport = transport
        self._opening = Opening(shared, clock, chance, kdf, keystore)
        self._keys: Keys | None = None
        self._memory: Memory | None = None
        self._drafts = Drafts(shared.vault, clock, self._need_keys)
        shared.sessions.add(self)

    # Locked or not

    @property
    def locked(self) -> bool:
        return self._keys is None

    @property
    def id(self) -> str:
        return self._shared.card.device

    @property
    def staff(self) -> str:
        return self._shared.card.staff

    async def profile(self) -> Profile:
        """What a locked screen may show."""
        return await describe(self._shared, self._clock)

    def now(self) -> datetime:
        """The time as well as this tablet knows it: its own clock less its measured error."""
        return true_now(self._shared, self._clock)

    def clock_now(self) -> datetime:
        """What this tablet's own clock says, right or wrong: entries are stamped with it, and times typed beside it."""
        return self._clock.now()

    @property
    def clock_warning(self) -> timedelta | None:
        """How far the clock is off (device less true) when that is more than two minutes."""
        return self.clock_off(WARN_PAST)

    def clock_off(self, past: timedelta) -> timedelta | None:
        """How far the clock is off (device less true) when that is more than `past`."""
        return warning(self._shared.measure, Reading.of(self._clock), past)

    async def unsent(self) -> Unsent:
        found = await self._vault.unsent()
        oldest_at = from_ms(found.oldest_ms) if found.oldest_ms is not None else None
        return Unsent(found.count, oldest_at, found.not_accepted, found.refused)

    async def rescue(self) -> bytes:
        """A rescue file: all that only this tablet has, as it rests sealed, for base to take in."""
        gathered, state = await self._vault.to_rescue(), await self._vault.state()
        card, made_ms = self._shared.card, to_ms(self.now())
        ticket = state.get("ticket", b"")
        return Bundle(card.org, card.device, made_ms, gathered.pieces, ticket, gathered.not_read).pack()

    async def set_aside(self) -> tuple[SetAside, ...]:
        """Records that could not be opened here: kept, and shown as such. `comes_back` unless the centre has said it cannot."""
        gone = {entry_id.hex() for entry_id in self._shared.not_given}
        return tuple(
            replace(each, comes_back=each.held and each.id not in gone)
            for each in await self._vault.set_aside()
        )

    async def salvaged(self) -> Salvaged | None:
        """What became of this profile's file of records if it was ever damaged."""
        return await self._vault.salvaged()

    async def synced_at(self) -> datetime | None:
        """When a sync last finished, by the centre's clock."""
        return moment((await self._vault.state()).get("last_sync"))

    async def sync(self, progress: Callable[[Progress], None] | None = None) -> SyncReport:
        """Send what is unsent and fetch what is new. Works locked. SyncError; cancelling it harms nothing."""
        async with self._shared.syncing:
            report = await self._sync(progress)
            if await self._say_openings():  # there is a line: so they are not seen to wait
                with suppress(SyncError):
                    await self._sync(None)
        return report

    async def _sync(self, progress: Callable[[Progress], None] | None) -> SyncReport:
        checks = () if self._memory is None else await checks_to_send(self._shared, self._memory, self.now())
        syncing = Syncing(
            self._shared,
            self._transport,
            self._clock,
            self._chance,
            progress,
            take_in=None if self.locked else self._take_in,
            checks=checks,
        )
        try:
            report = await syncing.run()
        finally:
            if self._shared.revoked:
                await self._opening.forget()
        remember(self._shared, checks)
        return report

    # Unlocking

    async def unlock(self, passphrase: str) -> None:
        """Take the keys, then take in every waiting page before anything is shown.

        WrongPassphrase, TooManyTries, KeyGone, DeviceRevoked.
        """
        self._refuse_if_out_of_use()
        checking = asyncio.create_task(self._check())  # the wait for the passphrase is long enough for it
        try:
            keys = await self._opening.unlock(passphrase)
        finally:
            await checking
        await self.hold(keys)

    async def recover(self, code: str, passphrase: str) -> None:
        """Set a new passphrase or PIN by base's code for a forgotten one; then unlocked, with everything still there.

        BadInput, RecoveryError, DeviceRevoked, SyncError: nothing has changed, and it may be asked again.
        """
        self._refuse_if_out_of_use()
        await self.hold(await self._opening.recover(self._transport, code, passphrase))

    async def hold(self, keys: Keys) -> None:
        """Begin with these keys. DeviceRevoked when base took the tablet out of use meanwhile."""
        if self._shared.revoked_ms is not None:
            # what was under way may have wrapped the key again
            await take_out_of_use(self._shared, self._shared.revoked_ms)
            raise DeviceRevoked
        self._keys, self._memory = keys, Memory(self._shared, keys)
        self._shared.ask_again()
        try:
            await self._vault.retry_set_aside(keys)
            await self._keep_time(now=True)
            await self._take_in()
            await self._vault.remove_ended(to_ms(self.now() - BACKUP_WINDOW))
        except BaseException:  # half-applied pages are not shown as if they were whole
            await self.lock()
            raise

    def _refuse_if_out_of_use(self) -> None:
        if self._shared.revoked:
            raise DeviceRevoked

    async def lock(self) -> None:
        """Drop the keys and everything opened."""
        self.drop()
        await self._keep_time(now=True)

    def drop(self) -> None:
        self._keys = self._memory = None

    # Unlocked

    async def me(self) -> Me:
        directory = await self.directory()
        member = directory.staff.get(self.staff)
        standard = directory.standard_at(self.now()) if directory.standards else None
        known = (member.name, member.role, member.teams) if member else ("", None, ())
        return Me(self.staff, *known, standard)

    async def directory(self) -> Directory:
        return (await (await self._fresh()).organisation()).directory

    async def people(self) -> list[PersonRow]:
        """Everyone held, by name; mine first. From summaries: nobody is opened unless something changed.

        While others' records are `closed`, no more than who they are and that something is asked.
        """
        memory, now = await self._fresh(), self.now()
        rows = [summary.row(self.staff, now) for _, summary in await memory.people(now)]
        if await self.closed():
            rows = [closed_row(row) for row in rows]
        return sorted(rows, key=lambda row: (row.part is None, row.name.casefold(), row.scope))

    async def person(self, scope: str) -> PersonView:
        """One person, whole; while others' records are `closed`, who they are and what was recorded on this tablet.

        A scope that is not here is an empty person.
        """
        memory = await self._fresh()
        evaluated = await memory.evaluated(scope, self.now())
        opened, state = evaluated.opened, evaluated.opened.person
        visit = state.last_visit_of(self.staff)
        since = visit.ended_at if visit else datetime.min.replace(tzinfo=UTC)
        view = PersonView(
            scope=opened.scope,
            state=state,
            evaluation=evaluated.evaluation,
            held=opened.held,
            as_at=await self.synced_at(),
            arriving=opened.arriving,
            changed_since_my_last_visit=state.changed_since(since, but_by=self.staff),
        )
        closed = await self.closed()
        if not closed:
            return view
        return replace(closed_view(view, opened, self.id, self.staff, closed), changed_since_my_last_visit=())

    async def team(self, scope: str) -> ScopeView:
        """One team: all of it where I lead it, else what I recorded about it, unevaluated; closed as a person is."""
        memory = await self._fresh()
        opened = await memory.open(scope)
        evaluation = Evaluation((), None)
        if await memory.leads(opened):
            evaluation = (await memory.evaluated(scope, self.now())).evaluation
        as_at = await self.synced_at()
        view = ScopeView(scope, opened.state, evaluation, opened.held, as_at, opened.arriving)
        closed = await self.closed()
        return closed_view(view, opened, self.id, self.staff, closed) if closed else view

    async def view(self, scope: str) -> ScopeView:
        """Whom or what the scope is about, whole."""
        return await (self.team if scope.startswith(TEAM) else self.person)(scope)

    async def closed(self) -> Closed | None:
        """Since when others' records are closed here, because base was not reached for long; None while they are open.

        It never stops recording, drafts, crisis numbers, sync or what is to be sent.
        """
        directory, now = await self.directory(), self.now()
        await self._keep_time()
        days = directory.standard_at(now).offline_days if directory.standards else OFFLINE_DAYS
        return self._shared.lease.closed(days)

    async def prompts(self) -> list[Prompt]:
        """Everything standing in what I hold: what asks me first, by when it is due; the quiet ones last."""
        memory, now = await self._fresh(), self.now()
        people, teams = await memory.people(now), await memory.teams(now)
        standing = [prompt for _, summary in people for prompt in summary.prompts]
        standing += [prompt for team in teams for prompt in team.evaluation.prompts]
        if await self.closed():
            opened = [(await memory.open(held.scope), summary.prompts) for held, summary in people]
            opened += [(team.opened, team.evaluation.prompts) for team in teams]
            standing = [
                each
                for scope, prompts in opened
                for each in closed_prompts(prompts, scope, self.id, self.staff)
            ]
        return sorted(
            standing, key=lambda each: (not asks_me(each, self.staff), each.quiet, each.by, each.id)
        )

    async def prompts_left_out(self) -> int:
        """How many more stand than `prompts` gives, while others' records are `closed`."""
        if not await self.closed():
            return 0
        memory, now = await self._fresh(), self.now()
        people, teams = await memory.people(now), await memory.teams(now)
        standing = sum(len(summary.prompts) for _, summary in people)
        standing += sum(len(team.evaluation.prompts) for team in teams)
        return standing - len(await self.prompts())

    async def recorded_here(self, latest: int = 30) -> tuple[Held, ...]:
        """What I recorded on this tablet, the latest first: of the `latest` entries, and all that is unsent or not accepted."""
        await self._fresh()
        own = await self._vault.own(self._need_keys(), latest)
        return tuple(each for each in own if each.entry.kind != KIND)

    async def is_recorded(self, entry_id: str) -> bool:
        """Whether there is an entry of that id on this tablet: what was a draft of that id has been saved."""
        try:
            await self._vault.entry(self._need_keys(), entry_id)
        except UnknownThing:
            return False
        return True

    async def not_accepted(self) -> tuple[NotAccepted, ...]:
        """What I recorded here that the centre holds, has not accepted, and nobody has dealt with; the oldest first.

        While others' records are `closed`, without what a manager said of it.
        """
        found = await held.not_accepted(self._vault, self._need_keys(), await self._fresh(), self.staff)
        return tuple(replace(each, left=None) for each in found) if await self.closed() else found

    async def not_again(self, entry_id: str, words: str, *, draft: str | None = None) -> None:
        """Say that what was not accepted is not to be sent again, and why. NotAllowed where it holds a concern.

        `draft` is the one it was written in, which then goes.
        """
        kept = await self._vault.entry(self._need_keys(), entry_id)
        await held.refuse_to_drop(await self._fresh(), kept, self.staff)
        body = {"target": entry_id, "how": "not_again", "words": words}
        await self.record("entry.settled", kept.entry.scope, body, draft=draft)

    async def held_back(self) -> tuple[HeldBack, ...]:
        """What is held and not accepted that waits for me to decide, the oldest first; nothing where I decide nothing.

        Nothing either while others' records are `closed`.
        """
        if await self.closed():
            return ()
        people = [row.scope for row in await self.people() if row.held_back]
        return await held.waiting(await self._fresh(), await self.me(), people)

    async def silences(self) -> tuple[Silence, ...]:
        """Of whom in my teams the centre has heard nothing, the longest first; nothing while others' records are `closed`."""
        if await self.closed():
            return ()
        return await silences(await self._fresh(), await self.me(), self.now())

    async def told(self, prompt: Prompt) -> str:
        """Who has it, in the exact words, for me to read."""
        memory = await self._fresh()
        held = {each.entry.id: each for each in (await memory.open(prompt.scope)).held}
        return prompt.told.words(held_at(prompt.evidence, held), self.now(), self.staff)

    async def record(
        self,
        kind: str,
        scope: str,
        body: dict[str, Any],
        *,
        record: str | None = None,
        follows: tuple[str, ...] | None = None,
        occurred_at: datetime | None = None,
        entry_id: str | None = None,
        draft: str | None = None,
    ) -> Saved:
        """Save one entry: checked, authored, sealed, with the person's summary and the draft's removal in one transaction.

        It is on this tablet, durably, when this returns. BadInput: nothing was saved, and the draft is still there.
        """
        said = Said(kind, scope, body, record, follows, occurred_at, entry_id or draft)
        return (await self.record_together([said], draft=draft))[0]

    async def record_together(self, saids: Sequence[Said], *, draft: str | None = None) -> tuple[Saved, ...]:
        """Save several entries of one scope that are one act, such as a contact and the plan made in it: all or none."""
        memory, closed = await self._fresh(), await self.closed()
        saved = await self._recorder(memory, closed).record_together(saids, draft, self.now())
        if not closed or not saids:
            return saved
        opened = await memory.open(saids[0].scope)
        return tuple(closed_saved(each, opened, self.id, self.staff) for each in saved)

    async def would_wait(self, said: Said) -> bool:
        """Whether this, recorded now, would change nothing until a manager confirms it. BadInput where it cannot stand."""
        return await self._recorder(await self._fresh(), await self.closed()).would_wait(said)

    async def evaluate_draft(self, scope: str, body: dict[str, Any], entry_id: str) -> tuple[Prompt, ...]:
        """What a contact being written would prompt before it is saved; while the record is arriving, by T1, T2 and T5."""
        opened = await (await self._fresh()).open(scope)
        met = evaluate_draft(
            opened.person, body, opened.directory, self.now(), entry_id, self.staff, opened.arriving
        )
        return closed_prompts(met, opened, self.id, drafts={entry_id}) if await self.closed() else met

    async def save_draft(self, draft: Draft) -> None:
        await self._drafts.save(draft)

    async def drafts(self) -> list[Draft]:
        """What is being written, the latest changed first."""
        return [each for each in await self._drafts.all() if each.kind != KIND]

    async def draft(self, draft_id: str) -> Draft:
        """UnknownThing when there is none."""
        return await self._drafts.one(draft_id)

    async def discard_draft(self, draft_id: str) -> None:
        """NotAllowed for a contact that already meets T1 or T5: that has been said, and is saved or amended, not dropped.

        Nor for a correction of one by which it would; what the contact meets as it stands is said already.
        """
        if await holds_a_concern(await self._fresh(), await self.draft(draft_id), self.staff, self.now()):
            raise NotAllowed(
                "This draft holds a concern that must be kept.",
                do="Save it; you can amend it afterwards.",
            )
        await self._vault.drop_draft(draft_id)

    async def asks_why(self, scope: str) -> bool:
        """Whether this record is outside my caseload and I have not yet said today why I open it."""
        body = None if await self.closed() else await self._to_note(scope)
        return body is not None and bool(body["outside_caseload"])

    async def opened(self, scope: str, why: str = "") -> None:
        """Note that I opened this record, and why: once a day, not while others' records are `closed`."""
        body = None if await self.closed() else await self._to_note(scope)
        if body is not None and (why or not body["outside_caseload"]):
            kept = note(self._chance(ID).hex(), scope, {**body, "why": why}, self.now(), self.clock_now())
            await self.save_draft(kept)

    # Within

    async def _to_note(self, scope: str) -> dict[str, Any] | None:
        return await to_note(
            await self._fresh(), await self.me(), await self._drafts.all(), scope, self.now()
        )

    async def _say_openings(self) -> bool:
        """Make entries of the openings that were noted; whether there were any. One that cannot be stays a note."""
        if self.locked or self._shared.revoked:
            return False
        try:
            kept = await self._drafts.all()
        except HandrailError:  # locked meanwhile, a damaged disk: the sync has been all the same
            return False
        return await say(kept, self.record)

    async def _check(self) -> None:
        with suppress(StorageFailed):  # damaged and no room to put it in order: what still opens must open
            await self._vault.check()

    def _recorder(self, memory: Memory, closed: Closed | None) -> Recorder:
        saw = self._stays_open if closed else None
        return Recorder(self._shared, self._need_keys(), memory, self._clock, self._chance, saw)

    def _stays_open(self, entry: Entry) -> bool:
        return stays_open(entry, self.id)

    async def _keep_time(self, now: bool = False) -> None:
        """Note the latest true time known; durably once a minute, or `now`. A full disk keeps nobody from going on."""
        lease = self._shared.lease
        lease.move(to_ms(self.now()), Reading.of(self._clock))
        if now or lease.to_keep:
            lease.kept()
            with suppress(StorageFailed):
                await self._vault.put_state({"high_water": pack_moment(lease.high_ms)})

    def _need_keys(self) -> Keys:
        if self._keys is None:
            raise self._locked()
        return self._keys

    async def _fresh(self) -> Memory:
        """What is opened, with every page taken in that another session's sync may have brought meanwhile."""
        memory = self._memory
        if memory is not None and await self._vault.waiting_pages():
            await self._take_in()
        if memory is None or memory is not self._memory:  # locked meanwhile: nothing more is shown
            raise self._locked()
        return memory

    def _locked(self) -> HandrailError:
        return DeviceRevoked() if self._shared.revoked else Locked()

    async def _take_in(self) -> TakenIn:
        if self._keys is None:
            return TakenIn()
        async with self._shared.inbox:
            try:
                taken = await take_in(self._vault, self._keys, to_ms(self._clock.now()))
            except BaseException:  # some of it may have happened all the same
                self._shared.changed_everywhere()
                raise
        if taken.rewound:  # what it held for rows that no longer open has not come
            self._shared.ask_again()
        self._shared.changed(taken.scopes)
        return taken
