"""One sync of one profile, from the first request to the last: needs no passphrase, and can be dropped at any point.

Whatever came back is saved before the next thing is asked, so a cancelled or cut sync has done what it did and the next one
goes on from there.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace

from models.errors import CentreFailed, CentreUnreachable, DeviceRevoked, NotUnderstood, SyncError
from sync.clock import Clock, Measure, Reading, better
from sync.frames import Chance, fingerprint
from sync.giving_back import NOTHING, Part, after_answer, as_row, lacking, left_to_give, next_part
from sync.http import SYNC_PATH, Transport, attempts
from sync.inbox import TakenIn
from sync.messages import (
    MOST_AGAIN,
    MOST_PAGE,
    MOST_ROWS,
    Check,
    Receipt,
    Row,
    SyncRequest,
    SyncResponse,
    numbers_digest,
    numbers_of,
)
from sync.session import DeviceSession
from sync.shared import SharedVault, pack_measure, pack_moment, read_moment
from sync.taken_out import go, gone, on_the_wire, still_here, take_out_of_use, to_hand_over
from sync.views import Phase, Progress, SyncReport
from vault.profiles import CrisisNumber
from vault.rows import from_ms
from vault.schema import StateName
from vault.store import ArrivedPage, HandedOver

TakeIn = Callable[[], Awaitable[TakenIn]]


class Syncing:
    """`take_in` applies waiting pages; None while locked. `checks` are sent once."""

    def __init__(
        self,
        shared: SharedVault,
        transport: Transport,
        clock: Clock,
        chance: Chance,
        progress: Callable[[Progress], None] | None = None,
        take_in: TakeIn | None = None,
        checks: tuple[Check, ...] = (),
    ) -> None:
        self._shared = shared
        self._vault = shared.vault
        self._transport = transport
        self._clock = clock
        self._chance = chance
        self._progress = progress
        self._take_in = take_in
        self._checks = checks
        self._report = SyncReport()
        self._to_send = 0
        self._to_apply = False
        self._refused: set[bytes] = set()
        self._asked_again: set[bytes] = set()
        self._told_to_go = self._moved = False

    async def run(self) -> SyncReport:
        """SyncError of every kind; what was already taken stays taken."""
        if (
            self._vault.handed_over
        ):  # by a sync before this one, which may have been stopped short of removing it
            await go(self._shared)
            raise gone()
        self._to_send = (await self._vault.unsent()).count + await self._vault.offered_again()
        self._say("connecting")
        problem = await self._until_given_back()
        if problem == "cursor":
            await self._vault.put_state({"cursor": None})
            problem = await self._until_given_back()
        if problem == "revoked" or self._shared.revoked:
            await self._hand_over()
        self._say("done")
        return replace(self._report, problem=problem)

    async def _hand_over(self) -> None:
        """Taken out of use: hand over until nothing is left or nothing moves; then go, if told to. Raises DeviceRevoked."""
        if not self._shared.revoked:
            raise DeviceRevoked  # a centre that says no more than that
        left, going_on = await self._vault.left_to_hand_over(), True
        while going_on:
            self._moved = self._told_to_go = False
            await self._once()
            if self._told_to_go and await go(self._shared):
                raise gone()
            before, left = left, await self._vault.left_to_hand_over()
            going_on = self._moved or left > before
        raise still_here(left)

    async def _until_given_back(self) -> str | None:
        """Ask until nothing is left to ask, and a restored centre has been given what it lacks or nothing gets on."""
        problem, before = await self._once(), None
        while (left := await left_to_give(self._vault)) is not None and left != before:
            before = left
            problem = await self._once()
        return problem

    async def _once(self) -> str | None:
        """Ask until nothing is left to ask. The problem the last answer named, if any."""
        card = self._shared.card
        centre = fingerprint(bytes.fromhex(card.centre_key))
        ticket = (await self._vault.state()).get("ticket") or b""
        session = DeviceSession(
            bytes.fromhex(card.device), self._shared.link_key, centre, self._chance, ticket
        )
        problem = None
        while session.state == "idle":
            problem = await self._exchange(session)
        if self._to_apply:
            await self._apply()
        return problem

    async def _exchange(self, session: DeviceSession) -> str | None:
        async for attempt in attempts():
            with attempt:
                return await self._attempt(session)
        raise CentreUnreachable

    async def _attempt(self, session: DeviceSession) -> str | None:
        state = await self._vault.state()
        rows, more = await self._rows()
        again = await self._again()
        handing = await to_hand_over(self._shared) if self._shared.revoked and not rows else ()
        part = NOTHING if rows or handing else await self._part(state)
        asked = Reading.of(self._clock)
        request = self._request(state, rows, again, part, asked, handing)
        frame = session.ask(request, more_to_send=more or bool(again) or part.more)
        self._say("sending" if rows else "receiving")
        response = await self._meanwhile_applying(self._answer(session, frame))
        await self._keep(state, request, response, part, asked, handing)
        self._to_apply = response.page is not None
        return response.problem

    async def _meanwhile_applying(self, answer: Coroutine[None, None, SyncResponse]) -> SyncResponse:
        """Take in what came before while the next answer is on its way: centre and tablet both work. Whole when this returns."""
        if not self._to_apply:
            return await answer
        applying = asyncio.create_task(self._apply())
        try:
            response = await answer
        except asyncio.CancelledError:
            applying.cancel()
            raise
        finally:
            await asyncio.gather(applying, return_exceptions=True)
        applying.result()
        return response

    async def _apply(self) -> None:
        """Take waiting pages in, if unlocked. After one that does not open, leave the rest of this sync's for later."""
        self._to_apply = False
        if self._take_in is None:
            return
        self._say("applying")
        taken = await self._take_in()
        self._report = replace(self._report, received=self._report.received + taken.new)
        if taken.rewound:
            self._take_in = None

    async def _answer(self, session: DeviceSession, frame: bytes) -> SyncResponse:
        line, started = self._shared.line, self._clock.elapsed()
        self._report = replace(self._report, requests=self._report.requests + 1)
        try:
            answer = await self._transport.post(self._shared.card.centre_url + SYNC_PATH, frame)
        except SyncError as error:
            session.lost()
            if not {"connect", "signal"} & set(error.fields):
                line.cut()
            raise
        except BaseException:
            session.lost()
            raise
        try:
            response = session.receive(answer)
        except CentreFailed as error:
            if "large" in error.fields:
                line.cut()
            raise
        size, more = max(len(frame), len(answer.body)), session.state == "idle"
        line.passed(size, self._clock.elapsed() - started, more=more)
        return response

    async def _rows(self) -> tuple[tuple[Row, ...], bool]:
        """The next rows, and whether others are left. A row refused in this sync is not offered twice."""
        waiting = await self._vault.rows_to_send(MOST_ROWS, self._shared.line.bytes_at_once)
        rows = tuple(as_row(row) for row in waiting if row.id not in self._refused)
        total = (await self._vault.unsent()).count + await self._vault.offered_again()
        left = total - len(rows) - len(self._refused)
        return rows, bool(rows) and left > 0

    async def _again(self) -> tuple[bytes, ...]:
        """The next rows that no longer open and are held centrally; each is asked for once until somebody unlocks."""
        if self._shared.revoked:
            return ()
        done = self._asked_again | self._shared.asked_again
        return await self._vault.to_ask_again(done, MOST_AGAIN, self._shared.line.bytes_at_once)

    async def _part(self, state: dict[str, bytes]) -> Part:
        return await next_part(self._vault, state.get("healing"), self._shared.line.bytes_at_once)

    def _request(
        self,
        state: dict[str, bytes],
        rows: tuple[Row, ...],
        again: tuple[bytes, ...],
        part: Part,
        asked: Reading,
        handing: tuple[HandedOver, ...],
    ) -> SyncRequest:
        """Out of use, it wants no page: so the centre knows that it has acted on what it was told."""
        numbers, out = self._shared.numbers, self._shared.revoked
        return SyncRequest(
            heard_ms=read_moment(state.get("heard")) or 0,
            sent_ms=max(0, asked.wall_ms),
            cursor=state.get("cursor"),
            witness=state.get("witness"),
            rows=rows,
            page_bytes=0 if out else min(self._shared.line.bytes_at_once, MOST_PAGE),
            numbers=numbers_digest(numbers) if numbers else None,
            checks=self._checks,
            again=again,
            listing=part.listing,
            unapplied=part.unapplied,
            handed=tuple(on_the_wire(each) for each in handing),
        )

    async def _keep(
        self,
        state: dict[str, bytes],
        request: SyncRequest,
        response: SyncResponse,
        part: Part,
        asked: Reading,
        handing: tuple[HandedOver, ...],
    ) -> None:
        """Everything the answer brought, in one transaction."""
        self._checks = ()
        self._asked_again |= set(request.again)
        new = Measure.take(asked, Reading.of(self._clock), response.now_ms)
        measure = self._shared.measure = better(self._shared.measure, new)
        heard = pack_moment(response.now_ms)
        values: dict[StateName, bytes | None] = {"heard": heard, "high_water": heard}
        if measure:
            values["clock"] = pack_measure(measure)
        if response.witness is not None:
            values["witness"] = response.witness
        if not response.more and response.problem is None:
            values["last_sync"] = pack_moment(response.now_ms)
        values["problem"] = response.problem.encode() if response.problem else None
        values["healing"] = after_answer(state.get("healing"), part, response)
        async with self._shared.inbox:
            await self._keep_page(request, response, values, handing)
        self._shared.lease.heard(response.now_ms, Reading.of(self._clock))
        self._count(request, response)
        await self._take_commands(response)

    async def _keep_page(
        self,
        request: SyncRequest,
        response: SyncResponse,
        values: dict[StateName, bytes | None],
        handing: tuple[HandedOver, ...],
    ) -> None:
        kept = [handing[place] for place in response.kept if place < len(handing)]
        page = None
        if response.page is not None and response.cursor is not None:
            page = ArrivedPage(request.cursor or b"", response.page, response.cursor)
        elif response.cursor is not None and (await self._vault.state()).get("cursor") == request.cursor:
            values["cursor"] = response.cursor
        try:
            taken = await self._vault.take_answer(
                receipts=response.receipts,
                refusals=response.refusals,
                page=page,
                state=values,
                kept=kept,
                lacking=lacking(request, response),
            )
            if taken and response.problem is None:
                self._shared.was_asked_again(request.again, response.not_given)
        finally:  # cancelled while waiting, it may have happened all the same
            if response.receipts:
                self._shared.changed_everywhere()
        self._moved = self._moved or bool(response.receipts or response.refusals or kept)

    def _count(self, request: SyncRequest, response: SyncResponse) -> None:
        """A row that was given back was sent before, so that it counts as neither sent nor refused."""
        before = {row.id for row in request.rows if row.proof}
        self._refused |= {refusal.id for refusal in response.refusals} - before
        receipts = [each for each in response.receipts if each.id not in before]
        report = self._report
        self._report = replace(
            report,
            sent=report.sent + len(receipts),
            given_back=report.given_back + len(response.receipts) - len(receipts),
            not_accepted=report.not_accepted + sum(_was_not_accepted(each) for each in receipts),
            refused=len(self._refused),
            pages=report.pages + (response.page is not None),
            finished_at=from_ms(response.now_ms),
        )
        self._say("receiving")

    async def _take_commands(self, response: SyncResponse) -> None:
        """Commands act only from a response that opened; those not known here, the reserved ones too, are left alone."""
        for command in response.commands:
            match command.get("k"):
                case "numbers":
                    self._take_numbers(command)
                case "revoke":
                    await take_out_of_use(self._shared, response.now_ms)
                case "wipe":
                    self._told_to_go = True
                case _:
                    pass

    def _take_numbers(self, command: dict[str, object]) -> None:
        try:
            numbers = tuple(
                CrisisNumber(words=each.words, number=each.number) for each in numbers_of(command)
            )
        except (NotUnderstood, ValueError):
            return
        self._shared.update_card(self._shared.card.model_copy(update={"numbers": numbers}))

    def _say(self, phase: Phase) -> None:
        if self._progress:
            report = self._report
            sent = report.sent + report.given_back
            self._progress(Progress(phase, sent, max(self._to_send, sent), report.received, report.pages))


def _was_not_accepted(receipt: Receipt) -> bool:
    return receipt.reason is not None
