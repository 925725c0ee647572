"""Tries faults in one live pytest session; `make mutants` starts it, in the tree whose `models/` holds every fault.

pytest collects once. For each fault a process is forked, in which the function's code is exchanged for the faulty one; there, the
tests that reach the function run, the likeliest to notice it first, until one fails. Which test reaches which function is measured
before, each test in a process of its own, so that nothing one of them keeps hides what the next would reach.
"""

import gc
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from math import log1p
from pathlib import Path
from time import process_time
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from mutmut.mutation import trampoline

# Of tests for one fault: all are tried within the first, then what is open to its end.
SECONDS = (0.5, float("inf"))
LOOPS = 10.0  # a test that takes so many seconds more than its tenfold has no end
AFRESH = 1200.0  # seconds for every test in a process of its own
MEMORY = 6 * 2**30
ARGUMENTS = (
    *("tests/models", "-q", "-s", "--assert=plain", "--tb=native", "--hypothesis-profile=mutants"),
    *("-p", "no:cacheprovider", "-p", "no:unraisableexception"),  # which collects garbage after each test
)


class Functions:
    """Every function with faults, as it is, and its faulty ones.

    It stands in for mutmut's decorator, whose functions ask at every call which fault is in force.
    """

    def __init__(self) -> None:
        self.found: list[tuple[FunctionType, dict[str, Any]]] = []

    def __call__(self, faulty: dict[str, Any], is_classmethod: bool = False) -> Callable[..., Any]:
        def keep(function: FunctionType) -> FunctionType:
            self.found.append((function, faulty))
            return function

        return keep

    def faults(self) -> dict[str, tuple[FunctionType, FunctionType]]:
        return {
            f"{function.__module__}.{name}": (function, getattr(each, "__func__", each))
            for function, faulty in self.found
            for name, each in faulty.items()
            if name != "_mutmut_orig"
        }


def plant(function: FunctionType, faulty: FunctionType) -> None:
    function.__code__ = faulty.__code__
    function.__defaults__ = faulty.__defaults__
    function.__kwdefaults__ = faulty.__kwdefaults__


class Calls:
    """The code that was called since it was last asked."""

    def __init__(self) -> None:
        self.codes: set[CodeType] = set()

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            self.codes.add(frame.f_code)


class Failed:
    """A plugin that knows of the tests run so far whether one has failed."""

    def __init__(self) -> None:
        self.failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


class Noticed:
    """Which tests have noticed faults, and so may well notice the next."""

    def __init__(self) -> None:
        self.by_function: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.by_module: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, fault: str, test: str) -> None:
        function = function_of(fault)
        self.by_function[function][test] += 1
        self.by_module[module_of(function)][test] += 1
        self.by_module[module_of(function)][table_of(test)] += 1

    def likeliest(self, fault: str, tests: Iterable[str], seconds: dict[str, float]) -> list[str]:
        """The tests, those first that notice the most for their time."""
        here, near = self.by_function[function_of(fault)], self.by_module[module_of(function_of(fault))]
        alike = Counter(table_of(test) for test in tests)
        module = module_of(function_of(fault)).rpartition(".")[2]
        of_its_own = re.compile(rf"/test_{module}\.py|\[{module}: ")  # its own tests, and its own cases

        def worth(test: str) -> float:
            table = table_of(test)
            noticed = 4 * log1p(here[test]) + log1p(near[test] + near[table] / alike[table])
            noticed += bool(of_its_own.search(test))
            return (noticed + 0.01) / (seconds[test] + 0.002)

        return sorted(tests, key=worth, reverse=True)


def function_of(fault: str) -> str:
    return fault.partition("__mutmut_")[0]


def module_of(function: str) -> str:
    return function.rpartition(".")[0]


def table_of(test: str) -> str:
    return test.partition("[")[0]


def forked(jobs: Iterable[tuple[str, Callable[[], Any]]], children: int) -> Iterator[tuple[str, Any]]:
    """Does each job in a process of its own, so many at once: its name and what it returned, None if a signal ended it."""
    running: dict[int, tuple[str, Any]] = {}

    def one() -> tuple[str, Any]:
        pid, status = os.wait()
        name, answer = running.pop(pid)
        with answer:
            if os.waitstatus_to_exitcode(status) > 0:
                raise RuntimeError(f"{name} could not be tried")
            answer.seek(0)
            return name, json.load(answer) if status == 0 else None

    for name, do in jobs:
        if len(running) == children:
            yield one()
        answer = tempfile.TemporaryFile("w+")  # noqa: SIM115
        if not (pid := os.fork()):
            try:
                json.dump(do(), answer)
                answer.flush()
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        running[pid] = name, answer
    while running:
        yield one()


