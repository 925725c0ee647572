"""The profiles of one installation: which there are, and the files of each. The database itself is `vault.store`.

    installation.json        this installation's id and letter
    profiles/<device id>/    one profile: a member of staff's enrolment on this installation
        profile.json         what a locked screen shows: neutral label, addresses, crisis numbers; no name
        device.key           the device key, wrapped by the passphrase
        link.key             the link key, 32 bytes
        attempts.json        wrong tries at it (`vault.attempts`)
        vault.db  vault.lock
    profiles/.new-*  .gone-* one on its way in or out: never listed

The cards and the link key are kept twice (`vault.files`). The wrapped key is not: taking a tablet out of use must destroy it
at one stroke, and base's code for a forgotten passphrase makes it anew.

Folders are 0700 and files 0600. A profile is made whole beside the others and then renamed into place. Calls here read and
write small files and may block for a moment; `unlock` and `change_passphrase` work off the event loop by themselves.
"""

import asyncio
import secrets
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.errors import KeyGone, NewerFormat, StorageFailed, UnknownThing
from vault.database import create as create_database
from vault.files import (
    COPY,
    destroy,
    make_folder,
    read_twice,
    read_whole,
    storage_errors,
    sync_folder,
    write_twice,
    write_whole,
)
from vault.keys import CURRENT, KEY_BYTES, KdfProfile, Keys, WrappedKey, unwrap, wrap
from vault.store import DATABASE, Vault

FORMAT = 1
INSTALLATION, CARD, DEVICE_KEY, LINK_KEY = "installation.json", "profile.json", "device.key", "link.key"
BESIDE = ".new-"  # a profile being made; a crash may leave one, and nobody reads it
GONE = ".gone-"  # a profile being removed; a crash may leave one, which `sweep` removes


class _Document(BaseModel):
    """Fields of a newer version stay in the file when this one writes it again."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)
    format: int = Field(default=FORMAT, ge=1)


Document = TypeVar("Document", bound=_Document)


class InstallationCard(_Document):
    """`installation.json`. `letter` tells this installation's tablets apart for people: "Tablet A"."""

    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    letter: str = Field(min_length=1, max_length=8)


