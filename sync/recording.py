"""From what was said to a saved entry: checked, authored, judged by the rules, and saved with the person's summary at once."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from models.authority import OWN_LEAVE, silences_themselves
from models.checks import check
from models.entry import Entry, Held, author, decode, digest_of
from models.errors import NotAllowed, StorageFailed
from models.fold.matching import MATCHED
from models.prompt import Prompt
from sync.authoring import Hand, Said, compose, target_of
from sync.clock import Clock, Reading, stamp
from sync.frames import Chance
from sync.memory import Memory
from sync.messages import ID
from sync.opened import Evaluated, OpenedScope, documents_of
from sync.shared import SharedVault
from sync.views import Saved
from vault.keys import Keys
from vault.store import Authored

log = logging.getLogger(__name__)


class Recorder:
    """Records for one unlocked session. One act at a time, across all sessions of the profile."""

    def __init__(
        self,
        shared: SharedVault,
        keys: Keys,
        memory: Memory,
        clock: Clock,
        chance: Chance,
        saw: Callable[[Entry], bool] | None = None,
    ) -> None:
        self._shared = shared
        self._keys = keys
        self._memory = memory
        self._clock = clock
        self._chance = chance
        self._saw = saw

    async def record_together(
        self, saids: Sequence[Said], draft: str | None, now: datetime
    ) -> tuple[Saved, ...]:
        """Entries of one scope that are one act: all are saved, with the draft's removal, or none is.

        BadInput when one cannot stand: the draft is still there. `now` is for the rules.
        """
        async with self._shared.saving:
            before = after = await self._memory.open(saids[0].scope)
            stood = {prompt.id for prompt in await self._stood(before, now)}
            hand, contents = await self._hand(), list[bytes]()
            for said in saids:
                content = author(self._compose(said, after, hand))
                after = after.with_entry(Held(decode(content), digest_of(content)))
                contents.append(content)
            new = after.held[len(before.held) :]
            standing = await self._save(after, new, contents, draft, now)
        ids = {held.entry.id for held in new}
        raised = tuple(each for each in standing if each.id not in stood and ids & set(each.evidence))
        return tuple(Saved(held.entry.id, held, standing, raised) for held in new)

    async def would_wait(self, said: Said) -> bool:
        """Whether this, recorded now, would change nothing until a manager confirms it. BadInput where it cannot stand."""
        before = await self._memory.open(said.scope)
        entry = self._compose(said, before, await self._hand())
        after = before.with_entry(Held(entry, digest_of(author(entry)))).evaluated(self._clock.now())
        stepping_down = (each for episode in after.evaluation.episodes for each in episode.proposals)
        return any(each.entry.id == entry.id for each in (*after.opened.state.proposals, *stepping_down))

    async def _hand(self) -> Hand:
        card, reading, now = self._shared.card, Reading.of(self._clock), self._clock.now()
        return Hand(
            org=card.org,
            staff=card.staff,
            device=card.device,
            directory=(await self._memory.organisation()).directory,
            now=now,
            offset_minutes=self._clock.offset_minutes(now),
            clock=stamp(self._shared.measure, reading),
            saw=self._saw,
        )

    def _compose(self, said: Said, opened: OpenedScope, hand: Hand) -> Entry:
        me = hand.directory.staff.get(hand.staff)
        target = target_of(said.body, said.kind, opened.standing)
        if silences_themselves(hand.staff, said.kind, said.body, target):
            raise NotAllowed(OWN_LEAVE, do="Ask a manager, a senior or an administrator.", fields=["staff"])
        body = check(
            said.kind,
            said.body,
            occurred_at=said.occurred_at or hand.now,
            now=hand.now,
            person=opened.person if opened.is_person and opened.standing else None,
            directory=hand.directory,
            role=me.role if me else None,
            target=target,
        )
        entry_id = said.entry_id or self._chance(ID).hex()
        return compose(said, body, hand, opened.standing, entry_id, self._chance(ID).hex())

    async def _save(
        self,
        after: OpenedScope,
        new: Sequence[Held],
        contents: Sequence[bytes],
        draft: str | None,
        now: datetime,
    ) -> tuple[Prompt, ...]:
        """Save everything in one transaction; the prompts that stand then."""
        asks = after.is_person or await self._memory.leads(after)
        evaluated = evaluated_or_none(after, now, new[0].entry.id) if asks else None
        summary = await self._memory.summary_of(evaluated) if evaluated and after.is_person else None
        joins = any(_may_join(held.entry, after) for held in new)  # then who they are is worked out anew
        summaries = documents_of(after, summary) if summary and not joins else []
        drafts = [draft] if draft else []
        authored = [Authored(held.entry, content) for held, content in zip(new, contents, strict=True)]
        try:
            await self._shared.vault.save(self._keys, authored, summaries, drafts)
        finally:  # cancelled while waiting, it may have happened all the same
            undisturbed = self._memory.is_current(after) and not joins
            self._shared.changed({held.entry.scope for held in new})
        if undisturbed:
            self._memory.keep(after, evaluated)
        if evaluated is None:
            return ()
        with suppress(StorageFailed):  # the entry is saved, whatever becomes of this
            await self._memory.note_sooner(evaluated.evaluation.look_again)
        return evaluated.evaluation.prompts

    async def _stood(self, opened: OpenedScope, now: datetime) -> tuple[Prompt, ...]:
        """What stood before, as last seen: what time alone has raised since is not this entry's."""
        if not opened.standing or not (opened.is_person or await self._memory.leads(opened)):
            return ()
        last = self._memory.last_evaluated(opened.scope) or await self._memory.evaluated(opened.scope, now)
        return last.evaluation.prompts


def _may_join(entry: Entry, opened: OpenedScope) -> bool:
    """Whether it may join two records or part them: a match, or what is said about one."""
    about = entry.kind.startswith("entry.")
    return entry.kind == MATCHED or (about and any(each.kind == MATCHED for each in opened.standing.values()))


def evaluated_or_none(opened: OpenedScope, now: datetime, entry_id: str) -> Evaluated | None:
    """A fault in a rule must not cost the record: it is saved, its summary is made anew when asked for, and that says why."""
    try:
        return opened.evaluated(now)
    except Exception:
        log.error("entry %s is saved without an evaluation", entry_id)
        return None
