"""Several profiles on one tablet: made whole, private to their owner, unlocked each by its own passphrase."""

import stat
from pathlib import Path

import pytest

from models.errors import KeyGone, NewerFormat, StorageFailed, UnknownThing, WrongPassphrase
from tests.vault.builders import WEAK, make_entry, new_id
from vault.keys import CURRENT, KdfProfile, new_key, wrap
from vault.profiles import CrisisNumber, Profile, ProfileCard, Profiles

pytestmark = pytest.mark.anyio
WORDS = "fictional words"


def new_card(label: str = "Tablet A · 1", device: str | None = None) -> ProfileCard:
    return ProfileCard(
        device=device or new_id(),
        org=new_id(),
        staff=new_id(),
        label=label,
        centre_url="https://centre.example",
        centre_key="ab" * 32,
        numbers=(CrisisNumber(words="Duty", number="01632 960001"),),
    )


async def new_profile(root: Path, card: ProfileCard | None = None, profile: KdfProfile = WEAK) -> Profile:
    card = card or new_card()
    wrapped = wrap(new_key(), WORDS, card.org, card.device, profile=profile)
    return await Profiles(root).create(card, wrapped, new_key())


async def test_profiles_are_listed_by_label_and_each_opens_by_its_own_passphrase(tmp_path: Path):
    second = await new_profile(tmp_path, new_card("Tablet A · 2"))
    first = await new_profile(tmp_path, new_card("Tablet A · 1"))
    listed = Profiles(tmp_path).list()
    assert [profile.device for profile in listed] == [first.device, second.device]
    keys = await listed[0].unlock(WORDS, profile=WEAK)
    assert keys.device.hex() == first.device
    with pytest.raises(WrongPassphrase):
        await listed[1].unlock("other words", profile=WEAK)
    assert len(listed[0].link_key()) == 32
    assert listed[0].link_key() != listed[1].link_key()


async def test_a_profile_keeps_what_its_vault_saved(tmp_path: Path):
    profile = await new_profile(tmp_path)
    keys = await profile.unlock(WORDS, profile=WEAK)
    vault = await profile.vault()
    await vault.save(keys, [make_entry(keys, "org", kind="staff.left")])
    await vault.close()
    again = Profiles(tmp_path).get(profile.device)
    vault = await again.vault()
    assert len(await vault.entries(await again.unlock(WORDS, profile=WEAK), "org")) == 1
    await vault.close()


async def test_only_the_owner_can_read_anything(tmp_path: Path):
    root = tmp_path / "installation"
    Profiles(root).installation()
    profile = await new_profile(root)
    vault = await profile.vault()
    keys = await profile.unlock(WORDS, profile=WEAK)
    await vault.save(keys, [make_entry(keys, "org")])
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [root, *root.rglob("*")]}
    await vault.close()
    assert {path.name for path in modes} >= {"vault.db", "vault.db-wal", "device.key", "link.key"}
    assert {oct(mode) for path, mode in modes.items() if path.is_dir()} == {"0o700"}
    assert {oct(mode) for path, mode in modes.items() if path.is_file()} == {"0o600"}


async def test_the_installation_has_one_id_for_good(tmp_path: Path):
    made = Profiles(tmp_path).installation(letter="B")
    assert Profiles(tmp_path).installation() == made
    assert made.letter == "B"
    assert Profiles(tmp_path).list() == []


async def test_the_same_device_twice_is_refused_and_the_first_untouched(tmp_path: Path):
    card = new_card()
    first = await new_profile(tmp_path, card)
    before = (first.folder / "device.key").read_bytes()
    with pytest.raises(StorageFailed):
        await new_profile(tmp_path, card)
    assert (first.folder / "device.key").read_bytes() == before
    assert [path.name for path in (tmp_path / "profiles").iterdir()] == [card.device]


async def test_a_profile_half_made_is_nobodys(tmp_path: Path):
    profile = await new_profile(tmp_path)
    left = tmp_path / "profiles" / ".new-0123456789abcdef"
    left.mkdir()
    (left / "profile.json").write_text("{")
    assert [one.device for one in Profiles(tmp_path).list()] == [profile.device]


