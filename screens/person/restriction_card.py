"""The card of restrictions, first of what holds: how each stands, days left, whose authority, and where to review it."""

from collections.abc import Callable

import flet as ft

from models.restrictions import ACTIVE, AUTHORITY_ENDED, DUE
from screens import parts
from screens.person.restrictions import RestrictionLines, RestrictionVersion

ARRIVING = "Record still arriving: there may be restrictions that are not here yet. Ring your duty number before you rely on this."
CLOSED = "Others' records are closed until this tablet syncs: there may be restrictions that are not shown."


def restriction_card(
    restrictions: tuple[RestrictionLines, ...],
    as_at: str,
    *,
    gap: str,
    review: Callable[[str], object] | None,
    apply: Callable[[], object] | None,
) -> ft.Control:
    """`gap`: why there may be more than is shown, "" for none. `review` and `apply` go to their forms, None where nobody may."""
    return parts.card(
        "Restrictions",
        parts.text(as_at, "quiet small"),
        parts.banner("info", gap, word="Not whole yet") if gap else None,
        *(_restriction(each, review) for each in restrictions),
        parts.empty("No restriction is recorded.") if not restrictions and not gap else None,
        parts.line(parts.button("Apply a restriction", apply, icon=ft.Icons.ADD, key="apply restriction"))
        if apply
        else None,
    )


def _restriction(lines: RestrictionLines, review: Callable[[str], object] | None) -> ft.Control:
    several = len(lines.versions) > 1
    return parts.stack(
        parts.heading(lines.what, 3),
        parts.line(*(parts.tag(words, _kind(lines.status)) for words in lines.words)),
        _warning(lines),
        *(_version(each, several) for each in lines.versions),
        parts.line(
            parts.button(
                "Review it",
                lambda: review(lines.record),
                icon=ft.Icons.FACT_CHECK,
                about=lines.what,
                key=f"review {lines.record}",
            )
        )
        if review
        else None,
        space=8,
        key=f"restriction {lines.record}",
    )


def _warning(lines: RestrictionLines) -> ft.Control | None:
    if not lines.warning:
        return None
    kind: parts.BannerKind = "expired" if lines.status == AUTHORITY_ENDED else "needs you"
    return parts.banner(kind, lines.warning, word=lines.words[0], key=f"warning {lines.record}")


def _kind(status: str) -> parts.TagKind:
    if status == AUTHORITY_ENDED:
        return "stop"
    return "plain" if status in (ACTIVE, DUE) else "chosen"


def _version(version: RestrictionVersion, several: bool) -> ft.Control:
    return parts.stack(
        parts.text(version.what, "strong") if several else None,
        parts.text(f"As recorded by {version.by}", "quiet small") if several else None,
        parts.key_values(version.facts),
        parts.fold_out(
            "All its terms", lambda: parts.key_values(version.terms), about=f"{version.what}, {version.by}"
        ),
        space=8,
        key=f"terms {version.entry}",
    )
