"""The fictional team: five staff, twenty-four people. Nobody here exists; NHS numbers are from the range kept for samples."""

from dataclasses import dataclass
from datetime import date

from models.nhs_number import check_digit

TEAM = "Northfield Community Team"
DUTY_PHONE = "01632 960111"
OWN_COPY = {
    "object": "You can say no to this, now or later, to any of us. "
    "We write down what you say, and somebody who can decide looks at it again.",
    "advocate": {"words": "Fictional Advocacy Northfield", "reach": "01632 960222"},
    "complaint": {"words": "The fictional complaints office", "reach": "01632 960333"},
}


@dataclass(frozen=True)
class Colleague:
    """`key` is how stories name them; `tablet` which installation they are enrolled on (field, base or neither)."""

    key: str
    name: str
    role: str
    tablet: str | None
    phone: str
    passphrase: str


STAFF = (
    Colleague("robin", "Robin Sample", "worker", "field", "07700 900101", "kettle lantern meadow"),
    Colleague("jo", "Jo Example", "worker", "field", "07700 900102", "window harbour pencil"),
    Colleague("morgan", "Morgan Specimen", "manager", "base", "07700 900103", "garden copper violin"),
    Colleague("sam", "Sam Placeholder", "senior", "base", "07700 900104", "orchard button canal"),
    Colleague("alex", "Alex Fictional", "administrator", "base", "07700 900105", "ribbon castle winter"),
)

_FIRST = [
    "Alder",
    "Birch",
    "Cedar",
    "Dale",
    "Elder",
    "Fern",
    "Gorse",
    "Hazel",
    "Iris",
    "Juniper",
    "Kestrel",
    "Linden",
    "Maple",
    "Nettle",
    "Oakley",
    "Poppy",
    "Quill",
    "Rowan",
    "Sorrel",
    "Teasel",
    "Umber",
    "Vetch",
    "Willow",
    "Yarrow",
]
_LAST = ("Example", "Sample", "Fictional", "Specimen")


@dataclass(frozen=True)
class Person:
    """`interval_days` is the agreed contact; `worker` the key of the main worker."""

    key: str
    name: str
    born_on: date
    nhs_number: str
    interval_days: int
    worker: str
    address: str
    phone: str


def people() -> tuple[Person, ...]:
    """The twenty-four, always the same."""
    return tuple(_person(index, first) for index, first in enumerate(_FIRST))


def _person(index: int, first: str) -> Person:
    return Person(
        key=first.lower(),
        name=f"{first} {_LAST[index % len(_LAST)]}",
        born_on=date(1951 + (index * 7) % 52, 1 + (index * 5) % 12, 1 + (index * 11) % 28),
        nhs_number=_numbers(index),
        interval_days=(7, 10, 14)[index % 3],
        worker="robin" if index % 2 == 0 else "jo",
        address=f"{index + 1} Example Street, Sampleton",
        phone=f"01632 960{200 + index}",
    )


def _numbers(index: int) -> str:
    """The index-th valid NHS number of the sample range, spread so that last fours differ."""
    first_nine = f"999{(index + 1) * 37:06d}"
    while check_digit(first_nine) is None:
        first_nine = str(int(first_nine) + 1)
    return f"{first_nine}{check_digit(first_nine)}"
