"""Whom to ring first, in order. Works without signal to the centre: every number is on the tablet. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.standard import Standard


@dataclass(frozen=True)
class Line:
    """A number to dial or read out. `ours`: whoever answers is one of us, not the service that is asked."""

    name: str
    number: str
    ours: bool = False


def lines(
    priority: str, asked: Line, standard: Standard, own: Iterable[tuple[str, str]], duty: str
) -> tuple[Line, ...]:
    """In an emergency 999 comes first; else the service asked, our duty number, the crisis line. Each number once."""
    crisis = standard.crisis
    emergency = Line(crisis.emergency.words, crisis.emergency.number)
    nhs_111 = Line(crisis.nhs_111.words, crisis.nhs_111.number)
    ours = [Line(words, number, ours=True) for words, number in own]
    if duty:
        ours.append(Line("Our duty line", duty, ours=True))
    first, last = ([emergency], []) if priority == "emergency" else ([], [emergency])
    ordered = [*first, asked, *ours, nhs_111, *last]
    by_number = {each.number: each for each in reversed(ordered) if each.number}
    return tuple(each for each in ordered if by_number.get(each.number) is each)
