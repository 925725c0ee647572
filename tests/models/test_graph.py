"""Who followed whom: what is latest, what was seen last, and what comes first; with rings, and with what is not here yet."""

import pytest

from models.fold.graph import Follows, heads, nearest, parents_first

# A plan, two reviews of it made apart, and one that follows both.
APART: Follows = {"plan": (), "hers": ("plan",), "his": ("plan",), "both": ("hers", "his")}
RING: Follows = {"one": ("two",), "two": ("one",)}


@pytest.mark.parametrize(
    ("ids", "follows", "latest"),
    [
        (["plan", "hers", "his"], APART, ["hers", "his"]),
        (["plan", "hers", "his", "both"], APART, ["both"]),
        (["plan", "both"], APART, ["both"]),
        (["one", "two"], RING, ["one", "two"]),
        (["own"], {"own": ("own",)}, ["own"]),
        (["next", "not here yet"], {"next": ("not here yet",)}, ["next"]),
        ([], {}, []),
    ],
)
def test_the_latest_are_those_that_no_other_follows(
    ids: list[str], follows: Follows, latest: list[str]
) -> None:
    assert heads(ids, follows) == latest


@pytest.mark.parametrize(
    ("id", "wanted", "follows", "seen_last"),
    [
        ("both", {"plan", "hers", "his"}, APART, {"hers", "his"}),
        ("both", {"plan", "his"}, APART, {"his"}),
        ("both", {"plan"}, APART, {"plan"}),
        ("plan", {"plan", "hers"}, APART, set[str]()),
        # It names what it saw last and what that followed: only the former counts.
        ("next", {"plan", "hers"}, APART | {"next": ("plan", "hers")}, {"hers"}),
        ("next", {"plan", "hers"}, APART | {"next": ("hers", "plan")}, {"hers"}),
        # Both ways from it lead through the same correction; one of them has something else behind it.
        ("next", {"plan"}, {"next": ("slip", "void"), "void": ("plan", "slip"), "slip": ()}, {"plan"}),
        ("next", {"plan"}, {"next": ("void", "slip"), "void": ("plan", "slip"), "slip": ()}, {"plan"}),
        ("next", {"plan"}, {"next": ("plan", "one"), **RING}, {"plan"}),
        ("next", {"plan"}, {"next": ("one",), "one": ("two",), "two": ("one", "plan")}, {"plan"}),
        ("own", {"own"}, {"own": ("own",)}, set[str]()),
        ("not here yet", {"plan"}, APART, set[str]()),
        ("next", {"plan"}, {"next": ("not here yet", "plan")}, {"plan"}),
    ],
)
def test_what_an_author_had_seen_last(
    id: str, wanted: set[str], follows: Follows, seen_last: set[str]
) -> None:
    assert set(nearest(id, follows, wanted.__contains__)) == seen_last


@pytest.mark.parametrize(
    ("ids", "follows", "order"),
    [
        (["both", "his", "hers", "plan"], APART, ["plan", "his", "hers", "both"]),
        (["both", "plan"], APART, ["plan", "both"]),
        (["b", "a"], {"a": (), "b": ()}, ["b", "a"]),
        # Through corrections, which are not among them: named twice over, and in a ring.
        (
            ["next", "plan"],
            {"next": ("slip", "void"), "void": ("plan", "slip"), "slip": ("plan",), "plan": ()},
            ["plan", "next"],
        ),
        (
            ["next", "plan"],
            {"next": ("void", "slip"), "void": ("plan", "slip"), "slip": (), "plan": ()},
            ["plan", "next"],
        ),
        (["next", "plan"], {"next": ("one", "plan"), "plan": (), **RING}, ["plan", "next"]),
        (["two", "one", "first"], {"first": (), **RING}, ["first", "two", "one"]),
        (["after", "one", "two"], {"after": ("one",), **RING}, ["after", "one", "two"]),
        (["own", "other"], {"own": ("own",), "other": ()}, ["own", "other"]),
        (["next", "not here yet"], {"next": ("not here yet",)}, ["not here yet", "next"]),
    ],
)
def test_each_comes_after_all_it_follows_and_none_is_lost(
    ids: list[str], follows: Follows, order: list[str]
) -> None:
    assert parents_first(ids, follows) == order
