"""Codes of what is handed over, of a person's own copy, and of telling somebody what went wrong."""

from collections.abc import Mapping
from typing import ClassVar

from models.codes import Code


class HandoverAnswer(Code):
    """What the receiving side said. Only the first ends our part."""

    KNOWN: ClassVar[Mapping[str, str]] = {
        "accepted": "They accept it",
        "not_yet": "Not yet: they ask for more first",
    }

    @property
    def accepts(self) -> bool:
        return self == "accepted"


class CopyHow(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "shown": "They read it on the tablet",
        "read_aloud": "It was read to them",
        "written": "They were given it on paper",
    }


class ToldWhom(Code):
    KNOWN: ClassVar[Mapping[str, str]] = {
        "person": "The person",
        "acts_for_them": "Somebody who acts for them",
    }
