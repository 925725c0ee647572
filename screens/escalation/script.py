"""What to say on the telephone, in order: who this is about first, then the six parts. Pure."""

from models.kinds.escalation import NOT_KNOWN, SUMMARY
from models.kinds.person import PersonDetails
from models.nhs_number import shown
from models.times import date_words
from screens.escalation.form import EscalationForm

Lines = list[tuple[str, str]]


def opening(details: PersonDetails | None, form: EscalationForm) -> Lines:
    """Name, birth date, NHS number, where, who is there, callback: what anybody who answers asks first."""
    number = details.nhs_number if details else None
    return [
        ("Name", details.name if details else NOT_KNOWN),
        ("Born", date_words(details.born_on) if details else NOT_KNOWN),
        ("NHS number", shown(number) if number else NOT_KNOWN),
        ("Where they are", _known(form.where)),
        ("Who is there", _known(form.who_is_there)),
        ("Ring back on", _known(form.callback)),
    ]


def six_parts(form: EscalationForm) -> Lines:
    """Every part, a blank one as not known."""
    return [(label, _known(getattr(form, name))) for name, label in SUMMARY.items()]


def _known(words: str) -> str:
    return words.strip() or NOT_KNOWN
