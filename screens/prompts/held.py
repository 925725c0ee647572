"""What is held and not accepted, for whoever decides: each with reason, author and content in words, and two answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from models.directory import Directory
from models.entry import ORGANISATION, read_body
from models.errors import BadInput, NewerFormat
from models.held import HeldBack, may_accept
from models.kinds import Body
from models.kinds.contact import ContactRecorded
from models.met import name_of
from models.saying import said_in
from models.standard import Standard
from models.times import moment_words
from screens.about import team_names
from screens.drafting.beside import BesideUnread
from screens.drafting.page import Body as Said
from screens.drafting.page import PageForm, Reader
from screens.trail.words import kind_words, reason_words, told_apart
from sync.device import Device
from sync.views import Me

STEP = 10
WHY = "Say why, in a few words."
UNREADABLE = "What it says cannot be read here."
ELSEWHERE = {
    "entry": "It cannot be accepted as it is: its author is asked to put it right.",
    "row": "It is no record that can be accepted. Ask its author, or record it yourself.",
    "draft": "It was being written and was not saved as a record. If it is needed, record it yourself.",
}
SORTS = {"entry": "", "row": " that cannot be read as one", "draft": ", not finished"}


@dataclass(frozen=True)
class HeldLine:
    """One thing held. `called` is its name for its buttons, of its own in the list; `said` its content in words; `acceptable`: I may have it count; else `instead` says what to do."""

    id: str
    scope: str
    title: str
    who: str
    why: str
    said: tuple[str, ...]
    acceptable: bool
    instead: str
    called: str = ""


def held_line(
    held: HeldBack, names: Mapping[str, str], directory: Directory, me: Me, now: datetime
) -> HeldLine:
    said = held.said
    sort = kind_words(said.kind) if said.kind else "Record"
    at = f", {moment_words(said.recorded_at, now)}" if said.recorded_at else ""
    acceptable = may_accept(me.role, held)
    return HeldLine(
        id=held.target,
        scope=held.scope,
        title=f"{sort}{SORTS[said.what]}: {names.get(held.scope) or 'Somebody whose details are still arriving'}",
        who=f"{directory.name_of(said.author)}{at}" if said.author else "Its author cannot be read",
        why=REASONS.get(said.reason) or reason_words(said.reason),
        said=content(held, directory),
        acceptable=acceptable,
        instead="" if acceptable else ELSEWHERE[said.what],
    )


REASONS = {
    "role_may_not": "Its author's role may not decide this by itself.",
    "revoked": "The tablet it came from had been taken out of use.",
    "rescued": "It was handed in at base from a tablet that could not send it.",
    "invalid": "Part of it is missing or not in the right form.",
    "time": "A time in it cannot be right.",
    "target": "What it corrects belongs to another person or record.",
    "author": "It was not recorded by whoever that tablet belongs to.",
    "unopened": "It could not be opened.",
    "not_entry": "It is not in the form of a record.",
    "id_taken": "Another record is held under the same number.",
}


def content(held: HeldBack, directory: Directory) -> tuple[str, ...]:
    """What it says: the sentence of the trail, and the free words of a contact; for a draft, as far as it got."""
    document = held.said.document
    if document is None:
        return (UNREADABLE,)
    body = _body(held, document)
    if body is None:
        inner = document.get("body", document)
        standard = directory.standard(held.told.standard)
        return (*_seen(inner, standard), *_loose(inner)) or (UNREADABLE,)
    entry = held.told.model_copy(
        update={"kind": held.said.kind, "author": held.said.author or held.told.author}
    )
    return (said_in(entry, body, directory), *_words(body))


def _body(held: HeldBack, document: dict[str, Any]) -> Body | None:
    inner = document.get("body") if held.said.what == "draft" else document
    try:
        return read_body(held.said.kind, cast("dict[str, Any]", inner)) if isinstance(inner, dict) else None
    except (BadInput, NewerFormat):
        return None


def _words(body: Body) -> tuple[str, ...]:
    if not isinstance(body, ContactRecorded):
        return ()
    found = {"What changed": body.what_changed, "Why": body.rationale}
    worried = [f"{each.who.words}: {each.words}" for each in body.worried if each.words.strip()]
    return (*(f"{name}: {words}" for name, words in found.items() if words.strip()), *worried)


def _seen(document: object, standard: Standard | None) -> tuple[str, ...]:
    """The levels in a contact that does not read as one: the last thing that may be hidden by what is missing."""
    indicators = cast("dict[str, Any]", document).get("indicators") if isinstance(document, dict) else None
    found = [
        f"{name_of(standard, str(each.get('code')))} {each.get('level')}"
        for each in cast("list[Any]", indicators if isinstance(indicators, list) else [])
        if isinstance(each, dict) and each.get("level")  # pyright: ignore[reportUnknownMemberType]
    ]
    return ("; ".join(found),) if found else ()


def _loose(document: object) -> list[str]:
    """Every text in what does not read as its kind, so that nothing somebody wrote is hidden by what is missing."""
    if isinstance(document, str):
        return [document.strip()] if " " in document.strip() else []
    if isinstance(document, dict):
        parts: list[Any] = list(cast("dict[str, Any]", document).values())
    elif isinstance(document, list):
        parts = cast("list[Any]", document)
    else:
        return []
    return [words for part in parts for words in _loose(part)]


class HeldList:
    """Part of the prompts screen."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self.lines: tuple[HeldLine, ...] = ()
        self.most = STEP

    async def load(self, device: Device, names: Mapping[str, str], now: datetime) -> None:
        lines = await held_lines(device, names, now)
        called = told_apart([f"{line.title}, {line.who}" for line in lines])
        self.lines = tuple(replace(line, called=name) for line, name in zip(lines, called, strict=True))

    @property
    def listed(self) -> tuple[HeldLine, ...]:
        return self.lines[: self.most]

    def more(self) -> None:
        self.most += STEP
        self._changed()


async def held_lines(device: Device, names: Mapping[str, str], now: datetime) -> list[HeldLine]:
    """What waits for me; `names` are those of the people here, by scope."""
    me, directory = await device.me(), await device.directory()
    names = {ORGANISATION: "The organisation", **team_names(directory), **names}
    return [held_line(each, names, directory, me, now) for each in await device.held_back()]


class HeldForm(PageForm):
    """`target` is what is held."""

    target: str = ""
    words: str = ""


class HeldState(BesideUnread[HeldForm]):
    """A decision about one of them. `line` is None once somebody decided."""

    makes = HeldForm
    about = "target"
    place = "prompts"

    async def look(self) -> None:
        names = {scope: row.name for row in await self.device.people() for scope in row.scopes}
        self._lines = {each.id: each for each in await held_lines(self.device, names, self.now())}

    @property
    def line(self) -> HeldLine | None:
        return self._lines.get(self.form.target)

    @property
    def back(self) -> str:
        return "/prompts"


class AcceptState(HeldState):
    kind = "entry.accepted"

    def says(self, reader: Reader) -> Said:
        return {"target": self.form.target, "rationale": reader.needs("words", self.form.words, WHY)}


class LeaveState(HeldState):
    kind = "entry.settled"

    def says(self, reader: Reader) -> Said:
        return {
            "target": self.form.target,
            "how": "left",
            "words": reader.needs("words", self.form.words, WHY),
        }
