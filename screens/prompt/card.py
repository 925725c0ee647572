"""A prompt as a card: nobody told first, then why, what is asked, of whom, by when, what clears it."""

import flet as ft

from models.codes import Mode
from models.directory import Directory
from models.standard import Standard
from screens import parts
from screens.prompt.lines import PromptLines, Ring
from screens.prompt.state import SOMEONE_ELSE, Doing, PromptDoings

SPOKEN = ("02", "01", "11")


def prompt_card(
    lines: PromptLines, doings: PromptDoings, directory: Directory, standard: Standard
) -> ft.Control:
    """The whole prompt. The form for telling or answering opens below it."""
    return parts.card(
        lines.rule,
        who_has_it(lines),
        parts.key_values(
            [
                ("Why", "\n".join(lines.saw)),
                ("Asks", lines.asks),
                ("Of", "; ".join(lines.of_whom).capitalize()),
                ("Cleared by", lines.clears),
                *([("Answers", "\n".join(lines.answers))] if lines.answers else []),
            ]
        ),
        doing_form(lines, doings, directory, standard) or _buttons(lines, doings),
        key=lines.prompt.id,
    )


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


def call_buttons(lines: PromptLines) -> list[ft.Control]:
    """Whom to phone now. The number is in the words, for a tablet that cannot ring."""
    return [_call(ring) for ring in lines.ring]


def who_has_it(lines: PromptLines) -> ft.Control | None:
    """The exact words, loud while nobody has it. Nothing where it asks only the reader."""
    if not lines.told:
        return None
    if lines.untold:
        return parts.banner("untold", lines.told, actions=call_buttons(lines), word="Phone now")
    return parts.status_line(ft.Icons.VISIBILITY, lines.told)


def _call(ring: Ring) -> ft.Control:
    number = f"tel:{ring.number.replace(' ', '')}"
    return parts.button(
        f"{ring.name}: {ring.number}", None, icon=ft.Icons.CALL, url=number, key=f"ring {ring.name}"
    )


def _buttons(lines: PromptLines, doings: PromptDoings) -> ft.Control:
    prompt = lines.prompt
    return parts.stack(
        parts.text(f"{lines.by}." if not lines.quiet else lines.quiet, "strong"),
        parts.line(
            parts.button(
                "I have told someone", lambda: doings.start(prompt, "told", lines.ring), icon=ft.Icons.PHONE
            )
            if lines.untold
            else None,
            parts.button("Answer", lambda: doings.start(prompt, "answer"), icon=ft.Icons.REPLY),
        ),
    )


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
