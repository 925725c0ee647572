"""A pytest plugin for `make mutants`, which names thousands of tests by id for every run.

pytest looks at each id on its own, several times, which takes seconds. This has it collect the files they are in, once,
and keeps those named, in the order in which they were named. Garbage is left uncollected: each run is a process of its own.
"""

import gc

import pytest

NAMED = pytest.StashKey[dict[str, int]]()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    gc.disable()
    named = [each for each in args if "::" in each]
    early_config.stash[NAMED] = {id: place for place, id in enumerate(named)}
    files = list(dict.fromkeys(each.partition("::")[0] for each in named))
    args[:] = [each for each in args if "::" not in each] + files
    if named:
        early_config.known_args_namespace.file_or_dir = files


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if named := config.stash[NAMED]:
        items[:] = sorted(
            (each for each in items if each.nodeid in named), key=lambda each: named[each.nodeid]
        )
