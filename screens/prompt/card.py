"""A prompt as a card: nobody told first, then why, what is asked, of whom, by when, what clears it; and the ways on."""

from collections.abc import Callable, Sequence

import flet as ft

from models.told import ON_THIS_TABLET
from screens import parts
from screens.prompt.lines import PromptLines, Ring, sentence
from screens.prompt.onward import Onward


def prompt_card(
    lines: PromptLines,
    go: Callable[[str], object],
    among: Sequence[PromptLines] = (),
    onward: ft.Control | None = None,
) -> ft.Control:
    """The whole prompt. What is done about it is entered on a page of its own, which `go` shows.

    `among`: all that are shown together, while an `untold_banner` says whom to phone; alone, it says that itself. `onward`:
    the way to where what it asks is done.
    """
    return parts.card(
        lines.rule,
        _who_has_it(lines, loud=not among),
        parts.key_values(
            [
                ("Why", "\n".join(lines.saw)),
                ("Asks", lines.asks),
                ("Of", sentence("; ".join(lines.of_whom))),
                ("Cleared by", lines.clears),
                *([("Answers", "\n".join(lines.answers))] if lines.answers else []),
            ]
        ),
        _buttons(lines, go, among, onward),
        key=lines.prompt.id,
    )


def untold_banner(
    title: str, untold: Sequence[PromptLines], go: Callable[[str], object]
) -> ft.Control | None:
    """For prompts of one person that no named human has: once, loud, whom to phone and where to say that they know."""
    if not untold:
        return None
    first = untold[0]
    words = next((lines.told for lines in untold if lines.told == ON_THIS_TABLET), first.told)
    return parts.banner(
        "untold",
        title or words,
        words if title else None,
        "; ".join(dict.fromkeys(lines.rule for lines in untold)),
        f"{first.others}.",
        actions=[*call_buttons(first, title), _told_button(untold, go, title)],
        word="Phone now",
        key=f"untold {first.prompt.id}",
    )


def _told_button(told: Sequence[PromptLines], go: Callable[[str], object], about: str = "") -> ft.Control:
    """To where one says who has them now: all of them in one call."""
    first = told[0].prompt
    route = f"/person/{first.scope}/tell/{','.join(lines.prompt.id for lines in told)}"
    return parts.button(
        "I have told someone", lambda: go(route), icon=ft.Icons.CHECK, about=about, key=f"told {first.id}"
    )


def call_buttons(lines: PromptLines, about: str = "") -> list[ft.Control]:
    """Whom to phone now. The number is in the words, for a tablet that cannot ring."""
    return [call_button(ring, about) for ring in lines.ring]


def _who_has_it(lines: PromptLines, loud: bool) -> ft.Control | None:
    """The exact words, loud while nobody has it. Nothing where it asks only the reader."""
    if not lines.told:
        return None
    if lines.untold and loud:
        return parts.banner("untold", lines.told, actions=call_buttons(lines), word="Phone now")
    icon = ft.Icons.VISIBILITY if lines.prompt.told.has_it else ft.Icons.CAMPAIGN
    return parts.status_line(icon, lines.told, key=f"has {lines.prompt.id}")


def call_button(ring: Ring, about: str = "") -> ft.Control:
    number = f"tel:{ring.number.replace(' ', '')}"
    label, key = f"{ring.name}: {parts.unbroken(ring.number)}", f"ring {ring.name}"
    return parts.button(label, None, icon=ft.Icons.CALL, url=number, about=about, key=key)


def onward_button(
    step: Onward,
    go: Callable[[str], object],
    lines: PromptLines | None = None,
    among: Sequence[PromptLines] = (),
) -> ft.Control:
    """To where what the prompt asks is done; told apart from those of the others that are shown with it."""
    about = _told_apart(lines, among) if lines else ""
    return parts.button(
        step.label,
        lambda: go(step.route),
        icon=ft.Icons.FACT_CHECK,
        about=about,
        key=f"{step.label} {about}".strip().strip(),
    )


def _buttons(
    lines: PromptLines, go: Callable[[str], object], among: Sequence[PromptLines], onward: ft.Control | None
) -> ft.Control:
    prompt = lines.prompt
    return parts.stack(
        parts.text(lines.quiet or f"{lines.by}.", "strong"),
        parts.line(
            onward,
            _told_button([lines], go) if lines.untold and not among else None,
            parts.button(
                "Answer",
                lambda: go(f"/person/{prompt.scope}/prompt/{prompt.id}/answer"),
                "secondary" if among else "primary",
                icon=ft.Icons.REPLY,
                about=_told_apart(lines, among) if among else "",
                key=f"answer {prompt.id}",
            )
            if prompt.evidence
            else None,
        ),
    )


def _told_apart(lines: PromptLines, among: Sequence[PromptLines]) -> str:
    """What a screen reader knows this one by: its rule; where another has the same, also what was seen."""
    same = sum(each.rule == lines.rule for each in among)
    return lines.rule if same < 2 else f"{lines.rule}, {lines.saw[0]}"
