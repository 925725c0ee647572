"""Passphrases and the key file: wrong, damaged, newer and locked are told apart; a wrap never gets weaker."""

import pytest

from models.errors import NewerFormat, StorageFailed, WrongPassphrase
from tests.vault.builders import WEAK, new_id
from vault.keys import CURRENT, PROFILES, KdfProfile, WrappedKey, new_key, unwrap, wrap

ORG, DEVICE = new_id(), new_id()


def wrapped(passphrase: str = "fictional words", **options: object) -> tuple[bytes, WrappedKey]:
    key = new_key()
    return key, wrap(key, passphrase, ORG, DEVICE, profile=WEAK, **options)  # type: ignore[arg-type]


def test_the_right_passphrase_gives_the_key_back():
    key, found = wrapped()
    read = WrappedKey.read(found.model_dump_json().encode())
    assert unwrap(read, "fictional words", ORG, DEVICE, profile=WEAK) == key


@pytest.mark.parametrize("typed", ["", "Fictional words", "fictional words ", "fictional" * 500])
def test_any_other_passphrase_is_wrong(typed: str):
    _, found = wrapped()
    with pytest.raises(WrongPassphrase):
        unwrap(found, typed, ORG, DEVICE, profile=WEAK)


def test_a_key_file_of_another_device_does_not_open():
    _, found = wrapped()
    with pytest.raises(WrongPassphrase):
        unwrap(found, "fictional words", ORG, new_id(), profile=WEAK)


def test_any_changed_byte_is_damage_not_a_wrong_passphrase():
    content = wrapped()[1].model_dump_json().encode()
    for at in range(len(content)):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        with pytest.raises((StorageFailed, NewerFormat)) as caught:
            WrappedKey.read(changed)
        assert caught.value.fields in {("file",), ("header",)}


def test_production_does_not_know_the_profile_of_tests():
    _, found = wrapped()
    assert WEAK.name not in PROFILES
    with pytest.raises(NewerFormat):
        unwrap(found, "fictional words", ORG, DEVICE)


def test_only_a_stronger_profile_wraps_again():
    assert not WEAK.stronger_than(CURRENT.name)
    assert not CURRENT.stronger_than(CURRENT.name)
    assert not CURRENT.stronger_than(WEAK.name)
    assert KdfProfile("2031-01", n=2**16, r=8, p=3).stronger_than(CURRENT.name)


def test_the_current_profile_is_as_strong_as_published_advice():
    """OWASP's password storage advice of 2026: n = 2¹⁵ needs r = 8 and p = 3."""
    assert (CURRENT.n, CURRENT.r, CURRENT.p) == (2**15, 8, 3)


def test_errors_name_no_value():
    _, found = wrapped()
    with pytest.raises(WrongPassphrase) as caught:
        unwrap(found, "something else", ORG, DEVICE, profile=WEAK)
    assert "something" not in repr(caught.value) + caught.value.sentence
    assert repr(new_key()) not in repr(found)