class Planting:
    """A plugin with a loop over faults in place of pytest's over tests."""

    def __init__(self, todo: dict[str, str], log: Path, reach: Path, children: int) -> None:
        self.todo = todo
        self.log = log
        self.reach = reach
        self.children = children
        self.functions = Functions()
        self.called = Calls()
        trampoline.wrap_in_trampoline = self.functions
        sys.setprofile(self.called)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        sys.setprofile(None)
        self.session = session
        self.items = {item.nodeid: item for item in session.items}
        self.faults = self.functions.faults()
        gc.collect()
        gc.freeze()
        gc.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
        self.measure()
        self.noticed = Noticed()
        for line in self.log.read_text("utf-8").splitlines() if self.log.exists() else ():
            if (known := json.loads(line)).get("test"):
                self.noticed.add(known["fault"], known["test"])
        left = list(self.todo)
        for seconds in SECONDS:
            left = [name for name, status in self.tried(left, seconds) if status == "open"]
        return True

    def measure(self) -> None:
        """Which tests reach a function, and what each takes, in seconds; of what is known, only new tests are measured.

        A test or a function that changed since may be reached by more than is known: a fault is then listed that a test would
        notice, never the other way about. Without the file everything is measured anew.
        """
        functions = {function.__code__: function_of(name) for name, (function, _) in self.faults.items()}
        known: dict[str, Any] = {"tests": {}, "seconds": {}}
        if self.reach.exists():
            known = json.loads(self.reach.read_text("utf-8"))
        self.tests: dict[str, list[str]] = {
            name: [test for test in known["tests"].get(name, ()) if test in self.items]
            for name in functions.values()
        }
        self.seconds: dict[str, float] = known["seconds"]
        self.at_import = {functions[code] for code in self.called.codes & functions.keys()}
        new = [test for test in self.items if test not in self.seconds]
        old = [test for test in self.items if test in self.seconds]
        failing = [test for _, test in forked([("clean", lambda: self.clean(old))], 1) if test]
        jobs = ((test, lambda test=test: self.reached(test, functions)) for test in new)
        for done, (test, answer) in enumerate(forked(jobs, self.children), 1):
            if answer is None or answer["failed"]:
                failing.append(test)
                continue
            self.seconds[test] = answer["seconds"]
            for name in answer["functions"]:
                self.tests[name].append(test)
            said(f"measured {done} of {len(new)} tests")
        if failing:
            raise pytest.UsageError(f"these fail without a fault: {failing}")
        self.reach.write_text(json.dumps({"tests": self.tests, "seconds": self.seconds}), encoding="utf-8")

    def clean(self, tests: list[str]) -> str | None:
        """The first that fails without any fault: it would notice every one."""
        quiet()
        return self.failing(tests, float("inf"), self.seconds)

    def reached(self, test: str, functions: dict[CodeType, str]) -> dict[str, Any]:
        quiet()
        self.called.codes = set()
        began = process_time()
        sys.setprofile(self.called)
        failed = self.failing([test], float("inf"), {test: 60.0})
        sys.setprofile(None)
        return {
            "functions": sorted(functions[code] for code in self.called.codes & functions.keys()),
            "seconds": process_time() - began,
            "failed": failed is not None,
        }

    def tried(self, faults: list[str], seconds: float) -> Iterator[tuple[str, str]]:
        """Each fault with its status, which is in the log too."""
        counts: Counter[str] = Counter()
        jobs = ((fault, lambda fault=fault: self.attempt(fault, seconds)) for fault in faults)
        for fault, answer in forked(jobs, self.children):
            found = answer or {"status": "timed out"}
            if test := found.get("test"):
                self.noticed.add(fault, test)
            with self.log.open("a", encoding="utf-8") as log:
                log.write(json.dumps({"fault": fault, "hash": self.todo[fault], **found}) + "\n")
            counts[found["status"]] += 1
            said(f"{counts.total()} of {len(faults)} within {seconds} s: {dict(counts)}")
            yield fault, found["status"]

    def attempt(self, fault: str, seconds: float) -> dict[str, Any]:
        """In a process of its own: what came of the fault, and the test that noticed it."""
        if not (tests := self.tests.get(function_of(fault), [])):
            return {"status": afresh(fault) if function_of(fault) in self.at_import else "no test"}
        quiet()
        plant(*self.faults[fault])
        likeliest = self.noticed.likeliest(fault, tests, self.seconds)
        few = [test for test in likeliest if self.seconds[test] < seconds]
        began = process_time()
        test = self.failing(few, seconds, self.seconds)
        took = round(process_time() - began, 2)
        if test:
            return {"status": "killed", "test": test, "seconds": took}
        whole = len(few) == len(tests) and took < seconds
        return {"status": "survived" if whole else "open", "seconds": took}

    def failing(self, tests: list[str], seconds: float, usual: dict[str, float]) -> str | None:
        """The first of them that fails, if one does within so many seconds. A test that does not end ends the process."""
        noted = Failed()
        self.session.config.pluginmanager.register(noted)
        began = process_time()
        for test, following in zip_longest(tests, tests[1:]):
            now = process_time()
            if now - began > seconds:
                return None
            resource.setrlimit(
                resource.RLIMIT_CPU, (int(now + LOOPS + 10 * usual[test]) + 1, resource.RLIM_INFINITY)
            )
            try:
                self.session.config.hook.pytest_runtest_protocol(
                    item=self.items[test], nextitem=self.items[following] if following else None
                )
            except BaseException:
                return test
            if noted.failed:
                return test
        return None


def afresh(fault: str) -> str:
    """What runs only while modules are imported is there already in this process: another runs every test, mutmut's own way."""
    command = [sys.executable, "-m", "pytest", "-x", *ARGUMENTS]
    environment = os.environ | {"MUTANT_UNDER_TEST": fault}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=AFRESH)
    except subprocess.TimeoutExpired:
        return "timed out"
    return "killed" if done.returncode else "survived"


def quiet() -> None:
    """No test is heard; what goes wrong with the trying itself still is."""
    sys.stderr = os.fdopen(os.dup(2), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def said(words: str) -> None:
    print(f"\r{words}\033[K", end="", flush=True)


def main(todo: str, log: str, reach: str, children: str) -> int:
    planting = Planting(json.loads(Path(todo).read_text("utf-8")), Path(log), Path(reach), int(children))
    return int(pytest.main(list(ARGUMENTS), plugins=[planting]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
