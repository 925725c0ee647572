"""Somebody "not on my list": who they say they are, as it was typed, and what it means. Pure."""

from typing import TYPE_CHECKING, Any

from models.times import date_words, day_of
from screens.contact.form import ContactForm
from screens.reading import Unreadable, read_date

if TYPE_CHECKING:
    from screens.contact.reading import Reader

PAGE = "who"
NOT_KNOWN = "on a date nobody knows yet"


def read_unlisted(form: ContactForm, reader: "Reader") -> dict[str, Any] | None:
    """The part of a contact that names them; None for somebody on the list."""
    if not form.unlisted:
        return None
    name = reader.needs("name", form.name, "Write the name they give, or what they are called.")
    born_on = None if form.born_unknown else reader.day("born", form.born)
    if born_on and born_on > day_of(reader.now):
        reader.wrong("born", "This day is still to come. Check the date of birth.")
    team = reader.needs("team", form.team, "Choose the team that is to find out who they are.")
    if not name or not team:
        return None
    return {"name": name, "born_on": born_on.isoformat() if born_on else None, "team": team}


def born_words(form: ContactForm) -> str:
    """Their date of birth as typed, in words."""
    try:
        return NOT_KNOWN if form.born_unknown else date_words(read_date(form.born))
    except Unreadable:
        return NOT_KNOWN