async def test_new_numbers_replace_the_card(tmp_path: Path):
    profile = await new_profile(tmp_path)
    numbers = (CrisisNumber(words="Crisis line", number="01632 960002"),)
    profile.update(profile.card.model_copy(update={"numbers": numbers}))
    assert Profiles(tmp_path).get(profile.device).card.numbers == numbers


async def test_a_damaged_card_is_listed_and_says_so(tmp_path: Path):
    profile = await new_profile(tmp_path)
    for name in ("profile.json", "profile.json.copy"):
        (profile.folder / name).write_text('{"format": 1')
    assert Profiles(tmp_path).list()[0].label_or_id() == profile.device
    with pytest.raises(StorageFailed) as caught:
        _ = profile.card
    assert caught.value.fields == ("profile.json",)
    (profile.folder / "profile.json").write_text('{"format": 9}')
    with pytest.raises(NewerFormat):
        _ = profile.card
    with pytest.raises(UnknownThing):
        Profiles(tmp_path).get(new_id())


@pytest.mark.parametrize("name", ["installation.json", "profile.json", "link.key"])
async def test_any_byte_flipped_in_a_file_kept_twice_is_put_right(tmp_path: Path, name: str):
    Profiles(tmp_path).installation()
    profile = await new_profile(tmp_path)
    kept = tmp_path / name if name == "installation.json" else profile.folder / name
    right = kept.read_bytes()

    def read() -> bytes:
        link_key, _ = profile.link_key(), (profile.card, Profiles(tmp_path).installation())
        return link_key if name == "link.key" else kept.read_bytes()

    for file in (kept, kept.with_name(name + ".copy")):
        whole = file.read_bytes()
        for at in range(0, len(whole), 11):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
            assert read() == right, (file.name, at)
            assert file.read_bytes() == whole
        file.unlink()
        assert read() == right
        assert file.read_bytes() == whole


async def test_a_damaged_or_missing_key_file_is_no_wrong_passphrase(tmp_path: Path):
    profile = await new_profile(tmp_path)
    key_file = profile.folder / "device.key"
    key_file.write_bytes(key_file.read_bytes()[:100])
    with pytest.raises(StorageFailed):
        await profile.unlock(WORDS, profile=WEAK)
    key_file.unlink()
    with pytest.raises(KeyGone):
        await profile.unlock(WORDS, profile=WEAK)
    for name in ("link.key", "link.key.copy"):
        (profile.folder / name).write_bytes(b"short")
    with pytest.raises(StorageFailed):
        profile.link_key()


async def test_a_new_passphrase_replaces_the_old_and_changes_no_row(tmp_path: Path):
    profile = await new_profile(tmp_path)
    keys = await profile.unlock(WORDS, profile=WEAK)
    with pytest.raises(WrongPassphrase):
        await profile.change_passphrase("other words", "new words", profile=WEAK)
    await profile.change_passphrase(WORDS, "new words", profile=WEAK)
    with pytest.raises(WrongPassphrase):
        await profile.unlock(WORDS, profile=WEAK)
    assert await profile.unlock("new words", profile=WEAK) == keys


async def test_unlocking_wraps_again_under_a_newer_profile(tmp_path: Path):
    profile = await new_profile(tmp_path, profile=CURRENT)
    key_file = profile.folder / "device.key"
    before = key_file.read_bytes()
    keys = await profile.unlock(WORDS, profile=WEAK)
    assert key_file.read_bytes() == before, "never under a weaker one"
    newer = KdfProfile("2031-01", n=2**16, r=8, p=2)
    assert await profile.unlock(WORDS, profile=newer) == keys
    assert b'"2031-01"' in key_file.read_bytes()
    assert await profile.unlock(WORDS, profile=newer) == keys


async def test_the_keystores_half_joins_the_wrap_and_is_then_needed(tmp_path: Path):
    profile = await new_profile(tmp_path)
    keys = await profile.unlock(WORDS, keystore_secret=b"k" * 32, profile=WEAK)
    assert await profile.unlock(WORDS, keystore_secret=b"k" * 32, profile=WEAK) == keys
    with pytest.raises(StorageFailed) as caught:
        await profile.unlock(WORDS, profile=WEAK)
    assert caught.value.fields == ("keystore",)