class CrisisNumber(BaseModel):
    """A number to ring, and what it is called."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    words: str = Field(min_length=1, max_length=200)
    number: str = Field(min_length=1, max_length=64)


class ProfileCard(_Document):
    """`profile.json`: what may be known of a profile while it is locked. `centre_key` is the centre's X25519 public key.

    `pin`: it is opened by a PIN, joined with the half that the platform's key store holds.
    """

    device: str = Field(pattern=r"^[0-9a-f]{32}$")
    org: str = Field(pattern=r"^[0-9a-f]{32}$")
    staff: str = Field(pattern=r"^[0-9a-f]{32}$")
    label: str = Field(min_length=1, max_length=200)
    centre_url: str = Field(min_length=1, max_length=2000)
    centre_key: str = Field(pattern=r"^[0-9a-f]{64}$")
    numbers: tuple[CrisisNumber, ...] = ()
    pin: bool = False


class Profiles:
    """The installation in the folder `root`, which is made when it is first used."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / "profiles"

    def installation(self, letter: str = "A") -> InstallationCard:
        """This installation's card; made, with `letter`, the first time."""
        path = self._root / INSTALLATION
        if not (path.exists() or path.with_name(path.name + COPY).exists()):
            make_folder(self._root)
            card = InstallationCard(id=secrets.token_hex(16), letter=letter)
            write_twice(path, card.model_dump_json().encode())
        return _read(InstallationCard, path)

    def list(self) -> list["Profile"]:
        """Every profile, by label. One whose card is damaged is still listed (`card` then raises)."""
        if not self._folder.is_dir():
            return []
        with storage_errors():
            names = sorted(
                each.name for each in self._folder.iterdir() if each.is_dir() and each.name[:1] != "."
            )
        return sorted((Profile(self._folder / name) for name in names), key=Profile.label_or_id)

    def get(self, device: str) -> "Profile":
        """UnknownThing when there is no such profile."""
        profile = Profile(self._folder / device)
        if not profile.folder.is_dir():
            raise UnknownThing(ids=[device])
        return profile

    def sweep(self) -> None:
        """Remove what a crash left of profiles that were on their way out."""
        if self._folder.is_dir():
            for path in self._folder.glob(f"{GONE}*"):
                shutil.rmtree(path, ignore_errors=True)

    async def create(self, card: ProfileCard, wrapped: WrappedKey, link_key: bytes) -> "Profile":
        """A new profile with an empty vault, whole or not at all. StorageFailed if this device has one already."""
        return await asyncio.to_thread(self._create, card, wrapped, link_key)

    def _create(self, card: ProfileCard, wrapped: WrappedKey, link_key: bytes) -> "Profile":
        if len(link_key) != KEY_BYTES:
            raise ValueError("a link key has 32 bytes")
        make_folder(self._root)
        make_folder(self._folder)
        beside = self._folder / f"{BESIDE}{secrets.token_hex(8)}"
        make_folder(beside)
        try:
            write_twice(beside / CARD, card.model_dump_json().encode())
            write_whole(beside / DEVICE_KEY, wrapped.model_dump_json().encode())
            write_twice(beside / LINK_KEY, link_key)
            create_database(beside / DATABASE).conn.close()
            with storage_errors():
                sync_folder(beside)
                beside.rename(self._folder / card.device)
                sync_folder(self._folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        return Profile(self._folder / card.device)


class Profile:
    """One profile's files. Nothing is held open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def device(self) -> str:
        return self.folder.name

    @property
    def card(self) -> ProfileCard:
        """StorageFailed when it is damaged or missing, NewerFormat when a newer Handrail wrote it."""
        return _read(ProfileCard, self.folder / CARD)

    def label_or_id(self) -> str:
        """What to call it, whatever the state of its card."""
        try:
            return self.card.label
        except (StorageFailed, NewerFormat):
            return self.device

    def update(self, card: ProfileCard) -> None:
        """Replace the card: new crisis numbers, a new address."""
        write_twice(self.folder / CARD, card.model_dump_json().encode())

    def link_key(self) -> bytes:
        content = read_twice(self.folder / LINK_KEY, lambda found: len(found) == KEY_BYTES)
        if len(content) != KEY_BYTES:
            raise _damaged(LINK_KEY)
        return content

    def destroy_key(self) -> None:
        """Destroy the wrapped device key, whatever copy of it is here: only base could bring it back. StorageFailed."""
        with storage_errors():
            found = list(self.folder.glob(f"{DEVICE_KEY}*"))
        for path in found:
            destroy(path)

    def remove(self) -> None:
        """Remove the whole profile: out of sight at one instant, then off the disk. Its vault is closed. StorageFailed.

        Twice is once.
        """
        aside = self.folder.with_name(f"{GONE}{self.device}-{secrets.token_hex(4)}")
        with storage_errors():
            if not self.folder.exists():
                return
            self.folder.rename(aside)
            sync_folder(aside.parent)
        shutil.rmtree(aside, ignore_errors=True)

    async def vault(self) -> Vault:
        """Open the vault; close it when done. VaultBusy, NewerFormat, StorageFailed."""
        return await Vault.open(self.folder)

    async def unlock(
        self, passphrase: str, *, keystore_secret: bytes = b"", profile: KdfProfile = CURRENT
    ) -> Keys:
        """The keys. WrongPassphrase; StorageFailed, NewerFormat or KeyGone for the key file.

        Wraps again when a newer profile has come, or a key store to join.
        """
        return await asyncio.to_thread(self._unlock, passphrase, keystore_secret, profile)

    async def change_passphrase(
        self, old: str, new: str, *, keystore_secret: bytes = b"", profile: KdfProfile = CURRENT
    ) -> None:
        """Wrap the device key by another passphrase. No row changes."""
        await asyncio.to_thread(self._change, old, new, keystore_secret, profile)

    async def wrap_again(
        self,
        device_key: bytes,
        passphrase: str,
        *,
        keystore_secret: bytes = b"",
        profile: KdfProfile = CURRENT,
    ) -> Keys:
        """Wrap a device key that came back from the centre by a new passphrase; the keys. StorageFailed: the old wrap stands."""
        await asyncio.to_thread(self._wrap_again, device_key, passphrase, keystore_secret, profile)
        return Keys.from_device_key(device_key, self.card.org, self.card.device)

    @property
    def joined(self) -> bool:
        """Whether the wrap needs the key store's half. KeyGone, StorageFailed, NewerFormat."""
        return self._wrapped().keystore

    @property
    def key_gone(self) -> bool:
        return not (self.folder / DEVICE_KEY).exists()

    def _unlock(self, passphrase: str, keystore_secret: bytes, profile: KdfProfile) -> Keys:
        card = self.card
        found = self._wrapped()
        device_key = unwrap(
            found, passphrase, card.org, card.device, keystore_secret=keystore_secret, profile=profile
        )
        if profile.stronger_than(found.profile) or (keystore_secret and not found.keystore):
            with suppress(StorageFailed):  # a full disk must not lock anybody out; the old wrap still opens
                self._wrap_again(device_key, passphrase, keystore_secret, profile)
        return Keys.from_device_key(device_key, card.org, card.device)

    def _change(self, old: str, new: str, keystore_secret: bytes, profile: KdfProfile) -> None:
        card = self.card
        device_key = unwrap(
            self._wrapped(), old, card.org, card.device, keystore_secret=keystore_secret, profile=profile
        )
        self._wrap_again(device_key, new, keystore_secret, profile)

    def _wrapped(self) -> WrappedKey:
        if self.key_gone:
            raise KeyGone(fields=["file"])
        return WrappedKey.read(read_whole(self.folder / DEVICE_KEY))

    def _wrap_again(
        self, device_key: bytes, passphrase: str, keystore_secret: bytes, profile: KdfProfile
    ) -> None:
        card = self.card
        wrapped = wrap(
            device_key, passphrase, card.org, card.device, keystore_secret=keystore_secret, profile=profile
        )
        write_whole(self.folder / DEVICE_KEY, wrapped.model_dump_json().encode())


def _read(model: type[Document], path: Path) -> Document:
    content = read_twice(path, lambda found: _stands(model, found))
    try:
        if _Document.model_validate_json(content).format > FORMAT:
            raise NewerFormat("A newer Handrail has used this profile.", fields=[path.name])
        return model.model_validate_json(content)
    except ValidationError:
        raise _damaged(path.name) from None


def _stands(model: type[_Document], content: bytes) -> bool:
    with suppress(ValidationError):
        model.model_validate_json(content)
        return True
    return False


def _damaged(name: str) -> StorageFailed:
    return StorageFailed(
        "A file of this profile is damaged.",
        safe="The records are untouched, and what was sent is held centrally.",
        do="Do not reinstall. Bring the tablet to base.",
        fields=[name],
    )
