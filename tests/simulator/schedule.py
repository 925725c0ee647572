"""Schedules: made from a seed, run, shrunk, printed."""

import logging
import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from unittest.mock import patch

import stamina

from sync import line
from tests.simulator import seams, steady
from tests.simulator.promises import Broken, hold
from tests.simulator.steps import STEPS, WRAPPERS, Kind, Step, act
from tests.simulator.world import SEASONS, World, chanced, template, work_folder

SHORTEST, LONGEST = 4, 16
FEW, ALWAYS = 3, {"record": 12, "sync": 12}
Schedule = list[Step]


@dataclass
class Outcome:
    """What one schedule did, and the promise it broke, if any. `counts`: faults and deeds by kind."""

    broken: Broken | None = None
    counts: Counter[str] = field(default_factory=Counter[str])
    in_flight: int = 0


def make(seed: int) -> Schedule:
    """The season, then the steps: of every kind, or often of a few kinds only, so that these meet each other more."""
    chance = random.Random(seed)
    steps: Schedule = [("season", chance.choice(sorted(SEASONS)))]
    kinds = dict(STEPS) if chance.random() < 0.4 else _few(chance)
    for name in chance.choices(
        [*kinds], [kind.weight for kind in kinds.values()], k=chance.randint(SHORTEST, LONGEST)
    ):
        steps.append((name, *STEPS[name].make(chance)))
    return steps


def _few(chance: random.Random) -> dict[str, Kind]:
    others = {name: kind.weight**0.5 for name, kind in STEPS.items() if name not in ALWAYS}
    names = {*chance.choices([*others], [*others.values()], k=FEW), *ALWAYS}
    return {name: replace(kind, weight=ALWAYS.get(name, 8)) for name, kind in STEPS.items() if name in names}


Joined = Callable[[World], AbstractAsyncContextManager[None]]


def in_memory(world: World) -> AbstractAsyncContextManager[None]:
    return nullcontext()


def run(schedule: Sequence[Step], joined: Joined = in_memory) -> Outcome:
    """Play it in a world of its own, then hold the promises. `joined` says how tablets and centre meet."""
    season = next((step[1] for step in schedule if step[0] == "season"), "spring")
    with ExitStack() as stack:
        quiet(stack)
        made = template(season)
        folder = work_folder()
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        chance = stack.enter_context(_chance())
        stack.enter_context(seams.seams())
        world = World(folder, made, chance, season)
        return steady.run(_play(world, [step for step in schedule if step[0] != "season"], joined))


def quiet(stack: ExitStack) -> None:
    """No waiting between attempts, small pages, no log of what is broken on purpose."""
    stamina.set_testing(True, attempts=3)
    stack.callback(stamina.set_testing, False)
    for name, size in (("LEAST", 600), ("MOST", 20_000)):
        stack.enter_context(patch.object(line, name, size))
    logging.disable(logging.CRITICAL)
    stack.callback(logging.disable, logging.NOTSET)


class _chance:
    def __enter__(self) -> random.Random:
        chance = random.Random(1)
        self._within = chanced(chance)
        self._within.__enter__()
        return chance

    def __exit__(self, *error: object) -> None:
        self._within.__exit__(None, None, None)


async def _play(world: World, steps: Sequence[Step], joined: Joined) -> Outcome:
    broken = None
    try:
        async with joined(world):
            for step in steps:
                await act(world, step)
                await _begin_again(world)
            await hold(world)
    except Broken as error:
        broken = error
    except Exception as error:
        broken = Broken("trouble", f"{type(error).__name__}: {error}")
        broken.__cause__ = error
    finally:
        await world.close()
    return Outcome(broken, world.counts, world.in_flight)


async def _begin_again(world: World) -> None:
    for tablet in world.tablets.values():
        if tablet.life.dead:
            await tablet.begin_again()


# Shrinking


def shrink(
    schedule: Schedule, fails: Callable[[Schedule], bool] = lambda steps: run(steps).broken is not None
) -> Schedule:
    """The least that still fails: steps left out in ever smaller runs, then each made simpler."""
    steps = _fewer(schedule, fails)
    while (simpler := _simpler(steps, fails)) is not None:
        steps = _fewer(simpler, fails)
    return steps


def _fewer(steps: Schedule, fails: Callable[[Schedule], bool]) -> Schedule:
    size = max(1, len(steps) // 2)
    while True:
        start = 0
        while start < len(steps):
            without = steps[:start] + steps[start + size :]
            if fails(without):
                steps = without
            else:
                start += size
        if size == 1:
            return steps
        size //= 2


def _simpler(steps: Schedule, fails: Callable[[Schedule], bool]) -> Schedule | None:
    for place, step in enumerate(steps):
        for simpler in _simpler_steps(step):
            tried = [*steps[:place], simpler, *steps[place + 1 :]]
            if fails(tried):
                return tried
    return None


def _simpler_steps(step: Step) -> list[Step]:
    """The step within, alone; the same about a simpler step; a sync with one trick fewer."""
    if step[0] in WRAPPERS:
        inner = [each for each in step[1:] if isinstance(each, tuple)]
        return [
            *inner,
            *(
                tuple(simpler if each is one else each for each in step)
                for one in inner
                for simpler in _simpler_steps(one)
            ),
        ]
    if step[0] == "sync" and len(step) > 2:
        tricks = step[2]
        return [
            step[:2] if len(tricks) < 2 else (*step[:2], (*tricks[:n], *tricks[n + 1 :]))
            for n in range(max(1, len(tricks)))
        ]
    return []


def printed(schedule: Sequence[Step]) -> str:
    """To be pasted into `FOUND` of `test_found.py`."""
    return "[\n" + "".join(f"    {step!r},\n" for step in schedule) + "]"
