"""A prompt as a card: nobody told first, then why, what is asked, of whom, by when, what clears it."""

from collections.abc import Callable, Sequence

import flet as ft

from models.codes import Mode
from models.directory import Directory
from models.standard import Standard
from models.told import ON_THIS_TABLET
from screens import parts
from screens.prompt.lines import PromptLines, Ring, sentence
from screens.prompt.onward import Onward
from screens.prompt.state import SOMEONE_ELSE, Doing, PromptDoings

SPOKEN = ("02", "01", "11")


def prompt_card(
    lines: PromptLines,
    doings: PromptDoings,
    directory: Directory,
    standard: Standard,
    among: Sequence[PromptLines] = (),
    onward: ft.Control | None = None,
) -> ft.Control:
    """The whole prompt. The form for telling or answering opens below it.

    `among`: all that are shown together, while an `untold_banner` says whom to phone; alone, it says that itself. `onward`:
    the way to where what it asks is done.
    """
    alone = not among
    return parts.card(
        lines.rule,
        _who_has_it(lines, loud=alone),
        parts.key_values(
            [
                ("Why", "\n".join(lines.saw)),
                ("Asks", lines.asks),
                ("Of", sentence("; ".join(lines.of_whom))),
                ("Cleared by", lines.clears),
                *([("Answers", "\n".join(lines.answers))] if lines.answers else []),
            ]
        ),
        (doing_form(lines, doings, directory, standard) if alone or not doings.telling else None)
        or _buttons(lines, doings, among, onward),
        key=lines.prompt.id,
    )


def untold_banner(
    title: str,
    untold: Sequence[PromptLines],
    doings: PromptDoings,
    directory: Directory,
    standard: Standard,
) -> ft.Control | None:
    """For prompts of one person that no named human has: once, loud, whom to phone and where to say that they know."""
    if not untold:
        return None
    first, also = untold[0], [lines.prompt for lines in untold[1:]]
    form = doing_form(first, doings, directory, standard) if doings.telling else None
    words = next((lines.told for lines in untold if lines.told == ON_THIS_TABLET), first.told)
    told = parts.button(
        "I have told someone",
        lambda: doings.start(first.prompt, "told", first.ring, also),
        icon=ft.Icons.PHONE,
        about=title,
        key=f"told {first.prompt.id}",
    )
    banner = parts.banner(
        "untold",
        title or words,
        words if title else None,
        "; ".join(dict.fromkeys(lines.rule for lines in untold)),
        f"{first.others}.",
        actions=[*call_buttons(first, title), *([] if form else [told])],
        word="Phone now",
        key=f"untold {first.prompt.id}",
    )
    return parts.stack(banner, parts.card("Who has it now?", form) if form else None, space=8)


def doing_form(
    lines: PromptLines, doings: PromptDoings, directory: Directory, standard: Standard
) -> ft.Control | None:
    """The small form for telling or answering this prompt, while it is open."""
    doing = doings.doing
    if doing is None or doing.prompt.id != lines.prompt.id:
        return None
    fields = _telling(doing, lines, doings) if doing.what == "told" else _answering(doing, doings, standard)
    label = "Record who has it" if doing.what == "told" else "Save the answer"
    return parts.stack(
        *fields,
        parts.line(
            parts.button(label, lambda: doings.save(directory), "primary"),
            parts.button("Cancel", doings.cancel, "quiet"),
        ),
        key=f"doing {doing.what}",
    )


def call_buttons(lines: PromptLines, about: str = "") -> list[ft.Control]:
    """Whom to phone now. The number is in the words, for a tablet that cannot ring."""
    return [_call(ring, about) for ring in lines.ring]


def _who_has_it(lines: PromptLines, loud: bool) -> ft.Control | None:
    """The exact words, loud while nobody has it. Nothing where it asks only the reader."""
    if not lines.told:
        return None
    if lines.untold and loud:
        return parts.banner("untold", lines.told, actions=call_buttons(lines), word="Phone now")
    icon = ft.Icons.VISIBILITY if lines.prompt.told.has_it else ft.Icons.CAMPAIGN
    return parts.status_line(icon, lines.told, key=f"has {lines.prompt.id}")


def _call(ring: Ring, about: str) -> ft.Control:
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
    lines: PromptLines, doings: PromptDoings, among: Sequence[PromptLines], onward: ft.Control | None
) -> ft.Control:
    prompt = lines.prompt
    return parts.stack(
        parts.text(lines.quiet or f"{lines.by}.", "strong"),
        parts.line(
            onward,
            parts.button(
                "I have told someone", lambda: doings.start(prompt, "told", lines.ring), icon=ft.Icons.PHONE
            )
            if lines.untold and not among
            else None,
            parts.button(
                "Answer",
                lambda: doings.start(prompt, "answer"),
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


def _telling(doing: Doing, lines: PromptLines, doings: PromptDoings) -> list[ft.Control | None]:
    known = [parts.Option(ring.staff, ring.name) for ring in lines.ring if ring.staff]
    people = [*known, parts.Option(SOMEONE_ELSE, "Someone else")]
    elsewhere = not any(option.value == doing.who for option in known)
    return [
        parts.choice(
            "Whom did you tell?",
            people,
            SOMEONE_ELSE if elsewhere else doing.who,
            lambda who: doings.put(who=who),
        )
        if known
        else None,
        parts.text_field(
            "Their name", doing.name, lambda name: doings.put(name=name), error=doing.wrong.get("name", "")
        )
        if elsewhere
        else None,
        parts.choice(
            "How?",
            [parts.Option(code, Mode(code).words) for code in SPOKEN],
            doing.mode,
            lambda mode: doings.put(mode=mode),
        ),
        parts.time_field("When", doing.at, lambda at: doings.put(at=at), error=doing.wrong.get("at", "")),
    ]


def _answering(doing: Doing, doings: PromptDoings, standard: Standard) -> list[ft.Control | None]:
    return [
        parts.multi_choice(
            "What was carried out?",
            [parts.Option(action.code, action.words) for action in standard.actions],
            doing.actions,
            lambda codes: doings.put(actions=codes),
        ),
        parts.time_field("When", doing.at, lambda at: doings.put(at=at), error=doing.wrong.get("at", ""))
        if doing.actions
        else None,
        parts.note_field(
            "What was done",
            doing.done,
            lambda words: doings.put(done=words),
            error=doing.wrong.get("done", ""),
            lines=2,
        ),
        parts.note_field("Or why not", doing.why_not, lambda words: doings.put(why_not=words), lines=2),
    ]
