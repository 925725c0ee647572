"""The tree drawn in models/errors.py is the tree there is, and every class says its three sentences."""

import inspect
import re
from datetime import timedelta

import pytest

from models import errors
from models.errors import HandrailError

CLASSES: list[type[HandrailError]] = [
    each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, HandrailError) and each.__module__ == errors.__name__
]


def drawn() -> dict[str, str | None]:
    """Each name in the drawing, with the name it hangs from."""
    parents: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in inspect.cleandoc(errors.__doc__ or "").splitlines():
        branch = re.match(r"^(?P<lead> {4}[│ ]*(?:[├└]── )?)(?P<name>[A-Z]\w+)", line)
        if branch is None:
            continue
        depth = len(branch["lead"])
        above = [(at, name) for at, name in above if at < depth]
        parents[branch["name"]] = above[-1][1] if above else None
        above.append((depth, branch["name"]))
    return parents


def test_the_drawing_is_the_tree() -> None:
    there = {each.__name__: each.__base__.__name__ if each.__base__ else None for each in CLASSES}
    there["HandrailError"] = None
    assert drawn() == there


@pytest.mark.parametrize("error", CLASSES, ids=lambda each: each.__name__)
def test_every_error_says_what_happened_what_is_safe_and_what_to_do(error: type[HandrailError]) -> None:
    raised = error()
    for sentence in (raised.happened, raised.safe, raised.do):
        assert re.match(r"^[A-Z].*[.]$", sentence), sentence
    assert raised.sentence == f"{raised.happened} {raised.safe} {raised.do}"
    assert str(raised) == raised.happened


@pytest.mark.parametrize("error", CLASSES, ids=lambda each: each.__name__)
def test_a_leaf_says_what_happened_in_its_own_words(error: type[HandrailError]) -> None:
    if error is not HandrailError and not error.__subclasses__():
        assert "happened" in vars(error)


def test_words_given_at_the_raise_replace_the_class_words_for_that_error_only() -> None:
    raised = errors.InvalidEntry("The plan has no end.", fields=["expires_at"], ids=["a" * 32])
    assert raised.sentence.startswith("The plan has no end. Nothing you entered is lost.")
    assert (raised.fields, raised.ids) == (("expires_at",), ("a" * 32,))
    assert errors.InvalidEntry().happened != raised.happened


def test_words_that_are_never_used_on_screen() -> None:
    said = " ".join(each().sentence for each in CLASSES).lower()
    assert not re.search(r"\b(patient|refused|dna|failed|manipulative)\b", said)


@pytest.mark.parametrize(
    ("left", "do"),
    [
        (None, "Check it letter by letter with base."),
        (0, "It has no tries left: ring base for another code."),
        (1, "Check it letter by letter with base. 1 try is left."),
        (2, "Check it letter by letter with base. 2 tries are left."),
    ],
)
def test_a_wrong_code_says_how_many_tries_it_has_left(left: int | None, do: str) -> None:
    wrong = errors.RecoveryWrong(left)
    assert (wrong.do, wrong.left, wrong.fields) == (do, left, ("code",))


def test_too_many_tries_say_how_long_to_wait() -> None:
    waiting = errors.TooManyTries(timedelta(minutes=5))
    assert (waiting.wait, waiting.fields) == (timedelta(minutes=5), ("tries",))
    assert errors.TooManyTries().wait == timedelta()
