"""Every error Handrail raises on purpose, in one tree.

    HandrailError
    ├── BadInput                  what was entered cannot stand as it is; nothing entered is lost
    │   ├── InvalidEntry          a body or envelope that does not validate
    │   ├── ImpossibleTime        future, before birth, end before start
    │   ├── NotAllowed            the author's role may not do this
    │   └── UnknownThing          an id that names nothing here
    ├── VaultError                the encrypted store on this device
    │   ├── WrongPassphrase
    │   ├── TooManyTries          wrong too often: nothing is tried until the wait is over
    │   ├── KeyGone               the wrapped key was destroyed: only base's code opens the record again
    │   ├── Locked                asked for something that needs the passphrase first
    │   ├── DamagedRow            a sealed row that will not open
    │   ├── NewerFormat           written by a newer Handrail
    │   ├── RescueUnreadable      a rescue file that is not whole
    │   ├── VaultBusy             another process has this vault open
    │   └── StorageFailed         disk full, read-only, or the file is damaged
    ├── EnrolmentError
    │   ├── InvitationWrong
    │   ├── InvitationUsed
    │   └── InvitationExpired
    ├── RecoveryError             a code from base for a forgotten passphrase
    │   ├── RecoveryWrong         not that code; how many tries are left, where the centre said so
    │   └── RecoveryExpired       past its time, its tries or its one use
    └── SyncError
        ├── CentreUnreachable     no line, refused, timed out
        ├── CentreFailed          the centre answered that it could not
        ├── NotUnderstood         the answer is not a Handrail centre's, or was altered on the way
        ├── DifferentCentre       an authentic-looking answer from another centre
        ├── VersionApart          the centre speaks an older or a newer language
        └── DeviceRevoked         base has taken this tablet out of use: it opens nothing, and hands over

Each carries three plain sentences for a person: what happened, what is safe, what to do. `fields` and
`ids` say where, for logs; neither they nor the sentences ever hold a person's data.
"""

from collections.abc import Sequence
from datetime import timedelta


class HandrailError(Exception):
    """Root of the tree. `happened`, `safe` and `do` are sentences for the person holding the tablet."""

    happened = "Something went wrong."
    safe = "Everything saved on this tablet is still saved."
    do = "Try again. If it happens again, ring your duty number."

    def __init__(
        self,
        happened: str | None = None,
        *,
        safe: str | None = None,
        do: str | None = None,
        fields: Sequence[str] = (),
        ids: Sequence[str] = (),
    ) -> None:
        self.happened = happened or type(self).happened
        self.safe = safe or type(self).safe
        self.do = do or type(self).do
        self.fields = tuple(fields)
        self.ids = tuple(ids)
        super().__init__(self.happened)

    @property
    def sentence(self) -> str:
        """What happened, what is safe, what to do, as one line of text."""
        return f"{self.happened} {self.safe} {self.do}"


class BadInput(HandrailError):
    happened = "Something entered cannot stand as it is."
    safe = "Nothing you entered is lost."
    do = "Check the marked fields."


class InvalidEntry(BadInput):
    happened = "Part of this record is missing or not in the right form."


class ImpossibleTime(BadInput):
    happened = "A time in this record cannot be right."
    do = "Check the dates and times."


class NotAllowed(BadInput):
    happened = "Your role cannot do this."
    do = "Ask a manager in your team."


class UnknownThing(BadInput):
    happened = "There is nothing here with that id."
    do = "Check the id and try again."


class VaultError(HandrailError):
    happened = "The records on this tablet could not be opened."


class WrongPassphrase(VaultError):
    happened = "That passphrase is not right."
    do = "Check it and try again."


class TooManyTries(VaultError):
    """`wait` is what is left of it, as measured by time that nobody can set."""

    happened = "There have been several wrong tries."
    do = "Wait, or ring base for a code."

    def __init__(self, wait: timedelta = timedelta()) -> None:
        super().__init__(fields=["tries"])
        self.wait = wait


class KeyGone(VaultError):
    happened = "No PIN or passphrase opens this tablet now: its key is gone from it."
    safe = "Nothing is lost. What was saved here rests sealed, and can still be sent."
    do = "Ring base for a code: it brings the key back."


class Locked(VaultError):
    happened = "This tablet is locked."
    do = "Unlock it with your passphrase."


class DamagedRow(VaultError):
    happened = "One record on this tablet could not be opened."
    safe = "It has been set aside, not deleted. Every other record is untouched."
    do = "Sync when you can: if the centre holds it, it comes back."


class NewerFormat(VaultError):
    happened = "This was written by a newer Handrail."
    safe = "It is kept as it is."
    do = "Update the app to read it."


class RescueUnreadable(VaultError):
    happened = "This rescue file is not whole."
    safe = "Nothing has been taken in, and the file is as it was."
    do = "Make it again on the tablet, or copy it again from where it was saved."


class VaultBusy(VaultError):
    happened = "These records are already open in another Handrail."
    do = "Close the other one, then try again."


class StorageFailed(VaultError):
    happened = "This tablet's storage did not accept the record."
    safe = "What was saved before is still saved. What is on screen is not saved yet."
    do = "Free some space, keep this screen open and save again."


class EnrolmentError(HandrailError):
    happened = "This tablet could not be enrolled."
    safe = "Nothing on this tablet has changed."
    do = "Ask your administrator for a new invitation."


class InvitationWrong(EnrolmentError):
    happened = "That invitation is not right."
    do = "Check the address and the code, letter by letter."


class InvitationUsed(EnrolmentError):
    happened = "That invitation has already been used."


class InvitationExpired(EnrolmentError):
    happened = "That invitation has expired."


class RecoveryError(HandrailError):
    happened = "A new passphrase could not be set."
    safe = "Everything saved on this tablet is still there."
    do = "Ring base for another code."


class RecoveryWrong(RecoveryError):
    """`left` is how many tries the code still has, None where the centre was not asked."""

    happened = "That code is not right."

    def __init__(self, left: int | None = None) -> None:
        super().__init__(do=_tries_left(left), fields=["code"])
        self.left = left


class RecoveryExpired(RecoveryError):
    happened = "That code can no longer be used."


class SyncError(HandrailError):
    happened = "This tablet could not sync."
    safe = "Everything you saved is still on this tablet and will be sent again."
    do = "Try again later."


class CentreUnreachable(SyncError):
    happened = "The centre could not be reached."
    do = "Try again when you have signal."


class CentreFailed(SyncError):
    happened = "The centre is running but could not take this."
    do = "Try again in a few minutes. If it goes on, tell your IT lead."


class NotUnderstood(SyncError):
    happened = "The answer did not come unaltered from your centre."
    do = "Check that you are on a network you trust, then try again."


class DifferentCentre(SyncError):
    happened = "This is not the centre this tablet belongs to."
    do = "Check the centre's address with your IT lead."


class VersionApart(SyncError):
    happened = "The centre and this app are too many versions apart."
    do = "Ask your IT lead which one to update."


class DeviceRevoked(SyncError):
    happened = "This tablet has been taken out of use by base."
    safe = "Everything you saved is still on this tablet and will be handed over."
    do = "Ring your duty number, and bring it to base."


def _tries_left(left: int | None) -> str:
    if left is None:
        return "Check it letter by letter with base."
    if not left:
        return "It has no tries left: ring base for another code."
    return f"Check it letter by letter with base. {left} {'tries are' if left > 1 else 'try is'} left."
