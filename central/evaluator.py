"""The evaluator: a thread that looks every second for what is due, whichever process brought it about.

It is the one path by which prompts come to stand at the centre. It also brings about what dates do, tells managers of what
is held and not accepted and of whom nothing was heard, sends what waits in the outbox, compares what tablets made of the same
entries, and says on whose tablet a prompt is then.
"""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from threading import Event, Lock, Thread

from central import dates, held, prompts, recovery
from central.centre import Centre
from central.delivery import deliver
from central.devices import Device, SignsOfLife
from central.disagreement import Compared, compare
from central.health import Counts
from central.held import Teller
from central.notify import Notifier
from central.silent import Listener
from sync.messages import Check

EVERY_SECONDS = 1.0
MOST_CHECKS_WAITING = 2_000
log = logging.getLogger("handrail.central")


class Evaluator:
    def __init__(
        self, centre: Centre, notifier: Notifier, signs: SignsOfLife, every: float = EVERY_SECONDS
    ) -> None:
        self._centre = centre
        self._signs = signs
        self._notifier = notifier
        self._every = every
        self._checks: deque[tuple[Device, Check]] = deque(maxlen=MOST_CHECKS_WAITING)
        self._lock = Lock()
        self._counts = Counts()
        self._stop = Event()
        self._thread: Thread | None = None
        self._adopted = False
        self._teller = Teller(centre)
        self._listener = Listener(centre, notifier)

    def start(self) -> None:
        self._thread = Thread(target=self._run, name="evaluator", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Returns when the round in hand is done."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        if self._centre.begun:
            self._signs.write()

    def check(self, device: Device, checks: Sequence[Check]) -> None:
        """Compare these when there is time; of too many the oldest are passed over."""
        self._checks.extend((device, check) for check in checks)

    def counts(self) -> Counts:
        running = self._thread is not None and self._thread.is_alive()
        with self._lock:
            return replace(self._counts, running=running)

    def look(self) -> bool:
        """One round. True when there may be more to do at once."""
        if not self._centre.begun:
            return False
        if not self._adopted:
            prompts.adopt_rules(self._centre)
            self._adopted = True
        self._signs.write()
        dates.bring_about(self._centre)
        told = self._teller.tell()
        evaluated, failed = prompts.sweep(self._centre, self._notifier)
        self._count(evaluated=evaluated, failed=failed)
        recovery.tell_managers(self._centre, self._notifier)
        self._listener.listen()
        self._notifier.send()
        self._compare()
        return evaluated + failed >= prompts.AT_ONCE or told >= held.AT_ONCE

    def _run(self) -> None:
        while not self._stop.is_set():
            more = False
            try:
                more = self.look()
            except Exception as error:  # a full disk, a locked file: the next round may fare better
                log.error("the evaluator could not finish a round: %s", type(error).__name__)
                self._count(failed=1)
            if not more:
                self._stop.wait(self._every)

    def _compare(self) -> None:
        while self._checks and not self._stop.is_set():
            device, check = self._checks.popleft()
            result = compare(self._centre, device, check)
            if result.found is not Compared.NOT_COMPARABLE:
                self._count(compared=1, disagreements=int(result.found is Compared.DIFFERENT))
            deliver(self._centre, device, result.prompts)

    def _count(self, **more: int) -> None:
        with self._lock:
            now = self._counts
            self._counts = replace(
                now, **{name: getattr(now, name) + number for name, number in more.items()}
            )
