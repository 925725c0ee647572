"""What can stop the centre or one of its commands. Each is a clear sentence for the provider's IT lead.

They belong to the tree in `models/errors.py`: `happened`, `safe`, `do`.
"""

from models.errors import HandrailError


class CentreError(HandrailError):
    happened = "The centre could not do this."
    safe = "Nothing has been changed."
    do = "See docs/central.md."


class KeyFileMissing(CentreError):
    happened = "The key file is missing."
    do = "Restore it from its backup, or name its place with --keys."


class KeyFileUnusable(CentreError):
    happened = "The key file could not be used."
    do = "Restore it from its backup, or name another with --keys."


class DatabaseUnusable(CentreError):
    happened = "The database could not be used."
    do = "Check the folder, its free space and its rights, or name another with --data."


class NotBegun(CentreError):
    happened = "This centre has no organisation yet."
    do = 'Begin it with: python main.py central staff --first "Your Name" --organisation "Its Name".'


class CommandRefused(CentreError):
    """A command that cannot stand as it was typed."""

    do = "Add --help to the command for examples."
