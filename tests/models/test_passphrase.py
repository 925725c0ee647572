"""What may lock a profile, with a key store to hold half of the key and without."""

import pytest

from models.passphrase import is_pin, wrong_with


@pytest.mark.parametrize(
    "pin",
    [
        "000000",
        "123456",
        "987654",
        "890123",
        "135791",
        "246802",
        "121212",
        "123123",
        "112211",
        "050480",
        "311299",
        "123180",
        "801231",
        "05041980",
        "19800405",
        "198043",
        "431980",
        "12345",
        "1",
    ],
)
def test_a_pin_that_is_tried_first_or_is_too_short_will_not_do(pin: str):
    assert is_pin(pin, pins=True)
    assert wrong_with(pin, pins=True).endswith(".")


@pytest.mark.parametrize("pin", ["740382", "903417", "5820746", "31829406"])
def test_any_other_pin_will_do_but_only_where_a_key_store_holds_half(pin: str):
    assert wrong_with(pin, pins=True) == ""
    assert not is_pin(pin, pins=False)
    assert wrong_with(pin, pins=False)


@pytest.mark.parametrize("pins", [True, False])
def test_a_passphrase_is_a_passphrase_everywhere(pins: bool):
    assert wrong_with("quiet harbour lantern", pins) == ""
    assert wrong_with("", pins)
    assert wrong_with("short words", pins) == "This has 11 characters. Use 12 or more."
    assert "over and over" in wrong_with("aaaaaaaaaaaa", pins)
    assert not is_pin("quiet harbour lantern", pins)


def test_digits_of_another_script_are_a_passphrase_not_a_pin():
    assert not is_pin("٧٤٠٣٨٢", pins=True)
