"""One sync of one profile, from the first request to the last: needs no passphrase, and can be dropped at any point.

Whatever came back is saved before the next thing is asked, so a cancelled or cut sync has done what it did and the next one
goes on from there.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from models.errors import CentreFailed, CentreUnreachable, DeviceRevoked, NotUnderstood, SyncError
from sync.clock import Clock, Measure, Reading, better
from sync.frames import Chance, fingerprint
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
from sync.views import Phase, Progress, SyncReport
from vault.profiles import CrisisNumber
from vault.rows import from_ms
from vault.schema import StateName
from vault.store import ArrivedPage

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
        self._refused: set[bytes] = set()
        self._asked_again: set[bytes] = set()

    async def run(self) -> SyncReport:
        """SyncError of every kind; what was already taken stays taken."""
        self._to_send = (await self._vault.unsent()).count
        self._say("connecting")
        problem = await self._once()
        if problem == "cursor":
            await self._vault.put_state({"cursor": None})
            problem = await self._once()
        if problem == "revoked":
            raise DeviceRevoked
        self._say("done")
        return replace(self._report, problem=problem)

    async def _once(self) -> str | None:
        """Ask until nothing is left to ask. The problem the last answer named, if any."""
        card = self._shared.card
        centre = fingerprint(bytes.fromhex(card.centre_key))
        session = DeviceSession(bytes.fromhex(card.device), self._shared.link_key, centre, self._chance)
        problem = None
        while session.state == "idle":
            problem = await self._exchange(session)
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
        asked = Reading.of(self._clock)
        request = self._request(state, rows, again, asked)
        frame = session.ask(request, more_to_send=more or bool(again))
        self._say("sending" if rows else "receiving")
        response = await self._answer(session, frame)
        await self._keep(state, request, response, asked)
        if response.page is not None:
            await self._apply()
        return response.problem

    async def _apply(self) -> None:
        """Take waiting pages in, if unlocked. After one that does not open, leave the rest of this sync's for later."""
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
        line.passed(max(len(frame), len(answer.body)), self._clock.elapsed() - started)
        return response

    async def _rows(self) -> tuple[tuple[Row, ...], bool]:
        """The next rows, and whether others are left. A row refused in this sync is not offered twice."""
        waiting = await self._vault.rows_to_send(MOST_ROWS, self._shared.line.bytes_at_once)
        rows = tuple(Row(row.id, row.sealed) for row in waiting if row.id not in self._refused)
        left = (await self._vault.unsent()).count - len(rows) - len(self._refused)
        return rows, bool(rows) and left > 0

    async def _again(self) -> tuple[bytes, ...]:
        """The next rows that no longer open and are held centrally; each is asked for once until somebody unlocks."""
        done = self._asked_again | self._shared.asked_again
        return await self._vault.to_ask_again(done, MOST_AGAIN, self._shared.line.bytes_at_once)

    def _request(
        self, state: dict[str, bytes], rows: tuple[Row, ...], again: tuple[bytes, ...], asked: Reading
    ) -> SyncRequest:
        numbers = self._shared.numbers
        return SyncRequest(
            heard_ms=read_moment(state.get("heard")) or 0,
            sent_ms=max(0, asked.wall_ms),
            cursor=state.get("cursor"),
            witness=state.get("witness"),
            rows=rows,
            page_bytes=min(self._shared.line.bytes_at_once, MOST_PAGE),
            numbers=numbers_digest(numbers) if numbers else None,
            checks=self._checks,
            again=again,
        )

    async def _keep(
        self, state: dict[str, bytes], request: SyncRequest, response: SyncResponse, asked: Reading
    ) -> None:
        """Everything the answer brought, in one transaction."""
        self._checks = ()
        self._asked_again |= set(request.again)
        new = Measure.take(asked, Reading.of(self._clock), response.now_ms)
        measure = self._shared.measure = better(self._shared.measure, new)
        values: dict[StateName, bytes | None] = {"heard": pack_moment(response.now_ms)}
        if measure:
            values["clock"] = pack_measure(measure)
        if response.witness is not None:
            values["witness"] = response.witness
        if not response.more and response.problem is None:
            values["last_sync"] = pack_moment(response.now_ms)
        values["problem"] = response.problem.encode() if response.problem else None
        async with self._shared.inbox:
            await self._keep_page(request, response, values)
        self._count(response)
        self._take_commands(response)

    async def _keep_page(
        self, request: SyncRequest, response: SyncResponse, values: dict[StateName, bytes | None]
    ) -> None:
        page = None
        if response.page is not None and response.cursor is not None:
            page = ArrivedPage(request.cursor or b"", response.page, response.cursor)
        elif response.cursor is not None and (await self._vault.state()).get("cursor") == request.cursor:
            values["cursor"] = response.cursor
        try:
            taken = await self._vault.take_answer(
                receipts=response.receipts, refusals=response.refusals, page=page, state=values
            )
            if taken and response.problem is None:
                self._shared.was_asked_again(request.again, response.not_given)
        finally:  # cancelled while waiting, it may have happened all the same
            if response.receipts:
                self._shared.changed_everywhere()

    def _count(self, response: SyncResponse) -> None:
        self._refused |= {refusal.id for refusal in response.refusals}
        report = self._report
        self._report = replace(
            report,
            sent=report.sent + len(response.receipts),
            not_accepted=report.not_accepted + sum(_was_not_accepted(each) for each in response.receipts),
            refused=len(self._refused),
            pages=report.pages + (response.page is not None),
            finished_at=from_ms(response.now_ms),
        )
        self._say("receiving")

    def _take_commands(self, response: SyncResponse) -> None:
        """Commands act only from a response that opened; those not known here, the reserved ones too, are left alone."""
        for command in response.commands:
            if command.get("k") == "numbers":
                self._take_numbers(command)

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
            self._progress(
                Progress(phase, report.sent, max(self._to_send, report.sent), report.received, report.pages)
            )


def _was_not_accepted(receipt: Receipt) -> bool:
    return receipt.reason is not None
